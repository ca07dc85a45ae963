"""Prove an indicator: attach a document or a reading, judge it, take it back."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from pendopo.domains.evaluation import access, queries, rules
from pendopo.domains.evaluation.actions._assessments import hold
from pendopo.domains.evaluation.events import EvidenceAttached, EvidenceJudged, EvidenceWithdrawn
from pendopo.domains.evaluation.models import (
    Assessment,
    Evidence,
    EvidenceKind,
    State,
    Verdict,
)
from pendopo.domains.evaluation.queries import measuring
from pendopo.domains.evaluation.schema import Input, InputKind
from pendopo.domains.people import queries as people
from pendopo.kernel.actor import Actor
from pendopo.kernel.errors import BadInput, DomainError, NotAllowed
from pendopo.kernel.events import Code, Ref
from pendopo.kernel.files import store
from pendopo.kernel.files.models import StoredFile
from pendopo.kernel.ledger import book
from pendopo.shell import government

LONGEST_TITLE = 160


class NoSuchInput(BadInput):
    """The indicator asks for no such document or measure."""

    sentence = "Pilih salah satu bukti yang diminta indikator ini."


class WrongDates(BadInput):
    """A document that is not yet in force, or that ended before it began."""

    sentence = "Dokumen harus sudah berlaku hari ini dan tidak boleh berakhir sebelum dimulai."


class NothingMeasured(DomainError):
    """The lake has no number for this measure and period."""

    sentence = "Ukuran ini belum punya angka untuk periode penilaian."


class AlreadyJudged(DomainError):
    """An assessor has spoken."""

    sentence = "Bukti ini sudah diperiksa, jadi tidak dapat ditarik."


@dataclass(frozen=True, kw_only=True)
class Document:
    """A file that an officer sent, and the days between which it is in force."""

    file_id: str
    input: str
    title: str
    effective_on: date
    expires_on: date | None = None


@transaction.atomic
def attach_document(
    *, assessment: Assessment, indicator: str, document: Document, actor: Actor, now: datetime
) -> Evidence:
    """Put a document behind an indicator; the file is one that this actor has just sent.

    Raises NotAssigned, NoSuchInput, WrongDates, NotFound for another's file, AssessmentClosed.
    """
    held = hold(assessment, State.OPEN)
    asked = _input(held, indicator, document.input, InputKind.DOCUMENT)
    expires_on = document.expires_on or rules.expiry(document.effective_on, asked.months)
    if document.effective_on > government.local_date(now) or (
        expires_on and expires_on < document.effective_on
    ):
        raise WrongDates
    made = _evidence(held, indicator, asked, actor, now)
    store.claim([document.file_id], owner=actor.ref, subject=made.ref)
    made.file = StoredFile.objects.get(pk=document.file_id)
    made.kind, made.sha256 = EvidenceKind.DOCUMENT, made.file.sha256
    made.title = document.title.strip()[:LONGEST_TITLE] or asked.title
    made.effective_on, made.expires_on = document.effective_on, expires_on
    return _announced(made, actor, now)


@transaction.atomic
def attach_reading(
    *,
    assessment: Assessment,
    indicator: str,
    input_code: str,
    actor: Actor,
    now: datetime,
    agency: str = "",
) -> Evidence:
    """Keep what a measure says now as evidence, with the place in the ledger it was read from.

    A second click finds the report fresh and returns it. A coordinator may name the agency it is
    attached for. Raises NotAssigned, NoSuchInput, NothingMeasured, AssessmentClosed.
    """
    held = hold(assessment, State.OPEN)
    asked = _input(held, indicator, input_code, InputKind.MEASURE)
    reading = measuring.read(asked.measure or "", rules.period(held.period))
    if reading is None:
        raise NothingMeasured
    made = _evidence(held, indicator, asked, actor, now, agency)
    if fresh := _fresh(held, made, reading, now):
        return fresh
    made.kind, made.title = EvidenceKind.MEASURE, asked.title[:LONGEST_TITLE]
    made.reading, made.effective_on = reading.as_kept(), government.local_date(now)
    return _announced(made, actor, now)


@transaction.atomic
def report_agency(*, agency: str, actor: Actor, now: datetime) -> list[Evidence]:
    """Attach every reading that one agency has not reported; documents stay for people to bring.

    Returns what was attached, nothing where all is reported. Raises NotAllowed for another agency.
    """
    office = people.agency(agency)
    if not (actor.may(access.ANSWER, office.path) or actor.may(access.MANAGE, access.WHOLE)):
        raise NotAllowed
    waiting = queries.unreported(actor, today=government.local_date(now), is_weighed=False)
    return [
        attach_reading(
            assessment=one.assessment,
            indicator=one.node.code,
            input_code=one.input.code,
            actor=actor,
            now=now,
            agency=office.code,
        )
        for one in waiting
        if one.agency == office.code and not one.is_document
    ]


@transaction.atomic
def judge_evidence(
    *, evidence: Evidence, accepted: bool, reason: str, actor: Actor, now: datetime
) -> Evidence:
    """Accept or refuse a piece of evidence; a refusal says why.

    Raises OwnWork, BadInput without a reason, AssessmentClosed.
    """
    access.require(actor, access.VERIFY)
    hold(evidence.assessment, State.OPEN, State.REVIEW)
    if evidence.attached_by == actor.ref:
        raise access.OwnWork
    if not accepted and not reason.strip():
        raise BadInput("Tulis mengapa bukti ini belum dapat diterima.")
    held = Evidence.objects.select_for_update().get(pk=evidence.pk)
    held.verdict = Verdict.ACCEPTED if accepted else Verdict.REFUSED
    held.judged_by, held.judged_at, held.reason = actor.ref, now, reason.strip()[:2000]
    held.save(update_fields=["verdict", "judged_by", "judged_at", "reason"])
    book.record(
        EvidenceJudged(**_named(held), accepted=accepted),
        actor=actor,
        at=now,
    )
    return held


@transaction.atomic
def withdraw_evidence(*, evidence: Evidence, actor: Actor, now: datetime) -> Evidence:
    """Take back what nobody has judged yet; it stays on record. Raises AlreadyJudged."""
    hold(evidence.assessment, State.OPEN)
    held = Evidence.objects.select_for_update().get(pk=evidence.pk)
    if not (actor.may(access.ANSWER, held.unit) or actor.may(access.MANAGE, access.WHOLE)):
        raise NotAllowed
    if held.verdict != Verdict.WAITING or held.withdrawn_at is not None:
        raise AlreadyJudged
    held.withdrawn_at = now
    held.save(update_fields=["withdrawn_at"])
    book.record(EvidenceWithdrawn(**_named(held)), actor=actor, at=now)
    return held


def _input(held: Assessment, indicator: str, code: str, kind: InputKind) -> Input:
    node = queries.indicator(held, indicator)
    assert node.indicator is not None
    for one in queries.instrument(held).inputs_of(node.indicator, kind):
        if one.code == code:
            return one
    raise NoSuchInput


def _fresh(
    held: Assessment, made: Evidence, reading: measuring.Reading, now: datetime
) -> Evidence | None:
    """Return the newest standing report of an input where it says what the measure says now."""
    rows = held.evidence.filter(indicator=made.indicator, input=made.input, withdrawn_at=None)
    today = government.local_date(now)
    end, stale = rules.period(held.period).end, queries.stale_days(today)
    for one in rows.filter(kind=EvidenceKind.MEASURE).order_by("-pk"):
        state = queries.report_state([one], reading, today=today, end=end, stale_days=stale)
        if state is rules.Reported.FRESH:
            return one
    return None


def _evidence(
    held: Assessment, indicator: str, asked: Input, actor: Actor, now: datetime, agency: str = ""
) -> Evidence:
    assignment = access.assignment_for(held, indicator, actor, agency)
    return Evidence(
        key=secrets.token_hex(10),
        assessment=held,
        indicator=indicator,
        input=asked.code,
        agency=assignment.agency.code if assignment else "",
        unit=assignment.agency.path if assignment else access.WHOLE,
        attached_by=actor.ref,
        attached_at=now,
    )


def _announced(made: Evidence, actor: Actor, now: datetime) -> Evidence:
    made.save(force_insert=True)
    event = EvidenceAttached(
        **_named(made),
        input=Code(made.input),
        agency=Code(made.agency) if made.agency else None,
        sha256=Code(made.sha256) if made.sha256 else None,
        effective_on=made.effective_on,
        expires_on=made.expires_on,
    )
    book.record(event, actor=actor, at=now)
    return made


def _named(evidence: Evidence) -> dict[str, Any]:
    return {
        "subject": Ref(evidence.assessment.ref),
        "indicator": Code(evidence.indicator),
        "evidence": Ref(evidence.ref),
    }
