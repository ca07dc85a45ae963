"""The ledger: one append-only table, sealed, provable, delivered."""

from pendopo.kernel.apps import DomainConfig


class LedgerConfig(DomainConfig):
    """Kernel app `ledger`."""

    name = "pendopo.kernel.ledger"
    label = "ledger"
