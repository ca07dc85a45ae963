"""What was altered in the lake is told to people by itself, and no number comes from it."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from pendopo.kernel.actor import Actor
from pendopo.kernel.lake import engine, hooks, inspection, manifest, measures, watching
from pendopo.kernel.lake.measures import evidence, refreshing, running
from pendopo.kernel.lake.models import KeptResult
from pendopo.kernel.lake.tests import tries
from pendopo.kernel.lake.tests.test_measures import JUNE, lake
from pendopo.kernel.lake.tests.tries import closed

__all__ = ["lake"]

pytestmark = pytest.mark.django_db

NIGHT = datetime(2026, 7, 1, 20, tzinfo=UTC)
"""Three in the morning of 2 July in Jakarta."""


@pytest.fixture(autouse=True)
def _nothing_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refreshing, "_alone", set())
    monkeypatch.setattr(refreshing, "_finished", [None])
    monkeypatch.setattr(running, "_compared", {})
    # The small lake of these tests was filled from no ledger.
    monkeypatch.setattr(inspection, "_root", lambda state: ())


def cards(*permissions: str) -> list[str]:
    class Officer:
        def may(self, permission: str) -> bool:
            return permission in permissions

    actor: Actor = Officer()  # type: ignore[assignment]  # only what the card asks
    return [f"{card.title}: {card.text}" for card in hooks.altered_card(actor)]


def june(lake: Path) -> Path:
    """Return the file of June."""
    files = manifest.read(lake).files_of("tries_try_closed")
    return lake / next(file.path for file in files if file.month == "2026-06")


def alter(path: Path) -> bytes:
    """Change one byte; return what was there before."""
    before = path.read_bytes()
    changed = bytearray(before)
    changed[len(changed) // 2] ^= 1
    path.write_bytes(changed)
    return before


def test_the_night_finds_an_altered_file_and_the_home_page_names_it(lake: Path) -> None:
    tries.write(lake, JUNE)
    assert watching.look(NIGHT)
    assert watching.found() == cards("ledger.view") == []
    alter(june(lake))
    assert not watching.look(NIGHT + timedelta(minutes=1))
    assert watching.look(NIGHT + timedelta(days=1))
    assert [one for one in watching.found() if june(lake).name in one]
    (card,) = cards("ledger.view")
    assert june(lake).name in card
    assert cards("cases.view") == []


def test_a_manifest_that_cannot_be_read_is_told_as_well(lake: Path) -> None:
    tries.write(lake, JUNE)
    (lake / manifest.NAME).write_text("{")
    assert watching.look(NIGHT)
    assert "Manifes" in watching.found()[0]


def test_by_day_and_without_a_lake_nobody_looks(lake: Path) -> None:
    assert not watching.look(NIGHT)
    tries.write(lake, JUNE)
    assert not watching.look(datetime(2026, 7, 1, 18, 30, tzinfo=UTC))
    assert watching.found() == []


def test_a_note_that_somebody_spoiled_is_no_error(lake: Path) -> None:
    tries.write(lake, JUNE)
    for text in ("{", "[]", '{"found": 7}'):
        (lake / watching.NOTE).write_text(text)
        assert watching.found() == []


@pytest.mark.parametrize("how", ["altered", "truncated", "missing", "swapped"])
def test_no_number_comes_from_a_file_that_does_not_fit(lake: Path, how: str) -> None:
    tries.write(lake, [*JUNE, closed(9, date(2026, 5, 3), on_time=False)])
    path = june(lake)
    other = next(lake.glob("tries_try_closed-2026-05-*"))
    good = path.read_bytes()
    match how:
        case "altered":
            alter(path)
        case "truncated":
            path.write_bytes(good[:-1])
        case "missing":
            path.unlink()
        case "swapped":
            path.write_bytes(other.read_bytes())
    with pytest.raises(evidence.FileAltered) as refused:
        measures.value("try-share", "2026-06")
    assert refused.value.details == {"file": path.name}
    with pytest.raises(evidence.FileAltered):
        measures.rows("try-share", "2026-06")
    assert measures.values(["try-share", "try-mean"], "2026-06") == {}
    # What rests on other files is counted all the same, and nothing wrong was kept.
    assert measures.value("try-share", "2026-05").rows_count == 1
    measures.refresh(now=NIGHT)
    assert not KeptResult.objects.filter(period="2026-06").exists()
    path.write_bytes(good)
    measures.refresh(now=NIGHT)
    assert measures.value("try-share", "2026-06").rows_count == 3
    engine.close()


def test_a_file_that_is_altered_later_is_noticed(lake: Path) -> None:
    tries.write(lake, JUNE)
    assert measures.rows("try-share", "2026-06").total == 3
    alter(june(lake))
    with pytest.raises(evidence.FileAltered):
        measures.rows("try-share", "2026-06")


def test_files_swapped_with_their_lines_in_the_manifest_are_found(lake: Path) -> None:
    """The hash goes with the path; only the deep check would know, were both rewritten."""
    tries.write(lake, [*JUNE, closed(9, date(2026, 5, 3))])
    raw = json.loads((lake / manifest.NAME).read_text())
    one, other = raw["files"][0], raw["files"][1]
    one["path"], other["path"] = other["path"], one["path"]
    (lake / manifest.NAME).write_text(json.dumps(raw))
    assert watching.look(NIGHT)
    named = " ".join(watching.found())
    assert one["path"] in named
    assert other["path"] in named
