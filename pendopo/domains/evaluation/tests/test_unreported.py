"""Done but not reported: what stands on the list, for whom, and one click that takes it off."""

from datetime import timedelta
from fractions import Fraction

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pendopo.domains.evaluation import actions, hooks, queries, rules
from pendopo.domains.evaluation.models import Assessment, Evidence
from pendopo.domains.evaluation.rules import Reported
from pendopo.domains.evaluation.tests import factories
from pendopo.domains.evaluation.tests.conftest import Lake
from pendopo.domains.evaluation.tests.factories import NOW, Team
from pendopo.domains.people.tests import factories as people
from pendopo.kernel.errors import NotAllowed
from pendopo.kernel.ledger.models import Entry

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
LIST = "/penilaian/belum-dilaporkan/"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def done(measured: Lake) -> Lake:
    """Let there be cases that ended on time, in both agencies."""
    measured.known["cases-share-on-time"] = ("96.3", 1204, 50)
    return measured


def waiting(team: Team, part: str = "officer", **wanted: object) -> list[queries.Unreported]:
    return queries.unreported(team.actor(part), today=TODAY, **wanted)  # type: ignore[arg-type]


def readings(team: Team, part: str = "officer") -> list[tuple[str, str, Reported]]:
    rows = waiting(team, part)
    return [(one.node.code, one.agency, one.state) for one in rows if not one.is_document]


def report(team: Team, pemdi: Assessment, part: str = "officer", **changes: object) -> Evidence:
    values = {"indicator": "P19", "input_code": "ukuran", **changes}
    return actions.attach_reading(
        assessment=pemdi,
        actor=team.actor(part),
        now=NOW,
        **values,  # type: ignore[arg-type]
    )


def enter(team: Team, part: str) -> Client:
    return people.sign_in(Client(), getattr(team, part))


def text(answer) -> str:
    return answer.content.decode()


def test_activity_without_evidence_stands_on_the_list_of_who_fills_it(
    team: Team, pemdi: Assessment, done: Lake
) -> None:
    rows = queries.with_own_rows(waiting(team))
    [one] = [row for row in rows if not row.is_document]
    assert (one.node.code, one.input.code, one.state) == ("P19", "ukuran", Reported.MISSING)
    assert (one.reading.rows, one.own_rows) == (1204, 50)
    # P19 weighs 10: from 1 to 1.5 the index gains 0.05.
    assert one.gain == Fraction(5, 100)
    assert readings(team, "stranger") == []
    assert readings(team, "coordinator") == [("P19", "dinas-kominfo", Reported.MISSING)]


def test_a_document_is_asked_for_where_activity_points_to_it(
    team: Team, pemdi: Assessment, done: Lake
) -> None:
    [paper] = [row for row in waiting(team) if row.is_document]
    assert paper.input.code == "dasbor-pemenuhan-janji-waktu"
    assert paper.because == "Pemenuhan batas waktu setiap permohonan sudah tercatat"
    factories.attach(team, pemdi, "P19", input="dasbor-pemenuhan-janji-waktu")
    assert [row for row in waiting(team) if row.is_document] == []


def test_without_activity_nothing_is_asked_for(
    team: Team, pemdi: Assessment, measured: Lake
) -> None:
    assert waiting(team, "coordinator") == []
    measured.known["cases-share-on-time"] = ("0", 0, 0)
    assert waiting(team, "coordinator") == []


def test_what_nobody_fills_is_the_coordinators_and_last(
    team: Team, pemdi: Assessment, done: Lake
) -> None:
    done.known["services-integrated"] = ("55", 80, 3)
    rows = waiting(team, "coordinator")
    assert [one.agency for one in rows] == ["dinas-kominfo"] * 2 + [""] * 2
    assert {one.node.code for one in rows[2:]} == {"P17"}
    assert {one.node.code for one in waiting(team)} == {"P19"}


@pytest.mark.parametrize(
    ("value", "days", "said"),
    [
        ("96.3", 0, None),
        ("96.4", 0, Reported.CHANGED),
        ("96.3", 30, None),
        ("96.3", 31, Reported.OLD),
    ],
)
def test_a_report_goes_stale_by_its_number_or_its_age(
    team: Team, pemdi: Assessment, done: Lake, value: str, days: int, said: Reported | None
) -> None:
    report(team, pemdi)
    done.known["cases-share-on-time"] = (value, 1300, 60)
    rows = queries.unreported(team.actor("officer"), today=TODAY + timedelta(days=days))
    assert [one.state for one in rows if not one.is_document] == ([said] if said else [])


