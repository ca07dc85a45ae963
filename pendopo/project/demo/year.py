"""A year of cases, played in the order of time through the same actions that people use.

Nothing is written past the rules: a case is filed, returned, decided and signed by whoever may,
at a moment inside desk hours, so that clocks, registers and ledger hold. Only the latest letters
are really signed; the others count as signed and are set when somebody opens them.
"""

import heapq
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from functools import partial
from itertools import count
from zoneinfo import ZoneInfo

from pendopo.domains.cases import actions, queries
from pendopo.domains.cases.models import Case, Channel
from pendopo.domains.cases.schema import FieldType, ServicePackage, StepSpec
from pendopo.domains.documents import actions as documents
from pendopo.domains.documents import queries as letters
from pendopo.domains.people import queries as people
from pendopo.domains.people.models import Person
from pendopo.kernel import steady
from pendopo.kernel.actor import Actor, system
from pendopo.kernel.calendar import queries as calendars
from pendopo.kernel.files import store
from pendopo.kernel.privacy.classes import DataClass
from pendopo.project.demo import answers, cast, samples
from pendopo.shell import government

CASES = 2400
REALLY_SIGNED = 200
BACKWARD = {"return", "send_back", "refuse", "reject_objection", "grant_objection"}
DELAYS = (0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 3, 5)
"""Working days between filing and decision: most on the same or next day, a few late."""

LATE = timedelta(days=40)
UNFINISHED = timedelta(days=12)
"""How far back work still lies open on many desks."""

CLERK = system("demo")


@dataclass
class Stage:
    """The year while it is played."""

    cast: cast.Cast
    rng: random.Random
    start: datetime
    end: datetime
    queue: list[tuple[datetime, int, Callable[[datetime], None]]] = field(default_factory=list)
    order: Iterator[int] = field(default_factory=count)
    sign_from: datetime | None = None
    filed: int = 0

    def at(self, moment: datetime, act: Callable[[datetime], None]) -> None:
        """Play an act at a moment; what would lie in the future stays open."""
        if moment < self.end:
            heapq.heappush(self.queue, (moment, next(self.order), act))


def play(stage: Stage, *, cases: int = CASES) -> Iterator[int]:
    """Play the year; yields the number of cases filed so far."""
    packages = [p for p in queries.services(on=stage.end.date()) if p.channel == "case"]
    weights = [6 if package.popular else 2 for package in packages]
    moments = sorted(_filing_moment(stage) for _ in range(cases))
    # The newest letters are really signed; a bit more cases than letters end in one.
    stage.sign_from = moments[-min(len(moments), int(REALLY_SIGNED * 1.6))]
    for moment in moments:
        package = stage.rng.choices(packages, weights)[0]
        person = stage.rng.choice(stage.cast.residents)
        stage.at(moment, partial(file_case, stage, package, person))
    while stage.queue:
        moment, _, act = heapq.heappop(stage.queue)
        before = stage.filed
        with steady.hold():
            act(moment)
        if stage.filed > before:
            yield stage.filed


def _filing_moment(stage: Stage) -> datetime:
    """Return a moment of the year; more at the end, because more people know the portal."""
    share = stage.rng.random() ** 0.7
    day: datetime = stage.start + (stage.end - stage.start) * share
    local = day.astimezone(ZoneInfo(government.current().zone))
    hour = stage.rng.choices(range(7, 22), [3, 9, 10, 9, 7, 4, 6, 7, 6, 4, 3, 3, 3, 2, 1])[0]
    moved = local.replace(hour=hour, minute=stage.rng.randrange(60), second=stage.rng.randrange(60))
    return min(moved.astimezone(UTC), stage.end - timedelta(minutes=5))


def file_case(stage: Stage, package: ServicePackage, person: Person, now: datetime) -> None:
    """Let a resident file one case, and plan what the desks do with it."""
    typed = answers.invent(package, person, stage.rng, government.local_date(now))
    counter = package.assurance != "contact" or stage.rng.random() < 0.12
    actor = _counter_of(stage, package, person) if counter else cast.actor_of(person)
    filing = actions.Filing(
        service=package.code,
        raw=typed,
        files=_papers(package, actor, now),
        channel=Channel.COUNTER if counter else Channel.ONLINE,
        consent="lisan-di-loket" if counter else "",
    )
    owned = stage.cast.businesses.get(person.pk, "")
    filed = actions.file_case(
        filing=filing,
        applicant_id=person.pk,
        business=owned if package.takes_businesses else "",
        actor=actor,
        now=now,
    )
    stage.filed += 1
    case = filed.case
    roll = stage.rng.random()
    if roll < 0.03:
        stage.at(now + timedelta(hours=stage.rng.randint(1, 6)), _withdrawal(stage, case.number))
        return
    if (roll > 0.96 and now > stage.end - LATE) or (now > stage.end - UNFINISHED and roll > 0.75):
        return  # nobody has looked at it yet; some of these are late
    plan = "return" if roll < 0.11 else "refuse" if roll < 0.15 else ""
    stage.at(_desk_time(stage, now, stage.rng.choice(DELAYS)), _handling(stage, case.number, plan))


def _counter_of(stage: Stage, package: ServicePackage, person: Person) -> Actor:
    handler = package.handled_by
    if handler.agency:
        return stage.cast.checkers[handler.agency]
    office = people.agency_serving(handler.kind or "", person.district)
    return stage.cast.checkers[office.code] if office else cast.actor_of(person)


