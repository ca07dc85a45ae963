"""Ask for an opinion once per case, and keep the answer apart from the case."""

import secrets
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from pendopo.domains.notices import actions as notices
from pendopo.domains.people import queries as people
from pendopo.domains.surveys import queries, rules
from pendopo.domains.surveys.events import SurveyAnswered, SurveyInvited
from pendopo.domains.surveys.models import Answer, Invitation
from pendopo.kernel import actor as actors
from pendopo.kernel.actor import Actor
from pendopo.kernel.errors import BadInput, DomainError
from pendopo.kernel.events import Code, Ref
from pendopo.kernel.ledger import book
from pendopo.shell import government

# The ledger names no respondent: an answer is recorded by the domain itself.
RESPONDENT = actors.system("surveys")


class AlreadyAnswered(DomainError):
    """The case has its answer."""

    sentence = "Survei untuk permohonan ini sudah diisi. Terima kasih."


class ScoresMissing(BadInput):
    """A question has no answer on its scale."""

    sentence = "Jawab semua pertanyaan dengan salah satu pilihan."


@dataclass(frozen=True, kw_only=True)
class Respondent:
    """What the respondent chose to say about themselves: codes of the package, or empty."""

    age_group: str = ""
    sex: str = ""
    education: str = ""
    job: str = ""


def invite(
    *, subject: str, service: str, agency: str, person_ref: str, actor: Actor, now: datetime
) -> Invitation | None:
    """Ask about a closed case; None where the service has no survey.

    A case that is closed a second time keeps its first invitation.
    """
    today = government.local_date(now)
    terms = queries.terms_of(service, today)
    if not terms.survey:
        return None
    with transaction.atomic():
        invitation, is_new = Invitation.objects.get_or_create(
            subject=subject,
            defaults={
                "token": secrets.token_urlsafe(18),
                "survey": terms.survey,
                "service": service,
                "agency": agency,
                "unit": people.agency(agency).path,
                "person_ref": person_ref,
                "is_free": terms.is_free,
                "invited_on": today,
            },
        )
        if is_new:
            _announce_invitation(invitation, actor, now)
    return invitation


def answer(
    *,
    token: str,
    scores: Mapping[str, int],
    now: datetime,
    respondent: Respondent | None = None,
    comment: str = "",
) -> None:
    """Keep one answer and forget whose it is; the actor is nobody, on purpose.

    Raises queries.NoSuchSurvey, AlreadyAnswered, ScoresMissing.
    """
    invitation = queries.invitation(token)
    values = _complete(scores, is_free=invitation.is_free)
    today = government.local_date(now)
    with transaction.atomic():
        unanswered = Invitation.objects.filter(pk=invitation.pk, answered_on=None)
        if not unanswered.update(answered_on=today):
            raise AlreadyAnswered
        Answer.objects.create(
            service=invitation.service,
            agency=invitation.agency,
            unit=invitation.unit,
            answered_on=today,
            comment=comment.strip()[: queries.LONGEST_COMMENT],
            **values,
            **asdict(respondent or Respondent()),
        )
        _announce_answer(invitation, values, now)


def _complete(scores: Mapping[str, int], *, is_free: bool) -> dict[str, int]:
    values = {element: scores.get(element, 0) for element in rules.ELEMENTS}
    if is_free:
        values[rules.COST] = rules.FREE
    if not all(rules.LOWEST <= value <= rules.HIGHEST for value in values.values()):
        raise ScoresMissing
    return values


def _announce_invitation(invitation: Invitation, actor: Actor, now: datetime) -> None:
    event = SurveyInvited(
        subject=Ref(invitation.subject),
        service=Code(invitation.service),
        agency=Code(invitation.agency),
    )
    book.record(event, actor=actor, at=now)
    notices.notify(
        person_ref=invitation.person_ref,
        template="survey-offered",
        subject=invitation.subject,
        now=now,
        actor=actor,
        number=invitation.subject.partition(":")[2],
    )


def _announce_answer(invitation: Invitation, values: Mapping[str, int], now: datetime) -> None:
    event = SurveyAnswered(
        subject=Ref(f"survey:{uuid.uuid4().hex}"),
        service=Code(invitation.service),
        agency=Code(invitation.agency),
        **values,
    )
    book.record(event, actor=RESPONDENT, at=now)
