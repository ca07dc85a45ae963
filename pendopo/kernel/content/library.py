"""Load packages and look them up: the door for domains."""

import itertools
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from pathlib import Path

from django.db import IntegrityError, transaction

from pendopo.kernel.content import checking, shelf
from pendopo.kernel.content.kinds import Kind, Problem, all_kinds
from pendopo.kernel.content.models import Version
from pendopo.kernel.content.schema import Package
from pendopo.kernel.errors import NotFound

MOST_FOLDERS = 5_000
"""More packages of one kind than this are no content of anybody."""


class NoSuchContent(NotFound):
    """No version of this package is in force on that day."""

    sentence = "Isi yang dicari belum tersedia."


class VersionTaken(checking.BrokenPackage):
    """The same version number was loaded before with other contents."""


class UnknownFolder(checking.BrokenPackage):
    """The folder is no kind that this installation knows."""


def current(kind: str, code: str, *, on: date) -> Version:
    """Return the version in force on a day. Raises NoSuchContent."""
    for version in reversed(shelf.of_kind(kind)):
        if version.code == code and version.effective_from <= on:
            return version
    raise NoSuchContent


def exact(kind: str, code: str, version: int) -> Version:
    """Return one version by its number. Raises NoSuchContent."""
    for found in shelf.of_kind(kind):
        if found.code == code and found.version == version:
            return found
    raise NoSuchContent


def by_id(kind: str, pk: int) -> Version:
    """Return the version that a row points to, from memory."""
    for found in shelf.of_kind(kind):
        if found.id == pk:
            return found
    # Loaded by another process after this request had looked whether any came.
    return Version.objects.get(pk=pk)


def replaced_on(version: Version, *, on: date) -> date | None:
    """Return the day on which a newer version took effect, or None where none has yet."""
    for newer in shelf.of_kind(version.kind):
        if newer.code == version.code and newer.version > version.version:
            return newer.effective_from if newer.effective_from <= on else None
    return None


def versions(kind: str, *, on: date) -> list[Version]:
    """Return the version in force of every package of a kind, by code."""
    rows = (version for version in shelf.of_kind(kind) if version.effective_from <= on)
    newest = {row.code: row for row in rows}
    return [newest[code] for code in sorted(newest)]


def history(kind: str, code: str) -> list[Version]:
    """Return all loaded versions of one package, newest first."""
    found = (version for version in shelf.of_kind(kind) if version.code == code)
    return sorted(found, key=lambda version: -version.version)


def load_folder(root: Path, *, now: datetime) -> Iterator[tuple[Version, bool]]:
    """Load every package below `root/<kind>/<code>/`; yields (version, loaded just now?).

    Everything is checked before anything is loaded, beside what was loaded before.
    Raises BrokenPackage with all problems.
    """
    checked = check_folder(root)
    _refuse(_beside_each_other(checked, _newest))
    for package in checked:
        yield load(package, now=now)


def check_folder(root: Path) -> list[checking.Checked]:
    """Return every package below `root`, validated. Raises BrokenPackage with all problems."""
    checked: list[checking.Checked] = []
    problems: list[Problem] = []
    for kind, folder in _folders(root):
        try:
            label = str(folder.relative_to(root))
            texts = checking.read_folder(folder, kind)
            checked.append(checking.check(kind, folder.name, texts, label=label))
        except checking.BrokenPackage as error:
            problems.extend(error.problems)
    _refuse(problems or _beside_each_other(checked, lambda _: ()))
    return checked


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise checking.BrokenPackage(problems)


def _beside_each_other(
    checked: list[checking.Checked], others: Callable[[Kind], Iterable[Package]]
) -> list[Problem]:
    """Return why packages of a kind may not stand together, with `others` of it that are new here."""
    problems = []
    for kind in sorted({one.kind for one in checked}, key=lambda kind: kind.name):
        mine = {one.data.code: one.data for one in checked if one.kind == kind}
        beside = [one for one in others(kind) if one.code not in mine]
        problems += [
            Problem(f"{kind.name}/{code}/{kind.main}", 0, sentence)
            for code, sentence in kind.together([*mine.values(), *beside])
        ]
    return problems


def _newest(kind: Kind) -> Iterable[Package]:
    return {version.code: version.data for version in shelf.of_kind(kind.name)}.values()


def load(package: checking.Checked, *, now: datetime) -> tuple[Version, bool]:
    """Store one checked package; loading it twice changes nothing. Raises VersionTaken."""
    data = package.data
    row = Version(
        kind=package.kind.name,
        code=data.code,
        version=data.version,
        effective_from=data.effective_from,
        title=data.title,
        raw=data.model_dump(mode="json", exclude_unset=True, by_alias=True),
        files=package.files,
        sha256=package.sha256,
        loaded_at=now,
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        return _same(row), False
    return row, True


def _same(row: Version) -> Version:
    found = Version.objects.get(kind=row.kind, code=row.code, version=row.version)
    if found.sha256 != row.sha256:
        sentence = f"Versi {row.version} sudah dimuat dengan isi lain. Naikkan nomor versinya."
        raise VersionTaken([Problem(f"{row.kind}/{row.code}", 0, sentence)])
    return found


def _folders(root: Path) -> Iterator[tuple[Kind, Path]]:
    known = {kind.name: kind for kind in all_kinds()}
    for place in _below(root):
        if place.name not in known or place.is_symlink():
            problem = Problem(str(place), 0, f"Jenis paket “{place.name}” tidak dikenal.")
            raise UnknownFolder([problem])
        for folder in _below(place):
            yield known[place.name], folder


def _below(place: Path) -> list[Path]:
    found = list(itertools.islice((one for one in place.iterdir() if one.is_dir()), MOST_FOLDERS))
    if len(found) == MOST_FOLDERS:
        sentence = f"Ada {MOST_FOLDERS} paket atau lebih di satu folder."
        raise UnknownFolder([Problem(str(place), 0, sentence)])
    return sorted(found)
