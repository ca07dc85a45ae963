"""A line through periods stays inside its picture, on a scale of round numbers, and hides no gap."""

from itertools import pairwise

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from pendopo.kernel import periods
from pendopo.shell import trends

NUMBERS = st.one_of(st.integers(-(10**9), 10**12), st.floats(-1e9, 1e12)).map(float)
VALUES = st.lists(st.none() | NUMBERS, min_size=1, max_size=13)


def drawn(values, **more):
    steps = [
        trends.Step(label=f"p{n}", value=v, text="–" if v is None else f"{v:g}")
        for n, v in enumerate(values)
    ]
    return trends.drawn(steps, key="k", title="T", unit="u", **more)


def picture(*steps, **more):
    found = trends.drawn(steps, key="k", title="T", unit="u", **more)
    return render_to_string("shell/components/trend.html", {"trend": found})


def step(label, value, **more):
    return trends.Step(label=label, value=value, text=str(value), address=f"?{label}", **more)


@given(VALUES)
def test_every_number_lies_inside_the_picture_and_nothing_else_is_drawn(values):
    found = drawn(values)
    assert [dot.y is None for dot in found.dots] == [value is None for value in values]
    for dot in found.dots:
        assert found.left < dot.x < found.right
        assert found.left - 0.1 <= dot.start
        assert dot.y is None or trends.TOP - 0.1 <= dot.y <= found.floor + 0.1


@given(VALUES)
def test_larger_is_never_lower(values):
    known = [(v, dot) for v, dot in zip(values, drawn(values).dots, strict=True) if v is not None]
    heights = [dot.y for _, dot in sorted(known, key=lambda pair: pair[0])]
    assert heights == sorted(heights, reverse=True)


@given(VALUES)
def test_periods_stand_in_their_order_and_the_newest_has_its_word(values):
    found = drawn(values)
    assert [dot.x for dot in found.dots] == sorted(dot.x for dot in found.dots)
    assert found.dots[-1].mark == f"p{len(values) - 1}"
    assert sum(bool(dot.mark) for dot in found.dots) <= trends.LABELS


@given(VALUES)
def test_the_scale_has_zero_in_it_and_the_words_beside_it_have_room(values):
    found = drawn(values)
    assert "0" in [word for _, word in found.lines]
    assert 2 <= len(found.lines) <= 7
    assert found.begins == ""
    assert found.left >= 14 * max(len(word) for _, word in found.lines)


@given(VALUES)
def test_the_line_joins_neighbours_and_no_others(values):
    both = sum(None not in pair for pair in pairwise(values))
    assert drawn(values).line.count("M") == both


def test_a_period_without_a_number_interrupts_the_line():
    assert drawn([1.0, None, 3.0]).line == ""
    assert drawn([1.0, 2.0, None, 4.0]).line.count("M") == 1


def test_without_periods_there_is_nothing_and_without_numbers_a_sentence():
    assert drawn([]) is None
    page = picture(step("Mei", None), step("Juni", None))
    assert "Belum ada angka pada periode mana pun." in page
    assert "<svg" not in page
    assert page.count("<tr>") == 3


def test_one_number_is_a_point_without_a_line():
    page = picture(step("Mei", 3.0))
    assert page.count('class="trend-dot"') == 1
    assert 'class="trend-line' not in page


@pytest.mark.parametrize(
    ("scale", "lowest", "begins"), [((1.0, 5.0), "1", "1"), ((0.0, 100.0), "0", "")]
)
def test_an_index_stands_on_its_own_scale_and_says_where_that_begins(scale, lowest, begins):
    found = drawn([2.0, 3.0], scale=scale)
    assert (found.lines[0][1], found.begins) == (lowest, begins)
    assert ("Sumbu mulai dari 1, bukan dari nol" in picture(step("a", 2.0), scale=scale)) == (
        begins != ""
    )


def test_what_may_still_change_is_joined_by_dashes_and_named():
    page = picture(step("Mei", 3.0), step("Juni", 4.0), step("Juli", 1.0, is_provisional=True))
    assert page.count('class="trend-line"') == page.count('class="trend-line is-provisional"') == 1
    assert "Sementara, masih dapat berubah" in page
    assert 'aria-label="Juli: 1.0, sementara"' in page
    assert '<span class="tag">sementara</span>' in page


def test_a_simulation_is_hollow_and_named_in_picture_and_table():
    page = picture(step("Mei", 3.0), step("Juni", 4.0, is_simulation=True))
    assert page.count("data-simulation") == 2, "the point and its key"
    assert 'aria-label="Juni: 4.0, simulasi"' in page
    assert page.count('data-tone="warning"') == 1


def test_without_marks_there_is_no_key():
    assert "trend-key" not in picture(step("Mei", 3.0), step("Juni", 4.0))


def test_every_point_and_every_row_leads_to_its_own_period():
    page = picture(step("mei", 3.0), step("juni", None), step("juli", 4.0))
    assert [page.count(f'href="?{one}"') for one in ("mei", "juni", "juli")] == [2, 1, 2]


@given(VALUES, st.floats(0, 1e9))
def test_the_target_stands_inside_the_picture_and_is_written(values, aim):
    found = drawn(values, target=trends.Target(value=aim, text="80%"))
    assert trends.TOP - 0.1 <= found.target.y <= found.floor + 0.1
    assert "Sasaran 80%" in picture(step("a", 1.0), target=trends.Target(value=aim, text="80%"))


def test_the_newest_number_is_written_towards_the_middle():
    assert drawn([1.0, 2.0]).value_place[2] == "end"
    assert drawn([1.0, None, None]).value_place[2] == "start"


def test_further_columns_have_their_heading():
    page = picture(step("Mei", 3.0, cells=(("Baris", "12"),)))
    assert '<th scope="col">Baris</th>' in page
    assert '<td data-label="Baris">12</td>' in page


@pytest.mark.parametrize(
    ("value", "id_", "en"),
    [(75, "75", "75"), (2_500_000, "2,5 jt", "2.5 m"), (-1.2e9, "-1,2 M", "-1.2 bn")],
)
def test_a_number_beside_the_scale_is_short(value, id_, en):
    assert (trends.tick(value), trends.tick(value, "en")) == (id_, en)


@pytest.mark.parametrize(
    ("text", "id_", "en"),
    [
        ("2026-05", "Mei 26", "May 26"),
        ("2026-Q2", "T2 26", "Q2 26"),
        ("2026-S1", "S1 26", "H1 26"),
        ("2026", "2026", "2026"),
    ],
)
def test_a_period_below_the_scale_is_short(text, id_, en):
    asked = periods.read(text)
    assert (trends.short_period(asked), trends.short_period(asked, "en")) == (id_, en)
