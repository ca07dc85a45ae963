"""Erasing personal data of closed cases at the end of their retention."""

from datetime import date, datetime

from django.db import transaction

from pendopo.domains.cases import events
from pendopo.domains.cases.models import Case
from pendopo.kernel.actor import Actor
from pendopo.kernel.events import Code, Ref
from pendopo.kernel.files import store
from pendopo.kernel.ledger import book


def erase_personal_data(*, today: date, actor: Actor, now: datetime, limit: int = 200) -> int:
    """Erase answers, notes and files of cases whose time is over; returns how many cases.

    The case itself stays as a number in the statistics: service, agency, dates, outcome.
    """
    due = Case.objects.filter(erase_on__lte=today).order_by("erase_on")[:limit]
    for case in due:
        _erase(case, actor, now)
    return len(due)


def _erase(case: Case, actor: Actor, now: datetime) -> None:
    files = [entry.file for entry in case.files.select_related("file")]
    with transaction.atomic():
        case.answers, case.erase_on, case.tracking = None, None, ""
        case.save(update_fields=["answers", "erase_on", "tracking"])
        case.notes.all().delete()
        case.files.all().delete()
        event = events.PersonalDataErased(
            subject=Ref(case.ref), service=Code(case.service), files=len(files)
        )
        book.record(event, actor=actor, at=now)
    # Only after the commit: a rollback must not leave a case whose files are gone.
    for stored in files:
        store.remove(stored)
