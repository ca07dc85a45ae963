"""What people read of content and refusals, in the reader's language.

Both are written in Indonesian. English for content is content too: packages of the kind `words`.
English for refusals is in the catalogues of gettext, as it is for the texts of pages. A text is
translated where it is shown, so what is stored, signed and logged stays Indonesian.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Literal

from django.conf import settings
from django.utils.translation import get_language, gettext
from pydantic import Field

from pendopo.kernel.content import shelf
from pendopo.kernel.content.schema import Package
from pendopo.kernel.sentences import Filled

KIND = "words"


class WordsPackage(Package):
    """Texts of other packages in another language, text by text.

    They are no part of those packages: a better word must not make a new version of a form.
    """

    language: Literal["en"]
    words: dict[str, str] = Field(min_length=1)


def check(data: Package, files: Mapping[str, str]) -> Iterable[str]:
    """Find translations that do not take the same values as their text."""
    assert isinstance(data, WordsPackage)
    for text, said in data.words.items():
        if _names(text) != _names(said):
            yield f"Terjemahan “{said}” tidak memakai isian yang sama dengan “{text}”."


def say(text: str) -> str:
    """Return the text in the language of this request; as it is where nobody translated it."""
    language = get_language() or settings.LANGUAGE_CODE
    if not text or language == settings.LANGUAGE_CODE:
        return text
    if isinstance(text, Filled):
        values = {n: say(v) if isinstance(v, str) else v for n, v in text.values.items()}
        return gettext(text.pattern).format_map(values)
    return _words_of(language).get(text) or gettext(text)


def _words_of(language: str) -> dict[str, str]:
    return shelf.keep((KIND, language), lambda: _read(language))


def _read(language: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for version in shelf.of_kind(KIND):
        data = version.data
        if isinstance(data, WordsPackage) and data.language == language:
            found |= data.words  # The newest version comes last and has the last word.
    return found


def _names(text: str) -> set[str]:
    return set(re.findall(r"{(\w+)}", text))