def _papers(package: ServicePackage, sender: Actor, now: datetime) -> dict[str, str]:
    return {
        field.code: str(
            store.keep(
                samples.PICTURE,
                name=f"contoh-{field.code}.png",
                media_type="image/png",
                owner=sender.ref,
                data_class=DataClass.DOCUMENT,
                now=now,
            ).pk
        )
        for field in package.fields()
        if field.type is FieldType.FILE and field.required
    }


def _desk_time(stage: Stage, after: datetime, working_days: int) -> datetime:
    """Return a moment in desk hours, so many working days later, not before `after`."""
    calendar = calendars.load("nasional")
    zone = ZoneInfo(calendar.zone)
    day = after.astimezone(zone).date()
    left = working_days
    while left > 0 or not calendar.is_working_day(day):
        day += timedelta(days=1)
        left -= calendar.is_working_day(day)
    moment = datetime.combine(
        day, time(stage.rng.randint(8, 15), stage.rng.randrange(60)), zone
    ).astimezone(UTC)
    if moment > after:
        return moment
    late = after + timedelta(minutes=stage.rng.randint(20, 90))
    inside = late.astimezone(zone).time() < calendar.closes
    return late if inside else _desk_time(stage, after, working_days + 1)


def _withdrawal(stage: Stage, number: str) -> Callable[[datetime], None]:
    def act(now: datetime) -> None:
        case = queries.by_subject(f"case:{number}")
        step = actions.Step(code="withdraw")
        actor = cast.actor_of(case.applicant)
        actions.take_step(number=number, step=step, actor=actor, now=now)

    return act


def _handling(stage: Stage, number: str, plan: str) -> Callable[[datetime], None]:
    def act(now: datetime) -> None:
        case = queries.by_subject(f"case:{number}")
        _pay(stage, case, now)
        code = plan if plan and _can(case, plan) else ""
        step = case.workflow.step(code) if code else _forward(case)
        if step is None:
            return
        moved = _take(stage, case, step, now)
        clock = moved.workflow.state(moved.state).clock
        if clock == "stops":
            stage.at(now + timedelta(hours=stage.rng.randint(3, 90)), _completion(stage, number))
        elif step.effect == "letter":
            later = now + timedelta(minutes=stage.rng.randint(5, 50))
            stage.at(later, _signing(stage, number))
        elif clock == "runs":
            later = now + timedelta(minutes=stage.rng.randint(10, 70))
            stage.at(later, _handling(stage, number, ""))

    return act


def _can(case: Case, code: str) -> bool:
    return any(step.code == code for step in case.workflow.steps_from(case.state))


def _forward(case: Case) -> StepSpec | None:
    for step in case.workflow.steps_from(case.state):
        if step.by == "officer" and step.code not in BACKWARD:
            return step
    return None


def _take(stage: Stage, case: Case, step: StepSpec, now: datetime) -> Case:
    heads, checkers = stage.cast.heads, stage.cast.checkers
    actor = (checkers if step.permission == "cases.check" else heads)[case.agency.code]
    wanted = actions.Step(
        code=step.code,
        reason=samples.REASONS[step.code] if "reason" in step.needs else "",
        reference=f"CONTOH-{stage.rng.randrange(10**6):06}" if "reference" in step.needs else "",
    )
    return actions.take_step(number=case.number, step=wanted, actor=actor, now=now)


def _pay(stage: Stage, case: Case, now: datetime) -> None:
    amount = case.package.fee.amount
    if amount and not hasattr(case, "fee_receipt"):
        payment = actions.Payment(
            amount=amount,
            receipt_number=f"CONTOH-{case.number}",
            paid_on=government.local_date(now),
        )
        actor = stage.cast.checkers[case.agency.code]
        actions.record_fee(number=case.number, payment=payment, actor=actor, now=now)


def _completion(stage: Stage, number: str) -> Callable[[datetime], None]:
    def act(now: datetime) -> None:
        case = queries.by_subject(f"case:{number}")
        today = government.local_date(now)
        actor = cast.actor_of(case.applicant)
        actions.resubmit(
            number=number,
            raw=answers.invent(case.package, case.applicant, stage.rng, today),
            files=_papers(case.package, actor, now),
            actor=actor,
            now=now,
        )
        stage.at(_desk_time(stage, now, stage.rng.choice((0, 1))), _handling(stage, number, ""))

    return act


def _signing(stage: Stage, number: str) -> Callable[[datetime], None]:
    def act(now: datetime) -> None:
        case = queries.by_subject(f"case:{number}")
        letter = letters.letters_of(case.ref).first()
        if letter is None:
            return
        head = stage.cast.heads[case.agency.code]
        if stage.sign_from and case.submitted_at >= stage.sign_from:
            frozen = documents.freeze(letter=letter, now=now)
            picks = [documents.Pick(ref=frozen.ref, sha256=frozen.frozen_sha256)]
            secret = documents.Passphrase(cast.PASSPHRASE)
            documents.sign_many(picks=picks, passphrase=secret, actor=head, now=now)
        else:
            documents.remember_signed(letter=letter, actor=head, now=now)
        # The worker would do this a moment later, and finds it done.
        actions.complete(subject=case.ref, actor=CLERK, now=now)

    return act
