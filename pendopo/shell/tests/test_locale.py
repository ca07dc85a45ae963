"""The compiled translations are those of the readable files, and the English is whole."""

import ast
import gettext
from pathlib import Path

import pytest

LOCALE = Path(__file__).resolve().parent.parent / "locale"


def entries(file: Path) -> dict[str, str]:
    found, key, texts = {}, "", {}
    for line in [*file.read_text(encoding="utf-8").splitlines(), 'msgid ""']:
        word, _, text = line.partition(" ")
        if word == "msgid":
            if texts.get("msgid"):
                found[texts["msgid"]] = texts["msgstr"]
            texts = {"msgid": "", "msgstr": ""}
        if word in ("msgid", "msgstr"):
            key = word
        elif line.startswith('"'):
            text = line
        if key and text.startswith('"'):
            texts[key] += ast.literal_eval(text)
    return found


@pytest.mark.parametrize("language", ["en", "id"])
def test_the_compiled_file_is_made_from_the_readable_one(language):
    folder = LOCALE / language / "LC_MESSAGES"
    with (folder / "django.mo").open("rb") as compiled:
        catalog = gettext.GNUTranslations(compiled)
    written = entries(folder / "django.po")
    assert len(written) > 5
    assert {text: catalog.gettext(text) for text in written} == written


def test_no_english_text_is_missing():
    written = entries(LOCALE / "en" / "LC_MESSAGES" / "django.po")
    assert [text for text, english in written.items() if not english] == []
