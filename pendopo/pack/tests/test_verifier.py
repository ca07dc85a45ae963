"""A pack fits, or the first thing that does not is named."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from pendopo.kernel.ledger import merkle, publickeys
from pendopo.kernel.ledger.handovers import Handover
from pendopo.pack import command, verifier, watching
from pendopo.pack.misfit import Misfit
from pendopo.pack.tests import making
from pendopo.pack.tests.making import KEY, ORIGIN, Making

LATER = "2026-06-09T03:00:00.000000Z"
PUBLIC = KEY.public_key()


def refused(path: Path, **trusted: Any) -> str:
    with pytest.raises(Misfit) as caught:
        verifier.verify(path, **trusted)
    return caught.value.sentence


def test_a_pack_fits_and_says_what_was_checked(pack: Making) -> None:
    report = verifier.verify(pack.write(), key=PUBLIC)
    assert report.index == "2.60 (Baik)"
    assert report.simulations == ["Bobot."]
    assert len(report.checked) == 11
    assert "5 catatan terbukti" in report.checked[6]
    assert "1 dari 2 indikator" in report.warnings[0]


def test_without_anything_kept_it_says_that_it_only_fits_itself(pack: Making) -> None:
    assert "dirinya sendiri" in verifier.verify(pack.write()).warnings[0]


def test_the_same_parts_give_the_same_bytes(pack: Making) -> None:
    assert pack.write("a.zip").read_bytes() == pack.write("b.zip").read_bytes()


def test_every_byte_means_something(pack: Making) -> None:
    path = pack.write()
    data = path.read_bytes()
    altered = pack.folder / "altered.zip"
    for place in range(len(data)):
        # The bit that turns small digits into capital ones among them.
        changed = data[place] ^ (0x20 if place % 2 else 1 << place % 8)
        altered.write_bytes(data[:place] + bytes([changed]) + data[place + 1 :])
        assert refused(altered), place


@given(place=st.integers(0, 5000), more=st.binary(min_size=1, max_size=40), cut=st.integers(0, 40))
@settings(max_examples=150, deadline=None)
def test_bytes_put_in_or_taken_out_anywhere_are_refused(
    tmp_path_factory: pytest.TempPathFactory, place: int, more: bytes, cut: int
) -> None:
    folder = tmp_path_factory.mktemp("pack")
    data = making.small(folder).write().read_bytes()
    altered = folder / "altered.zip"
    changed = data[:place] + more + data[place + cut :]
    altered.write_bytes(changed)
    if changed != data:
        assert refused(altered)


def _measure(pack: Making) -> dict[str, Any]:
    return pack.manifest_measures[0]


SPOILT: list[tuple[Callable[[Making], object], str]] = [
    (lambda p: p.rows.__setitem__(1, making.row(2, 3, on_time=True)), "Baris 2 dari measures/"),
    (lambda p: p.rows.__setitem__(0, making.row(9, 1, on_time=True)), "kolom entry_id"),
    (lambda p: p.rows[0].__setitem__(5, "2026-06-09"), "kolom occurred_on"),
    (lambda p: p.rows[0].__setitem__(2, "who:" + "0" * 16), "kolom applicant"),
    (lambda p: p.rows[0].__setitem__(4, 7), "kolom pieces"),
    (lambda p: p.rows.insert(1, making.row(2, 2, on_time=True)), "catatan yang tidak ada"),
    (lambda p: p.rows.append(making.row(2, 8, on_time=True)), "catatan yang tidak ada"),
    (lambda p: p.rows.reverse(), "tidak berurutan"),
    (lambda p: p.rows[0].__setitem__(3, 1), "salah jenisnya"),
    (lambda p: p.rows[0].append(1), "tidak lengkap"),
    (lambda p: p.rows.pop(), "memuat 2 baris, bukan 3"),
    (lambda p: p.wanted.remove(4), "catatan yang tidak ada"),
    (lambda p: p.wanted.remove(6), "Rencana aksi"),
    (lambda p: p.wanted.remove(7), "tentang potret ini"),
    (lambda p: p.ledger.__setitem__(1, p.ledger[0]), "kolom name"),
    (lambda p: p.snapshot["measures"][0].update(number="70"), "Angka tepat-waktu"),
    (lambda p: p.snapshot["measures"][0].update(rounded="66.6"), "dibulatkan"),
    (lambda p: p.snapshot["measures"][0].update(rows=4), "Jumlah baris"),
    (lambda p: p.snapshot["measures"].clear(), "bukan ukuran yang disebut"),
    (lambda p: p.snapshot["tree"][1].update(value="4"), "Nilai P02 seharusnya 3"),
    (lambda p: p.snapshot["tree"][0].update(value="5"), "di luar skala"),
    (lambda p: p.snapshot["tree"][0].update(weight="41"), "Indeks yang dihitung"),
    (lambda p: p.snapshot["index"].update(exact="14/5"), "Indeks yang dihitung"),
    (lambda p: p.snapshot["index"].update(band="Kurang"), "Predikat"),
    (lambda p: p.snapshot["index"].update(rounded="2.6"), "dibulatkan"),
    (lambda p: p.snapshot["evidence"][0].update(file="snapshot.json"), "bukan dokumen"),
    (lambda p: p.snapshot.update(origin="pendopo/lain"), "bukan potret"),
    (lambda p: _measure(p).update(formula=["system", "rm"]), "tidak dikenal"),
    (lambda p: _measure(p).update(formula=["sum", ["col", "entry_id"]]), "bukan angka"),
    (lambda p: _measure(p)["table"].update(direct={}), "tidak menunjuk catatannya"),
    (lambda p: setattr(p, "made_at", "kemarin"), "bukan waktu"),
    (lambda p: setattr(p, "key", Ed25519PrivateKey.generate()), "Tanda tangan manifest.json"),
    (lambda p: p.keys.update(first="x"), "kunci publik tidak terbaca"),
]


@pytest.mark.parametrize(("spoil", "sentence"), SPOILT)
def test_whoever_signs_something_wrong_is_found(
    pack: Making, spoil: Callable[[Making], object], sentence: str
) -> None:
    spoil(pack)
    assert sentence in refused(pack.write())


def said_otherwise(pack: Making, old: str, new: str) -> None:
    """Let the second entry of the pack say something else; the government signs it all the same."""
    assert old in pack.ledger[3]
    pack.ledger[3] = pack.ledger[3].replace(old, new)


FALSE = '"on_time":false'


@pytest.mark.parametrize(
    "new",
    [
        '"on_time":0',
        '"on_time":0.0',
        '"on_time":"false"',
        '"on_time":null',
        '"on_time":[false]',
        '"note":"\\"on_time\\":false","on_time":true',
        '"note":{"on_time":false},"on_time":true',
        '"note":{"on_time":false}',
        '"on_time":NaN',
    ],
)
def test_an_entry_that_only_looks_like_its_row_is_found(pack: Making, new: str) -> None:
    said_otherwise(pack, FALSE, new)
    assert "Baris 2 dari measures/tepat-waktu.ndjson: kolom on_time" in refused(pack.write())


def test_one_is_neither_true_nor_a_fraction(pack: Making) -> None:
    for new in ("1.0", "true", '"1"'):
        pack.ledger[3] = making.closed(2, on_time=False)
        said_otherwise(pack, FALSE, f'{FALSE},"pieces":{new}')
        assert "Baris 2 dari measures/tepat-waktu.ndjson: kolom pieces" in refused(pack.write())
    pack.ledger[3] = making.closed(2, on_time=False)
    said_otherwise(pack, FALSE, f'{FALSE},"pieces":1')
    verifier.verify(pack.write())


def test_text_that_is_escaped_is_the_same_text(pack: Making) -> None:
    said_otherwise(pack, FALSE, '"not\\u0065":"x","on_time":false')
    verifier.verify(pack.write())


@pytest.mark.parametrize(
    "new",
    [
        '"on_time":true,"on_time":false',
        '"on_time":false,"on_time":false',
        '"on\\u005ftime":true,"on_time":false',
        '"note":{"a":1,"a":2},"on_time":false',
    ],
)
def test_an_entry_that_says_a_thing_twice_is_refused(pack: Making, new: str) -> None:
    said_otherwise(pack, FALSE, new)
    assert "dua kali" in refused(pack.write())


def test_a_column_that_no_entry_holds_is_said(pack: Making) -> None:
    del _measure(pack)["table"]["direct"]["on_time"]
    warnings = verifier.verify(pack.write()).warnings
    assert "Angka tepat-waktu memakai kolom di luar catatannya: on_time." in warnings


def test_a_file_that_the_list_does_not_name_or_that_is_missing_is_named(pack: Making) -> None:
    pack.spoil = lambda draft: (draft / "proof.bin").unlink()
    assert "proof.bin tidak disebut" in refused(pack.write())


def test_a_key_that_is_not_in_the_chain_is_refused(pack: Making) -> None:
    other = Ed25519PrivateKey.generate().public_key()
    assert "Kunci yang Anda percayai" in refused(pack.write(), key=other)


def test_a_pack_after_a_handover_is_trusted_by_either_key(pack: Making) -> None:
    new = Ed25519PrivateKey.generate()
    said = Handover(
        origin=ORIGIN,
        old=publickeys.write(PUBLIC),
        new=publickeys.write(new.public_key()),
        since="2026-06-07T00:00:00.000000Z",
    ).signed(KEY, new)
    pack.keys["handovers"], pack.key = [asdict(said)], new
    for key in (KEY, new):
        verifier.verify(pack.write(), key=key.public_key())
    pack.key = KEY
    assert "Tanda tangan manifest.json" in refused(pack.write())


def kept(pack: Making, said: object, name: str = "kepala.json") -> Path:
    path = pack.folder / name
    path.write_text(json.dumps(said))
    return path


def test_the_head_that_the_assessor_kept_must_be_that_of_the_pack(pack: Making) -> None:
    path = pack.write()
    same = watching.read([kept(pack, asdict(pack.head()))])
    assert "Anda simpan" in verifier.verify(path, watched=same).checked[5]
    pack.ledger[0] = making.closed(77, on_time=True)
    forked = watching.read([kept(pack, asdict(pack.head()))])
    assert "bercabang" in refused(path, watched=forked)


def test_an_older_head_needs_the_proof_that_leads_to_the_pack(pack: Making) -> None:
    path = pack.write()
    old, new = pack.head(5), pack.head()
    alone = kept(pack, asdict(old))
    assert "konsistensi?dari=5&ke=8" in refused(path, watched=watching.read([alone]))
    steps = merkle.consistency(5, 8, making.node_over(pack.leaves))
    answer = {"first": asdict(old), "second": asdict(new), "path": [one.hex() for one in steps]}
    proof = kept(pack, answer, "bukti.json")
    verifier.verify(path, watched=watching.read([alone, proof]))
    answer["path"][0] = "00" * 32
    wrong = kept(pack, answer, "bukti.json")
    assert "tidak melanjutkan" in refused(path, watched=watching.read([alone, wrong]))


def test_a_feed_is_verified_on_its_own(pack: Making, capsys: pytest.CaptureFixture[str]) -> None:
    pack.write()
    heads = [pack.head(size) for size in (8, 5, 3)]
    node = making.node_over(pack.leaves)
    links = [
        {"from": a, "to": b, "path": [one.hex() for one in merkle.consistency(a, b, node)]}
        for a, b in ((5, 8), (3, 5))
    ]
    feed = {
        "keys": [{"name": "x", "key": publickeys.write(PUBLIC), "since": ""}],
        "handovers": [],
        "heads": [asdict(one) for one in heads],
        "consistency": links,
    }
    path = kept(pack, feed)
    assert command.verify_heads([str(path), "--key", publickeys.write(PUBLIC)]) == 0
    assert "3 kepala sah" in capsys.readouterr().out
    links[0]["path"] = links[1]["path"]
    assert command.verify_heads([str(kept(pack, feed))]) == 1
    assert "tidak melanjutkan" in capsys.readouterr().out


def test_heads_without_a_key_are_not_believed(pack: Making) -> None:
    path = str(kept(pack, asdict(pack.head())))
    assert command.verify_heads([path]) == 1
    assert command.verify_heads([path, "--key", publickeys.write(PUBLIC)]) == 0


@pytest.mark.parametrize(
    "way", [["-m", "pendopo.pack"], ["-m", "pendopo.project.cli", "verify-pack"]]
)
def test_it_runs_where_nothing_is_installed_but_the_program(pack: Making, way: list[str]) -> None:
    empty = pack.folder / "empty"
    empty.mkdir()
    root = Path(__file__).resolve().parents[3]
    clean = {"PATH": os.environ["PATH"], "PYTHONPATH": str(root)}
    code = (
        "import runpy, sys; sys.argv = sys.argv[1:]\n"
        "try: runpy.run_module(sys.argv[0], run_name='__main__')\n"
        "finally: print('django' in sys.modules, 'duckdb' in sys.modules)"
    )
    if "cli" in way[1]:
        code = code.replace("runpy.run_module(sys.argv[0], run_name='__main__')", "cli.main()")
        code = f"from pendopo.project import cli\n{code}"
    done = subprocess.run(
        [sys.executable, "-c", code, *way[1:], str(pack.write())],
        cwd=empty,
        env=clean,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "PAKET COCOK. Indeks SIMULASI: 2.60 (Baik)." in done.stdout
    assert done.stdout.splitlines()[-1] == "False False"
    assert list(empty.iterdir()) == []


def test_what_a_pack_does_not_prove_is_said_before_the_end(
    pack: Making, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.verify_pack([str(pack.write())]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[-2:] == [command.UNPROVEN, "PAKET COCOK. Indeks SIMULASI: 2.60 (Baik)."]
    assert "tidak ada catatan yang ditinggalkan" in said[-2]


def test_what_does_not_fit_ends_with_one_and_one_sentence(
    pack: Making, capsys: pytest.CaptureFixture[str]
) -> None:
    path = pack.write()
    data = bytearray(path.read_bytes())
    data[data.index(b"rencana aksi")] ^= 1
    path.write_bytes(data)
    assert command.verify_pack([str(path)]) == 1
    last = capsys.readouterr().out.splitlines()[-1]
    assert (
        last == "TIDAK COCOK: Isi berkas evidence/P01/e1.pdf tidak cocok dengan angka periksanya."
    )
    assert command.verify_pack([str(path.with_name("tidak-ada.zip"))]) == 1


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('"payload":{', '"payload":[],"was":{', "tidak lengkap"),
        ('"payload":{', '"was":{', "tidak terbaca"),
        ('"actor":', '"acted":', "tidak lengkap"),
        ('"occurred_at":"2026', '"occurred_at":"x', "tanpa waktu"),
        ('"occurred_at":"2026-06-08T03:00:00.000000Z"', '"occurred_at":2026', "tidak lengkap"),
        ('"v":1}', '"v":1},"seq":1},{"fact":{}', "tidak terbaca"),
    ],
)
def test_an_entry_of_another_shape_is_refused_in_a_sentence(
    pack: Making, old: str, new: str, sentence: str
) -> None:
    said_otherwise(pack, old, new)
    assert sentence in refused(pack.write())
