"""The tree of agencies, its posts, and who acts on them: for whoever manages people."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from pendopo.domains.people import actions, forms, queries
from pendopo.domains.people.models import Agency, Delegation, Person
from pendopo.kernel import access
from pendopo.kernel.access import ActedRequest

ADMIN = "people.admin"


@access.requires(ADMIN)
def tree(request: ActedRequest) -> HttpResponse:
    """Show all agencies in their tree."""
    rows = queries.agencies(on=timezone.localdate())
    return render(request, "people/tree.html", {"agencies": rows})


@access.requires(ADMIN)
@require_http_methods(["GET", "POST"])
def agency(request: ActedRequest, code: str) -> HttpResponse:
    """Show posts and who sits or acts on them; delegate one."""
    found = queries.agency(code)
    form = _form(request, found)
    if forms.submit(
        form,
        lambda typed: actions.delegate(**typed, actor=request.actor, now=timezone.now()),
    ):
        messages.success(request, "Pelimpahan tersimpan dan tercatat.")
        return redirect("people:agency", code)
    shown = {
        "agency": found,
        "posts": queries.posts_with_people(found, on=timezone.localdate()),
        "form": form,
    }
    return render(request, "people/agency.html", shown)


@access.requires(ADMIN)
@require_POST
def revoke(request: ActedRequest, code: str, pk: int) -> HttpResponse:
    """End a delegation from today on."""
    delegation = get_object_or_404(
        Delegation.objects.select_related("person", "post__agency"), pk=pk, post__agency__code=code
    )
    now = timezone.now()
    actions.revoke_delegation(
        delegation=delegation, from_day=timezone.localdate(now), actor=request.actor, now=now
    )
    messages.success(request, "Pelimpahan dicabut mulai hari ini.")
    return redirect("people:agency", code)


def _form(request: ActedRequest, agency: Agency) -> forms.DelegationForm:
    officers = Person.objects.filter(holdings__isnull=False).distinct().order_by("name")
    posts = agency.posts.order_by("-is_head", "title")
    return forms.DelegationForm(request.POST or None, posts=posts, people=officers)
