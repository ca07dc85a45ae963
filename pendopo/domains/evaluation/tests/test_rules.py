"""Scores are exact, honest about doubt, and move the way weights say."""

import itertools
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pendopo.domains.evaluation import rules, schema
from pendopo.domains.evaluation.rules import Value
from pendopo.domains.evaluation.tests import shipped
from pendopo.kernel import rounding

numbers = st.decimals(min_value=1, max_value=5, places=4)
levels = st.integers(min_value=1, max_value=5)


def given_all(code: str, number: int | str) -> dict[str, Value]:
    value = Value(number=Fraction(Decimal(number)))
    return {node.code: value for node in shipped.instrument(code).leaves}


@pytest.mark.parametrize("code", shipped.CODES)
def test_weights_of_all_indicators_make_up_100(code: str) -> None:
    found = rules.score(shipped.instrument(code), {})
    assert sum(leaf.weight for leaf in found.leaves()) == 100
    assert sum(node.weight for node in found.nodes) == 100


@pytest.mark.parametrize("code", shipped.CODES)
def test_the_highest_values_give_the_highest_index_and_predicate(code: str) -> None:
    what = shipped.instrument(code)
    found = rules.score(what, given_all(code, str(what.scale.highest)))
    assert found.exact == Fraction(what.scale.highest * what.scale.times)
    assert found.band == what.bands[-1]
    assert found.completeness == 100
    assert rules.raises_most(found) == ()


@given(st.lists(numbers, min_size=20, max_size=20), st.integers(0, 19), numbers)
def test_a_higher_value_never_lowers_the_index(
    values: list[Decimal], place: int, other: Decimal
) -> None:
    pemdi = shipped.instrument("pemdi-2026")
    codes = [node.code for node in pemdi.leaves]
    before = {c: Value(number=Fraction(v)) for c, v in zip(codes, values, strict=True)}
    after = rules.what_if(pemdi, before, {codes[place]: Fraction(other)})
    was = rules.score(pemdi, before)
    assert (after.exact > was.exact) == (other > values[place])
    assert 1 <= after.exact <= 5


@given(st.lists(levels, min_size=47, max_size=47))
def test_each_step_that_raises_gains_exactly_what_it_promises(values: list[int]) -> None:
    spbe = shipped.instrument("spbe-2020")
    codes = [node.code for node in spbe.leaves]
    now = {c: Value(number=Fraction(v)) for c, v in zip(codes, values, strict=True)}
    found = rules.score(spbe, now)
    steps = rules.raises_most(found)
    assert [step.gain for step in steps] == sorted((s.gain for s in steps), reverse=True)
    for step in steps[:3]:
        moved = rules.what_if(spbe, now, {step.node.code: step.then})
        assert moved.exact - found.exact == step.gain


@given(st.fractions(min_value=-1000, max_value=1000), st.integers(0, 4))
def test_rounding_is_half_up_and_never_further_than_half_a_step(
    value: Fraction, decimals: int
) -> None:
    said = Fraction(rounding.half_up(value, decimals))
    half = Fraction(1, 2 * 10**decimals)
    assert abs(said - value) <= half
    if abs(said - value) == half:
        assert abs(said) > abs(value)


@st.composite
def trees(draw: st.DrawFn) -> tuple[schema.Instrument, dict[str, Value], Fraction]:
    """Return an instrument of random weights, values, and the index that they must give."""
    tops = _parts(draw, 100, 6)
    tree, values, total = [], {}, Fraction()
    for place, weight in enumerate(tops):
        children = []
        for number, own in enumerate(_parts(draw, weight, 4)):
            code = f"L{place}-{number}"
            value = Fraction(draw(numbers))
            values[code] = Value(number=value)
            total += own * value / 100
            children.append({"code": code, "title": "Daun", "weight": str(own), "indicator": LEAF})
        tree.append(
            {"code": f"T{place}", "title": "Cabang", "weight": str(weight), "children": children}
        )
    pemdi = shipped.instrument("pemdi-2026").model_dump(mode="json", exclude={"bridge"})
    return schema.Instrument.model_validate({**pemdi, "tree": tree}), values, total


LEAF = {"inputs": [{"kind": "judgement", "code": "asesor", "title": "Asesor"}]}


def _parts(draw: st.DrawFn, whole: int, most: int) -> list[int]:
    """Cut a whole number into at most so many parts, each at least 1."""
    cuts = draw(st.sets(st.integers(1, whole - 1), max_size=most - 1)) if whole > 1 else set()
    edges = [0, *sorted(cuts), whole]
    return [b - a for a, b in itertools.pairwise(edges)]


