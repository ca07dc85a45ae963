"""Many results in one question: measures over the same records share one scan for all their periods.

A trend of thirteen months asks for the same rows thirteen times with other dates, and nine questions
of a survey read the same answers. Where a measure's SQL allows it, the engine groups one scan by
period, and by each breakdown, and every result comes out as if it had been asked alone. What does
not fit is asked alone.
"""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from sqlglot import exp

from pendopo.kernel.lake import tables
from pendopo.kernel.lake.engine import Cell
from pendopo.kernel.lake.manifest import Manifest
from pendopo.kernel.lake.measures import checking, running, scopes, translating
from pendopo.kernel.lake.measures.checking import Question
from pendopo.kernel.lake.measures.evidence import Part, Place
from pendopo.kernel.lake.measures.schema import MeasurePackage
from pendopo.kernel.lake.tables import AS_OF
from pendopo.kernel.periods import Period

DAY = "occurred_on"
PERIOD, MASK = "_period", "_mask"
"""Columns of our own; an author's names begin with a letter."""
MOST_MEASURES = 12
"""One question carries no more, so that none grows without bound."""


@dataclass
class Batch:
    """Results that one question answers: their rows differ in the period and in what is counted."""

    places: list[Place]
    columns: dict[str, exp.Expr] = field(default_factory=dict)
    measures: list[MeasurePackage] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Say which measures these are, for the log."""
        return ", ".join(measure.code for measure in self.measures)

    def takes(self, measure: MeasurePackage, question: Question) -> bool:
        """Tell whether the measure's columns fit beside the others', and add them if so."""
        own = {one.alias_or_name: one.unalias() for one in question.select.expressions}
        fits = all(self.columns.get(name, column) == column for name, column in own.items())
        if measure not in self.measures:
            if not fits or len(self.measures) >= MOST_MEASURES:
                return False
            self.columns |= own
            self.measures.append(measure)
        return True

    def split(self) -> list["Batch"]:
        """Return its places one by one."""
        return [Batch([place], measures=[place.measure]) for place in self.places]


def batches(wanted: Iterable[Place], lake: Manifest) -> Iterator[Batch]:
    """Put together what one question can answer; each place comes back exactly once."""
    found: dict[object, list[Batch]] = {}
    shapes: dict[tuple[str, str], str] = {}
    for number, place in enumerate(wanted):
        text = (place.measure.rows, place.measure.value)
        if text not in shapes:
            shapes[text] = _shape(checking.question(place.measure))
        key = _key(place, shapes[text], lake) if shapes[text] else number
        _fitting(found.setdefault(key, []), place).places.append(place)
    yield from itertools.chain.from_iterable(found.values())


def parts(batch: Batch, lake: Manifest) -> list[list[Part]]:
    """Return the parts of each place of a batch. Raises QueryStopped and QueryFailed.

    Only a batch of several places has to be divisible; a place on its own goes to running.parts.
    """
    terms = _Terms(batch)
    select = _select(batch, terms.listed)
    names = frozenset().union(*(checking.question(one).tables for one in batch.measures))
    rows = running.ask(names, select, _periods(batch)[-1], lake).rows
    return [_parts_of(batch, place, terms, rows) for place in batch.places]


def _fitting(open_ones: list[Batch], place: Place) -> Batch:
    question = checking.question(place.measure)
    for batch in open_ones:
        if batch.takes(place.measure, question):
            return batch
    fresh = Batch([])
    fresh.takes(place.measure, question)
    open_ones.append(fresh)
    return fresh


class _Terms:
    """What the engine counts for all measures of a batch, each once."""

    def __init__(self, batch: Batch) -> None:
        own = {one.code: checking.question(one).formula.terms for one in batch.measures}
        self.listed = list(dict.fromkeys(itertools.chain.from_iterable(own.values())))
        self._places = {
            code: [self.listed.index(term) for term in terms] for code, terms in own.items()
        }
        self._of_nothing = [0 if isinstance(term, exp.Count) else None for term in self.listed]

    def of(self, measure: MeasurePackage, counted: Sequence[Cell]) -> tuple[Cell, ...]:
        return tuple(counted[place] for place in self._places[measure.code])

    def of_nothing(self, measure: MeasurePackage) -> tuple[Cell, ...]:
        return self.of(measure, self._of_nothing)


def _shape(question: Question) -> str:
    """Return which records are counted, whatever is counted of them; empty where not divisible."""
    if not _is_divisible(question.select):
        return ""
    rest = question.select.copy()
    rest.set("expressions", [exp.Star()])
    return translating.text(rest, "duckdb")


def _key(place: Place, shape: str, lake: Manifest) -> object:
    """Return what places that can be asked together have in common."""
    seen = _registers_seen(checking.question(place.measure), place.period, lake)
    return shape, place.period.span, bool(place.breakdown), seen


def _is_divisible(select: exp.Select) -> bool:
    """Tell whether each of its rows belongs to one period by its own day, and nothing else moves.

    Besides that day, only the choice of a register's snapshot may depend on the period.
    """
    known, source = tables.known(), select.args["from_"].this
    events = [t for t in select.find_all(exp.Table) if known[t.name].source == "event"]
    if [one for one in events if one is not source or AS_OF in known[one.name].columns]:
        return False
    days = _days(select) if events else []
    if len(days) != len(events):
        return False
    settled = {id(day) for day in days}
    moving = [node for node in select.find_all(exp.Placeholder) if id(node.parent) not in settled]
    return all(map(_chooses_a_snapshot, moving))


def _days(select: exp.Select) -> list[exp.Between]:
    """Return the conditions `occurred_on BETWEEN :start AND :end` on the first table."""
    where, source = select.args.get("where"), select.args["from_"].this
    conditions = scopes.conjuncts(where.this) if where else []
    return [
        one
        for one in conditions
        if isinstance(one, exp.Between)
        and isinstance(one.this, exp.Column)
        and (one.this.name, one.this.table or source.alias_or_name) == (DAY, source.alias_or_name)
        and [_mark(one.args["low"]), _mark(one.args["high"])] == ["start", "end"]
    ]


def _mark(node: exp.Expr) -> str:
    return node.name if isinstance(node, exp.Placeholder) else ""


def _chooses_a_snapshot(node: exp.Expr) -> bool:
    """Tell whether this is the `:end` of `as_of <= :end`."""
    above = node.parent
    return (
        node.name == "end"
        and isinstance(above, exp.LTE)
        and above.expression is node
        and isinstance(above.this, exp.Column)
        and above.this.name == AS_OF
    )


def _registers_seen(question: Question, period: Period, lake: Manifest) -> tuple[object, ...]:
    """Return which snapshots the period sees, and whether they are from after it.

    Files and periods end with months: where this is the same, `as_of <= :end` says the same.
    """
    seen = []
    for name in sorted(question.tables):
        if tables.known()[name].source == "register":
            files = running.files(lake, name, period)
            later = any(file.month > f"{period.end:%Y-%m}" for file in files)
            seen.append((name, later, tuple(file.path for file in files)))
    return tuple(seen)


def _periods(batch: Batch) -> list[Period]:
    return sorted({place.period for place in batch.places}, key=lambda period: period.start)


def _breakdowns(batch: Batch) -> list[str]:
    return sorted({place.breakdown for place in batch.places} - {""})


def _select(batch: Batch, terms: list[exp.Expr]) -> exp.Select:
    """Return the question: one row for each period, or for each period and part."""
    names = _breakdowns(batch)
    keys = [exp.column(name, quoted=True) for name in (PERIOD, *names)]
    # Which column a row is split by; a NULL alone would not say.
    mask = exp.alias_(exp.Grouping(expressions=[key.copy() for key in keys]), MASK, quoted=True)
    sets = [exp.Tuple(expressions=[keys[0].copy(), key.copy()]) for key in keys[1:]]
    sets = sets or [exp.Tuple(expressions=[keys[0].copy()])]
    found = translating.over(_evidence(batch), *keys, mask, *translating.counted(terms))
    found.set("group", exp.Group(expressions=[exp.GroupingSets(expressions=sets)]))
    return found


def _evidence(batch: Batch) -> exp.Select:
    """Return the rows of all periods, each with the number of its period."""
    asked, select = _periods(batch), checking.question(batch.measures[0]).select
    # What a column says does not depend on the period, or the batch would not be divisible.
    columns = [exp.alias_(one, name, quoted=True) for name, one in batch.columns.items()]
    number = exp.alias_(_number(select, asked[0]), PERIOD, quoted=True)
    whole = translating.dated(select, asked[0].start, asked[-1].end)
    whole.set("expressions", [*columns, number])
    return whole


def _number(select: exp.Select, first: Period) -> exp.Expr:
    """Return how many periods after the first one a row lies; a register's rows are of them all."""
    days = _days(select)
    if not days:
        return exp.Literal.number(0)
    months = exp.DateDiff(
        this=days[0].this.copy(), expression=translating.day(first.start), unit=exp.var("MONTH")
    )
    return exp.IntDiv(this=months, expression=exp.Literal.number(first.span.months))


def _parts_of(
    batch: Batch, place: Place, terms: _Terms, rows: Sequence[Sequence[Cell]]
) -> list[Part]:
    names = _breakdowns(batch)
    asked, column = _steps(batch, place), names.index(place.breakdown) if place.breakdown else -1
    # A bit for each key that a row is not grouped by; the first key is the highest.
    mask = 2 ** len(names) - 1
    mask -= 2 ** (len(names) - 1 - column) if place.breakdown else 0
    question = checking.question(place.measure)
    found = [
        running.part(
            question, (key, row[len(names) + 2], *terms.of(place.measure, row[len(names) + 3 :]))
        )
        for row in rows
        if row[0] == asked and row[len(names) + 1] == mask
        for key in [row[1 + column] if place.breakdown else None]
    ]
    if not found and not place.breakdown:
        found = [running.part(question, (None, 0, *terms.of_nothing(place.measure)))]
    return running.in_order(found)


def _steps(batch: Batch, place: Place) -> int:
    """Return the number that the rows of a place carry."""
    if not _days(checking.question(place.measure).select):
        return 0
    months = [
        period.year * 12 + period.start.month for period in (_periods(batch)[0], place.period)
    ]
    return (months[1] - months[0]) // place.period.span.months
