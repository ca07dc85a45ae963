"""One altered, removed or inserted entry among a million is named against the published heads."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.test import override_settings

from pendopo.kernel.ledger import facts, heads, keychain, sealing, verification
from pendopo.kernel.ledger.models import Entry
from pendopo.kernel.ledger.tests.emptying import without_guards
from pendopo.kernel.ledger.tests.test_verification import TAMPERING

pytestmark = [pytest.mark.faults, pytest.mark.django_db]

SIZE = 1_000_000
SPOT = 623_457
AT = datetime(2026, 6, 4, 3, 0, tzinfo=UTC)

NUMBERS = {
    "sqlite": (
        "WITH RECURSIVE n(i) AS (SELECT %s UNION ALL SELECT i + 1 FROM n WHERE i < %s)"
        " SELECT printf('%%032x', i) AS id, i FROM n"
    ),
    "postgresql": "SELECT lpad(to_hex(i), 32, '0') AS id, i FROM generate_series(%s, %s) AS i",
}


@pytest.fixture(scope="module")
def folder(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Path]:
    """A million sealed entries under three heads, made once for all tests of this file."""
    scratch = tmp_path_factory.mktemp("ledger")
    own = override_settings(KEYS_DIR=scratch / "keys", HEADS_DIR=scratch / "heads")
    with django_db_blocker.unblock(), own:
        for part, end in enumerate((400_000, 600_000, SIZE)):
            _write((0, 400_000, 600_000)[part] + 1, end)
            sealing.seal(AT)
            heads.publish(AT + timedelta(days=part))
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        yield Path(settings.HEADS_DIR)
        with without_guards():
            call_command("flush", interactive=False, verbosity=0)


def test_an_honest_million_has_no_findings(folder):
    report = verification.verify(folder, keychain.ours_for(folder))
    assert (report.findings, report.sealed, report.heads) == ([], SIZE, 3)


@pytest.mark.parametrize(("tamper", "sentence"), TAMPERING)
def test_one_tampered_entry_in_a_million_is_named(folder, tamper, sentence):
    entry = tamper(SPOT)
    findings = verification.verify(folder, keychain.ours_for(folder)).findings
    assert sentence.format(seq=SPOT, entry=entry) in findings


@transaction.atomic
def _write(start: int, end: int) -> None:
    """Write entries by one statement: the same text that record() writes, with a plain salt."""
    columns = "id, name, subject, actor, payload, occurred_at, recorded_at"
    at = facts.moment(AT)
    text = (
        """'{"actor":"system:faults","id":"' || id || '","name":"ledgertest.lamp_lit","""
        f""""occurred_at":"{at}","payload":{{"colour":"kuning","outside":true,"""
        """"subject":"lamp:' || i || '","watts":5},"""
        f""""recorded_at":"{at}","salt":"' || id || '","subject":"lamp:' || i || '","v":1}}'"""
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO ledger_entry ({columns})"
            f" SELECT id, 'ledgertest.lamp_lit', 'lamp:' || i, 'system:faults', {text}, %s, %s"
            f" FROM ({NUMBERS[connection.vendor]}) AS numbers ORDER BY i",
            [*_columns(), start, end],
        )


def _columns() -> list[object]:
    field = Entry._meta.get_field("recorded_at")
    return [field.get_db_prep_value(AT, connection)] * 2
