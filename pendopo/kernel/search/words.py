"""Cut text into words that compare equal however they were typed. Pure."""

import re
import unicodedata

LONGEST = 32
_ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz"
_WORD = re.compile(r"[a-z0-9]+")


def words(text: str) -> list[str]:
    """Return the different words of a text in order: lower case, no accents, no punctuation.

    `500.3/0123/KEC-TLW/2026` gives 500, 3, 0123, kec, tlw and 2026.
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    return list(dict.fromkeys(word[:LONGEST] for word in _WORD.findall(letters)))


def tokens(text: str) -> set[str]:
    """Return what a document is found by: its words, and numbers without leading zeros too."""
    found = words(text)
    return {*found, *(word.lstrip("0") or "0" for word in found if word.isdigit())}


def after(prefix: str) -> str | None:
    """Return the first word that no longer begins with the prefix; None at the end.

    `abc` gives `abd`, `az` gives `b`. A range over digits and small letters uses the ordinary
    index on both databases, whatever the collation; LIKE does so on neither.
    """
    stem = prefix.rstrip(_ALPHABET[-1])
    if not stem:
        return None
    return stem[:-1] + _ALPHABET[_ALPHABET.index(stem[-1]) + 1]
