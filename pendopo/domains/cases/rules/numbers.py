"""Case numbers and tracking codes: short to read aloud, hard to guess.

Crockford's alphabet has no I, L, O or U, so that a number survives handwriting and telephone.
A case number has 40 random bits (it names, it does not protect); a tracking code has 60 and is
stored only as a keyed hash. Random numbers need no counter that every applicant would wait for.
"""

import re
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOKALIKES = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})


def new_number(year: int) -> str:
    """Return a case number such as `2026-K7QM3F9T`."""
    return f"{year}-{_random(8)}"


def new_tracking_code() -> str:
    """Return a tracking code such as `7F3K-9QMT-W2XB`."""
    code = _random(12)
    return "-".join(code[i : i + 4] for i in range(0, 12, 4))


def normal_number(typed: str) -> str:
    """Return what a person typed as a case number: `2026 k7qm-3f9t` → `2026-K7QM3F9T`."""
    plain = _plain(typed)
    return f"{plain[:4]}-{plain[4:]}"


def normal_code(typed: str) -> str:
    """Return what a person typed as a tracking code, without separators and lookalikes."""
    return _plain(typed)


def _plain(typed: str) -> str:
    return re.sub(r"[^0-9A-Z]", "", typed.upper()).translate(_LOOKALIKES)


def _random(length: int) -> str:
    # 256 is a multiple of 32: the low bits of a random byte choose every letter equally often.
    return "".join(ALPHABET[byte % 32] for byte in secrets.token_bytes(length))
