"""The stage that we add to allauth's sign-in: a second proof where a phone code is not enough."""

from typing import Any

from allauth.account.stages import LoginStage
from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from pendopo.domains.people import rules
from pendopo.domains.people.actions import accounts, sessions
from pendopo.domains.people.models import Account

KEY = sessions.SECOND_PROOF


class SecondProofStage(LoginStage):  # type: ignore[misc] # allauth is untyped
    """Stops who came by a phone code alone, on a new device, after the number was silent."""

    key = KEY
    urlname = "people:second_proof"

    def handle(self) -> tuple[Any, bool]:
        """Return where to go on, and whether the sign-in may continue."""
        if not _needs_proof(self.request, self.login.user):
            return None, True
        return HttpResponseRedirect(reverse(self.urlname)), True


def _needs_proof(request: HttpRequest, account: Account) -> bool:
    records = request.session.get("account_authentication_methods") or []
    if {record.get("by") for record in records} != {"phone"}:
        return False
    if _has_factor(account):
        # allauth asks for the second factor in its own stage, right after this one.
        return False
    token = request.COOKIES.get(sessions.DEVICE_COOKIE, "")
    return not rules.phone_code_is_enough(
        proven_at=account.phone_proven_at,
        device_known=accounts.is_known_device(account=account, token=token),
        now=timezone.now(),
    )


def _has_factor(account: Account) -> bool:
    factors = Authenticator.objects.filter(user=account)
    return bool(factors.exclude(type=Authenticator.Type.RECOVERY_CODES).exists())
