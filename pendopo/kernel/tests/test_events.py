"""Events: frozen facts that survive the way into the ledger and back."""

from dataclasses import FrozenInstanceError, dataclass
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pendopo.kernel import events
from pendopo.kernel.events import Code, Event, Ref

UNKNOWN = Code("unknown")


@dataclass(frozen=True, kw_only=True)
class LampLit(Event, name="tests.lamp_lit", label="Lampu dinyalakan"):
    """An event with every kind of field."""

    place: Code | None
    holder: Ref
    watts: int
    bright: bool
    on: date
    at: datetime
    later: Code = UNKNOWN


def lamp(**changes):
    values = {
        "subject": Ref("lamp:1"),
        "place": Code("12.19.05"),
        "holder": Ref("person:Ab9"),
        "watts": 5,
        "bright": True,
        "on": date(2026, 6, 4),
        "at": datetime(2026, 6, 4, 3, tzinfo=UTC),
    }
    return LampLit(**(values | changes))


def test_an_event_comes_back_as_it_went():
    event = lamp()
    assert events.restore("tests.lamp_lit", events.payload(event)) == event


@given(
    st.integers(),
    st.booleans(),
    st.none() | st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,79}", fullmatch=True),
    st.dates(),
    st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=7))])),
)
def test_any_event_comes_back_as_it_went(watts, bright, place, on, at):
    event = lamp(watts=watts, bright=bright, place=place, on=on, at=at)
    assert events.restore("tests.lamp_lit", events.payload(event)) == event


def test_times_are_written_in_utc():
    at = datetime(2026, 6, 4, 10, tzinfo=timezone(timedelta(hours=7)))
    assert events.payload(lamp(at=at))["at"] == "2026-06-04T03:00:00.000000Z"


def test_a_field_that_was_added_later_takes_its_default():
    values = events.payload(lamp())
    del values["later"]
    assert events.restore("tests.lamp_lit", values) == lamp()


def test_a_field_that_no_longer_exists_is_left_out():
    values = events.payload(lamp()) | {"colour": "red"}
    assert events.restore("tests.lamp_lit", values) == lamp()


def test_an_unknown_event_is_an_error():
    with pytest.raises(KeyError):
        events.restore("tests.never_announced", {})


@pytest.mark.parametrize(
    "change",
    [
        {"place": Code("Jalan Merdeka 5")},
        {"place": Code("")},
        {"holder": Ref("Siti Aminah")},
        {"holder": Ref("person:")},
        {"subject": Ref("LAMP:1")},
        {"watts": 5.5},
        {"at": datetime(2026, 6, 4, 3)},  # noqa: DTZ001 — the missing zone is the point
    ],
)
def test_what_is_no_code_reference_or_number_is_refused(change):
    with pytest.raises(ValueError, match=next(iter(change))):
        events.payload(lamp(**change))


def test_free_text_is_a_type_error_when_the_class_is_made():
    with pytest.raises(TypeError, match="codes, numbers"):

        @dataclass(frozen=True, kw_only=True)
        class NoteWritten(Event, name="tests.note_written", label="Catatan"):
            text: str


def test_a_float_is_a_type_error_when_the_class_is_made():
    with pytest.raises(TypeError, match="codes, numbers"):

        @dataclass(frozen=True, kw_only=True)
        class RainFell(Event, name="tests.rain_fell", label="Hujan"):
            millimetres: float | None


def test_a_name_is_announced_once():
    with pytest.raises(TypeError, match="twice"):

        class LampLitAgain(Event, name="tests.lamp_lit", label="Lampu"):
            pass


@pytest.mark.parametrize("name", ["lamp_lit", "tests.LampLit", "tests.lamp lit", "tests."])
def test_a_name_out_of_shape_is_refused(name):
    with pytest.raises(TypeError, match="past_tense"):

        class Nameless(Event, name=name, label="?"):
            pass


def test_an_event_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        lamp().watts = 60
