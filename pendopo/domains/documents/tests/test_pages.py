"""Every page of letters: for the right person, for the wrong one, and with wrong input."""

import logging
import re

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from pendopo.domains.documents import actions, hooks, models
from pendopo.domains.documents.tests import factories
from pendopo.domains.people.tests import factories as people
from pendopo.kernel.actor import ANONYMOUS
from pendopo.kernel.files.models import StoredFile

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(factories.NOW, tick=False):
        yield


@pytest.fixture
def head(office: factories.Office, client: Client) -> Client:
    return people.sign_in(client, office.head)


@pytest.fixture
def holder() -> tuple[Client, str]:
    person = people.make_person(name="Siti Rahmawati")
    return people.sign_in(Client(), person), person.ref


def at(name: str, letter: models.Letter) -> str:
    return reverse(f"documents:{name}", args=[letter.pk_text])


def verify(token: str, client: Client | None = None):
    return (client or Client()).get(reverse("documents:verify", args=[token]))


def word(response) -> str:
    return re.search(r'<h1 id="putusan">([^<]+)</h1>', response.content.decode())[1]


def test_the_public_page_says_one_word_for_each_state(office: factories.Office) -> None:
    letter = factories.make_frozen(office)
    assert word(verify(letter.token)) == "BELUM DITANDATANGANI"
    factories.sign(office, letter)
    assert word(verify(letter.token)) == "SAH"
    letter.refresh_from_db()
    new = actions.correct(
        letter=letter,
        content=letter.data["content"],
        signatory=factories.signatory(office),
        note="",
        actor=office.actor,
        now=factories.NOW,
    )
    new = actions.freeze(letter=new, now=factories.NOW)
    factories.sign(office, new)
    page = verify(letter.token)
    assert word(page) == "DIGANTI"
    assert new.number in page.content.decode()
    actions.revoke(
        letter=new,
        reason=actions.RevocationReason.OTHER,
        note="",
        actor=office.actor,
        now=factories.NOW,
    )
    assert word(verify(new.token)) == "DICABUT"
    assert word(verify("x" * 43)) == "TIDAK DIKENAL"


def test_a_letter_past_its_time_is_not_called_valid(office: factories.Office) -> None:
    letter = factories.make_signed(office, valid_until=factories.TODAY)
    assert word(verify(letter.token)) == "SAH"
    with time_machine.travel("2026-06-05T03:00:00Z"):
        assert word(verify(letter.token)) == "KEDALUWARSA"


def test_the_public_page_shows_nothing_more_than_it_must(office: factories.Office) -> None:
    letter = factories.make_signed(office)
    text = verify(letter.token).content.decode()
    assert letter.number in text
    assert "Siti R***" in text
    assert "Simulasi" in text
    for secret in ("Rahmawati", "Warung", office.head.name, letter.ref, letter.subject, "case:"):
        assert secret not in text


def test_the_public_page_is_not_indexed_referred_or_logged(
    office: factories.Office, caplog: pytest.LogCaptureFixture
) -> None:
    letter = factories.make_signed(office)
    with caplog.at_level(logging.DEBUG):
        page, unknown = verify(letter.token), verify("salah-ketik-" + letter.token[12:])
    for response in (page, unknown):
        assert response["Referrer-Policy"] == "no-referrer"
        assert "noindex" in response["X-Robots-Tag"]
        assert response["Cache-Control"] == "no-store"
    assert letter.token[12:] not in caplog.text


def tray_post(client: Client, *letters: models.Letter, words: str = factories.WORDS):
    return client.post(
        reverse("documents:tray"),
        {
            "letter": [f"{one.pk_text}.{one.frozen_sha256}" for one in letters],
            "passphrase": words,
        },
    )


def test_a_signer_reads_chooses_and_signs(office: factories.Office, head: Client) -> None:
    factories.make_letter(office)
    page = head.get(reverse("documents:tray"))
    letter = models.Letter.objects.get()
    assert f"{letter.pk_text}.{letter.frozen_sha256}" in page.content.decode()
    assert letter.frozen_sha256[:8] in page.content.decode()
    done = tray_post(head, letter).content.decode()
    assert f"{letter.number}: Ditandatangani." in done
    assert "Tidak ada surat yang menunggu" in done


