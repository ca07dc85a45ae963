"""What surveys hears: a case was closed, so its applicant is asked."""

from pendopo.domains.cases.events import CaseClosed
from pendopo.domains.surveys import actions
from pendopo.kernel.ledger import reactions
from pendopo.kernel.ledger.models import Entry

# Whoever withdrew was not served.
NOT_SERVED = {"withdrawn"}


@reactions.react_to(CaseClosed)
def offer_survey(entry: Entry, event: CaseClosed) -> None:
    """Invite the applicant when the case has been served, granted or refused alike."""
    if event.outcome in NOT_SERVED:
        return
    actions.invite(
        subject=event.subject,
        service=event.service,
        agency=event.agency,
        person_ref=event.applicant,
        actor=actions.RESPONDENT,
        now=entry.occurred_at,
    )
