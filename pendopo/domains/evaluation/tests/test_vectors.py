"""Every worked example comes out to the digit, and the originals agree with our copy of them."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from pendopo.domains.evaluation import rules
from pendopo.domains.evaluation.rules import Value
from pendopo.domains.evaluation.tests import shipped
from pendopo.kernel import rounding

VECTORS: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "vectors.yaml").read_text())
ORIGINALS = Path(__file__).resolve().parents[5] / "shared" / "domain" / "instruments.yaml"


def exact(text: str) -> Fraction:
    return Fraction(Decimal(text))


def test_published_domain_indices_give_the_published_spbe_index() -> None:
    vector, spbe = VECTORS["spbe_aceh_tengah"], shipped.instrument("spbe-2020")
    weights = [node.weight for node in spbe.tree]
    values = [Decimal(text) for text in vector["domain_indices"]]
    index = rules.weighted_mean(zip(weights, values, strict=True))
    assert index == exact(vector["exact"])
    assert rounding.half_up(index, 3) == Decimal(vector["expected"])
    assert rules.predicate(spbe, index).name == vector["predicate"]


def test_rounding_never_flatters_an_index_over_the_edge_of_its_band() -> None:
    spbe = shipped.instrument("spbe-2020")
    assert rules.shown(spbe, exact("2.595")) == Decimal("2.595")
    assert rules.shown(spbe, exact("2.494")) == Decimal("2.49")
    assert rules.shown(spbe, exact("2.6")) == Decimal("2.60")


@pytest.mark.parametrize("level", VECTORS["spbe_all_level_n"]["levels"])
def test_all_47_indicators_at_one_level_give_that_level(level: int) -> None:
    spbe = shipped.instrument("spbe-2020")
    values = {node.code: Value(number=Fraction(level)) for node in spbe.leaves}
    found = rules.score(spbe, values)
    assert found.exact == level
    assert {one.exact for one in found.walk()} == {Fraction(level)}
    assert len(spbe.leaves) == 47


def test_a_pemdi_aspect_is_the_mean_of_its_indicators() -> None:
    vector = VECTORS["pemdi_aspect"]
    values = {code: Value(number=exact(text)) for code, text in vector["values"].items()}
    found = rules.score(shipped.instrument("pemdi-2026"), values)
    aspect = next(one for one in found.walk() if one.node.code == vector["aspect"])
    assert aspect.value == Decimal(vector["expected"])


@pytest.mark.parametrize("vector", VECTORS["pemdi_sdi"])
def test_the_data_index_becomes_a_pemdi_value(vector: dict[str, str]) -> None:
    pemdi = shipped.instrument("pemdi-2026")
    node = pemdi.leaf("P05")
    assert node is not None
    assert rules.read(pemdi, node, {"score": vector["sdi"]}).number == exact(vector["value"])


@pytest.mark.parametrize(
    ("code", "vector"),
    [
        (code, vector)
        for code, name in (
            ("pemdi-2026", "pemdi_edges"),
            ("spbe-2020", "spbe_edges"),
            ("ikm", "ikm_edges"),
        )
        for vector in VECTORS[name]
    ],
)
def test_an_index_at_an_edge_earns_the_right_predicate(code: str, vector: list[str]) -> None:
    index, name = vector
    assert rules.predicate(shipped.instrument(code), exact(index)).name == name


def test_29_answers_give_the_satisfaction_index() -> None:
    vector, ikm = VECTORS["ikm"], shipped.instrument("ikm")
    values = {
        code: rules.element_mean(total=total, respondents=vector["respondents"])
        for code, total in vector["totals"].items()
    }
    found = rules.score(ikm, values)
    assert found.value == Decimal(vector["expected"])
    assert found.band is not None
    assert found.band.name == vector["grade"]
    assert not found.is_simulation
    printed = sum(value.number * Fraction(11, 100) for value in values.values()) * 25
    assert rounding.half_up(printed, 2) == Decimal(vector["with_weight_0_11"])


def test_900_of_1000_served_with_quality_75_is_tuntas_madya() -> None:
    vector, spm = VECTORS["spm"], shipped.instrument("spm-2022")
    value = rules.spm(
        served=vector["served"], entitled=vector["entitled"], quality=Decimal(vector["quality"])
    )
    assert value.number == exact(vector["expected"])
    assert rules.predicate(spm, value.number).name == vector["category"]


def test_our_copy_of_the_vectors_says_what_the_originals_say() -> None:
    if not ORIGINALS.is_file():
        pytest.skip("the fact sheet is not part of this repository")
    facts = yaml.safe_load(ORIGINALS.read_text())
    theirs, ours = facts["test_vectors"], VECTORS
    assert [Decimal(str(x)) for x in theirs["spbe_aceh_tengah"]["domain_indices"]] == [
        Decimal(x) for x in ours["spbe_aceh_tengah"]["domain_indices"]
    ]
    assert theirs["ikm"]["totals"] == list(ours["ikm"]["totals"].values())
    assert [(float(v["sdi"]), v["value"]) for v in theirs["pemdi_sdi"]] == [
        (float(v["sdi"]), float(v["value"])) for v in ours["pemdi_sdi"]
    ]
    assert theirs["spm"]["expected"] == float(ours["spm"]["expected"])


def test_weights_and_confidence_are_those_of_the_fact_sheet() -> None:
    if not ORIGINALS.is_file():
        pytest.skip("the fact sheet is not part of this repository")
    facts = yaml.safe_load(ORIGINALS.read_text())
    spbe, pemdi = shipped.instrument("spbe-2020"), shipped.instrument("pemdi-2026")
    theirs = {i["code"]: Decimal(str(i["weight"])) for i in facts["spbe"]["indicators"]}
    assert {node.code: node.weight for node in spbe.leaves} == theirs
    theirs = {i["code"]: i["weight"] for a in facts["pemdi"]["aspects"] for i in a["indicators"]}
    assert {node.code: node.weight for node in pemdi.leaves} == theirs
    services = [s["code"] for f in facts["spm"]["fields"] for s in f["services"]]
    assert [node.code for node in shipped.instrument("spm-2022").leaves] == services
    assert len(services) == 29
