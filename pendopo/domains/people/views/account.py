"""One's own account: profile, NIK, contacts, sessions, and who looked at one's NIK."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from pendopo.domains.people import actions, forms, queries, rules
from pendopo.domains.people.actions import sessions
from pendopo.domains.people.models import Account, NikClaim, Person
from pendopo.domains.people.views import sign_in
from pendopo.kernel import access
from pendopo.kernel.access import ActedRequest
from pendopo.kernel.actor import Assurance
from pendopo.kernel.privacy.masking import mask_nik

CONTACT = "people.contact"


@access.signed_in
def overview(request: ActedRequest) -> HttpResponse:
    """Show what the house knows of oneself, and where to change it."""
    account = _account(request)
    claim = NikClaim.objects.filter(person=account.person).first()
    shown = {
        "account": account,
        "person": account.person,
        "claim": claim,
        "nik": mask_nik(claim.number) if claim else "",
        "factors": Authenticator.objects.filter(user=account).count(),
    }
    return render(request, "people/account.html", shown)


@access.signed_in
@require_http_methods(["GET", "POST"])
def profile(request: ActedRequest) -> HttpResponse:
    """Change one's own particulars."""
    person = _account(request).person
    form = forms.ProfileForm(request.POST or None, instance=_fresh(person))
    form.fields["name"].disabled = person.assurance >= Assurance.SEEN
    if forms.submit(
        form,
        lambda typed: actions.change_profile(
            person=person, changes=typed, actor=request.actor, now=timezone.now()
        ),
    ):
        messages.success(request, _("Profil tersimpan."))
        return redirect("people:account")
    return render(request, "people/profile.html", {"form": form})


@access.signed_in
@require_http_methods(["GET", "POST"])
def nik(request: ActedRequest) -> HttpResponse:
    """Claim a NIK; says the same whether or not it is known elsewhere."""
    form = forms.NikForm(request.POST or None)
    person = _account(request).person
    if forms.submit(
        form,
        lambda typed: actions.claim_nik(
            person=person, number=typed["number"], actor=request.actor, now=timezone.now()
        ),
        "number",
    ):
        messages.success(request, _("NIK tersimpan. Petugas mencocokkannya dengan KTP di loket."))
        return redirect("people:account")
    return render(request, "people/nik.html", {"form": form})


@access.signed_in
@require_http_methods(["GET", "POST"])
def contact(request: ActedRequest) -> HttpResponse:
    """Give the account another e-mail address or phone number: send a code there first."""
    sessions.require_recent_proof(request)
    form = forms.ContactForm(request.POST or None)
    challenge = forms.submit(form, lambda typed: _send(request, typed["contact"]), "contact")
    if challenge:
        request.session[CONTACT] = challenge.as_json()
        return redirect("people:contact_code")
    return render(request, "people/contact.html", {"form": form, "account": _account(request)})


@access.signed_in
@require_http_methods(["GET", "POST"])
def contact_code(request: ActedRequest) -> HttpResponse:
    """Attach the contact that answered."""
    kept = request.session.get(CONTACT)
    if not kept:
        return redirect("people:contact")
    challenge = actions.Challenge(**kept)
    form = forms.CodeForm(request.POST or None)
    if forms.submit(form, lambda typed: _attach(request, challenge, typed["code"]), "code"):
        del request.session[CONTACT]
        messages.success(request, _("Kontak tersimpan."))
        return redirect("people:account")
    shown = {"form": form, "contact": challenge.contact.value}
    return render(request, "people/contact_code.html", shown)


@access.signed_in
@require_POST
def contact_remove(request: ActedRequest, kind: str) -> HttpResponse:
    """Take a contact off the account."""
    sessions.require_recent_proof(request)
    actions.detach_contact(
        account=_account(request), kind=kind, actor=request.actor, now=timezone.now()
    )
    messages.success(request, _("Kontak dilepas."))
    return redirect("people:account")


@access.signed_in
@never_cache
def own_sessions(request: ActedRequest) -> HttpResponse:
    """List where one is signed in."""
    account = _account(request)
    rows = UserSession.objects.purge_and_list(account)
    current = request.session.session_key
    listed = [(row, row.session_key == current) for row in rows]
    return render(request, "people/sessions.html", {"sessions": listed})


@access.signed_in
@require_POST
def own_session_end(request: ActedRequest, pk: int) -> HttpResponse:
    """End one of one's own sessions."""
    actions.end_session(account=_account(request), pk=pk)
    messages.success(request, _("Sesi diakhiri."))
    return redirect("people:sessions")


@access.signed_in
def looks(request: ActedRequest) -> HttpResponse:
    """Show who looked at one's NIK, when and why."""
    rows = queries.reveals_of(_account(request).person)
    names = queries.names(row.by for row in rows)
    shown = [
        (row, names.get(row.by, _("Sistem")), rules.REVEAL_REASONS.get(row.reason, row.reason))
        for row in rows
    ]
    return render(request, "people/looks.html", {"looks": shown})


def _account(request: ActedRequest) -> Account:
    account = request.user
    if not isinstance(account, Account):
        raise queries.NoSuchPerson
    return account


def _fresh(person: Person) -> Person:
    # The form writes into its instance while it validates; the request's person stays as it is.
    return Person.objects.get(pk=person.pk)


def _send(request: ActedRequest, contact: rules.Contact) -> actions.Challenge:
    caller = sign_in.caller_of(request, contact)
    return actions.send_code(contact=contact, caller=caller, now=timezone.now())


def _attach(request: ActedRequest, challenge: actions.Challenge, typed: str) -> bool:
    now: datetime = timezone.now()
    proven = actions.check_code(challenge=challenge, code=typed, now=now)
    actions.attach_contact(account=_account(request), contact=proven, actor=request.actor, now=now)
    return True
