"""Long lists come in pages, and a longer page asks the database no more often."""

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pendopo.domains.evaluation.models import Assessment
from pendopo.domains.evaluation.tests import factories
from pendopo.domains.evaluation.tests.factories import NOW, Team
from pendopo.domains.evaluation.tests.visiting import at, enter, text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def test_long_lists_come_in_pages(team: Team, pemdi: Assessment) -> None:
    spbe = factories.make_assessment(team, "spbe-2020", "2026")
    factories.assign(team, spbe, *(f"I{n:02}" for n in range(1, 48)))
    client = enter(team, "officer")
    page = text(client.get(at("work", spbe.key)))
    assert "1–20 dari 47" in page
    assert "I21" not in page
    assert "I47" in text(client.get(at("work", spbe.key), {"halaman": "3"}))
    assert "1–10 dari 50" in text(client.get(at("index")))
    for number in range(12):
        client.post(at("comment", pemdi.key, "P01"), {"catatan-text": f"Catatan ke-{number}."})
    page = text(client.get(at("indicator", pemdi.key, "P01")))
    assert "1–10 dari 12" in page
    assert "Catatan ke-11." in page
    assert "Catatan ke-1." not in page


def test_a_score_page_asks_the_database_a_bounded_number_of_times(
    team: Team, pemdi: Assessment, django_assert_max_num_queries
) -> None:
    for number in range(1, 5):
        factories.verify(team, pemdi, f"P0{number}", "3")
        factories.attach(team, pemdi, "P01")
    client = enter(team, "assessor")
    client.get(at("score", pemdi.key))
    with django_assert_max_num_queries(27):
        client.get(at("score", pemdi.key))


def _asked(client: Client, *address: object) -> int:
    client.get(at(*address))
    with CaptureQueriesContext(connection) as queries:
        assert client.get(at(*address)).status_code == 200
    return len(queries)


def test_a_score_page_asks_as_often_for_many_filled_indicators_as_for_none(
    team: Team, pemdi: Assessment
) -> None:
    client = enter(team, "officer")
    before = _asked(client, "score", pemdi.key)
    for indicator in ("P01", "P05", "P19"):
        factories.claim(team, pemdi, indicator, "2.5")
        factories.verify(team, pemdi, indicator, "2.4")
    for title in ("Pertama", "Kedua", "Ketiga"):
        factories.attach(team, pemdi, "P01", title=title)
    assert _asked(client, "score", pemdi.key) == before


def test_the_list_asks_as_often_for_four_instruments_as_for_one(
    team: Team, pemdi: Assessment
) -> None:
    client = enter(team, "officer")
    before = _asked(client, "index")
    for code in ("spm-2022", "tp2dd-2026-aspek", "tp2dd-2026-dimensi"):
        factories.make_assessment(team, code, "2026")
    assert _asked(client, "index") == before
