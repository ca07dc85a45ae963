"""What notices adds to the house: menu, home card, the worker's round, its kind of content."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from pendopo.domains.notices import actions, queries
from pendopo.domains.notices.schema import NoticeTemplate, check_package
from pendopo.kernel import content, hooks
from pendopo.kernel.actor import Actor, Frame

ADDRESS = "/pemberitahuan/"

content.register("notices", NoticeTemplate, main="notice.yaml", check=check_package)


@hooks.menu.fill
def menu(actor: Actor) -> Iterable[hooks.MenuItem]:
    """Offer the notices, with the number of unread ones, to whoever is signed in."""
    if not actor.is_signed_in:
        return
    unread = queries.unread_count(actor)
    label = _("Pemberitahuan") + (f" ({unread})" if unread else "")
    frame = "officer" if actor.frame == Frame.OFFICER else "resident"
    yield hooks.MenuItem(label=label, address=ADDRESS, icon="bell", frame=frame, rank=60)


@hooks.home_cards.fill
def unread_card(actor: Actor) -> Iterable[hooks.HomeCard]:
    """Show that something is unread; the newest title says what."""
    newest = queries.newest_unread(actor)
    if newest is None:
        return
    yield hooks.HomeCard(
        title=_("Pemberitahuan belum dibaca"),
        text=newest.title,
        address=ADDRESS,
        action=_("Baca pemberitahuan"),
        rank=30,
        count=queries.unread_count(actor),
    )


@hooks.ticks.fill
def send_messages(now: datetime) -> None:
    """Queue and send what is due; the worker calls this about once a minute."""
    actions.queue_messages(now=now)
    actions.send_due(now=now)
