"""Let a test empty the database although the ledger is append-only."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.test import TransactionTestCase

from pendopo.kernel.ledger import guards


@contextmanager
def without_guards() -> Iterator[None]:
    """Drop the triggers and put them back: for tampering tests and between tests."""
    guards.remove(connection)
    try:
        yield
    finally:
        guards.remove(connection)
        guards.install(connection)


def lift_guards_between_tests() -> None:
    """Tests with real transactions are followed by a flush, which the triggers would refuse."""
    flush = TransactionTestCase._fixture_teardown

    def teardown(case: Any) -> None:
        with without_guards():
            flush(case)

    TransactionTestCase._fixture_teardown = teardown
