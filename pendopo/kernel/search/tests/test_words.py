"""Words compare equal however they were typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pendopo.kernel.search.words import LONGEST, after, tokens, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Siti  AMINAH", ["siti", "aminah"]),
        ("Café Naïve", ["cafe", "naive"]),
        ("500.3/0123/KEC-TLW/2026", ["500", "3", "0123", "kec", "tlw", "2026"]),
        ("siti, siti; SITI", ["siti"]),
        ("Syarifah Nur'aini", ["syarifah", "nur", "aini"]),
        ("  …  ", []),
    ],
)
def test_text_becomes_plain_words(text, expected):
    assert words(text) == expected


def test_a_number_is_found_without_its_leading_zeros_too():
    assert tokens("No. 0123") == {"no", "0123", "123"}
    assert tokens("000") == {"000", "0"}


plain = st.text(alphabet="0123456789abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=6)


@given(plain, plain)
def test_the_range_of_a_prefix_holds_exactly_its_words(prefix, word):
    end = after(prefix)
    in_range = prefix <= word and (end is None or word < end)
    assert in_range == word.startswith(prefix)


@given(st.text(max_size=200))
def test_any_text_gives_short_plain_words(text):
    for word in tokens(text):
        assert 0 < len(word) <= LONGEST
        assert word.isascii()
        assert word == word.lower()


@given(st.text(max_size=50))
def test_words_of_words_are_the_same_words(text):
    assert words(" ".join(words(text))) == words(text)
