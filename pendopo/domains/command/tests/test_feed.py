"""The public feed: only public kinds, whole weeks that are over, nobody few, and nobody recognised."""

import json
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from pendopo.domains.bookings.events import VisitServed
from pendopo.domains.cases.events import CaseClosed
from pendopo.domains.command import actions, queries, rules
from pendopo.domains.command.models import FeedRow, FeedWeek
from pendopo.domains.command.rules import Band, Batch, Count
from pendopo.domains.documents.events import LetterSigned
from pendopo.domains.people.tests import factories
from pendopo.kernel import events
from pendopo.kernel.actor import system
from pendopo.kernel.ledger import book

DISTRICTS = ["12.19.01", "12.19.02", "12.19.03", "12.19.05", ""]
COUNTS = st.lists(
    st.builds(
        Count,
        event=st.sampled_from(["a.b", "c.d"]),
        district=st.sampled_from(DISTRICTS),
        number=st.integers(1, 30),
    ),
    max_size=14,
)
MONDAY = date(2026, 5, 25)
DUE = datetime(2026, 6, 4, 3, tzinfo=UTC)
"""Thursday: the week of 25 to 31 May ended three whole days ago."""


@given(COUNTS)
def test_no_row_stands_for_few(counts):
    assert all(row.band.low >= rules.FEWEST for row in rules.batches(counts))


@given(COUNTS)
def test_no_hidden_cell_can_be_taken_from_the_total(counts):
    """Even for somebody who knew every shown number exactly, and the rule by which we hide."""
    told = {(row.event, row.district) for row in rules.batches(counts)}
    for event in {count.event for count in counts}:
        table = Counter()
        for count in counts:
            if count.event == event:
                table[count.district] += count.number
        unseen = [n for place, n in table.items() if not place or (event, place) not in told]
        if (event, "") in told and any(n < rules.FEWEST for n in unseen):
            assert len(set(unseen)) > 1
            assert sum(unseen) >= rules.FEWEST


@given(COUNTS)
def test_a_row_tells_a_band_that_holds_the_number(counts):
    sums = Counter()
    for count in counts:
        sums[count.event, count.district] += count.number
        sums[count.event, "all"] += count.number
    for row in rules.batches(counts):
        number = sums[row.event, row.district or "all"]
        assert row.band.low <= number <= (row.band.high or number)


@given(COUNTS, st.randoms())
def test_the_order_of_events_says_nothing(counts, random):
    shuffled = list(counts)
    random.shuffle(shuffled)
    assert rules.batches(shuffled) == rules.batches(counts)


@given(st.integers(5, 5000))
def test_bands_are_wide_enough_to_hide_one_in(number):
    band = rules.band_of(number)
    assert band.high is None or band.high - band.low >= 4


@pytest.mark.parametrize("number", [0, 1, 4])
def test_few_have_no_band(number):
    with pytest.raises(ValueError, match="small"):
        rules.band_of(number)


@given(st.dates(date(2025, 1, 1), date(2030, 1, 1)), st.integers(0, 30))
def test_the_newest_week_ended_long_enough_ago(today, delay):
    monday = rules.newest_week(today, delay)
    assert monday.weekday() == 0
    whole_days = (today - (monday + timedelta(days=6))).days - 1
    assert max(delay, 1) <= whole_days < max(delay, 1) + 7


def closed(service="surat-keterangan-usaha", district="12.19.05"):
    return CaseClosed(
        subject="case:2026-K7QM3F9T",
        service=service,
        agency="kecamatan-talawi",
        district=district,
        outcome="issued",
        on_time=True,
        net_days=1,
        gross_days=1,
        channel="online",
        applicant="person:0123456789abcdef",
    )


def signed(kind="surat-keterangan-tidak-mampu", agency="kecamatan-talawi"):
    return LetterSigned(
        subject="letter:X1",
        letter="letter:X1",
        kind=kind,
        agency=agency,
        number="470/1/2026",
        signer="person:camat",
        capacity="own",
        sha256=None,
        simulation=True,
    )


def served():
    return VisitServed(subject="ticket:X1", site="pkm-labuhan-ruku", visit_on=MONDAY, online=True)


def record(*found, at=datetime(2026, 5, 27, 3, tzinfo=UTC)):
    with transaction.atomic():
        for event in found:
            book.record(event, actor=system("test"), at=at)


def rows():
    return [(row.event, row.district, row.low, row.high) for row in FeedRow.objects.order_by("pk")]


@pytest.fixture
def office(db):
    return factories.make_agency("kecamatan-talawi", kind="kecamatan", district="12.19.05")


def test_a_week_is_published_once_and_never_again(office):
    record(*[closed() for _ in range(6)])
    assert actions.publish_feed(now=DUE) == 1
    whole = ("cases.case_closed", "", 5, 9)
    assert rows() == [whole, ("cases.case_closed", "12.19.05", 5, 9)]
    record(*[closed() for _ in range(20)])
    assert actions.publish_feed(now=DUE) == 0
    assert len(rows()) == 2


