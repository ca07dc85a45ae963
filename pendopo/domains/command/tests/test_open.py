"""The open board: open measures as published, signed scores, and never a figure of the day."""

import re
from datetime import date

import pytest
from django.test import Client

from pendopo.domains.command import queries, schema
from pendopo.domains.command.tests.test_page import keep
from pendopo.domains.people.tests import factories
from pendopo.kernel import hooks
from pendopo.kernel.content import library
from pendopo.kernel.hooks import Gauge
from pendopo.kernel.lake import measures

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shipped")]
TODAY = date(2026, 6, 4)


def keep_may():
    parts = [["12.19.01", 3, [3]], ["12.19.02", 8, [8]], ["12.19.05", 30, [30]]]
    keep("cases-in", "2026-05", 41)
    keep("cases-in", "2026-05", 41, "district", parts)


def panel(key, chosen=None):
    board = queries.public_board(TODAY, "id", chosen or {})
    return next(p for section in board.sections for p in section.panels if p.key == key)


def test_the_last_ended_month_is_shown_and_this_month_is_not():
    keep_may()
    keep("cases-in", "2026-06", 999)
    page = Client().get("/terbuka/").content.decode()
    assert ">41<" in page
    assert "Mei 2026" in page
    assert "999" not in page


def test_small_cells_are_disguised_on_the_map_and_in_its_table():
    keep_may()
    found = panel("kecamatan-0")
    texts = {cell.code: cell.text for cell in found.map.cells}
    assert texts["12.19.05"] == "30"
    assert texts["12.19.01"] == texts["12.19.02"] == "disamarkan"
    assert {cell.code for cell in found.map.cells if cell.step} == {"12.19.05"}


def test_every_number_leads_to_a_page_that_everybody_may_open():
    keep_may()
    page = Client().get("/terbuka/").content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    doors = set(re.findall(r'href="(/[^"#?]*)', main))
    assert "/angka/cases-in/" in doors
    assert {
        door for door in doors if not door.startswith(("/terbuka/", "/buku-besar/", "/angka/"))
    } == set()
    for door in doors:
        assert Client().get(door).status_code == 200, door


def test_every_point_of_a_line_leads_to_its_own_period_and_that_page_is_there():
    for month, number in (("2026-03", 21), ("2026-04", 32), ("2026-05", 43)):
        keep("cases-in", month, number)
    found = panel("perjalanan-0").trend
    months = ["2026-03", "2026-04", "2026-05"]
    doors = [dot.step.address for dot in found.dots]
    assert doors == [f"/angka/cases-in/?periode={month}" for month in months]
    assert [dot.step.is_provisional for dot in found.dots] == [False] * 3


def test_before_anything_is_recorded_nobody_is_told_to_wait(monkeypatch):
    page = Client().get("/terbuka/").content.decode()
    assert "Belum ada yang tercatat pada periode ini." in page
    assert "Sedang dihitung" not in page
    monkeypatch.setattr(measures, "lived", list)
    assert "Sedang dihitung" in Client().get("/terbuka/").content.decode()


def test_only_signed_scores_are_shown_to_everybody(monkeypatch):
    hook = hooks.Hook()
    mine = Gauge(title="Ditetapkan saja", period="2026", value="2,80", share=50.0)
    hook.fill(
        lambda today, actor: [
            Gauge(title="Masih diisi", period="2026", value="1,10", share=10.0),
            hooks.Gauge(**{**vars(mine), "is_settled": True}),
        ]
    )
    monkeypatch.setattr(hooks, "gauges", hook)
    page = Client().get("/terbuka/").content.decode()
    assert "Ditetapkan saja" in page
    assert "Masih diisi" not in page


def test_the_page_is_kept_by_browsers_and_nothing_new_is_told():
    keep_may()
    client = Client()
    answer = client.get("/terbuka/")
    assert answer["Cache-Control"] == "private, max-age=60"
    again = client.get("/terbuka/", headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    keep("cases-out", "2026-05", 12)
    assert client.get("/terbuka/")["ETag"] != answer["ETag"]
    assert client.get("/terbuka/?pilih=kecamatan-0.1")["ETag"] != answer["ETag"]


def test_a_reader_of_english_gets_another_page():
    client = Client()
    client.cookies["django_language"] = "en"
    other = client.get("/terbuka/")
    assert other["ETag"] != Client().get("/terbuka/")["ETag"]
    assert "Open figures" in other.content.decode()


def test_an_officer_sees_what_everybody_sees(client):
    keep_may()
    factories.sign_in(client, factories.make_officer("command.view"))
    answer = client.get("/terbuka/")
    assert answer["Cache-Control"] == "no-store"
    assert ">41<" in answer.content.decode()


def test_a_board_for_officers_is_never_shown_to_everybody(now):
    row = library.current("panels", "pimpinan", on=TODAY)
    raw = {**row.raw, "code": "terbuka", "version": 3}
    row.__class__.objects.create(
        kind="panels", code="terbuka", version=3, effective_from=date(2024, 1, 2),
        title="Angka", raw=raw, files={}, sha256="e" * 64, loaded_at=now,
    )  # fmt: skip
    with pytest.raises(library.NoSuchContent):
        queries.public_board(TODAY, "id", {})
    assert schema.Panel.model_validate(row.raw).audience is schema.Audience.OFFICERS
