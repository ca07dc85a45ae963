"""How services and cases are put into the components of the shell."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from pendopo.domains.cases import queries
from pendopo.domains.cases.models import Case
from pendopo.domains.cases.rules import words
from pendopo.domains.cases.schema import ServicePackage, StandardPart, WorkflowPackage
from pendopo.domains.people import queries as people
from pendopo.kernel import workflow
from pendopo.kernel.actor import Actor
from pendopo.shell.shapes import Moment, Phase


def grouped(packages: Iterable[ServicePackage]) -> list[tuple[str, list[ServicePackage]]]:
    """Return (group title, services) in the order of the house, unknown groups last."""
    rest = list(packages)
    order = [*words.GROUPS, *sorted({package.group for package in rest} - set(words.GROUPS))]
    pairs = [(words.GROUPS.get(code, code), [p for p in rest if p.group == code]) for code in order]
    return [(title, found) for title, found in pairs if found]


def standard(package: ServicePackage) -> list[tuple[str, StandardPart]]:
    """Return the 14 parts with their Indonesian titles."""
    return [(words.PARTS[name], part) for name, part in package.standard.parts()]


def prefilled(package: ServicePackage, actor: Actor) -> dict[str, Any]:
    """Return first answers from what the person told before; a NIK only once an officer saw it."""
    if actor.person_id is None:
        return {}
    person = people.person_by_id(actor.person_id)
    known = {
        "name": person.name,
        "address": person.address,
        "district": person.district,
        "village": person.village,
        "phone": person.contact if person.contact.startswith("+62") else "",
        "email": person.contact if "@" in person.contact else "",
    }
    return {field.code: known[field.prefill] for field in package.fields() if field.prefill}


def moments(page: queries.CasePage) -> list[Moment]:
    """Return the timeline of a case: what happened, where it is now, when it should end."""
    past = [
        Moment(title=item.label, at=item.at, by=item.who, text=item.note) for item in page.timeline
    ]
    if page.clock.finished:
        return past
    return [
        *past,
        Moment(title=page.state.label, phase=Phase.NOW, by=page.case.agency.name),
        Moment(title=_("Selesai paling lambat"), phase=Phase.NEXT, at=page.clock.due_on),
    ]


def steps(package: WorkflowPackage) -> list[tuple[workflow.Row, str]]:
    """Return the rows of a workflow, each with who takes its step."""
    rows = package.build().table()
    return [
        (row, words.BY.get(row.permission, words.BY["officer"]) if row.step else "") for row in rows
    ]


def status_of(tone: str, *, is_late: bool = False) -> str:
    """Return the shell's status code of a state."""
    return "terlambat" if is_late and tone not in {"done", "cancelled"} else words.TONES[tone]


def work_row(case: Case, now: datetime) -> dict[str, Any]:
    """Return what one line of the work list shows."""
    state = case.workflow.state(case.state)
    late = case.closed_at is None and case.due_at < now
    return {
        "number": case.number,
        "title": case.package.title,
        "applicant": case.applicant_name,
        "assignee": case.assignee.name if case.assignee else "",
        "due_on": case.due_at,
        "closed_at": case.closed_at,
        "status": status_of(state.tone, is_late=late),
        "label": state.label,
    }


def narrowed(wanted: queries.WorkFilter) -> str:
    """Say to which office and district the work list is narrowed, empty where it is not."""
    words_of = [people.area_name(wanted.district)] if wanted.district else []
    if wanted.unit:
        words_of.append(people.agency(wanted.unit).name)
    return ", ".join(words_of)
