"""What the repository may not carry: download addresses, paths of a machine, keys."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = [*sorted((ROOT / "requirements").glob("*.txt"))]

# Written in two halves so that this file does not find itself.
REGISTRIES = (
    "py" + "pi.org",
    "python" + "hosted.org",
    "registry." + "npmjs",
    "deb." + "debian.org",
)
MACHINES = ("/ho" + "me/", "/ro" + "ot/", "/Use" + "rs/", "/wo" + "rk/")
KEYS = ("BEGIN " + "PRIVATE KEY", "BEGIN RSA " + "PRIVATE KEY", "BEGIN EC " + "PRIVATE KEY")


def _tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode != 0:
        pytest.fail("the tree is no git checkout, so it is unknown which files are tracked")
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    return [path for path in paths if path.is_file()]


def _carriers(words: tuple[str, ...]) -> list[str]:
    pattern = re.compile("|".join(map(re.escape, words)).encode())
    return [str(p.relative_to(ROOT)) for p in _tracked() if pattern.search(p.read_bytes())]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_a_lock_names_hashes_and_no_address(lock: Path) -> None:
    text = lock.read_text()
    assert "://" not in text
    assert text.count("--hash=sha256:") >= len(re.findall(r"^\S+==", text, re.MULTILINE))


def test_the_browser_lock_names_no_download_address() -> None:
    text = (ROOT / "package-lock.json").read_text()
    assert '"resolved"' not in text
    # Packages may carry the address of their own funding page, nothing else.
    assert all('"url"' in line for line in text.splitlines() if "://" in line)


def test_no_file_names_a_package_registry() -> None:
    assert _carriers(REGISTRIES) == []


def test_no_file_names_a_path_of_one_machine() -> None:
    assert _carriers(MACHINES) == []


def test_no_private_key_is_tracked() -> None:
    assert _carriers(KEYS) == []
