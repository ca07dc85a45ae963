"""Every extension point of the house, in one file.

A domain fills a hook from its `hooks.py`:

    @hooks.home_cards.fill
    def waiting_cases(actor: Actor) -> Iterable[HomeCard]: ...

The shell, the project and other domains read it without knowing who filled it. Fillers are
kept in the order in which apps are installed. This module knows no framework.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from pendopo.kernel.actor import Actor

F = TypeVar("F", bound=Callable[..., Any])


class Hook(Generic[F]):
    """A named list of functions."""

    def __init__(self) -> None:
        """Start empty."""
        self._fillers: list[F] = []

    def fill(self, function: F) -> F:
        """Register a function (decorator); twice the same function counts once."""
        if function not in self._fillers:
            self._fillers.append(function)
        return function

    def __iter__(self) -> Iterator[F]:
        """Walk the fillers in the order of installation."""
        return iter(self._fillers)


@dataclass(frozen=True, kw_only=True)
class HomeCard:
    """What waits for this person, first on the home page. `rank` 0 is most urgent."""

    title: str
    text: str
    address: str
    action: str
    rank: int = 50
    count: int | None = None


@dataclass(frozen=True, kw_only=True)
class MenuItem:
    """An entry of the menu.

    `frame` is "public", "resident", "officer", "leader", or "account" (the person's own menu).
    """

    label: str
    address: str
    icon: str
    frame: str
    rank: int = 50


@dataclass(frozen=True, kw_only=True)
class FrontLink:
    """One door on the front page; `icon` is a name of shell/vendored.py, or empty."""

    label: str
    address: str
    text: str = ""
    icon: str = ""


@dataclass(frozen=True, kw_only=True)
class FrontSection:
    """A group of doors on the front page: the commonest services, events of life.

    `shape` "rows" shows label and text one below the other, "tiles" shows icon and label.
    """

    title: str
    links: tuple[FrontLink, ...]
    shape: str = "rows"
    rank: int = 50
    more: str = ""
    """Where the rest is, empty where this is all."""


@dataclass(frozen=True, kw_only=True)
class SearchHit:
    """One line of search results that this actor may open."""

    title: str
    text: str
    address: str
    kind: str


@dataclass(frozen=True, kw_only=True)
class SubjectLink:
    """Where a subject (`case:2026-…`) can be opened, and what to call it there."""

    label: str
    address: str


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A number for a head's page, whole or split by key (agency or district code)."""

    code: str
    label: str
    unit: str
    value: float
    address: str = ""
    parts: tuple[tuple[str, float], ...] = ()
    period: str = ""
    part_name: str = ""
    """The query parameter that narrows `address` to one part: "kecamatan"; empty if it cannot."""


@dataclass(frozen=True, kw_only=True)
class Gauge:
    """A score beside its target, ready to be shown; `value` empty where nothing counts yet.

    `share` is the place on the scale, 0 to 100. `is_settled` once somebody signed it, which is
    when it may be shown to everybody. `reasons` say why a simulation is one.
    """

    title: str
    period: str
    value: str
    share: float
    band: str = ""
    target: str = ""
    target_share: float | None = None
    gap: str = ""
    state: str = ""
    is_simulation: bool = False
    reasons: tuple[str, ...] = ()
    is_settled: bool = False
    address: str = ""


@dataclass(frozen=True, kw_only=True)
class OfflinePage:
    """A public page, the same for everybody, that a device keeps for use without signal.

    `stands_for` are the addresses that show it when there is no signal.
    """

    address: str
    stands_for: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Register:
    """What a domain keeps at the moment, one row for each thing, for the lake's `reg_<name>`.

    `columns` name types as an event's fields do: Code, Ref, int, bool, date, datetime, Rupiah,
    or one of them with None. `rows` gives the state of a day, which is today.
    """

    name: str
    columns: Mapping[str, Any]
    rows: Callable[[date], Iterable[Mapping[str, Any]]]
    public: bool = False


home_cards: Hook[Callable[[Actor], Iterable[HomeCard]]] = Hook()
"""Cards of a signed-in person's home page."""

front_sections: Hook[Callable[[Actor], Iterable[FrontSection]]] = Hook()
"""What the front page offers everybody below the search box, by rank."""

menu: Hook[Callable[[Actor], Iterable[MenuItem]]] = Hook()
"""Entries of the menu for this actor (anonymous too)."""

search: Hook[Callable[[Actor, str], Iterable[SearchHit]]] = Hook()
"""Hits for a text that this actor may see; each filler returns at most ten."""

subject_links: Hook[Callable[[Collection[str], Actor], Mapping[str, SubjectLink]]] = Hook()
"""The pages of subjects, asked of many at once; what is not mine or not for this actor is left out."""

subject_actions: Hook[Callable[[str, Actor], Iterable[SubjectLink]]] = Hook()
"""What other domains offer on the page of a subject: answer the survey, download the letter."""

file_access: Hook[Callable[[Any, Actor], bool]] = Hook()
"""May this actor read this stored file? One yes is enough; nobody's yes is a no."""

figures: Hook[Callable[[Actor, datetime, datetime], Iterable[Figure]]] = Hook()
"""Numbers for the head's page between two moments."""

gauges: Hook[Callable[[date, Actor], Iterable[Gauge]]] = Hook()
"""Scores against their targets on a day; never computed at length, for a wall reads them.

Their doors are for this actor; without one where the actor may not open the score.
"""

notice_words: Hook[Callable[[str, Mapping[str, str | int]], Mapping[str, str]]] = Hook()
"""Words that stand behind the codes of a notice: its template and codes give field → words.

Only words of content and names of offices, never a person's; empty where the template is another's.
"""

starts: Hook[Callable[[str, str], str | None]] = Hook()
"""The address where a service of this channel ("booking", "external", …) begins, or None."""

offline_pages: Hook[Callable[[], Iterable[OfflinePage]]] = Hook()
"""Pages that every device keeps, visited or not: forms that are asked for often."""

rotations: Hook[Callable[[], Iterable[tuple[str, int]]]] = Hook()
"""Re-encrypt what this domain holds under the newest key; yields (table, rows) as it goes."""

ticks: Hook[Callable[[datetime], None]] = Hook()
"""Called by the worker about once a minute; a filler decides itself whether it is due."""

registers: Hook[Callable[[], Iterable[Register]]] = Hook()
"""What the lake takes a snapshot of once a day; no names, no free text, nothing about a person."""

record_kinds: Hook[Callable[[], Iterable[str]]] = Hook()
"""Kinds of references that name records ("case"); any other is a person's until somebody says so."""

measure_pages: Hook[Callable[[str, str, Mapping[str, str], Actor], str | None]] = Hook()
"""The page of a measure by its code: a period as text ("" for the newest) and column → key that narrow it.

None where this actor may not open it, or there is no such measure.
"""

zone: Hook[Callable[[], str]] = Hook()
"""The zone of the government's clocks, "Asia/Jakarta"; exactly one filler, the shell."""


def links(subjects: Iterable[str], actor: Actor) -> dict[str, SubjectLink]:
    """Return where this actor opens subjects; a list asks for all its rows at once."""
    asked, found = set(subjects), dict[str, SubjectLink]()
    for fill in subject_links:
        found = {**fill(asked, actor), **found}
    return found


def link_to(subject: str, actor: Actor) -> SubjectLink | None:
    """Return where this actor opens one subject, or None."""
    return links([subject], actor).get(subject)
