"""Everything that a public page may say has an English text, and what is compiled is what is written.

Refusals count too: every sentence of a DomainError that a resident may meet.
"""

import ast
import gettext
import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils.translation import template

import pendopo
from pendopo.domains.bookings import models as bookings
from pendopo.domains.bookings.forms import BookingForm
from pendopo.domains.cases.rules import words
from pendopo.domains.notices.forms import PreferenceForm
from pendopo.domains.people.models import businesses, persons
from pendopo.kernel import events, workflow
from pendopo.kernel.calendar import rules as clocks
from pendopo.kernel.errors import DomainError

PACKAGE = Path(__file__).resolve().parents[2] / "pendopo"
WRITTEN = sorted(PACKAGE.rglob("LC_MESSAGES/django.po"))
CALLS = {"_", "gettext", "gettext_lazy", "ngettext"}
# What only officers, heads and keepers of the machine meet; their pages are Indonesian.
FOR_OFFICERS = (
    "pendopo.project",
    "pendopo.shell.boundaries",
    "pendopo.kernel.calendar.importing",
    "pendopo.kernel.content.library",
    "pendopo.kernel.lake",
    "pendopo.kernel.ledger.heads",
    "pendopo.kernel.ledger.key",
    "pendopo.kernel.ledger.releasing",
    "pendopo.kernel.ledger.rotation",
    "pendopo.kernel.ledger.views.parked",
    "pendopo.kernel.privacy",
    "pendopo.domains.cases.actions._desk",
    "pendopo.domains.cases.actions._letters",
    "pendopo.domains.cases.views.counter",
    "pendopo.domains.bookings.actions.queue",
    "pendopo.domains.command",
    "pendopo.domains.documents.access",
    "pendopo.domains.documents.actions",
    "pendopo.domains.documents.ports",
    "pendopo.domains.documents.rules",
    "pendopo.domains.evaluation",
    "pendopo.pack",
    "pendopo.domains.people.access",
    "pendopo.domains.people.actions.identity",
    "pendopo.domains.people.actions.organisation",
    "pendopo.domains.people.ports.registry",
    "pendopo.domains.people.queries.agencies",
)
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


def texts_of_module(file: Path, calls: set[str]) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        match node:
            case ast.Call(
                func=ast.Name(id=name) | ast.Attribute(attr=name),
                args=[ast.Constant(value=str(text)), *_],
            ) if name in calls:
                yield text


def is_ours(module: str) -> bool:
    """Tell whether a module is the house's own and none of its tests, which share the process."""
    rooms = module.split(".")
    return rooms[0] == "pendopo" and "tests" not in rooms


def refusals() -> Iterator[type[DomainError]]:
    for found in pkgutil.walk_packages(pendopo.__path__, "pendopo."):
        if not {"tests", "migrations", "commands"} & set(found.name.split(".")):
            importlib.import_module(found.name)
    waiting = [DomainError]
    for refusal in waiting:
        waiting += refusal.__subclasses__()
    yield from (r for r in waiting if is_ours(r.__module__))


def sentences() -> Iterator[str]:
    """Yield what a resident may be told, at a class or where it is raised."""
    classes = list(refusals())
    for refusal in classes:
        said = vars(refusal).get("sentence")
        if said and not refusal.__module__.startswith(FOR_OFFICERS):
            yield said
    names = {refusal.__name__ for refusal in classes} | {"Filled", "Unfit"}
    for file in modules():
        if not ".".join(file.relative_to(PACKAGE.parent).with_suffix("").parts).startswith(
            FOR_OFFICERS
        ):
            yield from texts_of_module(file, names)


SHOWN_CHOICES = (
    bookings.Priority,
    bookings.VisitKind,
    bookings.Payer,
    businesses.MandateKind,
    persons.Channel,
    persons.ClaimState,
)


def house_words() -> Iterator[str]:
    """Yield the words that the house's own tables show residents."""
    for event in events.type_of.values():
        if is_ours(event.__module__) and not event.__module__.startswith(FOR_OFFICERS):
            yield event.label
    yield from (*clocks.DAY_NAMES, *clocks.KIND_WORDS.values(), clocks.WAITING)
    yield from workflow.CLOCK_WORDS.values()
    for table in (words.GROUPS, words.LIFE_EVENTS, words.PARTS, words.BY):
        yield from table.values()
    for choices in SHOWN_CHOICES:
        yield from choices.labels
    for form in (BookingForm, PreferenceForm):
        for field in form.base_fields.values():
            yield from filter(None, (str(field.label), str(field.help_text)))


def modules() -> Iterator[Path]:
    return (file for file in PACKAGE.rglob("*.py") if "tests" not in file.parts)


def texts() -> set[str]:
    templates = (t for f in PACKAGE.rglob("templates/**/*.html") for t in texts_of_template(f))
    called = (text for file in modules() for text in texts_of_module(file, CALLS))
    return {*templates, *called, *sentences(), *house_words()}


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


def test_a_translation_takes_the_values_of_its_text():
    names = re.compile(r"%\((\w+)\)|{(\w+)}")
    for file in WRITTEN:
        for text, said in entries(file).items():
            assert set(names.findall(said)) <= set(names.findall(text)), text
