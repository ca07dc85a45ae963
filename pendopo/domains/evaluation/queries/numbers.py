"""Measures as pages ask for them: names behind codes, who uses a measure, where agencies stand."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from pendopo.domains.evaluation import access, rules, schema
from pendopo.domains.evaluation.models import Assessment
from pendopo.domains.people import queries as people
from pendopo.kernel.actor import Actor
from pendopo.kernel.content import library
from pendopo.kernel.content.models import Version
from pendopo.kernel.lake import measures
from pendopo.kernel.lake.measures.keeping import KIND
from pendopo.kernel.lake.measures.schema import MeasurePackage
from pendopo.shell import government

DISTRICT = "district"
_TITLED = {"service": "services", "site": "clinics", "kind": "services"}
"""Columns whose codes are those of packages: kind by column."""


@dataclass(frozen=True)
class Use:
    """Who shows or counts a measure: an indicator of an instrument, a panel."""

    title: str
    part: str = ""
    code: str = ""
    kind: str = ""
    key: str = ""
    """The newest assessment of the instrument, empty where none is open."""


def names_of(column: str, *, on: date) -> Mapping[str, str]:
    """Return the names behind the codes of a column; empty where codes have none."""
    if column == rules.AGENCY:
        return {one.code: one.name for one in people.agencies()}
    if column == DISTRICT:
        return {one.code: one.name for one in government.current().districts}
    if column == "state":
        return _states(on)
    kind = _TITLED.get(column)
    return {one.code: one.title for one in library.versions(kind, on=on)} if kind else {}


def _states(on: date) -> Mapping[str, str]:
    """Return the names that workflows give their states; where two differ, the last."""
    found: dict[str, str] = {}
    for version in library.versions("workflows", on=on):
        found |= {state["code"]: state["label"] for state in version.raw.get("states", ())}
    return found


def opened_rows(measure: MeasurePackage, columns: Iterable[str], actor: Actor) -> rules.Opened:
    """Return which rows of a measure the actor may open."""
    return access.opened_rows(
        actor,
        agencies={one.code: one.path for one in people.agencies()},
        sensitive=measure.sensitive,
        split=rules.AGENCY in columns,
    )


def measure_in_force(code: str, *, on: date) -> MeasurePackage | None:
    """Return the measure with this code, or None."""
    return next((one for one in measures.all_measures(on=on) if one.code == code), None)


def versions_of(code: str) -> list[Version]:
    """Return all versions of a measure, newest first."""
    return library.history(KIND, code)


def users_of(code: str, *, on: date) -> list[Use]:
    """Return who uses a measure, instruments first."""
    return [*_instruments(code, on), *_panels(code, on)]


def measures_of(what: schema.Instrument, *, on: date) -> list[tuple[str, str]]:
    """Return code and title of the measures that an instrument reads and that are loaded."""
    inputs = (
        one for node in what.leaves if node.indicator for one in what.inputs_of(node.indicator)
    )
    asked = {one.measure for one in inputs} | {one.measure for one in what.beside}
    return [(one.code, one.title) for one in measures.all_measures(on=on) if one.code in asked]


def _instruments(code: str, on: date) -> Iterator[Use]:
    for version in library.versions(schema.KIND, on=on):
        what = version.data
        assert isinstance(what, schema.Instrument)
        parts = [
            *_indicators(what, code),
            *(one.title for one in what.beside if one.measure == code),
        ]
        if not parts:
            continue
        newest = Assessment.objects.filter(instrument=what.code).order_by("-period").first()
        for part in parts:
            yield Use(what.title, part, what.code, "instrument", newest.key if newest else "")


def _indicators(what: schema.Instrument, code: str) -> Iterator[str]:
    for node in what.leaves:
        if node.indicator and any(one.measure == code for one in what.inputs_of(node.indicator)):
            yield f"{node.code} {node.title}"


def _panels(code: str, on: date) -> Iterator[Use]:
    for version in library.versions("panels", on=on):
        if code in set(_words(version.raw)):
            yield Use(version.title, code=version.code, kind="panel")


def _words(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _words(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _words(inner)
