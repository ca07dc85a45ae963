"""Alerts in force, and what stands of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from django.db.models import QuerySet

from pendopo.domains.command import access, rules, schema
from pendopo.domains.command.models import Alert
from pendopo.domains.command.queries._reading import OfficersDesk
from pendopo.domains.people import queries as people
from pendopo.kernel.actor import Actor
from pendopo.kernel.content import library
from pendopo.kernel.errors import NotFound
from pendopo.shell import formats, government

KIND = "alerts"
NOTICE = "alert-raised"
WHOLE = "whole"
"""What a notice holds in place of a part where the whole government is meant."""
RANK = {severity.value: rank for rank, severity in enumerate(schema.Severity)}
SHAPES = {"danger": "alert-triangle", "warning": "flag", "notice": "info-circle"}
GUESSED = ("reconstructed", "unknown")
TONES = {"danger": "negative", "warning": "warning", "notice": "info"}


class NoSuchAlert(NotFound):
    """The alert is over, or not for this actor."""

    sentence = "Peringatan itu sudah berakhir atau bukan untuk unit kerja Anda."


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What an alert looks at in one part; `number` None where nobody knows it."""

    part: str
    number: Fraction | None
    text: str


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A raised alert as people read it."""

    alert: Alert
    title: str
    word: str
    icon: str
    tone: str
    who: str
    address: str
    taken_by: str
    may_take: bool
    example: str = ""
    """Where the threshold is nobody's decision yet: what its source says."""


def in_force(on: date) -> list[schema.AlertPackage]:
    """Return the alerts that have a threshold on a day, by code."""
    found = (version.data for version in library.versions(KIND, on=on))
    return [data for data in found if isinstance(data, schema.AlertPackage) and data.threshold(on)]


def measured(package: schema.AlertPackage, desk: OfficersDesk) -> list[Measured]:
    """Return what the alert looks at, whole or part by part, the known parts first.

    A part with an alert that stands but without a number any more is well again: an agency
    without open cases is late with none.
    """
    reading = desk.read(package.watches, package.breakdown if package.per_part else "")
    stands = set(_open(package.code).values_list("part", flat=True))
    if not package.per_part:
        is_few = reading.rows is not None and reading.rows < package.fewest
        number = None if is_few else _number(reading.value)
        return [Measured(part="", number=number, text=reading.text)]
    known = [
        Measured(part=part.key, number=_number(part.value), text=part.text)
        for part in reading.parts
        if part.key and (part.rows is None or part.rows >= package.fewest)
    ]
    gone = stands - {each.part for each in known}
    threshold = package.threshold(desk.today)
    well = None if reading.trouble or threshold is None else Fraction(threshold.clears_at)
    return known + [Measured(part=part, number=well, text="–") for part in sorted(gone)]


def watch(package: schema.AlertPackage, on: date) -> rules.Watch | None:
    """Return the edges that hold on a day, or None before the first threshold."""
    threshold = package.threshold(on)
    if threshold is None:
        return None
    return rules.Watch(
        is_above=package.comparison == "above",
        value=threshold.value,
        clears_at=threshold.clears_at,
        lasting=timedelta(minutes=package.for_minutes),
    )


def standing(actor: Actor, desk: OfficersDesk | None = None) -> tuple[Standing, ...]:
    """Return what is wrong now, the worst and oldest first."""
    rows = Alert.objects.filter(cleared_at=None, raised_at__isnull=False)
    ordered = sorted(rows, key=lambda one: (RANK[one.severity], one.raised_at, one.pk))
    names = people.names({one.acknowledged_by for one in ordered if one.acknowledged_by})
    return tuple(_standing(one, actor, names, desk) for one in ordered)


def past(number: int) -> list[Alert]:
    """Return the alerts that ended last."""
    rows = Alert.objects.filter(cleared_at__isnull=False)
    return list(rows.order_by("-cleared_at", "-pk")[:number])


def of_actor(pk: int, actor: Actor) -> Alert:
    """Return a raised alert that this actor may take up. Raises NoSuchAlert."""
    rows = Alert.objects.filter(pk=pk, cleared_at=None, raised_at__isnull=False)
    found = rows.select_for_update().first()
    if found is None or not access.may_take(found, actor):
        raise NoSuchAlert
    return found


