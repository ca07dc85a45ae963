"""What a filing and the work list may ask of the database; benchmarks/ measures the time."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from pendopo.domains.cases import queries
from pendopo.domains.cases.models import Case, ClockStop
from pendopo.domains.cases.tests.conftest import ANSWERS, NOW
from pendopo.domains.cases.views import presenting
from pendopo.domains.people.tests import factories
from pendopo.kernel.access.models import Spending
from pendopo.kernel.files.models import StoredFile, Upload
from pendopo.kernel.privacy import cipher

SERVICE = "surat-keterangan-usaha"
DOOR = f"/layanan/{SERVICE}/kirim/"


@pytest.fixture
def resident(town):
    return factories.sign_in(Client(), town.people["resident"])


@pytest.fixture
def item(town):
    return fill(town)


def fill(town):
    """Return a filled form whose photographs were uploaded before."""
    known = {"owner": town.resident.ref, "size": 1, "sha256": "0" * 64, "created_at": NOW}
    sent = {}
    for code in ("foto_ktp", "foto_usaha"):
        file = StoredFile.objects.create(**known, media_type="image/png", data_class="document")
        sent[code] = Upload.objects.create(**known, received=1, file=file).pk
    return {"answers": ANSWERS, "files": sent, "version": 1}


def send(client, item, key):
    headers = {"Idempotency-Key": key, "X-Requested-By": "pendopo"}
    body = json.dumps(item)
    return client.post(DOOR, body, content_type="application/json", headers=headers)


def test_a_filing_asks_the_database_little(resident, item, town, django_assert_max_num_queries):
    # Content, calendar and keys are read once by each process.
    assert send(resident, fill(town), str(uuid4())).status_code == 201
    with django_assert_max_num_queries(13):
        answer = send(resident, item, str(uuid4()))
    assert answer.status_code == 201


def test_a_filing_leaves_the_session_alone(resident, item):
    resident.get("/")
    before = dict(resident.session.items())
    assert send(resident, item, str(uuid4())).status_code == 201
    assert dict(resident.session.items()) == before


def test_the_receipt_page_shows_the_code_to_the_sender_only(resident, item, town):
    receipt = send(resident, item, str(uuid4())).json()
    assert receipt["code"] in resident.get(receipt["address"]).content.decode()
    officer = factories.sign_in(Client(), town.people["checker"])
    page = officer.get(receipt["address"])
    assert page.status_code == 200
    assert receipt["code"] not in page.content.decode()


@pytest.mark.parametrize("used_up", ["uploads", "tries"])
def test_a_repetition_is_answered_although_its_means_are_used_up(resident, item, used_up):
    key = str(uuid4())
    first = send(resident, item, key)
    if used_up == "uploads":
        Upload.objects.all().delete()
    else:
        Spending.objects.update(spent=10_000)
    again = send(resident, item, key)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json()["number"] == first.json()["number"]
    other = send(resident, item, str(uuid4()))
    assert other.status_code in {422, 429}


def test_the_work_list_asks_the_same_for_one_row_and_for_fifty(
    resident, item, town, django_assert_max_num_queries
):
    send(resident, item, str(uuid4()))
    officer = factories.sign_in(Client(), town.people["checker"])
    officer.get("/kerja/")
    copies(49)
    with django_assert_max_num_queries(11):
        page = officer.get("/kerja/").content.decode()
    assert page.count("data-open") == 50


def test_a_case_that_stood_still_twice_is_counted_once(resident, item, town):
    send(resident, item, str(uuid4()))
    case, now = Case.objects.get(), timezone.now()
    hour = timedelta(hours=1)
    ClockStop.objects.create(case=case, started_at=now - 3 * hour, ended_at=now - 2 * hour)
    ClockStop.objects.create(case=case, started_at=now - hour)
    counted = queries.counts(town.checker, now)
    assert (counted["semua"], counted["kembali"]) == (1, 1)
    waiting = queries.work(town.checker, queries.WorkFilter(tab="kembali"), now)
    assert list(waiting) == [case]


def test_every_tab_and_filter_counts_what_it_lists(resident, item, town):
    send(resident, item, str(uuid4()))
    copies(6)
    late, soon, mine, ready, done, waiting, _ = Case.objects.order_by("pk")
    now, hour = timezone.now(), timedelta(hours=1)
    change(late, due_at=now - hour)
    change(soon, due_at=now)
    change(mine, assignee=town.people["checker"])
    change(ready, state="approved")
    change(done, closed_at=now + hour, outcome="issued")
    ClockStop.objects.create(case=waiting, started_at=now)
    counted = queries.counts(town.checker, now)
    assert counted["semua"] == 6
    for tab in queries.TABS:
        for district in ("", late.district, "00.00.00"):
            wanted = queries.WorkFilter(tab=tab, district=district)
            listed = list(queries.work(town.checker, wanted, now))
            page = queries.work_page(town.checker, wanted, now, number="").page
            assert (list(page), page.paginator.count) == (listed, len(listed))
        whole = list(queries.work(town.checker, queries.WorkFilter(tab=tab), now))
        assert len(whole) == counted.get(tab, 1)
        assert 0 < len(whole) < 7


def change(case, **values):
    Case.objects.filter(pk=case.pk).update(**values)


def test_a_list_opens_nothing_sealed(resident, item, town, monkeypatch):
    send(resident, item, str(uuid4()))
    monkeypatch.setattr(cipher, "open_text", None)
    (listed,) = queries.work(town.checker, queries.WorkFilter(), timezone.now())
    row = presenting.work_row(listed, timezone.now())
    assert (row["applicant"], row["assignee"]) == (town.people["resident"].name, "")


def copies(count):
    case = Case.objects.get()
    rows = []
    for number in range(count):
        case.pk, case.number = None, f"2026-{number:08}"
        rows.append(
            Case(**{f.attname: getattr(case, f.attname) for f in Case._meta.concrete_fields})
        )
    Case.objects.bulk_create(rows)
