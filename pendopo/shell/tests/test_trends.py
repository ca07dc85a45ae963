"""A line through periods stays inside its picture and on a scale of round numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pendopo.shell import trends

VALUES = st.lists(
    st.one_of(st.integers(0, 10**9), st.floats(0, 1e9)).map(float), min_size=2, max_size=13
)


def drawn(values):
    steps = [trends.Step(label=f"p{n}", value=v, text=f"{v:g}") for n, v in enumerate(values)]
    return trends.drawn(steps, key="k", title="T", unit="u", write=lambda value: f"{value:g}")


@given(VALUES)
def test_every_period_lies_inside_the_picture(values):
    found = drawn(values)
    for dot in found.dots:
        assert trends.LEFT <= dot.x <= trends.WIDTH - trends.RIGHT
        assert trends.TOP - 0.1 <= dot.y <= trends.HEIGHT - trends.BOTTOM + 0.1


@given(VALUES)
def test_larger_is_never_lower(values):
    found = drawn(values)
    ordered = sorted(zip(values, found.dots, strict=True), key=lambda pair: pair[0])
    heights = [dot.y for _, dot in ordered]
    assert heights == sorted(heights, reverse=True)


@given(VALUES)
def test_periods_stand_in_their_order_and_the_newest_has_its_word(values):
    found = drawn(values)
    assert [dot.x for dot in found.dots] == sorted(dot.x for dot in found.dots)
    assert found.last.mark == found.last.label
    assert sum(bool(dot.mark) for dot in found.dots) <= trends.LABELS + 1


@given(VALUES)
def test_the_scale_begins_at_zero_and_reaches_over_the_largest(values):
    lines = [float(text) for _, text in drawn(values).lines]
    assert lines[0] == 0
    assert lines[-1] >= max(values) * (1 - 1e-5)


@pytest.mark.parametrize("values", [[], [3.0]])
def test_one_period_is_no_line(values):
    assert drawn(values) is None


def test_below_zero_stays_in_the_picture():
    found = drawn([-4.0, 4.0])
    assert max(dot.y for dot in found.dots) <= trends.HEIGHT - trends.BOTTOM
