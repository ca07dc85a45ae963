"""The ledger: one append-only table, sealed, provable, delivered."""
