"""The shape of a notice template: what is said in the app, and the little that is said outside."""

from collections.abc import Iterable, Mapping
from string import Formatter

from pydantic import Field

from pendopo.kernel.content.schema import Package


class NoticeTemplate(Package):
    """`title` and `text` are read in the app after signing in; `outside` travels by e-mail or phone.

    `title` and `text` may name the template's own `fields`. `outside` may name `{reference}`, the
    random number of the subject, and no other field that tells of a person or a case: a mailbox or
    a phone is often shared by a household. Fields that tell of neither are `open`.
    """

    text: str = Field(min_length=3, max_length=400)
    fields: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    outside: str = Field(min_length=3, max_length=120)


def check_package(data: Package, files: Mapping[str, str]) -> Iterable[str]:
    """Yield a sentence for every placeholder that the template may not use."""
    if not isinstance(data, NoticeTemplate):
        raise TypeError(type(data))
    yield from _strangers("title", data.title, data.fields)
    yield from _strangers("text", data.text, data.fields)
    yield from _strangers("outside", data.outside, ("reference", *data.open))
    for field in sorted(set(data.open) - set(data.fields)):
        yield f"“open” menyebut {field} yang tidak ada di “fields”."


def _strangers(name: str, text: str, known: tuple[str, ...]) -> Iterable[str]:
    for _, field, form, conversion in Formatter().parse(text):
        if field is not None and (field not in known or form or conversion):
            yield f"“{name}” memakai {{{field}}} yang tidak dikenal."
