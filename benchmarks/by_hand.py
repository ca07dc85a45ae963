"""The shipped measures as somebody would write them for DuckDB: one statement for each figure.

Each statement groups one scan by the periods of its trend, and once more by period and part for
each breakdown of the newest two. `benchmarks.scores` compares every number with ours.
"""

from dataclasses import dataclass
from typing import Any

_CLOSED = "cases_case_closed c"
_SERVICES = f"{_CLOSED} JOIN (SELECT * FROM reg_services WHERE as_of = (SELECT max(as_of) FROM reg_services)) s USING (service)"
_SITES = "bookings_visit_served v LEFT JOIN (SELECT * FROM reg_sites WHERE as_of = (SELECT max(as_of) FROM reg_sites)) s USING (site)"
_DONE = "c.outcome IN ('issued', 'facilitated')"
_ONLINE = f"{_DONE} AND c.channel <> 'counter'"
_PLACES = ("agency", "district", "month", "service")


@dataclass(frozen=True)
class Statement:
    """One figure: from where, which rows, what is computed, and how it is split."""

    source: str
    value: str
    where: str = "true"
    by: tuple[str, ...] = ()
    months: int = 1
    fewest: int = 1


def _survey(value: str, *by: str, fewest: int = 1) -> Statement:
    return Statement("surveys_survey_answered", value, by=by, months=3, fewest=fewest)


FIGURES = {
    "cases-gross-days": Statement(_CLOSED, "avg(gross_days)", _DONE, _PLACES),
    "cases-net-days": Statement(_CLOSED, "avg(net_days)", _DONE, _PLACES),
    "cases-late": Statement(_CLOSED, "count(*)", "NOT on_time", _PLACES),
    "cases-out": Statement(_CLOSED, "count(*)", by=(*_PLACES, "channel", "outcome")),
    "cases-share-on-time": Statement(
        _CLOSED, "100.0 * count(*) FILTER (on_time) / count(*)", by=(*_PLACES, "channel")
    ),
    "cases-in": Statement("cases_case_submitted", "count(*)", by=(*_PLACES, "channel")),
    "cases-online-share": Statement(
        "cases_case_submitted",
        "100.0 * count(*) FILTER (channel <> 'counter') / count(*)",
        by=_PLACES,
    ),
    "users-active": Statement(
        "cases_case_submitted",
        "count(DISTINCT applicant)",
        by=("agency", "district", "month", "channel"),
    ),
    "cost-saved": Statement(
        _SERVICES, "sum(s.baseline_cost)", f"{_ONLINE} AND s.baseline_cost IS NOT NULL", _PLACES
    ),
    "sheets-avoided": Statement(
        _SERVICES, "sum(s.baseline_sheets)", f"{_ONLINE} AND s.baseline_sheets IS NOT NULL", _PLACES
    ),
    "days-before": Statement(
        _SERVICES,
        "sum(s.baseline_tenth_days) / (10 * count(*))",
        f"{_DONE} AND s.baseline_tenth_days > 0",
        _PLACES,
    ),
    "time-saved-days": Statement(
        _SERVICES,
        "sum(s.baseline_tenth_days) / 10 - sum(net_days)",
        f"{_DONE} AND s.baseline_tenth_days > 0",
        _PLACES,
    ),
    "time-saved-share": Statement(
        _SERVICES,
        "100.0 * (sum(s.baseline_tenth_days) - 10 * sum(net_days)) / sum(s.baseline_tenth_days)",
        f"{_DONE} AND s.baseline_tenth_days > 0",
        _PLACES,
    ),
    "visits-avoided": Statement(
        _SERVICES,
        "sum(CASE WHEN c.channel = 'counter' THEN greatest(s.baseline_visits - 1, 0)"
        " ELSE s.baseline_visits END)",
        f"{_DONE} AND s.baseline_visits IS NOT NULL",
        _PLACES,
    ),
    "letters-signed": Statement(
        "documents_letter_signed", "count(*)", by=("agency", "month", "kind")
    ),
    "visits-served": Statement(_SITES, "count(*)", by=("agency", "district", "month", "site")),
    "visits-online-share": Statement(
        _SITES,
        "100.0 * count(*) FILTER (online) / count(*)",
        by=("agency", "district", "month", "site"),
    ),
    "visits-waiting": Statement(
        "bookings_number_called", "avg(waited_minutes)", by=("site", "month")
    ),
    "survey-ikm": _survey(
        f"25.0 * ({' + '.join(f'sum(u{n})' for n in range(1, 10))}) / (9 * count(*))",
        "agency",
        "service",
        fewest=5,
    ),
    "survey-respondents": _survey("count(*)", "agency", "service", "month"),
    **{f"survey-u{n}": _survey(f"avg(u{n})", "agency", "service", fewest=5) for n in range(1, 10)},
}
OWN_PERIODS = {
    "survey-response-rate": "SELECT {number} AS p, 100.0 * (SELECT count(*) FROM"
    " surveys_survey_answered WHERE {within}) / count(*) FROM surveys_survey_invited WHERE {within}"
}
"""What needs two tables is asked for each period."""
REGISTERS = {
    "cases-open": ("reg_open_cases", "sum(cases)", "true", ("agency", "district", "service")),
    "cases-late-now": (
        "reg_open_cases",
        "sum(cases)",
        "overdue",
        ("agency", "district", "service"),
    ),
    "services-integrated": (
        "reg_catalogue",
        "100.0 * count(*) FILTER (integrated) / count(*)",
        "true",
        ("agency",),
    ),
}
"""A snapshot says the same for every period since."""

