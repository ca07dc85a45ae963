"""Who may read the text of an entry: whoever may open its subject."""

from pendopo.kernel import hooks
from pendopo.kernel.actor import Actor
from pendopo.kernel.hooks import SubjectLink
from pendopo.kernel.ledger.models import Entry


def subject_link(entry: Entry, actor: Actor) -> SubjectLink | None:
    """Return where this actor may open the subject, or None."""
    return hooks.link_to(entry.subject, actor)


def may_read(entry: Entry, actor: Actor) -> bool:
    """Tell whether this actor may see what the entry says, not only that it is there."""
    return subject_link(entry, actor) is not None
