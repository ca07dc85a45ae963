"""Sites, clinics and the sessions that can be booked."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from pendopo.domains.bookings import rules
from pendopo.domains.bookings.models import Session
from pendopo.domains.bookings.schema import Clinic, Site
from pendopo.kernel.content import library
from pendopo.kernel.errors import NotFound
from pendopo.shell import government


class NoSuchSite(NotFound):
    """No puskesmas of this code has a schedule."""

    sentence = "Puskesmas ini tidak ditemukan."


class NoSuchClinic(NotFound):
    """The site has no such clinic."""

    sentence = "Poli ini tidak ditemukan."


class NoSuchSession(NotFound):
    """The schedule has no session that begins at this moment."""

    sentence = "Jadwal ini tidak ditemukan. Pilih jadwal lain."


@dataclass(frozen=True)
class Offer:
    """A session that can be booked: how many places are left online."""

    opening: rules.Opening
    left: int
    is_open: bool


@dataclass(frozen=True)
class Day:
    """A day of a clinic's schedule with its sessions."""

    on: date
    offers: tuple[Offer, ...]


def zone() -> ZoneInfo:
    """Return the government's zone."""
    return ZoneInfo(government.current().zone)


def local_date(moment: datetime) -> date:
    """Return the government's date at this moment."""
    return moment.astimezone(zone()).date()


def sites(on: date) -> list[Site]:
    """Return every site with a schedule in force."""
    found = (version.data for version in library.versions("clinics", on=on))
    return [data for data in found if isinstance(data, Site)]


def site(code: str, on: date) -> Site:
    """Return one site. Raises NoSuchSite."""
    try:
        data = library.current("clinics", code, on=on).data
    except library.NoSuchContent as missing:
        raise NoSuchSite from missing
    if not isinstance(data, Site):
        raise NoSuchSite
    return data


def clinic(place: Site, code: str) -> Clinic:
    """Return one clinic of a site. Raises NoSuchClinic."""
    found = place.clinic(code)
    if found is None:
        raise NoSuchClinic
    return found


def opening(place: Site, poli: Clinic, starts_at: datetime) -> rules.Opening:
    """Return the planned session that begins at this moment. Raises NoSuchSession."""
    planned = rules.openings(place, poli, local_date(starts_at), zone())
    found = next((o for o in planned if o.starts_at == starts_at), None)
    if found is None:
        raise NoSuchSession
    return found


def offers(place: Site, poli: Clinic, now: datetime) -> list[Day]:
    """Return the coming days with sessions, each with the places left."""
    today = local_date(now)
    taken = _taken(place, poli, today)
    days = (today + timedelta(days=ahead) for ahead in range(place.days_ahead + 1))
    found = [
        Day(day, tuple(_offer(o, taken, now) for o in rules.openings(place, poli, day, zone())))
        for day in days
    ]
    return [day for day in found if day.offers]


def _taken(place: Site, poli: Clinic, since: date) -> dict[datetime, Session]:
    rows = Session.objects.filter(site=place.code, clinic=poli.code, visit_on__gte=since)
    return {row.starts_at: row for row in rows}


def _offer(planned: rules.Opening, taken: dict[datetime, Session], now: datetime) -> Offer:
    row = taken.get(planned.starts_at)
    left = row.quota_online - row.taken_online if row else planned.quota_online
    return Offer(planned, left, is_open=left > 0 and planned.starts_at > now)