def test_a_week_that_just_ended_waits(office):
    record(*[closed() for _ in range(6)])
    assert actions.publish_feed(now=DUE - timedelta(days=1)) == 0
    assert rows() == []


def test_what_happened_today_is_never_told(office):
    record(*[closed() for _ in range(6)])
    record(*[closed() for _ in range(50)], at=DUE)
    actions.publish_feed(now=DUE)
    assert {high for *_, high in rows()} == {9}
    assert [week.monday for week in FeedWeek.objects.all()] == [MONDAY]


def test_only_public_kinds_are_counted(office):
    record(*[served() for _ in range(30)])
    actions.publish_feed(now=DUE)
    assert rows() == []
    assert all(events.type_of[name].public for name in queries.public_names())
    assert not events.type_of["bookings.visit_served"].public


@pytest.mark.parametrize(
    "single",
    [
        closed(service="pendaftaran-kematian"),
        served(),
        signed(kind="surat-keterangan-tidak-mampu"),
    ],
    ids=["a death", "a clinic visit", "a poverty letter"],
)
def test_one_person_alone_leaves_no_trace(office, single):
    record(single)
    actions.publish_feed(now=DUE)
    assert rows() == []
    text = Client().get("/terbuka/peristiwa.json").content.decode()
    assert json.loads(text)["weeks"][:1] in (
        [],
        [{"from": "2026-05-25", "to": "2026-05-31", "rows": []}],
    )


@pytest.mark.parametrize("single", [closed(service="pendaftaran-kematian"), signed(), served()])
def test_one_person_among_many_is_not_told_apart(office, single):
    """With the person or without: the same rows, and no word of service, letter, office or day."""
    record(*[closed() for _ in range(6)], *[signed(kind="surat-keterangan-usaha")] * 6)
    with transaction.atomic():
        actions.publish_feed(now=DUE)
        without = rows()
        transaction.set_rollback(True)
    record(single)
    actions.publish_feed(now=DUE)
    assert rows() == without
    for address in ("/terbuka/peristiwa.json", "/terbuka/peristiwa/"):
        page = Client().get(address).content.decode()
        for word in ("kematian", "tidak-mampu", "pkm-", "puskesmas-", "2026-05-27", "person:"):
            assert word not in page


def test_a_village_is_told_as_its_district(office):
    factories.make_agency("desa-x", office, kind="desa", district="12.19.05.2001")
    record(*[signed(agency="desa-x") for _ in range(6)])
    actions.publish_feed(now=DUE)
    assert ("documents.letter_signed", "12.19.05", 5, 9) in rows()


def test_an_unknown_district_is_counted_in_the_whole_only(office):
    record(*[closed(district="99.99.99") for _ in range(6)])
    actions.publish_feed(now=DUE)
    assert rows() == [("cases.case_closed", "", 5, 9)]


def test_twenty_weeks_are_caught_up_in_rounds(office):
    record(*[closed() for _ in range(6)], at=DUE - timedelta(weeks=20))
    done = [actions.publish_feed(now=DUE) for _ in range(4)]
    assert done == [8, 8, 4, 0]


def test_machines_get_pages_and_are_told_when_nothing_is_new(office):
    record(*[closed() for _ in range(6)])
    actions.publish_feed(now=DUE)
    answer = Client().get("/terbuka/peristiwa.json")
    assert answer.json() == {
        "government": "batu-bara",
        "unit": "event",
        "page": 1,
        "pages": 1,
        "weeks": [
            {
                "from": "2026-05-25",
                "to": "2026-05-31",
                "rows": [
                    {
                        "event": "cases.case_closed",
                        "label": "Permohonan selesai",
                        "district": district,
                        "at_least": 5,
                        "at_most": 9,
                    }
                    for district in (None, "12.19.05")
                ],
            }
        ],
    }
    again = Client().get("/terbuka/peristiwa.json", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304
    assert "public" in answer["Cache-Control"]


@pytest.mark.parametrize("number", ["0", "-1", "x", "99999999", "٣"])
def test_any_page_number_is_answered(office, number):
    assert Client().get("/terbuka/peristiwa.json", {"halaman": number}).status_code == 200


def test_the_page_of_weeks_says_bands_in_words(office):
    record(*[closed() for _ in range(1200)])
    actions.publish_feed(now=DUE)
    page = Client().get("/terbuka/peristiwa/").content.decode()
    assert "1.000 atau lebih" in page
    assert "25 Mei 2026" in page


def test_batches_hide_the_smallest_neighbour_too():
    found = rules.batches([Count("a.b", "1", 3), Count("a.b", "2", 7), Count("a.b", "3", 40)])
    assert found == [
        Batch("a.b", "", Band(50, 99)),
        Batch("a.b", "3", Band(20, 49)),
    ]
