"""Everything that a public page may say has an English text, and what is compiled is what is written."""

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils.translation import template

PACKAGE = Path(__file__).resolve().parents[2] / "pendopo"
WRITTEN = sorted(PACKAGE.rglob("LC_MESSAGES/django.po"))
CALLS = {"_", "gettext", "gettext_lazy", "ngettext"}
# What Django makes of a template: calls of gettext between rows of X.
IN_TEMPLATE = re.compile(r"""(?:n?gettext|_)\(u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")""")


def entries(file: Path) -> dict[str, str]:
    found, words, key = {}, {}, ""
    for line in [*file.read_text(encoding="utf-8").splitlines(), 'msgid ""']:
        word, _, text = line.partition(" ")
        if word == "msgid":
            if words.get("msgid"):
                found[words["msgid"]] = words["msgstr"]
            words = {}
        if word.startswith("msg"):
            key = word.removesuffix("[0]")
            words[key] = ast.literal_eval(text)
        elif line.startswith('"'):
            words[key] += ast.literal_eval(line)
    return found


def compiled(file: Path) -> gettext.GNUTranslations:
    with file.with_suffix(".mo").open("rb") as content:
        return gettext.GNUTranslations(content)


def texts_of_template(file: Path) -> Iterator[str]:
    calls = template.templatize(file.read_text(encoding="utf-8"), origin=str(file))
    for quoted in IN_TEMPLATE.findall(calls):
        yield ast.literal_eval(quoted)


def texts_of_module(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        match node:
            case ast.Call(
                func=ast.Name(id=name) | ast.Attribute(attr=name),
                args=[ast.Constant(value=str(text)), *_],
            ) if name in CALLS:
                yield text


def texts() -> set[str]:
    templates = (t for f in PACKAGE.rglob("templates/**/*.html") for t in texts_of_template(f))
    modules = (f for f in PACKAGE.rglob("*.py") if "tests" not in f.parts)
    return {*templates, *(text for file in modules for text in texts_of_module(file))}


@pytest.mark.parametrize("file", WRITTEN, ids=lambda file: "-".join(file.parts[-5:-2]))
def test_the_compiled_file_is_made_from_the_readable_one(file):
    written = entries(file)
    catalog = compiled(file)._catalog  # the only door to what is inside
    read = {key: text for key, text in catalog.items() if isinstance(key, str) and key}
    plural = {key: text for (key, form), text in _plurals(catalog) if form == 0}
    assert read | plural == written


def _plurals(catalog: dict) -> list:
    return [(key, text) for key, text in catalog.items() if isinstance(key, tuple)]


def test_every_text_that_can_be_translated_has_an_english_one():
    english = {}
    for file in WRITTEN:
        if "en" in file.parts:
            english |= entries(file)
    wanted = texts()
    assert len(wanted) > 400
    assert sorted(text for text in wanted if not english.get(text)) == []
