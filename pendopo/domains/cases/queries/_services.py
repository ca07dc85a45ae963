"""Services as people look for them: by word, by event of life, by group."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Avg, Count

from pendopo.domains.cases.models import Case
from pendopo.domains.cases.schema import (
    CatalogueEntry,
    CataloguePackage,
    PagePackage,
    ServicePackage,
    WorkflowPackage,
)
from pendopo.kernel.content import library
from pendopo.kernel.content.models import Version
from pendopo.shell import government

QUARTER = timedelta(days=92)


@dataclass(frozen=True)
class Catalogue:
    """All services of the government, and the share of them that one can start here."""

    entries: tuple[CatalogueEntry, ...]
    share: float
    target_percent: int
    target_on: date
    source: str

    @property
    def waiting(self) -> list[CatalogueEntry]:
        """Return the services that are not in the portal yet."""
        return [entry for entry in self.entries if not entry.integrated]


def services(*, on: date) -> list[ServicePackage]:
    """Return the services in force, by title."""
    found = [version.data for version in library.versions("services", on=on)]
    packages = [package for package in found if isinstance(package, ServicePackage)]
    return sorted(packages, key=lambda package: package.title)


def service(code: str, *, on: date) -> ServicePackage:
    """Return one service. Raises NoSuchContent."""
    package = service_version(code, on=on).data
    if not isinstance(package, ServicePackage):
        raise library.NoSuchContent
    return package


def service_version(code: str, *, on: date) -> Version:
    """Return the version of a service in force. Raises NoSuchContent."""
    return library.current("services", code, on=on)


def find_services(text: str, *, on: date) -> list[ServicePackage]:
    """Return services that fit everyday words, best first; all words count, none is required.

    A word fits the title more than a keyword, and a keyword more than the summary.
    """
    words = re.findall(r"\w+", text.lower())
    scored = [(_score(package, words), package) for package in services(on=on)]
    fitting = [pair for pair in scored if pair[0] > 0]
    return [package for _, package in sorted(fitting, key=lambda pair: (-pair[0], pair[1].title))]


def _score(package: ServicePackage, words: list[str]) -> int:
    places = (
        (5, package.title.lower()),
        (3, " ".join(package.keywords).lower()),
        (1, f"{package.summary} {' '.join(package.life_events)}".lower()),
    )
    return sum(
        max((weight for weight, text in places if _begins(word, text)), default=0)
        for word in words
        if len(word) > 1
    )


def _begins(word: str, text: str) -> bool:
    return re.search(rf"\b{re.escape(word)}", text) is not None


def catalogue(*, on: date) -> Catalogue | None:
    """Return the government's list of all services, or None where it has not been loaded."""
    found = library.versions("catalogue", on=on)
    package = found[0].data if found else None
    if not isinstance(package, CataloguePackage):
        return None
    return Catalogue(
        entries=package.entries,
        share=package.share(),
        target_percent=package.target_percent,
        target_on=package.target_on,
        source=package.source.text,
    )


def workflow(code: str, *, on: date) -> WorkflowPackage:
    """Return a workflow in force. Raises NoSuchContent."""
    package = library.current("workflows", code, on=on).data
    if not isinstance(package, WorkflowPackage):
        raise library.NoSuchContent
    return package


def information_pages(*, on: date) -> list[PagePackage]:
    """Return the information pages of agencies, by title."""
    found = [version.data for version in library.versions("pages", on=on)]
    pages = [page for page in found if isinstance(page, PagePackage)]
    return sorted(pages, key=lambda page: page.title)


def information_page(code: str, *, on: date) -> PagePackage:
    """Return one information page. Raises NoSuchContent."""
    page = library.current("pages", code, on=on).data
    if not isinstance(page, PagePackage):
        raise library.NoSuchContent
    return page


def measured_days(code: str, *, on: date) -> dict[str, Any]:
    """Return how long the service took in the last quarter: mean net working days, and of how many."""
    end = government.midnight(on + timedelta(days=1))
    # Two moments and not dates: a date would be worked out for every row.
    closed = Case.objects.filter(
        service=code, outcome="issued", closed_at__gte=end - QUARTER, closed_at__lt=end
    )
    return closed.aggregate(mean=Avg("net_days"), count=Count("pk"))
