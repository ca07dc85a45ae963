"""What surveys hears: a case was closed, so whoever asked for it is asked."""

from pendopo.domains.cases.events import CaseClosed
from pendopo.domains.surveys import actions
from pendopo.kernel.ledger import reactions
from pendopo.kernel.ledger.models import Entry

# Whoever withdrew was not served.
NOT_SERVED = {"withdrawn"}


@reactions.react_to(CaseClosed)
def offer_survey(entry: Entry, event: CaseClosed) -> None:
    """Invite whoever hears of the case when it has been served, granted or refused alike.

    That is the parent of a child and the representative of a business, not the applicant.
    """
    respondent = event.correspondent or event.applicant
    if event.outcome in NOT_SERVED or not respondent.startswith("person:"):
        return
    actions.invite(
        subject=event.subject,
        service=event.service,
        agency=event.agency,
        person_ref=respondent,
        actor=actions.RESPONDENT,
        now=entry.occurred_at,
    )