@given(trees())
def test_any_tree_gives_the_sum_of_weight_times_value(
    made: tuple[schema.Instrument, dict[str, Value], Fraction],
) -> None:
    instrument, values, total = made
    assert rules.score(instrument, values).exact == total


def test_halves_go_away_from_zero() -> None:
    assert rounding.half_up(Fraction(2675, 1000), 2) == Decimal("2.68")
    assert rounding.half_up(Fraction(-2675, 1000), 2) == Decimal("-2.68")


@given(st.decimals(min_value=0, max_value=100, places=2))
def test_the_data_index_lies_on_one_straight_line(sdi: Decimal) -> None:
    pemdi = shipped.instrument("pemdi-2026")
    node = pemdi.leaf("P05")
    assert node is not None
    found = rules.read(pemdi, node, {"score": str(sdi)})
    assert found.number == 1 + Fraction(sdi) / 25


@pytest.mark.parametrize(
    ("held", "level"),
    [
        ((), 0),
        (("peraturan",), 2),
        (("cakupan",), 1),
        (("peraturan", "cakupan"), 3),
        (("peraturan", "evaluasi", "revisi"), 2),
        (("peraturan", "cakupan", "evaluasi", "revisi"), 5),
    ],
)
def test_a_level_counts_only_when_every_level_below_it_is_proven(
    held: tuple[str, ...], level: int
) -> None:
    spbe = shipped.instrument("spbe-2020")
    node = spbe.leaf("I01")
    assert node is not None
    assert node.indicator is not None
    assert rules.proposal(spbe, node.indicator, held).level == level


def test_a_proposal_names_what_the_next_level_lacks() -> None:
    pemdi = shipped.instrument("pemdi-2026")
    node = pemdi.leaf("P01")
    assert node is not None
    assert node.indicator is not None
    found = rules.proposal(pemdi, node.indicator, {"rencana-aksi"})
    assert [one.code for one in found.lacking] == [
        "laporan-pelaksanaan-rencana-aksi",
        "dokumen-arsitektur",
    ]
    assert rules.proposed_value(pemdi, node, found).number == Fraction(3, 2)


def test_a_value_that_rests_on_our_own_mapping_makes_a_simulation() -> None:
    pemdi = shipped.instrument("pemdi-2026")
    node = pemdi.leaf("P01")
    assert node is not None
    assert node.indicator is not None
    value = rules.proposed_value(
        pemdi, node, rules.proposal(pemdi, node.indicator, {"rencana-aksi"})
    )
    assert not rules.score(pemdi, {}).is_simulation
    assert rules.score(pemdi, {"P01": value}).is_simulation


def test_a_reconstructed_conversion_makes_a_simulation_only_where_it_is_used() -> None:
    pemdi = shipped.instrument("pemdi-2026")
    for code, doubtful in (("P05", False), ("P06", False), ("P07", True)):
        node = pemdi.leaf(code)
        assert node is not None
        value = rules.read(pemdi, node, {"score": "3"})
        assert rules.score(pemdi, {code: value}).is_simulation == doubtful, code


@pytest.mark.parametrize("code", ["ietpd", "spm-2022", "tp2dd-2026-aspek", "tp2dd-2026-dimensi"])
def test_unsourced_weights_or_bands_make_every_score_a_simulation(code: str) -> None:
    found = rules.score(shipped.instrument(code), given_all(code, "50"))
    assert found.is_simulation
    assert any("obot" in reason for reason in found.reasons)


def test_unknown_weights_are_shared_alike_and_marked_unknown() -> None:
    found = rules.score(shipped.instrument("ietpd"), {})
    assert [node.share for node in found.nodes] == [Fraction(1, 3)] * 3
    assert {node.marks.weakest for node in found.nodes} == {"unknown"}


def test_the_press_split_of_tp2dd_is_20_50_30_and_reconstructed() -> None:
    found = rules.score(shipped.instrument("tp2dd-2026-aspek"), {})
    assert [node.weight for node in found.nodes] == [20, 50, 30]
    assert {node.marks.weight.confidence for node in found.nodes} == {"reconstructed"}
    leaf = next(found.leaves())
    assert leaf.marks.thresholds.confidence == "secondary"
    assert leaf.marks.weight.confidence == "unknown"


def test_what_does_not_apply_leaves_the_mean() -> None:
    spm = shipped.instrument("spm-2022")
    values = given_all("spm-2022", "80")
    values["PR-1"] = Value(number=Fraction(0))
    assert rules.score(spm, values).exact < 80
    values["PR-1"] = values["PR-2"] = Value(applies=False)
    found = rules.score(spm, values)
    assert found.exact == 80
    assert found.counted == 27
    assert {step.node.code for step in rules.raises_most(found)}.isdisjoint({"PR-1", "PR-2"})


