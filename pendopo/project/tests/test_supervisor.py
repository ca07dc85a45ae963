"""Children end together, whoever ends first."""

import os
import signal
import threading
import time
from pathlib import Path

import pytest

from pendopo.project.supervisor import Ended, Supervisor

SLEEP = ["-c", "import time; time.sleep(60)"]


@pytest.fixture(autouse=True)
def _signals_come_back() -> None:
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _child_that_tells_its_pid(path: Path) -> list[str]:
    return [
        "-c",
        f"import os, time; open({str(path)!r}, 'w').write(str(os.getpid())); time.sleep(60)",
    ]


def _wait_for(path: Path) -> int:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        if path.exists() and path.read_text():
            return int(path.read_text())
        time.sleep(0.05)
    raise AssertionError("the child did not start")


def test_a_child_that_fails_is_named_and_takes_the_others_with_it(tmp_path: Path) -> None:
    with Supervisor() as supervisor:
        supervisor.start("web", _child_that_tells_its_pid(tmp_path / "pid"), {})
        pid = _wait_for(tmp_path / "pid")
        supervisor.start("work", ["-c", "raise SystemExit(3)"], {})
        assert supervisor.wait() == Ended("work", 3)
    assert not _is_alive(pid)


def test_a_server_that_ends_well_is_still_reported() -> None:
    with Supervisor() as supervisor:
        supervisor.start("web", ["-c", ""], {})
        assert supervisor.wait() == Ended("web", 0)


def test_seeding_may_end_well_and_the_others_go_on() -> None:
    with Supervisor() as supervisor:
        supervisor.start("web", SLEEP, {})
        supervisor.start("seed", ["-c", ""], {})
        threading.Timer(1.5, os.kill, (os.getpid(), signal.SIGTERM)).start()
        assert supervisor.wait(until_done=["seed"]) is None
        assert supervisor.runs("web")


def test_ctrl_c_ends_every_child(tmp_path: Path) -> None:
    with Supervisor() as supervisor:
        supervisor.start("web", _child_that_tells_its_pid(tmp_path / "pid"), {})
        pid = _wait_for(tmp_path / "pid")
        os.kill(os.getpid(), signal.SIGINT)
        assert supervisor.wait() is None
    assert not _is_alive(pid)


def test_a_child_that_ignores_the_request_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pendopo.project.supervisor.PATIENCE", 0.2)
    stubborn = _child_that_tells_its_pid(tmp_path / "pid")
    stubborn[1] = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + stubborn[1]
    with Supervisor() as supervisor:
        supervisor.start("web", stubborn, {})
        pid = _wait_for(tmp_path / "pid")
    assert not _is_alive(pid)


def test_an_error_of_the_parent_leaves_no_child_behind(tmp_path: Path) -> None:
    def fail() -> None:
        with Supervisor() as supervisor:
            supervisor.start("web", _child_that_tells_its_pid(tmp_path / "pid"), {})
            _wait_for(tmp_path / "pid")
            raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 - any error will do
        fail()
    assert not _is_alive(int((tmp_path / "pid").read_text()))
