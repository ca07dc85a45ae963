"""How Django finds the account of a session, with its person."""

# ruff: noqa: ARG002 - the signatures are allauth's

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from pendopo.domains.people.models import Account, Person

# Asked in every request: built by the ORM, this look-up by key would cost four times as much CPU
# (measured). Sealed fields stay closed; what a page needs beyond this is read when it asks.
PERSON = ("id", "ref", "name", "language", "assurance")  # as the model orders them
_ACCOUNT = """
    SELECT account.id, person_id, email, is_active, revision, password, last_login,
        account.created_at, ref AS person_ref, name AS person_name,
        assurance AS person_assurance, language AS person_language
    FROM people_account AS account JOIN people_person AS person ON person.id = person_id
    WHERE account.id = %s AND is_active
"""


class AccountBackend(AuthenticationBackend):  # type: ignore[misc] # allauth is untyped
    """allauth's backend; nobody signs in by password here."""

    def get_user(self, user_id: Any) -> Account | None:
        """Return an active account together with its person."""
        for account in Account.objects.raw(_ACCOUNT, [user_id]):
            known = [getattr(account, f"person_{field}") for field in PERSON]
            account.person = Person.from_db(account._state.db, PERSON, known)  # noqa: SLF001 - as Django's own loading does
            return account
        return None

    def authenticate(self, request: Any, **credentials: Any) -> None:
        """Refuse: codes, passkeys and the SSO are checked elsewhere."""
        return
