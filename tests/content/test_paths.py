"""Every shipped service is filed and walked to its end, through the actions that people use."""

import io
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from pendopo.domains.cases import actions
from pendopo.domains.cases.models import Case
from pendopo.domains.cases.rules import conditions
from pendopo.domains.cases.schema import FieldType, ServicePackage, StepSpec, WorkflowPackage
from pendopo.domains.documents.models import Letter
from pendopo.domains.people.models import Agency, Person
from pendopo.domains.people.tests import factories
from pendopo.kernel.actor import Actor, Assurance, system
from pendopo.kernel.content import library
from pendopo.kernel.files import store
from pendopo.kernel.privacy.classes import DataClass
from tests.content import shipped

NOW = datetime(2026, 6, 4, 3, 0, tzinfo=UTC)
FILED = [
    pytest.param(p, id=p.code)
    for p in shipped.packages("services", ServicePackage)
    if p.channel == "case"
]
FLOWS = {p.code: p for p in shipped.packages("workflows", WorkflowPackage)}
DETOURS = {"refused", "withdrawn", "returned"}

TYPED = {
    FieldType.NIK: "1219054107900001",
    FieldType.FAMILY_CARD: "1219050101150002",
    FieldType.NIB: "0123456789012",
    FieldType.PHONE: "0812 3456 7890",
    FieldType.DATE: "2026-06-03",
    FieldType.MONEY: "2.500.000",
    FieldType.YES_NO: "tidak",
    FieldType.DISTRICT: "12.19.05",
    FieldType.VILLAGE: "12.19.05.2001",
    FieldType.DECLARATION: "ya",
}


@pytest.mark.django_db
@pytest.mark.parametrize("package", FILED)
def test_a_service_is_filed_and_walked_to_its_end(package: ServicePackage) -> None:
    office = make_office(package)
    resident = factories.make_person(assurance=Assurance.SEEN)
    officer = factories.make_officer("cases.view", "cases.check", "cases.decide", unit=office)
    case = file(package, resident)

    for step in way_to_the_end(FLOWS[package.workflow or ""]):
        case = take(case, step, factories.actor_for(officer))

    assert case.closed_at == NOW
    assert case.outcome not in DETOURS
    assert case.agency == office
    assert Letter.objects.filter(subject=case.ref).count() == (package.letter is not None)


def make_office(package: ServicePackage) -> Agency:
    wanted = {package.code, package.workflow, "nasional", "dasar"}
    for kind in ("workflows", "services", "calendars", "letters"):
        for item in shipped.checked(kind):
            if item.data.code in wanted:
                library.load(item, now=NOW)
    handler = package.handled_by
    office = factories.make_agency(
        handler.agency or f"{handler.kind}-talawi", kind=handler.kind or "opd", district="12.19.05"
    )
    head = factories.make_post(office, "documents.sign", is_head=True, signs=True)
    factories.make_holding(factories.make_person(), head)
    return office


def file(package: ServicePackage, resident: Person) -> Case:
    raw = {field.code: typed(field) for field in package.fields()}
    chosen: dict[str, Any] = {
        field.code: False for field in package.fields() if field.type is FieldType.YES_NO
    }
    chosen |= {field.code: field.choices[0].value for field in package.fields() if field.choices}
    papers = [
        field.code
        for field in conditions.asked(package.fields(), chosen)
        if field.type is FieldType.FILE
    ]
    filing = actions.Filing(
        service=package.code, raw=raw, files={code: photo(resident) for code in papers}
    )
    return actions.file_case(
        filing=filing, applicant_id=resident.pk, actor=factories.actor_for(resident), now=NOW
    ).case


def typed(field: Any) -> str:
    if field.choices:
        return str(field.choices[0].value)
    if field.type is FieldType.NUMBER:
        return str(field.min)
    return TYPED.get(field.type, "Contoh isian")


def photo(owner: Person) -> str:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(out, "PNG")
    stored = store.accept(
        SimpleUploadedFile("foto.png", out.getvalue()),
        allowed=store.PAPERS,
        limit=1_000_000,
        owner=owner.ref,
        data_class=DataClass.DOCUMENT,
        now=NOW,
    )
    return str(stored.pk)


def way_to_the_end(flow: WorkflowPackage) -> list[StepSpec]:
    # Breadth first: the shortest way that neither refuses nor turns back.
    ways: list[tuple[str, list[StepSpec]]] = [(flow.initial, [])]
    for state, taken in ways:
        if flow.state(state).clock == "done":
            return taken
        ways += [
            (step.to, [*taken, step])
            for step in flow.steps_from(state)
            if step.to not in DETOURS and len(taken) < len(flow.states)
        ]
    raise AssertionError(f"{flow.code} has no way to its end")


def take(case: Case, step: StepSpec, officer: Actor) -> Case:
    if step.by == "system":
        closed = actions.complete(subject=case.ref, actor=system("documents"), now=NOW)
        assert closed
        return closed
    wanted = actions.Step(
        code=step.code,
        reason="Sesuai rencana" if "reason" in step.needs else "",
        reference="1234567890" if "reference" in step.needs else "",
    )
    return actions.take_step(number=case.number, step=wanted, actor=officer, now=NOW)
