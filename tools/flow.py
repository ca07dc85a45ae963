"""Let cases flow into a running demo, so that the command centre can be watched while it lives.

python -m tools.flow --minutes 15 --every 6 files a case or does a desk's work every six seconds,
through the same actions that people use. The demo (`make demo`) runs beside it with its worker.
"""

import argparse
import os
import random
import sys
import time

import django


def main() -> int:
    """Return 0 after the time has run out, 1 where the database is no demo."""
    asked = _asked()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pendopo.project.settings")
    django.setup()
    from django.utils import timezone

    from pendopo.kernel.errors import DomainError
    from pendopo.project.demo import flow, stamp

    if not stamp.is_demo():
        sys.stderr.write("Basis data ini bukan contoh. Jalankan `make demo` lebih dahulu.\n")
        return 1
    stage = flow.stage_of(timezone.now(), random.Random(asked.seed))  # noqa: S311 - invented data
    end = time.monotonic() + asked.minutes * 60
    done: dict[str, int] = {}
    while time.monotonic() < end:
        try:
            who = flow.turn(stage, timezone.now())
        except DomainError:
            # Somebody else was quicker at that desk; the next act is another one.
            who = "dilewati"
        done[who] = done.get(who, 0) + 1
        sys.stdout.write(f"\r{done.get('warga', 0)} diajukan, {done.get('petugas', 0)} dikerjakan")
        sys.stdout.flush()
        time.sleep(asked.every)
    sys.stdout.write("\n")
    return 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=15)
    parser.add_argument("--every", type=float, default=6, help="seconds between two acts")
    parser.add_argument("--seed", type=int, default=7)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
