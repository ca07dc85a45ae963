"""Kept results that a request has fetched, so that a page of many measures asks the table once.

Within `steady.hold()` what was taken stands until the request ends; outside of one every look is
a fresh one.
"""

from collections.abc import Collection, Iterable

from pendopo.kernel import steady
from pendopo.kernel.lake.measures.evidence import Place
from pendopo.kernel.lake.models import KeptResult

Shelf = dict[tuple[int, str], KeptResult]
"""What is kept of one measure, whole or by one breakdown: (version, period) → result."""


def take(codes: Iterable[str], breakdowns: Iterable[str] = ("",)) -> None:
    """Fetch what is kept of these measures, whole ("") or split, with one query for all of them.

    For pages, before they ask measure by measure. What was taken before is not asked again.
    """
    _fetch(_taken(), codes, breakdowns)


def shelf(code: str, breakdown: str) -> Shelf:
    """Return everything that is kept of one measure; asked once in a request."""
    taken = _taken()
    _fetch(taken, [code], [breakdown])
    return taken[code, breakdown]


def find(place: Place) -> KeptResult | None:
    """Return one kept result: from what was taken, else from the table."""
    measure, period, breakdown = place
    taken = _taken().get((measure.code, breakdown))
    if taken is not None:
        return taken.get((measure.version, str(period)))
    return KeptResult.objects.filter(
        code=measure.code, version=measure.version, period=str(period), breakdown=breakdown
    ).first()


def find_all(places: Collection[Place]) -> dict[tuple[str, int, str, str], KeptResult]:
    """Return what is kept of these by (code, version, period, breakdown); one query at most."""
    taken = _taken()
    asked = {(each.measure.code, each.breakdown) for each in places}
    rows = [row for place in asked & taken.keys() for row in taken[place].values()]
    if new := asked - taken.keys():
        rows += KeptResult.objects.filter(
            code__in={code for code, _ in new},
            period__in={str(each.period) for each in places},
            breakdown__in={by for _, by in new},
        )
    return {(row.code, row.version, row.period, row.breakdown): row for row in rows}


def put(row: KeptResult) -> KeptResult:
    """Put a result that was counted just now beside what was taken, and return it."""
    taken = _taken().get((row.code, row.breakdown))
    if taken is not None:
        taken[row.version, row.period] = row
    return row


def _taken() -> dict[tuple[str, str], Shelf]:
    return steady.once("kept results", dict)


def _fetch(
    taken: dict[tuple[str, str], Shelf], codes: Iterable[str], breakdowns: Iterable[str]
) -> None:
    every = list(codes)
    new = {(code, by) for by in breakdowns for code in every} - taken.keys()
    if not new:
        return
    taken.update({place: {} for place in new})
    rows = KeptResult.objects.filter(
        code__in={code for code, _ in new}, breakdown__in={by for _, by in new}
    )
    for row in rows:
        if (row.code, row.breakdown) in new:
            taken[row.code, row.breakdown][row.version, row.period] = row
