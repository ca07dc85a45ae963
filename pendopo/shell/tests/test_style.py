"""The stylesheet keeps its promises: light, whole, the same darkness by choice and by night."""

import gzip
import re
from pathlib import Path

import pytest

from pendopo.shell import ramp

FOLDER = Path(__file__).resolve().parent.parent / "static" / "shell"
TOKENS = (FOLDER / "tokens.css").read_text(encoding="utf-8")
STYLE = (FOLDER / "pendopo.css").read_text(encoding="utf-8")
PAIR = re.compile(r"(--[a-z0-9-]+):\s*([^;]+);")


def block(start: str) -> dict[str, str]:
    after = TOKENS[TOKENS.index(start) + len(start) :]
    return dict(PAIR.findall(after[: after.index("}")]))


LIGHT = block(":root {")
DARK = block('[data-theme="dark"] {')


def colour(name: str, scheme: dict[str, str]) -> str:
    value = scheme.get(name, LIGHT[name])
    while value.startswith("var("):
        value = {**LIGHT, **scheme}[value[4:-1]]
    return value


def test_night_and_choice_are_equally_dark():
    assert block(':root:not([data-theme="light"]) {') == DARK


def test_every_token_that_is_used_is_defined():
    used = set(re.findall(r"var\((--ina-[a-z0-9-]+)", TOKENS + STYLE))
    assert used - set(LIGHT) == set()


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        ("content-primary", "background-primary"),
        ("content-primary", "background-tertiary"),
        ("content-secondary", "background-primary"),
        ("content-secondary", "background-secondary"),
        ("content-secondary", "background-tertiary"),
        ("content-guide", "background-primary"),
        ("content-guide", "background-brand-subtle"),
        ("content-on-brand", "background-brand"),
        ("content-on-brand", "background-brand-hover"),
        ("content-on-deep", "background-deep"),
        ("content-on-deep-secondary", "background-deep"),
        ("content-negative", "background-primary"),
        ("content-negative", "background-negative-subtle"),
        ("content-positive", "background-positive-subtle"),
        ("content-warning", "background-warning-subtle"),
    ],
)
def test_text_stands_out_from_its_ground(ink, ground, scheme):
    pair = colour(f"--ina-{ink}", scheme), colour(f"--ina-{ground}", scheme)
    assert ramp.contrast(*pair) >= 4.5


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("edge", ["stroke-control", "focus"])
def test_edges_of_controls_can_be_seen(edge, scheme):
    pair = colour(f"--ina-{edge}", scheme), colour("--ina-background-primary", scheme)
    assert ramp.contrast(*pair) >= 3


def test_the_style_is_light():
    assert len(gzip.compress((TOKENS + STYLE).encode(), 9)) <= 8_500


def test_the_script_is_light():
    script = (FOLDER / "pendopo.js").read_bytes()
    assert len(gzip.compress(script, 9)) <= 3_000


def test_the_scripts_of_a_form_are_light():
    names = ("pendopo", "outbox", "outbox-store", "outbox-words", "outbox-fields", "outbox-form")
    scripts = [(FOLDER / f"{name}.js").read_bytes() for name in names]
    assert sum(len(gzip.compress(script, 9)) for script in scripts) <= 15_000
