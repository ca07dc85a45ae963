"""What every shipped workflow owes to applicants and officers."""

import pytest

from pendopo.domains.cases.schema import WorkflowPackage
from pendopo.domains.people.schema import RolePackage
from tests.content import shipped

FLOWS = [pytest.param(p, id=p.code) for p in shipped.packages("workflows", WorkflowPackage)]
GRANTED = {p for role in shipped.packages("roles", RolePackage) for p in role.permissions}


@pytest.mark.parametrize("flow", FLOWS)
def test_somebody_holds_the_permission_of_every_step(flow: WorkflowPackage) -> None:
    assert {step.permission for step in flow.steps if step.permission} <= GRANTED


@pytest.mark.parametrize("flow", FLOWS)
def test_a_refusal_has_a_reason_and_can_be_objected_to(flow: WorkflowPackage) -> None:
    assert "reason" in flow.step("refuse").needs
    assert flow.step("object").from_ == (flow.step("refuse").to,)
    assert flow.step("object").by == "applicant"


@pytest.mark.parametrize("flow", FLOWS)
def test_an_objection_is_not_decided_with_the_permission_that_refused(
    flow: WorkflowPackage,
) -> None:
    answers = [step for step in flow.steps_from("objected") if step.by == "officer"]

    assert {step.permission for step in answers} == {"cases.decide_objection"}


@pytest.mark.parametrize("flow", FLOWS)
def test_the_clock_stops_just_while_the_applicant_must_act(flow: WorkflowPackage) -> None:
    stopped = {state.code for state in flow.states if state.clock == "stops"}

    assert stopped == {"returned"}
    assert all(step.by == "applicant" for step in flow.steps_from("returned"))


@pytest.mark.parametrize("flow", FLOWS)
def test_an_applicant_can_withdraw_until_the_matter_is_decided(flow: WorkflowPackage) -> None:
    withdrawn = flow.step("withdraw")

    assert {flow.initial, "returned"} <= set(withdrawn.from_)
    assert not any(flow.state(code).clock == "done" for code in withdrawn.from_)


def test_the_front_desk_to_siak_makes_no_document_of_its_own() -> None:
    flow = next(p for p in shipped.packages("workflows", WorkflowPackage) if p.code == "adminduk")

    assert not [step for step in flow.steps if step.effect == "letter"]
    assert flow.step("enter").needs == ("reference",)
    assert flow.step("issue").needs == ("reference",)
