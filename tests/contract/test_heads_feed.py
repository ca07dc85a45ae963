"""The public feed of heads is what `pendopo verify-heads` reads."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from pendopo.kernel.ledger import heads, sealing
from pendopo.kernel.ledger.models import Link
from pendopo.kernel.ledger.tests.test_sealing import record
from pendopo.kernel.ledger.views import public
from pendopo.pack import watching
from pendopo.pack.misfit import Misfit

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 8, 3, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _published(settings, tmp_path):
    settings.KEYS_DIR = tmp_path / "keys"
    settings.HEADS_DIR = tmp_path / "heads"
    for day, count in enumerate((5, 4)):
        record(count, NOW)
        sealing.seal(NOW)
        heads.publish(NOW + timedelta(days=day))


def test_the_feed_proves_each_head_from_the_one_before(client, tmp_path):
    path = tmp_path / "kepala.json"
    path.write_bytes(client.get("/buku-besar/kepala.json").content)
    watched = watching.read([path])
    assert watching.verify(watched) == 2
    assert [(old, new) for old, new, _ in watched.links] == [(5, 9)]
    altered = path.read_text().replace(watched.links[0][2][0], "00" * 32)
    path.write_text(altered)
    with pytest.raises(Misfit, match="tidak melanjutkan"):
        watching.verify(watching.read([path]))


def test_two_pages_of_the_feed_link_up(client, tmp_path, monkeypatch):
    monkeypatch.setattr(public, "IN_FEED", 1)
    record(3, NOW)
    sealing.seal(NOW)
    heads.publish(NOW + timedelta(days=2))
    # Heads from before there were links get theirs when somebody asks.
    Link.objects.all().delete()
    address, paths = "/buku-besar/kepala.json", []
    while address:
        page = client.get(address).json()
        paths.append(tmp_path / f"{len(paths)}.json")
        paths[-1].write_text(json.dumps(page))
        address = page["next"]
    assert len(paths) == 3
    watched = watching.read(paths)
    assert {one.size for one in watched.heads} == {5, 9, 12}
    watching.verify(watched)
