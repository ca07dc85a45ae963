"""A system check: a receipt outlives the last repetition of a device."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from pendopo.kernel.intake import keeping


@register()
def receipts_outlive_repetitions(**_: Any) -> list[CheckMessage]:
    """Refuse a setting under which one item could be received twice."""
    if settings.KEEP_RECEIPTS_DAYS > keeping.REPEAT_DAYS:
        return []
    text = f"PENDOPO_KEEP_RECEIPTS must be more than {keeping.REPEAT_DAYS} days."
    hint = "Devices repeat an item for so long; without its receipt it would be received anew."
    return [Error(text, hint=hint, id="intake.E001")]
