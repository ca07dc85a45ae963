"""No page of evaluation asks the database more often because it shows more rows."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from pendopo.domains.evaluation import actions, queries
from pendopo.domains.evaluation.models import Assessment, Reminder
from pendopo.domains.evaluation.tests import factories, lakes
from pendopo.domains.evaluation.tests.factories import NOW, Team
from pendopo.domains.evaluation.tests.lakes import answered, closed, submitted
from pendopo.domains.people.tests import factories as people
from pendopo.kernel.lake import measures
from pendopo.kernel.tests.asking import asked

pytestmark = pytest.mark.django_db
FEW, MANY = 2, 6
OPEN = (
    "cases-in",
    "cases-out",
    "cases-late",
    "cases-share-on-time",
    "cases-net-days",
    "cases-gross-days",
)
INSTRUMENTS = ("pemdi-2026", "spbe-2020", "spm-2022", "ietpd", "tp2dd-2026-aspek", "ikm")
INDICATORS = ("P01", "P02", "P05", "P17", "P19", "P20")
MONTHS = (*(date(2026, month, 12) for month in (5, 4, 3, 2, 1)), date(2025, 12, 12))
"""Backwards: what the tests themselves do happens in June, and a lake has no gaps."""


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def coordinator(team: Team, house_lake: None) -> Client:
    return people.sign_in(Client(), team.coordinator)


def grows(address: str, client: Client, more: Callable[[int], object]) -> tuple[int, int]:
    """Return how often a page asks with few rows and with many; `more` adds one row."""
    counts = []
    for last, first in ((FEW, 0), (MANY, FEW)):
        for place in range(first, last):
            more(place)
        measures.refresh(now=NOW)
        counts.append(asked(client, address))
    return counts[0], counts[1]


@pytest.mark.parametrize(
    "address", ["/", "/penilaian/", "/penilaian/belum-dilaporkan/", "/penilaian/pengingat/"]
)
def test_pages_of_a_coordinator(address: str, team: Team, coordinator: Client) -> None:
    lakes.load_measures(*OPEN)
    lakes.fill([closed("dinas-kominfo") for _ in range(6)])

    def more(place: int) -> None:
        one = factories.make_assessment(team, INSTRUMENTS[place], _period(INSTRUMENTS[place]))
        node = queries.instrument(one).leaves[place % 3]
        factories.assign(team, one, node.code)
        Reminder.objects.create(
            key=f"k{place}",
            agency=f"unit-{place}",
            stage="due",
            day=NOW.date(),
            count=1,
            people=1,
            sent_at=NOW,
        )

    few, many = grows(address, coordinator, more)
    assert many <= few


def test_what_was_not_reported_of_many_agencies(team: Team, coordinator: Client) -> None:
    lakes.load_measures("survey-ikm", "survey-respondents", *OPEN)
    answers = [answered("dinas-kominfo") for _ in range(6)]
    lakes.fill([*(closed("dinas-kominfo") for _ in range(6)), *answers])
    pemdi = factories.make_assessment(team)
    offices = []

    def more(place: int) -> None:
        office = people.make_agency(f"dinas-{place}")
        actions.assign_indicators(
            assessment=pemdi,
            indicators=["P19" if place < FEW else "P20"],
            agency=office.code,
            working_days=5,
            actor=team.actor("coordinator"),
            now=NOW,
        )
        offices.append(office.name)

    few, many = grows("/penilaian/belum-dilaporkan/", coordinator, more)
    page = coordinator.get("/penilaian/belum-dilaporkan/").content.decode()
    assert all(name in page for name in offices)
    assert many <= few


@pytest.mark.parametrize("name", ["score", "work", "reaching", "what_if", "compare", "indicator"])
def test_pages_of_an_assessment(name: str, team: Team, coordinator: Client) -> None:
    lakes.load_measures(*OPEN)
    lakes.fill([closed("dinas-kominfo") for _ in range(6)])
    pemdi = factories.make_assessment(team)
    factories.assign(team, pemdi, *INDICATORS)
    where = [pemdi.key, "P01"] if name == "indicator" else [pemdi.key]

    def more(place: int) -> None:
        factories.attach(team, pemdi, "P01", title=f"Dokumen {place}")
        factories.claim(team, pemdi, INDICATORS[place], "2.5")
        factories.verify(team, pemdi, INDICATORS[place], "2.4")

    few, many = grows(reverse(f"evaluation:{name}", args=where), coordinator, more)
    assert many <= few


def test_an_instrument_with_many_assessments(team: Team, coordinator: Client) -> None:
    lakes.load_measures("survey-ikm", "survey-respondents")

    def more(place: int) -> Assessment:
        return factories.make_assessment(team, "ikm", str(2026 - place))

    few, many = grows("/penilaian/instrumen/ikm/", coordinator, more)
    assert many <= few


@pytest.mark.parametrize("address", ["/penilaian/ukuran/", "/angka/"])
def test_lists_of_measures(address: str, coordinator: Client) -> None:
    lakes.fill([closed("dinas-kominfo") for _ in range(6)])
    client = Client() if address == "/angka/" else coordinator
    few, many = grows(address, client, lambda place: lakes.load_measures(OPEN[place]))
    assert many <= few


@pytest.mark.parametrize("name", ["measure", "measure_rows", "open_measure", "measure_sql"])
def test_a_measure_of_many_months_districts_and_rows(name: str, coordinator: Client) -> None:
    lakes.load_measures(*OPEN)

    def more(place: int) -> None:
        district = f"12.19.0{place + 1}"
        lakes.fill([closed("dinas-kominfo", district) for _ in range(6)], on=MONTHS[place])
        lakes.fill([submitted("dinas-kominfo", district)], on=MONTHS[0])
        lakes.fill([closed("dinas-kominfo", district) for _ in range(6)], on=MONTHS[0])

    split = {} if name == "measure_rows" else {"rinci": "district"}
    address = reverse(
        f"evaluation:{name}", args=["cases-out"], query={"periode": "2026-05", **split}
    )
    few, many = grows(address, coordinator, more)
    assert many <= few


def _period(code: str) -> str:
    return "2026-S1" if code == "ietpd" else "2026"
