"""The calendar's warnings reach whoever can act on them, and nobody else."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from django.conf import settings

from pendopo.domains.people.tests import factories
from pendopo.kernel.calendar.tests import factory
from pendopo.kernel.content import library

pytestmark = pytest.mark.django_db

ESTIMATED = "2027 masih memuat tanggal perkiraan"


@pytest.fixture(autouse=True)
def in_november():
    with time_machine.travel(datetime(2026, 11, 2, 3, tzinfo=UTC)):
        list(library.load_folder(Path(settings.CONTENT_DIR), now=datetime.now(tz=UTC)))
        factory.load_national()
        yield


def test_an_officer_who_can_do_nothing_about_it_is_not_warned(client):
    officer = factories.sign_in(client, factories.make_officer("cases.view"))
    for address in ("/kerja/", "/"):
        answer = officer.get(address)
        assert answer.status_code == 200
        assert ESTIMATED not in answer.content.decode()
    assert officer.get("/kalender-kerja/").status_code == 403


def test_who_keeps_the_content_is_led_from_home_to_the_days(client):
    keeper = factories.sign_in(client, factories.make_officer("content.manage"))
    home = keeper.get("/").content.decode()
    assert ESTIMATED in home
    assert "/kalender-kerja/" in home
    page = keeper.get("/kalender-kerja/").content.decode()
    for word in (
        ESTIMATED,
        "10 Maret 2027",
        "perkiraan",
        "Libur nasional",
        "pendopo calendar import",
    ):
        assert word in page
