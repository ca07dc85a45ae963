"""Reminders: on their working day, in desk hours, to whom they are for, once."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client

from pendopo.domains.evaluation import actions, hooks, queries
from pendopo.domains.evaluation.models import Assessment, Reminder
from pendopo.domains.evaluation.tests import factories, shipped
from pendopo.domains.evaluation.tests.conftest import Lake
from pendopo.domains.evaluation.tests.factories import NOW, Team
from pendopo.domains.notices import queries as notices
from pendopo.domains.notices.models import Notice
from pendopo.domains.people.tests import factories as people
from pendopo.kernel import content
from pendopo.kernel.actor import system
from pendopo.kernel.calendar import actions as calendars
from pendopo.kernel.calendar.importing import DayOff
from pendopo.kernel.calendar.rules import Kind
from pendopo.kernel.content import checking, library
from pendopo.kernel.ledger.models import Entry

pytestmark = pytest.mark.django_db
LEDGER = "evaluation.reminder_sent"
DUE_ON = date(2026, 6, 22)
"""Ten working days after Monday 8 June 2026, without holidays in the calendar."""


def at(day: date, hour: int = 3) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def remind(now: datetime) -> list[tuple[str, str, int, int]]:
    sent = actions.remind(actor=system("evaluation"), now=now)
    return [(one.stage, one.agency, one.count, one.people) for one in sent]


def load_notices() -> None:
    kind = content.kind_of("notices")
    for code in ("indicator-due", "indicator-overdue", "activity-unreported", "reminder-digest"):
        folder = shipped.folder("x").parent.parent / "notices" / code
        library.load(checking.check(kind, code, checking.read_folder(folder, kind)), now=NOW)


def test_a_deadline_is_told_before_it_on_its_day_and_after_it(
    team: Team, pemdi: Assessment, measured: Lake
) -> None:
    assert {one.due_on for one in pemdi.assignments.all()} == {DUE_ON}
    said = {}
    for number in range(31):
        day = DUE_ON + timedelta(days=number - 12)
        for stage, agency, count, _ in remind(at(day)):
            if agency:
                said[day] = (stage, count)
    assert said == {
        date(2026, 6, 15): ("before-5", 3),
        date(2026, 6, 19): ("before-1", 3),
        date(2026, 6, 22): ("due", 3),
        date(2026, 6, 29): ("overdue", 3),
        date(2026, 7, 6): ("overdue", 3),
    }


def test_it_goes_to_who_answers_and_the_digest_to_who_coordinates(
    team: Team, pemdi: Assessment, measured: Lake
) -> None:
    assert remind(at(DUE_ON)) == [("due", "dinas-kominfo", 3, 1), ("digest", "", 3, 1)]
    told = {(one.person_ref, one.template) for one in Notice.objects.all()}
    assert told == {
        (team.officer.ref, "indicator-due"),
        (team.coordinator.ref, "reminder-digest"),
    }
    digest = Notice.objects.get(template="reminder-digest")
    assert digest.codes == {"agencies": 1, "due": 3, "overdue": 0, "unreported": 0}


def test_twice_a_day_is_once(team: Team, pemdi: Assessment, measured: Lake) -> None:
    remind(at(DUE_ON))
    assert remind(at(DUE_ON, hour=5)) == []
    assert Notice.objects.count() == 2
    assert Entry.objects.filter(name=LEDGER).count() == 2


@pytest.mark.parametrize("hour", [0, 9, 20])
def test_nobody_is_disturbed_outside_desk_hours(
    team: Team, pemdi: Assessment, measured: Lake, hour: int
) -> None:
    # Desk hours are 08.00 to 16.00 WIB, 01 to 09 UTC.
    assert remind(at(DUE_ON, hour)) == []


def test_a_holiday_is_quiet_and_is_not_counted(
    team: Team, pemdi: Assessment, measured: Lake
) -> None:
    calendars.replace_days(
        calendar="nasional",
        days=[DayOff(DUE_ON, Kind.REGIONAL_HOLIDAY, "Libur uji")],
        source="uji",
        actor=system("test"),
        now=NOW,
    )
    assert remind(at(DUE_ON)) == []
    # The last working day before is now the day of the deadline.
    assert remind(at(date(2026, 6, 19)))[0][:2] == ("due", "dinas-kominfo")


def test_what_is_filled_is_not_asked_for(team: Team, pemdi: Assessment, measured: Lake) -> None:
    factories.claim(team, pemdi, "P01", "2")
    assert remind(at(DUE_ON))[0] == ("due", "dinas-kominfo", 2, 1)


def test_unreported_activity_is_brought_up_again_after_five_working_days(
    team: Team, pemdi: Assessment, measured: Lake
) -> None:
    measured.known["cases-share-on-time"] = ("96.3", 1204, 50)
    said = []
    for number in range(12):
        day = date(2026, 6, 9) + timedelta(days=number)
        said += [day for stage, *_ in remind(at(day)) if stage == "unreported"]
    assert said == [date(2026, 6, 9), date(2026, 6, 16)]
    notice = Notice.objects.filter(template="activity-unreported").first()
    assert notice is not None
    # The reading and the document that this activity points to.
    assert notice.codes == {"count": 2}


def test_an_agency_without_officers_is_seen_by_the_coordinator(
    team: Team, pemdi: Assessment, measured: Lake
) -> None:
    empty = people.make_agency("dinas-kosong")
    actions.assign_indicators(
        assessment=pemdi,
        indicators=["P17"],
        agency=empty.code,
        working_days=10,
        actor=team.actor("coordinator"),
        now=NOW,
    )
    assert ("due", "dinas-kosong", 1, 0) in remind(at(DUE_ON))
    client = people.sign_in(Client(), team.coordinator)
    with time_machine.travel(at(DUE_ON), tick=False):
        assert "Tidak ada petugas" in client.get("/penilaian/pengingat/").content.decode()


def test_outside_the_app_nothing_is_said_of_the_case(
    team: Team, pemdi: Assessment, measured: Lake
) -> None:
    load_notices()
    measured.known["cases-share-on-time"] = ("96.3", 1204, 50)
    remind(at(DUE_ON))
    templates = notices.templates_on(DUE_ON)
    assert Notice.objects.count() == 3
    for notice in Notice.objects.all():
        outside = notices.outside_words(notice, templates[notice.template])
        assert notices.words(notice, templates[notice.template]).text
        for word in ("P19", "1204", "pemdi", "Pemdi", "dinas-kominfo", notice.subject[9:], "2026"):
            assert word not in outside


def test_a_notice_leads_to_what_it_is_about(team: Team, pemdi: Assessment, measured: Lake) -> None:
    measured.known["cases-share-on-time"] = ("96.3", 1204, 50)
    remind(at(DUE_ON))
    there = {one.stage: one.ref for one in Reminder.objects.all()}
    officer, stranger = team.actor("officer"), team.actor("stranger")
    links = {stage: hooks.links([ref], officer).get(ref) for stage, ref in there.items()}
    assert links["unreported"].address == "/penilaian/belum-dilaporkan/"
    assert links["due"].address == "/penilaian/"
    assert links["digest"] is None
    assert hooks.links([there["due"]], stranger) == {}
    digest = there["digest"]
    assert (
        hooks.links([digest], team.actor("coordinator"))[digest].address == "/penilaian/pengingat/"
    )


def test_the_page_shows_each_agency_its_own(team: Team, pemdi: Assessment, measured: Lake) -> None:
    remind(at(DUE_ON))
    pages = {}
    with time_machine.travel(at(DUE_ON), tick=False):
        for part in ("officer", "stranger", "coordinator"):
            client = people.sign_in(Client(), getattr(team, part))
            pages[part] = client.get("/penilaian/pengingat/").content.decode()
        assert Client().get("/penilaian/pengingat/").status_code == 302
    assert "Tenggat hari ini" in pages["officer"]
    assert "Ringkasan untuk koordinator" not in pages["officer"]
    assert "Belum ada pengingat" in pages["stranger"]
    assert "Ringkasan untuk koordinator" in pages["coordinator"]


def test_without_a_plan_nobody_is_reminded(team: Team, pemdi: Assessment, monkeypatch) -> None:
    monkeypatch.setattr(queries, "plan", lambda on: None)
    assert remind(at(DUE_ON)) == []


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_each_reminder_once(team: Team, pemdi: Assessment, measured: Lake) -> None:
    measured.known["cases-share-on-time"] = ("96.3", 1204, 50)
    start = threading.Barrier(4)
    sent: list[Reminder] = []

    def work() -> None:
        start.wait()
        try:
            sent.extend(actions.remind(actor=system("evaluation"), now=at(DUE_ON)))
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    stages = ["digest", "due", "unreported"]
    assert sorted(one.stage for one in sent) == stages
    assert sorted(Reminder.objects.values_list("stage", flat=True)) == stages
    assert Notice.objects.count() == 3
    assert Entry.objects.filter(name=LEDGER).count() == 3
