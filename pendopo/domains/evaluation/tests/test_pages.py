"""Every page: for the right person, for the wrong one, and with wrong input."""

from io import BytesIO

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from pendopo.domains.evaluation import actions, hooks
from pendopo.domains.evaluation.models import Assessment, Evidence, State, Statement
from pendopo.domains.evaluation.tests import factories
from pendopo.domains.evaluation.tests.factories import NOW, Team
from pendopo.domains.evaluation.tests.visiting import at, enter, text
from pendopo.kernel.actor import ANONYMOUS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def photo() -> SimpleUploadedFile:
    data = BytesIO()
    Image.new("RGB", (40, 30), "white").save(data, "PNG")
    return SimpleUploadedFile("rencana aksi.png", data.getvalue(), "image/png")


def proof(**changes: object) -> dict[str, object]:
    values = {
        "bukti-input": "rencana-aksi",
        "bukti-file": photo(),
        "bukti-title": "Rencana aksi 2026",
        "bukti-effective_on": "2026-02-01",
    }
    return {**values, **changes}


def test_the_list_names_every_instrument_and_its_newest_score(
    team: Team, pemdi: Assessment
) -> None:
    page = text(enter(team, "officer").get(at("index")))
    for title in ("Indeks SPBE", "Indeks Pemerintah Digital", "Standar Pelayanan Minimal"):
        assert title in page
    assert at("score", pemdi.key) in page
    assert at("indicator", pemdi.key, "P01") in page


def test_an_officer_attaches_one_document_and_the_score_moves(
    team: Team, pemdi: Assessment
) -> None:
    client = enter(team, "officer")
    assert "1,00" in text(client.get(at("score", pemdi.key)))
    answer = client.post(at("attach", pemdi.key, "P01"), proof())
    assert answer.status_code == 302
    page = text(client.get(at("score", pemdi.key)))
    assert "1,03" in page
    assert "Simulasi" in page
    assert "Angka ini simulasi" in page


def test_a_value_that_rests_on_our_mapping_is_called_a_simulation_on_its_own_page(
    team: Team, pemdi: Assessment
) -> None:
    client = enter(team, "officer")
    assert "Simulasi" not in text(client.get(at("indicator", pemdi.key, "P01")))
    factories.attach(team, pemdi, "P01")
    assert "Simulasi" in text(client.get(at("indicator", pemdi.key, "P01")))


def test_another_agency_sees_the_number_and_not_the_evidence(team: Team, pemdi: Assessment) -> None:
    factories.attach(team, pemdi, "P01")
    evidence = Evidence.objects.get()
    client = enter(team, "stranger")
    page = client.get(at("indicator", pemdi.key, "P01"))
    assert page.status_code == 200
    assert "Rencana aksi 2026" not in text(page)
    assert "1 bukti milik unit kerja lain" in text(page)
    download = reverse("files:download", args=[evidence.file_id])
    assert client.get(download).status_code == 404
    assert enter(team, "officer").get(download).status_code == 200
    assert enter(team, "assessor").get(download).status_code == 200
    assert Client().get(download).status_code == 404


def test_another_agency_attaches_and_claims_nothing(team: Team, pemdi: Assessment) -> None:
    client = enter(team, "stranger")
    assert client.post(at("attach", pemdi.key, "P01"), proof()).status_code == 403
    claimed = {"usul-value": "3", "usul-reason": "Ada."}
    assert client.post(at("claim", pemdi.key, "P01"), claimed).status_code == 403
    assert client.post(at("verify", pemdi.key, "P01"), {}).status_code == 403
    assert not Evidence.objects.exists()
    assert not Statement.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"bukti-input": "tidak-ada"},
        {"bukti-file": SimpleUploadedFile("a.pdf", b"bukan pdf", "application/pdf")},
        {"bukti-effective_on": "kemarin"},
        {"bukti-effective_on": "2026-12-31"},
        {"bukti-title": ""},
    ],
)
def test_a_document_that_does_not_fit_stays_out_and_the_form_says_why(
    team: Team, pemdi: Assessment, changes: dict[str, object]
) -> None:
    answer = enter(team, "officer").post(at("attach", pemdi.key, "P01"), proof(**changes))
    assert answer.status_code in {413, 422}
    assert "error-summary" in text(answer)
    assert not Evidence.objects.exists()


