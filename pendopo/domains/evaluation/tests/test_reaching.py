"""The fewest steps to a gain: no smaller set of steps reaches it, and it gains what it promises."""

import itertools
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pendopo.domains.evaluation import rules, schema
from pendopo.domains.evaluation.rules import Value
from pendopo.domains.evaluation.tests import shipped
from pendopo.domains.evaluation.tests.test_rules import LEAF

values = st.sampled_from([Fraction(n, 10) for n in (10, 13, 15, 24, 25, 30, 35, 39, 40, 47, 50)])


@st.composite
def small(draw: st.DrawFn) -> tuple[schema.Instrument, dict[str, Value]]:
    """Return an instrument of at most three indicators, narrow bands before wide ones, and values."""
    cuts = draw(st.sets(st.integers(1, 99), min_size=1, max_size=2))
    edges = [0, *sorted(cuts), 100]
    weights = [b - a for a, b in itertools.pairwise(edges)]
    tree = [
        {"code": f"L{place}", "title": "Daun", "weight": str(weight), "indicator": LEAF}
        for place, weight in enumerate(weights)
    ]
    pemdi = shipped.instrument("pemdi-2026").model_dump(mode="json", exclude={"bridge"})
    instrument = schema.Instrument.model_validate({**pemdi, "tree": tree})
    return instrument, {f"L{p}": Value(number=draw(values)) for p in range(len(weights))}


def rungs(instrument: schema.Instrument, value: Fraction) -> list[Fraction]:
    """Return a value and everything that it can be lifted to."""
    found = [value]
    while (higher := rules.next_value(instrument, found[-1])) is not None:
        found.append(higher)
    return found


def by_trying(
    instrument: schema.Instrument, known: dict[str, Value], asked: Fraction
) -> tuple[int, Fraction] | None:
    """Return the fewest steps of all that reach it and the most that as few gain."""
    before = rules.score(instrument, known).exact
    ladders = {code: rungs(instrument, value.number) for code, value in known.items()}
    found = []
    for choice in itertools.product(*(range(len(ladder)) for ladder in ladders.values())):
        moved = {c: ladders[c][n] for c, n in zip(ladders, choice, strict=True) if n}
        gain = rules.what_if(instrument, known, moved).exact - before
        if gain >= asked:
            found.append((sum(choice), -gain))
    return (min(found)[0], -min(found)[1]) if found else None


@settings(max_examples=30, deadline=None)
@given(small(), st.fractions(min_value=0, max_value=4, max_denominator=40))
def test_no_smaller_set_of_steps_reaches_it(
    made: tuple[schema.Instrument, dict[str, Value]], asked: Fraction
) -> None:
    instrument, known = made
    found = rules.cheapest(rules.score(instrument, known), asked)
    best = by_trying(instrument, known, asked)
    assert found.reaches == (best is not None)
    if best is not None and asked > 0:
        assert (found.steps, found.gain) == best


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(1, 5), min_size=47, max_size=47), st.integers(1, 200))
def test_a_route_gains_exactly_what_it_promises(levels: list[int], hundredths: int) -> None:
    spbe = shipped.instrument("spbe-2020")
    codes = [node.code for node in spbe.leaves]
    known = {c: Value(number=Fraction(v)) for c, v in zip(codes, levels, strict=True)}
    now = rules.score(spbe, known)
    asked = Fraction(hundredths, 100)
    found = rules.cheapest(now, asked)
    moved = {climb.node.code: climb.then for climb in found.climbs}
    assert rules.what_if(spbe, known, moved).exact - now.exact == found.gain
    assert found.reaches == (now.exact + asked <= 5)
    assert found.gain >= asked or not found.reaches


def test_the_next_half_point_of_an_empty_pemdi() -> None:
    pemdi = shipped.instrument("pemdi-2026")
    found = rules.cheapest(rules.score(pemdi, {}), Fraction(1, 2))
    # Four steps gain 0.45 at most; of all five, P20 up to the top gains most, in one agency.
    assert [(c.node.code, c.then, c.steps) for c in found.climbs] == [("P20", Fraction(5), 5)]
    assert found.gain == Fraction(60, 100)


def test_a_narrow_band_is_climbed_for_the_wide_one_behind_it() -> None:
    pemdi = shipped.instrument("pemdi-2026")
    known = {node.code: Value(number=Fraction(5)) for node in pemdi.leaves}
    known["P20"] = Value(number=Fraction(1))
    known["P19"] = Value(number=Fraction(4))
    # One step gains 0.1 (P19) or 0.075 (P20), two of P20 0.225: the greedy choice would need three.
    found = rules.cheapest(rules.score(pemdi, known), Fraction(2, 10))
    assert [(c.node.code, c.steps) for c in found.climbs] == [("P20", 2)]


@pytest.mark.parametrize("code", shipped.CODES)
def test_every_shipped_instrument_finds_its_way_to_the_top(code: str) -> None:
    what = shipped.instrument(code)
    low = Value(number=Fraction(what.scale.lowest))
    now = rules.score(what, {node.code: low for node in what.leaves})
    whole = Fraction((what.scale.highest - what.scale.lowest) * what.scale.times)
    assert rules.cheapest(now, whole).gain == whole
    beyond = rules.cheapest(now, whole + 1)
    assert not beyond.reaches
    assert beyond.gain == whole


def test_nothing_asked_needs_nothing() -> None:
    now = rules.score(shipped.instrument("pemdi-2026"), {})
    assert rules.cheapest(now, Fraction(0)) == rules.Route(Fraction(0), (), reaches=True)
