"""Rotation of the signing key: the chain can be followed, and nothing else is believed."""

from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import CommandError, call_command

from pendopo.kernel import actor
from pendopo.kernel.ledger import (
    facts,
    handovers,
    heads,
    keychain,
    keys,
    publickeys,
    reigns,
    rotation,
    sealing,
    shelf,
    statements,
    tree,
    verification,
)
from pendopo.kernel.ledger.handovers import Handover
from pendopo.kernel.ledger.models import Entry
from pendopo.kernel.ledger.statements import Statement
from pendopo.kernel.ledger.tests.test_sealing import record

pytestmark = pytest.mark.django_db

OPERATOR = actor.system("test")
DAY = timedelta(days=1)
UNSIGNED = "tanda tangan tidak sah"


class Killed(BaseException):
    """The process dies at this place."""


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> Path:
    settings.KEYS_DIR = tmp_path / "keys"
    settings.HEADS_DIR = tmp_path / "heads"
    return settings.HEADS_DIR


@pytest.fixture
def rotated(folder, now) -> Path:
    """Three keys, each with a head of its own."""
    for day in range(3):
        record(2, now)
        sealing.seal(now)
        heads.publish(now + day * DAY)
        if day < 2:
            rotation.hand_over(actor=OPERATOR, now=now + day * DAY + timedelta(hours=1))
    return folder


def findings(folder: Path, key=None) -> list[str]:
    return verification.verify(folder, key or keychain.ours_for(folder)).findings


def publish_as(key: Ed25519PrivateKey, folder: Path, at) -> None:
    """Put a head with the right root into the folder, signed by any key."""
    said = Statement(
        size=tree.size(),
        root=tree.root(tree.size()).hex(),
        at=facts.moment(at),
        origin="pendopo/batu-bara",
        key=publickeys.name(key.public_key()),
    )
    shelf.put(folder, said.signed(key), [])


def test_each_head_names_the_key_of_its_time_and_all_of_them_verify(rotated):
    chain = keychain.our_chain()
    said = shelf.statements_in(rotated)
    assert [one.key for one in said] == [reign.name for reign in chain]
    assert len({one.key for one in said}) == 3
    assert findings(rotated) == []


@pytest.mark.parametrize("version", [0, 1, 2])
def test_whoever_trusted_any_of_the_keys_can_follow(rotated, version):
    assert findings(rotated, keychain.our_chain()[version].key) == []


def test_an_old_head_does_not_pass_under_the_new_key(rotated):
    old, new = keychain.our_chain()[0], keychain.our_chain()[1]
    [first, *_] = shelf.statements_in(rotated)
    assert first.is_signed_by(old.key)
    assert not first.is_signed_by(new.key)
    forged = statements.read(first.as_json().replace(old.name, new.name))
    assert not forged.is_signed_by(new.key)


def test_a_head_signed_by_a_key_that_was_never_introduced_is_refused(rotated, now):
    publish_as(Ed25519PrivateKey.generate(), rotated, now + 4 * DAY)
    [finding] = findings(rotated)
    assert UNSIGNED in finding


def test_a_key_that_was_handed_over_signs_nothing_any_more(rotated, now):
    publish_as(keys.first(), rotated, now + 4 * DAY)
    [finding] = findings(rotated)
    assert UNSIGNED in finding


def test_a_stranger_cannot_introduce_a_key(rotated, now):
    chain = keychain.our_chain()
    thief = Ed25519PrivateKey.generate()
    said = Handover(
        origin="pendopo/batu-bara",
        old=chain[-1].text,
        new=publickeys.write(thief.public_key()),
        since=facts.moment(now + 4 * DAY),
    ).signed(thief, thief)
    shelf.put_handover(rotated, 4, said)
    publish_as(thief, rotated, now + 5 * DAY)
    assert findings(rotated, chain[0].key)[0] == reigns.ChainBroken.sentence
    with pytest.raises(reigns.ChainBroken):
        keychain.our_chain()


def test_nobody_introduces_a_key_that_is_not_theirs(rotated, now):
    chain, newest = keychain.our_chain(), keychain.signing_key(now + 3 * DAY)
    said = Handover(
        origin="pendopo/batu-bara",
        old=chain[-1].text,
        new=publickeys.write(Ed25519PrivateKey.generate().public_key()),
        since=facts.moment(now + 4 * DAY),
    )
    assert not said.signed(newest, newest).is_genuine()


def test_a_chain_of_somebody_else_is_refused(rotated):
    stranger = Ed25519PrivateKey.generate().public_key()
    assert "tidak memuat kunci yang dipercaya" in findings(rotated, stranger)[0]


def test_a_chain_without_its_middle_is_refused(rotated):
    place = rotated / shelf.HANDOVERS
    first = keychain.our_chain()[0].key
    shelf.put_handover(rotated, 4, shelf.handovers_in(rotated)[1])
    assert findings(rotated, first) == [reigns.ChainBroken.sentence]
    for path in place.glob("000[24].json"):
        path.unlink()
    assert "tidak memuat kunci yang dipercaya" in findings(rotated, first)[0]


