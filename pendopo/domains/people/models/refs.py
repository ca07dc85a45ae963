"""Random references that leave the house; never derived from anything personal."""

import secrets

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 13
"""65 random bits."""


def person_ref() -> str:
    """Return a new `person:…`."""
    return f"person:{_random()}"


def business_ref() -> str:
    """Return a new `business:…`."""
    return f"business:{_random()}"


def _random() -> str:
    return "".join(secrets.choice(CROCKFORD) for _ in range(LENGTH))