def test_claims_and_verdicts_walk_through_the_pages(team: Team, pemdi: Assessment) -> None:
    claim = {"usul-value": "3.5", "usul-reason": "Sudah dijalankan."}
    assert enter(team, "officer").post(at("claim", pemdi.key, "P01"), claim).status_code == 302
    factories.attach(team, pemdi, "P01")
    evidence = Evidence.objects.get()
    assessor = enter(team, "assessor")
    refused = assessor.post(at("judge", evidence.key), {"verdict": "refused"})
    assert refused.status_code == 422
    assert "Tulis mengapa" in text(refused)
    assert assessor.post(at("judge", evidence.key), {"verdict": "accepted"}).status_code == 302
    verified = {"periksa-value": "2.8", "periksa-reason": "Sebagian."}
    assert assessor.post(at("verify", pemdi.key, "P01"), verified).status_code == 302
    page = text(assessor.get(at("indicator", pemdi.key, "P01")))
    for said in ("3,5", "2,8", "Sudah dijalankan.", "Sebagian.", "Diterima"):
        assert said in page
    assert "Angka ini simulasi" not in page


@pytest.mark.parametrize(
    ("code", "period", "indicator", "typed", "value"),
    [
        ("spbe-2020", "2026", "I01", {"value": "3"}, "3"),
        ("pemdi-2026", "2026", "P05", {"score": "68.75"}, "3.75"),
        ("ikm", "2026", "U1", {"total": "105", "respondents": "29"}, "3.6207"),
        ("spm-2022", "2026", "KES-1", {"served": "900", "entitled": "1000", "quality": "75"}, "87"),
        ("ietpd", "2026-S1", "LIN-1", {"met": ["tp2dd", "sipd"]}, "20"),
    ],
)
def test_each_instrument_asks_the_way_it_counts(
    team: Team, code: str, period: str, indicator: str, typed: dict[str, object], value: str
) -> None:
    assessment = factories.make_assessment(team, code, period)
    client = enter(team, "coordinator")
    page = client.get(at("indicator", assessment.key, indicator))
    assert all(f'name="usul-{name}"' in text(page) for name in typed)
    sent = {f"usul-{name}": said for name, said in typed.items()} | {"usul-reason": "Ada."}
    assert client.post(at("claim", assessment.key, indicator), sent).status_code == 302
    assert f"{Statement.objects.get().value.normalize():f}" == value


@pytest.mark.parametrize("typed", ["6", "0.5", "x", "", "NaN", "1e999999999"])
def test_a_wrong_value_is_asked_again(team: Team, pemdi: Assessment, typed: str) -> None:
    sent = {"usul-value": typed, "usul-reason": "Ada."}
    answer = enter(team, "officer").post(at("claim", pemdi.key, "P01"), sent)
    assert answer.status_code == 422
    assert not Statement.objects.exists()


def test_what_if_shows_the_index_and_keeps_nothing(team: Team, pemdi: Assessment) -> None:
    client = enter(team, "stranger")
    page = client.get(at("what_if", pemdi.key), {"n-P20": "5", "n-P19": "1,5"})
    assert "1,65" in text(page)
    assert "Indeks naik 0,65: dari 1,00 (Kurang) menjadi 1,65 (Cukup)." in text(page)
    assert not Statement.objects.exists()


@pytest.mark.parametrize("typed", ["9", "-1", "x", "1e999999999", "NaN", "9" * 500])
def test_what_if_refuses_what_the_scale_does_not_know(
    team: Team, pemdi: Assessment, typed: str
) -> None:
    page = enter(team, "officer").get(at("what_if", pemdi.key), {"n-P20": typed})
    assert page.status_code in {200, 422}
    assert "Belum dapat dihitung" in text(page)


