"""Money is whole rupiah, an int, everywhere. Knows no framework."""

from typing import NewType

Rupiah = NewType("Rupiah", int)


def rupiah(amount: int) -> str:
    """Write an amount the Indonesian way: Rp1.250.000, -Rp500, Rp0."""
    sign = "-" if amount < 0 else ""
    return f"{sign}Rp{abs(amount):,}".replace(",", ".")
