"""Read a stranger's file in a child process with little memory, little time and no keys.

A parser that loops, eats memory or crashes takes only its child along; the parent sees a
refusal. The child gets the bytes on standard input and answers one JSON line and the clean bytes.
"""

import json
import resource
import subprocess
import sys
from dataclasses import dataclass

from pendopo.kernel.files import errors

MEMORY = 1024 * 1024 * 1024
CPU_SECONDS = 15
WALL_SECONDS = 30

_MAGIC = {
    "application/pdf": b"%PDF-",
    "image/jpeg": b"\xff\xd8\xff",
    "image/png": b"\x89PNG\r\n\x1a\n",
}


@dataclass(frozen=True)
class Clean:
    """What may be stored: the sniffed type and the bytes (a photo's are drawn anew)."""

    media_type: str
    data: bytes


def sniff(data: bytes) -> str:
    """Return the media type that the first bytes show, or "" for any type we never take."""
    return next((kind for kind, magic in _MAGIC.items() if data.startswith(magic)), "")


def inspect(data: bytes) -> Clean:
    """Check and clean a PDF, JPEG or PNG in a child process; raises a BadFile."""
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-m", "pendopo.kernel.files.inspection"],
            input=data,
            capture_output=True,
            timeout=WALL_SECONDS,
            env={},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise errors.FileTooComplex from error
    if done.returncode != 0:
        raise errors.FileTooComplex
    return _read_answer(done.stdout)


def clean(data: bytes) -> Clean:
    """Check and clean in this process; raises a BadFile. Only the child and its tests call it."""
    media_type = sniff(data)
    if not data:
        raise errors.FileIsEmpty
    if not media_type:
        raise errors.FileTypeNotAllowed
    if media_type == "application/pdf":
        from pendopo.kernel.files import pdf

        pdf.check(data)
        return Clean(media_type, data)
    from pendopo.kernel.files import pictures

    return Clean(media_type, pictures.redraw(data, media_type))


def _read_answer(answer: bytes) -> Clean:
    line, _, data = answer.partition(b"\n")
    verdict = json.loads(line)
    if refusal := verdict["refusal"]:
        raise errors.BY_CODE[refusal]
    return Clean(verdict["media_type"], data)


def _answer() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    refusal, result = "", Clean("", b"")
    try:
        result = clean(sys.stdin.buffer.read())
    except errors.BadFile as error:
        refusal = error.code
    verdict = {"refusal": refusal, "media_type": result.media_type}
    sys.stdout.buffer.write(json.dumps(verdict).encode() + b"\n" + result.data)


if __name__ == "__main__":
    _answer()
