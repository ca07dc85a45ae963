"""Addresses of bookings; a session is named by its local start, 20260604T0800."""

from datetime import datetime

from django.urls import path, register_converter

from pendopo.domains.bookings import queries
from pendopo.domains.bookings.views import board, officer, resident


class LocalMinute:
    """A moment in the government's zone, as it stands in an address."""

    regex = r"\d{8}T\d{4}"

    def to_python(self, value: str) -> datetime:
        """Read it; a day that does not exist is no address."""
        return datetime.strptime(value, "%Y%m%dT%H%M").replace(tzinfo=queries.zone())

    def to_url(self, value: datetime) -> str:
        """Write it."""
        return value.astimezone(queries.zone()).strftime("%Y%m%dT%H%M")


register_converter(LocalMinute, "minute")

app_name = "bookings"
urlpatterns = [
    path("kunjungan/", resident.list_sites, name="sites"),
    path("kunjungan/tiket/<slug:key>/", resident.show_ticket, name="ticket"),
    path("kunjungan/tiket/<slug:key>/batal/", resident.cancel, name="cancel"),
    path("kunjungan/<slug:site>/", resident.list_clinics, name="clinics"),
    path("kunjungan/<slug:site>/<slug:clinic>/<minute:starts_at>/", resident.book, name="book"),
    path("petugas/kunjungan/", officer.list_visits, name="visits"),
    path("petugas/antrean/", officer.list_queues, name="queues"),
    path("petugas/antrean/<slug:site>/", officer.show_queue, name="queue"),
    path(
        "petugas/antrean/<slug:site>/panggil/<int:session_id>/",
        officer.call_next,
        name="call_next",
    ),
    path(
        "petugas/antrean/<slug:site>/loket/<slug:clinic>/<minute:starts_at>/",
        officer.add_walk_in,
        name="walk_in",
    ),
    path("petugas/antrean/<slug:site>/<slug:key>/<slug:step>/", officer.take_step, name="step"),
    path("papan/<slug:site>/", board.show_board, name="board"),
    path("papan/<slug:site>/nomor/", board.poll_board, name="poll"),
]
