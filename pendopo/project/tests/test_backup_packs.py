"""A snapshot's pack survives the loss of the house: it comes out of the backup and verifies."""

import os
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from pendopo.domains.evaluation import actions
from pendopo.domains.evaluation.models import Pack, PackState, Snapshot
from pendopo.domains.evaluation.tests import factories
from pendopo.domains.evaluation.tests.factories import NOW
from pendopo.kernel.files import disk
from pendopo.kernel.files.errors import FileMissing
from pendopo.kernel.ledger import keychain, sealing
from pendopo.pack import verifier
from pendopo.project import backup

pytestmark = pytest.mark.django_db(transaction=True)

LATER = NOW + timedelta(hours=2)
HAND_OUT = """
import sys, django
django.setup()
from pendopo.domains.evaluation import queries
from pendopo.domains.evaluation.models import Pack
from pendopo.kernel.files import store
pack = Pack.objects.select_related("snapshot", "file").get()
assert queries.is_genuine(pack.snapshot)
sys.stdout.buffer.write(store.read(pack.file))
"""


@pytest.fixture
def pack(tmp_path: Path, settings: Any) -> Pack:
    """A pack with a document, ready, in a house with folders of its own."""
    house = tmp_path / "house"
    settings.DATA_DIR = house
    for name in ("FILES", "KEYS", "HEADS", "LAKE"):
        setattr(settings, f"{name}_DIR", house / name.lower())
    factories.load()
    team = factories.make_team()
    assessment = factories.make_assessment(team)
    factories.assign(team, assessment, "P01")
    factories.attach(team, assessment, "P01")
    factories.verify(team, assessment, "P05", "2.8")
    actions.take_snapshot(assessment=assessment, actor=team.actor("coordinator"), now=NOW)
    sealing.seal(LATER)
    actions.build_packs(now=LATER)
    made = Pack.objects.select_related("file").get()
    assert (made.state, made.trouble) == (PackState.READY, "")
    return made


def test_a_pack_comes_out_of_a_backup_and_verifies(
    pack: Pack, tmp_path: Path, settings: Any
) -> None:
    assert pack.file is not None
    made = backup.make(tmp_path / "backups", now=LATER)
    backup.drill(made)
    for lost in (settings.FILES_DIR, settings.HEADS_DIR):
        shutil.rmtree(lost)
    with pytest.raises(FileMissing):
        disk.read(pack.file.path)
    restored = tmp_path / "restored"
    shutil.copytree(made, restored)
    with backup._restored_database(restored) as address:
        data = handed_out(restored, address, settings.KEYS_DIR)
    path = tmp_path / "paket.zip"
    path.write_bytes(data)
    report = verifier.verify(path, key=keychain.our_chain()[0].key)
    assert report.index.startswith(Snapshot.objects.get().said["index"]["rounded"])
    assert any("dokumen bukti" in text for text in report.checked)


def test_a_backup_whose_pack_was_altered_is_refused(pack: Pack, tmp_path: Path) -> None:
    assert pack.file is not None
    made = backup.make(tmp_path / "backups", now=LATER)
    sealed = made / "files" / pack.file.path
    data = bytearray(sealed.read_bytes())
    data[len(data) // 2] ^= 1
    sealed.write_bytes(data)
    with pytest.raises(backup.BackupDamaged, match=pack.file.path):
        backup.drill(made)


def handed_out(restored: Path, address: str, keys: Path) -> bytes:
    """Return the pack as another process reads it from the restored house, with the kept keys."""
    done = subprocess.run(
        [sys.executable, "-c", HAND_OUT],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "pendopo.project.settings",
            "PENDOPO_DATA": str(restored),
            "PENDOPO_DATABASE": address,
            "PENDOPO_KEYS": str(keys),
        },
        check=True,
        capture_output=True,
    )
    return done.stdout
