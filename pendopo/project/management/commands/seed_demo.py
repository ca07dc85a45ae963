"""`pendopo seed_demo`: fill an empty demo database with the invented regency."""

import io
import random
import sys
import time
from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from pendopo.project.demo import afterwards, cast, hands, scores, year
from pendopo.project.models import DemoStamp

SEED = 1219
YEAR = timedelta(days=365)


class Command(BaseCommand):
    """Fill the demo regency; a second call finds it filled and does nothing."""

    help = "Isi basis data contoh dengan kabupaten rekaan."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the number of cases and of residents."""
        parser.add_argument("--cases", type=int, default=year.CASES)
        parser.add_argument("--residents", type=int, default=cast.RESIDENTS)

    def handle(self, *_: Any, cases: int, residents: int, **__: Any) -> None:
        """Play the year, saying how far it is."""
        now = timezone.now()
        mark = DemoStamp.objects.first()
        if mark is None:
            raise CommandError("Basis data ini bukan contoh. Jalankan: pendopo demo")
        if mark.seeded_at:
            self.stdout.write("Kabupaten contoh sudah terisi.")
            return
        started = time.monotonic()
        call_command("calendar", "seed", "--years", "2024-2027", stdout=io.StringIO())
        rng = random.Random(SEED)  # noqa: S311 - invented data, the same each time
        self._say("Kantor, petugas dan warga rekaan ...")
        players = cast.assemble(rng, now - YEAR, residents)
        stage = year.Stage(cast=players, rng=rng, start=now - YEAR, end=now)
        for done in year.play(stage, cases=cases):
            if done % 50 == 0 or done == cases:
                self._progress(done, cases, started)
        self._after(players, stage)
        mark.seeded_at = timezone.now()
        mark.save()
        self._say(f"Kabupaten contoh terisi dalam {time.monotonic() - started:.0f} detik.")

    def _after(self, players: cast.Cast, stage: year.Stage) -> None:
        self._say("Kunjungan puskesmas rekaan ...")
        afterwards.visit_clinics(players, stage.rng, stage.end)
        for number, waiting in enumerate(afterwards.deliver()):
            if number % 20 == 0:
                self._say(f"Buku besar: {waiting} kabar menunggu diantar ...")
        self._say("Jawaban survei rekaan ...")
        afterwards.answer_surveys(stage.rng)
        self._say("Penilaian rekaan ...")
        for _ in afterwards.deliver():
            pass
        scores.fill_lake(timezone.now())
        team = hands.Team(
            coordinator=players.leaders["koordinator-evaluasi"],
            assessor=players.leaders["asesor-internal"],
            secretary=players.leaders["sekda"],
            heads=players.heads,
        )
        scores.play(team, stage.end)

    def _progress(self, done: int, total: int, started: float) -> None:
        share = done / total
        left = (time.monotonic() - started) * (1 - share) / share
        filled = "#" * int(30 * share)
        end = "\r" if sys.stdout.isatty() and done < total else "\n"
        if end == "\n" and done % 400 and done < total:
            return
        self.stdout.write(
            f"  [{filled:<30}] {done}/{total} permohonan, sisa ± {left:.0f} detik", ending=end
        )
        self.stdout.flush()

    def _say(self, line: str) -> None:
        self.stdout.write(f"  {line}")
        self.stdout.flush()
