"""Filing a case: read the answers, find the agency that handles it, promise a date."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from pendopo.domains.cases import access, events
from pendopo.domains.cases.models import Case, CaseFile, Channel
from pendopo.domains.cases.rules import answers, numbers, versions
from pendopo.domains.cases.schema import Deadline, Handler, ServicePackage, WorkflowPackage
from pendopo.domains.people import queries as people
from pendopo.kernel.actor import Actor, Assurance
from pendopo.kernel.calendar import queries as calendars
from pendopo.kernel.calendar import rules as clocks
from pendopo.kernel.content import library
from pendopo.kernel.content.models import Version
from pendopo.kernel.errors import BadInput, DomainError, NotAllowed
from pendopo.kernel.events import Code, Ref
from pendopo.kernel.files import store
from pendopo.kernel.ledger import book
from pendopo.kernel.privacy import cipher
from pendopo.kernel.sentences import Filled
from pendopo.shell import government


class InvalidAnswers(BadInput):
    """Some answers are not right yet; `errors` holds one sentence per field code."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        """Keep the sentences."""
        self.errors = dict(errors)
        listed = {code: [sentence] for code, sentence in errors.items()}
        said = Filled("{count} isian perlu diperiksa.", count=len(errors))
        super().__init__(said, errors=listed)


class FormVersionGone(DomainError):
    """The form was replaced too long ago; `changes` says what is asked differently now."""

    status = 410
    sentence = "Formulir ini sudah diganti. Periksa isian yang berubah, lalu kirim lagi."

    def __init__(self, changes: list[str]) -> None:
        """Keep what changed."""
        self.changes = changes
        super().__init__(changes=changes)


class AssuranceTooLow(NotAllowed):
    """The service needs to know the applicant better."""

    sentence = "Layanan ini memerlukan identitas yang sudah diperiksa. Bawa KTP Anda ke loket."


class NotApplicable(DomainError):
    """The service has no case to file: it is information, a booking or another site."""

    sentence = "Layanan ini tidak memakai permohonan di sini."


class BusinessMissing(BadInput):
    """The service is for businesses, and none was named."""

    sentence = "Layanan ini untuk badan usaha. Pilih usaha yang mengajukan."


class NotForBusinesses(BadInput):
    """The service is for persons only."""

    sentence = "Layanan ini hanya untuk perorangan. Pilih orang yang mengajukan."


class NobodyHandles(BadInput):
    """No agency of this kind serves the answered area."""

    sentence = "Belum ada kantor yang melayani wilayah ini."


@dataclass(frozen=True, kw_only=True)
class Filing:
    """What arrives: the form as it was filled in, and how it came."""

    service: str
    version: int | None = None
    raw: Mapping[str, str | list[str]]
    files: Mapping[str, str] = field(default_factory=dict)
    """Field code → id of a stored file that was accepted before."""
    channel: Channel = Channel.ONLINE
    consent: str = ""


@dataclass(frozen=True)
class _Applicant:
    """Whom the case is for: row, reference and how sure we are who that is."""

    pk: int
    ref: str
    assurance: Assurance


@dataclass(frozen=True)
class Filed:
    """The case, and the only copy of its tracking code in plain text."""

    case: Case
    tracking_code: str


def file_case(
    *, filing: Filing, applicant_id: int, business: str = "", actor: Actor, now: datetime
) -> Filed:
    """File one case and promise a date; a refusal ends the caller's transaction too.

    It is the case of the person, or of the `business` (a reference) that the person stands for.
    Raises InvalidAnswers, FormVersionGone, AssuranceTooLow, NotApplicable, NobodyHandles,
    BusinessMissing, NotForBusinesses, access.NotYourPrincipal, access.NotYourBusiness.
    """
    today = government.local_date(now)
    version = _version(filing, today)
    package = version.data
    if not isinstance(package, ServicePackage) or package.channel != "case":
        raise NotApplicable
    counter = filing.channel is Channel.COUNTER
    access.check_may_file_for(applicant_id, actor, counter=counter, on=today)
    firm = _business(package, applicant_id, business, today)
    applicant = _applicant(applicant_id, actor)
    _check_assurance(package, _level(applicant, actor), filing.channel)
    reading = answers.read(package.fields(), filing.raw, today=today, files=set(filing.files))
    if reading.errors:
        raise InvalidAnswers(reading.errors)
    code = numbers.new_tracking_code()
    with transaction.atomic(savepoint=False):
        case = _new_case(filing, version, package, reading.answers, now)
        case.applicant_id, case.business = applicant.pk, firm
        case.filed_by_id = actor.person_id or applicant.pk
        case.tracking = cipher.lookup_hash(numbers.normal_code(code), "tracking")
        case.save()
        asked = {code: filing.files[code] for code in filing.files if code in reading.answers}
        attach(case, asked, actor, now)
        book.record(_submitted(case, package, applicant), actor=actor, at=now)
    return Filed(case, code)


def _version(filing: Filing, today: date) -> Version:
    newest = library.current("services", filing.service, on=today)
    if filing.version is None or filing.version == newest.version:
        return newest
    older = library.exact("services", filing.service, filing.version)
    is_known = older.effective_from <= today
    if is_known and versions.is_accepted(library.replaced_on(older, on=today), today):
        return older
    raise FormVersionGone(versions.changes(older.data, newest.data))


def _applicant(pk: int, actor: Actor) -> _Applicant:
    if pk == actor.person_id:
        # The request began with reading this very row.
        return _Applicant(pk, actor.ref, actor.assurance)
    person = people.person_by_id(pk)
    return _Applicant(pk, person.ref, Assurance(person.assurance))


def _business(
    package: ServicePackage, representative: int, ref: str, today: date
) -> people.Business | None:
    if not ref and not package.takes_persons:
        raise BusinessMissing
    if not ref:
        return None
    if not package.takes_businesses:
        raise NotForBusinesses
    return access.business_of(representative, ref, on=today)


def _level(applicant: _Applicant, actor: Actor) -> Assurance:
    # A child has no card: who files for another answers with their own identity, and an officer
    # has seen the proof of the mandate.
    own = actor.person_id in {None, applicant.pk}
    return applicant.assurance if own else actor.assurance


def _check_assurance(package: ServicePackage, level: Assurance, channel: Channel) -> None:
    # At the counter an officer has the person and the card in front of them.
    if channel is not Channel.COUNTER and level < Assurance[package.assurance.upper()]:
        raise AssuranceTooLow


def _new_case(
    filing: Filing,
    version: Version,
    package: ServicePackage,
    values: dict[str, Any],
    now: datetime,
) -> Case:
    today = government.local_date(now)
    workflow = library.current("workflows", package.workflow or "", on=today)
    agency = _agency(package.handled_by, values)
    return Case(
        number=numbers.new_number(today.year),
        service=package.code,
        service_version=version,
        workflow_version=workflow,
        agency=agency,
        district=_district(agency.district, values, package.handled_by.by),
        consent=filing.consent,
        channel=filing.channel,
        state=_initial(workflow.data),
        answers=values,  # type: ignore[misc]  # the stubs take an encrypted field for text
        submitted_at=now,
        due_at=_promise(package.deadline, now),
    )


def _initial(workflow: object) -> str:
    if not isinstance(workflow, WorkflowPackage):
        raise NotApplicable
    return workflow.initial


def _agency(handler: Handler, values: Mapping[str, Any]) -> people.Agency:
    if handler.agency:
        return people.agency(handler.agency)
    found = people.agency_serving(handler.kind or "", str(values.get(handler.by or "", "")))
    if found is None:
        raise NobodyHandles
    return found


def _district(of_agency: str, values: Mapping[str, Any], by: str | None) -> str:
    # A village code begins with its district's: 12.19.05.1001 lies in 12.19.05.
    answered = values.get(by or "kecamatan") or of_agency
    return str(answered)[:8]


def _promise(deadline: Deadline | None, now: datetime) -> datetime:
    if deadline is None:
        raise NotApplicable
    return clocks.due_at(now, deadline.working_days, calendars.load(deadline.calendar))


def attach(case: Case, files: Mapping[str, str], actor: Actor, now: datetime) -> None:
    """Give a case files that the actor sent; the caller records why. Raises NotFound."""
    if files:
        store.claim(set(files.values()), owner=actor.ref, subject=case.ref)
    CaseFile.objects.bulk_create(
        CaseFile(case=case, field=code, file_id=file_id, added_at=now)
        for code, file_id in files.items()
    )


def _submitted(case: Case, package: ServicePackage, applicant: _Applicant) -> events.CaseSubmitted:
    return events.CaseSubmitted(
        subject=Ref(case.ref),
        service=Code(case.service),
        version=package.version,
        agency=Code(case.agency.code),
        district=Code(case.district) if case.district else None,
        channel=Code(case.channel),
        assurance=applicant.assurance,
        applicant=Ref(case.business.ref if case.business else applicant.ref),
    )
