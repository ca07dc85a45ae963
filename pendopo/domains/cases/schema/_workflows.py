"""What a workflow is, as content: states and steps as a readable table."""

from typing import Literal, Self

from pydantic import Field, model_validator

from pendopo.domains.cases.schema._services import Sentence, Word
from pendopo.kernel import workflow
from pendopo.kernel.content import Package
from pendopo.kernel.content.schema import Part


class StateSpec(Part):
    """A state: its public word and what the clock does in it."""

    code: Word
    label: Sentence
    clock: Literal["runs", "stops", "done"]
    tone: Literal["new", "waiting", "working", "returned", "done", "refused", "cancelled"]
    now: Sentence
    """What the applicant reads while the case is here: who has it, what happens next."""


class StepSpec(Part):
    """A step: from where to where, who may take it, what it needs and what it does."""

    code: Word
    label: Sentence
    from_: tuple[Word, ...] = Field(alias="from", min_length=1)
    to: Word
    by: Literal["applicant", "officer", "system"]
    permission: str = ""
    needs: tuple[Literal["reason", "reference"], ...] = ()
    effect: Literal["", "letter", "objection"] = ""
    consequence: Sentence
    """What the officer or applicant reads beside the button."""

    @model_validator(mode="after")
    def _officers_need_permission(self) -> Self:
        if (self.by == "officer") != bool(self.permission):
            raise ValueError("langkah petugas, dan hanya itu, memerlukan permission")
        return self


class WorkflowPackage(Package):
    """States and steps as a readable table."""

    initial: Word
    states: tuple[StateSpec, ...] = Field(min_length=2)
    steps: tuple[StepSpec, ...] = Field(min_length=1)

    def state(self, code: str) -> StateSpec:
        """Return a state by code. Raises KeyError."""
        return {state.code: state for state in self.states}[code]

    def step(self, code: str) -> StepSpec:
        """Return a step by code. Raises KeyError."""
        return {step.code: step for step in self.steps}[code]

    def steps_from(self, state: str) -> list[StepSpec]:
        """Return the steps that leave a state, in the order of the package."""
        return [step for step in self.steps if state in step.from_]

    @model_validator(mode="after")
    def _is_a_workflow(self) -> Self:
        self.build()
        return self

    def build(self) -> workflow.Workflow:
        """Return the kernel's workflow. Raises ValueError for a table that does not hold."""
        return workflow.Workflow(
            initial=self.initial,
            states=tuple(workflow.State(s.code, s.label, s.clock) for s in self.states),
            steps=tuple(
                workflow.Step(s.code, s.label, source, s.to, s.permission or s.by, s.needs)
                for s in self.steps
                for source in s.from_
            ),
        )
