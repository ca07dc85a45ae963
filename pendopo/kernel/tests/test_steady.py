"""A request looks once; everybody else looks every time."""

from pendopo.kernel import steady


def looker():
    seen = iter(range(100))
    return lambda: next(seen)


def test_outside_of_a_request_every_look_is_fresh():
    look = looker()
    assert [steady.once("rules", look) for _ in range(3)] == [0, 1, 2]


def test_in_a_request_the_first_answer_stands():
    look = looker()
    with steady.hold():
        assert [steady.once("rules", look) for _ in range(3)] == [0, 0, 0]
        assert steady.once("keys", look) == 1
    with steady.hold():
        assert steady.once("rules", look) == 2


def test_who_changes_a_thing_sees_the_change():
    look = looker()
    with steady.hold():
        steady.once("rules", look)
        steady.forget("rules")
        assert steady.once("rules", look) == 1
    steady.forget("rules")


def test_a_request_within_a_request_has_its_own_look():
    look = looker()
    with steady.hold():
        steady.once("rules", look)
        with steady.hold():
            assert steady.once("rules", look) == 1
        assert steady.once("rules", look) == 0
