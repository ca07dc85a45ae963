"""What surveys adds to the house: content, cards, links, menu, the satisfaction index."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from pendopo.domains.surveys import queries
from pendopo.domains.surveys.schema import SurveyPackage
from pendopo.kernel import content, hooks
from pendopo.kernel.actor import Actor
from pendopo.shell import government

content.register(queries.KIND, SurveyPackage, main="survey.yaml")

CARDS = 2


@hooks.home_cards.fill
def cards(actor: Actor) -> Iterator[hooks.HomeCard]:
    """Ask about the newest finished requests."""
    if not actor.is_signed_in:
        return
    today = government.local_date(timezone.now())
    for invitation in queries.open_invitations(actor.ref, today)[:CARDS]:
        yield hooks.HomeCard(
            title=_("Bagaimana pelayanan kami?"),
            text=queries.terms_of(invitation.service, today).title,
            address=reverse("surveys:answer", args=[invitation.token]),
            action=_("Isi survei"),
            rank=60,
        )


@hooks.subject_actions.fill
def offer(subject: str, actor: Actor) -> Iterator[hooks.SubjectLink]:
    """Offer the survey on the page of a closed case, to its applicant only."""
    if not actor.is_signed_in:
        return
    invitation = queries.open_invitation_for(subject, actor.ref)
    if invitation:
        yield hooks.SubjectLink(
            label=_("Isi survei kepuasan"),
            address=reverse("surveys:answer", args=[invitation.token]),
        )


@hooks.menu.fill
def menu(actor: Actor) -> Iterator[hooks.MenuItem]:
    """Lead staff to the results and everybody to what is published."""
    yield hooks.MenuItem(
        label=_("Indeks kepuasan"),
        address=reverse("surveys:index"),
        icon="chart-bar",
        frame="public",
        rank=80,
    )
    if actor.may("surveys.results"):
        yield hooks.MenuItem(
            label="Hasil survei",
            address=reverse("surveys:results"),
            icon="chart-bar",
            frame="officer",
            rank=70,
        )


@hooks.figures.fill
def ikm(actor: Actor, start: datetime, end: datetime) -> Iterator[hooks.Figure]:
    """Report the index of the year in which the period ends, by agency.

    Always a whole year: two periods that differ by a day would give away single answers.
    """
    year = government.local_date(end).year
    overall = queries.ikm_of(year)
    if overall is None:
        return
    yield hooks.Figure(
        code="surveys.ikm",
        label="Indeks kepuasan masyarakat",
        unit="IKM",
        value=float(overall.ikm),
        address=reverse("surveys:results") if actor.may("surveys.results") else "",
        parts=tuple((code, float(r.ikm)) for code, r in queries.ikm_by_agency(year).items()),
        period=str(year),
    )


@hooks.record_kinds.fill
def kinds() -> Iterable[str]:
    """Say that "survey:…" names a record: an answer, which is nobody's."""
    return ("survey",)
