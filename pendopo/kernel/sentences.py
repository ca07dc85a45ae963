"""Sentences with values in them that can still be said in another language. Knows no framework."""

from typing import Self


class Filled(str):
    """An Indonesian sentence that remembers the pattern and the values it was made of.

        raise BadNik(Filled("NIK harus 16 angka. Yang terisi {typed} angka.", typed=15))

    It reads as any text does; only a page in another language asks for more.
    """

    pattern: str
    values: dict[str, object]

    def __new__(cls, pattern: str, **values: object) -> Self:
        """Put the values into the pattern, as str.format does."""
        filled = super().__new__(cls, pattern.format_map(values))
        filled.pattern, filled.values = pattern, values
        return filled

    def __str__(self) -> Self:
        """Return itself, so that whoever asks for its text (as forms do) does not lose the pattern."""
        return self
