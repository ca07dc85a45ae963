"""What everybody sees of open measures: ended periods, nobody few, and the same as a download."""

import csv
import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from pendopo.domains.evaluation import hooks
from pendopo.domains.evaluation.tests import lakes
from pendopo.domains.evaluation.tests.factories import NOW, Team
from pendopo.domains.evaluation.tests.lakes import closed
from pendopo.kernel.actor import ANONYMOUS

pytestmark = pytest.mark.django_db
OUT, LATE, SHARE = "cases-out", "cases-late", "cases-share-on-time"


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def filled(team: Team, house_lake: None) -> Team:
    lakes.load_measures(OUT, LATE, SHARE, "cases-open")
    facts = [closed("dinas-kominfo", "12.19.05") for _ in range(40)]
    facts += [closed("dinas-kominfo", "12.19.01") for _ in range(30)]
    facts += [closed("dinas-kominfo", "12.19.02") for _ in range(20)]
    facts += [closed("dinas-kominfo", "12.19.03") for _ in range(3)]
    facts += [closed("dinas-kominfo", "12.19.04", on_time=False) for _ in range(6)]
    lakes.fill(facts)
    return team


def at(name: str, code: str = OUT, **query: str) -> str:
    return reverse(f"evaluation:{name}", args=[code], query={"periode": "2026-05", **query})


def text(answer: Any) -> str:
    return answer.content.decode()


def cells(answer: Any) -> dict[str, dict[str, str]]:
    rows = csv.DictReader(io.StringIO(text(answer).removeprefix("\ufeff"), newline=""))
    return {row["key"]: row for row in rows if row["breakdown"] == "district"}


def test_everybody_sees_the_list_and_an_open_measure(filled: Team) -> None:
    page = text(Client().get(reverse("evaluation:open_measures")))
    assert reverse("evaluation:open_measure", args=[OUT]) in page
    assert reverse("evaluation:open_measure", args=["cases-open"]) not in page
    page = text(Client().get(at("open_measure")))
    for said in ("Mei 2026", ">99<", "CC BY 4.0", "Perkembangan", "×"):
        assert said in page, said
    assert "bukti/" not in page


def test_every_point_and_every_row_of_the_line_has_its_own_page(filled: Team) -> None:
    page = text(Client().get(at("open_measure")))
    start = page.index('class="trend"')
    line = page[start : page.index("</figure>", start)]
    doors = re.findall(r'href="([^"]+)"', line)
    assert at("open_measure") in doors
    assert all("?periode=" in door for door in doors)
    for door in set(doors):
        assert Client().get(door).status_code == 200, door


@pytest.mark.parametrize(
    ("language", "words"),
    [("id", "Papan pelayanan untuk umum"), ("en", "The service board for everybody")],
)
def test_the_list_leads_to_the_open_board(filled: Team, language: str, words: str) -> None:
    client = Client()
    client.cookies["django_language"] = language
    page = text(client.get(reverse("evaluation:open_measures")))
    assert re.search(f'<a href="/terbuka/">.*?{words}</a>', page, re.DOTALL)
    assert reverse("command:open") == "/terbuka/"


def test_a_small_part_is_hidden_and_another_with_it(filled: Team) -> None:
    found = cells(Client().get(at("open_csv")))
    hidden = {key for key, row in found.items() if row["hidden"] == "true"}
    assert hidden == {"12.19.03", "12.19.04"}
    assert all(found[key]["value"] == found[key]["rows"] == "" for key in hidden)
    assert found["12.19.05"]["value"] == "40"
    page = text(Client().get(at("open_measure", menurut="district")))
    assert "disembunyikan" in page


def test_csv_and_json_say_the_same(filled: Team) -> None:
    answer = Client().get(at("open_json")).json()
    found = {one["key"]: one for one in answer["cells"] if one["breakdown"] == "district"}
    for key, row in cells(Client().get(at("open_csv"))).items():
        assert (found[key]["value"] or "") == row["value"]
        assert found[key]["hidden"] == (row["hidden"] == "true")
    assert answer["licence"].startswith("https://creativecommons.org/")


@pytest.mark.parametrize(
    ("code", "query"),
    [
        ("cases-open", {}),
        ("tidak-ada", {}),
        (OUT, {"periode": "2026-06"}),
        (OUT, {"periode": "2026"}),
        (OUT, {"periode": "kemarin"}),
    ],
)
def test_what_is_not_open_or_not_over_does_not_exist(
    filled: Team, code: str, query: dict[str, str]
) -> None:
    for name in ("open_measure", "open_csv", "open_json"):
        assert Client().get(at(name, code, **query)).status_code == 404
    assert Client().post(at("open_measure")).status_code == 405


def test_a_reader_of_english_reads_english(filled: Team) -> None:
    client = Client(headers={"Accept-Language": "en"})
    client.cookies["django_language"] = "en"
    page = text(client.get(at("open_measure")))
    assert "May 2026" in page
    assert "Over time" in page


def test_the_hook_leads_each_to_the_page_that_is_theirs(filled: Team) -> None:
    officer = filled.actor("officer")
    found = hooks.measure_page(OUT, "2026-05", {"agency": "dinas-kominfo"}, officer)
    assert found == "/penilaian/ukuran/cases-out/?periode=2026-05&agency=dinas-kominfo"
    assert hooks.measure_page(OUT, "", {}, officer) == "/penilaian/ukuran/cases-out/"
    open_one = hooks.measure_page(OUT, "2026-05", {"agency": "x"}, ANONYMOUS)
    assert open_one == "/angka/cases-out/?periode=2026-05"
    assert hooks.measure_page("cases-open", "", {}, ANONYMOUS) is None
    assert hooks.measure_page("tidak-ada", "", {}, officer) is None