def test_periods_stand_side_by_side(team: Team, pemdi: Assessment) -> None:
    client = enter(team, "officer")
    assert "Belum ada periode lain" in text(client.get(at("compare", pemdi.key)))
    later = factories.make_assessment(team, "pemdi-2026", "2027")
    factories.verify(team, later, "P01", "3")
    page = text(client.get(at("compare", later.key)))
    assert "Tahun 2026" in page
    assert "naik 2" in page


def test_what_raises_most_is_first_and_names_the_agency(team: Team, pemdi: Assessment) -> None:
    page = text(enter(team, "secretary").get(at("score", pemdi.key)))
    first = page.index("P20 Tingkat dan Pengelolaan")
    assert first < page.index("P19 Fasilitas Dukungan")
    assert "0,075" in page
    assert team.agency.name in page


def test_the_work_page_carries_an_assessment_to_the_signature(
    team: Team, pemdi: Assessment
) -> None:
    coordinator, secretary = enter(team, "coordinator"), enter(team, "secretary")
    sent = {
        "tugas-agency": team.other.code,
        "tugas-working_days": "5",
        "tugas-indicators": ["P02", "P03"],
    }
    assert coordinator.post(at("assign", pemdi.key), sent).status_code == 302
    assert coordinator.post(at("target", pemdi.key), {"sasaran-target": "2.5"}).status_code == 302
    meeting = {
        "rapat-title": "Rapat tim",
        "rapat-held_on": "2026-06-05",
        "rapat-file": photo(),
        "rapat-indicator_1": "P02",
        "rapat-text_1": "Susun register risiko",
        "rapat-agency_1": team.other.code,
    }
    assert coordinator.post(at("meeting", pemdi.key), meeting).status_code == 302
    page = text(coordinator.get(at("work", pemdi.key)))
    assert "Susun register risiko" in page
    assert "Notulen" in page
    assert "Sasaran 2,50, kurang" in text(coordinator.get(at("score", pemdi.key)))
    assert coordinator.post(at("step", pemdi.key, "ajukan")).status_code == 302
    assert coordinator.post(at("step", pemdi.key, "tetapkan")).status_code == 403
    assert secretary.post(at("step", pemdi.key, "tetapkan")).status_code == 302
    pemdi.refresh_from_db()
    assert pemdi.state == State.SIGNED
    assert "Ditetapkan Sekretaris Daerah" in text(secretary.get(at("score", pemdi.key)))
    assert secretary.post(at("step", pemdi.key, "lain")).status_code == 404


def test_a_decision_without_words_is_asked_again(team: Team, pemdi: Assessment) -> None:
    sent = {"rapat-title": "Rapat", "rapat-held_on": "2026-06-05", "rapat-indicator_1": "P02"}
    answer = enter(team, "coordinator").post(at("meeting", pemdi.key), sent)
    assert answer.status_code == 422
    assert not pemdi.meetings.exists()


def test_the_instrument_page_opens_assessments_for_the_coordinator_only(team: Team) -> None:
    coordinator = enter(team, "coordinator")
    assert "Buka penilaian baru" in text(coordinator.get(at("instrument", "ietpd")))
    assert "Buka penilaian baru" not in text(enter(team, "officer").get(at("instrument", "ietpd")))
    for period in ("2026", "2099-S9", ""):
        answer = coordinator.post(at("open", "ietpd"), {"period": period})
        assert answer.status_code == 422, period
    assert coordinator.post(at("open", "ietpd"), {"period": "2026-S1"}).status_code == 302
    assert enter(team, "officer").post(at("open", "ietpd"), {}).status_code == 403


