"""Only edges look at the clock; everything else is told the time."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2] / "pendopo"
EDGES = {
    "forms",
    "views",
    "api",
    "tasks",
    "hooks",
    "reactions",
    "middleware",
    "management",
    "project",
    "tests",
}
CLOCKS = {
    "timezone.now",
    "datetime.now",
    "datetime.utcnow",
    "date.today",
    "datetime.today",
    "time.time",
}

# `recorded_at` is our own clock by definition, whatever the caller says about `occurred_at`; and
# Django calls the session store without telling it the time.
OWN_CLOCK = {"kernel/ledger/book.py", "kernel/access/sessions.py"}


def test_only_edges_look_at_the_clock() -> None:
    looks = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sorted(ROOT.rglob("*.py"))
        if not EDGES & {path.stem, *path.relative_to(ROOT).parts}
        and str(path.relative_to(ROOT)) not in OWN_CLOCK
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and _called(node) in CLOCKS
    ]
    assert looks == []


def _called(node: ast.Call) -> str:
    """Return the last two names of what is called: `timezone.now` of `django.utils.timezone.now`."""
    return ".".join(ast.unparse(node.func).split(".")[-2:])
