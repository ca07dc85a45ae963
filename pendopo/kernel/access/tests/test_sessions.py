"""Sessions are found, end, and cannot be chosen by whoever sends a cookie."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from pendopo.kernel.access.sessions import SessionStore

pytestmark = pytest.mark.django_db


def kept(**values):
    session = SessionStore()
    session.update(values)
    session.save()
    return session.session_key


def test_what_was_kept_is_found_in_one_query(django_assert_num_queries):
    key = kept(colour="green")
    with django_assert_num_queries(1):
        assert SessionStore(key)["colour"] == "green"


def test_a_session_that_is_over_is_empty_and_its_key_is_not_used_again():
    key = kept(colour="green")
    Session.objects.filter(pk=key).update(expire_date=timezone.now() - timedelta(seconds=1))
    again = SessionStore(key)
    assert again.get("colour") is None
    again["colour"] = "red"
    again.save()
    assert again.session_key != key


def test_nobody_chooses_the_key_of_a_session():
    chosen = SessionStore("a" * 32)
    chosen["colour"] = "green"
    chosen.save()
    assert chosen.session_key != "a" * 32
    assert not Session.objects.filter(pk="a" * 32).exists()


def test_data_that_somebody_altered_is_empty():
    key = kept(colour="green")
    Session.objects.filter(pk=key).update(session_data="eyJjb2xvdXIiOiJyZWQifQ:forged:signature")
    assert SessionStore(key).get("colour") is None
