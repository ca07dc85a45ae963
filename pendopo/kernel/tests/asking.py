"""How often a page asks the database, once what a process keeps in memory is warm."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def asked(client: Client, address: str, **headers: str) -> int:
    """Return the number of queries of one page, which must be there."""
    client.get(address, headers=headers)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address, headers=headers)
    assert answer.status_code == 200, address
    return len(queries)
