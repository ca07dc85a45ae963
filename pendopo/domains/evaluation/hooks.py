"""What evaluation adds to the house: its kind of content, menu, cards, links and file access."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime

from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from pendopo.domains.evaluation import access, actions, queries, rules, schema
from pendopo.domains.evaluation.models import Reminder
from pendopo.kernel import content, hooks, periods
from pendopo.kernel.actor import Actor, system
from pendopo.kernel.files.models import StoredFile
from pendopo.shell import formats, government

REMIND_SECONDS = 900
"""How long a worker rests after it has looked whom to remind."""

content.register(schema.KIND, schema.Instrument, main="instrument.yaml")
content.register(schema.PLANS, schema.ReminderPlan, main="reminder.yaml")


@hooks.menu.fill
def menu(actor: Actor) -> Iterator[hooks.MenuItem]:
    """Lead whoever may see scores to them; the open board leads everybody to open numbers."""
    if access.may_see(actor):
        yield hooks.MenuItem(
            label="Penilaian",
            address=reverse("evaluation:index"),
            icon="rosette-discount-check",
            frame="officer",
            rank=65,
        )


@hooks.home_cards.fill
def waiting_card(actor: Actor) -> Iterator[hooks.HomeCard]:
    """Say how many indicators the actor's agencies still have to fill, and until when."""
    if not actor.may(access.ANSWER):
        return
    waiting = queries.waiting_for(actor, on=government.local_date(timezone.now()))
    if waiting:
        yield hooks.HomeCard(
            title="Indikator menunggu bukti",
            text=f"Tenggat terdekat {formats.day(waiting[0].due_on)}.",
            address=reverse("evaluation:index"),
            action="Lihat indikatornya",
            rank=40,
            count=len(waiting),
        )


@hooks.home_cards.fill
def unreported_card(actor: Actor) -> Iterator[hooks.HomeCard]:
    """Say how much was done that the actor's agencies have not reported."""
    if not (actor.may(access.ANSWER) or actor.may(access.MANAGE)):
        return
    today = government.local_date(timezone.now())
    rows = queries.unreported(actor, today=today, is_weighed=False)
    if rows:
        yield hooks.HomeCard(
            title="Sudah dikerjakan, belum dilaporkan",
            text="Kegiatan ini tercatat, tetapi buktinya belum dilampirkan pada penilaian.",
            address=reverse("evaluation:unreported"),
            action="Lampirkan buktinya",
            rank=45,
            count=len(rows),
        )


@hooks.subject_links.fill
def links(subjects: Collection[str], actor: Actor) -> dict[str, hooks.SubjectLink]:
    """Name assessments and reminders where their entries are shown."""
    keys = {one: one.partition(":")[2] for one in subjects if one.startswith("reminder:")}
    told = queries.reminders_of(keys.values(), actor) if keys else {}
    found = {one: _reminder_link(told[key]) for one, key in keys.items() if key in told}
    if access.may_see(actor):
        found |= {one: _score_link(one) for one in subjects if one.startswith("assessment:")}
    return found


def _score_link(subject: str) -> hooks.SubjectLink:
    key = subject.removeprefix("assessment:")
    return hooks.SubjectLink(
        label=f"Penilaian {key}", address=reverse("evaluation:score", args=[key])
    )


@hooks.record_kinds.fill
def kinds() -> tuple[str, ...]:
    """Say that these name records of the government's own work, nobody's person."""
    return ("assessment", "evidence", "meeting", "reminder")


@hooks.ticks.fill
def remind(now: datetime) -> None:
    """Remind agencies once a day and stage; a round that found nothing new is not repeated at once."""
    if cache.add(f"evaluation.reminded:{government.local_date(now)}", 1, timeout=REMIND_SECONDS):
        actions.remind(actor=system("evaluation"), now=now)


def _reminder_link(found: Reminder) -> hooks.SubjectLink:
    if found.stage == rules.DIGEST:
        return hooks.SubjectLink(
            label="Pengingat penilaian", address=reverse("evaluation:reminders")
        )
    if found.stage == rules.UNREPORTED:
        return hooks.SubjectLink(
            label="Yang belum dilaporkan", address=reverse("evaluation:unreported")
        )
    return hooks.SubjectLink(label="Indikator yang menunggu", address=reverse("evaluation:index"))


@hooks.file_access.fill
def may_read(stored: StoredFile, actor: Actor) -> bool:
    """Let whoever may open the evidence, or see the score of a meeting, read its file."""
    return queries.may_read_file(stored.subject, actor)


@hooks.measure_pages.fill
def measure_page(code: str, period: str, filters: Mapping[str, str], actor: Actor) -> str | None:
    """Return the page of a measure: with its rows for whoever sees scores, the open one for others.

    The open page shows periods that are over; from any other it leads to the newest of them.
    """
    today = government.local_date(timezone.now())
    found = queries.measure_in_force(code, on=today)
    if found is None or not (found.public or access.may_see(actor)):
        return None
    if not access.may_see(actor):
        is_over = bool(period) and periods.read(period).end < today
        return _with(reverse("evaluation:open_measure", args=[code]), period if is_over else "", {})
    return _with(reverse("evaluation:measure", args=[code]), period, filters)


def _with(address: str, period: str, filters: Mapping[str, str]) -> str:
    asked = {**({"periode": period} if period else {}), **filters}
    return f"{address}?{urlencode(asked)}" if asked else address


@hooks.gauges.fill
def gauges(today: date, actor: Actor) -> tuple[hooks.Gauge, ...]:
    """Offer every score beside its target, with its door for whoever may open score pages."""
    found = queries.gauges(today)
    return found if access.may_see(actor) else tuple(replace(one, address="") for one in found)


@hooks.ticks.fill
def keep_gauges(now: datetime) -> None:
    """Keep the measures behind open scores counted, for the screens that wait for no engine."""
    queries.keep_gauges(government.local_date(now))


@hooks.ticks.fill
def build_packs(now: datetime) -> None:
    """Go on with the packs of snapshots, a few seconds a round."""
    actions.build_packs(now=now)
