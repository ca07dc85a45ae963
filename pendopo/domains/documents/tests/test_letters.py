"""From draft to signature and end, on frozen bytes."""

import hashlib
import pickle
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from pendopo.domains.documents import actions, events, models
from pendopo.domains.documents.ports import signing, typesetting
from pendopo.domains.documents.tests import factories
from pendopo.domains.people.tests import factories as people
from pendopo.kernel.errors import DomainError, NotAllowed
from pendopo.kernel.files import store
from pendopo.kernel.files.models import StoredFile
from pendopo.kernel.ledger import book


def told(letter: models.Letter) -> list[type]:
    return [type(entry.event) for entry in book.entries_of(letter.subject)]


def test_the_same_letter_gives_the_same_bytes(office: factories.Office) -> None:
    letter = factories.make_letter(office)
    assert actions.render(letter, simulation=True) == actions.render(letter, simulation=True)
    assert actions.render(letter, simulation=True) != actions.render(letter, simulation=False)


def test_bytes_are_fixed_once_and_lie_sealed(office: factories.Office, settings) -> None:
    letter = factories.make_frozen(office)
    stale = models.Letter.objects.get(pk=letter.pk)
    stale.state = models.LetterState.DRAFTED
    again = actions.freeze(letter=stale, now=factories.NOW + timedelta(days=1))
    assert again.frozen_sha256 == letter.frozen_sha256
    assert hashlib.sha256(store.read(letter.frozen_file)).hexdigest() == letter.frozen_sha256
    assert StoredFile.objects.count() == 1


def test_personal_data_of_a_letter_is_not_readable_in_the_database(
    office: factories.Office,
) -> None:
    from django.db import connection

    letter = factories.make_letter(office)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM documents_letter")
        row = " ".join(str(value) for value in cursor.fetchone())
    assert "Rahmawati" not in row
    assert letter.token not in row
    assert models.Letter.objects.by_token(letter.token).get() == letter


def test_user_text_is_data_and_never_typst(office: factories.Office) -> None:
    hostile = {"nama": '#read("/etc/passwd") #eval("1") $x$', "usaha": '"]) #panic() \\'}
    letter = factories.make_frozen(office, content=hostile)
    assert letter.state == models.LetterState.FROZEN


@pytest.mark.parametrize(
    "source",
    ['#import "@preview/cetz:0.3.0"', '#read("/etc/passwd")', '#read("../../x")', "#nothing", "#("],
)
def test_a_template_reads_no_file_and_fetches_no_package(
    office: factories.Office, source: str
) -> None:
    letter = factories.make_letter(office, template_source=source)
    with pytest.raises(typesetting.TemplateBroken):
        actions.freeze(letter=letter, now=factories.NOW)


def test_a_signature_puts_the_letter_in_force(office: factories.Office) -> None:
    letter = factories.make_signed(office)
    assert (letter.state, letter.entry.state) == ("signed", "issued")
    assert letter.simulation
    frozen, signed = store.read(letter.frozen_file), store.read(letter.signed_file)
    assert signed.startswith(frozen)
    event = list(book.entries_of(letter.subject))[-1].event
    assert (event.signer, event.capacity, event.sha256) == (
        office.head.ref,
        "definitive",
        letter.signed_sha256,
    )


def test_signing_twice_says_so_and_changes_nothing(office: factories.Office) -> None:
    letter = factories.make_signed(office)
    (again,) = factories.sign(office, letter)
    assert again.is_signed
    assert again.sentence == "Sudah ditandatangani sebelumnya."
    assert told(letter).count(events.LetterSigned) == 1


def test_one_passphrase_signs_a_batch_and_each_letter_has_its_result(
    office: factories.Office,
) -> None:
    good, changed = factories.make_frozen(office), factories.make_frozen(office)
    changed.frozen_sha256 = "0" * 64
    results = factories.sign(office, good, changed)
    assert [(result.is_signed, result.number) for result in results] == [
        (True, good.number),
        (False, changed.number),
    ]
    assert "berubah" in results[1].sentence


def test_a_wrong_passphrase_signs_nothing_and_is_tried_once(office: factories.Office) -> None:
    letters = [factories.make_frozen(office), factories.make_frozen(office)]
    first, second = factories.sign(office, *letters, words="salah")
    assert first.sentence == signing.WrongPassphrase.sentence
    assert second.sentence.startswith("Belum dicoba.")
    assert not models.Letter.objects.filter(state="signed").exists()


