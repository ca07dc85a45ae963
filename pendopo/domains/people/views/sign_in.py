"""Sign in or begin an account with a code, without telling anybody who has one."""

from datetime import timedelta

from allauth.account.stages import LoginStageController
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from pendopo.domains.people import actions, forms, rules
from pendopo.domains.people.actions import sessions
from pendopo.domains.people.models import Account
from pendopo.kernel import access
from pendopo.kernel.access import ActedRequest, limits
from pendopo.kernel.errors import DomainError
from pendopo.kernel.privacy.masking import mask_contact

CHALLENGE, PROOF, PROVEN, NEXT = (
    "people.challenge", "people.proof", "people.proven", "people.next",
)  # fmt: skip
PROVEN_FOR = timedelta(minutes=30)


@access.public
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: ActedRequest) -> HttpResponse:
    """Ask where the code shall go; the same page signs in and begins an account."""
    if request.actor.is_signed_in:
        return redirect("/")
    if request.method == "GET":
        request.session[NEXT] = _safe_next(request)
    form = forms.ContactForm(request.POST or None)
    challenge = forms.submit(form, lambda typed: _send(request, typed["contact"]), "contact")
    if challenge:
        request.session[CHALLENGE] = challenge.as_json()
        return redirect("people:code")
    shown = {"form": form, "sso": sessions.sso_name()}
    return render(request, "people/sign_in.html", shown)


@access.public
@never_cache
@require_http_methods(["GET", "POST"])
def code(request: ActedRequest) -> HttpResponse:
    """Check the code: open the account, or go on to begin one."""
    challenge = _challenge(request, CHALLENGE)
    if challenge is None:
        return redirect("account_login")
    form = forms.CodeForm(request.POST or None)
    contact = forms.submit(form, lambda typed: _check(challenge, typed["code"]), "code")
    if contact:
        return _proven(request, contact)
    masked = mask_contact(challenge.contact.value)
    return render(request, "people/code.html", {"form": form, "contact": masked})


@access.public
@never_cache
@require_http_methods(["GET", "POST"])
def register(request: ActedRequest) -> HttpResponse:
    """Begin an account for the contact that just answered."""
    challenge = _challenge(request, PROVEN)
    if challenge is None:
        return redirect("account_login")
    form = forms.RegistrationForm(request.POST or None)
    account = forms.submit(
        form,
        lambda typed: actions.register_account(
            name=typed["name"], contact=challenge.contact, how="self", now=timezone.now()
        ),
    )
    if account:
        del request.session[PROVEN]
        return _begin(request, account, challenge.kind)
    return render(request, "people/register.html", {"form": form})


@access.public
@never_cache
@require_http_methods(["GET", "POST"])
def second_proof(request: ActedRequest) -> HttpResponse:
    """Ask for more than a phone code: the number may have changed hands."""
    stage = LoginStageController.enter(request, sessions.SECOND_PROOF)
    if stage is None:
        return redirect("account_login")
    account: Account = stage.login.user
    form = forms.CodeForm(request.POST if "code" in request.POST else None)
    recovery = forms.RecoveryForm(request.POST if "recovery" in request.POST else None)
    if request.method == "POST" and _gave_proof(request, account, form, recovery):
        response: HttpResponse = stage.exit()
        return response
    shown = {
        "form": form,
        "recovery": recovery,
        "email": mask_contact(account.email) if account.email else "",
        "sent": PROOF in request.session,
        "has_recovery": _recovery_codes(account) is not None,
    }
    return render(request, "people/second_proof.html", shown)


@access.public
@require_http_methods(["POST"])
def start_over(request: ActedRequest) -> HttpResponse:
    """Begin a new account with a number that used to open another one."""
    stage = LoginStageController.enter(request, sessions.SECOND_PROOF)
    challenge = _challenge(request, PROVEN)
    if stage is None or challenge is None:
        return redirect("account_login")
    actions.release_phone(phone=challenge.contact.value, now=timezone.now())
    stage.abort()
    return redirect("people:register")


@access.public
@never_cache
@require_http_methods(["GET", "POST"])
def sign_out(request: ActedRequest) -> HttpResponse:
    """Warn of unsent items, then sign out."""
    if request.method == "POST":
        request.session.flush()
        messages.success(request, _("Anda sudah keluar."))
        return redirect("/")
    return render(request, "people/sign_out.html")


def caller_of(request: ActedRequest, contact: rules.Contact) -> limits.Caller:
    """Return who asks for a code, as limits count it: contact and device before address."""
    return limits.Caller(
        account=contact.value if contact.kind == "email" else "",
        phone=contact.value if contact.kind == "phone" else "",
        device=request.COOKIES.get(sessions.DEVICE_COOKIE, "")[:64],
        address=limits.address_of(request),
    )


def _send(request: ActedRequest, contact: rules.Contact) -> actions.Challenge:
    caller = caller_of(request, contact)
    return actions.send_code(contact=contact, caller=caller, now=timezone.now())


def _check(challenge: actions.Challenge, typed: str) -> rules.Contact:
    return actions.check_code(challenge=challenge, code=typed, now=timezone.now())


def _proven(request: ActedRequest, contact: rules.Contact) -> HttpResponse:
    proven = dict(request.session.pop(CHALLENGE))
    proven["expires"] = (timezone.now() + PROVEN_FOR).timestamp()
    request.session[PROVEN] = proven
    account = actions.account_with(contact)
    if account is None:
        return redirect("people:register")
    return _begin(request, account, contact.kind)


def _begin(request: ActedRequest, account: Account, kind: str) -> HttpResponse:
    next_address = request.session.pop(NEXT, "") or "/"
    return sessions.begin(request, account=account, proven_by=kind, next_address=next_address)


def _challenge(request: ActedRequest, key: str) -> actions.Challenge | None:
    kept = request.session.get(key)
    if not kept or kept["expires"] < timezone.now().timestamp():
        return None
    return actions.Challenge(**kept)


def _gave_proof(
    request: ActedRequest, account: Account, form: forms.CodeForm, recovery: forms.RecoveryForm
) -> bool:
    if "send" in request.POST and account.email:
        _send_proof(request, account.email)
        return False
    challenge = _challenge(request, PROOF)
    # The session may still hold the code of a sign-in that was begun before, with another account.
    if form.is_bound and challenge and challenge.contact.value == account.email:
        return bool(forms.submit(form, lambda typed: _check(challenge, typed["code"]), "code"))
    if recovery.is_bound:
        return bool(forms.submit(recovery, lambda typed: _use_recovery(account, typed), "recovery"))
    return False


def _send_proof(request: ActedRequest, email: str) -> None:
    try:
        challenge = _send(request, rules.Contact("email", email))
    except DomainError as error:
        messages.error(request, error.sentence)
    else:
        request.session[PROOF] = challenge.as_json()


def _use_recovery(account: Account, typed: dict[str, str]) -> bool:
    limits.spend(
        "people.recovery", str(account.pk), limit=5, window=timedelta(hours=1), now=timezone.now()
    )
    codes = _recovery_codes(account)
    if codes is None or not codes.wrap().validate_code(typed["recovery"]):
        raise actions.WrongCode
    return True


def _recovery_codes(account: Account) -> Authenticator | None:
    kind = Authenticator.Type.RECOVERY_CODES
    return Authenticator.objects.filter(user=account, type=kind).first()


def _safe_next(request: ActedRequest) -> str:
    address = request.GET.get("next", "")
    hosts = {request.get_host()}
    allowed = url_has_allowed_host_and_scheme(address, hosts, require_https=request.is_secure())
    return address if allowed else ""
