"""A snapshot as a spreadsheet in the questionnaire's order; every cell is a text, none a formula."""

import io
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_PLAIN = {
    "in_memory": True,
    # A title that begins with = or http stays what it is: a title.
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
SIMULATED = "simulasi"
VERDICTS = {"waiting": "belum diperiksa", "accepted": "diterima", "refused": "ditolak"}
WEIGHTS = {"equal": "sama", "unknown": "tidak diketahui"}

Row = Sequence[str]


def write(said: dict[str, Any]) -> bytes:
    """Return the workbook of what a snapshot says: index, questionnaire, evidence, measures."""
    # 0.3 seconds of every start, for what a worker does now and then.
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, _PLAIN)
    book.set_properties({"created": datetime.fromisoformat(said["taken_at"]).replace(tzinfo=None)})
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    body = book.add_format({"text_wrap": True, "valign": "top"})
    for name, rows, widths in (
        ("Nilai", _index(said), (24, 80)),
        ("Kuesioner", _questionnaire(said), (10, 60, 10, 12, 24, 8, 50)),
        ("Bukti", _evidence(said), (10, 50, 12, 12, 16, 44, 68)),
        ("Ukuran", _measures(said), (30, 50, 10, 14, 10, 60, 50)),
    ):
        sheet = book.add_worksheet(name)
        _fill(sheet, rows, head, body)
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)
        sheet.freeze_panes(1, 0)
    book.close()
    return out.getvalue()


def walk(nodes: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Walk the tree of a snapshot, parents before their children."""
    for node in nodes:
        yield node
        yield from walk(node["children"])


def _fill(sheet: "Worksheet", rows: Iterator[Row], head: Any, body: Any) -> None:
    for place, row in enumerate(rows):
        for column, text in enumerate(row):
            sheet.write_string(place, column, text, body if place else head)


def _index(said: dict[str, Any]) -> Iterator[Row]:
    index, instrument = said["index"], said["instrument"]
    yield "Hal", "Isi"
    yield "Instrumen", f"{instrument['title']} (versi {instrument['version']})"
    yield "Dasar", instrument["regulation"]
    yield "Periode", said["period"]
    yield "Diambil (UTC)", said["taken_at"]
    yield "Indeks", _comma(index["rounded"])
    yield "Nilai tepat", index["exact"] or "–"
    yield "Predikat", index["band"] or "–"
    yield "Terisi", f"{index['filled']} dari {index['counted']} indikator"
    yield "Simulasi", SIMULATED if index["simulation"] else "bukan simulasi"
    for reason in index["simulation"]:
        yield "Sebab simulasi", reason


def _questionnaire(said: dict[str, Any]) -> Iterator[Row]:
    yield "Kode", "Indikator", "Bobot", "Nilai", "Sumber nilai", "Bukti", "Simulasi"
    proofs = [one["indicator"] for one in said["evidence"]]
    for node in walk(said["tree"]):
        weight = WEIGHTS.get(node["weight"]) or _comma(node["weight"])
        if node["children"]:
            yield node["code"], node["title"], weight, "", "", "", _doubt(node)
        else:
            value = _comma(node["value"]) if node["applies"] else "tidak berlaku"
            source, count = node["source"] or "belum ada", str(proofs.count(node["code"]))
            yield node["code"], node["title"], weight, value, source, count, _doubt(node)


def _evidence(said: dict[str, Any]) -> Iterator[Row]:
    yield "Indikator", "Judul", "Berlaku", "Sampai", "Putusan", "Berkas", "SHA-256"
    for one in said["evidence"]:
        yield (
            one["indicator"],
            one["title"],
            one["effective_on"],
            one["expires_on"] or "",
            VERDICTS[one["verdict"]],
            one["file"] or "bacaan ukuran",
            one["sha256"] or "",
        )


def _measures(said: dict[str, Any]) -> Iterator[Row]:
    yield "Kode", "Ukuran", "Periode", "Nilai", "Baris", "Arti", "Simulasi"
    for one in said["measures"]:
        yield (
            one["code"],
            one["title"],
            one["period"],
            _comma(one["rounded"]),
            str(one["rows"]),
            one["definition"],
            f"{SIMULATED}: {one['simulation']}" if one["simulation"] else "",
        )


def _doubt(node: dict[str, Any]) -> str:
    reasons = node.get("reasons") or []
    doubtful = node["confidence"] in {"reconstructed", "unknown"}
    return "; ".join([SIMULATED, *reasons]) if doubtful or reasons else ""


def _comma(text: str | None) -> str:
    return "–" if text is None else text.replace(".", ",")
