"""A whole board: the slides of a package with everything on them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.urls import reverse

from pendopo.domains.command import access, rules, schema
from pendopo.domains.command.queries import _alerts, _marks, _panels
from pendopo.domains.command.queries._open import PublicDesk
from pendopo.domains.command.queries._panels import Drawn, Screen
from pendopo.domains.command.queries._reading import OfficersDesk
from pendopo.kernel.actor import ANONYMOUS, Actor
from pendopo.kernel.content import library
from pendopo.kernel.lake import measures
from pendopo.shell import government

OFFICERS, PUBLIC = "pimpinan", "terbuka"


@dataclass(frozen=True, kw_only=True)
class Section:
    """One slide, drawn."""

    code: str
    title: str
    panels: tuple[Drawn, ...]


@dataclass(frozen=True, kw_only=True)
class Board:
    """Everything that a screen shows, and how it keeps itself fresh."""

    title: str
    sections: tuple[Section, ...]
    rotation_seconds: int
    refresh_seconds: int
    holds_on_danger: bool
    is_in_danger: bool


def officers_package(on: date) -> schema.Panel:
    """Return the board of officers in force. Raises NoSuchContent."""
    return _package(OFFICERS, on)


def public_package(on: date) -> schema.Panel:
    """Return the open board in force. Raises NoSuchContent."""
    found = _package(PUBLIC, on)
    if found.audience is not schema.Audience.PUBLIC:
        raise library.NoSuchContent
    return found


def officers_mark(actor: Actor, now: datetime) -> str:
    """Return what changes when the officers' board changes; asks no engine and draws nothing."""
    package = officers_package(government.local_date(now))
    return _marks.of_officers(package, now, (actor.ref, *actor.units(access.VIEW)))


def public_mark(today: date, language: str) -> str:
    """Return what changes when the open board changes."""
    return _marks.of_public(public_package(today), today, language)


def officers_board(
    actor: Actor, span: rules.Span, chosen: Mapping[str, int], now: datetime
) -> Board:
    """Return the board of officers as it stands now. Raises NoSuchContent."""
    package = officers_package(government.local_date(now))
    address = f"{reverse('command:page')}?kurun={span}"
    screen = Screen(
        desk=officers_desk(actor, span, now),
        actor=actor,
        today=government.local_date(now),
        language="id",
        is_public=False,
        address=address,
        chosen=chosen,
    )
    return _board(package, screen)


def public_board(today: date, language: str, chosen: Mapping[str, int]) -> Board:
    """Return the open board as everybody sees it. Raises NoSuchContent."""
    return _board(public_package(today), _public_screen(today, language, chosen))


def officers_desk(actor: Actor, span: rules.Span, now: datetime) -> OfficersDesk:
    """Return where officers' numbers of a span come from."""
    zone = ZoneInfo(government.current().zone)
    return OfficersDesk(
        actor, rules.period(span, now, zone), government.local_date(now), _alerts.part_names()
    )


def _public_screen(today: date, language: str, chosen: Mapping[str, int]) -> Screen:
    return Screen(
        desk=PublicDesk(today, language, _alerts.part_names()),
        actor=ANONYMOUS,
        today=today,
        language=language,
        is_public=True,
        address=f"{reverse('command:open')}?",
        chosen=chosen,
    )


def _take_kept(package: schema.Panel, screen: Screen) -> None:
    """Fetch every kept number of the board at once, before its panels ask one by one.

    What is open is looked at together with everything else that is (publishing).
    """
    asked = {source.measure for source in package.sources() if source.measure}
    beside = measures.open_measures(on=screen.today) if screen.is_public else []
    measures.take(asked | {each.code for each in beside})


def _package(code: str, on: date) -> schema.Panel:
    data = library.current("panels", code, on=on).data
    if not isinstance(data, schema.Panel):
        raise library.NoSuchContent
    return data


def _board(package: schema.Panel, screen: Screen) -> Board:
    _take_kept(package, screen)
    sections = tuple(
        Section(
            code=slide.code,
            title=slide.title,
            panels=tuple(
                _panels.drawn(panel, f"{slide.code}-{place}", screen)
                for place, panel in enumerate(slide.panels)
            ),
        )
        for slide in package.slides
    )
    alerts = [one for section in sections for panel in section.panels for one in panel.alerts]
    return Board(
        title=package.title,
        sections=sections,
        rotation_seconds=package.rotation_seconds,
        refresh_seconds=package.refresh_seconds,
        holds_on_danger=package.hold_on_danger,
        is_in_danger=any(one.tone == "negative" for one in alerts),
    )
