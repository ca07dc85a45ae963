"""Pages hold no inline style or script and ask no other host for anything."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted(path for path in (ROOT / "pendopo").rglob("*.html"))
ASSETS = sorted(
    path
    for suffix in ("*.css", "*.js")
    for path in (ROOT / "pendopo").rglob(suffix)
    if "static" in path.parts
)

COMMENT = re.compile(r"\{%\s*comment\b.*?endcomment\s*%\}|\{#.*?#\}|<!--.*?-->", re.DOTALL)
INLINE = {
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    # A block of JSON is data, not script: the browser never runs it.
    "a script without src": re.compile(
        r"<script\b(?![^>]*\b(?:src=|type=.application/json))", re.IGNORECASE
    ),
    "an event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "a javascript address": re.compile(r"javascript:", re.IGNORECASE),
    "an htmx expression": re.compile(r"\shx-on[:=-]|hx-vals=[\"']js:", re.IGNORECASE),
}
LOADED = re.compile(
    r"<(?:script|img|link|iframe|source|video|audio|embed|object|form|use)\b"
    r"[^>]*\b(?:src|href|srcset|data|action)=[\"']?(?:https?:)?//",
    re.IGNORECASE,
)
FETCHED = re.compile(r"(?:url\(|@import|import\s|fetch\(|from\s)\s*[\"']?(?:https?:)?//")


@pytest.mark.parametrize("what", INLINE)
def test_no_template_holds(what: str) -> None:
    assert [_name(path) for path in TEMPLATES if INLINE[what].search(_text(path))] == []


def test_no_template_loads_from_another_host() -> None:
    assert [_name(path) for path in TEMPLATES if LOADED.search(_text(path))] == []


def test_no_style_or_script_loads_from_another_host() -> None:
    assert [_name(path) for path in ASSETS if FETCHED.search(path.read_text())] == []


def test_no_template_is_marked_safe() -> None:
    assert [_name(p) for p in TEMPLATES if re.search(r"\|\s*safe\b|autoescape off", _text(p))] == []


def test_there_are_templates_to_look_at() -> None:
    assert len(TEMPLATES) > 10


def _text(path: Path) -> str:
    return COMMENT.sub("", path.read_text())


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))
