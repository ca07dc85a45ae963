"""What Linux itself forbids the engine's child: files beyond the lake, writing, sockets, programs.

Runs inside the child before the first byte of a question, so it imports nothing of ours. DuckDB's
own settings are the first fence; this one also holds where DuckDB has a flaw. Landlock (Linux
5.13) leaves reading below a few folders and nothing else; a seccomp filter refuses the system
calls that open sockets, start programs or look into other processes. Where the system offers less,
the child goes on with what there is, and `pendopo check` says what is missing.
"""

import contextlib
import ctypes
import os
import platform
import resource
import sys
from collections.abc import Iterable
from pathlib import Path

LANDLOCK, SECCOMP = "landlock", "seccomp"
MOST_FILES = 4096

_NO_NEW_PRIVS, _GET_SECCOMP = 38, 21
_SECCOMP = {"x86_64": 317, "aarch64": 277}
_SET_FILTER, _ALL_THREADS = 1, 1
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_VERSION = 1
_BENEATH = 1
_READ_FILE, _READ_DIR = 1 << 2, 1 << 3
_FILES = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
"""All that each version of landlock can forbid about files."""
_TCP = 0b11
_SCOPES = 0b11

_CALLS = {
    # Audit number of the architecture; then socket, connect, accept, sendto, sendmsg, bind, listen,
    # socketpair, execve, execveat, ptrace, process_vm_readv, process_vm_writev, kill, mount,
    # unshare, setns, bpf, perf_event_open, add_key, request_key, keyctl, init_module,
    # finit_module, userfaultfd, open_by_handle_at, io_uring_setup, pidfd_open; fork and vfork.
    "x86_64": (
        0xC000003E,
        (41, 42, 43, 44, 46, 49, 50, 53, 59, 322, 101, 310, 311, 62, 165, 272, 308, 321, 298, 248,
         249, 250, 175, 313, 323, 304, 425, 434, 57, 58),
    ),
    "aarch64": (
        0xC00000B7,
        (198, 203, 202, 206, 211, 200, 201, 199, 221, 281, 117, 270, 271, 129, 40, 97, 268, 280,
         241, 217, 218, 219, 105, 273, 282, 265, 425, 434),
    ),
}  # fmt: skip


class _Instruction(ctypes.Structure):
    _fields_ = [
        ("code", ctypes.c_ushort),
        ("yes", ctypes.c_ubyte),
        ("no", ctypes.c_ubyte),
        ("value", ctypes.c_uint),
    ]


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("first", ctypes.POINTER(_Instruction))]


class _Ruleset(ctypes.Structure):
    _fields_ = [("files", ctypes.c_uint64), ("net", ctypes.c_uint64), ("scopes", ctypes.c_uint64)]


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = [("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32)]


def missing() -> list[str]:
    """Return which of the two fences this system does not offer."""
    offered = {LANDLOCK: _landlock_version() > 0, SECCOMP: _has_seccomp()}
    return [name for name, is_there in offered.items() if not is_there]


def close(folder: str) -> None:
    """Leave this thread, and those it starts, nothing but reading below the folder."""
    for what, most in (
        # `allowed_directories` lets DuckDB write there too; the system does not.
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, MOST_FILES),
    ):
        bounded = _at_most(most, resource.getrlimit(what)[1])
        resource.setrlimit(what, (bounded, bounded))
    if sys.platform != "linux":
        return
    with contextlib.suppress(OSError):
        _call(_libc().prctl, _NO_NEW_PRIVS, 1, 0, 0, 0)
    # A container may forbid its inmates to fence themselves further.
    with contextlib.suppress(OSError):
        _close_files([folder, *_of_the_interpreter()])
    with contextlib.suppress(OSError):
        _close_calls()


def _at_most(wanted: int, hard: int) -> int:
    return wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)


def _of_the_interpreter() -> list[str]:
    """Return where modules lie that Python or DuckDB may still load."""
    known = {*sys.path, sys.prefix, sys.base_prefix}
    return sorted(path for path in known if Path(path).is_dir())


def _close_files(folders: Iterable[str]) -> None:
    version = _landlock_version()
    if version < 1:
        return
    files = _FILES[max(known for known in _FILES if known <= version)]
    rules = _Ruleset(files, _TCP if version >= 4 else 0, _SCOPES if version >= 6 else 0)
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    ruleset = _syscall(_CREATE_RULESET, ctypes.byref(rules), size, 0)
    try:
        for folder in folders:
            _allow_reading(ruleset, folder)
        _syscall(_RESTRICT_SELF, ruleset, 0)
    finally:
        os.close(ruleset)


def _allow_reading(ruleset: int, folder: str) -> None:
    handle = os.open(folder, os.O_PATH | os.O_CLOEXEC)
    try:
        rule = _Beneath(_READ_FILE | _READ_DIR, handle)
        _syscall(_ADD_RULE, ruleset, _BENEATH, ctypes.byref(rule), 0)
    finally:
        os.close(handle)


def _close_calls() -> None:
    known = _CALLS.get(platform.machine())
    if known is None:
        return
    program = _program(*known)
    told = _Program(len(program), program)
    # Also for the thread that DuckDB's allocator started when it was loaded.
    _syscall(_SECCOMP[platform.machine()], _SET_FILTER, _ALL_THREADS, ctypes.byref(told))


def _program(architecture: int, calls: tuple[int, ...]) -> "ctypes.Array[_Instruction]":
    """Return the filter: another architecture's calls and those listed are refused with EPERM."""
    load, equal, greater, answer = 0x20, 0x15, 0x35, 0x06
    steps = [
        (load, 0, 0, 4),
        (equal, 0, len(calls) + 3, architecture),
        (load, 0, 0, 0),
        # The 32-bit doors of x86_64 have numbers of their own.
        (greater, len(calls) + 1, 0, 0x40000000),
        *((equal, len(calls) - place, 0, call) for place, call in enumerate(calls)),
        (answer, 0, 0, 0x7FFF0000),
        (answer, 0, 0, 0x00050001),
    ]
    return (_Instruction * len(steps))(*(_Instruction(*step) for step in steps))


def _landlock_version() -> int:
    if sys.platform != "linux":
        return 0
    try:
        return _syscall(_CREATE_RULESET, None, 0, _VERSION)
    except OSError:
        return 0


def _has_seccomp() -> bool:
    if sys.platform != "linux" or platform.machine() not in _CALLS:
        return False
    try:
        return _call(_libc().prctl, _GET_SECCOMP, 0, 0, 0, 0) >= 0
    except OSError:
        return False


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _syscall(number: int, *given: object) -> int:
    return _call(_libc().syscall, ctypes.c_long(number), *given)


def _call(function: object, *given: object) -> int:
    found: int = function(*given)  # type: ignore[operator]  # a C function of any arguments
    if found < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return found
