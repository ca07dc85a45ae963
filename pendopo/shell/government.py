"""Which government this installation serves: its name, codes, zone, colours and districts."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from django.conf import settings
from pydantic import Field

from pendopo.kernel import content, steady
from pendopo.kernel.content import checking
from pendopo.kernel.content.schema import Package, Part

MAIN = "government.yaml"
BOUNDARIES = "boundaries.geojson"

Colour = Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$")]


class District(Part):
    """A kecamatan with its two official codes and an approximate centre in degrees."""

    code: str = Field(pattern=r"^\d{2}\.\d{2}\.\d{2}$")
    bps: str = Field(pattern=r"^\d{7}$")
    name: str = Field(min_length=2)
    lon: float = Field(ge=94, le=142)
    lat: float = Field(ge=-12, le=7)


class Colours(Part):
    """The region's colours as hexadecimal codes."""

    brand: Colour
    accent: Colour


class Government(Package):
    """A regency, city or province; `title` is its full name."""

    short_name: str = Field(min_length=2)
    kind: Literal["kabupaten", "kota", "provinsi"]
    area_code: str = Field(pattern=r"^\d{2}(\.\d{2})?$")
    province: str
    seat: str
    zone: Literal["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"]
    zone_label: Literal["WIB", "WITA", "WIT"]
    colours: Colours
    districts: tuple[District, ...] = Field(min_length=1)

    @property
    def name(self) -> str:
        """Return the full name: "Kabupaten Batu Bara"."""
        return self.title

    def district(self, code: str) -> District | None:
        """Return a district by its code, or None."""
        return next((d for d in self.districts if d.code == code), None)


def check_package(data: Package, files: Mapping[str, str]) -> Iterable[str]:
    """Yield what does not fit: doubled districts, boundaries of other districts."""
    assert isinstance(data, Government)
    codes = [district.code for district in data.districts]
    if len(set(codes)) < len(codes):
        yield "Ada kode kecamatan yang ditulis dua kali."
    if BOUNDARIES in files and set(boundary_codes(files[BOUNDARIES])) != set(codes):
        yield f"{BOUNDARIES} tidak memuat kecamatan yang sama dengan {MAIN}."


def boundary_codes(text: str) -> list[str]:
    """Return the district codes of an imported boundary file, empty where it cannot be read."""
    try:
        return [feature["properties"]["code"] for feature in json.loads(text)["features"]]
    except (ValueError, KeyError, TypeError):
        return []


content.register("governments", Government, main=MAIN, files=(BOUNDARIES,), check=check_package)


def folder() -> Path:
    """Return the folder of this installation's package."""
    return Path(settings.CONTENT_DIR) / "governments" / settings.GOVERNMENT


def current() -> Government:
    """Return this installation's government. Raises BrokenPackage.

    Read from the folder and not from the loaded versions: error pages and the first start need
    the name when there is no database yet.
    """
    package, _ = steady.once(Government, _newest)
    return package


def local_date(moment: datetime) -> date:
    """Return the date that the government's clocks show at this moment."""
    return moment.astimezone(ZoneInfo(current().zone)).date()


def midnight(day: date) -> datetime:
    """Return the moment at which a day begins on the government's clocks."""
    return datetime.combine(day, time(), ZoneInfo(current().zone))


def boundaries() -> str:
    """Return imported boundaries as GeoJSON text, empty where only the schematic map exists."""
    _, files = steady.once(Government, _newest)
    return files.get(BOUNDARIES, "")


def _newest() -> tuple[Government, dict[str, str]]:
    place = folder()
    return _read(place, (_changed_at(place / MAIN), _changed_at(place / BOUNDARIES)))


def _changed_at(file: Path) -> int:
    try:
        return file.stat().st_mtime_ns
    except FileNotFoundError:
        return 0


@lru_cache(maxsize=4)
def _read(place: Path, changed_at: tuple[int, ...]) -> tuple[Government, dict[str, str]]:
    kind = content.kind_of("governments")
    found = checking.check(kind, place.name, checking.read_folder(place, kind), label=str(place))
    assert isinstance(found.data, Government)
    return found.data, found.files