def test_the_tray_keeps_what_was_refused_and_never_shows_the_passphrase(
    office: factories.Office, head: Client, caplog: pytest.LogCaptureFixture
) -> None:
    letter = factories.make_frozen(office)
    with caplog.at_level(logging.DEBUG):
        page = tray_post(head, letter, words="kata-sandi-salah").content.decode()
    assert "Passphrase belum cocok" in page
    assert letter.number in page
    assert "kata-sandi-salah" not in page + caplog.text


@pytest.mark.parametrize("chosen", [[], ["x"], ["../..zz.y"], ["AAAA.0000"]])
def test_a_malformed_choice_signs_nothing(
    office: factories.Office, head: Client, chosen: list[str]
) -> None:
    factories.make_frozen(office)
    answer = head.post(reverse("documents:tray"), {"letter": chosen, "passphrase": factories.WORDS})
    assert answer.status_code == 200
    assert not models.Letter.objects.filter(state="signed").exists()


def test_the_tray_is_closed_to_others(office: factories.Office, client: Client) -> None:
    factories.make_frozen(office)
    assert client.get(reverse("documents:tray")).status_code == 302
    other = people.sign_in(Client(), people.make_officer("cases.view"))
    assert other.get(reverse("documents:tray")).status_code == 403
    weak = people.sign_in(Client(), office.head, strong=False)
    assert weak.get(reverse("documents:tray"))["Location"] == "/akun/pengaman/"


def test_a_broken_template_does_not_hide_the_other_letters(
    office: factories.Office, head: Client
) -> None:
    broken = factories.make_letter(office, template_source="#(")
    good = factories.make_letter(office)
    page = head.get(reverse("documents:tray")).content.decode()
    assert "Belum dapat disusun" in page
    assert f'value="{good.pk_text}.' in page
    assert f'value="{broken.pk_text}.' not in page


def test_holder_and_officers_open_a_letter_and_others_do_not(
    office: factories.Office, head: Client, holder: tuple[Client, str]
) -> None:
    client, ref = holder
    letter = factories.make_frozen(office, holder=ref)
    assert client.get(at("pdf", letter)).status_code == 404
    factories.sign(office, letter)
    stranger = people.sign_in(Client(), people.make_person())
    elsewhere = people.sign_in(Client(), people.make_officer("documents.register"))
    for name in ("letter", "pdf"):
        assert client.get(at(name, letter)).status_code == 200
        assert head.get(at(name, letter)).status_code == 200
        assert stranger.get(at(name, letter)).status_code == 404
        assert elsewhere.get(at(name, letter)).status_code == 404
        assert Client().get(at(name, letter)).status_code == 302


def test_the_pdf_comes_as_a_download_or_inline_and_is_kept_by_no_cache(
    office: factories.Office, head: Client
) -> None:
    letter = factories.make_signed(office)
    file = head.get(at("pdf", letter))
    assert file.content.startswith(b"%PDF-")
    assert file["Content-Disposition"].startswith("attachment")
    assert "no-store" in file["Cache-Control"]
    shown = head.get(at("pdf", letter) + "?lihat=1")
    assert shown["Content-Disposition"].startswith("inline")


def test_a_remembered_letter_is_set_when_opened(office: factories.Office, head: Client) -> None:
    letter = factories.make_letter(office)
    actions.remember_signed(letter=letter, actor=office.actor, now=factories.NOW)
    assert head.get(at("pdf", letter)).content.startswith(b"%PDF-")
    assert not StoredFile.objects.exists()


def test_an_officer_revokes_with_a_reason(office: factories.Office, head: Client) -> None:
    letter = factories.make_signed(office)
    wrong = head.post(at("revoke", letter), {"reason": "lain", "note": ""})
    assert wrong.status_code == 422
    done = head.post(at("revoke", letter), {"reason": "court-order", "note": "Putusan 12"})
    assert done.status_code == 302
    assert "Dicabut" in head.get(done["Location"]).content.decode()


def test_an_officer_corrects_what_a_letter_says(office: factories.Office, head: Client) -> None:
    letter = factories.make_signed(office)
    assert "Siti Rahmawati" in head.get(at("correct", letter)).content.decode()
    done = head.post(
        at("correct", letter),
        {"field_nama": "Siti Rahmawaty", "field_usaha": "Warung", "note": "Ejaan"},
    )
    assert done.status_code == 302
    new = models.Letter.objects.order_by("pk").last()
    assert new.data["content"] == {"nama": "Siti Rahmawaty", "usaha": "Warung"}
    unsaid = head.post(at("correct", letter), {"field_nama": "x", "note": ""})
    assert unsaid.status_code == 200


