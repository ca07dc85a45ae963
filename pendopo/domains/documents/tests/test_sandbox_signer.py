"""The command that enrols a signer in the sandbox."""

import pytest
from django.core.management import CommandError, call_command

from pendopo.domains.documents.management.commands import sandbox_signer
from pendopo.domains.documents.ports import sandbox
from pendopo.domains.people.tests import factories as people

pytestmark = pytest.mark.django_db


def enrol(monkeypatch: pytest.MonkeyPatch, ref: str, *words: str) -> None:
    answers = iter(words)
    monkeypatch.setattr(sandbox_signer, "getpass", lambda _: next(answers))
    call_command("sandbox_signer", ref)


def test_an_officer_is_enrolled(monkeypatch: pytest.MonkeyPatch) -> None:
    ref = people.make_person().ref
    enrol(monkeypatch, ref, "kopi-tubruk", "kopi-tubruk")
    assert sandbox.from_settings().is_enrolled(ref)


@pytest.mark.parametrize("words", [("pendek", "pendek"), ("kopi-tubruk", "kopi-tubruk-2")])
def test_a_short_or_mistyped_passphrase_is_refused(
    monkeypatch: pytest.MonkeyPatch, words: tuple[str, str]
) -> None:
    with pytest.raises(CommandError):
        enrol(monkeypatch, people.make_person().ref, *words)


def test_an_unknown_person_and_a_real_service_are_refused(
    monkeypatch: pytest.MonkeyPatch, settings
) -> None:
    words = ("kopi-tubruk", "kopi-tubruk")
    with pytest.raises(CommandError, match="tidak ditemukan"):
        enrol(monkeypatch, "person:TIDAKADA", *words)
    settings.SIGNING, settings.BSRE_ADDRESS, settings.BSRE_USER = "bsre", "https://x.invalid", "a"
    with pytest.raises(CommandError, match="simulasi"):
        enrol(monkeypatch, people.make_person().ref, *words)
