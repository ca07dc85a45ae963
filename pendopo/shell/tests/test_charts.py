"""Charts stay inside their frame and tell no lies."""

from hypothesis import given
from hypothesis import strategies as st

from pendopo.shell import charts

numbers = st.floats(min_value=-1e300, max_value=1e300, allow_nan=False)


@given(st.lists(numbers, max_size=60))
def test_a_line_stays_inside_its_frame(values):
    for x, y in charts.line(values):
        assert 0 <= x <= charts.WIDTH
        assert 0 <= y <= charts.HEIGHT


@given(st.lists(numbers, max_size=60))
def test_no_bar_is_longer_than_its_ground(values):
    assert all(0 <= share <= 100 for share in charts.shares(values))


def test_bars_are_shares_of_the_largest():
    assert charts.shares([50, 100, 0, -3]) == [50, 100, 0, 0]


def test_only_zeros_draw_no_bar():
    assert charts.shares([0, 0]) == [0, 0]
    assert charts.shares([]) == []


def test_a_larger_value_is_higher_up():
    (_, low), (_, high) = charts.line([1, 2])
    assert high < low


def test_equal_values_are_a_line_in_the_middle():
    assert {y for _, y in charts.line([7, 7, 7])} == {charts.HEIGHT / 2}
