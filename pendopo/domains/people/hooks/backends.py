"""How Django finds the account of a session: with its person, in one query."""

# ruff: noqa: ARG002 - the signatures are allauth's

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from pendopo.domains.people.models import Account

ACCOUNT = ("person", "email", "is_active", "revision", "password", "last_login", "created_at")
PERSON = ("ref", "name", "assurance", "language")


class AccountBackend(AuthenticationBackend):  # type: ignore[misc] # allauth is untyped
    """allauth's backend; nobody signs in by password here."""

    def get_user(self, user_id: Any) -> Account | None:
        """Return an active account together with its person, sealed fields left closed.

        Asked in every request: what a page needs of them beyond this is read when it asks.
        """
        return (
            Account.objects.select_related("person")
            .only(*ACCOUNT, *(f"person__{field}" for field in PERSON))
            .filter(pk=user_id, is_active=True)
            .first()
        )

    def authenticate(self, request: Any, **credentials: Any) -> None:
        """Refuse: codes, passkeys and the SSO are checked elsewhere."""
        return
