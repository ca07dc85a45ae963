"""What every page knows: the government, the actor, the frame with its menu, the demo flag."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from pendopo.kernel import hooks
from pendopo.kernel.actor import ANONYMOUS, Actor, Frame
from pendopo.shell import government

_SHOWN = {
    Frame.PUBLIC: {"public"},
    Frame.RESIDENT: {"public", "resident"},
    Frame.OFFICER: {"officer", "leader"},
}
THEMES = ("light", "dark")
PLACES_BELOW = 5
"""Entries that fit side by side at the bottom of a 360 px screen."""


@dataclass(frozen=True)
class MenuEntry:
    """A menu item as the page draws it."""

    label: str
    address: str
    icon: str
    is_current: bool


class PageFrame:
    """The frame around a page; the menu is asked for only when a page draws it."""

    def __init__(self, request: HttpRequest, actor: Actor) -> None:
        """Keep who looks at what."""
        self._request, self._actor = request, actor

    @property
    def kind(self) -> str:
        """Return "public", "resident" or "officer"."""
        return self._actor.frame.value

    @property
    def person(self) -> str:
        """Return the key under which this device keeps the person's drafts, empty if nobody."""
        return self._actor.ref if self._actor.is_signed_in else ""

    @property
    def theme(self) -> str:
        """Return the theme that the reader chose, empty for the device's own."""
        chosen = self._request.COOKIES.get("tema", "")
        return chosen if chosen in THEMES else ""

    @property
    def is_folded(self) -> bool:
        """Tell whether the officer folded the rail."""
        return self._request.COOKIES.get("lipat") == "1"

    @cached_property
    def menu(self) -> list[MenuEntry]:
        """Return the entries of this actor, in order of rank."""
        return self._entries(_SHOWN[self._actor.frame])

    @property
    def account(self) -> list[MenuEntry]:
        """Return the entries of the person's own menu."""
        return self._entries({"account"})

    @property
    def bottom(self) -> list[MenuEntry]:
        """Return what fits one row, the bottom bar of a phone or the top; its last place leads on."""
        if len(self.menu) <= PLACES_BELOW:
            return self.menu
        is_here = any(entry.is_current for entry in self.rest)
        more = MenuEntry(_("Lainnya"), "#menu-lain", "dots", is_here)
        return [*self.menu[: PLACES_BELOW - 1], more]

    @property
    def rest(self) -> list[MenuEntry]:
        """Return the entries without a place in that row; the foot of the page has them."""
        return self.menu[PLACES_BELOW - 1 :] if len(self.menu) > PLACES_BELOW else []

    @cached_property
    def _items(self) -> list[hooks.MenuItem]:
        items = [item for fill in hooks.menu for item in fill(self._actor)]
        return sorted(items, key=lambda item: item.rank)

    def _entries(self, shown: set[str]) -> list[MenuEntry]:
        items = [item for item in self._items if item.frame in shown]
        here = self._nearest([item.address for item in items])
        return [MenuEntry(i.label, i.address, i.icon, i.address == here) for i in items]

    def _nearest(self, addresses: list[str]) -> str | None:
        path = self._request.path
        fitting = [a for a in addresses if path == a or (a != "/" and path.startswith(a))]
        return max(fitting, key=len, default=None)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return the values of the frame around a page."""
    actor = getattr(request, "actor", ANONYMOUS)
    ours = government.current()
    return {
        "actor": actor,
        "government": ours,
        "brand_address": reverse("shell:brand", args=[ours.colours.brand.removeprefix("#")]),
        "frame": PageFrame(request, actor),
        "demo": getattr(settings, "DEMO", False),
    }
