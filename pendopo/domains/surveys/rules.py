"""Scoring of the satisfaction survey (PermenPANRB 14/2017): pure arithmetic, exact until shown.

Nine elements U1 to U9 are answered from 1 to 4. NRR is the mean of one element; the index is the
mean of the nine NRR (each weighs 1/9) and the published figure, IKM, is the index times 25.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

ELEMENTS = ("u1", "u2", "u3", "u4", "u5", "u6", "u7", "u8", "u9")
COST = "u4"
LOWEST, HIGHEST = 1, 4
FREE = HIGHEST
"""Score of the cost element of a service that costs nothing; it is not asked then."""

EXACT_WEIGHT = Fraction(1, 9)
ROUNDED_WEIGHT = Fraction(111, 1000)
"""The weight as official forms write it; with it the highest possible figure is 99.90."""

FEWEST_SHOWN = 5
FEWEST_PUBLIC = 30


@dataclass(frozen=True)
class Grade:
    """A class of service quality and the lowest IKM that reaches it."""

    letter: str
    word: str
    lowest: Decimal


GRADES = (
    Grade("A", "Sangat baik", Decimal("88.31")),
    Grade("B", "Baik", Decimal("76.61")),
    Grade("C", "Kurang baik", Decimal("65.00")),
    Grade("D", "Tidak baik", Decimal("25.00")),
)


@dataclass(frozen=True)
class Result:
    """What a set of answers says. NRR is from 1 to 4, IKM from 25 to 100, both two decimals."""

    n: int
    nrr: tuple[Decimal, ...]
    weighted: tuple[Decimal, ...]
    index: Decimal
    ikm: Decimal
    ikm_rounded_weights: Decimal
    grade: Grade


def score(sums: Sequence[int], n: int) -> Result:
    """Score `n` answers from the sum of each element. Raises ValueError for impossible sums."""
    if n < 1 or len(sums) != len(ELEMENTS):
        raise ValueError("a result needs an answer and nine sums")
    if not all(LOWEST * n <= total <= HIGHEST * n for total in sums):
        raise ValueError("a sum lies outside the scale")
    means = [Fraction(total, n) for total in sums]
    ikm = _two(sum(means, Fraction()) * EXACT_WEIGHT * 25)
    return Result(
        n=n,
        nrr=tuple(_two(mean) for mean in means),
        weighted=tuple(_two(mean * EXACT_WEIGHT) for mean in means),
        index=_two(sum(means, Fraction()) * EXACT_WEIGHT),
        ikm=ikm,
        ikm_rounded_weights=_two(sum(means, Fraction()) * ROUNDED_WEIGHT * 25),
        grade=grade_of(ikm),
    )


def grade_of(ikm: Decimal) -> Grade:
    """Return the class of an IKM of two decimals. Raises ValueError below 25 and above 100."""
    if not Decimal(25) <= ikm <= Decimal(100):
        raise ValueError(f"{ikm} is no IKM")
    return next(grade for grade in GRADES if ikm >= grade.lowest)


def sample_size(population: int) -> int:
    """Return how many answers a population asks for (Krejcie and Morgan 1970, 5 % error).

    chi2 = 3.841 for one degree of freedom, P = 0.5, d = 0.05; rounded as in their table.
    """
    if population <= 0:
        return 0
    spread = Fraction(3841, 4000)
    size = spread * population / (Fraction(25, 10_000) * (population - 1) + spread)
    return int(size + Fraction(1, 2))


def is_provisional(n: int, population: int) -> bool:
    """Tell whether fewer answered than the sample size asks for."""
    return n < sample_size(population)


def response_rate(answered: int, invited: int) -> float:
    """Return how many percent of the invited answered; 0 when nobody was invited."""
    return round(100 * answered / invited, 1) if invited else 0.0


def shown(answered: int) -> int:
    """Return how many of the answers a result may rest on: whole handfuls only.

    Somebody who looks every day would otherwise read a single answer from the difference.
    """
    return answered - answered % FEWEST_SHOWN


def _two(value: Fraction) -> Decimal:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
