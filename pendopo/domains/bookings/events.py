"""What bookings announces. The clinic is left out: with a person as actor it would be health data."""

from dataclasses import dataclass
from datetime import date

from pendopo.kernel.events import Code, Event


@dataclass(frozen=True, kw_only=True)
class BookingMade(Event, name="bookings.booking_made", label="Kunjungan didaftarkan"):
    """A number was given, online or at the counter."""

    site: Code
    visit_on: date
    online: bool


@dataclass(frozen=True, kw_only=True)
class BookingCancelled(Event, name="bookings.booking_cancelled", label="Kunjungan dibatalkan"):
    """The visit was called off before its session began; the number is not given again."""

    site: Code
    visit_on: date


@dataclass(frozen=True, kw_only=True)
class VisitorArrived(Event, name="bookings.visitor_arrived", label="Pengunjung hadir"):
    """The counter saw the visitor; from now on the number waits to be called."""

    site: Code
    visit_on: date


@dataclass(frozen=True, kw_only=True)
class NumberCalled(Event, name="bookings.number_called", label="Nomor antrean dipanggil"):
    """A number was called; `waited_minutes` since arrival."""

    site: Code
    visit_on: date
    waited_minutes: int


@dataclass(frozen=True, kw_only=True)
class VisitStarted(Event, name="bookings.visit_started", label="Pelayanan dimulai"):
    """The visitor entered the room."""

    site: Code
    visit_on: date


@dataclass(frozen=True, kw_only=True)
class VisitServed(Event, name="bookings.visit_served", label="Kunjungan selesai dilayani"):
    """The visit is over."""

    site: Code
    visit_on: date
    online: bool


@dataclass(frozen=True, kw_only=True)
class VisitMissed(Event, name="bookings.visit_missed", label="Pengunjung tidak hadir"):
    """The visitor was not there when called, or never came."""

    site: Code
    visit_on: date
