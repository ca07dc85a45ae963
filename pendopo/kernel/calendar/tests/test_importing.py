"""Reading a decree from CSV and iCalendar files."""

from datetime import date

import pytest

from pendopo.kernel.calendar import importing
from pendopo.kernel.calendar.importing import DayOff
from pendopo.kernel.calendar.rules import Kind

CSV = """tanggal,nama,jenis
2027-03-10,Idulfitri 1448 H,libur nasional
12-03-2027,Cuti Bersama Idulfitri 1448 H,cuti bersama
"""

ICS = """BEGIN:VCALENDAR
BEGIN:VEVENT
DTSTART;VALUE=DATE:20270310
DTEND;VALUE=DATE:20270312
SUMMARY:Idulfitri
  1448 H
END:VEVENT
BEGIN:VEVENT
DTSTART;VALUE=DATE:20270312
SUMMARY:Cuti Bersama Idulfitri 1448 H
END:VEVENT
END:VCALENDAR
"""


def test_a_csv_names_dates_kinds_and_names():
    assert importing.read("skb.csv", CSV) == [
        DayOff(date(2027, 3, 10), Kind.NATIONAL_HOLIDAY, "Idulfitri 1448 H"),
        DayOff(date(2027, 3, 12), Kind.COLLECTIVE_LEAVE, "Idulfitri 1448 H"),
    ]


def test_english_headings_and_codes_are_read_too():
    text = "\ufeffDate,Kind,Name\n2027-12-09,election_day,Pilkada\n"
    assert importing.read("a.csv", text) == [
        DayOff(date(2027, 12, 9), Kind.ELECTION_DAY, "Pilkada")
    ]


def test_an_ics_event_of_two_days_gives_two_days():
    days = importing.read("skb.ics", ICS)
    assert [day.date.day for day in days] == [10, 11, 12]
    assert days[0].name == "Idulfitri 1448 H"
    assert days[2] == DayOff(date(2027, 3, 12), Kind.COLLECTIVE_LEAVE, "Idulfitri 1448 H")


def test_every_bad_line_is_named_at_once():
    text = CSV + "2027-13-01,Salah,libur nasional\n2027-05-01,Buruh,liburan\n"
    with pytest.raises(importing.BadCalendarFile) as refusal:
        importing.read("skb.csv", text)
    assert [problem[:8] for problem in refusal.value.problems] == ["Baris 4:", "Baris 5:"]


@pytest.mark.parametrize(
    ("name", "text", "word"),
    [
        ("a.csv", "tanggal,nama\n", "jenis"),
        ("a.csv", "tanggal,nama,jenis\n", "Tidak ada"),
        ("a.csv", "", "kolom"),
        ("a.csv", "a\0b", "teks"),
        ("a.csv", CSV + "2027-01-01,,libur nasional\n", "nama hari"),
        ("a.csv", CSV + "1027-01-01,Lama sekali,libur nasional\n", "tanggal"),
        ("a.ics", "BEGIN:VEVENT\nSUMMARY:Tanpa tanggal\nEND:VEVENT\n", "Baris 1"),
        ("a.ics", "BEGIN:VEVENT\nDTSTART:20270101\nDTEND:2027\nEND:VEVENT\n", "tanggal"),
        (
            "a.ics",
            "BEGIN:VEVENT\nDTSTART:20270101\nDTEND:20290101\nSUMMARY:Abadi\nEND:VEVENT\n",
            "sebulan",
        ),
        ("a.csv", "\n" * (importing.MAX_LINES + 1), "baris"),
    ],
)
def test_an_unreadable_file_gets_a_sentence(name, text, word):
    with pytest.raises(importing.BadCalendarFile, match=word):
        importing.read(name, text)
