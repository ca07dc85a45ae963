"""Who may see a case and take which step. Asked again in every action, not only in the page."""

from collections.abc import Collection
from datetime import date

from django.db.models import Q

from pendopo.domains.cases.models import Case, CaseQuerySet, Channel
from pendopo.domains.cases.schema import StepSpec
from pendopo.domains.people import queries as people
from pendopo.kernel.actor import Actor
from pendopo.kernel.errors import NotAllowed, NotFound


class NotYourOwnDecision(NotAllowed):
    """Whoever asked may not decide, and whoever refused may not judge the objection."""

    sentence = "Permohonan ini harus diputuskan oleh pejabat lain."


class NotYourPrincipal(NotAllowed):
    """Nobody files for another before an officer saw the proof of the mandate."""

    sentence = "Anda belum dapat mengajukan untuk orang ini. Tunjukkan bukti kuasanya di loket."


class NotYourBusiness(NotAllowed):
    """Nobody files for a business without a mandate that works today."""

    sentence = (
        "Kuasa atas usaha ini tidak berlaku hari ini. Pilih lagi untuk siapa permohonan ini, "
        "atau tunjukkan bukti kuasanya di loket."
    )


def visible_to(actor: Actor) -> CaseQuerySet:
    """Return the cases an officer may see by office; nothing for who holds no such office."""
    return Case.objects.all().of_agencies(agencies_of(actor, "cases.view"))


def agencies_of(actor: Actor, permission: str) -> Collection[int] | None:
    """Return the ids of the agencies in which the permission holds; None for all of them."""
    units = actor.units(permission)
    if "/" in units:
        return None
    return people.agency_ids_below(units)


def own_cases(actor: Actor, *, on: date) -> CaseQuerySet:
    """Return the cases of the person, and of the persons and businesses they act for that day."""
    if actor.person_id is None:
        return Case.objects.none()
    mine = people.principals_of(actor.person_id, on=on)
    asked = Q(applicant__in=mine.persons, business=None)
    if mine.businesses:
        asked |= Q(business__in=mine.businesses)
    return Case.objects.filter(asked)


def is_applicant(case: Case, actor: Actor, *, on: date) -> bool:
    """Tell whether the actor is the applicant, or acts for the applicant on this day.

    The case of a business is not its representative's: it passes on with the mandate.
    """
    if actor.person_id is None:
        return False
    if case.business_id is None and case.applicant_id == actor.person_id:
        return True
    mine = people.principals_of(actor.person_id, on=on)
    if case.business_id is None:
        return case.applicant_id in mine.persons
    return case.business_id in mine.businesses


def may_see(case: Case, actor: Actor, *, on: date) -> bool:
    """Tell whether the actor may open this case."""
    if actor.ref.startswith("system:"):
        return True
    return actor.may("cases.view", case.agency.path) or is_applicant(case, actor, on=on)


def check_may_see(case: Case, actor: Actor, *, on: date) -> None:
    """Raise NotFound, not NotAllowed: a stranger learns nothing about which cases exist."""
    if not may_see(case, actor, on=on):
        raise NotFound


def check_may_file_for(applicant_id: int, actor: Actor, *, counter: bool, on: date) -> None:
    """Let a person file for themselves and their principals, a counter for anybody.

    Raises NotYourPrincipal.
    """
    if actor.ref.startswith("system:") or applicant_id == actor.person_id:
        return
    if counter and actor.may("cases.file_for_others"):
        return
    if actor.person_id is None:
        raise NotYourPrincipal
    if applicant_id not in people.principals_of(actor.person_id, on=on).persons:
        raise NotYourPrincipal


def business_of(representative_id: int, ref: str, *, on: date) -> people.Business:
    """Return the business that this person may file for on a day. Raises NotYourBusiness."""
    try:
        return people.business_of(representative_id, ref, on=on)
    except people.NoSuchBusiness:
        raise NotYourBusiness from None


def check_may_take(case: Case, step: StepSpec, actor: Actor, *, on: date) -> None:
    """Raise NotAllowed or NotYourOwnDecision where the actor may not take this step."""
    if step.by == "system":
        if not actor.ref.startswith("system:"):
            raise NotAllowed
        return
    if step.by == "applicant":
        if not is_applicant(case, actor, on=on) and not _assists(case, actor):
            raise NotAllowed
        return
    if not actor.may(step.permission, case.agency.path):
        raise NotAllowed
    if _asked_for_it(case, actor) or is_applicant(case, actor, on=on):
        raise NotYourOwnDecision


def _asked_for_it(case: Case, actor: Actor) -> bool:
    # Also after the mandate for the business or the ward has ended.
    if actor.person_id is None:
        return False
    filed = case.filed_by_id == actor.person_id and case.channel != Channel.COUNTER
    return filed or case.applicant_id == actor.person_id


def _assists(case: Case, actor: Actor) -> bool:
    # The counter that filed for a person without a phone may also complete and withdraw.
    return case.channel == "counter" and actor.may("cases.file_for_others", case.agency.path)
