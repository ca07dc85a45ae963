"""Scores of the demo regency: instruments opened, shared out, partly filled, one of them signed.

Everything goes through the actions that people use, at moments of the year; every document is a
sample that says so, and no value claims to be an official result. Some activity stays unreported on
purpose, so that its list has something to show.
"""

import time
from contextlib import suppress
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from pendopo.domains.evaluation import actions, queries
from pendopo.domains.evaluation.models import Assessment
from pendopo.kernel.actor import system
from pendopo.kernel.lake import folder, writing
from pendopo.project.demo import hands, samples
from pendopo.shell import government

REMINDED_DAYS = 8
WAIT = 120
"""Turns that the lake has to take in the year, beside a worker that may hold it."""

PEMDI = {
    "diskominfo": ("P01", "P02", "P08", "P10", "P13", "P14", "P16", "P17"),
    "bappeda": ("P05", "P06", "P07", "P18"),
    "setda": ("P04", "P15", "P20"),
    "bkd": ("P03",),
    "inspektorat": ("P09",),
    "dpmptsp": ("P19",),
}
IKM = {"setda": tuple(f"U{number}" for number in range(1, 10))}
TP2DD = {"bapenda": (0, 1), "bpkad": (2, 3), "diskominfo": (4, 5)}
"""The first indicators, by their place in the questionnaire."""
IETPD = {"bapenda": (0, 1, 3, 4), "bpkad": (2, 5)}
SPM = {
    "disdik": ("PEND-1", "PEND-2", "PEND-3"),
    "dinkes": tuple(f"KES-{number}" for number in range(1, 13)),
    "pupr": ("PU-1", "PU-2"),
}
VERIFIED_SERVICES = ("PEND-2", "KES-1")
PAPERS = (
    ("diskominfo", "P01", "rencana-aksi", "accept"),
    ("diskominfo", "P17", "alamat-dan-tangkapan-portal", "accept"),
    ("diskominfo", "P02", "sop-layanan", "refuse"),
    ("bappeda", "P05", "katalog-metadata", ""),
    ("dpmptsp", "P19", "sop-dan-janji-waktu-layanan", "accept"),
    ("dpmptsp", "P19", "meja-bantuan", ""),
)
CLAIMS = (("diskominfo", "P01", "2.5", "2.2"), ("dpmptsp", "P19", "2.5", ""))
"""Agency, indicator, what it claims, and what the assessor finds; empty where nobody looked yet."""


def fill_lake(now: datetime) -> None:
    """Take in the year, so that measures have numbers; a worker beside us may do it as well."""
    for _ in range(WAIT):
        with suppress(folder.LakeBusy):
            writing.refresh(now=now)
            return
        time.sleep(0.5)


def play(team: hands.Team, end: datetime) -> int:
    """Play the work on scores up to a moment; returns the number of assessments."""
    today = government.local_date(end)
    made = [
        _older(team, end, today.year - 1),
        _digital(team, end, str(today.year)),
        _spbe_now(team, end, str(today.year)),
        _satisfaction(team, end, today.year),
        _basic(team, end, str(today.year)),
        *(_digitalisation(team, end, code, str(today.year)) for code in _tp2dd()),
        _electronic(team, end, f"{today.year}-S{1 + (today.month > 6)}"),
    ]
    for back in range(REMINDED_DAYS, 0, -1):
        _remind(end - timedelta(days=back))
    return sum(1 for one in made if one)


def _remind(day: datetime) -> None:
    """Let the worker of a day remind whoever was due, at ten in the morning."""
    local = day.astimezone(ZoneInfo(government.current().zone))
    moment = local.replace(hour=10, minute=0, second=0, microsecond=0)
    actions.remind(actor=system("evaluation"), now=moment)


def _older(team: hands.Team, end: datetime, year: int) -> Assessment | None:
    """Fill the old instrument for the year before, and let the secretary sign it."""
    begun = end - timedelta(days=340)
    made = hands.begin(team, "spbe-2020", str(year), begun)
    if made is None:
        return None
    leaves = [node.code for node in queries.instrument(made).leaves]
    hands.assign(team, made, "diskominfo", leaves, begun, 20)
    for place, code in enumerate(leaves):
        level = str(2 + (place * 7) % 3)
        hands.claim(team, made, "diskominfo", code, level, begun + timedelta(days=10))
        hands.verify(team, made, code, level, begun + timedelta(days=20))
    hands.aim(team, made, "3.2", begun)
    actions.submit(assessment=made, actor=team.coordinator, now=begun + timedelta(days=25))
    made.refresh_from_db()
    return actions.sign(assessment=made, actor=team.secretary, now=begun + timedelta(days=28))


def _spbe_now(team: hands.Team, end: datetime, period: str) -> Assessment | None:
    """Open the old instrument for this year too, where it still holds, and fill a part of it."""
    begun = end - timedelta(days=150)
    made = hands.begin(team, "spbe-2020", period, begun)
    if made is None:
        return None
    leaves = [node.code for node in queries.instrument(made).leaves]
    hands.assign(team, made, "diskominfo", leaves[:24], begun, 120)
    for place, code in enumerate(leaves[:20]):
        hands.claim(
            team, made, "diskominfo", code, str(2 + (place * 5) % 3), begun + timedelta(days=30)
        )
        hands.verify(team, made, code, str(2 + (place * 7) % 3), begun + timedelta(days=45))
    return made