def test_a_refused_report_comes_back_with_what_was_refused(
    team: Team, pemdi: Assessment, done: Lake
) -> None:
    made = report(team, pemdi)
    actions.judge_evidence(
        evidence=made,
        accepted=False,
        reason="Periode keliru.",
        actor=team.actor("assessor"),
        now=NOW,
    )
    [one] = [row for row in waiting(team) if not row.is_document]
    assert (one.state, one.attached) == (Reported.REFUSED, made)
    again = report(team, pemdi)
    assert again.pk != made.pk
    assert readings(team) == []


def test_twice_the_same_click_makes_one_evidence(team: Team, pemdi: Assessment, done: Lake) -> None:
    first = report(team, pemdi)
    entries = Entry.objects.count()
    assert report(team, pemdi).pk == first.pk
    assert report(team, pemdi, "coordinator").pk == first.pk
    assert Evidence.objects.count() == 1
    assert Entry.objects.count() == entries


def test_a_withdrawn_report_is_reported_anew(team: Team, pemdi: Assessment, done: Lake) -> None:
    first = report(team, pemdi)
    actions.withdraw_evidence(evidence=first, actor=team.actor("officer"), now=NOW)
    assert report(team, pemdi).pk != first.pk


def test_a_coordinator_reports_for_an_agency_which_then_sees_it(
    team: Team, pemdi: Assessment, done: Lake
) -> None:
    made = report(team, pemdi, "coordinator", agency="dinas-kominfo")
    assert (made.agency, made.unit) == ("dinas-kominfo", team.agency.path)
    with pytest.raises(NotAllowed):
        report(team, pemdi, "stranger", agency="dinas-kominfo")


def test_a_whole_agency_is_reported_at_once_and_only_once(
    team: Team, pemdi: Assessment, done: Lake
) -> None:
    done.known["survey-ikm"] = ("81.2", 40, 9)
    factories.assign(team, pemdi, "P20")
    made = actions.report_agency(agency="dinas-kominfo", actor=team.actor("officer"), now=NOW)
    assert sorted(one.indicator for one in made) == ["P19", "P20"]
    again = actions.report_agency(agency="dinas-kominfo", actor=team.actor("officer"), now=NOW)
    assert again == []
    assert Evidence.objects.count() == 2
    with pytest.raises(NotAllowed):
        actions.report_agency(agency="dinas-kominfo", actor=team.actor("stranger"), now=NOW)


def test_a_closed_assessment_waits_for_nothing(team: Team, pemdi: Assessment, done: Lake) -> None:
    actions.submit(assessment=pemdi, actor=team.actor("coordinator"), now=NOW)
    assert waiting(team, "coordinator") == []


def test_what_the_engine_sees_counts_and_only_what_is_attached_is_reported(
    team: Team, measured: Lake
) -> None:
    measured.known["services-integrated"] = ("55", 80, 3)
    tp2dd = factories.make_assessment(team, "tp2dd-2026-dimensi")
    factories.assign(team, tp2dd, "D1-1")

    def both() -> tuple[Fraction, Fraction]:
        known = queries.standings(tp2dd, today=TODAY)
        what = queries.instrument(tp2dd)
        seen = rules.score(what, queries.proven_values(tp2dd, known)).exact
        said = rules.score(what, queries.reported_values(known)).exact
        assert seen is not None
        assert said is not None
        return seen, said

    seen, said = both()
    assert seen > said == 0
    report(team, tp2dd, indicator="D1-1")
    assert both() == (seen, seen)
    # A stale report still says what it said.
    measured.known["services-integrated"] = ("80", 90, 3)
    assert both()[1] == seen < both()[0]


def test_the_list_asks_each_measure_once_whatever_the_number_of_rows(
    team: Team, pemdi: Assessment, done: Lake
) -> None:
    factories.assign(team, pemdi, *(f"P{n:02}" for n in range(1, 21)))
    done.asked = 0
    with CaptureQueriesContext(connection) as few:
        waiting(team, "coordinator", is_weighed=False)
    asked = done.asked
    actions.assign_indicators(
        assessment=pemdi,
        indicators=["P17", "P19", "P20"],
        agency=team.other.code,
        working_days=5,
        actor=team.actor("coordinator"),
        now=NOW,
    )
    done.asked = 0
    with CaptureQueriesContext(connection) as many:
        waiting(team, "coordinator", is_weighed=False)
    assert done.asked == asked
    assert len(many) <= len(few) <= 12


def test_the_page_leads_from_the_activity_to_one_click(
    team: Team, pemdi: Assessment, done: Lake
) -> None:
    client = enter(team, "officer")
    page = text(client.get(LIST))
    assert "1.204 catatan" in page
    assert "50 dari unit ini" in page
    assert "Lampirkan sekarang" in page
    sent = {"input": "ukuran", "agency": "dinas-kominfo", "instrumen": "pemdi-2026"}
    answer = client.post(reverse("evaluation:report", args=[pemdi.key, "P19"]), sent)
    assert answer.status_code == 302
    assert answer["Location"] == f"{LIST}?instrumen=pemdi-2026"
    page = text(client.get(answer["Location"]))
    assert "sudah dilampirkan" in page
    assert "Lampirkan sekarang" not in page
    assert Evidence.objects.count() == 1


