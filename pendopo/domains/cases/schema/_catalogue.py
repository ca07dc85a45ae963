"""All services of a government, integrated or not, and information pages of agencies."""

from datetime import date
from typing import Self

from pydantic import Field, model_validator

from pendopo.domains.cases.schema._services import Sentence
from pendopo.kernel.content import Package, Source
from pendopo.kernel.content.schema import CodeText, Part


class CatalogueEntry(Part):
    """One service that the government gives. `service` names the package that integrates it."""

    code: CodeText
    title: Sentence
    agency: CodeText
    integrated: bool
    service: CodeText | None = None
    planned_for: date | None = None


class CataloguePackage(Package):
    """Every service of the government, so that the share in the portal can be counted."""

    entries: tuple[CatalogueEntry, ...] = Field(min_length=1)
    target_percent: int = Field(ge=0, le=100)
    target_on: date
    source: Source

    @model_validator(mode="after")
    def _counts_each_once(self) -> Self:
        codes = [entry.code for entry in self.entries]
        doubled = {code for code in codes if codes.count(code) > 1}
        if doubled:
            raise ValueError(f"layanan ditulis dua kali: {', '.join(sorted(doubled))}")
        return self

    def share(self) -> float:
        """Return the share of integrated services, 0 to 100."""
        return 100 * sum(entry.integrated for entry in self.entries) / len(self.entries)


class PageSection(Part):
    """A heading with paragraphs and, if wanted, a list."""

    title: Sentence
    text: tuple[Sentence, ...] = ()
    items: tuple[Sentence, ...] = ()


class PagePackage(Package):
    """An information page of an agency, for example its health programmes."""

    agency: CodeText
    summary: Sentence
    sections: tuple[PageSection, ...] = Field(min_length=1)
    services: tuple[CodeText, ...] = ()
    confirmed: bool = False
    source: Source
