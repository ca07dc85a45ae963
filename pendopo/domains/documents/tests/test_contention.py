"""Many at once: numbers without gaps, bytes fixed once, one signature. On both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from pendopo.domains.documents import actions, models
from pendopo.domains.documents.tests import factories
from pendopo.kernel.files.models import StoredFile

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(workers: int, jobs: list[Callable[[], object]]) -> list[object]:
    def run(job: Callable[[], object]) -> object:
        try:
            return job()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(run, jobs))


def test_two_hundred_parallel_decisions_leave_no_gap(office: factories.Office) -> None:
    at_once(8, [lambda: factories.make_letter(office)] * 200)
    taken = models.RegisterEntry.objects.order_by("seq").values_list("seq", "number")
    assert [seq for seq, _ in taken] == list(range(1, 201))
    assert len({number for _, number in taken}) == 200


@pytest.mark.faults
def test_five_thousand_decisions_in_three_series_leave_no_gap(office: factories.Office) -> None:
    families = [
        actions.Numbering(template="{seq}", class_code="1", unit_code="X", family=name)
        for name in ("surat", "keputusan", "izin")
    ]
    jobs = [
        lambda numbering=numbering: factories.make_letter(office, numbering=numbering)
        for numbering in families * 1667
    ]
    at_once(16, jobs)
    for series in models.Series.objects.all():
        assert list(series.entries.order_by("seq").values_list("seq", flat=True)) == list(
            range(1, series.last_seq + 1)
        )
    assert models.RegisterEntry.objects.count() == len(jobs)


def test_two_racing_freezers_see_the_same_bytes(office: factories.Office) -> None:
    letter = factories.make_letter(office)
    frozen = at_once(
        4,
        [
            lambda: (
                actions.freeze(
                    letter=models.Letter.objects.get(pk=letter.pk), now=factories.NOW
                ).frozen_sha256
            )
        ]
        * 8,
    )
    assert len(set(frozen)) == 1
    assert StoredFile.objects.count() == 1


def test_two_racing_signatures_put_one_letter_in_force(office: factories.Office) -> None:
    letter = factories.make_frozen(office)
    results = at_once(3, [lambda: factories.sign(office, letter)[0]] * 6)
    letter.refresh_from_db()
    assert letter.state == models.LetterState.SIGNED
    assert any(result.is_signed for result in results)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_entry WHERE name = 'documents.letter_signed'")
        assert cursor.fetchone()[0] == 1
