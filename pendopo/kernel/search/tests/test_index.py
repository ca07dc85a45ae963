"""The search box finds what an actor may see, by parts and prefixes."""

import pytest

from pendopo.kernel.search import index
from pendopo.kernel.search.models import SearchDocument, SearchToken

pytestmark = pytest.mark.django_db

TALAWI = "/kecamatan-talawi/"
KELURAHAN = "/kecamatan-talawi/kelurahan-labuhan-ruku/"
SOSIAL = "/dinas-sosial/"


@pytest.fixture(autouse=True)
def _archive():
    index.put("case:1", kind="case", text="Siti Aminah 2026-K7QM3F9T", unit=KELURAHAN)
    index.put("case:2", kind="case", text="Siti Rahma 2026-AAAA1111", unit=SOSIAL)
    index.put("letter:1", kind="letter", text="500.3/0123/KEC-TLW/2026 Siti Aminah", unit=TALAWI)


def find(text, kinds=("case", "letter"), units=("/",), limit=10):
    return index.find(text, kinds=kinds, units=units, limit=limit)


def test_a_beginning_of_a_word_is_enough():
    assert set(find("ami")) == {"case:1", "letter:1"}


def test_every_word_must_be_there():
    assert find("siti rahma") == ["case:2"]
    assert find("siti budi") == []


@pytest.mark.parametrize("text", ["0123", "123", "0123/KEC", "500.3/0123/KEC-TLW/2026", "kec tlw"])
def test_a_letter_is_found_by_parts_of_its_number(text):
    assert find(text) == ["letter:1"]


def test_a_case_is_found_by_the_beginning_of_its_code():
    assert find("k7qm") == ["case:1"]


def test_a_short_term_equals_a_whole_word():
    assert find("am") == []
    assert find("3 0123") == ["letter:1"]


def test_newest_comes_first():
    assert find("siti") == ["letter:1", "case:2", "case:1"]
    assert find("siti", limit=1) == ["letter:1"]


def test_only_the_kinds_that_were_asked_for():
    assert find("siti", kinds=("letter",)) == ["letter:1"]
    assert find("siti", kinds=()) == []


def test_a_unit_finds_what_lies_in_it_and_below():
    assert set(find("siti", units=(TALAWI,))) == {"case:1", "letter:1"}
    assert find("siti", units=(SOSIAL,)) == ["case:2"]
    assert set(find("siti", units=(SOSIAL, KELURAHAN))) == {"case:1", "case:2"}


@pytest.mark.parametrize("units", [(), ("",), ("kecamatan",)])
def test_without_a_unit_nothing_is_found(units):
    assert find("siti", units=units) == []


@pytest.mark.parametrize("text", ["", "   ", "%", "_", "'; DROP TABLE search_token; --"])
def test_odd_text_finds_nothing_and_breaks_nothing(text):
    assert find(text) == []


def test_putting_again_replaces_the_words():
    index.put("case:1", kind="case", text="Budi Santoso 2026-K7QM3F9T", unit=KELURAHAN)
    assert "case:1" not in find("aminah")
    assert find("santoso") == ["case:1"]
    assert SearchDocument.objects.filter(subject="case:1").count() == 1


def test_what_was_removed_is_not_found():
    index.remove("case:1")
    assert find("k7qm") == []
    assert SearchToken.objects.filter(token="k7qm3f9t").count() == 0


def test_more_words_than_a_search_needs_are_ignored():
    assert find(" ".join(["siti", "aminah"] * 500)) == ["letter:1", "case:1"]
