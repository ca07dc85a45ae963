"""The head's page, gathered from the figures that the domains offer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from pendopo.domains.command import rules, schema
from pendopo.domains.command.rules import Period, Span
from pendopo.domains.people import queries as people
from pendopo.kernel import hooks
from pendopo.kernel.actor import Actor
from pendopo.kernel.content import library
from pendopo.kernel.hooks import Figure
from pendopo.shell import atlas, formats, government, maps
from pendopo.shell.shapes import Bar

PANEL = "pimpinan"
MOST_BARS = 8

Figures = dict[str, Figure]


@dataclass(frozen=True)
class Tile:
    """A large number that is a door."""

    value: str
    label: str
    address: str
    note: str
    tone: str


@dataclass(frozen=True)
class Picture:
    """A map or bars; the other one is None."""

    title: str
    unit: str
    map: maps.Map | None
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Alarm:
    """The sentence at the top: is anything wrong now, where, and the door to it."""

    is_good: bool
    title: str
    text: str
    address: str


@dataclass(frozen=True)
class Page:
    """Everything on the head's page."""

    title: str
    period: Period
    alarm: Alarm | None
    tiles: tuple[Tile, ...]
    pictures: tuple[Picture, ...]


def page(actor: Actor, span: Span, now: datetime) -> Page:
    """Return the panel in force with the figures of this period. Raises NoSuchContent."""
    period = rules.period(span, now, zone())
    panel = _panel(now.astimezone(zone()).date())
    found = figures(actor, period.since, period.until)
    before = figures(actor, period.before_since, period.before_until)
    names = part_names()
    return Page(
        title=panel.title,
        period=period,
        alarm=_alarm(panel.alarm, found.get(panel.alarm.figure), names),
        tiles=tuple(_tiles(panel, found, before)),
        pictures=tuple(_pictures(panel, found, names)),
    )


def alarm_now(actor: Actor, now: datetime) -> Alarm | None:
    """Return the alarm alone, for the home page; None where nobody fills its figure."""
    period = rules.period(Span.TODAY, now, zone())
    panel = _panel(now.astimezone(zone()).date())
    found = figures(actor, period.since, period.until)
    return _alarm(panel.alarm, found.get(panel.alarm.figure), part_names())


def figures(actor: Actor, since: datetime, until: datetime) -> Figures:
    """Return every figure that the domains offer this actor, by code."""
    return {figure.code: figure for fill in hooks.figures for figure in fill(actor, since, until)}


def part_names() -> dict[str, str]:
    """Return the names of everything a figure may be split by: agencies and districts."""
    names = {agency.code: agency.name for agency in people.agencies()}
    return names | {district.code: district.name for district in government.current().districts}


def zone() -> ZoneInfo:
    """Return the government's zone."""
    return ZoneInfo(government.current().zone)


def _panel(on: date) -> schema.Panel:
    data = library.current("panels", PANEL, on=on).data
    if not isinstance(data, schema.Panel):
        raise library.NoSuchContent
    return data


def _alarm(asked: schema.Alarm, figure: Figure | None, names: dict[str, str]) -> Alarm | None:
    if figure is None:
        return None
    if figure.value <= 0:
        return Alarm(is_good=True, title=asked.good, text="", address=figure.address)
    count = formats.short_number(figure.value)
    key, most = max(figure.parts, key=lambda part: part[1], default=("", 0.0))
    where = f"Terbanyak di {names.get(key, key)}: {formats.short_number(most)}." if key else ""
    return Alarm(
        is_good=False, title=f"{count} {asked.thing} terlambat", text=where, address=figure.address
    )


def _tiles(panel: schema.Panel, found: Figures, before: Figures) -> Iterable[Tile]:
    for asked in panel.tiles:
        figure = found.get(asked.figure)
        if figure is not None:
            yield _tile(asked, figure, before.get(asked.figure))


def _tile(asked: schema.Tile, figure: Figure, before: Figure | None) -> Tile:
    unit = "" if figure.unit == "%" else figure.unit
    change = rules.change_words(figure.value, before.value) if asked.compare and before else ""
    return Tile(
        value=rules.value_words(figure.value, figure.unit),
        label=figure.label,
        address=figure.address,
        note=change or figure.period or unit,
        tone=asked.tone if figure.value > 0 else "",
    )


def _pictures(panel: schema.Panel, found: Figures, names: dict[str, str]) -> Iterable[Picture]:
    for place, asked in enumerate(panel.pictures):
        figure = found.get(asked.figure)
        if figure is None:
            continue
        if asked.shape == "map":
            drawn = _map(asked, figure, f"p{place}")
            yield Picture(asked.title, figure.unit, drawn, ())
        elif figure.parts:
            yield Picture(asked.title, figure.unit, None, _bars(asked, figure, names))


def _map(asked: schema.Picture, figure: Figure, key: str) -> maps.Map:
    return maps.coloured(
        atlas.districts(),
        dict(figure.parts),
        key=key,
        title=asked.title,
        unit=figure.unit,
        addresses={
            district.code: _door(figure, district.code)
            for district in government.current().districts
        },
    )


def _bars(asked: schema.Picture, figure: Figure, names: dict[str, str]) -> tuple[Bar, ...]:
    ordered = sorted(figure.parts, key=lambda part: (-part[1], names.get(part[0], part[0])))
    tone = asked.tone or "brand"
    shown = [
        Bar(label=names.get(key, key), value=value, address=_door(figure, key), tone=tone)
        for key, value in ordered[:MOST_BARS]
    ]
    if rest := ordered[MOST_BARS:]:
        total = sum(value for _, value in rest)
        label = f"{len(rest)} unit lain bersama-sama"
        shown.append(Bar(label=label, value=total, address=figure.address, tone=tone))
    return tuple(shown)


def _door(figure: Figure, key: str) -> str:
    """Return the list behind one part; where it cannot be narrowed, the list behind the whole."""
    if not figure.part_name or not figure.address:
        return figure.address
    mark = "&" if "?" in figure.address else "?"
    return f"{figure.address}{mark}{urlencode({figure.part_name: key})}"
