"""Scores of the demo regency: instruments opened, shared out, partly filled, one of them signed.

Everything goes through the actions that people use, at moments of the year; every document is a
sample that says so, and no value claims to be an official result. Some activity stays unreported on
purpose, so that its list has something to show.
"""

import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from pendopo.domains.evaluation import actions, queries
from pendopo.domains.evaluation.models import Assessment, Evidence
from pendopo.kernel.actor import Actor, system
from pendopo.kernel.content import library
from pendopo.kernel.errors import DomainError
from pendopo.kernel.files import store
from pendopo.kernel.lake import folder, writing
from pendopo.kernel.privacy.classes import DataClass
from pendopo.project.demo import samples
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


@dataclass(frozen=True)
class Team:
    """Who works on scores, ready to act."""

    coordinator: Actor
    assessor: Actor
    secretary: Actor
    heads: dict[str, Actor]


def fill_lake(now: datetime) -> None:
    """Take in the year, so that measures have numbers; a worker beside us may do it as well."""
    for _ in range(WAIT):
        with suppress(folder.LakeBusy):
            writing.refresh(now=now)
            return
        time.sleep(0.5)


def play(team: Team, end: datetime) -> int:
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


def _older(team: Team, end: datetime, year: int) -> Assessment | None:
    """Fill the old instrument for the year before, and let the secretary sign it."""
    begun = end - timedelta(days=340)
    made = _open(team, "spbe-2020", str(year), begun)
    if made is None:
        return None
    leaves = [node.code for node in queries.instrument(made).leaves]
    _assign(team, made, "diskominfo", leaves, begun, 20)
    for place, code in enumerate(leaves):
        level = str(2 + (place * 7) % 3)
        _claim(team, made, "diskominfo", code, level, begun + timedelta(days=10))
        _verify(team, made, code, level, begun + timedelta(days=20))
    _aim(team, made, "3.2", begun)
    actions.submit(assessment=made, actor=team.coordinator, now=begun + timedelta(days=25))
    made.refresh_from_db()
    return actions.sign(assessment=made, actor=team.secretary, now=begun + timedelta(days=28))


def _spbe_now(team: Team, end: datetime, period: str) -> Assessment | None:
    """Open the old instrument for this year too, where it still holds, and fill a part of it."""
    begun = end - timedelta(days=150)
    made = _open(team, "spbe-2020", period, begun)
    if made is None:
        return None
    leaves = [node.code for node in queries.instrument(made).leaves]
    _assign(team, made, "diskominfo", leaves[:24], begun, 120)
    for place, code in enumerate(leaves[:20]):
        _claim(team, made, "diskominfo", code, str(2 + (place * 5) % 3), begun + timedelta(days=30))
        _verify(team, made, code, str(2 + (place * 7) % 3), begun + timedelta(days=45))
    return made


def _digital(team: Team, end: datetime, period: str) -> Assessment | None:
    """Share Pemdi out, attach samples, judge some, meet once."""
    begun = end - timedelta(days=45)
    made = _open(team, "pemdi-2026", period, begun)
    if made is None:
        return None
    _aim(team, made, "2.6", begun)
    for place, (agency, codes) in enumerate(PEMDI.items()):
        # Deadlines on both sides of today: some are near, one has passed.
        _assign(team, made, agency, codes, begun, (33, 36, 40, 28, 45, 36)[place])
    for number, (agency, code, paper, verdict) in enumerate(PAPERS):
        proof = _attach(team, made, agency, code, paper, begun + timedelta(days=8 + number))
        _judge(team, proof, verdict, begun + timedelta(days=20 + number))
    for agency, code, claimed, found in CLAIMS:
        _claim(team, made, agency, code, claimed, begun + timedelta(days=15))
        if found:
            _verify(team, made, code, found, begun + timedelta(days=24))
    _report(team, made, "setda", "P20", "ukuran", end - timedelta(days=5))
    _discuss(team, made, end)
    return made


def _satisfaction(team: Team, end: datetime, year: int) -> Assessment | None:
    """Open the satisfaction index of both years; report three of its nine elements."""
    _open(team, "ikm", str(year - 1), end - timedelta(days=330))
    made = _open(team, "ikm", str(year), end - timedelta(days=60))
    if made is None:
        return None
    for agency, codes in IKM.items():
        _assign(team, made, agency, codes, end - timedelta(days=40), 35)
        for code in codes[:3]:
            _report(team, made, agency, code, "survei", end - timedelta(days=2))
    return made


