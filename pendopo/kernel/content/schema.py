"""The head that every package has, whatever its kind."""

import math
from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

CodeText = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,59}$")]


MOST_DIGITS, MOST_DECIMALS = 15, 12


class Part(BaseModel):
    """Base of everything inside a package: immutable, and an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @field_validator("*")
    @classmethod
    def _has_sane_numbers(cls, value: Any) -> Any:
        """Refuse numbers that nobody means: 1e999999999 written out fills the memory."""
        if not _is_sane(value):
            raise ValueError(
                f"angka ini terlalu panjang: paling banyak {MOST_DIGITS} angka di depan koma "
                f"dan {MOST_DECIMALS} di belakangnya"
            )
        return value


def _is_sane(value: Any) -> bool:
    if isinstance(value, Decimal):
        exponent = value.as_tuple().exponent
        # A zero may have any exponent, so both ends are looked at.
        return (
            isinstance(exponent, int)
            and -MOST_DECIMALS <= exponent < MOST_DIGITS
            and value.adjusted() < MOST_DIGITS
        )
    if isinstance(value, int | float):
        return math.isfinite(value) and abs(value) < 10**MOST_DIGITS
    if isinstance(value, Mapping):
        return all(map(_is_sane, value.values()))
    return isinstance(value, str) or not isinstance(value, Collection) or all(map(_is_sane, value))


class Source(Part):
    """Where a figure or rule comes from, and how sure we are."""

    text: str = Field(min_length=3)
    confidence: Literal["official", "secondary", "reconstructed", "unknown"]


class Package(Part):
    """Base of all kinds. `code` equals the folder's name; `version` grows by one with each change."""

    code: CodeText
    version: int = Field(ge=1, le=1_000_000)
    effective_from: date
    title: str = Field(min_length=3, max_length=120)