def test_an_officer_voids_or_readdresses_what_is_unsigned(
    office: factories.Office, head: Client
) -> None:
    letter = factories.make_frozen(office)
    assert head.post(at("readdress", letter)).status_code == 302
    assert head.post(at("void", letter), {"reason": "wrong-data"}).status_code == 302
    letter.refresh_from_db()
    assert letter.state == "void"
    assert head.post(at("void", letter), {"reason": "wrong-data"}).status_code == 409


@pytest.mark.parametrize("name", ["revoke", "void", "correct", "readdress"])
def test_an_officer_of_another_unit_ends_nothing(office: factories.Office, name: str) -> None:
    letter = factories.make_signed(office)
    other = people.sign_in(Client(), people.make_officer("documents.revoke"))
    answer = other.post(at(name, letter), {"reason": "other", "note": "x"})
    assert answer.status_code == 404
    letter.refresh_from_db()
    assert letter.state == "signed"


def test_the_register_shows_every_number_of_my_units(
    office: factories.Office, head: Client
) -> None:
    assert "Belum ada nomor" in head.get(reverse("documents:register")).content.decode()
    signed, waiting = factories.make_signed(office), factories.make_letter(office)
    void = factories.make_letter(office)
    head.post(at("void", void), {"reason": "wrong-signer"})
    foreign = factories.make_letter(factories.make_office("kecamatan-lain"))
    page = head.get(reverse("documents:register")).content.decode()
    for letter in (signed, waiting, void):
        assert at("letter", letter) in page
    assert "Penanda tangan keliru" in page
    assert at("letter", foreign) not in page


def test_the_register_is_filtered_and_survives_nonsense(
    office: factories.Office, head: Client
) -> None:
    signed, waiting = factories.make_signed(office), factories.make_letter(office)
    address = reverse("documents:register")
    issued = head.get(address, {"status": "issued", "tahun": "2026"}).content.decode()
    assert at("letter", signed) in issued
    assert at("letter", waiting) not in issued
    found = head.get(address, {"q": waiting.number}).content.decode()
    assert at("letter", waiting) in found
    assert at("letter", signed) not in found
    odd = head.get(address, {"status": "x", "tahun": "abad", "halaman": "-3", "q": "%'"})
    assert odd.status_code == 200


def test_the_register_is_closed_to_others() -> None:
    assert Client().get(reverse("documents:register")).status_code == 302
    other = people.sign_in(Client(), people.make_officer("cases.view"))
    assert other.get(reverse("documents:register")).status_code == 403


def test_the_house_hears_of_letters(office: factories.Office, holder: tuple[Client, str]) -> None:
    _, ref = holder
    letter = factories.make_frozen(office, holder=ref)
    (card,) = hooks.waiting_letters(office.actor)
    assert card.count == 1
    assert [item.label for item in hooks.menu(office.actor)] == ["Tanda tangan", "Register surat"]
    assert [hit.title for hit in hooks.letters_by_number(office.actor, "0001 tlw")] == [
        letter.number
    ]
    assert hooks.letter_pages([letter.ref], office.actor)[letter.ref].label == letter.number
    resident = people.actor_for(people.queries.person(ref))
    assert list(hooks.letters_of_subject(letter.subject, resident)) == []
    factories.sign(office, letter)
    (link,) = hooks.letters_of_subject(letter.subject, resident)
    assert link.address == at("pdf", letter)
    for nobody in (ANONYMOUS, people.actor_for(people.make_person())):
        assert list(hooks.menu(nobody)) == []
        assert list(hooks.letters_by_number(nobody, letter.number)) == []
        assert list(hooks.letters_of_subject(letter.subject, nobody)) == []
        assert hooks.letter_pages([letter.ref], nobody) == {}


def test_only_the_right_ones_read_a_letters_files(
    office: factories.Office, holder: tuple[Client, str]
) -> None:
    _, ref = holder
    resident = people.actor_for(people.queries.person(ref))
    letter = factories.make_signed(office, holder=ref)
    assert hooks.may_read(letter.signed_file, resident)
    assert not hooks.may_read(letter.frozen_file, resident)
    assert hooks.may_read(letter.frozen_file, office.actor)
    assert not hooks.may_read(letter.signed_file, ANONYMOUS)


def test_the_tick_fixes_bytes_ahead_of_the_signer(office: factories.Office) -> None:
    factories.make_letter(office, template_source="#(")
    good = factories.make_letter(office)
    hooks.freeze_waiting(factories.NOW)
    good.refresh_from_db()
    assert good.state == "frozen"
