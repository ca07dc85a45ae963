"""One case, or the cases of one person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from pendopo.domains.cases import access
from pendopo.domains.cases.models import Case, Channel
from pendopo.domains.cases.queries import _clock, _file
from pendopo.domains.cases.rules import numbers
from pendopo.domains.cases.schema import StateSpec
from pendopo.domains.people import queries as people
from pendopo.kernel.actor import Actor
from pendopo.kernel.calendar.rules import Stop
from pendopo.kernel.errors import NotFound
from pendopo.kernel.privacy import cipher
from pendopo.shell import government


@dataclass(frozen=True)
class Tracked:
    """What anyone with number and code may know: no name, no answers."""

    number: str
    service: str
    agency: str
    state: StateSpec
    clock: _clock.Clock


def by_subject(subject: str) -> Case:
    """Return the case behind `case:…`. Raises NotFound."""
    number = subject.removeprefix("case:")
    found = Case.objects.with_relations().filter(number=number).first()
    if found is None:
        raise NotFound
    return found


def page_of(number: str, actor: Actor, now: datetime, *, revealed: bool = False) -> _file.CasePage:
    """Return everything the page of a case shows this actor. Raises NotFound."""
    case = by_subject(numbers.normal_number(number))
    access.check_may_see(case, actor, on=government.local_date(now))
    return _file.page(case, actor, now, revealed=revealed)


def own(actor: Actor, *, on: date) -> QuerySet[Case]:
    """Return the cases of a person, those that wait for the person first, then the newest."""
    return access.own_cases(actor, on=on).with_relations().order_by("-submitted_at")


def waiting_for(actor: Actor, *, on: date) -> list[Case]:
    """Return the open cases in which the next step is the applicant's."""
    cases = access.own_cases(actor, on=on).open().with_relations()
    return [case for case in cases if case.workflow.state(case.state).clock == "stops"]


def tracked(number: str, code: str, now: datetime) -> Tracked:
    """Return what number and code open. Raises NotFound: a wrong code and no case look the same."""
    hashes = cipher.lookup_hashes(numbers.normal_code(code), "tracking")
    found = Case.objects.with_relations().filter(
        number=numbers.normal_number(number), tracking__in=hashes
    )
    case = found.exclude(tracking="").first()
    if case is None:
        raise NotFound("Nomor dan kode tidak cocok. Periksa lagi pada tanda terima.")
    return Tracked(
        number=case.number,
        service=case.package.title,
        agency=case.agency.name,
        state=case.workflow.state(case.state),
        clock=_clock.clock_of(case, now),
    )


def correspondent_of(case: Case, *, on: date) -> people.Person | None:
    """Return who hears of a case: whoever filed it, for as long as they act for the applicant.

    At a counter it is the applicant. None where nobody acts for the business any more.
    """
    if case.business_id:
        return people.representative_of(case.business_id, on=on, first=case.applicant_id)
    if case.channel == Channel.COUNTER or case.filed_by_id == case.applicant_id:
        return case.applicant
    still = case.applicant_id in people.principals_of(case.filed_by_id, on=on).persons
    return case.filed_by if still else case.applicant


def promised_on(case: Case) -> date:
    """Return the local date of the promise."""
    return government.local_date(case.due_at)


def stops_of(case: Case) -> Iterable[Stop]:
    """Return the times in which the clock stood."""
    return (stop.as_rule() for stop in case.stops.order_by("started_at"))
