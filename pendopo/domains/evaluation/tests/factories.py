"""A small government that scores itself: coordinator, agency, assessor, secretary."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from pendopo.domains.evaluation import actions, schema
from pendopo.domains.evaluation.models import Assessment, Evidence
from pendopo.domains.evaluation.tests import shipped
from pendopo.domains.people.models import Agency, Person
from pendopo.domains.people.tests import factories as people
from pendopo.kernel import content
from pendopo.kernel.actor import Actor
from pendopo.kernel.calendar.queries import KIND as CALENDARS
from pendopo.kernel.content import checking, library
from pendopo.kernel.files import store
from pendopo.kernel.privacy.classes import DataClass

NOW = datetime(2026, 6, 8, 3, 0, tzinfo=UTC)
"""Monday 8 June 2026: three days after the instrument took effect."""


@dataclass(frozen=True)
class Team:
    """Everybody who works on an assessment."""

    agency: Agency
    other: Agency
    coordinator: Person
    officer: Person
    stranger: Person
    assessor: Person
    secretary: Person

    def actor(self, part: str) -> Actor:
        """Return a member as an actor with a second factor."""
        return people.actor_for(getattr(self, part), on=NOW.date())


def load(*codes: str) -> None:
    """Load shipped instruments, the working calendar and the plan of reminders."""
    for code in codes or shipped.CODES:
        library.load(shipped.checked(code), now=NOW)
    for kind_code, package in ((CALENDARS, "nasional"), (schema.PLANS, "penilaian")):
        kind = content.kind_of(kind_code)
        folder = shipped.folder("x").parent.parent / kind_code / package
        library.load(checking.check(kind, package, checking.read_folder(folder, kind)), now=NOW)


def make_team() -> Team:
    """Return a coordinator, two agencies with an officer each, an assessor and the secretary."""
    whole = Agency.objects.create(
        code="batu-bara", name="Pemkab", kind="government", path="/", starts_on=people.LONG_AGO
    )
    agency, other = people.make_agency("dinas-kominfo"), people.make_agency("dinas-kesehatan")
    secretary = people.make_person(name="Sekretaris Daerah")
    people.make_account(secretary)
    post = people.make_post(
        whole, "evaluation.view", "evaluation.sign", title="Sekretaris Daerah", signs=True
    )
    people.make_holding(secretary, post)
    return Team(
        agency=agency,
        other=other,
        coordinator=people.make_officer("evaluation.manage", "evaluation.view", unit=whole),
        officer=people.make_officer("evaluation.answer", "evaluation.view", unit=agency),
        stranger=people.make_officer("evaluation.answer", "evaluation.view", unit=other),
        assessor=people.make_officer("evaluation.verify", "evaluation.view", unit=whole),
        secretary=secretary,
    )


def make_assessment(team: Team, code: str = "pemdi-2026", period: str = "2026") -> Assessment:
    """Return an open assessment."""
    return actions.open_assessment(
        code=code, period=period, actor=team.actor("coordinator"), now=NOW
    )


def assign(team: Team, assessment: Assessment, *indicators: str) -> None:
    """Let the first agency fill these indicators within ten working days."""
    actions.assign_indicators(
        assessment=assessment,
        indicators=indicators,
        agency=team.agency.code,
        working_days=10,
        actor=team.actor("coordinator"),
        now=NOW,
    )


def send_file(actor: Actor, data: bytes = b"%PDF-1.4 rencana aksi") -> str:
    """Return the id of a file that this actor has sent and not yet attached."""
    kept = store.keep(
        data,
        name="rencana aksi.pdf",
        media_type=store.PDF,
        owner=actor.ref,
        data_class=DataClass.DOCUMENT,
        now=NOW,
    )
    return kept.pk


def attach(team: Team, assessment: Assessment, indicator: str, **changes: Any) -> Evidence:
    """Return a document that the first agency's officer attached."""
    actor = team.actor("officer")
    values: dict[str, Any] = {
        "file_id": send_file(actor),
        "input": "rencana-aksi",
        "title": "Rencana aksi 2026",
        "effective_on": date(2026, 2, 1),
    }
    return actions.attach_document(
        assessment=assessment,
        indicator=indicator,
        document=actions.Document(**{**values, **changes}),
        actor=actor,
        now=NOW,
    )


def claim(team: Team, assessment: Assessment, indicator: str, value: str) -> None:
    """Let the first agency's officer claim a value."""
    actions.claim_value(
        assessment=assessment,
        indicator=indicator,
        parts={"value": value},
        reason="Rencana aksi sudah dijalankan.",
        actor=team.actor("officer"),
        now=NOW,
    )


def verify(team: Team, assessment: Assessment, indicator: str, value: str) -> None:
    """Let the assessor set a value."""
    actions.verify_value(
        assessment=assessment,
        indicator=indicator,
        parts={"value": value},
        reason="Sesuai bukti.",
        actor=team.actor("assessor"),
        now=NOW,
    )
