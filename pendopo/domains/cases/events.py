"""What cases announces."""

from dataclasses import dataclass

from pendopo.kernel.events import Code, Event, Ref


@dataclass(frozen=True, kw_only=True)
class CaseSubmitted(Event, name="cases.case_submitted", label="Permohonan diterima"):
    """A person or a business filed a case; `channel` is online, counter or offline."""

    service: Code
    version: int
    agency: Code
    district: Code | None
    channel: Code
    assurance: int
    applicant: Ref


@dataclass(frozen=True, kw_only=True)
class CaseMoved(Event, name="cases.case_moved", label="Permohonan berpindah langkah"):
    """A step of the workflow was taken; `clock` is runs, stops or done after it."""

    service: Code
    agency: Code
    step: Code
    source: Code
    target: Code
    clock: Code


@dataclass(frozen=True, kw_only=True)
class CaseClosed(Event, name="cases.case_closed", label="Permohonan selesai", public=True):
    """A case reached its end. Days are working days; net days leave stopped clocks out.

    `correspondent` is who hears of it: the parent who filed for a child, who stands for a
    business. None where nobody does any more, and in entries of before there was the field.
    """

    service: Code
    agency: Code
    district: Code | None
    outcome: Code
    on_time: bool
    net_days: int
    gross_days: int
    channel: Code
    applicant: Ref
    correspondent: Ref | None = None


@dataclass(frozen=True, kw_only=True)
class CaseReopened(Event, name="cases.case_reopened", label="Keberatan diajukan"):
    """An applicant objected to a refusal."""

    service: Code
    agency: Code


@dataclass(frozen=True, kw_only=True)
class CaseAssigned(Event, name="cases.case_assigned", label="Penanggung jawab ditetapkan"):
    """An officer now holds the case."""

    service: Code
    agency: Code
    officer: Ref


@dataclass(frozen=True, kw_only=True)
class CaseReleased(Event, name="cases.case_released", label="Penanggung jawab dilepas"):
    """The officer who held the case no longer serves there; it waits for another."""

    service: Code
    agency: Code
    officer: Ref


@dataclass(frozen=True, kw_only=True)
class FeeRecorded(Event, name="cases.fee_recorded", label="Biaya dibayar di loket"):
    """A fee was paid at the counter, in rupiah."""

    service: Code
    agency: Code
    amount: int


@dataclass(frozen=True, kw_only=True)
class NumbersRevealed(
    Event, name="cases.numbers_revealed", label="NIK atau nomor KK dilihat petugas"
):
    """An officer looked at the whole NIK or family card number in a case."""

    service: Code
    agency: Code


@dataclass(frozen=True, kw_only=True)
class PersonalDataErased(
    Event, name="cases.personal_data_erased", label="Data pribadi dihapus sesuai masa simpan"
):
    """Answers and files of a closed case were erased at the end of their retention."""

    service: Code
    files: int
