"""Invitations and results. Nothing here returns a single answer, and no result rests on fewer
than five.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum, Window
from django.db.models.functions import RowNumber

from pendopo.domains.surveys import rules
from pendopo.domains.surveys.models import Answer, Invitation
from pendopo.domains.surveys.rules import ELEMENTS, Result
from pendopo.domains.surveys.schema import SurveyPackage
from pendopo.kernel.content import library
from pendopo.kernel.errors import NotFound

KIND = "surveys"
LONGEST_COMMENT = 1000
OPEN_FOR = timedelta(days=60)
"""An older invitation is no longer offered on the home page; its link keeps working."""
QUARTERS_SHOWN = 4

Scores = dict[tuple[Any, ...], Result]
"""Results by the columns that their answers have in common: service, service and quarter."""


class NoSuchSurvey(NotFound):
    """No invitation has this token."""

    sentence = "Survei ini tidak ditemukan. Buka kembali dari halaman permohonan Anda."


@dataclass(frozen=True)
class Terms:
    """What a service says about its survey; an empty `survey` means that it has none."""

    title: str
    survey: str
    is_free: bool


@dataclass(frozen=True)
class Quarter:
    """One point of the trend; `ikm` is None where too few answered."""

    label: str
    ikm: float | None


@dataclass(frozen=True)
class ServiceResult:
    """What is known of one service in one year; `result` is None where too few answered."""

    service: str
    title: str
    invited: int
    answered: int
    result: Result | None
    elements: tuple[tuple[str, float], ...]
    trend: tuple[Quarter, ...]

    @property
    def response_rate(self) -> float:
        """Return how many percent of the invited answered."""
        return rules.response_rate(self.answered, self.invited)

    @property
    def is_provisional(self) -> bool:
        """Tell whether fewer answered than the sample size asks for."""
        return rules.is_provisional(self.result.n if self.result else 0, self.invited)

    @property
    def sample_size(self) -> int:
        """Return how many answers the number of invited people asks for."""
        return rules.sample_size(self.invited)


def invitation(token: str) -> Invitation:
    """Return an invitation. Raises NoSuchSurvey."""
    found = Invitation.objects.filter(token=token).first()
    if found is None:
        raise NoSuchSurvey
    return found


def open_invitations(person_ref: str, on: date) -> QuerySet[Invitation]:
    """Return what this person may still answer, newest first."""
    mine = Invitation.objects.filter(person_ref=person_ref, answered_on=None)
    return mine.filter(invited_on__gt=on - OPEN_FOR).order_by("-invited_on", "-pk")


def open_invitation_for(subject: str, person_ref: str) -> Invitation | None:
    """Return the person's unanswered invitation for this case, or None."""
    mine = Invitation.objects.filter(subject=subject, person_ref=person_ref, answered_on=None)
    return mine.first()


def package(code: str, on: date) -> SurveyPackage:
    """Return the questions of a survey. Raises content's NoSuchContent."""
    data = library.current(KIND, code, on=on).data
    if not isinstance(data, SurveyPackage):
        raise library.NoSuchContent
    return data


def terms_of(service: str, on: date) -> Terms:
    """Return what the service's package says; one that is not loaded has no survey."""
    try:
        version = library.current("services", service, on=on)
    except library.NoSuchContent:
        return Terms(service, survey="", is_free=False)
    fee = version.raw.get("fee") or {}
    return Terms(
        version.title,
        survey=version.raw.get("survey", "skm") or "",
        is_free=fee.get("amount") == 0,
    )


def results(year: int, units: Sequence[str], on: date) -> list[ServiceResult]:
    """Return every service that was asked about in a year, in these agencies, by title."""
    invitations = Invitation.objects.filter(_within(units), invited_on__year=year)
    counted = invitations.values("service").annotate(
        invited=Count("pk"), answered=Count("answered_on")
    )
    answers = Answer.objects.filter(_within(units), answered_on__year=year)
    scored = {
        **_scores_by(answers, "service"),
        **_scores_by(answers, "service", "answered_on__quarter"),
    }
    found = [
        _service_result(row["service"], row["invited"], row["answered"], year, scored, on)
        for row in counted.order_by("service")
    ]
    return sorted(found, key=lambda result: result.title)


def public_results(year: int, on: date) -> list[ServiceResult]:
    """Return the services whose result rests on enough answers to be published."""
    return [
        found
        for found in results(year, ("/",), on)
        if found.result and found.result.n >= rules.FEWEST_PUBLIC
    ]


def ikm_of(year: int) -> Result | None:
    """Return the result of the whole government, or None below five answers."""
    return score(Answer.objects.filter(answered_on__year=year))


def ikm_by_agency(year: int) -> dict[str, Result]:
    """Return the result of each agency that has one, by agency code; one query for all."""
    found = _scores_by(Answer.objects.filter(answered_on__year=year), "agency")
    return {agency: result for (agency,), result in found.items()}


def score(answers: QuerySet[Answer]) -> Result | None:
    """Score the answers, the newest few left out until five of them have come together.

    Returns None below five.
    """
    n = rules.shown(answers.count())
    if n == 0:
        return None
    last = answers.order_by("pk").values_list("pk", flat=True)[n - 1]
    sums = answers.filter(pk__lte=last).aggregate(**{name: Sum(name) for name in ELEMENTS})
    return rules.score([sums[name] for name in ELEMENTS], n)


def _scores_by(answers: QuerySet[Answer], *columns: str) -> Scores:
    """Score the answers of each group of equal columns, as `score` does for one of them."""
    parts = [F(column) for column in columns]
    numbered = answers.order_by().annotate(
        place=Window(RowNumber(), partition_by=parts, order_by="pk"),
        group_size=Window(Count("pk"), partition_by=parts),
    )
    # The same handfuls as rules.shown, written for the database; a test compares the two.
    kept = numbered.filter(place__lte=F("group_size") - F("group_size") % rules.FEWEST_SHOWN)
    groups = Answer.objects.filter(pk__in=kept.values("pk")).order_by(*columns).values(*columns)
    rows = groups.annotate(n=Count("pk"), **{f"sum_{name}": Sum(name) for name in ELEMENTS})
    return {
        tuple(row[column] for column in columns): rules.score(
            [row[f"sum_{name}"] for name in ELEMENTS], row["n"]
        )
        for row in rows
    }


def _service_result(
    service: str, invited: int, answered: int, year: int, scored: Scores, on: date
) -> ServiceResult:
    result = scored.get((service,))
    terms = terms_of(service, on)
    return ServiceResult(
        service=service,
        title=terms.title,
        invited=invited,
        answered=answered,
        result=result,
        elements=_named(result, terms.survey, on) if result else (),
        trend=_trend(service, year, scored),
    )


def _named(result: Result, survey: str, on: date) -> tuple[tuple[str, float], ...]:
    questions = package(survey or "skm", on).questions
    names = [question.name for _, question in sorted(questions.items())]
    return tuple(zip(names, map(float, result.nrr), strict=True))


def _trend(service: str, year: int, scored: Scores) -> tuple[Quarter, ...]:
    found = []
    for quarter in range(1, QUARTERS_SHOWN + 1):
        result = scored.get((service, quarter))
        ikm = float(result.ikm) if result else None
        found.append(Quarter(f"Triwulan {quarter} {year}", ikm))
    return tuple(found)


def _within(units: Iterable[str]) -> Q:
    # Q() alone would match everything; nobody's units match nothing.
    within = Q(pk__in=[])
    for unit in units:
        within |= Q(unit__startswith=unit)
    return within
