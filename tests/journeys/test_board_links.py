"""Everybody who may look at the command centre follows every link there is; none leads to a refusal."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from html import unescape
from urllib.parse import urljoin

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from pendopo.domains.cases.models import Case
from pendopo.domains.command.models import Alert, FeedRow, FeedWeek
from pendopo.domains.command.tests.test_page import keep
from pendopo.domains.evaluation import actions as evaluation
from pendopo.domains.people.models import Agency, Person
from pendopo.domains.people.tests import factories as people
from pendopo.domains.surveys.tests import factories as surveys
from tests import world as stage
from tests.world import World

pytestmark = pytest.mark.django_db

BOARD, WALL, ALERTS = "/pusat-kendali/", "/pusat-kendali/dinding/", "/pusat-kendali/peringatan/"
SCREENS = (BOARD, WALL, ALERTS)
OPEN = ("/terbuka/", "/terbuka/peristiwa/")
HREF = re.compile(r'href="([^"]+)"')
ROLES = ("bupati", "koordinator-evaluasi")
MEASURES = {
    "cases-in": [[None, 90, [90]]],
    "cases-out": [[None, 80, [80]]],
    "cases-share-on-time": [[None, 80, [72, 80]]],
    "users-active": [[None, 70, [70]]],
    "time-saved-days": [[None, 80, [4000, 320]]],
    "visits-avoided": [[None, 80, [120]]],
    "sheets-avoided": [[None, 80, [480]]],
}
DISTRICTS = [["12.19.03", 30, [30]], ["12.19.05", 60, [60]]]
SHARES = [["12.19.03", 30, [20, 30]], ["12.19.05", 60, [55, 60]]]


@pytest.fixture
def world() -> Iterator[World]:
    with time_machine.travel(stage.NOW, tick=False):
        yield _busy(stage.build())


def _busy(world: World) -> World:
    """Let there be something behind every panel."""
    top = Agency.objects.get(path="/")
    for role in ROLES:
        world.people[role] = _seat(role, top)
    _late_cases()
    _numbers()
    _alerts(world)
    for code in ("pemdi-2026", "ikm"):
        evaluation.open_assessment(
            code=code, period="2026", actor=world.actor("koordinator-evaluasi"), now=stage.NOW
        )
    for office in Agency.objects.exclude(path="/"):
        surveys.answer_many(office, 12, now=stage.NOW, service=stage.SERVICE)
    week = FeedWeek.objects.create(monday=date(2026, 5, 18), published_at=stage.NOW)
    FeedRow.objects.create(week=week, event="cases.case_closed", low=5, high=9)
    return world


def _seat(role: str, agency: Agency) -> Person:
    person = people.make_person()
    people.make_account(person)
    seat = people.make_post(agency, title=f"{role} {agency.code}")
    seat.roles = [role]
    seat.save()
    people.make_holding(person, seat)
    return person


def _late_cases() -> None:
    """Let cases of both sub-districts be open and late, beside the one that is closed."""
    known = Case.objects.get()
    for place, office in enumerate(Agency.objects.exclude(path="/")):
        for number in range(3):
            known.pk, known.number = None, f"2026-TA7E{place}{number}00"
            known.agency, known.district = office, office.district
            known.state, known.outcome, known.closed_at = "submitted", "", None
            known.submitted_at = stage.NOW - timedelta(days=9)
            known.due_at = stage.NOW - timedelta(days=2)
            known._state.adding = True
            known.save()


def _numbers() -> None:
    for period in ("2026-05", "2026-06"):
        for code, parts in MEASURES.items():
            keep(code, period, 0, parts=parts)
            if code in {"cases-in", "cases-out", "cases-share-on-time", "users-active"}:
                split = SHARES if code == "cases-share-on-time" else DISTRICTS
                keep(code, period, 0, "district", split)
        agencies = [["kecamatan-air-putih", 30, [30]], ["kecamatan-talawi", 60, [60]]]
        keep("cases-in", period, 0, "agency", agencies)
    keep("survey-ikm", "2026-Q2", 0, parts=[[None, 24, [32] * 9 + [24]]])
    keep("survey-respondents", "2026-Q2", 24)


def _alerts(world: World) -> None:
    talawi = Agency.objects.get(code="kecamatan-talawi")
    for code, part, unit, severity in (
        ("terlambat-per-unit", talawi.code, talawi.path, "warning"),
        ("terlambat-banyak", "", "/", "danger"),
        ("menunggu-lama", "", "/", "notice"),
        ("tepat-waktu-turun", talawi.code, talawi.path, "notice"),
    ):
        Alert.objects.create(
            code=code,
            version=1,
            part=part,
            unit=unit,
            severity=severity,
            text=f"{code}: 9 permohonan melewati batas waktu, ambangnya 5.",
            value=9,
            since=stage.NOW,
            last_seen=stage.NOW,
            raised_at=stage.NOW,
            changed_at=stage.NOW,
        )


def links(client: Client, address: str) -> set[str]:
    """Return the links of the inner part of a page, and of the panels that a choice opens."""
    page = client.get(address).content.decode()
    inner = page[page.index("<main") : page.index("</main>")] if address != WALL else page
    return {urljoin(address, unescape(found)) for found in HREF.findall(inner)}


def walk(client: Client, screens: tuple[str, ...]) -> set[str]:
    """Follow every link of these screens once; choices of a map lead to more of them."""
    found = {link: screen for screen in screens for link in links(client, screen)}
    for link in [link for link in found if "pilih=" in link]:
        found |= dict.fromkeys(links(client, link.partition("#")[0]), link)
    here = {link: screen for link, screen in found.items() if link.startswith("/")}
    for link, screen in here.items():
        address, _, place = link.partition("#")
        answer = client.get(address)
        assert answer.status_code == 200, f"{screen} → {link}: {answer.status_code}"
        if place and not answer.streaming:
            assert f'id="{place}"' in answer.content.decode(), f"{screen} → {link}: no such place"
    return set(here)


def starts(found: set[str]) -> set[str]:
    """Return the first words of addresses: which part of the house they lead to."""
    return {re.split(r"[/?#]", link)[1] for link in found}


def test_who_leads_the_region_opens_every_link(world: World) -> None:
    found = walk(people.sign_in(Client(), world.people["bupati"]), SCREENS)
    assert starts(found) >= {"kerja", "penilaian", "pusat-kendali", "terbuka"}
    assert any("kecamatan=12.19.05" in link for link in found)
    assert any(link.startswith("/kerja/2026-TA7E") for link in found)
    assert any(re.match(r"/penilaian/ukuran/cases-in/\?periode=2026-0\d", link) for link in found)
    assert "/penilaian/pemdi-2026-2026/" in found


def test_a_head_of_an_agency_opens_every_link(world: World) -> None:
    found = walk(people.sign_in(Client(), world.people["head"]), SCREENS)
    assert starts(found) >= {"kerja", "penilaian", "pusat-kendali"}
    assert not [link for link in found if "/kerja/" in link and "kecamatan-air-putih" in link]


@pytest.mark.parametrize("part", ["koordinator-evaluasi", "admin"])
def test_who_sees_numbers_and_no_cases_is_shown_no_door_to_cases(world: World, part: str) -> None:
    found = walk(people.sign_in(Client(), world.people[part]), SCREENS)
    assert "kerja" not in starts(found)
    assert ("penilaian" in starts(found)) == (part == "koordinator-evaluasi")


@pytest.mark.parametrize("part", ["counter", "owner"])
def test_who_may_not_look_at_the_centre_is_shown_no_door_to_it(world: World, part: str) -> None:
    client = people.sign_in(Client(), world.people[part])
    for screen in SCREENS:
        assert client.get(screen).status_code == 403
    for page in ("/", "/pemberitahuan/", *OPEN):
        assert "/pusat-kendali/" not in client.get(page).content.decode()
    walk(client, OPEN)


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_visitor_opens_every_link_of_the_open_board(world: World, language: str) -> None:
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    found = walk(client, OPEN)
    assert starts(found) >= {"angka", "buku-besar", "terbuka"}
    assert "/angka/cases-in/" in {link.partition("?")[0] for link in found}
    assert not starts(found) & {"kerja", "penilaian", "pusat-kendali"}
    lost = "This page does not exist" if language == "en" else "Halaman tidak ditemukan"
    assert lost not in client.get("/terbuka/").content.decode()
