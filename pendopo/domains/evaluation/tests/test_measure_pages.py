"""Pages of measures: a number and its rows agree, and nobody sees rows that are not theirs."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from pendopo.domains.evaluation.models import Assessment
from pendopo.domains.evaluation.tests import lakes
from pendopo.domains.evaluation.tests.factories import NOW, Team
from pendopo.domains.evaluation.tests.lakes import answered, closed
from pendopo.domains.evaluation.views.measures import download
from pendopo.domains.people.models import Agency
from pendopo.domains.people.tests import factories as people
from pendopo.kernel.lake import engine, measures

pytestmark = pytest.mark.django_db
OURS, OTHERS = "dinas-kominfo", "dinas-kesehatan"
SHARE, ANSWER = "cases-share-on-time", "survey-u1"
PAGES = ("measure", "measure_rows", "measure_sql", "measure_csv", "measure_jsonl")


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def filled(team: Team, house_lake: None) -> Team:
    lakes.load_measures(
        SHARE, "cases-out", "cases-late", "cases-open", ANSWER, "survey-response-rate"
    )
    lakes.fill(
        [
            *(closed(OURS, on_time=False) for _ in range(2)),
            *(closed(OURS) for _ in range(6)),
            *(closed(OTHERS, "12.19.01") for _ in range(3)),
            closed(OTHERS, None),
            *(answered(OURS) for _ in range(6)),
        ]
    )
    return team


def at(name: str, code: str = SHARE, **query: str) -> str:
    return reverse(f"evaluation:{name}", args=[code], query={"periode": "2026-05", **query})


def enter(team: Team, part: str) -> Client:
    return people.sign_in(Client(), getattr(team, part))


def text(answer: Any) -> str:
    return answer.content.decode()


def sent(answer: Any) -> list[dict[str, str]]:
    assert answer.status_code == 200
    whole = b"".join(answer.streaming_content).decode()
    assert whole.startswith(download.BOM)
    return list(csv.DictReader(io.StringIO(whole.removeprefix(download.BOM), newline="")))


# The number


def test_the_list_shows_the_newest_number_and_finds_by_words(filled: Team) -> None:
    measures.value(SHARE, "2026-05")
    client = enter(filled, "officer")
    page = text(client.get(reverse("evaluation:measures")))
    assert at("measure").split("?")[0] in page
    assert "83,3%" in page
    found = text(client.get(reverse("evaluation:measures", query={"q": "tepat waktu"})))
    assert "Permohonan selesai tepat waktu" in found
    assert "Permohonan selesai terlambat" not in found
    assert "Tidak ada ukuran" in text(
        client.get(reverse("evaluation:measures", query={"q": "zzz"}))
    )


def test_the_page_says_what_the_number_was_made_of(filled: Team) -> None:
    page = text(enter(filled, "stranger").get(at("measure")))
    for said in (
        "83,3%",
        "Dihitung dari 12 baris, sampai catatan ke-",
        "Mei 2026",
        "makin tinggi makin baik",
        "SUM(CASE WHEN on_time",
        "Hitungan dari buku besar".lower(),
        "Kecamatan",
    ):
        assert said in page, said


def test_the_running_month_is_provisional_and_leads_to_itself(filled: Team) -> None:
    page = text(enter(filled, "coordinator").get(at("measure", "cases-out")))
    start = page.index('class="trend"')
    line = page[start : page.index("</figure>", start)]
    assert line.count('<span class="tag">sementara</span>') == 1
    assert line.count("?periode=2026-06") == 2, "the point and its row"
    assert "Sementara, masih dapat berubah" in line


def test_a_longer_period_counts_and_a_shorter_one_is_refused(filled: Team) -> None:
    client = enter(filled, "officer")
    assert "Triwulan 2 2026" in text(client.get(at("measure", periode="2026-Q2")))
    lakes.load_measures("survey-u2")
    assert client.get(at("measure", "survey-u2", periode="2026-05")).status_code == 422
    assert client.get(at("measure", periode="kemarin")).status_code == 422
    assert client.get(at("measure", "tidak-ada")).status_code == 404


def test_a_part_asked_for_by_address_is_said_with_its_own_number(filled: Team) -> None:
    page = text(enter(filled, "stranger").get(at("measure", agency=OURS)))
    assert "75,0%" in page
    assert "dari 8 baris" in page
    empty = text(enter(filled, "stranger").get(at("measure", district="-")))
    assert "dari 1 baris" in empty


def test_kept_pages_ask_no_engine(filled: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    client = enter(filled, "officer")
    client.get(at("measure"))
    monkeypatch.setattr(engine, "run", lambda *_a, **_k: pytest.fail("the engine was asked"))
    assert client.get(at("measure")).status_code == 200
    assert client.get(reverse("evaluation:measures")).status_code == 200


def test_a_measure_names_the_instrument_that_uses_it(filled: Team, pemdi: Assessment) -> None:
    page = text(enter(filled, "officer").get(at("measure", ANSWER, periode="2026-Q2")))
    assert reverse("evaluation:instrument", args=["ikm"]) in page
    assert reverse("evaluation:measure", args=["cases-in"]) not in page


def test_a_count_that_was_stopped_is_a_calm_sentence(
    filled: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_a: object, **_k: object) -> None:
        raise engine.QueryStopped("time")

    monkeypatch.setattr(engine, "run", stop)
    client = enter(filled, "officer")
    page = client.get(at("measure", "cases-out"))
    assert page.status_code == 200
    assert "belum dapat dihitung" in text(page)
    rows = client.get(at("measure_rows", "cases-out"))
    assert rows.status_code == 503
    assert "memakan waktu terlalu lama" in text(rows)


# The rows


def test_whoever_reads_everything_sees_all_rows_and_each_opens_its_entry(filled: Team) -> None:
    page = text(enter(filled, "assessor").get(at("measure_rows")))
    assert page.count(reverse("ledger:index") + "bukti/") == 12
    assert "tidak ditampilkan" not in page
    assert "Tepat waktu" in page
    assert "Dinas dinas-kominfo" in page


def test_an_officer_sees_the_number_and_only_the_rows_of_the_own_agency(filled: Team) -> None:
    client = enter(filled, "officer")
    assert "83,3%" in text(client.get(at("measure")))
    page = text(client.get(at("measure_rows")))
    assert page.count("/buku-besar/bukti/") == 8
    assert "4 baris milik unit kerja lain tidak ditampilkan" in page


@pytest.mark.parametrize(
    "query",
    [
        {"agency": OTHERS},
        {"district": "12.19.01"},
        {"agency": "-"},
        {"district": "-"},
        {"agency": f"{OTHERS}' OR 'a' = 'a"},
    ],
)
def test_no_filter_leads_around_the_agency(filled: Team, query: dict[str, str]) -> None:
    client = enter(filled, "officer")
    page = text(client.get(at("measure_rows", **query)))
    assert "/buku-besar/bukti/" not in page
    assert "Baris milik unit kerja lain tidak ditampilkan" in page
    assert "4 baris" not in page
    assert sent(client.get(at("measure_csv", **query))) == []
    assert list(client.get(at("measure_jsonl", **query)).streaming_content) in ([], [b""])


def test_rows_are_kept_in_no_cache(filled: Team) -> None:
    client = enter(filled, "officer")
    for name in PAGES:
        assert client.get(at(name))["Cache-Control"] == "no-store", name


def test_two_agencies_in_one_filter_give_the_own_one(filled: Team) -> None:
    address = f"{at('measure_csv')}&agency={OURS}&agency={OTHERS}"
    assert {row["agency"] for row in sent(enter(filled, "officer").get(address))} == {OURS}


def test_rows_are_filtered_by_words_and_days(filled: Team) -> None:
    client = enter(filled, "assessor")
    assert len(sent(client.get(at("measure_csv", on_time="tidak")))) == 2
    assert len(sent(client.get(at("measure_csv", on_time="ya", agency=OURS)))) == 6
    assert len(sent(client.get(at("measure_csv", occurred_on="2026-05-12")))) == 12
    assert sent(client.get(at("measure_csv", occurred_on="2026-05-13"))) == []
    assert len(sent(client.get(at("measure_csv", district="-")))) == 1
    page = text(client.get(at("measure_rows", on_time="tidak")))
    assert "2 baris cocok dengan saringan" in page


@pytest.mark.parametrize("query", [{"colour": "x"}, {"on_time": "mungkin"}, {"occurred_on": "x"}])
def test_a_filter_that_fits_no_column_is_refused_in_words(
    filled: Team, query: dict[str, str]
) -> None:
    client = enter(filled, "assessor")
    page = client.get(at("measure_rows", **query))
    assert page.status_code == 422
    assert "Saringan ini tidak cocok" in text(page)
    assert client.get(at("measure_csv", **query)).status_code == 422


def test_a_register_has_rows_without_entries(filled: Team) -> None:
    page = enter(filled, "assessor").get(at("measure_rows", "cases-open"))
    assert page.status_code == 200


def test_a_single_answer_is_for_whoever_oversees(filled: Team) -> None:
    elsewhere = people.make_officer("evaluation.oversee", unit=filled.agency)
    client = people.sign_in(Client(), elsewhere)
    assert client.get(at("measure_rows", ANSWER, periode="2026-Q2")).status_code == 403
    for part in ("officer", "stranger", "assessor", "coordinator", "secretary"):
        client = enter(filled, part)
        assert client.get(at("measure", ANSWER, periode="2026-Q2")).status_code == 200
        for name in ("measure_rows", "measure_csv", "measure_jsonl"):
            assert client.get(at(name, ANSWER, periode="2026-Q2")).status_code == 403, part
    seer = people.make_officer("evaluation.oversee", unit=Agency.objects.get(path="/"))
    client = people.sign_in(Client(), seer)
    assert len(sent(client.get(at("measure_csv", ANSWER, periode="2026-Q2")))) == 6


# Downloads


def test_the_download_is_what_the_page_shows(filled: Team) -> None:
    rows = sent(enter(filled, "assessor").get(at("measure_csv")))
    assert len(rows) == 12
    share = sum(row["on_time"] == "true" for row in rows) * 100 / len(rows)
    assert f"{share:.1f}" == "83.3"
    assert list(rows[0])[:2] == ["entry_id", "seq"]
    lines = b"".join(enter(filled, "assessor").get(at("measure_jsonl")).streaming_content)
    parsed = [json.loads(line) for line in lines.decode().splitlines()]
    assert [one["entry_id"] for one in parsed] == [row["entry_id"] for row in rows]
    assert {type(one["on_time"]) for one in parsed} == {bool}


def test_what_a_spreadsheet_would_compute_is_text() -> None:
    for danger in ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"):
        assert download.harmless(danger) == f"'{danger}"
    assert download.harmless("biasa") == "biasa"
    assert download.harmless(-5) == -5


def test_too_many_rows_are_refused_with_a_sentence(
    filled: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download, "LARGEST", 5)
    answer = enter(filled, "assessor").get(at("measure_csv"))
    assert answer.status_code == 413
    assert "12 baris, paling banyak 5" in text(answer)


# Everybody


def test_every_page_as_everybody(filled: Team) -> None:
    resident = people.make_person()
    people.make_account(resident)
    clerk = people.make_officer("cases.view", unit=filled.agency)
    for name in PAGES:
        assert Client().get(at(name)).status_code == 302
        assert people.sign_in(Client(), resident).get(at(name)).status_code == 403
        assert people.sign_in(Client(), clerk).get(at(name)).status_code == 403
        for part in ("officer", "stranger", "assessor", "coordinator", "secretary"):
            assert enter(filled, part).get(at(name)).status_code == 200, (name, part)
        assert enter(filled, "officer").post(at(name)).status_code == 405


def test_rows_of_no_agency_are_for_whoever_reads_everything(filled: Team) -> None:
    lakes.load_measures("visits-waiting")
    code = {"code": "visits-waiting"}
    for part, status in (
        ("officer", 403),
        ("stranger", 403),
        ("assessor", 200),
        ("secretary", 200),
    ):
        assert enter(filled, part).get(at("measure_rows", **code)).status_code == status, part
        assert enter(filled, part).get(at("measure", **code)).status_code == 200
