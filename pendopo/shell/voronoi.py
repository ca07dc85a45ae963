"""Cells around sites: a small Voronoi diagram in plain Python, enough for a few dozen districts.

Each cell is the outline cut by the perpendicular bisector to every other site; with n sites that
is n² cuts, under ten milliseconds for a regency. Knows no framework.
"""

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise

Point = tuple[float, float]
Ring = tuple[Point, ...]

_GAP = 0.975
_CORNERS = 16


def soft_outline(sites: Sequence[Point]) -> Ring:
    """Return the hull of circles around the sites, as wide as neighbours are apart."""
    reach = _typical_gap(sites)
    rim = [
        (x + reach * math.cos(turn), y + reach * math.sin(turn))
        for x, y in sites
        for turn in (2 * math.pi * k / _CORNERS for k in range(_CORNERS))
    ]
    return _hull(rim)


def _typical_gap(sites: Sequence[Point]) -> float:
    if len(sites) == 1:
        return 0.05
    gaps = sorted(min(math.dist(a, b) for b in sites if b != a) for a in sites)
    return gaps[len(gaps) // 2]


def _hull(points: Iterable[Point]) -> Ring:
    ordered = sorted(set(points))
    return tuple(_half_hull(ordered)[:-1] + _half_hull(ordered[::-1])[:-1])


def _half_hull(points: Sequence[Point]) -> list[Point]:
    half: list[Point] = []
    for point in points:
        while len(half) >= 2 and _turn(half[-2], half[-1], point) <= 0:
            half.pop()
        half.append(point)
    return half


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def cells(sites: Sequence[Point], outline: Ring) -> list[Ring]:
    """Return for each site the part of the outline that lies nearest to it."""
    return [_cell_of(site, [s for s in sites if s != site], outline) for site in sites]


def _cell_of(site: Point, others: Sequence[Point], outline: Ring) -> Ring:
    cell = outline
    for other in others:
        cell = _nearer(cell, site, other)
    return cell


def _nearer(ring: Ring, site: Point, other: Point) -> Ring:
    """Cut off what lies nearer to the other site (half-plane of the perpendicular bisector)."""
    normal = (other[0] - site[0], other[1] - site[1])
    middle = ((site[0] + other[0]) / 2, (site[1] + other[1]) / 2)

    def side(point: Point) -> float:
        return (point[0] - middle[0]) * normal[0] + (point[1] - middle[1]) * normal[1]

    kept: list[Point] = []
    for start, end in zip(ring, (*ring[1:], ring[0]), strict=True):
        at_start, at_end = side(start), side(end)
        if at_start <= 0:
            kept.append(start)
        if (at_start < 0 < at_end) or (at_end < 0 < at_start):
            share = at_start / (at_start - at_end)
            kept.append(
                (start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1]))
            )
    return tuple(kept)


def shrunk(ring: Ring) -> Ring:
    """Return the ring drawn in a little, so that a gap shows between neighbours."""
    cx, cy = centroid(ring)
    return tuple((cx + (x - cx) * _GAP, cy + (y - cy) * _GAP) for x, y in ring)


def area(ring: Ring) -> float:
    """Return the area of a ring, whichever way it turns."""
    return abs(sum(_turn(ring[0], a, b) for a, b in pairwise(ring[1:]))) / 2


def centroid(ring: Ring) -> Point:
    """Return the centre of mass, computed from the first corner to keep small areas exact."""
    x0, y0 = ring[0]
    area = cx = cy = 0.0
    for (ax, ay), (bx, by) in pairwise(ring[1:]):
        cross = (ax - x0) * (by - y0) - (bx - x0) * (ay - y0)
        area += cross
        cx += cross * (ax + bx - 2 * x0)
        cy += cross * (ay + by - 2 * y0)
    return (x0 + cx / (3 * area), y0 + cy / (3 * area)) if area else ring[0]