def test_an_older_copy_of_the_folder_still_verifies(rotated):
    for path in sorted(rotated.glob("2*"))[2:]:
        path.unlink()
    copy = rotated.rename(rotated.with_name("copy"))
    (copy / shelf.HANDOVERS).rename(rotated.with_name("kept"))
    rotated.mkdir()
    rotated.with_name("kept").rename(rotated / shelf.HANDOVERS)
    assert findings(copy) == []


def test_the_old_key_signs_until_the_handover_takes_effect(folder, now):
    said = rotation.hand_over(actor=OPERATOR, now=now)
    first, second = keychain.our_chain()
    assert keychain.signing_key(now).public_key() == first.key
    effect = now + rotation.GRACE
    assert keychain.signing_key(effect).public_key() == second.key
    assert said.since == second.since == facts.moment(effect)


def test_two_rotations_in_a_row_are_refused(folder, now):
    rotation.hand_over(actor=OPERATOR, now=now)
    with pytest.raises(rotation.RotationUnderWay):
        rotation.hand_over(actor=OPERATOR, now=now)
    assert len(keychain.our_chain()) == 2


@pytest.mark.parametrize("broken", ["make_next", "put_handover", "record"])
def test_a_rotation_that_dies_midway_leaves_the_old_key_in_force(folder, now, monkeypatch, broken):
    record(2, now)
    sealing.seal(now)
    heads.publish(now)
    first = keychain.signing_key(now).public_key()
    owner = {"make_next": keys, "put_handover": shelf, "record": rotation.book}[broken]

    def die(*args, **kwargs):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(owner, broken, die)
        with pytest.raises(Killed):
            rotation.hand_over(actor=OPERATOR, now=now)
    later = now + DAY
    assert not Entry.objects.filter(name="ledger.signing_key_handed_over").exists()
    assert keychain.signing_key(later).public_key() == first
    heads.publish(later)
    assert findings(folder) == []
    rotation.hand_over(actor=OPERATOR, now=later)
    heads.publish(later + DAY)
    assert findings(folder) == []
    assert keychain.signing_key(later + DAY).public_key() != first


def test_a_rotation_that_loses_the_race_writes_nothing(folder, now, monkeypatch):
    chain = keychain.our_chain()
    rotation.hand_over(actor=OPERATOR, now=now)
    written = Entry.objects.count()
    monkeypatch.setattr(keychain, "our_chain", lambda: chain)
    with pytest.raises(rotation.RotationUnderWay):
        rotation.hand_over(actor=OPERATOR, now=now)
    assert Entry.objects.count() == written


def test_a_rotation_is_in_the_ledger_without_the_key_itself(folder, now):
    said = rotation.hand_over(actor=OPERATOR, now=now)
    entry = Entry.objects.get(name="ledger.signing_key_handed_over")
    assert entry.event.key == keychain.our_chain()[1].name
    assert said.new not in entry.payload


def test_the_private_keys_are_readable_by_their_owner_only(folder, settings, now):
    rotation.hand_over(actor=OPERATOR, now=now)
    modes = [path.stat().st_mode & 0o777 for path in (settings.KEYS_DIR / "ledger").iterdir()]
    assert modes == [0o600, 0o600]


def test_the_old_private_key_is_not_needed_once_it_is_handed_over(rotated, settings, now):
    (settings.KEYS_DIR / "ledger" / "signing.pem").unlink()
    heads.publish(now + 4 * DAY)
    assert findings(rotated) == []


def test_no_first_key_is_made_where_heads_lie_already(folder, settings, now):
    heads.publish(now)
    (settings.KEYS_DIR / "ledger" / "signing.pem").unlink()
    with pytest.raises(keys.SigningKeyMissing):
        heads.publish(now + DAY)
    with pytest.raises(CommandError, match="tidak ada di folder kunci"):
        call_command("verify")


def test_the_feed_shows_how_to_follow(rotated, client, now):
    feed = client.get("/buku-besar/kepala.json").json()
    said = [handovers.Handover(**one) for one in feed["handovers"]]
    assert all(one.is_genuine() for one in said)
    assert [key["name"] for key in feed["keys"]] == [head["key"] for head in feed["heads"]][::-1]
    assert [key["key"] for key in feed["keys"]][1:] == [one.new for one in said]


def test_the_page_names_every_key(rotated, client):
    page = client.get("/buku-besar/").content.decode()
    assert all(reign.text in page for reign in keychain.our_chain())


def test_the_command_rotates_and_lists(folder, capsys):
    call_command("ledger_key", "rotate")
    lines = capsys.readouterr().out.splitlines()
    assert [line[:2] for line in lines] == ["1.", "2."]
    with pytest.raises(CommandError, match="baru saja diganti"):
        call_command("ledger_key", "rotate")


@pytest.mark.parametrize("text", ["{}", "[]", '{"old": 1}', "{"])
def test_a_file_that_is_no_handover_is_named(rotated, text):
    path = rotated / shelf.HANDOVERS / "0009.json"
    path.write_text(text)
    assert "0009.json" in findings(rotated, keys.first().public_key())[0]
    with pytest.raises(CommandError, match=r"0009\.json"):
        call_command("verify")
