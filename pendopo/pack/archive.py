"""The container: a zip file in which every byte follows from the names and contents.

Stored, not compressed; no dates, comments, extra fields, links or data between. So there are no zip
bombs, one set of files gives one pack, and no byte of it could be another without being noticed.
"""

import re
import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from pendopo.pack import limits
from pendopo.pack.misfit import Misfit

BLOCK = 1024 * 1024
FIRST = ("manifest.json", "manifest.sig")
"""These come first, the other files after them in the order of their names."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*){0,4}")
_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_VERSION, _UNIX, _DATE = 20, 3 << 8 | 20, 1 << 5 | 1
_MODE = 0o100644 << 16


@dataclass(frozen=True, kw_only=True)
class Member:
    """One file of a pack: where its bytes lie, in bytes from the beginning."""

    name: str
    start: int
    size: int
    crc: int


def write(target: Path, files: Sequence[tuple[str, Path]]) -> None:
    """Write these files, in any order, into one pack. Raises Misfit for what no pack may hold."""
    members: list[Member] = []
    with target.open("wb") as out:
        for name, path in sorted(files, key=lambda pair: _place(pair[0])):
            size, crc = _measure(path)
            header = _local(name, size, crc)
            member = Member(name=name, start=out.tell() + len(header), size=size, crc=crc)
            members.append(member)
            out.write(header)
            with path.open("rb") as source:
                while block := source.read(BLOCK):
                    out.write(block)
        start = out.tell()
        out.write(_directory(members, start))
    _check_names([member.name for member in members])
    if target.stat().st_size > limits.PACK_BYTES:
        raise Misfit("Paket ini lebih besar daripada yang diperbolehkan.")


class Archive:
    """An open pack whose shape was found to be exactly what `write` makes."""

    def __init__(self, path: Path) -> None:
        """Open it and walk its shape; contents are not looked at. Raises Misfit, OSError."""
        self._file: BinaryIO = path.open("rb")
        try:
            self._size = path.stat().st_size
            self.members = {member.name: member for member in self._walk()}
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> "Archive":
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the file."""
        self._file.close()

    def blocks(self, name: str) -> Iterator[bytes]:
        """Walk the bytes of a file, and its checksum. Raises Misfit."""
        member = self._member(name)
        at, crc = member.start, 0
        while at < member.start + member.size:
            self._file.seek(at)
            block = self._file.read(min(BLOCK, member.start + member.size - at))
            if not block:
                raise Misfit(f"Berkas {name} di dalam paket terpotong.")
            crc = zlib.crc32(block, crc)
            at += len(block)
            yield block
        if crc != member.crc:
            raise Misfit(f"Isi berkas {name} tidak cocok dengan angka periksanya.")

    def lines(self, name: str) -> Iterator[list[bytes]]:
        """Walk the lines of a file, many at a time, without their ends. Raises Misfit."""
        rest = b""
        for block in self.blocks(name):
            *whole, rest = (rest + block).split(b"\n")
            if max(map(len, (*whole, rest))) > limits.LINE_BYTES:
                raise Misfit(f"Berkas {name} memuat baris yang terlalu panjang.")
            yield whole
        if rest:
            raise Misfit(f"Baris terakhir berkas {name} tidak selesai.")

    def read(self, name: str, limit: int) -> bytes:
        """Return a small file whole. Raises Misfit where it is missing or too large."""
        if self._member(name).size > limit:
            raise Misfit(f"Berkas {name} terlalu besar.")
        return b"".join(self.blocks(name))

    def _member(self, name: str) -> Member:
        if name not in self.members:
            raise Misfit(f"Berkas {name} tidak ada di dalam paket.")
        return self.members[name]

    def _walk(self) -> Iterator[Member]:
        if self._size > limits.PACK_BYTES:
            raise Misfit("Berkas ini lebih besar daripada paket yang diperbolehkan.")
        members: list[Member] = []
        at = 0
        while member := self._next(at):
            members.append(member)
            at = member.start + member.size
            if len(members) > limits.FILES:
                raise Misfit("Paket ini memuat terlalu banyak berkas.")
        _check_names([member.name for member in members])
        expected = _directory(members, at)
        self._file.seek(at)
        if self._file.read(len(expected) + 1) != expected:
            raise Misfit("Daftar isi zip tidak sama dengan isinya, atau ada data tambahan.")
        yield from members

    def _next(self, at: int) -> Member | None:
        self._file.seek(at)
        header = self._file.read(_LOCAL.size)
        if header[:4] != b"PK\x03\x04":
            if at == 0:
                raise Misfit("Berkas ini bukan paket Pendopo (zip).")
            return None
        if len(header) < _LOCAL.size:
            raise Misfit("Berkas zip terpotong.")
        _, _, _, _, _, _, crc, _, size, length, _ = _LOCAL.unpack(header)
        raw = self._file.read(min(length, limits.NAME_LENGTH + 1))
        name = raw.decode("ascii", "replace")
        start = at + _LOCAL.size + length
        if len(raw) != length or not _NAME.fullmatch(name):
            raise Misfit("Ada nama berkas yang tidak boleh ada di dalam paket.")
        if header + raw != _local(name, size, crc):
            raise Misfit(f"Kepala zip dari berkas {name} tidak dalam bentuk baku.")
        if start + size > self._size:
            raise Misfit(f"Berkas {name} di dalam paket terpotong.")
        return Member(name=name, start=start, size=size, crc=crc)


def _check_names(names: Sequence[str]) -> None:
    if list(names) != sorted(names, key=_place):
        raise Misfit("Urutan berkas di dalam paket tidak baku.")
    # Some systems take A and a for the same file.
    if len({name.lower() for name in names}) != len(names):
        raise Misfit("Ada nama berkas yang dipakai dua kali di dalam paket.")
    for name in names:
        if not _NAME.fullmatch(name) or len(name) > limits.NAME_LENGTH:
            raise Misfit("Ada nama berkas yang tidak boleh ada di dalam paket.")


def _place(name: str) -> tuple[int, str]:
    return (FIRST.index(name) if name in FIRST else len(FIRST)), name


def _measure(path: Path) -> tuple[int, int]:
    size = crc = 0
    with path.open("rb") as source:
        while block := source.read(BLOCK):
            size, crc = size + len(block), zlib.crc32(block, crc)
    return size, crc


def _local(name: str, size: int, crc: int) -> bytes:
    length = len(name)
    return _LOCAL.pack(
        b"PK\x03\x04", _VERSION, 0, 0, 0, _DATE, crc, size, size, length, 0
    ) + name.encode("ascii")


def _directory(members: Sequence[Member], start: int) -> bytes:
    listed = b"".join(_listed(member) for member in members)
    count = len(members)
    return listed + _END.pack(b"PK\x05\x06", 0, 0, count, count, len(listed), start, 0)


def _listed(member: Member) -> bytes:
    name = member.name.encode("ascii")
    offset = member.start - _LOCAL.size - len(name)
    made = (_UNIX, _VERSION, 0, 0, 0, _DATE, member.crc, member.size, member.size)
    return _CENTRAL.pack(b"PK\x01\x02", *made, len(name), 0, 0, 0, 0, _MODE, offset) + name
