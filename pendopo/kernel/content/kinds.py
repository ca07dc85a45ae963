"""The registry of kinds: which schema a package follows and which files it may hold."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatch

from pendopo.kernel.content.schema import Package


@dataclass(frozen=True)
class Problem:
    """One fault of a package: the file, the line (0 where no line can be named) and a sentence."""

    file: str
    line: int
    sentence: str

    def __str__(self) -> str:
        """Write it the way compilers do, so that editors can jump to it.

        Names of files and words of a package come from strangers: a terminal must not obey them.
        """
        return _in_plain_sight(f"{self.file}:{self.line}: {self.sentence}")


def _in_plain_sight(text: str) -> str:
    return "".join(one if one.isprintable() else f"\\u{ord(one):04x}" for one in text)


Check = Callable[[Package, Mapping[str, str]], Iterable[str]]
"""A look at a whole package (data, other files): yields sentences for what does not fit."""

Together = Callable[[Iterable[Package]], Iterable[tuple[str, str]]]
"""A look at all packages of a kind: yields (code, sentence) for what does not fit with the others."""


def nothing_more(data: Package, files: Mapping[str, str]) -> Iterable[str]:
    """Accept whatever the schema accepted."""
    return ()


def nothing_together(packages: Iterable[Package]) -> Iterable[tuple[str, str]]:
    """Accept packages whatever stands beside them."""
    return ()


@dataclass(frozen=True)
class Kind:
    """One kind of package."""

    name: str
    schema: type[Package]
    main: str
    files: tuple[str, ...] = ()
    check: Check = nothing_more
    together: Together = nothing_together

    def allows(self, path: str) -> bool:
        """Tell whether a package of this kind may hold this file."""
        return path == self.main or any(fnmatch(path, pattern) for pattern in self.files)


_kinds: dict[str, Kind] = {}


def register(
    name: str,
    schema: type[Package],
    *,
    main: str,
    files: tuple[str, ...] = (),
    check: Check = nothing_more,
    together: Together = nothing_together,
) -> None:
    """Declare a kind; a domain does so once, in its hooks."""
    kind = Kind(name, schema, main, files, check, together)
    if _kinds.setdefault(name, kind) != kind:
        raise ValueError(f"content kind {name!r} is declared twice")


def kind_of(name: str) -> Kind:
    """Return a kind by name. Raises KeyError."""
    return _kinds[name]


def all_kinds() -> tuple[Kind, ...]:
    """Return all kinds by name."""
    return tuple(_kinds[name] for name in sorted(_kinds))
