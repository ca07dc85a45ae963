"""Content of a survey: the nine questions, the words of the scale, the respondent's fields."""

from typing import Literal

from pydantic import Field

from pendopo.kernel.content.schema import CodeText, Package, Part, Source

Word = Field(min_length=2, max_length=60)
Element = Literal["u1", "u2", "u3", "u4", "u5", "u6", "u7", "u8", "u9"]
Trait = Literal["age_group", "sex", "education", "job"]


class Question(Part):
    """One element: its short name, the question, and the words for 1, 2, 3 and 4."""

    name: str = Word
    text: str = Field(min_length=10, max_length=200)
    scale: tuple[str, str, str, str]


class Choice(Part):
    """One answer of a closed list."""

    code: CodeText
    label: str = Word


class RespondentField(Part):
    """Something the respondent may say about themselves; never required."""

    label: str = Word
    choices: tuple[Choice, ...] = Field(min_length=2)


class SurveyPackage(Package):
    """A survey, `content/surveys/<code>/survey.yaml`."""

    questions: dict[Element, Question] = Field(min_length=9, max_length=9)
    respondent: dict[Trait, RespondentField]
    comment: str = Field(min_length=10, max_length=200)
    source: Source