def test_nobody_entitled_is_accepted_only_where_that_can_happen() -> None:
    spm = shipped.instrument("spm-2022")
    parts = {"served": "0", "entitled": "0", "quality": "0"}
    shelter, mothers = spm.leaf("PR-1"), spm.leaf("KES-1")
    assert shelter is not None
    assert mothers is not None
    assert not rules.read(spm, shelter, parts).applies
    with pytest.raises(rules.NotOnScale):
        rules.read(spm, mothers, parts)


def test_a_surplus_in_one_service_is_capped() -> None:
    assert rules.spm(served=1200, entitled=1000, quality=Decimal(100)).number == 100


def test_a_missing_answer_counts_lowest_or_gives_no_index_as_the_instrument_says() -> None:
    assert rules.score(shipped.instrument("spbe-2020"), {}).exact == 1
    ikm = shipped.instrument("ikm")
    values = given_all("ikm", "3")
    del values["U9"]
    found = rules.score(ikm, values)
    assert found.exact is None
    assert found.completeness == 88


def test_a_checklist_counts_its_yeses() -> None:
    ietpd = shipped.instrument("ietpd")
    node = ietpd.leaf("LIN-1")
    assert node is not None
    assert rules.read(ietpd, node, {"met": ["tp2dd", "sipd", "sp2d"]}).number == 30
    assert rules.read(ietpd, node, {"met": ["tidak-ada"]}).number == 0


@pytest.mark.parametrize(
    ("code", "node", "parts"),
    [
        ("spbe-2020", "I01", {"value": "2.5"}),
        ("spbe-2020", "I01", {"value": "6"}),
        ("spbe-2020", "I01", {"value": "NaN"}),
        ("spbe-2020", "I01", {"value": "Infinity"}),
        ("pemdi-2026", "P01", {"value": "1E+999999999"}),
        ("pemdi-2026", "P01", {"value": "1E-999999999"}),
        ("spbe-2020", "I01", {}),
        ("spbe-2020", "I01", {"applies": False}),
        ("spbe-2020", "I01", {"score": "3"}),
        ("pemdi-2026", "P01", {"value": "0.9"}),
        ("pemdi-2026", "P05", {"score": "101"}),
        ("ikm", "U1", {"total": "9", "respondents": "2"}),
        ("ikm", "U1", {"total": "9", "respondents": "0"}),
        ("spm-2022", "KES-1", {"served": "-1", "entitled": "5", "quality": "50"}),
        ("spm-2022", "KES-1", {"served": "1", "entitled": "5", "quality": "101"}),
        ("spm-2022", "KES-1", {"served": "x", "entitled": "5", "quality": "1"}),
    ],
)
def test_what_no_form_could_have_given_is_refused(
    code: str, node: str, parts: dict[str, object]
) -> None:
    what = shipped.instrument(code)
    leaf = what.leaf(node)
    assert leaf is not None
    with pytest.raises(rules.NotOnScale):
        rules.read(what, leaf, parts)


def test_two_periods_are_compared_node_by_node() -> None:
    spbe = shipped.instrument("spbe-2020")
    before, after = rules.score(spbe, {}), rules.score(spbe, given_all("spbe-2020", 3))
    rows = {row.code: row for row in rules.compare(before, after)}
    assert len(rows) == 4 + 8 + 47
    assert rows["D1"].change == 2
    assert (rows["D1"].depth, rows["A1"].depth, rows["I01"].depth) == (0, 1, 2)


def test_an_unknown_indicator_is_refused() -> None:
    with pytest.raises(rules.UnknownIndicator):
        rules.score(shipped.instrument("ikm"), {"U10": Value(number=Fraction(3))})


def test_the_bridge_names_indicators_that_exist_on_both_sides() -> None:
    pemdi, spbe = shipped.instrument("pemdi-2026"), shipped.instrument("spbe-2020")
    assert pemdi.bridge is not None
    assert pemdi.bridge.instrument == spbe.code
    known = {node.code for node in spbe.leaves}
    assert {code for row in pemdi.bridge.rows for code in row.there} <= known


def test_a_measure_beyond_its_last_edge_counts_as_that_edge() -> None:
    dims = shipped.instrument("tp2dd-2026-dimensi")
    node = dims.leaf("D1-2")
    assert node is not None
    assert node.indicator is not None
    (one,) = dims.inputs_of(node.indicator, schema.InputKind.MEASURE)
    assert rules.measured(one, Decimal(200), code="D1-2").number == 0
    assert rules.measured(one, Decimal("0.5"), code="D1-2").number == 100
