"""The statuses of the house: one word, one shape, one tone each, the same on every page."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Status:
    """How a status looks; `tone` is "neutral", "brand", "positive", "warning" or "negative"."""

    word: str | Promise
    icon: str
    tone: str


class UnknownStatus(LookupError):
    """A template names a status that the house does not have."""


STATUSES = {
    "baru": Status(_("Baru"), "circle-plus", "brand"),
    "menunggu": Status(_("Menunggu"), "hourglass", "warning"),
    "diproses": Status(_("Diproses"), "progress", "brand"),
    "dikembalikan": Status(_("Dikembalikan"), "arrow-back-up", "warning"),
    "selesai": Status(_("Selesai"), "circle-check", "positive"),
    "ditolak": Status(_("Ditolak"), "circle-x", "negative"),
    "terlambat": Status(_("Terlambat"), "alert-triangle", "negative"),
    "dibatalkan": Status(_("Dibatalkan"), "circle-minus", "neutral"),
    "simulasi": Status(_("Simulasi"), "flask", "warning"),
}


def status(code: str) -> Status:
    """Return how a status looks. Raises UnknownStatus."""
    if code not in STATUSES:
        raise UnknownStatus(f"{code!r} is not one of {', '.join(STATUSES)}")
    return STATUSES[code]
