"""A form may change while somebody fills it in at sea: accept the old one or show what changed."""

from datetime import date, timedelta

from pendopo.domains.cases.schema import ServicePackage

GRACE = timedelta(days=30)
"""How long a form that was replaced is still accepted."""


def is_accepted(replaced_on: date | None, today: date) -> bool:
    """Tell whether a form may still be sent; `replaced_on` is when the next one took effect."""
    return replaced_on is None or today - replaced_on <= GRACE


def changes(old: object, new: object) -> list[str]:
    """Return sentences that say what is asked differently now."""
    if not isinstance(old, ServicePackage) or not isinstance(new, ServicePackage):
        return []
    before = {field.code: field for field in old.fields()}
    after = {field.code: field for field in new.fields()}
    return [
        *(f"Pertanyaan baru: {after[c].label}" for c in after if c not in before),
        *(f"Tidak ditanyakan lagi: {before[c].label}" for c in before if c not in after),
        *(f"Berubah: {after[c].label}" for c in after if c in before and after[c] != before[c]),
    ]
