"""Boards and alerts as content: what ships holds, what is broken is refused with its line."""

from pathlib import Path

import pytest
from django.conf import settings
from pydantic import TypeAdapter

from pendopo.domains.command import schema
from pendopo.domains.command.queries import _panels
from pendopo.kernel.content import checking, kind_of

PANEL = """\
code: papan
version: 1
effective_from: 2024-01-01
title: Papan
slides:
  - code: satu
    title: Satu
    panels:
      - {kind: trend, title: Garis, measure: cases-in}
"""
ALERT = """\
code: awas
version: 1
effective_from: 2024-01-01
title: Awas sekali
watches: {figure: cases.late.agency}
comparison: above
thresholds:
  - {value: 5, clears_at: 3, since: 2024-01-01, source: {text: contoh, confidence: unknown}}
severity: danger
sentence: "{where}: {value} melewati {threshold}."
role: sekda
"""


def problems(kind, text):
    found = kind_of(kind)
    code = text.split("\n", 1)[0].removeprefix("code: ")
    try:
        checking.check(found, code, {found.main: text})
    except checking.BrokenPackage as error:
        return error.problems
    return []


def test_what_is_whole_is_taken():
    assert problems("panels", PANEL) == []
    assert problems("alerts", ALERT) == []


def test_every_kind_of_panel_can_be_drawn():
    kinds = {
        model["properties"]["kind"]["const"]
        for model in TypeAdapter(schema.PanelPart).json_schema()["$defs"].values()
        if "kind" in model.get("properties", {})
    }
    assert kinds == set(_panels._DRAW)
    folder = Path(_panels.__file__).parents[1] / "templates/command/panels"
    assert {path.stem for path in folder.glob("*.html")} == kinds


@pytest.mark.parametrize(
    ("kind", "text", "was", "becomes", "line", "words"),
    [
        ("panels", PANEL, "kind: trend", "kind: pie", 9, ""),
        ("panels", PANEL, "measure: cases-in", "measure: Cases In", 9, ""),
        ("panels", PANEL, "measure: cases-in", "ukuran: cases-in", 9, ""),
        ("panels", PANEL, "trend, title: Garis, measure: cases-in",
         "bars, title: Batang, source: {title: Kosong}", 9, "sebutkan satu ukuran"),
        ("panels", PANEL, "trend, title: Garis, measure: cases-in",
         "tiles, title: Angka, tiles: [{measure: a, figure: b}]", 9, "sebutkan satu ukuran"),
        ("panels", PANEL + "  - {code: satu, title: Dua, panels: "
         "[{kind: scores, title: Nilai}]}\n", "zzz", "", 1, "dua kali"),
        ("panels", PANEL.replace("title: Papan", "title: Papan\naudience: public"),
         "trend, title: Garis, measure: cases-in",
         "bars, title: Batang, source: {figure: cases.late.agency}", 1, "papan terbuka"),
        ("panels", PANEL.replace("title: Papan", "title: Papan\naudience: public"),
         "trend, title: Garis, measure: cases-in",
         "alerts, title: Peringatan, good: Aman semua}  # {", 1, "papan terbuka"),
        ("panels", PANEL, "title: Papan", "title: Papan\nrefresh_seconds: 1", 5, ""),
        ("alerts", ALERT, "clears_at: 3", "clears_at: 6", 1, "sisi aman"),
        ("alerts", ALERT, "{value} melewati", "{nik} melewati", 1, "hanya mengenal"),
        ("alerts", ALERT, "{value} melewati", "{} melewati", 1, "hanya mengenal"),
        ("alerts", ALERT, "severity: danger", "severity: merah", 9, ""),
        ("alerts", ALERT, "source: {text: contoh, confidence: unknown}", "note: x", 8, ""),
        ("alerts", ALERT, "watches: {figure: cases.late.agency}",
         "watches: {measure: cases-out}\nper_part: true", 1, "breakdown"),
    ],
)  # fmt: skip
def test_what_is_broken_is_refused_with_its_line(kind, text, was, becomes, line, words):
    found = problems(kind, text.replace(was, becomes))
    assert found
    assert found[0].file.endswith(kind_of(kind).main)
    assert found[0].line == line
    assert words in " ".join(str(problem) for problem in found)


@pytest.mark.parametrize("folder", ["panels", "alerts"])
def test_what_ships_holds(folder):
    kind = kind_of(folder)
    for place in sorted((Path(settings.CONTENT_DIR) / folder).iterdir()):
        checking.check(kind, place.name, checking.read_folder(place, kind))
