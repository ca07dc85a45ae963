"""Cases of an officer who no longer serves in their office wait for somebody else."""

from datetime import datetime

from django.db import transaction

from pendopo.domains.cases import events
from pendopo.domains.cases.models import Case
from pendopo.domains.people import queries as people
from pendopo.kernel.actor import Actor
from pendopo.kernel.events import Code, Ref
from pendopo.kernel.ledger import book
from pendopo.shell import government

CHUNK = 500


def release_cases_of(*, officer_ref: str, actor: Actor, now: datetime) -> int:
    """Take the officer off open cases where they may not check any more; returns how many.

    Each chunk is a transaction of its own; a run that was interrupted goes on with the rest.
    """
    officer = people.person(officer_ref)
    today = government.local_date(now)
    left = [
        agency
        for agency in _offices(officer)
        if officer not in people.holders("cases.check", agency.path, today)
    ]
    released = 0
    while left and (count := _release_chunk(officer, left, actor, now)):
        released += count
    return released


def _offices(officer: people.Person) -> list[people.Agency]:
    held = Case.objects.filter(assignee=officer, closed_at__isnull=True).select_related("agency")
    return list({case.agency_id: case.agency for case in held.only("agency")}.values())


@transaction.atomic
def _release_chunk(
    officer: people.Person, left: list[people.Agency], actor: Actor, now: datetime
) -> int:
    rows = Case.objects.filter(assignee=officer, agency__in=left, closed_at__isnull=True)
    chunk = list(rows.select_for_update().order_by("pk")[:CHUNK])
    code_of = {agency.pk: agency.code for agency in left}
    book.record_many(
        [
            (
                events.CaseReleased(
                    subject=Ref(case.ref),
                    service=Code(case.service),
                    agency=Code(code_of[case.agency_id]),
                    officer=Ref(officer.ref),
                ),
                now,
            )
            for case in chunk
        ],
        actor=actor,
    )
    return Case.objects.filter(pk__in=[case.pk for case in chunk]).update(assignee=None)
