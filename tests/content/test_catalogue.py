"""The catalogue counts what the article says, and names only what exists."""

from datetime import date

import pytest

from pendopo.domains.cases.schema import CataloguePackage, PagePackage, ServicePackage
from tests.content import shipped

CATALOGUE = shipped.packages("catalogue", CataloguePackage)[0]
SERVICES = {p.code: p for p in shipped.packages("services", ServicePackage)}
PAGES = [pytest.param(p, id=p.code) for p in shipped.packages("pages", PagePackage)]


def test_fifty_five_percent_are_integrated() -> None:
    assert len(CATALOGUE.entries) == 120
    assert CATALOGUE.share() == pytest.approx(55.0)


def test_the_plan_reaches_the_target() -> None:
    planned = [e for e in CATALOGUE.entries if e.planned_for and not e.integrated]
    reached = CATALOGUE.share() + 100 * len(planned) / len(CATALOGUE.entries)

    assert CATALOGUE.target_percent == 80
    assert CATALOGUE.target_on == date(2026, 12, 31)
    assert reached >= CATALOGUE.target_percent
    assert all(e.planned_for and e.planned_for <= CATALOGUE.target_on for e in planned)


def test_every_shipped_service_stands_in_the_catalogue_once() -> None:
    named = [entry.service for entry in CATALOGUE.entries if entry.service]

    assert sorted(named) == sorted(SERVICES)


def test_an_entry_names_the_agency_that_handles_its_service() -> None:
    for entry in CATALOGUE.entries:
        if entry.service:
            handler = SERVICES[entry.service].handled_by
            assert entry.integrated
            assert entry.agency in {handler.agency, handler.kind}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_leads_to_services_that_exist(page: PagePackage) -> None:
    assert set(page.services) <= set(SERVICES)
    assert not page.confirmed


def test_there_are_at_least_five_information_pages() -> None:
    assert len(PAGES) >= 5
