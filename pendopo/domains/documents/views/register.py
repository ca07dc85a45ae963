"""The register of numbers: issued, awaiting a signature, or void."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pendopo.domains.documents import forms, queries, rules
from pendopo.kernel import access
from pendopo.kernel.access import ActedRequest

PER_PAGE = 50
STATUS = {
    "awaiting_signature": ("menunggu", "Menunggu tanda tangan"),
    "issued": ("selesai", "Terbit"),
    "void": ("dibatalkan", "Batal"),
}


@require_safe
@access.requires("documents.register")
def register(request: ActedRequest) -> HttpResponse:
    """List the numbers of my units, newest first."""
    form = forms.RegisterForm(queries.years(), request.GET)
    rows = queries.register(request.actor, _wanted(form))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("halaman"))
    lines = [
        (entry, *STATUS[entry.state], rules.VOID_LABELS.get(entry.reason, ""))
        for entry in page.object_list
    ]
    shown = {"form": form, "page": page, "lines": lines, "is_filtered": any(request.GET.values())}
    return render(request, "documents/register.html", shown)


def _wanted(form: forms.RegisterForm) -> queries.RegisterFilter:
    """Return the filters that can be read; a wrong one is shown as such and filters nothing."""
    form.is_valid()
    chosen = form.cleaned_data
    return queries.RegisterFilter(
        state=chosen.get("status") or "",
        year=chosen.get("tahun"),
        text=chosen.get("q") or "",
    )
