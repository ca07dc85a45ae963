"""Check a package, as a folder or as a mapping of files, against its kind."""

import hashlib
import itertools
import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from pendopo.kernel.content import reading
from pendopo.kernel.content.kinds import Kind, Problem
from pendopo.kernel.content.schema import Package
from pendopo.kernel.errors import DomainError

MAX_FILES = 64


class BrokenPackage(DomainError):
    """The package does not hold; `problems` says where and why."""

    status = 422

    def __init__(self, problems: list[Problem]) -> None:
        """Keep all problems; the first one is the sentence."""
        self.problems = problems
        super().__init__(str(problems[0]))


@dataclass(frozen=True)
class Checked:
    """A package that holds: its data, other files and fingerprint."""

    kind: Kind
    data: Package
    files: dict[str, str]
    sha256: str


def read_folder(folder: Path, kind: Kind) -> dict[str, str]:
    """Return the package's files as text by relative path. Raises BrokenPackage."""
    found = itertools.islice(_files(folder), MAX_FILES + 1)
    texts: dict[str, str] = {}
    # Names are looked at before any file is opened, and never more of them than a package has.
    for path in sorted(found):
        name = path.relative_to(folder).as_posix()
        if not stat.S_ISREG(path.lstat().st_mode) or not kind.allows(name):
            raise BrokenPackage([Problem(str(path), 0, "Berkas ini tidak dikenal dalam paket.")])
        if len(texts) >= MAX_FILES:
            raise BrokenPackage([Problem(str(folder), 0, f"Lebih dari {MAX_FILES} berkas.")])
        texts[name] = _text(path)
    return texts


def _files(folder: Path) -> Iterator[Path]:
    """Walk everything in a folder that is no folder itself; a link is never followed."""
    if folder.is_symlink():
        raise BrokenPackage([Problem(str(folder), 0, "Paket tidak boleh berupa tautan.")])
    for place, folders, names in os.walk(folder):
        links = [name for name in folders if Path(place, name).is_symlink()]
        yield from (Path(place, name) for name in (*links, *names))


def _text(path: Path) -> str:
    with path.open("rb") as file:
        # One byte more says that there is too much, however large the file is.
        data = file.read(reading.MAX_BYTES + 1)
    if len(data) > reading.MAX_BYTES:
        raise BrokenPackage([Problem(str(path), 1, reading.TOO_LARGE)])
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise BrokenPackage([Problem(str(path), 0, "Berkas bukan teks UTF-8.")]) from error


def check(kind: Kind, code: str, texts: Mapping[str, str], *, label: str = "") -> Checked:
    """Validate a package. `label` is shown before file names. Raises BrokenPackage."""
    main = str(PurePosixPath(label or code) / kind.main)
    if kind.main not in texts:
        raise BrokenPackage([Problem(main, 0, f"Berkas utama {kind.main} tidak ada.")])
    try:
        document = reading.read(main, texts[kind.main])
    except reading.Unreadable as error:
        raise BrokenPackage([error.problem]) from error
    data = _validated(kind, main, document)
    others = {name: text for name, text in sorted(texts.items()) if name != kind.main}
    problems = [
        Problem(main, document.line_of(path), sentence)
        for path, sentence in _faults(kind, code, data, others)
    ]
    if problems:
        raise BrokenPackage(problems)
    return Checked(kind, data, others, fingerprint(texts))


def fingerprint(texts: Mapping[str, str]) -> str:
    """Return SHA-256 over names and contents; moving a line from one file to another changes it."""
    digest = hashlib.sha256()
    for name, text in sorted(texts.items()):
        for part in (name, text):
            encoded = part.encode()
            digest.update(len(encoded).to_bytes(8, "big") + encoded)
    return digest.hexdigest()


def _validated(kind: Kind, main: str, document: reading.Document) -> Package:
    try:
        return kind.schema.model_validate(document.data)
    except ValidationError as error:
        raise BrokenPackage(
            [
                Problem(main, document.line_of(tuple(fault["loc"])), _sentence(fault))
                for fault in error.errors(include_url=False, include_context=False)
            ]
        ) from error


def _faults(
    kind: Kind, code: str, data: Package, files: Mapping[str, str]
) -> list[tuple[reading.Path, str]]:
    found: list[tuple[reading.Path, str]] = []
    if data.code != code:
        found.append((("code",), f"Kode “{data.code}” harus sama dengan nama folder “{code}”."))
    found.extend(((), sentence) for sentence in kind.check(data, files))
    return found


_WORDS = {
    "missing": "wajib diisi",
    "extra_forbidden": "tidak dikenal",
    "string_pattern_mismatch": "bentuknya tidak sesuai",
    "string_too_short": "terlalu pendek",
    "int_parsing": "harus angka bulat",
    "int_type": "harus angka bulat",
    "string_type": "harus berupa teks",
    "bool_type": "harus ya atau tidak",
    "list_type": "harus berupa daftar",
    "literal_error": "bukan salah satu pilihan yang dikenal",
    "enum": "bukan salah satu pilihan yang dikenal",
}


def _sentence(fault: ErrorDetails) -> str:
    where = ".".join(str(part) for part in fault["loc"]) or "paket"
    said = fault["msg"].removeprefix("Value error, ")
    return f"“{where}” {_WORDS.get(fault['type'], said)}."
