"""Persons, for officers at a counter: find, compare the card, ask the registry, reopen."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from pendopo.domains.people import access as may
from pendopo.domains.people import actions, forms, queries
from pendopo.domains.people.models import Mandate, NikClaim, Person
from pendopo.domains.people.ports import registry
from pendopo.kernel import access
from pendopo.kernel.access import ActedRequest
from pendopo.kernel.errors import DomainError
from pendopo.kernel.privacy.masking import mask_nik

MANDATES_PER_PAGE = 10
SEES_PERSONS = ("cases.view", "people.confirm", "people.admin")


@access.requires("people.find_by_nik")
@never_cache
@require_http_methods(["GET", "POST"])
def find(request: ActedRequest) -> HttpResponse:
    """Find persons by an exact NIK; by POST, so that it stays out of addresses and logs."""
    form = forms.NikForm(request.POST or None)
    found = forms.submit(
        form,
        lambda typed: actions.find_by_nik(
            number=typed["number"], actor=request.actor, now=timezone.now()
        ),
        "number",
    )
    return render(request, "people/find.html", {"form": form, "found": found})


@access.requires(*SEES_PERSONS)
@never_cache
def person(request: ActedRequest, key: str) -> HttpResponse:
    """Show one person to an officer; the NIK stays masked."""
    return _page(request, _person(request, key))


@access.requires("people.reveal_nik")
@never_cache
@require_POST
def reveal(request: ActedRequest, key: str) -> HttpResponse:
    """Show the whole NIK, once, on this answer only."""
    shown = _person(request, key)
    form = forms.ReasonForm(request.POST)
    number = forms.submit(
        form,
        lambda typed: actions.reveal_nik(
            person=shown, reason=typed["reason"], actor=request.actor, now=timezone.now()
        ),
        "reason",
    )
    return _page(request, shown, reason_form=form, revealed=number)


@access.requires("people.confirm")
@require_POST
def seen(request: ActedRequest, key: str) -> HttpResponse:
    """Record the NIK read from the card."""
    shown = _person(request, key)
    form = forms.NikForm(request.POST)
    if forms.submit(
        form,
        lambda typed: actions.confirm_seen(
            person=shown, number=typed["number"], actor=request.actor, now=timezone.now()
        ),
        "number",
    ):
        messages.success(request, "KTP tercatat sudah dilihat.")
        return redirect("people:person", key)
    return _page(request, shown, seen_form=form)


@access.requires("people.confirm")
@require_POST
def ask_registry(request: ActedRequest, key: str) -> HttpResponse:
    """Ask the civil registry to confirm the NIK."""
    shown = _person(request, key)
    try:
        actions.confirm_by_registry(person=shown, actor=request.actor, now=timezone.now())
    except DomainError as error:
        messages.error(request, error.sentence)
    else:
        messages.success(request, "Dukcapil memastikan NIK ini.")
    return redirect("people:person", key)


@access.requires("people.confirm")
@require_POST
def reopen(request: ActedRequest, key: str) -> HttpResponse:
    """Let the person at the counter sign in with a new phone number."""
    shown = _person(request, key)
    form = forms.PhoneForm(request.POST)
    if forms.submit(
        form,
        lambda typed: actions.reopen_at_counter(
            person=shown, phone=typed["phone"], actor=request.actor, now=timezone.now()
        ),
        "phone",
    ):
        messages.success(request, "Nomor HP terpasang. Orangnya dapat masuk dengan kode.")
        return redirect("people:person", key)
    return _page(request, shown, phone_form=form)


@access.requires("cases.file_for_others")
@require_http_methods(["GET", "POST"])
def add_business(request: ActedRequest, key: str) -> HttpResponse:
    """Record the business of a person at the counter; its proof is looked at on the next page."""
    owner = _person(request, key)
    districts = [(one.code, one.name) for one in queries.districts()]
    form = forms.BusinessForm(request.POST or None, districts=districts)
    if forms.submit(
        form,
        lambda typed: actions.record_business(
            owner=owner, **typed, actor=request.actor, now=timezone.now()
        ),
    ):
        messages.success(request, "Usaha tercatat. Lihat buktinya, lalu catat di bawah.")
        return redirect("people:person", key)
    return render(request, "people/business.html", {"form": form, "owner": owner, "key": key})


@access.requires("people.confirm")
@require_POST
def mandate_seen(request: ActedRequest, key: str, pk: int) -> HttpResponse:
    """Record which proof of a mandate the officer saw."""
    shown = _person(request, key)
    mandate = queries.mandate_of(shown, pk)
    form = _proof_form(mandate, request)
    if not form.is_valid():
        return _page(request, shown, answered={pk: form})
    proof = form.cleaned_data["proof"]
    try:
        actions.confirm_mandate(
            mandate=mandate, proof=proof, actor=request.actor, now=timezone.now()
        )
    except DomainError as error:
        messages.error(request, error.sentence)
    else:
        messages.success(request, "Bukti tercatat. Kuasa ini berlaku mulai sekarang.")
    return redirect("people:person", key)


@access.requires("people.confirm")
@require_POST
def mandate_over(request: ActedRequest, key: str, pk: int) -> HttpResponse:
    """End a mandate whose proof is wrong or no longer holds, at once."""
    now = timezone.now()
    actions.end_mandate(
        mandate=queries.mandate_of(_person(request, key), pk),
        last_day=timezone.localdate(now) - timedelta(days=1),
        actor=request.actor,
        now=now,
    )
    messages.success(request, "Kuasa diakhiri.")
    return redirect("people:person", key)


def _person(request: ActedRequest, key: str) -> Person:
    found = queries.person(f"person:{key}")
    if not may.may_see_person(request.actor, found):
        raise queries.NoSuchPerson
    return found


def _page(request: ActedRequest, person: Person, **more: Any) -> HttpResponse:
    claim = NikClaim.objects.filter(person=person).first()
    shown = {
        "person": person,
        "key": person.ref.removeprefix("person:"),
        "claim": claim,
        "nik": mask_nik(claim.number) if claim else "",
        "may_reveal": claim is not None and request.actor.may("people.reveal_nik"),
        "may_confirm": request.actor.may("people.confirm"),
        "may_file": request.actor.may("cases.file_for_others"),
        "is_sandbox": registry.gateway().is_sandbox,
        "reason_form": forms.ReasonForm(),
        "seen_form": forms.NikForm(),
        "phone_form": forms.PhoneForm(),
    }
    if request.actor.may("people.confirm"):
        shown |= _mandates(request, person, more.pop("answered", {}))
    return render(request, "people/person.html", {**shown, **more})


def _mandates(
    request: ActedRequest, person: Person, answered: dict[int, forms.ProofForm]
) -> dict[str, Any]:
    today = timezone.localdate()
    waiting = queries.waiting_mandates(person, on=today)
    page = Paginator(waiting, MANDATES_PER_PAGE).get_page(request.GET.get("kuasa"))
    return {
        "waiting_page": page,
        "waiting": [(one, answered.get(one.pk) or _proof_form(one)) for one in page],
        "held": queries.mandates_of(person, on=today),
        "representatives": queries.representatives_of(person, on=today),
    }


def _proof_form(mandate: Mandate, request: ActedRequest | None = None) -> forms.ProofForm:
    typed = request.POST if request else None
    return forms.ProofForm(typed, auto_id=f"kuasa-{mandate.pk}-%s")
