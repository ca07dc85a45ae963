"""How large a pack and its parts may be: a hostile file ends here and not in memory."""

MIB = 1024**2

PACK_BYTES = 2000 * MIB
"""All of it; below the 4 GiB where the zip format changes its shape."""
FILES = 10_000
NAME_LENGTH = 200
MANIFEST_BYTES = 16 * MIB
SNAPSHOT_BYTES = 16 * MIB
SMALL_BYTES = MIB
"""Heads, keys and signatures."""
LINE_BYTES = 64 * 1024
"""One entry or one row."""
DEPTH = 64
MEASURES = 1000
TREE_SIZE = 2**48
"""Entries of a ledger: more than anybody can seal, and few enough for any tree to be walked."""
