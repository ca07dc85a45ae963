"""A file that outgrows its ceiling becomes a package; a function that does becomes two."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILE, TEST_FILE, TEMPLATE, FUNCTION = 300, 500, 150, 40


def _sources(suffix: str) -> Iterator[Path]:
    for folder in ("pendopo", "tools", "tests", "benchmarks"):
        for path in sorted((ROOT / folder).rglob(f"*{suffix}")):
            if "migrations" not in path.parts and "vendor" not in path.parts:
                yield path


def _ceiling(path: Path) -> int:
    return TEST_FILE if "tests" in path.parts else FILE


def test_no_source_file_passes_its_ceiling() -> None:
    lengths = {path: len(path.read_text().splitlines()) for path in _sources(".py")}
    high = {str(p.relative_to(ROOT)): n for p, n in lengths.items() if n > _ceiling(p)}
    assert high == {}


def test_no_template_passes_its_ceiling() -> None:
    lengths = {path: len(path.read_text().splitlines()) for path in _sources(".html")}
    assert {str(p.relative_to(ROOT)): n for p, n in lengths.items() if n > TEMPLATE} == {}


def test_no_function_passes_its_ceiling() -> None:
    long = [
        f"{path.relative_to(ROOT)}: {node.name} has {node.end_lineno - node.lineno + 1} lines"
        for path in _sources(".py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno + 1 > FUNCTION
    ]
    assert long == []


@pytest.mark.parametrize("folder", ["pendopo", "tools", "tests", "benchmarks"])
def test_every_source_file_opens_with_its_purpose(folder: str) -> None:
    texts = {
        path: path.read_text() for path in _sources(".py") if path.is_relative_to(ROOT / folder)
    }
    silent = [
        str(path.relative_to(ROOT))
        for path, text in texts.items()
        if text.strip() and not ast.get_docstring(ast.parse(text))
    ]
    assert silent == []