def _basic(team: Team, end: datetime, period: str) -> Assessment | None:
    """Share the basic services out; three of them state how many were served."""
    begun = end - timedelta(days=70)
    made = _open(team, "spm-2022", period, begun)
    if made is None:
        return None
    for agency, codes in SPM.items():
        _assign(team, made, agency, codes, begun, 60)
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


def _digitalisation(team: Team, end: datetime, code: str, period: str) -> Assessment | None:
    """Share an instrument of the championship out; leave most of its activity unreported."""
    begun = end - timedelta(days=25)
    made = _open(team, code, period, begun)
    if made is None:
        return None
    leaves = [node.code for node in queries.instrument(made).leaves]
    for agency, places in TP2DD.items():
        _assign(team, made, agency, [leaves[place] for place in places], begun, 30)
    return made


def _electronic(team: Team, end: datetime, period: str) -> Assessment | None:
    """Share out what agencies can fill of the index of electronic payments."""
    begun = end - timedelta(days=30)
    made = _open(team, "ietpd", period, begun)
    if made is None:
        return None
    leaves = [node.code for node in queries.instrument(made).leaves]
    for agency, places in IETPD.items():
        _assign(team, made, agency, [leaves[place] for place in places], begun, 24)
    return made


def _tp2dd() -> tuple[str, str]:
    return ("tp2dd-2026-dimensi", "tp2dd-2026-aspek")


def _discuss(team: Team, made: Assessment, end: datetime) -> None:
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
        file_id=_paper(team.coordinator, "notulen-contoh.pdf", held),
        actor=team.coordinator,
        now=held,
    )
    done = meeting.decisions.get(indicator="P20")
    actions.finish_decision(decision=done, actor=team.heads["setda"], now=end - timedelta(days=4))


def _open(team: Team, code: str, period: str, now: datetime) -> Assessment | None:
    """Open an assessment, or return None where the instrument does not hold in that period."""
    try:
        return actions.open_assessment(code=code, period=period, actor=team.coordinator, now=now)
    except (DomainError, library.NoSuchContent):
        return None


def _aim(team: Team, made: Assessment, target: str, now: datetime) -> None:
    actions.set_target(assessment=made, target=Decimal(target), actor=team.coordinator, now=now)


def _assign(
    team: Team, made: Assessment, agency: str, codes: Sequence[str], now: datetime, days: int
) -> None:
    actions.assign_indicators(
        assessment=made,
        indicators=codes,
        agency=agency,
        working_days=days,
        actor=team.coordinator,
        now=now,
    )


def _claim(team: Team, made: Assessment, agency: str, code: str, value: str, now: datetime) -> None:
    actions.claim_value(
        assessment=made,
        indicator=code,
        parts={"value": value},
        reason=samples.CLAIM,
        actor=team.heads[agency],
        now=now,
    )


def _verify(team: Team, made: Assessment, code: str, value: str, now: datetime) -> None:
    actions.verify_value(
        assessment=made,
        indicator=code,
        parts={"value": value},
        reason=samples.VERDICT,
        actor=team.assessor,
        now=now,
    )


def _attach(
    team: Team, made: Assessment, agency: str, code: str, paper: str, now: datetime
) -> Evidence:
    actor = team.heads[agency]
    document = actions.Document(
        file_id=_paper(actor, f"contoh-{paper}.pdf", now),
        input=paper,
        title=f"Contoh {paper.replace('-', ' ')}",
        effective_on=government.local_date(now - timedelta(days=30)),
    )
    return actions.attach_document(
        assessment=made, indicator=code, document=document, actor=actor, now=now
    )


def _judge(team: Team, proof: Evidence, verdict: str, now: datetime) -> None:
    if verdict:
        actions.judge_evidence(
            evidence=proof,
            accepted=verdict == "accept",
            reason="" if verdict == "accept" else samples.REASONS["evidence"],
            actor=team.assessor,
            now=now,
        )


def _report(
    team: Team, made: Assessment, agency: str, code: str, asked: str, now: datetime
) -> None:
    # A young demo may have too few answers for a number; then there is nothing to attach.
    with suppress(actions.NothingMeasured):
        actions.attach_reading(
            assessment=made,
            indicator=code,
            input_code=asked,
            actor=team.heads[agency],
            now=now,
        )


def _paper(owner: Actor, name: str, now: datetime) -> str:
    kept = store.keep(
        samples.PAPER,
        name=name,
        media_type=store.PDF,
        owner=owner.ref,
        data_class=DataClass.DOCUMENT,
        now=now,
    )
    return str(kept.pk)
