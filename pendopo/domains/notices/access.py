"""Who may read a notice: the person it was written to, nobody else."""

from pendopo.domains.notices.models import Notice, NoticeQuerySet
from pendopo.kernel.actor import Actor


def visible_to(actor: Actor) -> NoticeQuerySet:
    """Return the actor's own notices, newest first; none for a visitor."""
    notices = Notice.objects.to(actor.ref)
    return notices if actor.is_signed_in else notices.none()
