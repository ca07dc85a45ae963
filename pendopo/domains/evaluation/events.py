"""What evaluation announces. Values are whole ten-thousandths, because a ledger holds no decimals."""

from dataclasses import dataclass
from datetime import date

from pendopo.kernel.events import Code, Event, Ref


@dataclass(frozen=True, kw_only=True)
class AssessmentOpened(Event, name="evaluation.assessment_opened", label="Penilaian dibuka"):
    """An instrument version is filled for one period; `subject` is the assessment, always."""

    instrument: Code
    version: int
    period: Code


@dataclass(frozen=True, kw_only=True)
class TargetSet(Event, name="evaluation.target_set", label="Sasaran nilai ditetapkan"):
    """The index that the government aims at."""

    ten_thousandths: int


@dataclass(frozen=True, kw_only=True)
class IndicatorAssigned(Event, name="evaluation.indicator_assigned", label="Indikator ditugaskan"):
    """An agency fills an indicator until a day."""

    indicator: Code
    agency: Code
    due_on: date


@dataclass(frozen=True, kw_only=True)
class EvidenceAttached(Event, name="evaluation.evidence_attached", label="Bukti dilampirkan"):
    """A document or the reading of a measure now stands behind an indicator."""

    indicator: Code
    input: Code
    evidence: Ref
    agency: Code | None = None
    sha256: Code | None = None
    effective_on: date
    expires_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class EvidenceJudged(Event, name="evaluation.evidence_judged", label="Bukti diperiksa"):
    """An assessor accepted or refused a piece of evidence."""

    indicator: Code
    evidence: Ref
    accepted: bool


@dataclass(frozen=True, kw_only=True)
class EvidenceWithdrawn(Event, name="evaluation.evidence_withdrawn", label="Bukti ditarik"):
    """Whoever attached it took it back."""

    indicator: Code
    evidence: Ref


@dataclass(frozen=True, kw_only=True)
class ValueClaimed(Event, name="evaluation.value_claimed", label="Nilai diusulkan"):
    """An agency stated the value of an indicator; no number where it does not apply."""

    indicator: Code
    agency: Code | None = None
    ten_thousandths: int | None = None
    applies: bool = True


@dataclass(frozen=True, kw_only=True)
class ValueVerified(Event, name="evaluation.value_verified", label="Nilai diperiksa asesor"):
    """The internal assessor set the value of an indicator."""

    indicator: Code
    ten_thousandths: int | None = None
    applies: bool = True


@dataclass(frozen=True, kw_only=True)
class CommentMade(Event, name="evaluation.comment_made", label="Catatan ditambahkan"):
    """Somebody wrote a note on an indicator; what it says stays out of the ledger."""

    indicator: Code


@dataclass(frozen=True, kw_only=True)
class MeetingRecorded(Event, name="evaluation.meeting_recorded", label="Rapat dicatat"):
    """A meeting was held, with minutes and so many decisions."""

    meeting: Ref
    held_on: date
    decisions: int


@dataclass(frozen=True, kw_only=True)
class DecisionDone(Event, name="evaluation.decision_done", label="Keputusan rapat selesai"):
    """What a meeting decided about an indicator has been done."""

    meeting: Ref
    indicator: Code


@dataclass(frozen=True, kw_only=True)
class AssessmentSubmitted(
    Event, name="evaluation.assessment_submitted", label="Penilaian diajukan"
):
    """The agencies are done; the assessor and the secretary have the word."""

    completeness_percent: int


@dataclass(frozen=True, kw_only=True)
class AssessmentReturned(
    Event, name="evaluation.assessment_returned", label="Penilaian dikembalikan"
):
    """More work is asked of the agencies."""


@dataclass(frozen=True, kw_only=True)
class AssessmentSigned(
    Event, name="evaluation.assessment_signed", label="Penilaian ditetapkan Sekda"
):
    """The regional secretary stands for the result; its inputs are frozen from now on."""

    ten_thousandths: int | None = None
    simulation: bool
    completeness_percent: int


@dataclass(frozen=True, kw_only=True)
class ReminderSent(Event, name="evaluation.reminder_sent", label="Pengingat penilaian dikirim"):
    """An agency was told of so many inputs; without an agency, the coordinators of a whole day.

    `subject` is the reminder; `people` is how many persons a notice was left for.
    """

    stage: Code
    agency: Code | None = None
    count: int
    people: int


@dataclass(frozen=True, kw_only=True)
class SnapshotTaken(Event, name="evaluation.snapshot_taken", label="Potret nilai diambil"):
    """A score was frozen; `sha256` is that of the signed statement, `seals` what was sealed then."""

    snapshot: Ref
    sha256: Code
    seals: int
    ten_thousandths: int | None = None
    simulation: bool


@dataclass(frozen=True, kw_only=True)
class PackRetried(Event, name="evaluation.pack_retried", label="Paket penilaian disusun ulang"):
    """The pack of a snapshot could not be made, and somebody asked for another try."""

    snapshot: Ref


@dataclass(frozen=True, kw_only=True)
class PackDownloaded(Event, name="evaluation.pack_downloaded", label="Paket penilaian diunduh"):
    """Somebody took the pack of a snapshot out of the house."""

    snapshot: Ref
    sha256: Code
