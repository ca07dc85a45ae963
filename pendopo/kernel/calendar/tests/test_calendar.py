"""Calendars in the database: seeding, decrees, the cache, warnings."""

import csv
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core import checks
from django.core.management import CommandError, call_command

from pendopo.kernel import actor, calendar
from pendopo.kernel import hooks as extension_points
from pendopo.kernel.calendar import actions, hooks, queries, rules
from pendopo.kernel.calendar.importing import DayOff
from pendopo.kernel.calendar.models import CalendarDay
from pendopo.kernel.calendar.rules import Kind
from pendopo.kernel.calendar.tests import factory

pytestmark = pytest.mark.django_db

CLERK = actor.system("test")
NOW = datetime(2026, 11, 2, tzinfo=UTC)
DECREE = "SKB 3 Menteri 2027"

# Joint decree of three ministers no. 1497, 2 and 5 of 2025.
HOLIDAYS_2026 = """01-01 01-16 02-17 03-19 03-21 03-22 04-03 04-05 05-01 05-14 05-27 05-31
                   06-01 06-16 08-17 08-25 12-25"""
JOINT_LEAVE_2026 = "02-16 03-18 03-20 03-23 03-24 05-15 05-28 12-24"


def import_days(*days):
    return actions.replace_days(calendar="nasional", days=days, source=DECREE, actor=CLERK, now=NOW)


def dates(kind, year=2026):
    found = calendar.load().days.items()
    return {day for day, special in found if special.kind == kind and day.year == year}


def listed(text, year=2026):
    return {date.fromisoformat(f"{year}-{day}") for day in text.split()}


def test_the_library_agrees_with_the_decree_of_2026():
    factory.load_national()
    assert dates(Kind.NATIONAL_HOLIDAY) == listed(HOLIDAYS_2026)
    assert dates(Kind.COLLECTIVE_LEAVE) == listed(JOINT_LEAVE_2026)


def test_the_library_agrees_with_the_collected_list():
    path = Path(settings.BASE_DIR).parent / "shared/data/calendar/hari_libur_2020_2027.csv"
    if not path.exists():
        pytest.skip("the collected list lies beside the repository and is not here")
    with path.open() as file:
        rows = [(row["tanggal"], row["jenis"]) for row in csv.DictReader(file)]
    library = actions.library_days(range(2020, 2028))
    words = {Kind.NATIONAL_HOLIDAY: "libur nasional", Kind.COLLECTIVE_LEAVE: "cuti bersama"}
    # Two holidays may fall on one date, which a list by date shows once.
    assert {(day.date.isoformat(), words[day.kind]) for day in library} == set(rows)


def test_a_calendar_that_was_never_loaded_is_refused():
    with pytest.raises(queries.UnknownCalendar):
        calendar.load("rumah-sakit")


def test_a_calendar_is_loaded_once_until_it_changes(django_assert_num_queries):
    factory.load_national()
    first = calendar.load()
    with django_assert_num_queries(1):  # the mark of the shelf
        assert calendar.load() is first
    import_days(DayOff(date(2027, 12, 9), Kind.ELECTION_DAY, "Pemilihan"))
    assert calendar.load().days[date(2027, 12, 9)].kind == Kind.ELECTION_DAY


def test_a_decree_replaces_what_the_library_guessed():
    factory.load_national()
    assert date(2027, 3, 10) in calendar.load().days
    import_days(DayOff(date(2027, 3, 9), Kind.NATIONAL_HOLIDAY, "Idulfitri 1448 H"))
    assert dates(Kind.NATIONAL_HOLIDAY, 2027) == {date(2027, 3, 9)}
    assert dates(Kind.COLLECTIVE_LEAVE, 2027) == set()
    assert dates(Kind.NATIONAL_HOLIDAY) == listed(HOLIDAYS_2026)


def test_a_regional_holiday_leaves_the_national_ones_alone():
    factory.load_national()
    import_days(DayOff(date(2026, 12, 8), Kind.REGIONAL_HOLIDAY, "Hari jadi kabupaten"))
    assert dates(Kind.NATIONAL_HOLIDAY) == listed(HOLIDAYS_2026)
    assert calendar.load().reason(date(2026, 12, 8)) == "Libur daerah: Hari jadi kabupaten"


def test_importing_twice_changes_nothing():
    factory.load_national()
    day = DayOff(date(2027, 3, 9), Kind.NATIONAL_HOLIDAY, "Idulfitri 1448 H")
    import_days(day)
    first = calendar.load()
    change = import_days(day)
    assert (change.added, change.removed, change.kept) == ((), (), 1)
    assert calendar.load() is first


