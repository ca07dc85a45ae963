"""The records behind a number: paged, filtered, each opening its entry and, for some, its subject."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from pendopo.domains.evaluation import access as rights
from pendopo.domains.evaluation import queries, rules
from pendopo.domains.evaluation.rules import wording
from pendopo.domains.evaluation.views.measures import asking, number, showing
from pendopo.domains.evaluation.views.measures.asking import Asked
from pendopo.domains.evaluation.views.measures.showing import Said
from pendopo.kernel import access, hooks
from pendopo.kernel.access import ActedRequest
from pendopo.kernel.actor import Actor
from pendopo.kernel.errors import NotAllowed
from pendopo.kernel.lake import measures
from pendopo.kernel.lake.engine import Cell, QueryStopped
from pendopo.kernel.lake.measures.evidence import EMPTY, BadFilter
from pendopo.kernel.lake.tables import ColumnType
from pendopo.shell import government

ON_PAGE = 30
HIDDEN = {"entry_id", "subject", "actor", "month", "seq"}
"""Columns that a row shows as a link, or that say again what another says."""
SLOW = (
    "Mengambil baris ini memakan waktu terlalu lama dan sudah dihentikan. "
    "Pilih periode yang lebih pendek atau saring dahulu."
)
Names = Mapping[str, Mapping[str, str]]


class RowsClosed(NotAllowed):
    """The actor sees the number and none of its rows."""

    sentence = "Angka ini boleh Anda lihat, tetapi baris di baliknya tidak dibuka untuk Anda."


@dataclass(frozen=True)
class Field:
    """One question of the filter: a choice where its values are known, a date or a text else."""

    name: str
    label: str
    kind: str
    value: str
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Line:
    """One row: its cells, the ledger entry, and the record where this actor may open it."""

    cells: tuple[tuple[str, Said], ...]
    proof: str
    record: hooks.SubjectLink | None


@require_safe
@access.requires(*rights.ANY)
def show(request: ActedRequest, code: str) -> HttpResponse:
    """Show the rows behind a number that this officer may open."""
    today = government.local_date(timezone.now())
    asked = asking.read(code, request.GET, today=today)
    try:
        found = measures.fresh(code, asked.period)
        opened = opening(asked, found, request.actor)
        page, got = _page(asked, opened, request.GET.get(asking.PAGE, ""))
    except (QueryStopped, BadFilter) as trouble:
        return _trouble(request, asked, trouble)
    columns = [(name, kind) for name, kind in got.columns if name not in HIDDEN]
    names = {name: queries.names_of(name, on=today) for name, _ in columns}
    shown = {
        **_head(asked, today),
        "found": found,
        "page": page,
        "headings": [wording.column(name) for name, _ in columns],
        "lines": list(_lines(got, names, request.actor)),
        "fields": list(_fields(asked, found, names)),
        "opened": opened,
        "unseen": unseen(asked, found, opened, page.paginator.count),
        "csv": asked.address("measure_csv"),
        "jsonl": asked.address("measure_jsonl"),
    }
    return render(request, "evaluation/measure_rows.html", shown)


def opening(asked: Asked, found: measures.Measured, actor: Actor) -> rules.Opened:
    """Return which rows the actor opens. Raises RowsClosed where there are none."""
    opened = queries.opened_rows(asked.measure, found.shape.columns, actor)
    if not opened.any:
        raise RowsClosed
    return opened


def unseen(asked: Asked, found: measures.Measured, opened: rules.Opened, shown: int) -> int | None:
    """Return how many rows belong to others; None under a filter, which must not count them."""
    if opened.everything:
        return 0
    return None if asked.where else found.rows_count - shown


def _page(asked: Asked, opened: rules.Opened, text: str) -> tuple[Page[int], measures.Page]:
    wanted = int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1
    where = rules.narrowed(asked.where, opened)
    got = measures.rows(asked.measure.code, asked.period, page=wanted, size=ON_PAGE, where=where)
    paginator = Paginator(range(got.total), ON_PAGE)
    last = paginator.num_pages
    if wanted > last:
        got = measures.rows(asked.measure.code, asked.period, page=last, size=ON_PAGE, where=where)
    return paginator.get_page(wanted), got


def _lines(got: measures.Page, names: Names, actor: Actor) -> Iterator[Line]:
    kinds = dict(got.columns)
    rows = [dict(zip(kinds, row, strict=True)) for row in got.rows]
    links = hooks.links({str(cells["subject"]) for cells in rows if cells.get("subject")}, actor)
    for cells in rows:
        entry, subject = cells.get("entry_id"), cells.get("subject")
        yield Line(
            cells=tuple(
                (wording.column(name), showing.said(name, kind, cells[name], names[name]))
                for name, kind in kinds.items()
                if name not in HIDDEN
            ),
            proof=reverse("ledger:proof", args=[str(entry)]) if entry else "",
            record=links.get(str(subject)),
        )


def _fields(asked: Asked, found: measures.Measured, names: Names) -> Iterator[Field]:
    for name, kind in found.shape.columns.items():
        if kind not in asking.FILTERED:
            continue
        value = next(iter(asked.where.get(name, ())), "")
        label = wording.column(name)
        choices = _choices(name, kind, names)
        if choices:
            yield Field(name, label, "select", value, choices)
        else:
            yield Field(name, label, "date" if kind is ColumnType.DATE else "text", value)


def _choices(name: str, kind: ColumnType, names: Names) -> tuple[tuple[str, str], ...]:
    if kind is ColumnType.BOOLEAN:
        return (("ya", "ya"), ("tidak", "tidak"))
    known = dict(names.get(name, {})) or {
        code: wording.say(said) for code, said in wording.VALUES.get(name, {}).items()
    }
    listed = sorted(known.items(), key=lambda pair: pair[1])
    return (*listed, (EMPTY, wording.say(wording.NOTHING))) if listed else ()


def _head(asked: Asked, today: date) -> dict[str, Any]:
    return {
        "measure": asked.measure,
        "period": wording.period(asked.period),
        "period_text": str(asked.period),
        "only": number.filter_in_words(asked, today),
        "back": Asked(asked.measure, asked.period, {}).address("measure"),
        "clear": Asked(asked.measure, asked.period, {}).address("measure_rows"),
    }


def _trouble(
    request: ActedRequest, asked: Asked, trouble: QueryStopped | BadFilter
) -> HttpResponse:
    today = government.local_date(timezone.now())
    sentence = SLOW if isinstance(trouble, QueryStopped) else trouble.sentence
    shown = {**_head(asked, today), "stopped": sentence}
    return render(request, "evaluation/measure_rows.html", shown, status=trouble.status)


def plain(cells: Sequence[Cell], columns: Sequence[tuple[str, ColumnType]]) -> dict[str, Cell]:
    """Return a row by the names of its columns, as it came from the lake."""
    return {name: cell for (name, _), cell in zip(columns, cells, strict=True)}
