"""Rupiah on paper."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pendopo.kernel.money import rupiah


@pytest.mark.parametrize(
    ("amount", "text"),
    [(0, "Rp0"), (500, "Rp500"), (1_250_000, "Rp1.250.000"), (-500, "-Rp500")],
)
def test_amounts_are_written_the_indonesian_way(amount, text):
    assert rupiah(amount) == text


@given(st.integers())
def test_no_digit_is_lost(amount):
    assert int(rupiah(amount).replace("Rp", "").replace(".", "")) == amount
