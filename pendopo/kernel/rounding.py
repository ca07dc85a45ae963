"""Exact numbers become decimals once, where they are shown or kept. Never a binary float."""

from decimal import Decimal
from fractions import Fraction


def half_up(number: Fraction, decimals: int) -> Decimal:
    """Return the number with so many decimals; halves go away from zero."""
    scaled = abs(number) * 10**decimals
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    digits = tuple(int(digit) for digit in str(whole))
    # Made of its digits: arithmetic with Decimal would round what has more than 28 of them.
    return Decimal((int(number < 0 < whole), digits, -decimals))