def test_a_lost_answer_keeps_the_number_waiting_and_a_retry_signs_it(
    office: factories.Office, settings
) -> None:
    letter = factories.make_frozen(office)
    settings.SIGNING_FAULT = "lost-answer"
    (lost,) = factories.sign(office, letter)
    letter.refresh_from_db()
    assert (lost.is_signed, letter.state, letter.entry.state) == (
        False,
        "frozen",
        "awaiting_signature",
    )
    settings.SIGNING_FAULT = ""
    (found,) = factories.sign(office, letter)
    assert found.is_signed
    assert models.RegisterEntry.objects.count() == 1


def test_an_expired_or_missing_certificate_is_said_plainly(
    office: factories.Office, settings
) -> None:
    letter = factories.make_frozen(office)
    (late,) = actions.sign_many(
        picks=[actions.Pick(letter.ref, letter.frozen_sha256)],
        passphrase=actions.Passphrase(factories.WORDS),
        actor=office.actor,
        now=factories.NOW + timedelta(days=731),
    )
    assert late.sentence == signing.CertificateExpired.sentence
    shutil.rmtree(Path(settings.KEYS_DIR) / "sandbox-ca")
    (unknown,) = factories.sign(office, letter)
    assert unknown.sentence == signing.CertificateMissing.sentence


