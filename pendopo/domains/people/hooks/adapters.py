"""What we tell allauth about accounts, second factors and the SSO."""

# ruff: noqa: ARG002 - the signatures are allauth's

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from pendopo.domains.people.actions import accounts, sessions
from pendopo.domains.people.models import Account
from pendopo.kernel.access import limits
from pendopo.kernel.privacy import cipher, keys

FACTOR_PLACE = "mfa_authenticator.data"
_WORDS = {
    "incorrect_code": "Kode belum cocok. Periksa jam di perangkat Anda, lalu coba kode berikutnya.",
    "too_many_login_attempts": "Terlalu banyak percobaan. Tunggu lima menit, lalu coba lagi.",
    "rate_limited": "Terlalu banyak percobaan. Tunggu sebentar, lalu coba lagi.",
    "cannot_delete_authenticator": "Petugas harus memakai pengaman masuk. Tambah yang baru dahulu.",
    "cannot_generate_recovery_codes": "Pasang pengaman masuk lebih dahulu.",
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth is untyped
    """Accounts are opened by codes (actions.codes); allauth runs stages and sessions."""

    error_messages = {**DefaultAccountAdapter.error_messages, **_WORDS}

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Close allauth's own sign-up; an account begins with a contact that answered."""
        return False

    def get_login_stages(self) -> list[str]:
        """Ask for a second proof before allauth asks for a second factor."""
        ours = f"{__package__}.stages.SecondProofStage"
        return [ours, *super().get_login_stages()]

    def post_login(self, request: HttpRequest, user: Account, **kwargs: Any) -> HttpResponse:
        """Finish the sign-in on our side."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        sessions.finish(request, response, account=user, now=timezone.now())
        return response

    def add_message(self, *args: Any, message: str | None = None, **kwargs: Any) -> None:
        """Show no canned English sentences; our pages say what happened."""
        if message:
            super().add_message(*args, message=message, **kwargs)

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address as limits count it."""
        return limits.address_of(request)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send none of allauth's own mail; codes go through actions.codes."""


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc] # allauth is untyped
    """Second factors: their secrets are sealed like other personal data."""

    error_messages = {**DefaultMFAAdapter.error_messages, **_WORDS}

    def encrypt(self, text: str) -> str:
        """Seal a TOTP secret or the seed of recovery codes."""
        return cipher.seal_text(text, place=FACTOR_PLACE)

    def decrypt(self, encrypted_text: str) -> str:
        """Open what encrypt sealed."""
        return cipher.open_text(encrypted_text, place=FACTOR_PLACE)

    def get_totp_label(self, user: Account) -> str:
        """Name the account in the person's authenticator app."""
        return user.email or user.person.name

    def generate_authenticator_name(self, user: Account, type: str) -> str:  # noqa: A002
        """Name a new passkey."""
        return "Kunci perangkat"


class SsoAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc] # allauth is untyped
    """Accounts that come from the regional or national SSO (OpenID Connect)."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Let whoever the SSO knows begin an account."""
        return True

    def is_auto_signup_allowed(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Ask nothing more, unless the e-mail address belongs to an account already."""
        email = sociallogin.user.email
        return not (email and Account.objects.filter(email=email).exists())

    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> Account:
        """Make person and account from what the SSO says; nothing of it counts as seen."""
        account: Account = sociallogin.user
        now = timezone.now()
        with transaction.atomic():
            accounts.fill_from_sso(account=account, name=_name_of(sociallogin), now=now)
            account.set_unusable_password()
            sociallogin.save(request)
        return account

    def populate_user(
        self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]
    ) -> Account:
        """Take the e-mail address only where the SSO says that it verified it."""
        account: Account = sociallogin.user
        proven = [found.email for found in sociallogin.email_addresses if found.verified]
        account.email = proven[0].lower() if proven else None
        return account


def _name_of(sociallogin: Any) -> str:
    data = sociallogin.account.extra_data
    claims = data.get("userinfo") or data.get("id_token") or data
    return str(claims.get("name") or claims.get("preferred_username") or "Pengguna SSO")


def resealed(data: dict[str, Any]) -> dict[str, Any] | None:
    """Return the data of a factor sealed under the newest key, or None if it is already."""
    mark = cipher.text_mark(keys.data.newest())
    old = {
        name: data[name]
        for name in ("secret", "seed")
        if name in data and not data[name].startswith(mark)
    }
    if not old:
        return None
    adapter = FactorAdapter()
    return {**data, **{name: adapter.encrypt(adapter.decrypt(text)) for name, text in old.items()}}