Number = float | None
Found = dict[tuple[str, str, str, str | None], Number]
"""Measure, period, breakdown, part → number."""


def run(db: Any, wanted: dict[str, dict[str, list[tuple[str, str, str]]]]) -> Found:
    """Return every wanted number: measure → breakdown → periods with first and last day."""
    found: Found = {}
    for code, splits in wanted.items():
        for by, asked in splits.items():
            for period, part, number in _rows(db, code, by, asked):
                found[code, period, by, part] = None if number is None else float(number)
    return found


def _rows(
    db: Any, code: str, by: str, asked: list[tuple[str, str, str]]
) -> list[tuple[str, str | None, Any]]:
    names = [period for period, _, _ in asked]
    if code in REGISTERS:
        rows = db.execute(_of_register(code, by)).fetchall()
        return [(name, *row) for name in names for row in rows]
    if code in OWN_PERIODS:
        sql = " UNION ALL ".join(
            OWN_PERIODS[code].format(
                number=place, within=f"occurred_on BETWEEN '{first}' AND '{last}'"
            )
            for place, (_, first, last) in enumerate(asked)
        )
        return [(names[place], None, number) for place, number in db.execute(sql).fetchall()]
    one = FIGURES[code]
    split = f", {_column(one, by)}" if by else ", NULL"
    group = "1, 2" if by else "1"
    sql = f"""SELECT datediff('month', DATE '{asked[0][1]}', occurred_on) // {one.months}{split},
        CASE WHEN count(*) >= {one.fewest} THEN {one.value} END
        FROM {one.source} WHERE occurred_on BETWEEN '{asked[0][1]}' AND '{asked[-1][2]}'
        AND {one.where} GROUP BY {group}"""
    return [(names[place], part, number) for place, part, number in db.execute(sql).fetchall()]


def _column(one: Statement, by: str) -> str:
    if one.source is _SITES and by in {"agency", "district"}:
        return f"s.{by}"
    return f"c.{by}" if one.source is _SERVICES else by


def _of_register(code: str, by: str) -> str:
    table, value, where, _ = REGISTERS[code]
    newest = f"as_of = (SELECT max(as_of) FROM {table})"
    split, group = (by, " GROUP BY 1") if by else ("NULL", "")
    return f"SELECT {split}, {value} FROM {table} WHERE {newest} AND {where}{group}"
