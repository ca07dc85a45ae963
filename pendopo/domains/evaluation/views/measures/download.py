"""The rows of a measure as a file: exactly those that the page shows under the same filter."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain

from django.http import StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from pendopo.domains.evaluation import access as rights
from pendopo.domains.evaluation import rules
from pendopo.domains.evaluation.views.measures import asking, rows
from pendopo.kernel import access
from pendopo.kernel.access import ActedRequest
from pendopo.kernel.errors import DomainError
from pendopo.kernel.lake import measures
from pendopo.kernel.lake.engine import Cell
from pendopo.kernel.lake.tables import ColumnType
from pendopo.kernel.sentences import Filled
from pendopo.shell import formats, government

LARGEST = 200_000
PAGE = 5000
BOM = "\ufeff"
"""Spreadsheets take a file without it for the old code page and garble names."""
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")

Columns = Sequence[tuple[str, ColumnType]]
Rows = Iterable[Sequence[Cell]]
Write = Callable[[Columns, Rows], Iterator[str]]


class TooManyRows(DomainError):
    """The file would be larger than anybody can use."""

    status = 413


@require_safe
@access.requires(*rights.ANY)
def as_csv(request: ActedRequest, code: str) -> StreamingHttpResponse:
    """Send the rows as CSV (RFC 4180) with the names of the columns that the definition uses."""
    return _send(request, code, lines_of_csv, "text/csv; charset=utf-8", "csv")


@require_safe
@access.requires(*rights.ANY)
def as_jsonl(request: ActedRequest, code: str) -> StreamingHttpResponse:
    """Send the rows as JSON Lines, one object for each."""
    return _send(request, code, lines_of_json, "application/jsonl; charset=utf-8", "jsonl")


def lines_of_csv(columns: Columns, found: Rows) -> Iterator[str]:
    """Write rows as CSV; a text that a spreadsheet would compute gets an apostrophe in front."""
    writer = csv.writer(_Echo(), lineterminator="\r\n")
    yield BOM + str(writer.writerow([name for name, _ in columns]))
    for row in found:
        yield str(writer.writerow([harmless(cell) for cell in row]))


def lines_of_json(columns: Columns, found: Rows) -> Iterator[str]:
    """Write rows as JSON Lines."""
    names = [name for name, _ in columns]
    for row in found:
        yield json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False) + "\n"


def _send(
    request: ActedRequest, code: str, write: Write, media_type: str, ending: str
) -> StreamingHttpResponse:
    asked = asking.read(code, request.GET, today=government.local_date(timezone.now()))
    found = measures.fresh(code, asked.period)
    where = rules.narrowed(asked.where, rows.opening(asked, found, request.actor))
    first = measures.rows(code, asked.period, size=1, where=where)
    _refuse_many(first.total)
    parts = measures.stream(code, asked.period, where=where, size=PAGE)
    # What goes wrong at the start is still a page; later the connection breaks, which is seen too.
    begun = chain([next(parts, ())], parts)
    response = StreamingHttpResponse(
        _chunks(write(first.columns, chain.from_iterable(begun))), content_type=media_type
    )
    name = f"{code}-{asked.period}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _refuse_many(total: int) -> None:
    if total > LARGEST:
        raise TooManyRows(
            Filled(
                "Unduhan ini berisi {total} baris, paling banyak {most}. "
                "Pilih periode yang lebih pendek atau saring dahulu.",
                total=formats.number(total),
                most=formats.number(LARGEST),
            )
        )


def _chunks(lines: Iterator[str]) -> Iterator[bytes]:
    """Join lines to pieces of some kilobytes: one write for each row would be slow."""
    kept: list[str] = []
    for line in lines:
        kept.append(line)
        if len(kept) == 500:
            yield "".join(kept).encode()
            kept = []
    yield "".join(kept).encode()


def harmless(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet takes for a formula."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, str) and cell.startswith(_STARTS_A_FORMULA):
        return f"'{cell}"
    return cell


class _Echo:
    """A file whose write gives back what it was given."""

    def write(self, text: str) -> str:
        return text
