"""What an actor may do, and where."""

from pendopo.kernel import actor
from pendopo.kernel.actor import ANONYMOUS, Actor, Grant

CAMAT = Actor(
    ref="person:1",
    person_id=1,
    grants=frozenset(
        {
            Grant("cases.decide", "/kecamatan-talawi/"),
            Grant("cases.read", "/kecamatan-talawi/"),
            Grant("cases.read", "/dinas-sosial/"),
        }
    ),
)


def test_a_grant_covers_the_unit_and_everything_below_it():
    assert CAMAT.may("cases.decide", "/kecamatan-talawi/")
    assert CAMAT.may("cases.decide", "/kecamatan-talawi/kelurahan-labuhan-ruku/")


def test_a_grant_covers_neither_the_unit_above_nor_a_neighbour():
    assert not CAMAT.may("cases.decide", "/")
    assert not CAMAT.may("cases.decide", "/kecamatan-talawi-barat/")
    assert not CAMAT.may("cases.decide", "/dinas-sosial/")


def test_without_a_unit_the_question_is_whether_anywhere():
    assert CAMAT.may("cases.decide")
    assert not CAMAT.may("people.reveal")


def test_units_are_those_of_one_permission_in_order():
    assert CAMAT.units("cases.read") == ("/dinas-sosial/", "/kecamatan-talawi/")
    assert CAMAT.units("people.reveal") == ()


def test_nobody_may_nothing():
    assert not ANONYMOUS.is_signed_in
    assert not ANONYMOUS.may("cases.read")


def test_a_job_acts_under_its_own_name():
    assert actor.system("sealer").ref == "system:sealer"
    assert not actor.system("sealer").is_signed_in
