"""English for the shipped content: nothing that residents read first is missing, nothing is stale."""

from collections.abc import Iterator

from pendopo.domains.cases.schema import (
    CataloguePackage,
    PagePackage,
    ServicePackage,
    WorkflowPackage,
)
from pendopo.domains.command.schema import Audience, Panel
from pendopo.domains.notices.schema import NoticeTemplate
from pendopo.domains.surveys.schema import SurveyPackage
from pendopo.kernel.content import kinds
from pendopo.kernel.content.words import WordsPackage
from pendopo.kernel.lake.measures.schema import MeasurePackage
from tests.content import shipped

ENGLISH = shipped.packages("words", WordsPackage)
FOR_OFFICERS = {"alert-raised", "case-assigned", "delegation-given", "letter-to-sign"}
# Days come from an import, not from a package.
NOT_IN_PACKAGES = {"en-kalender"}


def test_every_public_text_has_an_english_one() -> None:
    known = {text for package in ENGLISH for text in package.words}
    wanted = {
        *_of_services(),
        *_of_standards(),
        *_of_forms(),
        *_of_workflows(),
        *_of_surveys(),
        *_of_open_measures(),
        *_of_the_rest(),
    }
    assert len(wanted) > 900
    assert sorted(wanted - known) == []


def test_every_english_text_has_its_original() -> None:
    originals = set(_all_texts())
    for package in ENGLISH:
        if package.code not in NOT_IN_PACKAGES:
            assert sorted(set(package.words) - originals) == [], package.code


def test_a_text_has_one_translation() -> None:
    said: dict[str, str] = {}
    for package in ENGLISH:
        for text, english in package.words.items():
            assert said.setdefault(text, english) == english


def _of_services() -> Iterator[str]:
    for package in shipped.packages("services", ServicePackage):
        yield from (package.title, package.summary)
        if package.letter:
            yield package.letter.title
    for catalogue in shipped.packages("catalogue", CataloguePackage):
        yield catalogue.source.text
        yield from (entry.title for entry in catalogue.entries)


def _of_standards() -> Iterator[str]:
    for package in shipped.packages("services", ServicePackage):
        for _, part in package.standard.parts():
            yield from filter(None, (part.text, *part.items))
            if part.source and not part.confirmed:
                yield part.source.text


def _of_forms() -> Iterator[str]:
    for package in shipped.packages("services", ServicePackage):
        for page in package.form:
            yield from filter(None, (page.title, page.text))
        for field in package.fields():
            yield from filter(None, (field.label, field.hint, field.why))
            yield from (choice.label for choice in field.choices)


def _of_workflows() -> Iterator[str]:
    for package in shipped.packages("workflows", WorkflowPackage):
        yield package.title
        for state in package.states:
            yield from (state.label, state.now)
        for step in package.steps:
            yield step.label
            if step.by == "applicant":
                yield step.consequence


def _of_surveys() -> Iterator[str]:
    for package in shipped.packages("surveys", SurveyPackage):
        yield package.comment
        for question in package.questions.values():
            yield from (question.name, question.text, *question.scale)
        for field in package.respondent.values():
            yield from (field.label, *(choice.label for choice in field.choices))


def _of_open_measures() -> Iterator[str]:
    for measure in shipped.packages("measures", MeasurePackage):
        if measure.public:
            yield from (measure.title, measure.definition, measure.source.text)
            yield from filter(None, (measure.simulation, measure.thing))


def _of_the_rest() -> Iterator[str]:
    for notice in shipped.packages("notices", NoticeTemplate):
        if notice.code not in FOR_OFFICERS:
            yield from (notice.title, notice.text)
    for page in shipped.packages("pages", PagePackage):
        yield from (page.title, page.summary, page.source.text)
        for section in page.sections:
            yield from (section.title, *section.text, *section.items)
    for board in shipped.packages("panels", Panel):
        if board.audience is Audience.PUBLIC:
            yield from _of_board(board)


def _of_board(board: Panel) -> Iterator[str]:
    yield board.title
    named = {source.measure for source in board.sources()}
    for slide in board.slides:
        yield from (slide.title, *(panel.title for panel in slide.panels))
    yield from (source.title for source in board.sources() if source.title)
    for measure in shipped.packages("measures", MeasurePackage):
        if measure.code in named:
            texts = (measure.title, measure.thing, measure.definition, measure.simulation)
            yield from filter(None, (*texts, measure.source.text))


def _all_texts() -> Iterator[str]:
    for kind in kinds.all_kinds():
        if kind.name != "words":
            for package in shipped.checked(kind.name):
                yield from _texts(package.data.model_dump())


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, str):
        yield value