def test_the_bridge_shows_both_numbers_and_converts_none(team: Team, pemdi: Assessment) -> None:
    spbe = factories.make_assessment(team, "spbe-2020", "2025")
    factories.verify(team, spbe, "I01", "5")
    page = text(enter(team, "officer").get(at("instrument", "pemdi-2026")))
    assert 'Indeks SPBE <span class="optional">(skala 1 sampai 5)</span>' in page
    assert page.count(f'href="{at("score", spbe.key)}"') == 2, "the point and its row"
    assert page.count(f'href="{at("score", pemdi.key)}"') == 4, "in its own history too"
    assert "1,05" in page


@pytest.mark.parametrize("code", ["ietpd", "tp2dd-2026-aspek", "spm-2022"])
def test_unsourced_instruments_say_simulation_wherever_their_number_stands(
    team: Team, code: str
) -> None:
    period = "2026-S1" if code == "ietpd" else "2026"
    assessment = factories.make_assessment(team, code, period)
    client = enter(team, "officer")
    for address in (
        at("index"),
        at("instrument", code),
        at("score", assessment.key),
        at("what_if", assessment.key),
    ):
        assert "imulasi" in text(client.get(address)), address


def test_pages_answer_for_things_that_are_not_there(team: Team, pemdi: Assessment) -> None:
    client = enter(team, "coordinator")
    for address in (
        at("score", "tidak-ada"),
        at("instrument", "tidak-ada"),
        at("indicator", pemdi.key, "P99"),
        at("work", "tidak-ada"),
    ):
        assert client.get(address).status_code == 404, address
    assert client.post(at("judge", "tidak-ada")).status_code in {403, 404}
    assert client.post(at("withdraw", "tidak-ada")).status_code == 404
    assert client.post(at("finish", 999)).status_code == 404
    assert client.post(at("claim", pemdi.key, "P99"), {}).status_code == 404


def test_only_those_with_a_duty_see_the_menu(team: Team, pemdi: Assessment) -> None:
    assert list(hooks.menu(ANONYMOUS)) == []
    (item,) = [one for one in hooks.menu(team.actor("officer")) if one.frame == "officer"]
    assert item.address == at("index")
    (card,) = hooks.waiting_card(team.actor("officer"))
    assert card.count == 3
    assert list(hooks.waiting_card(team.actor("assessor"))) == []
    assert hooks.links([pemdi.ref], ANONYMOUS) == {}
    assert list(hooks.links([pemdi.ref], team.actor("officer"))) == [pemdi.ref]


def test_comments_stay_between_those_who_work_on_it(team: Team, pemdi: Assessment) -> None:
    said = {"catatan-text": "Tolong lampirkan reviunya."}
    assert enter(team, "assessor").post(at("comment", pemdi.key, "P01"), said).status_code == 302
    for part, sees in (("officer", True), ("secretary", True), ("stranger", False)):
        page = text(enter(team, part).get(at("indicator", pemdi.key, "P01")))
        assert ("Tolong lampirkan" in page) == sees, part
    assert enter(team, "stranger").post(at("comment", pemdi.key, "P01"), said).status_code == 403


def test_actions_are_the_same_through_the_page_and_in_code(team: Team, pemdi: Assessment) -> None:
    with pytest.raises(actions.NothingMeasured):
        actions.attach_reading(
            assessment=pemdi,
            indicator="P19",
            input_code="ukuran",
            actor=team.actor("officer"),
            now=NOW,
        )
    answer = enter(team, "officer").post(at("report", pemdi.key, "P19"), {"input": "ukuran"})
    assert answer.status_code == 409


def test_what_is_supposed_is_said_in_words(team: Team, pemdi: Assessment) -> None:
    page = text(enter(team, "officer").get(at("what_if", pemdi.key), {"n-P20": "5"}))
    assert "<strong>P20</strong> Tingkat dan Pengelolaan Kepuasan Pengguna dari 1 ke 5." in page
    assert "Indeks naik 0,60: dari 1,00 (Kurang) menjadi 1,60 (Cukup)." in page
