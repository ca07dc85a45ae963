"""References to persons become tokens: distinct people can be counted, nobody is named.

Only references of kinds that a domain declared to be records stay as they are
(`hooks.record_kinds`); every other kind is treated as a person, also one invented tomorrow.
"""

from collections.abc import Iterable

from pendopo.kernel import hooks
from pendopo.kernel.privacy import cipher, keys

PURPOSE = "lake"
KIND = "who"
DIGITS = 16

_MACHINES = frozenset({"system", "anonymous"})
"""Jobs and commands, and whoever was not signed in."""


def plain_kinds() -> list[str]:
    """Return the kinds of references that name no person, sorted."""
    return sorted(_MACHINES.union(*(filler() for filler in hooks.record_kinds)))


def is_plain(ref: str, kinds: Iterable[str]) -> bool:
    """Tell whether a reference may stand in the lake as it is."""
    return ref.partition(":")[0] in kinds


def token(ref: str) -> str:
    """Return what stands for a person: `who:` and 16 hexadecimal digits of a keyed hash."""
    return tokens([ref])[ref]


def tokens(refs: Iterable[str]) -> dict[str, str]:
    """Return the token of each reference."""
    hashes = cipher.lookup_hash_of_each(refs, PURPOSE)
    return {ref: f"{KIND}:{found.partition('.')[2][:DIGITS]}" for ref, found in hashes.items()}


def key_version() -> int:
    """Return the version of the key; under another one every token is another."""
    return keys.lookup.newest()
