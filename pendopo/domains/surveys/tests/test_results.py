"""Results of many agencies and services: the same as one by one, with a query for all of them."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pendopo.domains.surveys import queries
from pendopo.domains.surveys.models import Answer
from pendopo.domains.surveys.tests import factories
from pendopo.kernel import steady

pytestmark = pytest.mark.django_db
TODAY = factories.NOW.date()
FEBRUARY = datetime(2026, 2, 4, 3, tzinfo=UTC)


def good(first):
    return {**factories.GOOD, "u1": first}


@pytest.fixture
def answered():
    """Three agencies with 7, 12 and 4 answers, mixed in time, of two services."""
    factories.load_survey()
    factories.make_service("sku")
    factories.make_service("akta")
    offices = [factories.make_agency(code) for code in ("utara", "selatan", "barat")]
    for office, number, first in ((0, 3, 1), (1, 9, 2), (0, 4, 4), (2, 4, 4), (1, 3, 1)):
        factories.answer_many(offices[office], number, scores=good(first), service="sku")
    factories.answer_many(offices[0], 6, scores=good(4), service="akta", now=FEBRUARY)
    factories.answer_many(offices[0], 5, scores=good(2), service="akta")


def queries_of(ask):
    with steady.hold(), CaptureQueriesContext(connection) as seen:
        found = ask()
    return found, len(seen)


@pytest.mark.usefixtures("answered")
def test_every_agency_is_scored_as_it_would_be_alone():
    found, asked = queries_of(lambda: queries.ikm_by_agency(2026))
    alone = {
        code: queries.score(Answer.objects.filter(agency=code))
        for code in ("utara", "selatan", "barat")
    }
    assert alone["barat"] is None
    assert found == {code: result for code, result in alone.items() if result}
    assert [found["utara"].n, found["selatan"].n] == [15, 10]
    assert asked == 1


@pytest.mark.usefixtures("answered")
def test_services_and_their_quarters_are_scored_as_each_would_be_alone():
    found = {one.service: one for one in queries.results(2026, ("/",), TODAY)}
    akta = Answer.objects.filter(service="akta")
    assert found["akta"].result == queries.score(akta)
    february = queries.score(akta.filter(answered_on__quarter=1))
    assert [quarter.ikm for quarter in found["akta"].trend] == [
        float(february.ikm),
        float(queries.score(akta.filter(answered_on__quarter=2)).ikm),
        None,
        None,
    ]
    assert found["sku"].result == queries.score(Answer.objects.filter(service="sku"))


@pytest.mark.usefixtures("answered")
def test_more_services_ask_no_more_of_the_database():
    _, before = queries_of(lambda: queries.results(2026, ("/",), TODAY))
    office = factories.make_agency("timur")
    for code in ("ktp", "kk", "pindah"):
        factories.make_service(code)
        factories.answer_many(office, 5, service=code)
    found, after = queries_of(lambda: queries.results(2026, ("/",), TODAY))
    assert len(found) == 5
    assert after == before
