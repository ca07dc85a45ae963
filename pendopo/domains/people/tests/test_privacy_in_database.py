"""What the database really holds, and how keys rotate under it."""

import shutil

import pytest
from django.core.exceptions import FieldError
from django.core.management import CommandError, call_command
from django.db import connection

from pendopo.domains.people.models import Account, KnownDevice, NikClaim, Person
from pendopo.domains.people.tests import factories
from pendopo.kernel.privacy import cipher, keys, prints, rotation
from pendopo.kernel.privacy.models import KeyPrint

pytestmark = pytest.mark.django_db
NIK = "1219054107900001"


@pytest.fixture(autouse=True)
def own_keys(tmp_path, settings):
    # Bytes that other tests sealed lie under other keys, so the files are apart as well.
    settings.KEYS_DIR, settings.FILES_DIR = tmp_path / "keys", tmp_path / "files"


def raw(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def test_no_plaintext_reaches_the_row():
    factories.make_nik(factories.make_person(address="Jalan Merdeka 1", birth_date="1990-07-01"))
    rows = raw("SELECT * FROM people_nikclaim") + raw("SELECT * FROM people_person")
    text = repr(rows)
    assert NIK not in text
    assert "Merdeka" not in text
    assert "1990-07-01" not in text
    assert NikClaim.objects.get().number == NIK


def test_empty_stays_empty():
    factories.make_person(address="")
    assert raw("SELECT address, birth_date FROM people_person") == [("", None)]


def test_an_encrypted_field_cannot_be_filtered_by():
    with pytest.raises(FieldError, match="LookupHash"):
        NikClaim.objects.filter(number=NIK).exists()


def test_a_value_copied_into_another_row_of_another_column_does_not_open():
    person = factories.make_person(address="Jalan Merdeka 1")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_person SET contact = address")
    with pytest.raises(cipher.SealBroken):
        Person.objects.get(pk=person.pk)


def test_bulk_writing_seals_too():
    people = [Person(name="Ani", address=f"Jalan {n}", created_at=factories.NOW) for n in range(3)]
    Person.objects.bulk_create(people)
    for person in Person.objects.all():
        person.address += " Talawi"
    changed = list(Person.objects.all())
    for person in changed:
        person.address += " Talawi"
    Person.objects.bulk_update(changed, ["address"])
    assert "Talawi" not in repr(raw("SELECT address FROM people_person"))
    assert Person.objects.first().address.endswith("Talawi")


def test_the_hash_follows_the_value():
    claim = factories.make_nik(factories.make_person())
    field = NikClaim._meta.get_field("number_hash")
    assert NikClaim.objects.filter(number_hash__in=field.hashes(NIK)).get() == claim
    claim.number = "1219054107900002"
    claim.save()
    assert not NikClaim.objects.filter(number_hash__in=field.hashes(NIK)).exists()


def test_rotation_rewrites_everything_while_all_stays_readable(monkeypatch):
    monkeypatch.setattr(rotation, "BATCH", 2)
    for number in range(5):
        factories.make_nik(factories.make_person(), f"121905410790000{number + 1}")
    steps = []
    keys.data.add()
    for table, rows in rotation.rotate():
        steps.append((table, rows))
        assert len([claim.number for claim in NikClaim.objects.all()]) == 5
    assert ("people_nikclaim", 2) in steps
    assert not NikClaim.objects.filter(number__stale_under=2).exists()
    rotation.retire(keys.data, 1)
    assert min(claim.number for claim in NikClaim.objects.all()) == NIK


def test_an_interrupted_rotation_goes_on_where_it_stopped(monkeypatch):
    monkeypatch.setattr(rotation, "BATCH", 1)
    for number in range(3):
        factories.make_nik(factories.make_person(), f"121905410790000{number + 1}")
    keys.data.add()
    next(iter(rotation.rotate()))
    with pytest.raises(rotation.KeyStillInUse):
        rotation.retire(keys.data, 1)
    call_command("keys", "rotate")
    assert keys.data.versions() == [1, 2]
    call_command("keys", "retire", "1")
    assert len([claim.number for claim in NikClaim.objects.all()]) == 3


def test_the_lookup_key_rotates_and_search_finds_meanwhile():
    claim = factories.make_nik(factories.make_person())
    keys.lookup.add()
    assert NikClaim.objects.filter(number_hash__in=cipher.lookup_hashes(NIK, "nik")).get() == claim
    list(rotation.rotate())
    assert NikClaim.objects.get().number_hash.startswith("2.")
    rotation.retire(keys.lookup, 1)
    assert NikClaim.objects.filter(number_hash__in=cipher.lookup_hashes(NIK, "nik")).get() == claim


def test_a_lookup_key_that_an_unknown_value_needs_is_not_retired():
    account = factories.make_account()
    token_hash = cipher.lookup_hash("token", "device")
    KnownDevice.objects.create(account=account, token_hash=token_hash, seen_at=factories.NOW)
    keys.lookup.add()
    list(rotation.rotate())
    with pytest.raises(CommandError):
        call_command("keys", "retire", "1", "--lookup")


def test_an_account_without_phone_keeps_its_null_hash_through_rotation():
    factories.make_account()
    factories.make_account()
    keys.data.add()
    keys.lookup.add()
    list(rotation.rotate())
    assert list(Account.objects.values_list("phone_hash", flat=True)) == [None, None]


def test_sealed_rows_are_protected_from_new_keys_even_without_a_print(settings):
    factories.make_nik(factories.make_person())
    KeyPrint.objects.all().delete()
    shutil.rmtree(settings.KEYS_DIR)
    for name in ("data", "lookup"):
        with pytest.raises(prints.KeysDoNotMatch):
            keys.Ring(name).newest()
    assert not settings.KEYS_DIR.exists()


def test_a_ring_that_was_never_used_begins_beside_the_other():
    factories.make_person(address="Jalan Merdeka 1")
    assert keys.Ring("lookup").newest() == 1