def _digital(team: hands.Team, end: datetime, period: str) -> Assessment | None:
    """Share Pemdi out, attach samples, judge some, meet once."""
    begun = end - timedelta(days=45)
    made = hands.begin(team, "pemdi-2026", period, begun)
    if made is None:
        return None
    hands.aim(team, made, "2.6", begun)
    for place, (agency, codes) in enumerate(PEMDI.items()):
        # Deadlines on both sides of today: some are near, one has passed.
        hands.assign(team, made, agency, codes, begun, (33, 36, 40, 28, 45, 36)[place])
    for number, (agency, code, paper, verdict) in enumerate(PAPERS):
        proof = hands.attach(team, made, agency, code, paper, begun + timedelta(days=8 + number))
        hands.judge(team, proof, verdict, begun + timedelta(days=20 + number))
    for agency, code, claimed, found in CLAIMS:
        hands.claim(team, made, agency, code, claimed, begun + timedelta(days=15))
        if found:
            hands.verify(team, made, code, found, begun + timedelta(days=24))
    hands.report(team, made, "setda", "P20", "ukuran", end - timedelta(days=5))
    _discuss(team, made, end)
    return made


def _satisfaction(team: hands.Team, end: datetime, year: int) -> Assessment | None:
    """Open the satisfaction index of both years; report three of its nine elements."""
    hands.begin(team, "ikm", str(year - 1), end - timedelta(days=330))
    made = hands.begin(team, "ikm", str(year), end - timedelta(days=60))
    if made is None:
        return None
    for agency, codes in IKM.items():
        hands.assign(team, made, agency, codes, end - timedelta(days=40), 35)
        for code in codes[:3]:
            hands.report(team, made, agency, code, "survei", end - timedelta(days=2))
    return made


def _basic(team: hands.Team, end: datetime, period: str) -> Assessment | None:
    """Share the basic services out; three of them state how many were served."""
    begun = end - timedelta(days=70)
    made = hands.begin(team, "spm-2022", period, begun)
    if made is None:
        return None
    for agency, codes in SPM.items():
        hands.assign(team, made, agency, codes, begun, 60)
    for agency, code, served, entitled in (
        ("disdik", "PEND-2", 40_120, 43_000),
        ("dinkes", "KES-1", 7_310, 8_900),
        ("dinkes", "KES-2", 7_020, 8_100),
    ):
        parts = {"served": served, "entitled": entitled, "quality": "85"}
        actions.claim_value(
            assessment=made,
            indicator=code,
            parts=parts,
            reason=samples.CLAIM,
            actor=team.heads[agency],
            now=begun + timedelta(days=12),
        )
        if code in VERIFIED_SERVICES:
            actions.verify_value(
                assessment=made,
                indicator=code,
                parts=parts,
                reason=samples.VERDICT,
                actor=team.assessor,
                now=begun + timedelta(days=20),
            )
    return made


def _digitalisation(team: hands.Team, end: datetime, code: str, period: str) -> Assessment | None:
    """Share an instrument of the championship out; leave most of its activity unreported."""
    begun = end - timedelta(days=25)
    made = hands.begin(team, code, period, begun)
    if made is None:
        return None
    leaves = [node.code for node in queries.instrument(made).leaves]
    for agency, places in TP2DD.items():
        hands.assign(team, made, agency, [leaves[place] for place in places], begun, 30)
    return made


def _electronic(team: hands.Team, end: datetime, period: str) -> Assessment | None:
    """Share out what agencies can fill of the index of electronic payments."""
    begun = end - timedelta(days=30)
    made = hands.begin(team, "ietpd", period, begun)
    if made is None:
        return None
    leaves = [node.code for node in queries.instrument(made).leaves]
    for agency, places in IETPD.items():
        hands.assign(team, made, agency, [leaves[place] for place in places], begun, 24)
    return made


def _tp2dd() -> tuple[str, str]:
    return ("tp2dd-2026-dimensi", "tp2dd-2026-aspek")


def _discuss(team: hands.Team, made: Assessment, end: datetime) -> None:
    """Leave two notes and hold one meeting with two decisions, one of them done."""
    said = (
        ("P02", team.assessor, "SOP yang dilampirkan belum ditandatangani. Mohon versi yang sah."),
        ("P02", team.heads["diskominfo"], "Baik, versi yang sah sedang kami siapkan."),
    )
    for number, (code, actor, text) in enumerate(said):
        moment = end - timedelta(days=12 - number)
        actions.add_comment(
            assessment=made, indicator=code, text=f"{text} (contoh)", actor=actor, now=moment
        )
    held = end - timedelta(days=9)
    decided = [
        actions.Decided(
            indicator="P02",
            text="Melengkapi SOP layanan yang sudah ditandatangani (contoh)",
            agency="diskominfo",
            due_on=government.local_date(end + timedelta(days=10)),
        ),
        actions.Decided(
            indicator="P20",
            text="Mengumumkan hasil survei triwulan ini (contoh)",
            agency="setda",
            due_on=government.local_date(end - timedelta(days=3)),
        ),
    ]
    meeting = actions.record_meeting(
        assessment=made,
        title="Rapat tim koordinasi (contoh)",
        held_on=government.local_date(held),
        decisions=decided,
        file_id=hands.sheet(team.coordinator, "notulen-contoh.pdf", held),
        actor=team.coordinator,
        now=held,
    )
    done = meeting.decisions.get(indicator="P20")
    actions.finish_decision(decision=done, actor=team.heads["setda"], now=end - timedelta(days=4))