def unit_of(part: str) -> str:
    """Return the path of the agency that acts for a part: the agency, or the district's office."""
    offices = people.every_agency()
    for office in offices:
        if part and office.code == part:
            return office.path
    for office in offices:
        if part and office.district == part and office.kind == "kecamatan":
            return office.path
    return "/"


def part_names() -> dict[str, str]:
    """Return the names of everything a number may be split by: agencies and districts."""
    names = {agency.code: agency.name for agency in people.every_agency()}
    return names | {district.code: district.name for district in government.current().districts}


def edge_words(package: schema.AlertPackage, on: date) -> str:
    """Return the threshold of a day as people write it."""
    threshold = package.threshold(on)
    assert threshold is not None
    return formats.short_number(threshold.value)


def sentence(package: schema.AlertPackage, *, part: str, value: str, edge: str) -> str:
    """Return what is wrong in one sentence: where, which number, which threshold."""
    where = part_names().get(part, part) or government.current().name
    return package.sentence.format(where=where, value=value, threshold=edge)


def notice_words(codes: Mapping[str, str | int]) -> dict[str, str]:
    """Return what a notice of an alert calls it, and its sentence as it was when it was raised.

    Names of content and of offices only. Empty for a notice from before alerts were named, and
    where the package is gone.
    """
    try:
        found = library.exact(KIND, str(codes["code"]), int(codes["version"]))
    except (KeyError, library.NoSuchContent):
        return {}
    assert isinstance(found.data, schema.AlertPackage)
    part, value, edge = (str(codes.get(name, "")) for name in ("part", "value", "edge"))
    place = "" if part == WHOLE else part
    told = sentence(found.data, part=place, value=value, edge=edge)
    return {"title": found.title, "alert": told.removesuffix(".")}


def title_of(one: Alert) -> str:
    """Return what the alert is called in its package, or its code where that is gone."""
    try:
        return library.exact(KIND, one.code, one.version).title
    except library.NoSuchContent:
        return one.code


def _open(code: str) -> QuerySet[Alert]:
    return Alert.objects.filter(code=code, cleared_at=None)


def _number(value: float | None) -> Fraction | None:
    # Through str: the value was rounded for people, and is meant as it is written.
    return None if value is None else Fraction(str(value))


def _standing(
    one: Alert, actor: Actor, names: dict[str, str], desk: OfficersDesk | None
) -> Standing:
    return Standing(
        alert=one,
        title=title_of(one),
        word=schema.SEVERITY_WORDS[schema.Severity(one.severity)],
        icon=SHAPES[one.severity],
        tone=TONES[one.severity],
        who=_who(one),
        address=_address(one, desk),
        taken_by=names.get(one.acknowledged_by, one.acknowledged_by),
        may_take=not one.acknowledged_at and access.may_take(one, actor),
        example=_example(one),
    )


def _example(one: Alert) -> str:
    """Return the source of a threshold that is reconstructed or unknown, else nothing."""
    try:
        package = library.exact(KIND, one.code, one.version).data
    except library.NoSuchContent:
        return ""
    assert isinstance(package, schema.AlertPackage)
    threshold = package.threshold(government.local_date(one.last_seen))
    if threshold is None or threshold.source.confidence not in GUESSED:
        return ""
    return threshold.source.text


def _who(one: Alert) -> str:
    """Return who acts: the role of the package, in the agency of the part."""
    try:
        package = library.exact(KIND, one.code, one.version).data
        assert isinstance(package, schema.AlertPackage)
        role = library.current("roles", package.role, on=government.local_date(one.since)).title
    except library.NoSuchContent:
        return ""
    office = next((o.name for o in people.every_agency() if o.path == one.unit), "")
    return f"{role}, {office}" if office and one.unit != "/" else role


def _address(one: Alert, desk: OfficersDesk | None) -> str:
    if desk is None:
        return ""
    try:
        package = library.exact(KIND, one.code, one.version).data
    except library.NoSuchContent:
        return ""
    assert isinstance(package, schema.AlertPackage)
    reading = desk.read(package.watches, package.breakdown if package.per_part else "")
    own = (part.address for part in reading.parts if part.key == one.part)
    return next(own, reading.address)