def test_a_service_that_returns_another_file_is_refused(
    office: factories.Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter, other = factories.make_frozen(office), factories.make_signed(office)

    class Liar:
        def sign(self, pdf: bytes) -> bytes:
            return store.read(other.signed_file)

    class Service:
        simulation = True

        def unlock(self, *_: object) -> Liar:
            return Liar()

    monkeypatch.setattr(signing, "service", Service)
    (result,) = factories.sign(office, letter)
    assert result.sentence == signing.SignedSomethingElse.sentence


def test_a_page_set_for_the_sandbox_is_not_signed_by_the_real_service(
    office: factories.Office, settings
) -> None:
    letter = factories.make_frozen(office)
    settings.SIGNING, settings.BSRE_ADDRESS, settings.BSRE_USER = (
        "bsre",
        "https://esign.invalid",
        "a",
    )
    (result,) = factories.sign(office, letter)
    assert result.sentence == actions.OtherService.sentence


def test_only_the_named_officer_signs(office: factories.Office) -> None:
    letter = factories.make_frozen(office)
    sekcam = people.make_officer("documents.sign", unit=office.agency)
    weak = replace(office.actor, strong=False)
    unranked = replace(office.actor, grants=frozenset())
    for actor in (people.actor_for(sekcam), weak, unranked):
        (result,) = actions.sign_many(
            picks=[actions.Pick(letter.ref, letter.frozen_sha256)],
            passphrase=actions.Passphrase(factories.WORDS),
            actor=actor,
            now=factories.NOW,
        )
        assert not result.is_signed


def plt_letter(office: factories.Office) -> tuple[models.Letter, object]:
    deputy = people.make_officer("cases.view", unit=office.agency)
    factories.enrol(deputy)
    people.make_delegation(deputy, office.agency.posts.get(is_head=True))
    letter = factories.make_frozen(
        office,
        signatory=factories.signatory(
            office, ref=deputy.ref, name=deputy.name, capacity=actions.capacity("Plt.")
        ),
    )
    return letter, deputy


def sign_as(person: object, letter: models.Letter, now: object) -> actions.Outcome:
    (result,) = actions.sign_many(
        picks=[actions.Pick(letter.ref, letter.frozen_sha256)],
        passphrase=actions.Passphrase(factories.WORDS),
        actor=people.actor_for(person),
        now=now,
    )
    return result


def test_a_plt_signs_while_the_term_runs(office: factories.Office) -> None:
    letter, deputy = plt_letter(office)
    assert sign_as(deputy, letter, factories.NOW).is_signed
    event = list(book.entries_of(letter.subject))[-1].event
    assert event.capacity == "plt"


def test_a_plt_whose_term_ended_signs_nothing(office: factories.Office) -> None:
    letter, deputy = plt_letter(office)
    result = sign_as(deputy, letter, factories.NOW + timedelta(days=30))
    assert not result.is_signed


def test_a_letter_moves_to_another_signer_under_the_same_number(office: factories.Office) -> None:
    letter, deputy = plt_letter(office)
    before = letter.frozen_sha256
    moved = actions.readdress(
        letter=letter, signatory=factories.signatory(office), actor=office.actor, now=factories.NOW
    )
    frozen = actions.freeze(letter=moved, now=factories.NOW)
    assert frozen.number == letter.number
    assert frozen.frozen_sha256 != before
    assert not sign_as(deputy, letter, factories.NOW).is_signed
    (result,) = factories.sign(office, frozen)
    assert result.is_signed


def end(action, letter: models.Letter, office: factories.Office, **changes: object):
    return action(letter=letter, actor=office.actor, now=factories.NOW, **changes)


def test_a_revoked_letter_says_so_and_its_words_stay_out_of_the_ledger(
    office: factories.Office,
) -> None:
    letter = factories.make_signed(office)
    reason = actions.RevocationReason.FALSE_STATEMENT
    revoked = end(actions.revoke, letter, office, reason=reason, note="Siti berbohong")
    assert (revoked.state, revoked.ended_note) == ("revoked", "Siti berbohong")
    assert "berbohong" not in "".join(e.payload for e in book.entries_of(letter.subject))
    with pytest.raises(actions.NotInForce):
        end(actions.revoke, letter, office, reason=reason, note="")


def test_a_correction_takes_over_when_it_is_signed(office: factories.Office) -> None:
    letter = factories.make_signed(office)
    content = {**letter.data["content"], "nama": "Siti Rahmawaty"}
    signer = factories.signatory(office)
    new = end(actions.correct, letter, office, content=content, signatory=signer, note="Ejaan")
    letter.refresh_from_db()
    assert letter.state == "signed"
    with pytest.raises(actions.AlreadyBeingCorrected):
        end(actions.correct, letter, office, content=content, signatory=signer, note="")
    frozen = actions.freeze(letter=new, now=factories.NOW)
    factories.sign(office, frozen)
    letter.refresh_from_db()
    assert (letter.state, letter.replaced_by.number) == ("corrected", frozen.number)
    assert told(letter)[-2:] == [events.LetterCorrected, events.LetterSigned]


def test_a_void_correction_leaves_the_letter_in_force(office: factories.Office) -> None:
    letter = factories.make_signed(office)
    content = dict(letter.data["content"])
    new = end(
        actions.correct,
        letter,
        office,
        content=content,
        signatory=factories.signatory(office),
        note="",
    )
    end(actions.void, new, office, reason=actions.VoidReason.WRONG_DATA, note="")
    letter.refresh_from_db()
    assert (letter.state, letter.replaced_by) == ("signed", None)


def test_a_correction_invents_no_field(office: factories.Office) -> None:
    letter = factories.make_signed(office)
    with pytest.raises(actions.OtherFields):
        end(
            actions.correct,
            letter,
            office,
            content={"gaji": "1"},
            signatory=factories.signatory(office),
            note="",
        )


def test_who_lacks_the_permission_ends_nothing(office: factories.Office) -> None:
    letter = factories.make_signed(office)
    elsewhere = people.make_officer("documents.revoke")
    with pytest.raises(NotAllowed):
        actions.revoke(
            letter=letter,
            reason=actions.RevocationReason.OTHER,
            note="",
            actor=people.actor_for(elsewhere),
            now=factories.NOW,
        )


def test_a_demo_remembers_letters_as_signed_without_a_file(
    office: factories.Office, settings
) -> None:
    letter = factories.make_letter(office)
    actions.remember_signed(letter=letter, actor=office.actor, now=factories.NOW)
    assert (letter.state, letter.simulation, letter.signed_file) == ("signed", True, None)
    settings.SIGNING, settings.BSRE_ADDRESS, settings.BSRE_USER = (
        "bsre",
        "https://esign.invalid",
        "a",
    )
    with pytest.raises(DomainError, match="simulasi"):
        actions.remember_signed(letter=letter, actor=office.actor, now=factories.NOW)


def test_a_passphrase_is_neither_shown_nor_queued() -> None:
    words = actions.Passphrase("rahasia-negara")
    assert "rahasia" not in f"{words!r} {words} {[words]}"
    with pytest.raises(TypeError):
        pickle.dumps(words)
