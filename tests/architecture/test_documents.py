"""The reference says what the code says."""

import re
from pathlib import Path

import pytest

from tools import reference

ROOT = Path(__file__).resolve().parents[2]
READS = re.compile(r"env\.(?:text|flag|path|number)\(\s*\"([A-Z_]+)\"|\"PENDOPO_([A-Z_]+)\"")


@pytest.mark.parametrize("name", reference.PAGES)
def test_a_generated_page_is_up_to_date(name: str) -> None:
    assert name not in reference.outdated(), "run make docs"


def test_every_setting_has_a_line_in_the_reference() -> None:
    page = (ROOT / "docs/reference/settings.md").read_text()
    described = set(re.findall(r"^\| `PENDOPO_([A-Z_]+)`", page, re.MULTILINE))
    assert described == _settings()


def test_every_link_between_documents_leads_somewhere() -> None:
    broken = [
        f"{path.relative_to(ROOT)}: {target}"
        for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", path.read_text())
        if not (path.parent / target).exists()
    ]
    assert broken == []


def _settings() -> set[str]:
    """Return every PENDOPO_* name that the code reads, without the prefix."""
    return {
        first or second
        for path in (ROOT / "pendopo").rglob("*.py")
        if "tests" not in path.parts
        for first, second in READS.findall(path.read_text())
    }
