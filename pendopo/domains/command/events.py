"""What command announces: alerts that begin, end, and are taken up by somebody."""

from dataclasses import dataclass

from pendopo.kernel.events import Code, Event


@dataclass(frozen=True, kw_only=True)
class AlertRaised(Event, name="command.alert_raised", label="Peringatan muncul"):
    """A number has been beyond its threshold for long enough; `part` is an agency or district."""

    alert: Code
    version: int
    part: Code | None
    severity: Code
    ten_thousandths: int


@dataclass(frozen=True, kw_only=True)
class AlertCleared(Event, name="command.alert_cleared", label="Peringatan berakhir"):
    """The number is back on the safe side, or the alert is watched no longer (None)."""

    alert: Code
    part: Code | None
    ten_thousandths: int | None


@dataclass(frozen=True, kw_only=True)
class AlertAcknowledged(Event, name="command.alert_acknowledged", label="Peringatan ditangani"):
    """Somebody who may act has taken it up; the note stays outside the ledger."""

    alert: Code
    part: Code | None