def test_seeding_does_not_overwrite_a_decree():
    factory.load_national()
    day = DayOff(date(2027, 3, 9), Kind.NATIONAL_HOLIDAY, "Idulfitri 1448 H")
    import_days(day)
    actions.seed_days(calendar="nasional", years=[2027], actor=CLERK, now=NOW)
    assert dates(Kind.NATIONAL_HOLIDAY, 2027) == {date(2027, 3, 9)}


def test_an_estimated_day_keeps_its_mark():
    factory.load_national()
    row = CalendarDay.objects.get(date=date(2027, 3, 10))
    assert row.confidence == CalendarDay.Confidence.ESTIMATED
    assert "perkiraan" in row.name
    assert row.source.startswith("pustaka holidays")


def test_joint_leave_is_not_named_twice():
    factory.load_national()
    assert calendar.load().reason(date(2026, 3, 23)) == "Cuti bersama: Hari Raya Idul Fitri"


def test_staff_are_warned_of_a_missing_year_from_october_on():
    factory.load_national(years=(2026,))
    loaded = calendar.load()
    assert queries.warnings(loaded, date(2026, 9, 30)) == []
    assert "2027" in queries.warnings(loaded, date(2026, 10, 1))[0]


def test_staff_are_warned_of_estimated_days():
    factory.load_national()
    [sentence] = queries.warnings(calendar.load(), date(2026, 11, 1))
    assert "2027 masih memuat tanggal perkiraan" in sentence


@time_machine.travel(datetime(2026, 11, 1, tzinfo=UTC))
def test_only_who_keeps_the_content_is_told_on_the_home_page():
    factory.load_national()
    keeper = actor.Actor(grants=frozenset({actor.Grant(hooks.PERMISSION, "/")}))
    officer = actor.Actor(grants=frozenset({actor.Grant("cases.view", "/")}))
    [card] = hooks.warning_card(keeper)
    assert "2027 masih memuat tanggal perkiraan" in card.text
    assert list(hooks.warning_card(officer)) == []
    assert hooks.warning_card in extension_points.home_cards


def test_a_calendar_that_was_never_loaded_is_a_warning_too():
    assert queries.warnings_of("nasional", date(2026, 6, 4)) == [queries.UnknownCalendar.sentence]


def test_the_database_check_warns(monkeypatch):
    factory.load_national(years=())
    [warning] = hooks.check_calendar(app_configs=None, databases=["default"])[:1]
    assert isinstance(warning, checks.Warning)
    assert hooks.check_calendar(app_configs=None, databases=None) == []


def test_a_deadline_crosses_idulfitri_with_seeded_days():
    factory.load_national()
    start = datetime(2026, 3, 17, 3, tzinfo=UTC)
    assert rules.due_at(start, 1, calendar.load()).date() == date(2026, 3, 25)


def test_the_command_imports_a_file(tmp_path, capsys):
    factory.load_national()
    file = tmp_path / "skb.csv"
    file.write_text("tanggal,nama,jenis\n2027-03-09,Idulfitri 1448 H,libur nasional\n")
    call_command("calendar", "import", str(file), "--source", DECREE, "--dry-run")
    assert "+ 2027-03-09" in capsys.readouterr().out
    assert date(2027, 3, 9) not in dates(Kind.NATIONAL_HOLIDAY, 2027)
    call_command("calendar", "import", str(file), "--source", DECREE)
    assert dates(Kind.NATIONAL_HOLIDAY, 2027) == {date(2027, 3, 9)}
    assert CalendarDay.objects.get(date=date(2027, 3, 9)).confidence == "official"


def test_the_command_names_bad_lines(tmp_path):
    file = tmp_path / "skb.csv"
    file.write_text("tanggal,nama,jenis\nkemarin,Idulfitri,libur nasional\n")
    with pytest.raises(CommandError, match="Baris 2"):
        call_command("calendar", "import", str(file), "--source", DECREE)


@pytest.mark.parametrize("years", ["dua", "2027-2026", "1900-2300", "-"])
def test_the_command_refuses_strange_years(years):
    with pytest.raises(CommandError):
        call_command("calendar", "seed", f"--years={years}")


def test_the_command_seeds_years(capsys):
    factory.load_national(years=())
    call_command("calendar", "seed", "--years", "2024-2025")
    assert "ditambah" in capsys.readouterr().out
    assert calendar.load().known_years == {2024, 2025}
