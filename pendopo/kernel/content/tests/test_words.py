"""Words of other languages: said where they are known, never instead of the Indonesian original."""

from datetime import UTC, datetime

import pytest
from django.utils import translation

from pendopo.kernel.access import limits
from pendopo.kernel.content import checking, kinds, library, words
from pendopo.kernel.sentences import Filled

NOW = datetime(2026, 11, 2, 3, tzinfo=UTC)
HEAD = "code: en-uji\nversion: {version}\neffective_from: 2026-01-01\ntitle: Uji\nlanguage: en\n"


def load(said: str, version: int = 1) -> None:
    text = HEAD.format(version=version) + said
    kind = kinds.kind_of(words.KIND)
    library.load(checking.check(kind, "en-uji", {"words.yaml": text}), now=NOW)


@pytest.mark.django_db
def test_a_text_is_said_in_the_language_of_the_reader():
    load("words:\n  Surat Jalan: Travel letter\n")
    assert words.say("Surat Jalan") == "Surat Jalan"
    with translation.override("en"):
        assert words.say("Surat Jalan") == "Travel letter"


@pytest.mark.django_db
def test_what_nobody_translated_stays_as_it_is():
    with translation.override("en"):
        assert words.say("Kecamatan Talawi") == "Kecamatan Talawi"
        assert words.say("") == ""


@pytest.mark.django_db
def test_a_newer_version_has_the_last_word():
    load("words:\n  Surat Jalan: Travel letter\n")
    load("words:\n  Surat Jalan: Travel permit\n", version=2)
    with translation.override("en"):
        assert words.say("Surat Jalan") == "Travel permit"


@pytest.mark.django_db
def test_a_refusal_is_said_with_its_values():
    refusal = limits.TooMany(datetime(2026, 11, 2, 3, 5, tzinfo=UTC), NOW)
    assert words.say(refusal.sentence) == "Terlalu banyak percobaan. Coba lagi 5 menit lagi."
    with translation.override("en"):
        assert words.say(refusal.sentence) == "Too many tries. Try again in 5 minutes."


@pytest.mark.django_db
def test_a_value_that_looks_like_a_pattern_is_only_a_value():
    with translation.override("en"):
        said = words.say(Filled("{count} menit", count="{count.__class__}"))
    assert said == "{count.__class__} minutes"


def test_a_translation_that_loses_a_value_is_refused():
    with pytest.raises(checking.BrokenPackage, match="isian yang sama"):
        load('words:\n  "Nomor {number}": Number\n')


def test_another_language_is_not_known_yet():
    with pytest.raises(checking.BrokenPackage):
        load("words:\n  Ya: Oui\n".replace("words", "language: fr\nwords"))
