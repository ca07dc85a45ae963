"""The tracking code of a case that was just filed, for the page of its receipt.

The database keeps only its keyed hash; the session is a table too, so there it lies sealed.
"""

from pendopo.kernel.access import ActedRequest
from pendopo.kernel.privacy import cipher

_PLACE = "session.tracking"


def remember(request: ActedRequest, number: str, code: str) -> None:
    """Keep a code until the session ends."""
    request.session[_key(number)] = cipher.seal_text(code, place=_PLACE)


def recall(request: ActedRequest, number: str) -> str:
    """Return the code, empty for a case that was not filed in this session."""
    return cipher.open_text(request.session.get(_key(number), ""), place=_PLACE)


def _key(number: str) -> str:
    return f"tracking:{number}"
