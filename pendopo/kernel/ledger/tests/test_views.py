"""Public pages: what is shown can be checked from outside, and nobody learns what is not theirs."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest

from pendopo.kernel import hooks
from pendopo.kernel.ledger import heads, keychain, merkle, publickeys, queries, sealing, statements
from pendopo.kernel.ledger.tests.test_sealing import record

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path, monkeypatch):
    settings.KEYS_DIR = tmp_path / "keys"
    settings.HEADS_DIR = tmp_path / "heads"
    monkeypatch.setattr(hooks, "subject_links", hooks.Hook())


@pytest.fixture
def entry(now):
    entries = record(5, now)
    sealing.seal(now)
    heads.publish(now)
    record(4, now)
    sealing.seal(now)
    heads.publish(now + timedelta(days=1))
    return entries[3]


def statement(fields: dict) -> statements.Statement:
    return statements.Statement(**fields)


def test_the_first_page_explains_and_shows_the_newest_head(client, entry):
    page = client.get("/buku-besar/").content.decode()
    assert "Buku besar" in page
    assert heads.covering(0).root[:16] in page


def test_an_empty_ledger_has_a_page_too(client):
    assert "Belum ada kepala" in client.get("/buku-besar/").content.decode()


def test_the_feed_holds_signed_heads_newest_first(client, entry):
    feed = client.get("/buku-besar/kepala.json").json()
    assert [head["size"] for head in feed["heads"]] == [9, 5]
    key = publickeys.read(feed["public_key"])
    assert all(statement(head).is_signed_by(key) for head in feed["heads"])


def test_one_head_is_given_as_it_was_published(client, entry):
    published = client.get("/buku-besar/kepala/5.json").json()
    assert statement(published).is_signed_by(keychain.our_chain()[0].key)


@pytest.mark.parametrize("size", ["6", "99999999999999999999999"])
def test_a_head_that_never_was_is_not_found(client, entry, size):
    assert client.get(f"/buku-besar/kepala/{size}.json").status_code == 404


def test_the_consistency_of_two_heads_is_proved(client, entry):
    answer = client.get("/buku-besar/konsistensi?dari=5&ke=9").json()
    first, second = answer["first"], answer["second"]
    assert merkle.is_consistent(
        first["size"],
        second["size"],
        bytes.fromhex(first["root"]),
        bytes.fromhex(second["root"]),
        [bytes.fromhex(part) for part in answer["path"]],
    )


@pytest.mark.parametrize(
    "query", ["", "?dari=5", "?dari=lima&ke=9", "?dari=-1&ke=9", "?dari=٥&ke=9"]
)
def test_sizes_that_are_no_numbers_are_refused(client, entry, query):
    assert client.get(f"/buku-besar/konsistensi{query}").status_code == 422


def test_no_consistency_is_proved_between_sizes_that_were_not_published(client, entry):
    assert client.get("/buku-besar/konsistensi?dari=4&ke=9").status_code == 404


def test_the_proof_of_an_entry_checks_against_the_signed_head(client, entry):
    proof = client.get(f"/buku-besar/bukti/{entry.id}/?format=json").json()
    head = statement(proof["head"])
    assert head.is_signed_by(keychain.our_chain()[0].key)
    assert proof["leaf_hash"] == merkle.leaf(entry.payload.encode()).hex()
    assert merkle.is_included(
        proof["leaf_index"],
        head.size,
        bytes.fromhex(proof["leaf_hash"]),
        [bytes.fromhex(part) for part in proof["path"]],
        bytes.fromhex(head.root),
    )


def test_a_stranger_sees_the_proof_and_nothing_of_what_the_entry_says(client, entry):
    for address in (f"/buku-besar/bukti/{entry.id}/", f"/buku-besar/bukti/{entry.id}/?format=json"):
        page = client.get(address).content.decode()
        assert entry.id in page
        for secret in (entry.subject, entry.actor, entry.name, entry.fact["salt"]):
            assert secret not in page


def test_who_may_open_the_subject_reads_the_text(client, entry):
    @hooks.subject_links.fill
    def lamps(subjects, actor):
        return dict.fromkeys(subjects, hooks.SubjectLink(label="Lampu satu", address="/lampu/1/"))

    page = client.get(f"/buku-besar/bukti/{entry.id}/").content.decode()
    assert "Lampu satu" in page
    assert entry.fact["salt"] in page
    proof = client.get(f"/buku-besar/bukti/{entry.id}/?format=json").json()
    assert proof["text"] == entry.payload


def test_an_entry_before_its_seal_or_head_says_that_it_waits(client, now):
    [entry] = record(1, now)
    address = f"/buku-besar/bukti/{entry.id}/"
    assert "menunggu segel" in client.get(address).content.decode()
    sealing.seal(now)
    assert "kepala berikutnya" in client.get(address).content.decode()
    assert client.get(f"{address}?format=json").json()["head"] is None


def test_an_unknown_entry_is_not_found(client):
    assert client.get(f"/buku-besar/bukti/{'0' * 32}/").status_code == 404


def test_pages_are_read_only(client):
    assert client.post("/buku-besar/").status_code == 405


def test_whoever_has_the_feed_hears_that_nothing_is_new(client, entry):
    for address in ("/buku-besar/kepala.json", "/buku-besar/kepala.atom"):
        first = client.get(address)
        assert "max-age" in first["Cache-Control"]
        again = client.get(address, headers={"if-none-match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")


def test_the_atom_feed_is_xml_with_every_root(client, entry):
    found = ElementTree.fromstring(client.get("/buku-besar/kepala.atom").content)
    titles = [one.text for one in found.iter("{http://www.w3.org/2005/Atom}title")]
    assert titles[1:] == [f"{head.size} {head.root}" for head in queries.latest_heads(9)]


@pytest.mark.parametrize("page", ["x", "-1", "9" * 30])
def test_an_unreadable_page_of_the_feed_is_refused(client, entry, page):
    assert client.get(f"/buku-besar/kepala.json?halaman={page}").status_code == 422
