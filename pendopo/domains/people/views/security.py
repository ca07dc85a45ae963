"""Second factors and SSO: allauth's views, each behind a door of ours and with our templates.

allauth's views are the tested part of these ceremonies; we add the door, and note that whoever
just set up a factor has shown it.
"""

from collections.abc import Callable
from typing import Any

from allauth.mfa.base import views as factors
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pendopo.domains.people.actions import sessions
from pendopo.domains.people.models import Account
from pendopo.kernel import access
from pendopo.kernel.access import ActedRequest

authenticate = access.public(factors.authenticate)
passkey_sign_in = access.public(webauthn.login_webauthn)
sso_callback = access.public(openid_connect.callback)
sso_cancelled = access.public(social.login_cancelled)
sso_failed = access.public(social.login_error)

overview = access.signed_in(factors.index)
reauthenticate = access.signed_in(factors.reauthenticate)
reauthenticate_passkey = access.signed_in(webauthn.reauthenticate_webauthn)
passkeys = access.signed_in(webauthn.list_webauthn)
passkey_remove = access.signed_in(webauthn.remove_webauthn)
totp_remove = access.signed_in(totp.deactivate_totp)


@access.public
def sso(request: ActedRequest, provider_id: str = "sso") -> HttpResponse:
    """Go to the regional or national SSO; without one configured, back to the sign-in page."""
    if not settings.SOCIALACCOUNT_PROVIDERS:
        return redirect("account_login")
    response: HttpResponse = openid_connect.login(request, provider_id=provider_id)
    return response


@access.public
def sso_conflict(request: ActedRequest) -> HttpResponse:
    """Say that the e-mail address of the SSO already opens an account here."""
    return render(request, "people/sso_conflict.html")


@access.signed_in
def totp_add(request: ActedRequest) -> HttpResponse:
    """Set up an authenticator app."""
    return _set_up(request, totp.activate_totp, Authenticator.Type.TOTP)


@access.signed_in
def passkey_add(request: ActedRequest) -> HttpResponse:
    """Set up a passkey."""
    return _set_up(request, webauthn.add_webauthn, Authenticator.Type.WEBAUTHN)


@access.signed_in
@require_http_methods(["GET", "POST"])
def recovery_codes(request: ActedRequest) -> HttpResponse:
    """Show new recovery codes once; the old ones end. Residents may have them without a factor."""
    account = _account(request)
    kept = Authenticator.objects.filter(user=account, type=Authenticator.Type.RECOVERY_CODES)
    codes: list[str] = []
    if request.method == "POST":
        sessions.require_recent_proof(request)
        with transaction.atomic():
            kept.delete()
            codes = RecoveryCodes.activate(account).generate_codes()
    return render(request, "people/recovery_codes.html", {"codes": codes, "has": kept.exists()})


def _set_up(request: ActedRequest, view: Callable[..., Any], factor: str) -> HttpResponse:
    account = _account(request)
    before = Authenticator.objects.filter(user=account, type=factor).count()
    response: HttpResponse = view(request)
    if Authenticator.objects.filter(user=account, type=factor).count() > before:
        sessions.strengthen(request, account=account, factor=factor)
        messages.success(request, _("Pengaman masuk terpasang. Simpan kode cadangan Anda."))
    return response


def _account(request: ActedRequest) -> Account:
    account = request.user
    assert isinstance(account, Account)
    return account
