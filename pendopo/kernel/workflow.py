"""Workflows: states and steps as a table that people can read and check. Knows no framework.

    flow = Workflow(initial="submitted", states=(...), steps=(...))
    step = flow.check("submitted", "accept")

A table that does not hold (an unknown state, one that cannot be reached, one from which no end
can be reached) cannot be built, so no case can be caught in it.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from pendopo.kernel.errors import DomainError
from pendopo.kernel.sentences import Filled

Clock = Literal["runs", "stops", "done"]

CLOCK_WORDS: dict[Clock, str] = {"runs": "berjalan", "stops": "berhenti", "done": "selesai"}


class BrokenWorkflow(ValueError):
    """The table does not hold; `problems` says each reason."""

    def __init__(self, problems: list[str]) -> None:
        """Keep every problem."""
        self.problems = problems
        super().__init__("; ".join(problems))


class StepNotAllowed(DomainError):
    """The step does not leave this state; `allowed` are the steps that do."""

    def __init__(self, state: "State", allowed: tuple["Step", ...]) -> None:
        """Say where the matter stands and what is possible."""
        self.allowed = allowed
        super().__init__(_sentence(state, allowed), allowed=[step.code for step in allowed])


@dataclass(frozen=True)
class State:
    """Where a matter may stand; a deadline's clock runs or stops here, or is done."""

    code: str
    label: str
    clock: Clock = "runs"


@dataclass(frozen=True)
class Step:
    """A way from one state to another: who may take it, and what it needs."""

    code: str
    label: str
    source: str
    target: str
    permission: str = ""
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """One line of the readable table."""

    state: str
    clock: str
    step: str = ""
    target: str = ""
    permission: str = ""
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Workflow:
    """States and steps. Raises BrokenWorkflow when the table does not hold."""

    initial: str
    states: tuple[State, ...]
    steps: tuple[Step, ...]

    def __post_init__(self) -> None:
        """Check the whole table and say everything that is wrong with it."""
        problems = [*_doubled(self), *_unknown(self)] or [*_unreachable(self), *_endless(self)]
        if problems:
            raise BrokenWorkflow(problems)

    def state(self, code: str) -> State:
        """Return a state. Raises KeyError."""
        return self._states[code]

    def steps_from(self, state: str) -> tuple[Step, ...]:
        """Return the steps that leave a state, in the order of the table."""
        return tuple(step for step in self.steps if step.source == state)

    def check(self, state: str, step: str) -> Step:
        """Return the step, if it leaves this state. Raises StepNotAllowed."""
        allowed = self.steps_from(state)
        for candidate in allowed:
            if candidate.code == step:
                return candidate
        raise StepNotAllowed(self.state(state), allowed)

    def table(self) -> list[Row]:
        """Return a line per step in the order of the states; a last state has one line."""
        return [row for state in self.states for row in self._rows(state)]

    def mermaid(self) -> str:
        """Return the diagram as Mermaid text."""
        names = {state.code: f"s{number}" for number, state in enumerate(self.states)}
        lines = ["stateDiagram-v2"]
        lines += [f"    {names[state.code]} : {_quiet(state.label)}" for state in self.states]
        lines += [f"    [*] --> {names[self.initial]}"]
        lines += [
            f"    {names[step.source]} --> {names[step.target]} : {_quiet(step.label)}"
            for step in self.steps
        ]
        lines += [f"    {names[state.code]} --> [*]" for state in self.states if _is_end(state)]
        return "\n".join(lines) + "\n"

    @cached_property
    def _states(self) -> dict[str, State]:
        return {state.code: state for state in self.states}

    def _rows(self, state: State) -> Iterator[Row]:
        clock = CLOCK_WORDS[state.clock]
        leaving = self.steps_from(state.code)
        if not leaving:
            yield Row(state.label, clock)
        for step in leaving:
            target = self.state(step.target).label
            yield Row(state.label, clock, step.label, target, step.permission, step.needs)


def _doubled(flow: Workflow) -> Iterator[str]:
    codes = [state.code for state in flow.states]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        yield f"keadaan “{code}” ditulis dua kali"
    leaving = [(step.source, step.code) for step in flow.steps]
    for source, code in sorted({pair for pair in leaving if leaving.count(pair) > 1}):
        yield f"langkah “{code}” dari keadaan “{source}” ditulis dua kali"


def _unknown(flow: Workflow) -> Iterator[str]:
    known = {state.code for state in flow.states}
    if flow.initial not in known:
        yield f"keadaan awal “{flow.initial}” tidak ada"
    for step in flow.steps:
        for code in (step.source, step.target):
            if code not in known:
                yield f"langkah “{step.code}” menyebut keadaan “{code}” yang tidak ada"


def _unreachable(flow: Workflow) -> Iterator[str]:
    reached = _closure({flow.initial}, flow, lambda step: (step.source, step.target))
    for state in flow.states:
        if state.code not in reached:
            yield f"keadaan “{state.code}” tidak dapat dicapai dari keadaan awal"


def _endless(flow: Workflow) -> Iterator[str]:
    ends = {state.code for state in flow.states if _is_end(state)}
    finishing = _closure(ends, flow, lambda step: (step.target, step.source))
    for state in flow.states:
        if state.code not in finishing:
            yield f"dari keadaan “{state.code}” tidak ada jalan menuju akhir"


def _closure(
    start: set[str], flow: Workflow, direction: Callable[[Step], tuple[str, str]]
) -> set[str]:
    reached, edge = set(start), set(start)
    while edge:
        pairs = [direction(step) for step in flow.steps]
        edge = {there for here, there in pairs if here in edge} - reached
        reached |= edge
    return reached


def _is_end(state: State) -> bool:
    return state.clock == "done"


def _sentence(state: State, allowed: tuple[Step, ...]) -> str:
    steps = ", ".join(f"“{step.label}”" for step in allowed)
    more = Filled("Langkah yang tersedia: {steps}.", steps=steps)
    return Filled(
        "Langkah ini tidak dapat dijalankan saat status “{state}”. {more}",
        state=state.label,
        more=more if allowed else Filled("Tidak ada langkah lanjutan."),
    )


def _quiet(label: str) -> str:
    # Mermaid reads colons, semicolons, hashes and braces as its own marks.
    return re.sub(r"[:;#{}\[\]\s]+", " ", label).strip()
