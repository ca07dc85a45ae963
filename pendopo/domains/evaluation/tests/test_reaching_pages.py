"""The page of the fewest steps: what it names, what may be asked of it, and by whom."""

import pytest
import time_machine
from django.test import Client

from pendopo.domains.evaluation.models import Assessment
from pendopo.domains.evaluation.tests import factories
from pendopo.domains.evaluation.tests.factories import NOW, Team
from pendopo.domains.evaluation.tests.visiting import at, enter, text
from pendopo.domains.people.tests import factories as people

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def test_the_cheapest_way_names_steps_agencies_and_what_is_lacking(
    team: Team, pemdi: Assessment
) -> None:
    client = enter(team, "officer")
    assert 'value="0,5"' in text(client.get(at("score", pemdi.key)))
    page = text(client.get(at("reaching", pemdi.key)))
    # P20 alone, from 1 to 5: five steps gain 0.6.
    assert "5 langkah" in page
    assert "dari 1 ke 5 (5 tingkat) menambah <strong>0,60</strong>" in page
    assert "Hasil survei" in page
    assert "Belum ditugaskan" in page
    assert "n-P20=5" in page
    assert "1,60" in page
    small = text(client.get(at("reaching", pemdi.key), {"naik": "0,1"}))
    assert "2 langkah" in small


def test_the_gap_to_the_target_is_what_is_asked_for(team: Team, pemdi: Assessment) -> None:
    client = enter(team, "coordinator")
    client.post(at("target", pemdi.key), {"sasaran-target": "1.3"})
    page = text(client.get(at("reaching", pemdi.key)))
    assert 'value="0,3"' in page
    # P20 to 3.5: 0.15 x 2.5.
    assert "3 langkah" in page


@pytest.mark.parametrize("typed", ["0", "-1", "5", "banyak", "1e9", "0,5,5"])
def test_points_that_cannot_be_are_refused_in_words(
    team: Team, pemdi: Assessment, typed: str
) -> None:
    answer = enter(team, "officer").get(at("reaching", pemdi.key), {"naik": typed})
    assert answer.status_code == 422
    assert "Tulis poin yang ingin ditambah" in text(answer)


def test_the_cheapest_way_is_for_who_sees_scores(team: Team, pemdi: Assessment) -> None:
    assert Client().get(at("reaching", pemdi.key)).status_code == 302
    outsider = people.make_officer("nothing.at_all")
    assert people.sign_in(Client(), outsider).get(at("reaching", pemdi.key)).status_code == 403


def test_an_index_that_has_no_value_yet_has_no_cheapest_way(team: Team) -> None:
    ikm = factories.make_assessment(team, "ikm", "2026")
    page = text(enter(team, "officer").get(at("reaching", ikm.key)))
    assert "belum dapat dihitung" in page
