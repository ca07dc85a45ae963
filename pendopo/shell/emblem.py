"""The sign of the house, one geometry for the page (SVG) and for phones (PNG): a pendopo hall.

A steep roof over a wide one, four columns, no walls, one step up: whoever comes can walk in.
"""

from collections.abc import Sequence
from pathlib import Path

from django.utils.safestring import SafeString, mark_safe
from PIL import Image, ImageDraw

SIDE = 64
Polygon = tuple[tuple[float, float], ...]


def _box(left: float, top: float, right: float, bottom: float) -> Polygon:
    return ((left, top), (right, top), (right, bottom), (left, bottom))


SHAPES: tuple[Polygon, ...] = (
    ((27, 9), (37, 9), (44, 23), (20, 23)),
    ((17.5, 26), (46.5, 26), (60, 36), (4, 36)),
    _box(10, 38, 14, 52),
    _box(23, 38, 27, 52),
    _box(37, 38, 41, 52),
    _box(50, 38, 54, 52),
    _box(5, 54, 59, 57.5),
)

_SMOOTHING = 8


def svg(size: int = 32) -> SafeString:
    """Return the sign as inline SVG in the colour of the text."""
    shapes = "".join(f'<polygon points="{_points(shape)}"/>' for shape in SHAPES)
    return mark_safe(  # noqa: S308  only our own numbers
        f'<svg class="emblem" viewBox="0 0 {SIDE} {SIDE}" width="{size}" height="{size}" '
        f'aria-hidden="true" focusable="false">{shapes}</svg>'
    )


def file_svg(colour: str) -> str:
    """Return the sign as a file of its own, in one colour."""
    shapes = "".join(f'<polygon points="{_points(shape)}"/>' for shape in SHAPES)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}" fill="{colour}">'
    return f"{head}{shapes}</svg>\n"


def draw(size: int, *, ground: str, ink: str, margin: float) -> Image.Image:
    """Draw the sign on a filled square; `margin` is the share left free on each side."""
    large = size * _SMOOTHING
    picture = Image.new("RGB", (large, large), ground)
    pen = ImageDraw.Draw(picture)
    scale, shift = large * (1 - 2 * margin) / SIDE, large * margin
    for shape in SHAPES:
        pen.polygon([(x * scale + shift, y * scale + shift) for x, y in shape], fill=ink)
    return picture.resize((size, size), Image.Resampling.LANCZOS)


def save(picture: Image.Image, file: Path) -> None:
    """Save with 16 colours, enough for one ink and its edges: about 1 kB."""
    picture.quantize(16).save(file, optimize=True)


def _points(shape: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in shape)
