"""Results kept in a table, so that pages read a number instead of computing it.

Kept are sums, counts and the exact number that the formula makes of them, so that whoever reads
it needs neither engine nor SQL. A kept result says which files of the lake it was made of, so it is
known to be good without asking the engine.
"""

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from pendopo.kernel import periods
from pendopo.kernel.content import library
from pendopo.kernel.content.models import Version
from pendopo.kernel.lake import engine
from pendopo.kernel.lake.engine import Cell
from pendopo.kernel.lake.measures import counting, evidence, measured, reading, shelves
from pendopo.kernel.lake.measures.evidence import Page, Place, Where
from pendopo.kernel.lake.measures.measured import Measured
from pendopo.kernel.lake.measures.schema import MeasurePackage
from pendopo.kernel.lake.models import KeptResult
from pendopo.kernel.periods import Period

KIND = "measures"
LARGEST_PAGE = 50_000


class NoSuchMeasure(library.NoSuchContent):
    """No measure has this code."""

    sentence = "Ukuran ini tidak dikenal."


class NoSuchBreakdown(library.NoSuchContent):
    """The measure cannot be split this way."""

    sentence = "Ukuran ini tidak dirinci menurut itu."


def measure(code: str, period: Period) -> MeasurePackage:
    """Return the version that counts for a period: the one in force on its last day.

    A period before the first version is measured by the first. Raises NoSuchMeasure.
    """
    try:
        found = library.current(KIND, code, on=period.end)
    except library.NoSuchContent:
        found = _first(code)
    assert isinstance(found.data, MeasurePackage)
    return found.data


def all_measures(*, on: date) -> list[MeasurePackage]:
    """Return the measures in force, by code."""
    found = [version.data for version in library.versions(KIND, on=on)]
    return [data for data in found if isinstance(data, MeasurePackage)]


def value(code: str, period: str | Period, *, breakdown: str | None = None) -> Measured:
    """Return the kept number of a period, or compute and keep it if nobody has asked before.

    Raises NoSuchMeasure, NoSuchPeriod, NoSuchBreakdown and QueryStopped.
    """
    asked = periods.read(period) if isinstance(period, str) else period
    found = measure(code, asked)
    if breakdown and breakdown not in found.breakdowns:
        raise NoSuchBreakdown
    whole = _kept_or_computed(found, asked, "")
    split = _kept_or_computed(found, asked, breakdown) if breakdown else None
    return measured.of(found, asked, whole, split)


def together(found: Iterable[MeasurePackage], period: Period, breakdown: str) -> list[Measured]:
    """Return several measures of one period, whole ("") or split; what is kept costs one query.

    Raises QueryStopped.
    """
    every = list(found)
    there = shelves.find_all([Place(each, period, by) for each in every for by in {"", breakdown}])

    def row_of(each: MeasurePackage, by: str) -> KeptResult:
        row = there.get((each.code, each.version, str(period), by))
        return _sound(row or _computed(each, period, by))

    return [
        measured.of(each, period, row_of(each, ""), row_of(each, breakdown) if breakdown else None)
        for each in every
    ]


def values(codes: Iterable[str], period: str | Period) -> dict[str, Measured]:
    """Return the numbers of several measures in one period, with one query for all that are kept.

    A measure that nobody knows, or that cannot be counted, is not among them. Raises NoSuchPeriod.
    """
    asked = periods.read(period) if isinstance(period, str) else period
    return values_of({asked: codes})[asked]


def values_of(asked: Mapping[Period, Iterable[str]]) -> dict[Period, dict[str, Measured]]:
    """Return the numbers of several measures in several periods, with one query for all as values."""
    places = {
        (code, one.version, str(period), ""): Place(one, period, "")
        for period, codes in asked.items()
        for code, one in _known(codes, period)
    }
    there = shelves.find_all(places.values())
    counted = counting.missing_results([one for key, one in places.items() if key not in there])
    there |= {(row.code, row.version, row.period, row.breakdown): row for row in counted}
    found: dict[Period, dict[str, Measured]] = {period: {} for period in asked}
    for key, (measure, period, _) in places.items():
        row = there.get(key)
        if row is not None and not row.trouble:
            found[period][measure.code] = measured.of(measure, period, row, None)
    return found


def kept(code: str, period: str | Period, *, breakdown: str | None = None) -> Measured | None:
    """Return the number of a period as it was last counted; None where nobody has counted it yet.

    For screens that must never wait: it asks no engine. Raises as value.
    """
    asked = periods.read(period) if isinstance(period, str) else period
    found = measure(code, asked)
    if breakdown and breakdown not in found.breakdowns:
        raise NoSuchBreakdown
    place = (found.version, str(asked))
    whole = shelves.shelf(code, "").get(place)
    split = shelves.shelf(code, breakdown).get(place) if breakdown else None
    for each in filter(None, (whole, split)):
        if each.trouble:
            raise engine.QueryStopped(each.trouble)
    if whole is None or (breakdown and split is None):
        return None
    return measured.of(found, asked, whole, split)


