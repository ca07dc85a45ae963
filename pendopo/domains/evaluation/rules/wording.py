"""Measures in words: units, periods, columns of rows and what stands in them. Pure.

Codes of agencies, districts, services and sites have names elsewhere; here are the words that the
house itself made up for its columns. A word is Indonesian and English, for open measures too.
"""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from pendopo.kernel.periods import Period, Span
from pendopo.shell import formats

Said = tuple[str, str]
"""Indonesian, English."""

COLUMNS: Mapping[str, Said] = {
    "entry_id": ("Catatan", "Entry"),
    "seq": ("Segel ke-", "Seal"),
    "subject": ("Perkara", "Subject"),
    "as_of": ("Keadaan pada", "As of"),
    "occurred_on": ("Tanggal", "Date"),
    "month": ("Bulan", "Month"),
    "agency": ("Unit kerja", "Office"),
    "district": ("Kecamatan", "District"),
    "service": ("Layanan", "Service"),
    "site": ("Tempat layanan", "Site"),
    "channel": ("Jalur masuk", "Channel"),
    "outcome": ("Hasil", "Outcome"),
    "on_time": ("Tepat waktu", "On time"),
    "net_days": ("Hari kerja bersih", "Net working days"),
    "gross_days": ("Hari kerja kotor", "Gross working days"),
    "state": ("Keadaan", "State"),
    "overdue": ("Lewat batas waktu", "Overdue"),
    "cases": ("Permohonan", "Cases"),
    "applicant": ("Pemohon (samaran)", "Applicant (alias)"),
    "letter": ("Surat", "Letter"),
    "kind": ("Jenis surat", "Kind of letter"),
    "capacity": ("Kedudukan penanda tangan", "Signed as"),
    "simulation": ("Simulasi", "Simulation"),
    "entry": ("Entri katalog", "Catalogue entry"),
    "integrated": ("Dalam portal", "In the portal"),
    "planned_for": ("Direncanakan", "Planned for"),
    "answered": ("Jawaban masuk", "Answers"),
    "online": ("Daftar daring", "Booked online"),
    "visit_on": ("Tanggal kunjungan", "Day of the visit"),
    "waited_minutes": ("Menunggu (menit)", "Waited (minutes)"),
    "baseline_cost": ("Biaya sebelumnya", "Cost before"),
    "baseline_sheets": ("Lembar sebelumnya", "Sheets before"),
    "baseline_visits": ("Kunjungan sebelumnya", "Visits before"),
    "baseline_tenth_days": ("Sepersepuluh hari sebelumnya", "Tenths of a day before"),
    "baseline_confidence": ("Kepastian angka lama", "How sure the old figure is"),
    **{f"u{number}": (f"Unsur U{number}", f"Element U{number}") for number in range(1, 10)},
}

VALUES: Mapping[str, Mapping[str, Said]] = {
    "channel": {
        "online": ("Portal", "Portal"),
        "counter": ("Loket", "Counter"),
        "offline": ("Formulir luring", "Offline form"),
    },
    "outcome": {
        "issued": ("Diterbitkan", "Issued"),
        "facilitated": ("Selesai didampingi", "Completed with help"),
        "refused": ("Ditolak", "Refused"),
        "withdrawn": ("Dicabut pemohon", "Withdrawn"),
    },
    "baseline_confidence": {
        "official": ("resmi", "official"),
        "secondary": ("sumber kedua", "secondary"),
        "reconstructed": ("direkonstruksi", "reconstructed"),
        "unknown": ("belum diketahui", "unknown"),
    },
    "capacity": {
        "holder": ("Pejabat", "Holder"),
        "plt": ("Plt.", "Acting (Plt.)"),
        "plh": ("Plh.", "Acting (Plh.)"),
        "an": ("a.n.", "On behalf (a.n.)"),
    },
}

UNITS: Mapping[str, Said] = {
    "count": ("banyaknya", "number"),
    "percent": ("persen", "percent"),
    "days": ("hari kerja", "working days"),
    "minutes": ("menit", "minutes"),
    "rupiah": ("rupiah", "rupiah"),
    "score": ("nilai", "score"),
    "persons": ("orang", "persons"),
    "sheets": ("lembar", "sheets"),
    "visits": ("kunjungan", "visits"),
}
DIRECTIONS: Mapping[str, Said] = {
    "up": ("makin tinggi makin baik", "higher is better"),
    "down": ("makin rendah makin baik", "lower is better"),
    "none": ("tidak ada arah yang lebih baik", "no direction is better"),
}
BOOLEANS: Mapping[bool, Said] = {True: ("ya", "yes"), False: ("tidak", "no")}
NOTHING: Said = ("tidak terisi", "not filled in")
_SPANS: Mapping[Span, Said] = {
    Span.QUARTER: ("Triwulan {place} {year}", "Quarter {place}, {year}"),
    Span.HALF: ("Semester {place} {year}", "Half {place}, {year}"),
    Span.YEAR: ("Tahun {year}", "Year {year}"),
}


def say(said: Said, language: str = "id") -> str:
    """Return the word in a language."""
    return said[1] if language == "en" else said[0]


def column(name: str, language: str = "id") -> str:
    """Return the heading of a column; one that nobody has named is called by its own name."""
    return say(COLUMNS[name], language) if name in COLUMNS else name.replace("_", " ").capitalize()


def code(name: str, value: str, language: str = "id") -> str:
    """Return the word for a code in a column, or the code where it has none."""
    found = VALUES.get(name, {}).get(value)
    return say(found, language) if found else value


def period(asked: Period, language: str = "id") -> str:
    """Return a period as people say it: "Juni 2026", "Triwulan 2 2026"."""
    if asked.span is Span.MONTH:
        return f"{formats.MONTHS[language][asked.place - 1]} {asked.year}"
    return say(_SPANS[asked.span], language).format(place=asked.place, year=asked.year)


def number(value: Decimal | None, unit: str, language: str = "id") -> str:
    """Write a number with its unit and as many decimals as it has: "66,7%", "Rp1.250", "1,0 hari kerja".

    A count stands alone; "–" where there is no number.
    """
    if value is None:
        return "–"
    decimals = max(0, -int(value.as_tuple().exponent))
    text = formats.number(value, decimals, language)
    if unit == "percent":
        return f"{text}%"
    if unit == "rupiah":
        return f"-Rp{text[1:]}" if text.startswith("-") else f"Rp{text}"
    if unit in {"count", "score"}:
        return text
    return f"{text} {say(UNITS[unit], language)}"


def gap(value: Decimal | None, exact: Fraction | None, target: Decimal | None) -> str:
    """Say what a score lacks of its target, empty where it lacks nothing.

    It is the difference of the two numbers that stand beside it, so that whoever adds them up is
    not told a wrong sum. A score that only looks as high as its target lacks "<0,01".
    """
    if value is None or exact is None or target is None or exact >= Fraction(target):
        return ""
    missing = target - value
    if missing <= 0:
        return "<" + formats.number(Decimal("0.01"), 2)
    exponent = missing.normalize().as_tuple().exponent
    decimals = max(2, -exponent if isinstance(exponent, int) else 0)
    return formats.number(missing, min(decimals, 4))
