"""Behind the fence nothing but reading the lake is possible, whatever code runs there."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.core import checks

from pendopo.kernel.lake import engine, engine_fence
from pendopo.kernel.lake import hooks as lake_hooks
from pendopo.kernel.lake.engine import Query

TRIES = {
    "read the lake": "open(lake + '/x').read()",
    "list the lake": "os.listdir(lake)",
    "load a module": "importlib.import_module('wave')",
    "start a thread": "threading.Thread(target=int).start()",
    "read /etc/passwd": "open('/etc/passwd').read()",
    "read a neighbour": "open(lake + '/../secret').read()",
    "list a neighbour": "os.listdir(lake + '/..')",
    "follow a link": "open(lake + '/link').read()",
    "write in the lake": "open(lake + '/y', 'w')",
    "grow a file": "open(lake + '/x', 'a').write('x' * 9999)",
    "empty a file": "os.truncate(lake + '/x', 0)",
    "remove a file": "os.unlink(lake + '/x')",
    "make a folder": "os.mkdir(lake + '/z')",
    "write elsewhere": "open('/tmp/pendopo-fence', 'w')",
    "open a socket": "socket.socket()",
    "open a local socket": "socket.socket(socket.AF_UNIX)",
    "start a program": "os.execv('/bin/true', ['true'])",
    "start a child": "subprocess.run(['/bin/true'])",
    "kill the parent": "os.kill(os.getppid(), 0)",
    "trace": "libc.ptrace(0, 0, 0, 0) and sys.exit('no')",
}
FREE = {"read the lake", "list the lake", "load a module", "start a thread"}

SCRIPT = """
import ctypes, importlib, json, os, runpy, socket, subprocess, sys, threading
lake, fence, tries = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
libc = ctypes.CDLL(None)
runpy.run_path(fence)["close"](lake)
told = {}
for name, code in tries.items():
    try:
        exec(code)
    except (OSError, SystemExit) as error:
        told[name] = type(error).__name__
    else:
        told[name] = ""
print(json.dumps(told))
"""


@pytest.fixture
def lake(tmp_path: Path) -> Path:
    (tmp_path / "secret").write_text("1219052010900001")
    folder = tmp_path / "lake"
    folder.mkdir()
    (folder / "x").write_text("x")
    (folder / "link").symlink_to(tmp_path / "secret")
    return folder


def test_this_system_offers_both_fences() -> None:
    # Linux 5.13 and newer, outside of a container that forbids it; CI has it.
    assert engine_fence.missing() == []


def test_behind_the_fence_the_lake_can_be_read_and_nothing_else(lake: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-c", SCRIPT, str(lake), engine_fence.__file__, json.dumps(TRIES)],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    told = json.loads(done.stdout)
    assert {name for name, refusal in told.items() if not refusal} == FREE
    assert (lake / "x").read_text() == "x"
    assert sorted(path.name for path in lake.iterdir()) == ["link", "x"]


def test_the_child_that_answers_stands_behind_it(lake: Path) -> None:
    (lake / "x").unlink()
    assert engine.run(Query("SELECT 1", (), lake)).rows == ((1,),)
    process = Path(f"/proc/{engine._warm['child'].process.pid}")
    told = {
        tuple(line.split())
        for thread in (process / "task").iterdir()
        for line in (thread / "status").read_text().splitlines()
        if line.startswith(("NoNewPrivs", "Seccomp:"))
    }
    threads = len(list((process / "task").iterdir()))
    engine.close()
    assert threads > 1
    assert told == {("NoNewPrivs:", "1"), ("Seccomp:", "2")}


def test_what_the_system_does_not_offer_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    assert lake_hooks.fence_stands(None) == []
    monkeypatch.setattr(engine_fence, "missing", lambda: ["landlock"])
    (found,) = lake_hooks.fence_stands(None)
    assert (found.id, found.level) == ("lake.I001", checks.INFO)
    assert "landlock" in found.msg


def test_without_them_the_child_still_answers(
    lake: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    without = Path(engine_fence.__file__).read_text()
    without = (
        without.replace("= 444, 445, 446", "= 9444, 9445, 9446")
        .replace("317", "9317")
        .replace("277", "9277")
        .replace("= 38, 21", "= 938, 921")
    )
    other = lake / "engine_fence.py"
    other.write_text(without)
    done = subprocess.run(
        [
            sys.executable,
            "-I",
            "-c",
            SCRIPT,
            str(lake),
            str(other),
            '{"read": "open(lake + \'/x\').read()"}',
        ],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert json.loads(done.stdout) == {"read": ""}
