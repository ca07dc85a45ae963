"""Hostile containers: whatever is not exactly what the writer makes is refused early."""

import struct
import zipfile
from pathlib import Path

import pytest

from pendopo.pack import archive, limits, plain, verifier
from pendopo.pack.archive import Archive
from pendopo.pack.misfit import Misfit
from pendopo.pack.tests.making import Making


def put(folder: Path, *names: str) -> list[tuple[str, Path]]:
    path = folder / "bytes"
    path.write_bytes(b"x")
    return [(name, path) for name in names]


def refused(path: Path) -> str:
    with pytest.raises(Misfit) as caught, Archive(path):
        pass
    return caught.value.sentence


def test_any_zip_program_reads_a_pack(pack: Making) -> None:
    with zipfile.ZipFile(pack.write()) as found:
        assert found.testzip() is None
        assert found.namelist()[:2] == ["manifest.json", "manifest.sig"]


@pytest.mark.parametrize(
    "name", ["../x", "/x", "a//b", "a/../b", "a\\b", ".x", "a/.b", "a b", "ä", "C:x", "x" * 201, ""]
)
def test_no_name_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises((Misfit, UnicodeEncodeError)):
        archive.write(tmp_path / "p.zip", put(tmp_path, name))


@pytest.mark.parametrize("names", [("a", "a"), ("a", "A"), ("x/b", "x/B")])
def test_no_name_stands_twice(tmp_path: Path, names: tuple[str, str]) -> None:
    with pytest.raises(Misfit, match="dua kali"):
        archive.write(tmp_path / "p.zip", put(tmp_path, *names))


@pytest.mark.parametrize("how", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
def test_a_zip_of_another_program_is_no_pack(tmp_path: Path, how: int) -> None:
    path = tmp_path / "p.zip"
    with zipfile.ZipFile(path, "w", how) as made:
        made.writestr("manifest.json", b"0" * 100_000)
    assert "bentuk baku" in refused(path)


def test_a_bomb_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "p.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as made:
        made.writestr("manifest.json", b"0" * 50_000_000)
    assert path.stat().st_size < 100_000
    assert "bentuk baku" in refused(path)


def test_what_lies_before_behind_or_between_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "p.zip"
    archive.write(path, put(tmp_path, "a", "b"))
    data = path.read_bytes()
    comment = data[:-2] + struct.pack("<H", 3) + b"abc"
    for changed in (b"#!" + data, data + b"\0", data[:32] + b"\0" + data[32:], comment, data[:-1]):
        path.write_bytes(changed)
        assert refused(path)


def test_links_and_too_many_files_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "p.zip"
    archive.write(path, put(tmp_path, "a", "b"))
    monkeypatch.setattr(limits, "FILES", 1)
    assert "terlalu banyak" in refused(path)
    monkeypatch.undo()
    monkeypatch.setattr(archive, "_MODE", 0o120777 << 16)
    archive.write(path, put(tmp_path, "a", "b"))
    monkeypatch.undo()
    assert "Daftar isi zip" in refused(path)


def test_a_pack_that_is_too_large_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "p.zip"
    archive.write(path, put(tmp_path, "a"))
    monkeypatch.setattr(limits, "PACK_BYTES", 10)
    assert "lebih besar" in refused(path)


@pytest.mark.parametrize(
    "text",
    [
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'{"a":1,"a":1}',
        b'{"a": 1}',
        b'{"a":1.5}',
        b'{"a":1e999}',
        b'{"a":NaN}',
        b'{"a":' + b"9" * 10_000 + b"}",
        b"[]",
        b"\xff",
        b'{"a":"\\u0041"}',
        b"",
    ],
)
def test_only_canonical_json_is_read(text: bytes) -> None:
    with pytest.raises(Misfit, match=r"manifest\.json"):
        plain.read(text, "manifest.json")


def test_a_line_without_end_is_not_gathered(pack: Making, monkeypatch: pytest.MonkeyPatch) -> None:
    pack.spoil = lambda draft: (draft / "measures/tepat-waktu.ndjson").write_bytes(b"[" * 200_000)
    with pytest.raises(Misfit, match="terlalu panjang"):
        verifier.verify(pack.write())
    pack.spoil = lambda draft: (draft / "measures/tepat-waktu.ndjson").write_bytes(b"[" * 2000)
    with pytest.raises(Misfit, match="tidak selesai"):
        verifier.verify(pack.write())
