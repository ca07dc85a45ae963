"""Each import contract is kept by the tree, and broken by a fault planted in a copy of it."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINT = Path(sys.executable).with_name("lint-imports")

# (contract, importing module, imported module); an empty import plants the module alone.
FAULTS = [
    ("storeys", "kernel.money", "shell.apps"),
    ("storeys", "shell.apps", "domains.people.models"),
    ("floors", "domains.cases.actions", "domains.surveys.queries"),
    ("floors", "domains.people.actions", "domains.documents.queries"),
    ("floors", "domains.taxes.rules", ""),
    ("upward-reactions", "domains.people.reactions", "domains.cases.events"),
    ("rooms", "domains.cases.helpers", ""),
    ("rooms", "domains.cases.models", "domains.cases.actions"),
    ("rooms", "domains.people.queries", "domains.people.views"),
    ("doors", "domains.cases.views", "domains.people.models"),
    ("doors", "domains.cases.views", "domains.people.forms"),
    ("settings", "domains.cases.views", "project.settings"),
    ("storeys", "pack.rows", "shell.formats"),
    ("pack", "pack.counting", "kernel.lake.engine_child"),
    ("pack", "pack.trust", "kernel.ledger.keychain"),
]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    python_only = shutil.ignore_patterns("templates", "static", "locale", "__pycache__")
    for folder in ("pendopo", "tools"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=python_only)
    shutil.copy(ROOT / ".importlinter", tmp_path)
    return tmp_path


def test_the_tree_keeps_every_contract(tree: Path) -> None:
    verdict = _lint(tree)
    assert verdict.returncode == 0, verdict.stdout


@pytest.mark.parametrize(("contract", "importer", "imported"), FAULTS)
def test_a_planted_import_breaks_its_contract(
    tree: Path, contract: str, importer: str, imported: str
) -> None:
    _plant(tree, importer, f"import pendopo.{imported}" if imported else "")
    if imported:
        _plant(tree, imported, "")
    _expect_broken(tree, contract)


@pytest.mark.parametrize("module", ["domains.cases.rules", "domains.cases.events", "kernel.money"])
def test_a_framework_in_a_pure_module_breaks_the_contract(tree: Path, module: str) -> None:
    _plant(tree, module, "from django.utils import timezone")
    _expect_broken(tree, "pure")


def test_a_framework_behind_a_pure_module_breaks_the_contract(tree: Path) -> None:
    _plant(tree, "kernel.events", "from pendopo.kernel.access import doors")
    _expect_broken(tree, "pure")


def test_a_circle_in_the_kernel_breaks_the_contract(tree: Path) -> None:
    _plant(tree, "kernel.money", "import pendopo.kernel.access.doors")
    _plant(tree, "kernel.access.doors", "import pendopo.kernel.money")
    _expect_broken(tree, "kernel")


def _plant(tree: Path, module: str, line: str) -> None:
    place = tree.joinpath("pendopo", *module.split("."))
    path = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
    path.parent.mkdir(parents=True, exist_ok=True)
    (path.parent / "__init__.py").touch()
    with path.open("a") as file:
        file.write(f"\n{line}\n")


def _expect_broken(tree: Path, contract: str) -> None:
    verdict = _lint(tree, "--contract", contract)
    assert "BROKEN" in verdict.stdout, verdict.stdout + verdict.stderr
    assert verdict.returncode == 1


def _lint(tree: Path, *options: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [LINT, "--no-cache", "--no-logo", *options],
        cwd=tree,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
