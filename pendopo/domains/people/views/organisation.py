"""The tree of agencies, its posts, and who acts on them: for whoever manages people."""

from django.contrib import messages
from django.db.models import QuerySet
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
@require_http_methods(["GET", "POST"])
def found(request: ActedRequest) -> HttpResponse:
    """Add an office to the tree."""
    rows = Agency.objects.filter(ends_on__isnull=True).order_by("path")
    form = forms.AgencyForm(request.POST or None, agencies=rows)
    added = forms.submit(
        form, lambda typed: actions.found_agency(**typed, actor=request.actor, now=timezone.now())
    )
    if added:
        messages.success(request, "Unit kerja terbentuk.")
        return redirect("people:agency", added.code)
    return render(request, "people/found.html", {"form": form})


@access.requires(ADMIN)
@require_http_methods(["GET", "POST"])
def add_post(request: ActedRequest, code: str) -> HttpResponse:
    """Add a chair to an office."""
    office = queries.agency(code)
    roles = queries.roles(on=timezone.localdate())
    form = forms.PostForm(request.POST or None, roles=roles)
    if forms.submit(
        form,
        lambda typed: actions.create_post(
            agency=office, **typed, actor=request.actor, now=timezone.now()
        ),
    ):
        messages.success(request, "Jabatan terbentuk.")
        return redirect("people:agency", code)
    return render(request, "people/post.html", {"agency": office, "form": form})


@access.requires(ADMIN)
@require_http_methods(["GET", "POST"])
def appoint(request: ActedRequest, code: str, pk: int) -> HttpResponse:
    """Find a person by name and seat them on a post."""
    office = queries.agency(code)
    post = queries.post_of(office, pk)
    text = request.GET.get("q", "")
    people = _named(text)
    form = forms.AppointmentForm(request.POST or None, people=people, label=_label)
    if forms.submit(
        form,
        lambda typed: actions.appoint(post=post, **typed, actor=request.actor, now=timezone.now()),
    ):
        messages.success(request, "Jabatan terisi. Wewenangnya berlaku pada tanggal mulai.")
        return redirect("people:agency", code)
    shown = {"agency": office, "post": post, "form": form, "text": text, "people": people}
    return render(request, "people/appoint.html", shown)


@access.requires(ADMIN)
@require_http_methods(["GET", "POST"])
def leave(request: ActedRequest, code: str, pk: int) -> HttpResponse:
    """Let a person leave a post after a last day."""
    office = queries.agency(code)
    holding = queries.holding_of(office, pk, on=timezone.localdate())
    form = forms.LastDayForm(request.POST or None)
    if forms.submit(
        form,
        lambda typed: actions.end_holding(
            holding=holding, **typed, actor=request.actor, now=timezone.now()
        ),
    ):
        messages.success(request, "Tersimpan. Berkas yang dipegangnya dilepas setelah hari itu.")
        return redirect("people:agency", code)
    return render(request, "people/leave.html", {"agency": office, "one": holding, "form": form})


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


def _named(text: str) -> QuerySet[Person]:
    return Person.objects.filter(pk__in=[one.pk for one in queries.find_by_name(text)])


def _label(person: Person) -> str:
    place = queries.area_name(person.village or person.district)
    return f"{person.name}, {place}" if place else person.name
