"""A government adds an instrument with YAML alone; a broken one is refused with file and line."""

import pytest

from pendopo.domains.evaluation import rules, schema
from pendopo.domains.evaluation.rules import Value
from pendopo.domains.evaluation.tests import shipped
from pendopo.kernel import content
from pendopo.kernel.content import checking

OWN = """\
code: desa-digital
version: 1
effective_from: 2026-01-01
title: Indeks Desa Digital
short: Desa digital
about: Penilaian desa digital menurut peraturan bupati sendiri.
regulation: Peraturan Bupati 1/2026
owner: Dinas Pemberdayaan Masyarakat
period: year
method: points
scale: {lowest: 0, highest: 100}
missing: lowest
classify: unrounded
source: {text: Peraturan Bupati 1/2026, confidence: official}
bands:
  - {name: Belum, lowest: 0}
  - {name: Sudah, lowest: 60}
tree:
  - code: A
    title: Layanan
    weight: 70
    children:
      - code: A1
        title: Layanan daring
        weight: 40
        indicator:
          inputs:
            - {kind: document, code: katalog, title: Katalog layanan desa}
      - code: A2
        title: Layanan cepat
        weight: 30
        indicator:
          inputs:
            - {kind: judgement, code: asesor, title: Pertimbangan asesor}
  - code: B
    title: Jaringan
    weight: 30
    indicator:
      inputs:
        - {kind: judgement, code: asesor, title: Pertimbangan asesor}
"""


def check(text: str) -> schema.Instrument:
    kind = content.kind_of(schema.KIND)
    checked = checking.check(
        kind, "desa-digital", {"instrument.yaml": text}, label="instruments/desa-digital"
    )
    assert isinstance(checked.data, schema.Instrument)
    return checked.data


def line_of(text: str, sign: str) -> int:
    return next(n for n, line in enumerate(text.splitlines(), start=1) if sign in line)


def test_an_instrument_of_one_s_own_needs_nothing_but_yaml() -> None:
    what = check(OWN)
    values = {"A1": Value(number=50), "A2": Value(number=100), "B": Value(number=80)}
    found = rules.score(what, values)
    assert found.value == 74
    assert found.band is not None
    assert found.band.name == "Sudah"
    assert not found.is_simulation


@pytest.mark.parametrize(
    ("old", "new", "sign", "sentence"),
    [
        ("weight: 40", "weight: 41", "- code: A", "Jumlah bobot bagian “A” adalah 71"),
        ("weight: 30\n    ind", "weight: 31\n    ind", "- code: A", "tingkat teratas adalah 101"),
        ("weight: 40", "weight: unknown", "- code: A", "sebagian bobot berupa angka"),
        ("weight: 70", "weight: unknown", "- code: A", "bobot bagiannya juga"),
        ("weight: 40", "weight: banyak", "weight: banyak", "weight"),
        ("weight: 40", "weight: .nan", "weight: .nan", "weight"),
        ("weight: 40", "weight: -40", "- code: A1", "lebih besar dari nol"),
        ("code: A2", "code: A1", "- code: A", "“A1” dipakai dua kali"),
        ("kind: document", "kind: dokumen", "kind: dokumen", "bukan salah satu pilihan"),
        ("method: points", "method: rata", "method: rata", "bukan salah satu pilihan"),
        ("confidence: official", "confidence: yakin", "confidence: yakin", "bukan salah satu"),
        ("lowest: 0, highest: 100", "lowest: 9, highest: 1", "scale:", "lebih kecil"),
        ("{name: Sudah, lowest: 60}", "{name: Sudah, lowest: 0}", "name: Belum", "Predikat"),
        ("title: Layanan cepat", "judul: Layanan cepat", "- code: A2", "wajib diisi"),
        ("method: points", "method: weighted_mean_levels", "code: desa", "lebih dari 12"),
    ],
)
def test_a_broken_instrument_is_refused_with_file_line_and_sentence(
    old: str, new: str, sign: str, sentence: str
) -> None:
    assert old in OWN
    broken = OWN.replace(old, new, 1)
    with pytest.raises(checking.BrokenPackage) as refusal:
        check(broken)
    said = [str(problem) for problem in refusal.value.problems]
    place = f"instruments/desa-digital/instrument.yaml:{line_of(broken, sign)}: "
    assert any(line.startswith(place) and sentence in line for line in said), said


@pytest.mark.parametrize(
    ("new", "sentence"),
    [
        ("indicator:\n          pattern: tidak-ada", "tidak ada di patterns"),
        ("tags: [asing]\n        indicator:", "tidak dijelaskan di tags"),
        ("indicator:\n          criteria: [Satu saja]", "memuat 1 kriteria, seharusnya 0"),
    ],
)
def test_what_names_something_that_is_not_there_is_refused(new: str, sentence: str) -> None:
    with pytest.raises(checking.BrokenPackage, match=sentence):
        check(OWN.replace("indicator:", new, 1))


@pytest.mark.parametrize("code", shipped.CODES)
def test_every_shipped_instrument_holds(code: str) -> None:
    assert shipped.instrument(code).leaves


@pytest.mark.parametrize("code", shipped.CODES)
def test_every_band_of_a_shipped_index_can_be_reached(code: str) -> None:
    what = shipped.instrument(code)
    assert what.bands[0].lowest == what.scale.lowest * what.scale.times
    assert what.bands[-1].lowest <= what.scale.highest * what.scale.times


def test_a_huge_scale_is_refused_before_it_costs_anything() -> None:
    huge = OWN.replace("method: points", "method: weighted_mean_levels")
    with pytest.raises(checking.BrokenPackage, match="lebih dari 12 tingkat"):
        check(huge.replace("highest: 100", "highest: 99999999"))
