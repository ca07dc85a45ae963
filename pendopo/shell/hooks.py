"""The shell's own entries of the menu."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from pendopo.kernel import hooks
from pendopo.kernel.actor import Actor
from pendopo.shell import government


@hooks.menu.fill
def own_pages(actor: Actor) -> Iterable[hooks.MenuItem]:
    """Offer home, search and help in the frames where they belong."""
    return (
        hooks.MenuItem(label=_("Beranda"), address="/", icon="home", frame="public", rank=0),
        hooks.MenuItem(
            label=_("Bantuan"), address="/bantuan/", icon="lifebuoy", frame="public", rank=90
        ),
        hooks.MenuItem(
            label=_("Kerja hari ini"), address="/", icon="checklist", frame="officer", rank=0
        ),
        hooks.MenuItem(label=_("Cari"), address="/cari/", icon="search", frame="officer", rank=30),
        hooks.MenuItem(
            label=_("Bantuan"), address="/bantuan/", icon="lifebuoy", frame="officer", rank=90
        ),
    )


@hooks.zone.fill
def zone() -> str:
    """Return the zone of the government's clocks."""
    return government.current().zone
