"""What evaluation adds to the house: its kind of content, menu, cards, links and file access."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from pendopo.domains.evaluation import access, actions, queries, schema
from pendopo.kernel import content, hooks
from pendopo.kernel.actor import Actor
from pendopo.kernel.files.models import StoredFile
from pendopo.shell import formats, government

content.register(schema.KIND, schema.Instrument, main="instrument.yaml")


@hooks.menu.fill
def menu(actor: Actor) -> Iterator[hooks.MenuItem]:
    """Lead whoever may see scores to them."""
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


@hooks.subject_links.fill
def link(subject: str, actor: Actor) -> hooks.SubjectLink | None:
    """Name an assessment where its entries are shown."""
    kind, _, key = subject.partition(":")
    if kind != "assessment" or not access.may_see(actor):
        return None
    return hooks.SubjectLink(
        label=f"Penilaian {key}", address=reverse("evaluation:score", args=[key])
    )


@hooks.file_access.fill
def may_read(stored: StoredFile, actor: Actor) -> bool:
    """Let whoever may open the evidence, or see the score of a meeting, read its file."""
    return queries.may_read_file(stored.subject, actor)


@hooks.ticks.fill
def build_packs(now: datetime) -> None:
    """Go on with the packs of snapshots, a few seconds a round."""
    actions.build_packs(now=now)
