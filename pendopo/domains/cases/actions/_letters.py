"""The letter of a decision: what the template needs, from the answers as they were decided."""

from datetime import date, datetime

from pendopo.domains.cases import queries
from pendopo.domains.cases.models import Case
from pendopo.domains.cases.rules import dates, display
from pendopo.domains.cases.schema import LetterSpec
from pendopo.domains.documents import actions as documents
from pendopo.domains.people import queries as people
from pendopo.kernel.actor import Actor
from pendopo.kernel.content import library
from pendopo.kernel.errors import DomainError
from pendopo.kernel.privacy import masking
from pendopo.shell import government


class NobodySigns(DomainError):
    """The agency has no official who may sign on this day."""

    sentence = "Belum ada pejabat yang berwenang menandatangani di kantor ini pada hari ini."


class NoLetter(DomainError):
    """The service has no letter, so this step cannot produce one."""

    sentence = "Layanan ini tidak menghasilkan surat."


def draft_for(*, case: Case, actor: Actor, now: datetime) -> None:
    """Draft the letter of a case; its number is taken in this transaction.

    Raises NobodySigns, NoLetter, and what documents.draft raises.
    """
    spec = case.package.letter
    if spec is None:
        raise NoLetter
    documents.draft(order=_order(case, spec, government.local_date(now)), actor=actor, now=now)


def _order(case: Case, spec: LetterSpec, today: date) -> documents.LetterOrder:
    home = government.current()
    names = people.area_name
    version = library.by_id("services", case.service_version_id)
    return documents.LetterOrder(
        kind=case.service,
        title=spec.title,
        template_source=version.files[spec.template],
        template_version=str(version),
        content=display.letter_content(
            case.package, case.answers or {}, names, business=_firm(case)
        ),
        subject=case.ref,
        agency=case.agency.code,
        unit=case.agency.path,
        numbering=documents.Numbering(
            template=spec.numbering.pattern,
            class_code=spec.numbering.classification,
            unit_code=case.agency.code.upper(),
            family=spec.numbering.family,
        ),
        letterhead=documents.Letterhead(
            government=home.name,
            office=case.agency.name,
            address=case.agency.address,
            place=home.seat,
        ),
        signatory=_signatory(case, today),
        document_date=today,
        valid_until=dates.add_months(today, spec.valid_months) if spec.valid_months else None,
        holder=_holder(case, today),
        holder_masked=masking.mask_name(case.applicant_name),
    )


def _firm(case: Case) -> str:
    if not case.business:
        return ""
    return f"{case.business.name} (NIB {case.business.nib or 'belum ada'})"


def _holder(case: Case, today: date) -> str:
    if case.business:
        # Whoever acts for the business collects it, also after a change of representatives.
        return case.business.ref
    told = queries.correspondent_of(case, on=today)
    return told.ref if told else ""


def _signatory(case: Case, today: date) -> documents.Signatory:
    found = people.signatory_of(case.agency, on=today)
    if found is None:
        raise NobodySigns
    return documents.Signatory(
        ref=found.person.ref,
        name=found.person.name,
        title=found.title,
        capacity=documents.capacity(found.prefix),
        own_title=found.own_title,
    )
