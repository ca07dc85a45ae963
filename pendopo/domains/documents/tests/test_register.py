"""The register: numbers without gaps, never back in time, never lost."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from pendopo.domains.documents import actions, events, models, rules
from pendopo.domains.documents.tests import factories
from pendopo.kernel.ledger import book


def numbering(template: str) -> rules.Numbering:
    return rules.Numbering(template=template, class_code="500.3", unit_code="KEC-TLW")


def test_a_number_is_written_as_content_says() -> None:
    on = date(2026, 6, 4)
    assert numbering("{class}/{seq:04}/{unit}/{year}").write(seq=123, on=on) == (
        "500.3/0123/KEC-TLW/2026"
    )
    assert numbering("{seq}/{roman_month}/{year}").write(seq=7, on=on) == "7/VI/2026"


@pytest.mark.parametrize(
    "template", ["", "{class}/{unit}", "{seq}/{nama}", "{seq.__class__}", "{seq}}", "{seq}/a b"]
)
def test_a_template_that_cannot_number_is_refused(template: str) -> None:
    with pytest.raises(rules.BadNumbering):
        numbering(template).write(seq=1, on=date(2026, 1, 1))


@given(st.integers(1, 10**7), st.integers(1, 10**7), st.dates(date(2000, 1, 1)))
def test_two_numbers_of_a_series_never_read_the_same(one: int, two: int, on: date) -> None:
    write = numbering("{class}/{seq:04}/{unit}/{roman_month}/{year}").write
    assert (write(seq=one, on=on) == write(seq=two, on=on)) == (one == two)


def test_a_decision_takes_the_next_number_and_says_so(office: factories.Office) -> None:
    first, second = factories.make_letter(office), factories.make_letter(office)
    assert (first.number, second.number) == ("500.3/0001/KEC-TLW/2026", "500.3/0002/KEC-TLW/2026")
    assert first.entry.state == models.EntryState.AWAITING
    said = [entry.event for entry in book.entries_of("case:2026-A1")]
    assert [(type(e), e.number) for e in said] == [
        (events.LetterNumbered, first.number),
        (events.LetterNumbered, second.number),
    ]


def test_each_agency_family_and_year_counts_for_itself(office: factories.Office) -> None:
    other = factories.make_office("kecamatan-sei-suka")
    decree = rules.Numbering(template="{seq}", class_code="1", unit_code="X", family="keputusan")
    letters = [
        factories.make_letter(office),
        factories.make_letter(other),
        factories.make_letter(office, numbering=decree),
        factories.make_letter(office, document_date=date(2027, 1, 4)),
    ]
    assert [letter.entry.seq for letter in letters] == [1, 1, 1, 1]


def test_a_number_never_goes_back_in_time(office: factories.Office) -> None:
    factories.make_letter(office)
    with pytest.raises(actions.NumberWouldGoBack):
        factories.make_letter(office, document_date=factories.TODAY - timedelta(days=1))
    assert factories.make_letter(office).entry.seq == 2


def test_a_decision_that_fails_gives_its_number_back(office: factories.Office) -> None:
    def decide() -> None:
        with transaction.atomic():
            factories.make_letter(office)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        decide()
    assert not models.Letter.objects.exists()
    assert factories.make_letter(office).entry.seq == 1


def test_a_void_number_stays_in_the_register_with_its_reason(office: factories.Office) -> None:
    letter = factories.make_letter(office)
    actions.void(
        letter=letter,
        reason=actions.VoidReason.WRONG_DATA,
        note="Nama anak Siti salah",
        actor=office.actor,
        now=factories.NOW,
    )
    entry = models.RegisterEntry.objects.get()
    assert (entry.state, entry.reason) == ("void", "wrong-data")
    assert factories.make_letter(office).entry.seq == 2
    assert "Siti" not in "".join(entry.payload for entry in book.entries_of(letter.subject))
    with pytest.raises(actions.LetterIsClosed):
        actions.void(
            letter=letter,
            reason=actions.VoidReason.OTHER,
            note="",
            actor=office.actor,
            now=factories.NOW,
        )
