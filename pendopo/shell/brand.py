"""The region's colour as a small stylesheet, because no page may carry an inline style."""

from functools import lru_cache

from pendopo.shell import ramp


@lru_cache(maxsize=16)
def sheet(colour: str) -> str:
    """Return the stylesheet that lays the ramp of `#rrggbb` over the default one."""
    lines = "".join(f"--ina-brand-{step}:{code};" for step, code in ramp.of(colour).items())
    return f":root{{{lines}}}\n"


def theme_colour(colour: str) -> str:
    """Return the colour of the phone's own bar above an installed page."""
    return ramp.of(colour)[700]
