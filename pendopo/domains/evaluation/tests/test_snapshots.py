"""A snapshot never changes afterwards, and its pack proves it to somebody who has nothing else."""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from pendopo.domains.evaluation import actions, queries
from pendopo.domains.evaluation.models import (
    Assessment,
    Pack,
    PackState,
    Snapshot,
    SnapshotIsImmutable,
)
from pendopo.domains.evaluation.ports import spreadsheet
from pendopo.domains.evaluation.tests import factories
from pendopo.domains.evaluation.tests.factories import NOW, Team
from pendopo.domains.evaluation.tests.test_measuring import answer, load_measures
from pendopo.domains.evaluation.tests.test_vectors import VECTORS
from pendopo.kernel.errors import NotAllowed
from pendopo.kernel.files import store
from pendopo.kernel.lake import measures
from pendopo.kernel.ledger import heads, keychain, sealing
from pendopo.kernel.ledger.models import Entry, Head
from pendopo.pack import verifier

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=2)


@pytest.fixture
def ikm(team: Team, lake: None) -> Assessment:
    load_measures()
    made = factories.make_assessment(team, "ikm", "2026")
    answer(29, VECTORS["ikm"]["totals"])
    return made


def take(team: Team, assessment: Assessment) -> Snapshot:
    actor = team.actor("coordinator")
    return actions.take_snapshot(assessment=assessment, actor=actor, now=NOW)


def build(now: Any = LATER) -> Pack:
    sealing.seal(now)
    actions.build_packs(now=now)
    return Pack.objects.get()


def unpacked(pack: Pack, folder: Path) -> Path:
    assert pack.state == PackState.READY, (pack.state, pack.trouble)
    assert pack.file is not None
    path = folder / "paket.zip"
    path.write_bytes(store.read(pack.file))
    return path


def test_a_pack_of_measures_verifies(team: Team, ikm: Assessment, tmp_path: Path) -> None:
    snapshot = take(team, ikm)
    path = unpacked(build(), tmp_path)
    report = verifier.verify(path, key=keychain.our_chain()[0].key)
    assert report.index.startswith(VECTORS["ikm"]["expected"])
    assert report.simulations == []
    assert "9 angka dihitung ulang" in report.checked[-2]
    with zipfile.ZipFile(path) as found:
        names = found.namelist()
        assert found.read("snapshot.json").decode() == snapshot.statement
        assert found.read("report.pdf").startswith(b"%PDF")
    assert {"questionnaire.xlsx", "measures/survey-u1.ndjson"} <= set(names)


def test_a_pack_of_documents_verifies(team: Team, pemdi: Assessment, tmp_path: Path) -> None:
    factories.attach(team, pemdi, "P01")
    factories.verify(team, pemdi, "P05", "2.8")
    take(team, pemdi)
    report = verifier.verify(unpacked(build(), tmp_path))
    assert report.simulations
    assert any("2 dari 20 indikator" in text for text in report.warnings)


def test_what_comes_later_moves_the_score_and_not_the_snapshot(
    team: Team, ikm: Assessment, tmp_path: Path
) -> None:
    snapshot = take(team, ikm)
    before = queries.score_of_snapshot(snapshot)
    answer(40, dict.fromkeys(VECTORS["ikm"]["totals"], 4 * 40))
    measures.refresh(now=NOW, seconds=30)
    live = queries.score_of(ikm, today=NOW.date())
    kept = Snapshot.objects.get()
    assert live.exact != before.exact
    assert queries.score_of_snapshot(kept).exact == before.exact
    assert queries.is_genuine(kept)
    report = verifier.verify(unpacked(build(), tmp_path))
    assert report.index.startswith(VECTORS["ikm"]["expected"])
    assert any(text.startswith("261 baris") for text in report.checked)


def test_signing_takes_a_snapshot_with_the_signed_values(team: Team, pemdi: Assessment) -> None:
    factories.verify(team, pemdi, "P05", "2.8")
    actions.submit(assessment=pemdi, actor=team.actor("coordinator"), now=NOW)
    signed = actions.sign(assessment=pemdi, actor=team.actor("secretary"), now=NOW)
    snapshot = Snapshot.objects.get()
    assert snapshot.said["reason"] == queries.SIGNED
    assert snapshot.said["signed_as"] == signed.signed_as
    kept = queries.score_of(signed, today=NOW.date())
    assert queries.score_of_snapshot(snapshot).exact == kept.exact
    entry = Entry.objects.get(name="evaluation.snapshot_taken")
    assert entry.fact["payload"]["sha256"] == snapshot.sha256


def test_a_snapshot_is_neither_changed_nor_deleted(team: Team, pemdi: Assessment) -> None:
    snapshot = take(team, pemdi)
    assert queries.is_genuine(snapshot)
    with pytest.raises(SnapshotIsImmutable):
        snapshot.save()
    with pytest.raises(SnapshotIsImmutable):
        snapshot.delete()
    said = snapshot.said
    said["index"]["exact"] = "4"
    Snapshot.objects.filter(pk=snapshot.pk).update(statement=json.dumps(said))
    assert not queries.is_genuine(Snapshot.objects.get())


def test_who_neither_manages_nor_signs_takes_none(team: Team, pemdi: Assessment) -> None:
    for part in ("officer", "assessor"):
        with pytest.raises(NotAllowed):
            actions.take_snapshot(assessment=pemdi, actor=team.actor(part), now=NOW)
    assert not Snapshot.objects.exists()


def test_a_pack_waits_for_a_head_that_is_an_hour_old(team: Team, pemdi: Assessment) -> None:
    take(team, pemdi)
    heads.publish(NOW)
    assert build(NOW + timedelta(minutes=5)).state == PackState.HEAD
    assert Head.objects.count() == 1
    assert build(NOW + timedelta(minutes=61)).state == PackState.READY
    assert Head.objects.count() == 2


