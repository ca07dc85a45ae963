"""Scores, classes and sample sizes of the satisfaction survey."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pendopo.domains.surveys import rules


def score(*sums, n=1):
    return rules.score(sums, n)


def test_the_best_answers_give_100_and_with_rounded_weights_99_90():
    best = score(*[4] * 9)
    assert (best.index, best.ikm) == (Decimal("4.00"), Decimal("100.00"))
    assert best.ikm_rounded_weights == Decimal("99.90")
    assert best.grade.letter == "A"


def test_the_worst_answers_give_25():
    worst = score(*[1] * 9)
    assert (worst.ikm, worst.grade.letter, worst.grade.word) == (
        Decimal("25.00"),
        "D",
        "Tidak baik",
    )


def test_elements_are_means_and_weigh_a_ninth_each():
    result = score(30, 31, 32, 33, 34, 35, 36, 37, 38, n=10)
    assert result.nrr[0] == Decimal("3.00")
    assert result.weighted[0] == Decimal("0.33")
    assert result.index == Decimal("3.40")
    assert result.ikm == Decimal("85.00")
    assert result.ikm_rounded_weights == Decimal("84.92")


@pytest.mark.parametrize(
    ("ikm", "letter"),
    [
        ("100.00", "A"),
        ("88.31", "A"),
        ("88.30", "B"),
        ("76.61", "B"),
        ("76.60", "C"),
        ("65.00", "C"),
        ("64.99", "D"),
        ("25.00", "D"),
    ],
)
def test_classes_have_the_published_bounds(ikm, letter):
    assert rules.grade_of(Decimal(ikm)).letter == letter


@pytest.mark.parametrize("ikm", ["24.99", "100.01"])
def test_a_figure_off_the_scale_is_refused(ikm):
    with pytest.raises(ValueError, match="no IKM"):
        rules.grade_of(Decimal(ikm))


@pytest.mark.parametrize(
    ("sums", "n"), [([4] * 9, 0), ([4] * 8, 1), ([5] + [4] * 8, 1), ([0] + [4] * 8, 1)]
)
def test_impossible_sums_are_refused(sums, n):
    with pytest.raises(ValueError, match=r"result|scale"):
        rules.score(sums, n)


@pytest.mark.parametrize(
    ("population", "size"),
    # Rows of Krejcie and Morgan's table of 1970.
    [(10, 10), (50, 44), (100, 80), (300, 169), (1000, 278), (10_000, 370), (1_000_000, 384)],
)
def test_sample_sizes_agree_with_the_published_table(population, size):
    assert rules.sample_size(population) == size


def test_nobody_asked_needs_nobody():
    assert rules.sample_size(0) == 0
    assert rules.response_rate(0, 0) == 0.0


def test_a_result_below_the_sample_size_is_provisional():
    assert rules.is_provisional(79, 100)
    assert not rules.is_provisional(80, 100)


@pytest.mark.parametrize(("answered", "shown"), [(4, 0), (5, 5), (9, 5), (10, 10)])
def test_results_grow_by_handfuls(answered, shown):
    assert rules.shown(answered) == shown


answers = st.lists(st.lists(st.integers(1, 4), min_size=9, max_size=9), min_size=1, max_size=40)


@given(answers)
def test_every_set_of_answers_has_a_class(rows):
    result = rules.score([sum(column) for column in zip(*rows, strict=True)], len(rows))
    assert Decimal(25) <= result.ikm <= Decimal(100)
    assert result.ikm_rounded_weights <= result.ikm
    assert result.grade.lowest <= result.ikm


@given(answers, st.integers(0, 8))
def test_a_better_answer_never_lowers_the_figure(rows, element):
    before = [sum(column) for column in zip(*rows, strict=True)]
    after = list(before)
    after[element] = min(after[element] + 1, 4 * len(rows))
    assert rules.score(after, len(rows)).ikm >= rules.score(before, len(rows)).ikm


@given(st.integers(1, 2_000_000))
def test_a_sample_is_never_larger_than_its_population(population):
    assert 0 < rules.sample_size(population) <= min(population, 384)
