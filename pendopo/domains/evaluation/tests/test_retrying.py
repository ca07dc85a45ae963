"""A pack that could not be made gets another try, once, whoever and however many ask."""

import threading
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import close_old_connections, connection
from django.test import Client
from django.urls import reverse

from pendopo.domains.evaluation import actions
from pendopo.domains.evaluation.models import Assessment, Pack, PackState, Snapshot
from pendopo.domains.evaluation.tests import factories
from pendopo.domains.evaluation.tests.factories import NOW, Team
from pendopo.domains.evaluation.tests.test_snapshots import LATER, build, page, take, unpacked
from pendopo.kernel.errors import NotAllowed
from pendopo.kernel.ledger import sealing
from pendopo.kernel.ledger.models import Entry
from pendopo.pack import verifier, writer

pytestmark = pytest.mark.django_db
RETRIED = "evaluation.pack_retried"


@pytest.fixture
def failed(team: Team, pemdi: Assessment, monkeypatch: pytest.MonkeyPatch) -> Snapshot:
    """A snapshot whose pack met a full disk."""
    snapshot = take(team, pemdi)
    with monkeypatch.context() as patch:
        patch.setattr(writer, "put_entries", _full)
        assert build().state == PackState.FAILED
    return snapshot


def _full(*_: Any) -> None:
    raise OSError(28, "No space left on device", "/srv/secret/place")


def test_trouble_of_the_machine_is_said_without_its_insides(
    team: Team, pemdi: Assessment, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    take(team, pemdi)
    other = take(team, pemdi)
    put, asked = writer.put_entries, []

    def full_once(*given: Any) -> int:
        asked.append(given)
        return put(*given) if len(asked) > 1 else _full()  # type: ignore[func-returns-value]

    monkeypatch.setattr(writer, "put_entries", full_once)
    sealing.seal(LATER)
    actions.build_packs(now=LATER)
    first, second = Pack.objects.order_by("pk")
    assert (first.state, first.trouble) == (PackState.FAILED, actions._packing.TROUBLE)
    # The one behind it is not held up.
    assert (second.state, second.snapshot) == (PackState.READY, other)
    assert "OSError" in caplog.text
    assert "secret" not in caplog.text


def test_another_try_makes_a_pack_of_the_same_snapshot(
    team: Team, failed: Snapshot, tmp_path: Path
) -> None:
    actions.retry_pack(snapshot=failed, actor=team.actor("coordinator"), now=LATER)
    pack = Pack.objects.get()
    assert (pack.state, pack.done, pack.trouble) == (PackState.BUILDING, 0, "")
    entry = Entry.objects.get(name=RETRIED)
    assert entry.fact["payload"]["snapshot"] == failed.ref
    report = verifier.verify(unpacked(build(), tmp_path))
    assert report.index.startswith(failed.said["index"]["rounded"])
    assert Snapshot.objects.count() == 1


def test_asking_again_changes_nothing(team: Team, failed: Snapshot) -> None:
    for part in ("coordinator", "secretary"):
        actions.retry_pack(snapshot=failed, actor=team.actor(part), now=LATER)
    assert Entry.objects.filter(name=RETRIED).count() == 1
    assert build().state == PackState.READY
    actions.retry_pack(snapshot=failed, actor=team.actor("coordinator"), now=LATER)
    assert Pack.objects.get().state == PackState.READY
    assert Entry.objects.filter(name=RETRIED).count() == 1


def test_a_pack_that_is_being_made_is_left_alone(team: Team, pemdi: Assessment) -> None:
    snapshot = take(team, pemdi)
    Pack.objects.update(done=2)
    actions.retry_pack(snapshot=snapshot, actor=team.actor("coordinator"), now=NOW)
    assert Pack.objects.get().done == 2
    assert not Entry.objects.filter(name=RETRIED).exists()


def test_who_may_take_no_snapshot_asks_for_no_other_try(team: Team, failed: Snapshot) -> None:
    for part in ("officer", "assessor"):
        with pytest.raises(NotAllowed):
            actions.retry_pack(snapshot=failed, actor=team.actor(part), now=LATER)
    assert Pack.objects.get().state == PackState.FAILED
    assert not Entry.objects.filter(name=RETRIED).exists()


def test_the_page_offers_it_and_says_why(team: Team, failed: Snapshot) -> None:
    asking = f'action="{reverse("evaluation:retry_pack", args=[failed.key])}"'
    with time_machine.travel(LATER, tick=False):
        text = page(team, "coordinator", "snapshot", failed.key).content.decode()
        assert actions._packing.TROUBLE in text
        assert asking in text
        seen = page(team, "officer", "snapshot", failed.key).content.decode()
        assert actions._packing.TROUBLE in seen
        assert asking not in seen
        for part in ("officer", "stranger"):
            assert page(team, part, "retry_pack", failed.key, post=True).status_code == 403
        assert page(team, "coordinator", "retry_pack", "tidak-ada", post=True).status_code == 404
        assert page(team, "coordinator", "retry_pack", failed.key).status_code == 405
        assert Pack.objects.get().state == PackState.FAILED
        sent = page(team, "coordinator", "retry_pack", failed.key, post=True)
    assert sent.url == reverse("evaluation:snapshot", args=[failed.key]) + "#paket"
    assert Pack.objects.get().state == PackState.BUILDING


@pytest.mark.django_db(transaction=True)
def test_two_who_press_at_once_are_one_try(team: Team, failed: Snapshot) -> None:
    gate = threading.Barrier(2)
    clients = [
        factories.people.sign_in(Client(), one) for one in (team.coordinator, team.secretary)
    ]
    address = reverse("evaluation:retry_pack", args=[failed.key])
    answers: list[int] = []

    def press(client: Client) -> None:
        close_old_connections()
        gate.wait(timeout=10)
        try:
            answers.append(client.post(address).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[client]) for client in clients]
    with time_machine.travel(LATER, tick=False):
        for one in threads:
            one.start()
        for one in threads:
            one.join()
    assert answers == [302, 302]
    assert Pack.objects.get().state == PackState.BUILDING
    assert Entry.objects.filter(name=RETRIED).count() == 1
