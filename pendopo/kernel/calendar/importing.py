"""Read days off from a CSV or iCalendar file, every fault with its line. Pure.

CSV has a heading `tanggal,nama,jenis` (or `date,name,kind`); dates are 2027-03-10 or 10-03-2027.
In an iCalendar file the kind comes from CATEGORIES or from a summary that begins with
"Cuti bersama"; any other event is a national holiday.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import StringIO

from pendopo.kernel.calendar.rules import KIND_WORDS, Kind
from pendopo.kernel.errors import BadInput

MAX_LINES = 5000
YEARS = range(2000, 2101)
LONGEST_EVENT = timedelta(days=31)

_KINDS = {word.lower(): kind for kind, word in KIND_WORDS.items()} | {k.value: k for k in Kind}
_HEADINGS = {"date": "tanggal", "name": "nama", "kind": "jenis"}
_JOINT_LEAVE = re.compile(r"cuti bersama\s*:?\s*", re.IGNORECASE)


@dataclass(frozen=True)
class DayOff:
    """A day as a file or library names it."""

    date: date
    kind: Kind
    name: str


class BadCalendarFile(BadInput):
    """The file holds lines that cannot be read; `problems` names each with its line number."""

    def __init__(self, problems: list[str]) -> None:
        """Keep every problem, so that one run shows all of them."""
        self.problems = problems
        super().__init__("Berkas kalender belum dapat dibaca: " + " ".join(problems[:20]))


def read(name: str, text: str) -> list[DayOff]:
    """Return the days of a .csv or .ics file, by date. Raises BadCalendarFile."""
    if text.count("\n") > MAX_LINES or "\0" in text:
        raise BadCalendarFile([f"Berkas harus berupa teks, paling banyak {MAX_LINES} baris."])
    is_ics = name.lower().endswith(".ics")
    rows, convert = (_events(text), _from_event) if is_ics else (_table(text), _from_row)
    days: set[DayOff] = set()
    problems: list[str] = []
    for line, values in rows:
        try:
            days.update(_days(*convert(values)))
        except ValueError as error:
            problems.append(f"Baris {line}: {error}.")
    if problems or not days:
        raise BadCalendarFile(problems or ["Tidak ada hari yang ditemukan."])
    return sorted(days, key=lambda day: (day.date, day.kind, day.name))


def day_off(day: date, kind: Kind, name: str) -> DayOff:
    """Return a day; "Cuti bersama" is its kind and not part of its name."""
    if kind == Kind.COLLECTIVE_LEAVE:
        name = _JOINT_LEAVE.sub("", name, count=1) or name
    return DayOff(day, kind, name)


Row = dict[str, str]
Span = tuple[date, date, str, Kind]
"""First day, last day, name, kind."""


def _days(start: date, end: date, name: str, kind: Kind) -> Iterator[DayOff]:
    if not 3 <= len(name) <= 120:
        raise ValueError("nama hari harus 3 sampai 120 huruf")
    if not timedelta() <= end - start <= LONGEST_EVENT:
        raise ValueError("rentang tanggal terbalik atau lebih dari sebulan")
    for offset in range((end - start).days + 1):
        yield day_off(start + timedelta(days=offset), kind, name)


def _table(text: str) -> Iterator[tuple[int, Row]]:
    reader = csv.DictReader(StringIO(text.removeprefix("\ufeff")), restval="")
    names = [_HEADINGS.get(h.strip().lower(), h.strip().lower()) for h in reader.fieldnames or []]
    if missing := sorted({"tanggal", "nama", "jenis"} - set(names)):
        raise BadCalendarFile([f"Baris 1: kolom {', '.join(missing)} tidak ada."])
    reader.fieldnames = names
    for row in reader:
        yield reader.line_num, {str(key): str(value).strip() for key, value in row.items()}


def _from_row(row: Row) -> Span:
    day = _date(row["tanggal"])
    return day, day, row["nama"], _kind(row["jenis"])


def _events(text: str) -> Iterator[tuple[int, Row]]:
    event: Row = {}
    began = 0
    for number, line in _unfolded(text):
        key, _, value = line.partition(":")
        key = key.partition(";")[0].upper()
        if line.upper() == "BEGIN:VEVENT":
            event, began = {}, number
        elif line.upper() == "END:VEVENT":
            yield began, event
        else:
            event[key] = value.replace("\\,", ",").replace("\\;", ";").strip()


def _from_event(event: Row) -> Span:
    name = event.get("SUMMARY", "")
    leave = _JOINT_LEAVE.match(name) is not None
    default = Kind.COLLECTIVE_LEAVE if leave else Kind.NATIONAL_HOLIDAY
    start = _date(event.get("DTSTART", "")[:8])
    # DTEND names the day after the last one.
    end = _date(event["DTEND"][:8]) - timedelta(days=1) if "DTEND" in event else start
    return start, max(start, end), name, _kind(event.get("CATEGORIES", default.value))


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    # RFC 5545 3.1: a line that begins with a blank continues the one before.
    held, began = "", 1
    for number, line in enumerate(text.splitlines(), start=1):
        if line[:1] in {" ", "\t"}:
            held += line[1:]
            continue
        if held:
            yield began, held
        held, began = line, number
    if held:
        yield began, held


def _date(text: str) -> date:
    for pattern in ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%Y%m%d"):
        try:
            found = datetime.strptime(text, pattern).date()  # noqa: DTZ007 — a date has no zone
        except ValueError:
            continue
        if found.year in YEARS:
            return found
    raise ValueError(f"tanggal “{text[:20]}” tidak dikenal (tulis seperti 2027-03-10)")


def _kind(text: str) -> Kind:
    found = _KINDS.get(text.strip().lower())
    if found is None:
        raise ValueError(f"jenis “{text[:30]}” tidak dikenal ({', '.join(KIND_WORDS.values())})")
    return found
