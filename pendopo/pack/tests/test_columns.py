"""Reading many lines at once finds what reading each as JSON finds, and lets nothing else through."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pendopo.pack import cells, entries, facts, verifier
from pendopo.pack.misfit import Misfit
from pendopo.pack.rows import People, Rows
from pendopo.pack.tests import making
from pendopo.pack.tests.making import Making

WANTED = {
    (facts.OUTSIDE, "id"): cells.TEXT,
    (facts.OUTSIDE, "name"): cells.TEXT,
    (facts.OUTSIDE, "occurred_at"): cells.TEXT,
    (facts.INSIDE, "applicant"): cells.KINDS["text"],
    (facts.INSIDE, "on_time"): cells.KINDS["boolean"],
    (facts.INSIDE, "pieces"): cells.KINDS["integer"],
}
TEXTS = [making.closed(number, on_time=number % 2 == 0) for number in range(3)]
PUT = st.sampled_from(
    [
        '"',
        ",",
        ":",
        "{",
        "}",
        "[",
        "]",
        "\\",
        " ",
        "\t",
        "\x1f",
        "\r",
        "0",
        "-",
        "null",
        "true",
        "é",
        '"on_time":true,',
        '"id":"x",',
        '},"seq":1}',
        '{"fact":',
        "\\u0022",
        '"payload":{}',
        "1.0",
    ]
)


def lines(texts: list[str]) -> list[bytes]:
    return [entries.line(seq, text).rstrip(b"\n") for seq, text in enumerate(texts)]


def refusal(work: Callable[[], object]) -> object:
    try:
        return work()
    except Misfit as error:
        return error.sentence


@given(
    which=st.integers(0, 2),
    place=st.integers(0, 420),
    cut=st.integers(0, 60),
    put=PUT | st.just(""),
)
@settings(max_examples=600, deadline=None)
def test_entries_read_together_say_what_each_says(
    which: int, place: int, cut: int, put: str
) -> None:
    texts = list(TEXTS)
    texts[which] = texts[which][:place] + put + texts[which][place + cut :]
    reader, given_lines = facts.Reader(WANTED), lines(texts)
    reader.read(range(3), lines(TEXTS))
    told = refusal(lambda: reader.read(range(3), given_lines))
    said = refusal(lambda: reader._one_by_one(given_lines))
    if not isinstance(told, facts.Told):
        assert told == said
        return
    assert isinstance(said, dict)
    for field in WANTED:
        column = ["no" if cell == cells.NONE else cell for cell in said[field]]
        assert list(told.column(field, "no")) == column


@given(
    row=st.lists(st.none() | st.booleans() | st.integers() | st.text(), min_size=3, max_size=3),
    place=st.integers(0, 60),
    put=PUT | st.just(""),
)
@settings(max_examples=600, deadline=None)
def test_cells_of_rows_are_of_their_kind_and_write_their_value(
    row: list[Any], place: int, put: str
) -> None:
    shape = cells.layout(rf"\[({cells.KINDS['text']}),({cells.KINDS['integer']}),({cells.ANY})\]")
    line = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
    line = (line[:place] + put + line[place:]).replace("\n", "")
    data = line.encode("utf-8", "surrogatepass")
    found = cells.read([data, b'["a",1,true]'], shape)
    if found is not None:
        said = json.loads(data)
        assert [type(one) for one in said[:2]] in (
            [a, b] for a in (str, type(None)) for b in (int, type(None))
        )
        assert list(found[0]) == [cells.write(one) for one in said]
        assert cells.values(found[0]) == said


def test_a_text_over_two_lines_is_not_one_line() -> None:
    shape = cells.layout(f"({cells.TEXT}),({cells.TEXT})")
    assert cells.read([b'"a","b', b'c"'], shape) is None
    assert cells.read([b'"a","b"', b'"c","d"'], shape) == [('"a"', '"b"'), ('"c"', '"d"')]


@pytest.fixture
def repeating(pack: Making, monkeypatch: pytest.MonkeyPatch) -> Making:
    """A pack whose rows are letter by letter what their entries say, and are not even read."""
    for row, seq in zip(pack.rows, (1, 3, 4), strict=True):
        row[2] = json.loads(pack.ledger[seq])["payload"]["applicant"]
    with monkeypatch.context() as patch:
        patch.setattr(Rows, "_columns", lambda *_: pytest.fail("read"))
        verifier.verify(pack.write())
    return pack


def refused(pack: Making) -> str:
    with pytest.raises(Misfit) as caught:
        verifier.verify(pack.write())
    return caught.value.sentence


@pytest.mark.parametrize(
    ("column", "value"),
    [
        (0, "0" * 32),
        (1, 2),
        (2, "person:7"),
        (2, None),
        (3, True),
        (4, 2),
        (4, None),
        (5, "2026-06-09"),
        (6, "2026-07"),
        (6, "2026-06-08"),
    ],
)
def test_a_cell_that_is_not_repeated_is_found(repeating: Making, column: int, value: Any) -> None:
    repeating.rows[1][column] = value
    assert "Baris 2 dari measures/tepat-waktu.ndjson" in refused(repeating)


def altered(pack: Making, old: str, new: str) -> None:
    assert old in pack.ledger[3]
    pack.ledger[3] = pack.ledger[3].replace(old, new)


@pytest.mark.parametrize(
    ("new", "cell"), [("0", 0), ('"x"', "x"), ("[]", []), ("1.0", 1.0), ("{}", {})]
)
def test_what_an_entry_says_must_be_of_the_columns_type(
    repeating: Making, new: str, cell: Any
) -> None:
    altered(repeating, '"on_time":false', f'"on_time":{new}')
    repeating.rows[1][3] = cell
    assert "Kolom on_time" in refused(repeating)


def test_what_an_entry_means_must_be_of_the_columns_type(repeating: Making) -> None:
    repeating.manifest_measures[0]["table"]["defaults"] = {"pieces": "1"}
    for row in repeating.rows:
        row[4] = "1"
    assert "Kolom pieces" in refused(repeating)


def declared(pack: Making, column: str, kind: str) -> None:
    columns = [[name, kind if name == column else was] for name, was in making.COLUMNS]
    pack.manifest_measures[0]["columns"] = columns


@pytest.mark.parametrize("kind", ["text", "boolean", "date"])
def test_a_leaf_index_is_a_whole_number(repeating: Making, kind: str) -> None:
    declared(repeating, "seq", kind)
    assert "Kolom seq" in refused(repeating)


def test_a_day_is_no_number(repeating: Making) -> None:
    declared(repeating, "occurred_on", "integer")
    assert "Kolom occurred_on" in refused(repeating)


@pytest.mark.parametrize("value", [True, False])
def test_a_column_cannot_hide_behind_the_leaf_index(pack: Making, value: bool) -> None:
    pack.manifest_measures[0]["table"]["direct"] = making.DIRECT | {"on_time": "seq"}
    pack.rows[1][3] = value
    assert "kolom on_time" in refused(pack)


def test_one_field_in_columns_of_two_kinds_is_held_to_both(repeating: Making) -> None:
    first = repeating.manifest_measures[0]
    columns = [
        ["on_time", "text"] if name == "on_time" else [name, kind]
        for name, kind in first["columns"]
    ]
    other = first | {"code": "lain", "file": "measures/lain.ndjson", "columns": columns}
    repeating.manifest_measures.append(other)
    assert "Kolom on_time di measures/lain.ndjson" in refused(repeating)


def test_a_row_in_other_letters_is_read(repeating: Making) -> None:
    def spaced(draft: Path) -> None:
        path = draft / "measures/tepat-waktu.ndjson"
        path.write_text(
            path.read_text().replace("person:1", "person\\u003a1").replace(",1,", ", 1 ,")
        )

    repeating.spoil = spaced
    verifier.verify(repeating.write())


def test_two_rows_in_one_line_are_refused(repeating: Making) -> None:
    def joined(draft: Path) -> None:
        path = draft / "measures/tepat-waktu.ndjson"
        path.write_text(path.read_text().replace("]\n[", "],[", 1))

    repeating.spoil = joined
    assert "tidak lengkap" in refused(repeating)


def test_an_entry_that_names_twice_is_found_where_all_others_are_plain(repeating: Making) -> None:
    altered(repeating, '"on_time":false', '"on_time":true,"on_time":false')
    assert "dua kali" in refused(repeating)


def test_a_name_outside_is_not_one_inside(repeating: Making) -> None:
    for new in ('"payload.on_time":true,"payload":{', '"payload":{"payload":{"on_time":true},'):
        repeating.ledger[3] = making.closed(2, on_time=True)
        altered(repeating, '"on_time":true', '"on_time":null')
        altered(repeating, '"payload":{', new)
        repeating.rows[1][3] = True
        assert "kolom on_time" in refused(repeating)


def test_an_entry_of_a_thousand_parts_is_read_all_the_same(repeating: Making) -> None:
    more = ",".join(f'"a{place}":{place}' for place in range(1000))
    altered(repeating, '"on_time":false', f'"on_time":false,{more}')
    verifier.verify(repeating.write())
    repeating.rows[1][3] = True
    assert "kolom on_time" in refused(repeating)


@pytest.mark.parametrize("ref", ["null", "7", "true", "[]"])
def test_a_token_stands_for_nobody_but_a_reference(ref: str) -> None:
    shown = '"who:0123456789abcdef"'
    assert People().behind(ref, shown) == shown
    assert People().behind('"person:1"', shown) == '"person:1"'


def test_what_does_not_fit_the_ledger_is_said_before_what_does_not_fit_a_row(pack: Making) -> None:
    pack.rows[1][3] = True
    pack.spoil = lambda draft: (draft / "proof.bin").write_bytes(b"\0" * 64)
    assert "proof.bin" in refused(pack) or "di bawah kepala" in refused(pack)
