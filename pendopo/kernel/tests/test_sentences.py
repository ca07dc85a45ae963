"""A sentence with values reads as text and remembers its pattern."""

import copy
import json

from pendopo.kernel.sentences import Filled

SENTENCE = Filled("NIK harus {length} angka. Anda mengetik {typed}.", length=16, typed=15)


def test_it_reads_as_the_filled_text():
    assert SENTENCE == "NIK harus 16 angka. Anda mengetik 15."
    assert json.dumps([SENTENCE]) == '["NIK harus 16 angka. Anda mengetik 15."]'


def test_it_keeps_its_pattern_when_asked_for_its_text():
    assert str(SENTENCE).pattern == "NIK harus {length} angka. Anda mengetik {typed}."
    assert str(ValueError(SENTENCE)).values == {"length": 16, "typed": 15}


def test_a_copy_keeps_the_pattern_too():
    assert copy.deepcopy(SENTENCE).pattern == SENTENCE.pattern


def test_braces_in_a_value_are_left_alone():
    assert Filled("Cari {text}.", text="{0.__class__}") == "Cari {0.__class__}."