def trend(code: str, last: str | Period, number: int) -> list[Measured]:
    """Return the measure of so many periods up to this one, oldest first. Raises as value.

    Periods of which the lake knows nothing are left out. What is kept costs one query.
    """
    asked = periods.read(last) if isinstance(last, str) else last
    listed = [
        (measure(code, each), each) for each in periods.latest(asked.start, asked.span, number)
    ]
    rows = KeptResult.objects.filter(code=code, period__in=[str(p) for _, p in listed])
    there = {(row.version, row.period): row for row in rows.filter(breakdown="")}
    missing = [p for found, p in listed if (found.version, str(p)) not in there]
    known = set(lived(missing)) if missing else set()
    return [
        measured.of(
            found,
            period,
            _sound(row or counting.compute(found, period, "", evidence.state())),
            None,
        )
        for found, period in listed
        if (row := there.get((found.version, str(period)))) or period in known
    ]


def lived(asked: Iterable[Period]) -> list[Period]:
    """Return those of the periods of which the lake knows something."""
    lake = evidence.state()
    return [period for period in asked if counting.has_lived(period, lake)]


def rows(
    code: str, period: str | Period, *, page: int = 1, size: int = 50, where: Where | None = None
) -> Page:
    """Return a page of the evidence, straight from the lake.

    Raises NoSuchMeasure, NoSuchPeriod, BadFilter, QueryStopped and QueryFailed.
    """
    asked = periods.read(period) if isinstance(period, str) else period
    found = measure(code, asked)
    bounded = max(1, min(size, LARGEST_PAGE))
    return reading.page(found, asked, evidence.state(), where or {}, max(1, page), bounded)


def stream(
    code: str, period: str | Period, *, where: Where | None = None, size: int = 5000
) -> Iterator[tuple[tuple[Cell, ...], ...]]:
    """Yield all of the evidence that fits, so many rows at a time, of one state of the lake.

    Raises as rows.
    """
    asked = periods.read(period) if isinstance(period, str) else period
    found = measure(code, asked)
    return reading.stream(found, asked, evidence.state(), where or {}, min(size, LARGEST_PAGE))


def fresh(code: str, period: str | Period) -> Measured:
    """Return the number over exactly the rows that `rows` gives now. Raises as value."""
    asked = periods.read(period) if isinstance(period, str) else period
    found, lake = measure(code, asked), evidence.state()
    row = shelves.find(Place(found, asked, ""))
    if row is None or row.fingerprint != reading.fingerprint(found, asked, lake):
        row = counting.compute(found, asked, "", lake)
    return measured.of(found, asked, _sound(row), None)


def kept_trend(codes: Iterable[str], on: date, number: int) -> dict[str, list[Measured]]:
    """Return what is kept of these measures up to a day, oldest first; nothing is computed.

    For lists: all of them cost one query.
    """
    found = {data.code: data for data in all_measures(on=on)}
    asked = {
        (code, found[code].version, str(period)): (found[code], period)
        for code in codes
        if code in found
        for period in periods.latest(on, found[code].period, number)
    }
    names = {code for code, _, _ in asked}
    rows = KeptResult.objects.filter(code__in=names, breakdown="", trouble="")
    there = {(row.code, row.version, row.period): row for row in rows}
    answer: dict[str, list[Measured]] = {code: [] for code in names}
    for place, (data, period) in asked.items():
        if place in there:
            answer[data.code].append(measured.of(data, period, there[place], None))
    return answer


def _kept_or_computed(found: MeasurePackage, period: Period, breakdown: str) -> KeptResult:
    row = shelves.find(Place(found, period, breakdown))
    return _sound(row or _computed(found, period, breakdown))


def _computed(found: MeasurePackage, period: Period, breakdown: str) -> KeptResult:
    return shelves.put(counting.compute(found, period, breakdown, evidence.state()))


def _sound(row: KeptResult) -> KeptResult:
    if row.trouble:
        raise engine.QueryStopped(row.trouble)
    return row


def _known(codes: Iterable[str], period: Period) -> Iterator[tuple[str, MeasurePackage]]:
    for code in dict.fromkeys(codes):
        with contextlib.suppress(library.NoSuchContent):
            yield code, measure(code, period)


def _first(code: str) -> Version:
    history = library.history(KIND, code)
    if not history:
        raise NoSuchMeasure
    return history[-1]
