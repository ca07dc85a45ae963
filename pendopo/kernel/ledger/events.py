"""What the ledger announces about itself."""

from dataclasses import dataclass
from datetime import datetime

from pendopo.kernel.events import Code, Event


@dataclass(frozen=True, kw_only=True)
class SigningKeyHandedOver(
    Event,
    name="ledger.signing_key_handed_over",
    label="Kunci penanda tangan kepala diganti",
    public=True,
):
    """From `since` on, heads are signed by the key of this name."""

    version: int
    key: Code
    since: datetime


@dataclass(frozen=True, kw_only=True)
class DeliveriesReleased(
    Event, name="ledger.deliveries_released", label="Pengantaran yang tertahan dicoba lagi"
):
    """Deliveries of one event to one reaction (`reaction:surveys.invite`) are tried again.

    `entry` is the entry where it was a single one.
    """

    heard: Code
    count: int
    entry: Code | None = None