def test_who_may_not_report_sees_no_button_and_is_refused(
    team: Team, pemdi: Assessment, done: Lake
) -> None:
    there = reverse("evaluation:report", args=[pemdi.key, "P19"])
    everything = reverse("evaluation:report_all")
    assert "Lampirkan sekarang" not in text(enter(team, "assessor").get(LIST))
    assert "1.204" in text(enter(team, "assessor").get(LIST))
    assert enter(team, "assessor").post(there, {"input": "ukuran"}).status_code == 403
    assert "Semua kegiatan sudah dilaporkan" in text(enter(team, "stranger").get(LIST))
    assert enter(team, "stranger").post(there, {"input": "ukuran"}).status_code == 403
    refused = enter(team, "stranger").post(everything, {"agency": "dinas-kominfo"})
    assert refused.status_code == 403
    assert not Evidence.objects.exists()


def test_a_wrong_input_or_agency_changes_nothing(team: Team, pemdi: Assessment, done: Lake) -> None:
    client = enter(team, "officer")
    there = reverse("evaluation:report", args=[pemdi.key, "P19"])
    assert client.post(there, {"input": "rencana-aksi"}).status_code == 422
    assert client.post(there, {"input": "ukuran", "agency": "tidak-ada"}).status_code == 403
    everything = reverse("evaluation:report_all")
    assert client.post(everything, {"agency": "tidak-ada"}).status_code == 404
    assert client.get(f"{LIST}?unit=tidak-ada&halaman=xyz").status_code == 200
    assert not Evidence.objects.exists()


def test_all_of_an_agency_by_one_confirmed_click(team: Team, pemdi: Assessment, done: Lake) -> None:
    done.known["survey-ikm"] = ("81.2", 40, 9)
    factories.assign(team, pemdi, "P20")
    client = enter(team, "coordinator")
    page = text(client.get(LIST))
    assert "2 angka dilampirkan sekaligus" in page
    answer = client.post(reverse("evaluation:report_all"), {"agency": "dinas-kominfo"})
    assert answer["Location"] == LIST
    assert "2 bukti sudah dilampirkan" in text(client.get(LIST))


def test_the_list_is_filtered_and_paged(team: Team, pemdi: Assessment, done: Lake) -> None:
    done.known |= {f"survey-u{n}": ("3.5", 40, 9) for n in range(1, 10)}
    done.known["survey-ikm"] = ("81.2", 40, 9)
    done.known["survey-respondents"] = ("40", 40, 9)
    done.known["services-integrated"] = ("55", 80, 3)
    done.known["cost-saved"] = ("900", 9, 3)
    done.known["letters-signed"] = ("9", 9, 3)
    for code in ("ikm", "tp2dd-2026-dimensi", "tp2dd-2026-aspek"):
        factories.make_assessment(team, code)
    every = len(waiting(team, "coordinator"))
    assert every > 20
    client = enter(team, "coordinator")
    page = text(client.get(LIST))
    assert f"1–20 dari {every}" in page
    assert "halaman=2" in page
    only = text(client.get(f"{LIST}?unit=dinas-kominfo&instrumen=pemdi-2026"))
    assert "P19" in only
    assert "P20" not in only
    assert "Tidak ada pada saringan ini" in text(client.get(f"{LIST}?instrumen=spm-2022"))


def test_the_same_list_stands_at_home_at_work_and_on_the_indicator(
    team: Team, pemdi: Assessment, done: Lake
) -> None:
    [card] = hooks.unreported_card(team.actor("officer"))
    assert (card.count, card.address) == (2, LIST)
    assert list(hooks.unreported_card(team.actor("stranger"))) == []
    client = enter(team, "officer")
    for name in ("work", "score"):
        page = text(client.get(reverse(f"evaluation:{name}", args=[pemdi.key])))
        assert f"{LIST}?instrumen=pemdi-2026" in page
    page = text(client.get(reverse("evaluation:indicator", args=[pemdi.key, "P19"])))
    assert "Lampirkan sekarang" in page
    assert "?bukti=dasbor-pemenuhan-janji-waktu#lampirkan" in page
    chosen = text(
        client.get(
            reverse("evaluation:indicator", args=[pemdi.key, "P19"]),
            {"bukti": "dasbor-pemenuhan-janji-waktu"},
        )
    )
    assert '<option value="dasbor-pemenuhan-janji-waktu" selected>' in chosen


def test_before_any_assessment_nobody_is_told_that_everything_is_reported(team: Team) -> None:
    page = text(enter(team, "coordinator").get(LIST))
    assert "Belum ada penilaian yang dibuka" in page
    assert "Semua kegiatan sudah dilaporkan" not in page
