"""The ledger: one append-only table, sealed, provable, delivered."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Kernel app `ledger`."""

    name = "pendopo.kernel.ledger"
    label = "ledger"
