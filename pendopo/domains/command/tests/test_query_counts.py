"""No screen of the command centre asks the database more often because it shows more rows."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pendopo.domains.command.models import Alert, FeedRow, FeedWeek
from pendopo.domains.command.tests.test_page import keep
from pendopo.domains.people.tests import factories
from pendopo.kernel.tests.asking import asked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shipped")]
FEW, MANY = 2, 6
CODES = ("cases-in", "cases-out", "sheets-avoided", "users-active")
ALERTS = ("tepat-waktu-turun", "terlambat-per-unit", "menunggu-lama")
FIRST = date(2026, 3, 2)


@pytest.fixture
def head(client):
    return factories.sign_in(client, factories.make_officer("command.view"))


def more(place, now):
    """Add one of everything that a screen lists: alerts, month, districts, published week."""
    office = factories.make_agency(f"kecamatan-{place}", kind="kecamatan")
    alert(place, now, part=office.code, unit=office.path, acknowledged_at=now)
    alert(place, now, part=f"lama-{place}", cleared_at=now)
    for code in CODES:
        keep(code, f"2026-{6 - place:02}", 20 + place)
    parts = [[f"12.19.0{n}", 10, [10]] for n in range(1, place + 2)]
    keep("cases-in", f"2026-{6 - place:02}", 10 * (place + 1), "district", parts)
    week = FeedWeek.objects.create(monday=FIRST + timedelta(weeks=place), published_at=now)
    for district in ("", "12.19.01"):
        FeedRow.objects.create(
            week=week, event="cases.case_closed", district=district, low=5, high=9
        )


def alert(place, now, **own):
    times = dict.fromkeys(("since", "last_seen", "raised_at", "changed_at"), now)
    told = {"version": 1, "unit": "/", "severity": "warning", "text": "9 permohonan", "value": 9}
    by = f"person:{place}"
    Alert.objects.create(code=ALERTS[place % 3], acknowledged_by=by, **{**told, **times, **own})


def counts(client, address, now, **headers):
    found = []
    for last, first in ((FEW, 0), (MANY, FEW)):
        for place in range(first, last):
            more(place, now)
        found.append(asked(client, address, **headers))
    return found


@pytest.mark.parametrize(
    "address",
    ["/", "/pusat-kendali/", "/pusat-kendali/dinding/", "/pusat-kendali/peringatan/"],
)
def test_screens_of_a_head(address, head, now, figures):
    few, many = counts(head, address, now)
    assert many <= few


def test_the_refresh_of_a_wall(head, now, figures):
    few, many = counts(head, "/pusat-kendali/papan/", now, **{"X-Requested-By": "pendopo"})
    assert many <= few


def test_a_wall_where_nothing_is_new_asks_a_handful(head, now, figures):
    ours = {"X-Requested-By": "pendopo"}
    counted = []
    for last, first in ((FEW, 0), (MANY, FEW)):
        for place in range(first, last):
            more(place, now)
        mark = head.get("/pusat-kendali/papan/", headers=ours)["ETag"]
        with_mark = {**ours, "If-None-Match": mark}
        counted.append(_unchanged(head, with_mark))
    assert counted[1] <= counted[0]


@pytest.mark.parametrize("address", ["/terbuka/", "/terbuka/peristiwa/", "/terbuka/peristiwa.json"])
def test_what_everybody_sees(address, now):
    few, many = counts(Client(), address, now)
    assert many <= few


def _unchanged(client, headers):
    with CaptureQueriesContext(connection) as found:
        assert client.get("/pusat-kendali/papan/", headers=headers).status_code == 304
    return len(found)
