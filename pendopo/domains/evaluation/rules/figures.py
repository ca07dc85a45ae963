"""Exact figures: fractions inside, decimals rounded half-up at the edge. Never a binary float."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from pendopo.kernel import rounding

Given = Decimal | Fraction | int


class OutsideScale(ValueError):
    """A number lies outside the edges that a conversion knows."""


def weighted_mean(pairs: Iterable[tuple[Given, Given]]) -> Fraction:
    """Return the mean of (weight, value) pairs. Raises ValueError without any weight."""
    exact = [(Fraction(weight), Fraction(value)) for weight, value in pairs]
    total = sum((weight for weight, _ in exact), Fraction())
    if total <= 0:
        raise ValueError("a mean needs a weight")
    return sum((weight * value for weight, value in exact), Fraction()) / total


def along(edges_in: Sequence[Decimal], edges_out: Sequence[Decimal], number: Given) -> Fraction:
    """Return what straight lines between the pairs of edges make of a number.

    Raises OutsideScale below the first and above the last edge.
    """
    exact = Fraction(number)
    starts = zip(edges_in, edges_in[1:], edges_out, edges_out[1:], strict=False)
    for low, high, first, last in starts:
        if Fraction(low) <= exact <= Fraction(high):
            share = (exact - Fraction(low)) / (Fraction(high) - Fraction(low))
            return Fraction(first) + share * (Fraction(last) - Fraction(first))
    raise OutsideScale(f"{number} lies outside {edges_in[0]} to {edges_in[-1]}")


def quantized(value: Fraction) -> Decimal:
    """Return a value as the database keeps it: four decimals."""
    return rounding.half_up(value, 4)


def exact(text: str) -> Fraction:
    """Return a number as a snapshot keeps it: "13/5" or "2.6"."""
    return Fraction(text)
