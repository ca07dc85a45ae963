"""`pendopo verify` over a long ledger, beside reading and hashing the same texts and nothing else.

    python -m benchmarks.verification [entries]    # SQLite, or what PENDOPO_DATABASE names

The entries are recorded through the ledger's own door, sealed and put under a published head.
"""

import hashlib
import sys
import time
from collections.abc import Callable
from datetime import timedelta

from benchmarks import scene, scratch
from benchmarks.figures import Figure, report

ENTRIES = 100_000
CHUNK = 500


def main(entries: int = ENTRIES) -> None:
    with scratch.folder():
        report(measure(entries))


def measure(entries: int) -> list[Figure]:
    scene.open_scene()
    from pendopo.kernel.ledger import heads, sealing

    at = scene.now()
    recorded = timed(lambda: _record(entries))
    sealed = timed(lambda: sealing.seal(at))
    heads.publish(at + timedelta(days=1))
    scene.settle()
    bare, verified = timed(_read_and_hash), timed(_verify)
    return [
        Figure(
            what=f"verify {entries:,} ledger entries against a published head",
            figure=f"{verified:.1f} s ({entries / verified:,.0f}/s)",
            floor=f"read and hash alone {bare:.1f} s",
            ratio=f"{verified / bare:.1f}",
        ),
        Figure(
            what=f"seal {entries:,} ledger entries",
            figure=f"{sealed:.1f} s ({entries / sealed:,.0f}/s)",
            floor=f"recording them {recorded:.1f} s",
            ratio=f"{sealed / recorded:.2f}",
        ),
    ]


def _record(entries: int) -> None:
    from django.db import transaction

    from pendopo.domains.cases.events import CaseReopened
    from pendopo.kernel import actor
    from pendopo.kernel.events import Code, Ref
    from pendopo.kernel.ledger import book

    def fact(number: int) -> CaseReopened:
        codes = {"service": Code(scene.SERVICE), "agency": Code("kecamatan-talawi")}
        return CaseReopened(subject=Ref(f"case:2026-{number:08}"), **codes)

    clerk, at = actor.system("benchmark"), scene.now()
    for start in range(0, entries, CHUNK):
        numbers = range(start, min(start + CHUNK, entries))
        with transaction.atomic():
            book.record_many(((fact(number), at) for number in numbers), actor=clerk)


def _read_and_hash() -> None:
    from pendopo.kernel.ledger.models import Entry

    for text in Entry.objects.values_list("payload", flat=True).iterator(chunk_size=CHUNK):
        hashlib.sha256(text.encode()).digest()


def _verify() -> None:
    from pathlib import Path

    from django.conf import settings

    from pendopo.kernel.ledger import keychain, verification

    found = verification.verify(
        Path(settings.HEADS_DIR), keychain.ours_for(Path(settings.HEADS_DIR))
    )
    if found.findings:
        raise RuntimeError(f"an honest ledger was refused: {found.findings[:3]}")


def timed(work: Callable[[], object]) -> float:
    """Return seconds."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
