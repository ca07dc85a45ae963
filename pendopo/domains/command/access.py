"""Who may look at the command centre, and who may take up an alert."""

from pendopo.domains.command.models import Alert
from pendopo.kernel.actor import Actor

VIEW = "command.view"


def may_take(alert: Alert, actor: Actor) -> bool:
    """Tell whether the actor leads the agency that acts, or one above it."""
    return actor.may(VIEW, alert.unit)
