"""A region's colour as a ramp of ten steps whose contrast holds whatever colour was chosen.

The steps keep fixed lightness in OKLCH (Björn Ottosson's OKLab, 2020), so that step 600 on white
and step 300 on black are readable for every hue; only hue and chroma come from the region.
"""

import math
from dataclasses import dataclass

LIGHTNESS = {
    50: (0.974, 0.10),
    100: (0.940, 0.25),
    200: (0.882, 0.52),
    300: (0.800, 0.80),
    400: (0.690, 0.96),
    500: (0.560, 1.00),
    600: (0.460, 1.00),
    700: (0.390, 0.90),
    800: (0.320, 0.78),
    900: (0.255, 0.62),
}
"""Step: lightness (0 black to 1 white) and the share of the chroma that it carries."""

_CHROMA_TOP = 0.16
_CHROMA_FLOOR = 0.115
_GREY = 0.02


@dataclass(frozen=True)
class Colour:
    """Red, green and blue as linear light between 0 and 1."""

    red: float
    green: float
    blue: float

    @property
    def luminance(self) -> float:
        """Return the relative luminance of WCAG 2."""
        return 0.2126 * self.red + 0.7152 * self.green + 0.0722 * self.blue


def of(code: str) -> dict[int, str]:
    """Return the ramp of a colour `#rrggbb` as step: code."""
    _, a, b = _oklab(parse(code))
    chroma = math.hypot(a, b)
    # A dark colour has little room for chroma; its lighter steps may carry more.
    chroma = 0.0 if chroma < _GREY else min(max(chroma, _CHROMA_FLOOR), _CHROMA_TOP)
    hue = math.atan2(b, a)
    return {step: _fit(light, chroma * share, hue) for step, (light, share) in LIGHTNESS.items()}


def parse(code: str) -> Colour:
    """Read `#rrggbb`."""
    red, green, blue = (int(code[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return Colour(_linear(red), _linear(green), _linear(blue))


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of WCAG 2, from 1 to 21."""
    dark, light = sorted((parse(one).luminance, parse(other).luminance))
    return (light + 0.05) / (dark + 0.05)


def _fit(light: float, chroma: float, hue: float) -> str:
    """Give up chroma, never lightness, until the colour exists on a screen."""
    while True:
        colour = _from_oklab(light, chroma * math.cos(hue), chroma * math.sin(hue))
        if chroma <= 0 or all(-1e-4 <= c <= 1 + 1e-4 for c in colour):
            return "#" + "".join(f"{round(255 * _gamma(c)):02x}" for c in colour)
        chroma -= 0.004


def _oklab(colour: Colour) -> tuple[float, float, float]:
    red, green, blue = colour.red, colour.green, colour.blue
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def _from_oklab(light: float, a: float, b: float) -> tuple[float, float, float]:
    long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _gamma(value: float) -> float:
    value = min(max(value, 0.0), 1.0)
    return 12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055
