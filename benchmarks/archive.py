"""A big archive of cases, written in bulk: a year of work of one regency, or of a province."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from benchmarks import scene

BATCH = 2000
OFFICES = 12
OPEN = 0.1
"""One case in ten is still open: more than a healthy office has."""
STATES = ("submitted", "submitted", "checked", "approved", "returned")


def fill(count: int, now: datetime) -> None:
    """Write so many cases over twelve offices; every answer is sealed as the product seals it."""
    from pendopo.domains.cases.models import Case, ClockStop

    rows = _cases(count, now)
    while batch := list(islice(rows, BATCH)):
        made = Case.objects.bulk_create(batch)
        returned = [case for case in made if case.state == "returned"]
        ClockStop.objects.bulk_create(
            ClockStop(case=case, started_at=case.submitted_at + timedelta(hours=1))
            for case in returned
        )


def _cases(count: int, now: datetime) -> Iterator[Any]:
    from pendopo.domains.cases.models import Case
    from pendopo.domains.cases.rules import numbers

    rng, fixed = random.Random(19), _fixed()
    for _ in range(count):
        filed = now - timedelta(seconds=rng.randrange(60, 365 * 24 * 3600))
        person = rng.choice(fixed["people"])
        case = Case(
            number=numbers.new_number(filed.year),
            service=scene.SERVICE,
            service_version_id=fixed["service"],
            workflow_version_id=fixed["workflow"],
            agency_id=rng.choice(fixed["offices"]),
            district=scene.DISTRICT,
            applicant_id=person,
            filed_by_id=person,
            assignee_id=fixed["officer"] if rng.random() < 0.02 else None,
            channel="online",
            state="issued",
            answers=scene.ANSWERS,
            submitted_at=filed,
            due_at=filed + timedelta(days=1),
            closed_at=filed + timedelta(hours=20),
            outcome="issued",
        )
        yield _still_open(case, rng, now) if rng.random() < OPEN else case


def _still_open(case: Any, rng: random.Random, now: datetime) -> Any:
    case.submitted_at = now - timedelta(hours=rng.randrange(1, 72))
    case.due_at = now + timedelta(hours=rng.randrange(-24, 72))
    case.closed_at, case.outcome, case.state = None, "", rng.choice(STATES)
    return case


def _fixed() -> dict[str, Any]:
    from pendopo.domains.people.models import Agency, Person
    from pendopo.domains.people.tests import factories
    from pendopo.kernel.content.models import Version

    offices = [
        factories.make_agency(f"kecamatan-{n}", kind="kecamatan") for n in range(OFFICES - 1)
    ]
    people = [factories.make_person() for _ in range(500)]
    return {
        "offices": [Agency.objects.get(code="kecamatan-talawi").pk, *(one.pk for one in offices)],
        "people": [person.pk for person in people],
        "officer": Person.objects.filter(account__isnull=False).order_by("pk")[0].pk,
        "service": Version.objects.get(kind="services", code=scene.SERVICE).pk,
        "workflow": Version.objects.get(kind="workflows", code="surat").pk,
    }
