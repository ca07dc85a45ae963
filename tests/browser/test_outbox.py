"""The outbox on a phone: what is filled in without signal arrives once, for its owner only."""

import pytest
from playwright.sync_api import Page, expect

from pendopo.domains.cases.models import Case, CaseFile, Channel
from pendopo.domains.people.tests import factories
from pendopo.domains.surveys.models import Answer
from pendopo.domains.surveys.tests import factories as surveys
from pendopo.kernel.intake import keeping
from tests.browser.filling import (
    FORM,
    answer_all,
    become,
    cut_line,
    is_kept,
    kept_on_device,
    press_send,
    restore_line,
    worker_is_ready,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_without_signal_a_form_is_opened_filled_and_sent_once_later(
    page: Page, live_server, siti, photo, screenshot, violations
) -> None:
    become(page, live_server, siti)
    page.goto("/")
    worker_is_ready(page)
    cut_line(page.context)
    page.goto(FORM)
    expect(page.get_by_role("heading", name="Surat Keterangan Usaha")).to_be_visible()
    answer_all(page, photo)
    expect(page.get_by_text("Tersimpan di perangkat ini")).to_be_visible()
    press_send(page)
    expect(page.get_by_role("heading", name="Tersimpan, menunggu sinyal")).to_be_visible()
    screenshot(page, "20-menunggu-sinyal")
    page.goto("/antrean/")
    expect(page.get_by_text("Menunggu sinyal")).to_be_visible()
    expect(page.locator("#outbox-badge")).to_contain_text("1")
    screenshot(page, "21-antrean-tanpa-sinyal")
    assert not Case.objects.exists()

    restore_line(page.context)
    expect(page.get_by_text("Diterima", exact=True)).to_be_visible(timeout=20_000)
    case = Case.objects.get()
    assert case.channel == Channel.OFFLINE
    assert case.applicant == siti
    assert CaseFile.objects.count() == 2
    expect(page.get_by_text(case.number)).to_be_visible()
    expect(page.locator("#outbox-badge")).to_be_hidden()
    screenshot(page, "22-antrean-terkirim")
    assert violations(page) == []
    page.reload()
    expect(page.get_by_text(case.number)).to_be_visible()
    assert Case.objects.count() == 1


def test_an_upload_that_breaks_goes_on_where_it_stopped(
    page: Page, live_server, siti, photo
) -> None:
    pieces: list[str] = []

    def break_second_piece(route) -> None:
        pieces.append(route.request.url)
        if len(pieces) == 2:
            route.abort("connectionreset")
        else:
            route.continue_()

    become(page, live_server, siti)
    page.goto(FORM)
    answer_all(page, photo)
    page.context.route("**/berkas/unggah/*/?offset=*", break_second_piece)
    press_send(page)
    page.wait_for_url("**/terkirim/", timeout=40_000)
    offsets = [url.split("offset=")[1] for url in pieces]
    assert offsets[0] == "0"
    assert offsets[1] == offsets[2] != "0", "the broken piece is sent again, the first is not"
    assert Case.objects.count() == 1


def test_an_answer_that_got_lost_is_asked_for_again_and_nothing_is_doubled(
    page: Page, live_server, siti, photo
) -> None:
    lost: list[int] = []

    def lose_first_answer(route) -> None:
        if lost:
            return route.continue_()
        lost.append(route.fetch().status)
        return route.abort("connectionreset")

    become(page, live_server, siti)
    page.goto(FORM)
    answer_all(page, photo)
    page.context.route("**/kirim/", lose_first_answer)
    press_send(page)
    page.wait_for_url("**/terkirim/", timeout=40_000)
    assert lost == [201]
    assert Case.objects.count() == 1


def test_what_was_repeated_too_long_is_given_back_instead_of_sent_anew(
    page: Page, live_server, siti, photo, monkeypatch
) -> None:
    lost: list[int] = []

    def lose_answer(route) -> None:
        lost.append(route.fetch().status)
        monkeypatch.setattr(keeping, "REPEAT_DAYS", 0)
        route.abort("connectionreset")

    become(page, live_server, siti)
    page.goto(FORM)
    answer_all(page, photo)
    page.context.route("**/kirim/", lose_answer)
    press_send(page)
    page.goto("/antrean/")
    expect(page.get_by_text("mungkin sudah kami terima")).to_be_visible(timeout=20_000)
    assert lost == [201]
    assert Case.objects.count() == 1


def test_pressing_twice_sends_once(page: Page, live_server, siti, photo) -> None:
    become(page, live_server, siti)
    page.goto(FORM)
    answer_all(page, photo)
    page.get_by_role("button", name="Kirim permohonan").dblclick()
    page.wait_for_url("**/terkirim/", timeout=30_000)
    assert Case.objects.count() == 1


def test_two_tabs_send_one_after_the_other_and_each_item_once(
    page: Page, live_server, siti, photo
) -> None:
    become(page, live_server, siti)
    page.goto("/")
    worker_is_ready(page)
    cut_line(page.context)
    page.goto(FORM)
    answer_all(page, photo)
    press_send(page)
    expect(page.get_by_role("heading", name="Tersimpan, menunggu sinyal")).to_be_visible()
    others = [page.context.new_page() for _ in range(2)]
    for tab in others:
        tab.goto("/antrean/")
    restore_line(page.context)
    page.wait_for_url("**/terkirim/", timeout=30_000)
    for tab in others:
        expect(tab.get_by_text("Diterima", exact=True)).to_be_visible()
    assert Case.objects.count() == 1


def test_after_sign_out_the_next_person_sees_nothing(
    page: Page, live_server, siti, budi, photo, screenshot, violations
) -> None:
    become(page, live_server, siti)
    page.goto("/")
    worker_is_ready(page)
    cut_line(page.context)
    page.goto(FORM)
    answer_all(page, photo)
    press_send(page)
    expect(page.get_by_role("heading", name="Tersimpan, menunggu sinyal")).to_be_visible()
    page.context.route("**/kirim/", lambda route: route.abort())
    restore_line(page.context)
    page.goto("/keluar/")
    expect(page.get_by_text("Ada kiriman yang belum terkirim")).to_be_visible()
    screenshot(page, "23-keluar")
    assert violations(page) == []
    page.locator("[data-sign-out] button").click()
    expect(page.get_by_text("Anda sudah keluar")).to_be_visible()

    page.goto("/antrean/")
    expect(page.get_by_text("Masuk untuk melihat kiriman Anda")).to_be_visible()
    screenshot(page, "24-antrean-orang-lain")
    assert violations(page) == []
    expect(page.locator("#outbox-badge")).to_be_hidden()
    become(page, live_server, budi)
    page.goto("/antrean/")
    expect(page.get_by_text("kiriman terkunci")).to_be_visible()
    page.goto(FORM)
    expect(page.get_by_text("Lanjutkan isian")).to_be_hidden()
    kept = kept_on_device(page)
    for secret in ("Warung Melati", "1219054107909901", "Siti Rahma", "Dusun II, Labuhan"):
        assert secret not in kept

    page.context.unroute("**/kirim/")
    become(page, live_server, siti)
    page.goto("/antrean/")
    expect(page.get_by_text("Diterima", exact=True)).to_be_visible(timeout=20_000)
    assert Case.objects.get().applicant == siti


def test_an_expired_session_keeps_the_item_for_the_same_person_only(
    page: Page, live_server, siti, budi, photo, screenshot
) -> None:
    become(page, live_server, siti)
    page.goto(FORM)
    answer_all(page, photo)
    become(page, live_server, None)
    press_send(page)
    expect(page.get_by_role("heading", name="Masuk lagi untuk mengirim")).to_be_visible()
    screenshot(page, "25-masuk-lagi")
    become(page, live_server, budi)
    page.goto("/")
    page.wait_for_timeout(1500)
    assert not Case.objects.exists()
    become(page, live_server, siti)
    page.goto("/antrean/")
    expect(page.get_by_text("Diterima", exact=True)).to_be_visible(timeout=20_000)
    assert Case.objects.get().applicant == siti


def test_somebody_else_s_item_is_refused_even_if_a_device_sends_it(
    page: Page, live_server, siti, budi
) -> None:
    become(page, live_server, budi)
    page.goto("/")
    answer = page.evaluate(
        """async (owner) => {
            const who = await (await fetch("/antrean/status/")).json();
            const answer = await fetch("/layanan/surat-keterangan-usaha/kirim/", {
                method: "POST",
                body: JSON.stringify({version: 1, answers: {}, files: {}}),
                headers: {
                    "X-CSRFToken": who.csrf, "X-Requested-By": "pendopo", "X-Owner": owner,
                    "Idempotency-Key": crypto.randomUUID(), "Content-Type": "application/json",
                },
            });
            return [answer.status, (await answer.json()).reason];
        }""",
        siti.ref,
    )
    assert answer == [403, "OtherPerson"]


def test_a_server_that_is_away_for_a_moment_gets_it_afterwards(
    page: Page, live_server, siti, photo
) -> None:
    become(page, live_server, siti)
    page.goto(FORM)
    answer_all(page, photo)
    away: list[int] = []

    def be_away(route) -> None:
        away.append(502)
        route.fulfill(status=502, body="restarting")

    page.context.route("**/antrean/status/", be_away)
    press_send(page)
    expect(page.get_by_role("heading", name="Tersimpan, menunggu sinyal")).to_be_visible()
    page.context.unroute("**/antrean/status/")
    page.wait_for_url("**/terkirim/", timeout=30_000)
    assert away
    assert Case.objects.count() == 1


def test_an_officer_files_at_the_counter_by_the_same_outbox(
    page: Page, live_server, siti, photo, screenshot, violations
) -> None:
    officer = factories.make_officer("cases.view", "cases.file_for_others")
    become(page, live_server, officer)
    page.goto("/loket/surat-keterangan-usaha/")
    is_kept(page, "/loket/surat-keterangan-usaha/")
    cut_line(page.context)
    page.goto("/loket/surat-keterangan-usaha/?luring")
    page.locator("[name=nama_pemohon]").fill("Mak Ijah")
    page.get_by_label("Pemohon menyetujui secara lisan di loket").check()
    screenshot(page, "30-loket")
    assert violations(page) == []
    answer_all(page, photo)
    page.get_by_role("button", name="Ajukan permohonan").click()
    expect(page.get_by_role("heading", name="Tersimpan, menunggu sinyal")).to_be_visible()
    restore_line(page.context)
    page.wait_for_url("**/terkirim/", timeout=30_000)
    case = Case.objects.get()
    assert case.channel == Channel.COUNTER
    assert case.applicant.name == "Mak Ijah"
    assert case.filed_by == officer


def test_a_survey_answered_without_signal_arrives_without_an_account(
    page: Page, live_server, siti, screenshot, violations
) -> None:
    surveys.make_service()
    invitation = surveys.invite(factories.make_agency("dinas-uji"))
    page.goto(f"/survei/{invitation.token}/")
    names = {one.get_attribute("name") for one in page.locator("main input[type=radio]").all()}
    for name in names:
        page.locator(f"main input[name={name}]").last.check()
    expect(page.get_by_text("Tersimpan di perangkat ini")).to_be_visible()
    assert violations(page) == []
    cut_line(page.context)
    page.get_by_role("button", name="Kirim penilaian").click()
    expect(page.get_by_role("heading", name="Tersimpan, menunggu sinyal")).to_be_visible()
    restore_line(page.context)
    expect(page.get_by_text("Terima kasih").first).to_be_visible(timeout=20_000)
    assert Answer.objects.count() == 1
