"""From a panel of content to what its template draws."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from pendopo.domains.command import schema
from pendopo.domains.command.queries import _alerts, _feed
from pendopo.domains.command.queries._reading import Desk, OfficersDesk, Reading
from pendopo.kernel import hooks
from pendopo.kernel.actor import Actor
from pendopo.kernel.content.words import say
from pendopo.shell import atlas, maps, trends
from pendopo.shell.shapes import Bar, Link

MOST_BARS = 8


@dataclass(frozen=True, kw_only=True)
class Number:
    """A large number that is a door."""

    reading: Reading
    note: str
    tone: str


@dataclass(frozen=True, kw_only=True)
class Ikm:
    """The satisfaction index, its class, and who answered."""

    index: Reading
    respondents: Reading
    letter: str
    word: str


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """One panel, drawn; what does not belong to its kind is empty."""

    key: str
    kind: str
    title: str
    note: str = ""
    trouble: str = ""
    numbers: tuple[Number, ...] = ()
    map: maps.Map | None = None
    choices: tuple[Link, ...] = ()
    bars: tuple[Bar, ...] = ()
    trend: trends.Trend | None = None
    ikm: Ikm | None = None
    gauges: tuple[hooks.Gauge, ...] = ()
    weeks: tuple[_feed.Week, ...] = ()
    alerts: tuple[_alerts.Standing, ...] = ()
    good: str = ""
    unit: str = ""
    more: int = 0
    address: str = ""
    simulation: str = ""

    @property
    def template(self) -> str:
        """Return the template of this kind."""
        return f"command/panels/{self.kind}.html"


@dataclass(frozen=True, kw_only=True)
class Screen:
    """Who looks at which board, where its numbers come from, and what was chosen on its maps."""

    desk: Desk
    actor: Actor
    today: date
    language: str
    is_public: bool
    address: str
    chosen: Mapping[str, int]


def drawn(panel: schema.PanelPart, key: str, screen: Screen) -> Drawn:
    """Return one panel as it stands now."""
    empty = Drawn(key=key, kind=panel.kind, title=say(panel.title))
    return _DRAW[panel.kind](panel, empty, screen)


def _tiles(panel: schema.TilesPanel, empty: Drawn, screen: Screen) -> Drawn:
    asked = ((tile, screen.desk.read(tile, compare=tile.compare)) for tile in panel.tiles)
    return replace(empty, numbers=tuple(_number(tile, reading) for tile, reading in asked))


def _number(tile: schema.Tile, reading: Reading) -> Number:
    notes = (reading.trouble, reading.change, reading.period, reading.unit)
    is_wrong = reading.value is not None and reading.value > 0
    return Number(
        reading=reading,
        note=next((note for note in notes if note), ""),
        tone=tile.tone if is_wrong else "",
    )


def _map(panel: schema.MapPanel, empty: Drawn, screen: Screen) -> Drawn:
    place = min(screen.chosen.get(empty.key, 0), len(panel.choices) - 1)
    source = panel.choices[place]
    reading = screen.desk.read(source, panel.breakdown)
    parts = {part.key: part for part in reading.parts}
    picture = maps.coloured(
        atlas.districts(),
        {key: part.value for key, part in parts.items() if part.value is not None},
        key=empty.key,
        title=reading.title,
        unit=reading.unit or _("nilai"),
        addresses={key: part.address for key, part in parts.items()},
        texts={key: part.text for key, part in parts.items()},
    )
    return replace(
        empty,
        map=None if reading.trouble else picture,
        choices=tuple(_choices(panel, empty.key, place, screen)),
        trouble=reading.trouble,
        note=reading.period,
        address=reading.address,
        simulation=reading.simulation,
    )


def _choices(panel: schema.MapPanel, key: str, place: int, screen: Screen) -> list[Link]:
    if len(panel.choices) < 2:
        return []
    return [
        Link(
            label=say(source.title) or screen.desk.title(source),
            address=f"{screen.address}&pilih={key}.{number}#{key}",
            is_current=number == place,
        )
        for number, source in enumerate(panel.choices)
    ]


def _bars(panel: schema.BarsPanel, empty: Drawn, screen: Screen) -> Drawn:
    reading = screen.desk.read(panel.source, panel.breakdown)
    ordered = sorted(reading.parts, key=lambda part: (-(part.value or 0), part.label))
    shown = [
        Bar(
            label=part.label,
            value=part.value or 0,
            text=part.text,
            address=part.address,
            tone=panel.tone or "brand",
        )
        for part in ordered[:MOST_BARS]
    ]
    trouble = reading.trouble or ("" if shown else _("Belum ada angka untuk kurun ini."))
    return replace(
        empty,
        bars=tuple(shown),
        unit=reading.unit,
        note=reading.period or reading.title,
        more=len(ordered) - len(shown),
        address=reading.address,
        trouble=trouble,
        simulation=reading.simulation,
    )


def _trend(panel: schema.TrendPanel, empty: Drawn, screen: Screen) -> Drawn:
    found = screen.desk.trend(panel.measure, panel.periods)
    last = found[-1] if found else Reading(title=empty.title)
    picture = trends.drawn(
        [_step(each) for each in found],
        key=empty.key,
        title=last.title,
        unit=last.unit,
        language=screen.language,
    )
    is_line = picture is not None and len(picture.known) > 1
    return replace(
        empty,
        trend=picture,
        trouble="" if is_line else _("Belum cukup periode untuk menggambar garisnya."),
        address=last.address,
        simulation=last.simulation,
    )


def _step(each: Reading) -> trends.Step:
    return trends.Step(
        label=each.period,
        value=each.value,
        text=each.text,
        short=each.short_period,
        address=each.address,
        is_simulation=bool(each.simulation),
        is_provisional=each.is_running,
    )


def _ikm(panel: schema.IkmPanel, empty: Drawn, screen: Screen) -> Drawn:
    index = screen.desk.read(schema.Source(measure=panel.measure))
    answered = screen.desk.read(schema.Source(measure=panel.respondents))
    if index.value is None:
        trouble = index.trouble or _("Belum cukup jawaban: sedikitnya lima orang per periode.")
        return replace(empty, trouble=trouble, address=index.address, note=index.period)
    grade = next((g for g in panel.grades if index.value >= float(g.lowest)), panel.grades[-1])
    found = Ikm(index=index, respondents=answered, letter=grade.letter, word=say(grade.word))
    return replace(empty, ikm=found, note=index.period, address=index.address)


def _scores(panel: schema.ScoresPanel, empty: Drawn, screen: Screen) -> Drawn:
    found = [gauge for fill in hooks.gauges for gauge in fill(screen.today, screen.actor)]
    if screen.is_public:
        found = [gauge for gauge in found if gauge.is_settled]
    trouble = "" if found else _("Belum ada penilaian yang ditetapkan.")
    if not found and not screen.is_public:
        trouble = "Belum ada penilaian yang dibuka."
    return replace(empty, gauges=tuple(found), trouble=trouble)


def _events(panel: schema.EventsPanel, empty: Drawn, screen: Screen) -> Drawn:
    weeks = _feed.newest(panel.rows, screen.language)
    trouble = "" if weeks else _("Belum ada pekan yang dapat diumumkan.")
    return replace(empty, weeks=weeks, trouble=trouble)


def _standing(panel: schema.AlertsPanel, empty: Drawn, screen: Screen) -> Drawn:
    desk = screen.desk if isinstance(screen.desk, OfficersDesk) else None
    return replace(empty, alerts=_alerts.standing(screen.actor, desk), good=say(panel.good))


_DRAW: Mapping[str, Callable[..., Drawn]] = {
    "tiles": _tiles,
    "map": _map,
    "bars": _bars,
    "trend": _trend,
    "ikm": _ikm,
    "scores": _scores,
    "events": _events,
    "alerts": _standing,
}
"""One painter for each kind; the schema knows the same kinds (a test compares)."""