def test_a_pack_before_the_seal_of_its_snapshot_waits(team: Team, pemdi: Assessment) -> None:
    take(team, pemdi)
    actions.build_packs(now=LATER)
    assert Pack.objects.get().state == PackState.HEAD
    assert build().state == PackState.READY
    assert not queries.bench().joinpath(Snapshot.objects.get().key).exists()


def test_a_builder_that_ran_out_of_time_goes_on_where_it_stopped(
    team: Team, pemdi: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.attach(team, pemdi, "P01")
    take(team, pemdi)
    sealing.seal(NOW)
    clock = iter([0.0, 0.0, 0.0, 99.0])
    monkeypatch.setattr(actions._packing.time, "monotonic", lambda: next(clock, 99.0))
    actions.build_packs(now=LATER)
    pack = Pack.objects.get()
    assert (pack.state, pack.done) == (PackState.BUILDING, 1)
    monkeypatch.undo()
    assert build().state == PackState.READY


def test_rows_that_no_longer_give_the_number_are_said(
    team: Team, ikm: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(team, ikm)
    frozen = measures.freeze("survey-u1", "2026", 3)
    monkeypatch.setattr(measures, "freeze", lambda *_: frozen)
    pack = build()
    assert pack.state == PackState.FAILED
    assert "Ambil potret baru" in pack.trouble


def page(team: Team, part: str, name: str, *words: str, post: bool = False) -> Any:
    client = factories.people.sign_in(Client(), getattr(team, part))
    address = reverse(f"evaluation:{name}", args=words)
    return client.post(address) if post else client.get(address)


@pytest.fixture
def _today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.usefixtures("_today")
def test_a_failed_pack_says_why_and_offers_a_new_snapshot(
    team: Team, ikm: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot = take(team, ikm)
    frozen = measures.freeze("survey-u1", "2026", 3)
    monkeypatch.setattr(measures, "freeze", lambda *_: frozen)
    assert build().state == PackState.FAILED
    monkeypatch.undo()
    asking = f'action="{reverse("evaluation:take_snapshot", args=[ikm.key])}"'
    text = page(team, "coordinator", "snapshot", snapshot.key).content.decode()
    assert "Baris ukuran sudah berubah sejak potret diambil." in text
    assert asking in text
    text = page(team, "officer", "snapshot", snapshot.key).content.decode()
    assert "Baris ukuran sudah berubah" in text
    assert asking not in text
    page(team, "coordinator", "take_snapshot", ikm.key, post=True)
    sealing.seal(LATER)
    actions.build_packs(now=LATER)
    states = Pack.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == [PackState.FAILED, PackState.READY]


@pytest.mark.parametrize("start", "=+-@")
def test_the_spreadsheet_holds_texts_and_no_formula(
    team: Team, pemdi: Assessment, start: str
) -> None:
    title = f"{start}HYPERLINK(1+1)"
    said = take(team, pemdi).said
    said["tree"][0]["title"] = title
    with zipfile.ZipFile(io.BytesIO(spreadsheet.write(said))) as book:
        sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/")]
        cells = [re.findall(r"<c [^>]*>", book.read(name).decode()) for name in sheets]
        assert not any(b"<f" in book.read(name).replace(b"<format", b"") for name in sheets)
        assert f">{title}<" in book.read("xl/sharedStrings.xml").decode()
    assert len(cells) == 4
    assert all('t="s"' in cell for found in cells for cell in found)


@pytest.mark.usefixtures("_today")
def test_the_pages_from_taking_to_download(team: Team, pemdi: Assessment) -> None:
    assert "Belum ada potret" in page(team, "officer", "score", pemdi.key).content.decode()
    answer = page(team, "coordinator", "take_snapshot", pemdi.key, post=True)
    snapshot = Snapshot.objects.get()
    assert answer.url == reverse("evaluation:snapshot", args=[snapshot.key])
    text = page(team, "officer", "snapshot", snapshot.key).content.decode()
    assert "cocok dengan tanda tangannya" in text
    assert "0 dari 4" in text
    assert page(team, "assessor", "pack", snapshot.key, post=True).status_code == 409
    build()
    factories.verify(team, pemdi, "P05", "2.8")
    text = page(team, "assessor", "snapshot", snapshot.key).content.decode()
    assert "Unduh paket" in text
    assert "P05" in text
    assert "Unduh paket" not in page(team, "officer", "snapshot", snapshot.key).content.decode()
    sent = page(team, "assessor", "pack", snapshot.key, post=True)
    assert sent.content[:4] == b"PK\x03\x04"
    assert sent["Content-Disposition"].endswith(f"paket-pemdi-2026-2026-{snapshot.key}.zip")
    entry = Entry.objects.get(name="evaluation.pack_downloaded")
    assert entry.fact["payload"]["snapshot"] == snapshot.ref
    assert "Siap diunduh" in page(team, "officer", "score", pemdi.key).content.decode()


@pytest.mark.usefixtures("_today")
def test_the_pack_is_not_for_every_officer(team: Team, pemdi: Assessment) -> None:
    snapshot = take(team, pemdi)
    pack = build()
    for part in ("officer", "stranger"):
        assert page(team, part, "pack", snapshot.key, post=True).status_code == 403
        assert page(team, part, "take_snapshot", pemdi.key, post=True).status_code == 403
        # Nor by the address of the file itself.
        client = factories.people.sign_in(Client(), getattr(team, part))
        assert client.get(reverse("files:download", args=[pack.file_id])).status_code == 404
    assert page(team, "officer", "snapshot", "tidak-ada").status_code == 404
    assert page(team, "coordinator", "pack", snapshot.key).status_code == 405
