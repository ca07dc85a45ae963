"""Limits hold for all workers together, and forget on time."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import RequestFactory

from pendopo.kernel.access import limits
from pendopo.kernel.access.models import Spending

NOW = datetime(2026, 6, 4, 3, tzinfo=UTC)
WINDOW = timedelta(minutes=10)


def spend(key="0812", *, bucket="code", limit=3, now=NOW):
    limits.spend(bucket, key, limit=limit, window=WINDOW, now=now)


@pytest.mark.django_db
def test_the_limit_is_reached_and_says_when_to_come_back():
    for _ in range(3):
        spend()
    with pytest.raises(limits.TooMany) as refusal:
        spend(now=NOW + timedelta(minutes=4))
    assert refusal.value.status == 429
    assert refusal.value.retry_at == NOW + WINDOW
    assert refusal.value.sentence == "Terlalu banyak percobaan. Coba lagi 6 menit lagi."


@pytest.mark.django_db
def test_a_new_window_begins_when_the_old_one_has_ended():
    for _ in range(3):
        spend()
    spend(now=NOW + WINDOW)
    assert Spending.objects.get().spent == 1


@pytest.mark.django_db
def test_refused_tries_neither_write_nor_prolong_the_wait():
    for _ in range(3):
        spend()
    before = Spending.objects.values().get()
    with pytest.raises(limits.TooMany):
        spend()
    assert Spending.objects.values().get() == before


@pytest.mark.django_db
def test_a_spend_is_one_statement(django_assert_num_queries):
    with django_assert_num_queries(1):
        spend()


@pytest.mark.django_db
def test_keys_and_buckets_do_not_share():
    for _ in range(3):
        spend()
    spend("0813")
    spend(bucket="letter")


@pytest.mark.django_db
def test_no_key_is_stored_in_plain():
    spend("081234567890")
    assert "0812" not in Spending.objects.get().key
    assert len(Spending.objects.get().key) == 64


@pytest.mark.django_db
def test_one_person_cannot_lock_out_the_village():
    one = limits.Caller(account="person:1", address="10.0.0.1")
    for _ in range(3):
        limits.spend_for("login", one, limit=3, window=WINDOW, now=NOW)
    for _ in range(500):
        with pytest.raises(limits.TooMany):
            limits.spend_for("login", one, limit=3, window=WINDOW, now=NOW)
    neighbour = limits.Caller(account="person:2", address="10.0.0.1")
    limits.spend_for("login", neighbour, limit=3, window=WINDOW, now=NOW)


@pytest.mark.django_db
def test_an_address_has_a_limit_too():
    for number in range(limits.PER_ADDRESS):
        caller = limits.Caller(device=str(number), address="10.0.0.1")
        limits.spend_for("login", caller, limit=1, window=WINDOW, now=NOW)
    another = limits.Caller(device="another", address="10.0.0.1")
    with pytest.raises(limits.TooMany):
        limits.spend_for("login", another, limit=1, window=WINDOW, now=NOW)


@pytest.mark.django_db
def test_ended_windows_are_forgotten():
    spend()
    spend("0813", now=NOW + WINDOW)
    limits.forget_old(NOW + WINDOW)
    assert Spending.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_parallel_workers_spend_exactly_the_limit():
    outcomes = []

    def worker():
        for _ in range(5):
            try:
                spend(limit=12)
                outcomes.append("spent")
            except limits.TooMany:
                outcomes.append("refused")
        connection.close()

    threads = [threading.Thread(target=worker) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count("spent") == 12
    assert len(outcomes) == 20


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("10.0.0.1", "10.0.0.1"),
        ("::ffff:10.0.0.1", "10.0.0.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:0db8:0001:0002"),
        ("", ""),
        ("x" * 500, "x" * 64),
    ],
)
def test_an_address_is_a_house_and_not_a_device(address, expected):
    request = RequestFactory().get("/", REMOTE_ADDR=address)
    assert limits.address_of(request) == expected


def test_behind_a_proxy_only_the_last_address_is_believed(settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR="1.1.1.1, 10.0.0.7")
    assert limits.address_of(request) == "10.0.0.7"


def test_a_claimed_address_is_not_believed_without_a_proxy():
    request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR="1.1.1.1", REMOTE_ADDR="10.0.0.9")
    assert limits.address_of(request) == "10.0.0.9"
