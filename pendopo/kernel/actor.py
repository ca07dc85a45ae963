"""Who is acting: a person, with what that person may do and where. Knows no framework."""

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum


class Assurance(IntEnum):
    """How sure we are who this is; a service states the level it needs."""

    NONE = 0
    CONTACT = 1
    """An e-mail address or phone number answered a code."""
    SEEN = 2
    """An officer saw the identity card."""
    CONFIRMED = 3
    """The civil registry or the national digital identity confirmed it."""


class Frame(StrEnum):
    """Which frame of pages the actor lives in."""

    PUBLIC = "public"
    RESIDENT = "resident"
    OFFICER = "officer"


@dataclass(frozen=True)
class Grant:
    """One permission in one agency and everything below it.

    `unit` is the path of an agency in the tree, "/" for the whole government:
    "/kecamatan-talawi/" covers "/kecamatan-talawi/kelurahan-labuhan-ruku/".
    """

    permission: str
    unit: str


@dataclass(frozen=True, kw_only=True)
class Actor:
    """The person behind a request, a command or a job. `ref` is what the ledger keeps."""

    ref: str = "anonymous:web"
    name: str = ""
    frame: Frame = Frame.PUBLIC
    assurance: Assurance = Assurance.NONE
    person_id: int | None = None
    grants: frozenset[Grant] = field(default_factory=frozenset)
    strong: bool = False
    """A second factor was used in this session; officers may act only with it."""

    @property
    def is_signed_in(self) -> bool:
        """Tell whether a person stands behind this actor."""
        return self.person_id is not None

    def may(self, permission: str, unit: str = "") -> bool:
        """Tell whether the actor holds the permission, in `unit` if one is named."""
        return any(
            grant.permission == permission and (not unit or unit.startswith(grant.unit))
            for grant in self.grants
        )

    def units(self, permission: str) -> tuple[str, ...]:
        """Return the agency paths where the actor holds the permission, sorted."""
        return tuple(sorted(g.unit for g in self.grants if g.permission == permission))


ANONYMOUS = Actor()


def system(name: str) -> Actor:
    """Return the actor of a job or command: `system:sealer`."""
    return Actor(ref=f"system:{name}")
