"""Read district boundaries from GeoJSON: validated, simplified to a size that a page can carry.

The lines are for a picture, not for measuring: each ring is simplified by itself, so hair-thin
slits may open between neighbours.
"""

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from pendopo.kernel.errors import BadInput
from pendopo.shell.voronoi import Point, Ring, area

MAX_INPUT = 20_000_000
MAX_OUTPUT = 60_000
MAX_POINTS = 400_000
CODE_NAMES = ("code", "kode", "KODE", "kd_kec")
DECIMALS = 4
"""About eleven metres, far finer than a pixel of the map."""

_TOLERANCES = tuple(0.0002 * 1.6**n for n in range(14))
"""Degrees: from about twenty metres to about ten kilometres."""

_BOX = (94.0, -12.0, 142.0, 7.0)
"""Indonesia in degrees: west, south, east, north; catches swapped coordinates."""


class BadBoundaries(BadInput):
    """The file is no set of district boundaries that we can use; the sentence says why."""


@dataclass(frozen=True)
class Area:
    """One district: its code and its outer rings in degrees (longitude, latitude)."""

    code: str
    rings: tuple[Ring, ...]


def read(text: str, wanted: frozenset[str]) -> list[Area]:
    """Return the areas of exactly these districts, by code. Raises BadBoundaries."""
    if len(text) > MAX_INPUT:
        raise BadBoundaries(f"Berkas lebih besar dari {MAX_INPUT // 1_000_000} MB.")
    try:
        document = json.loads(text)
        features = [_area(feature) for feature in document["features"]]
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise BadBoundaries("Berkas bukan kumpulan batas wilayah GeoJSON.") from error
    _check_codes([found.code for found in features], wanted)
    if sum(len(ring) for found in features for ring in found.rings) > MAX_POINTS:
        raise BadBoundaries(f"Berkas memuat lebih dari {MAX_POINTS} titik.")
    return sorted(features, key=lambda found: found.code)


def write(areas: Sequence[Area], names: dict[str, str]) -> str:
    """Return the areas as GeoJSON text no larger than MAX_OUTPUT, simplified as far as needed.

    Raises BadBoundaries where even the coarsest lines are too many.
    """
    for tolerance in _TOLERANCES:
        text = _text([_simplified(found, tolerance) for found in areas], names)
        if len(text) <= MAX_OUTPUT:
            return text
    raise BadBoundaries("Batas wilayah terlalu rumit untuk disederhanakan.")


def _check_codes(found: list[str], wanted: frozenset[str]) -> None:
    doubled = sorted({code for code in found if found.count(code) > 1})
    missing = sorted(wanted - set(found))
    strange = sorted(set(found) - wanted)
    for codes, sentence in (
        (doubled, "Ada wilayah yang muncul dua kali"),
        (missing, "Batas wilayah ini tidak ada"),
        (strange, "Wilayah ini bukan bagian daerah ini"),
    ):
        if codes:
            raise BadBoundaries(f"{sentence}: {', '.join(codes[:12])}.")


def _area(feature: Any) -> Area:
    properties = feature["properties"]
    code = next((str(properties[name]) for name in CODE_NAMES if name in properties), "")
    if not code:
        raise BadBoundaries(f"Setiap wilayah perlu kode: {', '.join(CODE_NAMES)}.")
    geometry = feature["geometry"]
    polygons = _polygons(geometry["type"], geometry["coordinates"])
    return Area(code, tuple(_ring(polygon[0], code) for polygon in polygons))


def _polygons(kind: str, coordinates: Any) -> list[Any]:
    if kind == "Polygon":
        return [coordinates]
    if kind == "MultiPolygon" and coordinates:
        return list(coordinates)
    raise BadBoundaries(f"Bentuk {kind!s} bukan wilayah (Polygon atau MultiPolygon).")


def _ring(positions: Any, code: str) -> Ring:
    ring = tuple((float(position[0]), float(position[1])) for position in positions)
    west, south, east, north = _BOX
    if not all(west <= lon <= east and south <= lat <= north for lon, lat in ring):
        raise BadBoundaries(
            f"Titik wilayah {code} di luar Indonesia; urutannya harus bujur, lintang."
        )
    if len(ring) < 4 or ring[0] != ring[-1]:
        raise BadBoundaries(f"Garis wilayah {code} tidak tertutup.")
    return ring


def _simplified(found: Area, tolerance: float) -> Area:
    rings = [_simplified_ring(ring, tolerance) for ring in found.rings]
    # An islet that shrinks to nothing is left out, never the last ring of a district.
    kept = [ring for ring in rings if len(ring) >= 4]
    return Area(found.code, tuple(kept or [max(found.rings, key=area)]))


def _simplified_ring(ring: Ring, tolerance: float) -> Ring:
    # Both halves keep the point farthest from the start, so that a closed ring stays a ring.
    far = max(range(len(ring)), key=lambda i: math.dist(ring[0], ring[i]))
    halves = _thinned(ring[: far + 1], tolerance)[:-1] + _thinned(ring[far:], tolerance)
    rounded = [(round(lon, DECIMALS), round(lat, DECIMALS)) for lon, lat in halves]
    return tuple(_without_repeats(rounded))


def _thinned(line: Sequence[Point], tolerance: float) -> list[Point]:
    """Drop points nearer than the tolerance to the line that remains (Ramer-Douglas-Peucker)."""
    keep = {0, len(line) - 1}
    spans = [(0, len(line) - 1)]
    while spans:
        start, end = spans.pop()
        inner = range(start + 1, end)
        worst = max(inner, key=lambda i: _distance(line[i], line[start], line[end]), default=None)
        if worst is not None and _distance(line[worst], line[start], line[end]) > tolerance:
            keep.add(worst)
            spans += [(start, worst), (worst, end)]
    return [line[i] for i in sorted(keep)]


def _distance(point: Point, start: Point, end: Point) -> float:
    length = math.dist(start, end)
    if length == 0:
        return math.dist(point, start)
    cross = (end[0] - start[0]) * (start[1] - point[1]) - (start[0] - point[0]) * (
        end[1] - start[1]
    )
    return abs(cross) / length


def _without_repeats(points: Sequence[Point]) -> Iterator[Point]:
    yield points[0]
    yield from (after for before, after in pairwise(points) if after != before)


def _text(areas: Sequence[Area], names: dict[str, str]) -> str:
    features = [
        {
            "type": "Feature",
            "properties": {"code": found.code, "name": names[found.code]},
            "geometry": {"type": "MultiPolygon", "coordinates": [[r] for r in found.rings]},
        }
        for found in areas
    ]
    document = {"type": "FeatureCollection", "features": features}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n"
