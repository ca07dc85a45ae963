"""A form may change while somebody fills it in at sea: accept the old one or show what changed."""

from datetime import date, timedelta

from pendopo.domains.cases.schema import ServicePackage
from pendopo.kernel.sentences import Filled

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
    added = [field for code, field in after.items() if code not in before]
    gone = [field for code, field in before.items() if code not in after]
    changed = [f for code, f in after.items() if code in before and f != before[code]]
    return [
        *(Filled("Pertanyaan baru: {question}", question=field.label) for field in added),
        *(Filled("Tidak ditanyakan lagi: {question}", question=field.label) for field in gone),
        *(Filled("Berubah: {question}", question=field.label) for field in changed),
    ]
