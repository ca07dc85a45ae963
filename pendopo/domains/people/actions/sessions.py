"""Open and close sessions through allauth, which runs the stages of a sign-in.

The one module that calls allauth's sign-in machinery; hooks/stages.py adds a stage to it.
"""

from datetime import datetime

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.account.models import Login
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login as django_login
from django.http import HttpRequest, HttpResponse

from pendopo.domains.people.actions import accounts
from pendopo.domains.people.models import Account
from pendopo.kernel.errors import NotFound

BACKEND = "pendopo.domains.people.hooks.backends.AccountBackend"
SECOND_PROOF = "people_second_proof"
DEVICE_COOKIE = "perangkat"
DEVICE_SECONDS = 365 * 24 * 3600
OFFICER_SECONDS = 10 * 3600
RESIDENT_SECONDS = 30 * 24 * 3600


class NoSuchSession(NotFound):
    """The session is over, or somebody else's."""

    sentence = "Sesi ini sudah berakhir."


def begin(
    request: HttpRequest, *, account: Account, proven_by: str, next_address: str = ""
) -> HttpResponse:
    """Begin to sign in with a contact that answered ("email" or "phone"); stages may follow."""
    record_authentication(request, account, method="code", by=proven_by)
    login = Login(user=account, redirect_url=next_address or None)
    response: HttpResponse = perform_login(request, login)
    return response


def finish(
    request: HttpRequest, response: HttpResponse, *, account: Account, now: datetime
) -> None:
    """Complete a sign-in whose stages are passed: prove the phone, remember the device."""
    records = request.session.get("account_authentication_methods") or []
    if any(record.get("by") == "phone" for record in records):
        accounts.prove_phone(account=account, now=now)
    token = request.COOKIES.get(DEVICE_COOKIE, "")
    if not accounts.is_known_device(account=account, token=token):
        # A fresh token: one that came with the request may have been planted.
        token = ""
    token = accounts.remember_device(account=account, token=token, now=now)
    response.set_cookie(
        DEVICE_COOKIE, token, max_age=DEVICE_SECONDS, secure=request.is_secure(), httponly=True,
        samesite="Lax",
    )  # fmt: skip
    is_officer = account.person.holdings.exists() or account.person.delegations.exists()
    request.session.set_expiry(OFFICER_SECONDS if is_officer else RESIDENT_SECONDS)


def strengthen(request: HttpRequest, *, account: Account, factor: str) -> None:
    """Note that a second factor was just shown in this session, as when it is set up."""
    record_authentication(request, account, method="mfa", type=factor, reauthenticated=True)


def require_recent_proof(request: HttpRequest) -> None:
    """Ask for the second factor again, where the account has one, before a change to its doors.

    Raises allauth's ReauthenticationRequired, which its middleware turns into a question.
    """
    raise_if_reauthentication_required(request, app="allauth.mfa")


def sign_in_as(request: HttpRequest, account: Account) -> None:
    """Sign in without any proof, as if with a second factor: for the demo and for tests only.

    The caller makes sure that this database was created as a demo and that the request comes
    from this machine.
    """
    django_login(request, account, backend=BACKEND)
    record_authentication(request, account, method="mfa", type="demo")


def end_session(*, account: Account, pk: int) -> None:
    """End one of one's own sessions. Raises NoSuchSession."""
    session = UserSession.objects.filter(user=account, pk=pk).first()
    if session is None:
        raise NoSuchSession
    session.end()


def sso_name() -> str:
    """Return the name of the configured SSO, or an empty text."""
    apps = settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", [])
    return str(apps[0]["name"]) if apps else ""
