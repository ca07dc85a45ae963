"""Workflows: tables that hold, and steps that are refused with a sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pendopo.kernel.workflow import BrokenWorkflow, Row, State, Step, StepNotAllowed, Workflow

STATES = (
    State("submitted", "Diajukan"),
    State("returned", "Dikembalikan", "stops"),
    State("issued", "Terbit", "done"),
    State("refused", "Ditolak", "done"),
)
STEPS = (
    Step("return", "Kembalikan", "submitted", "returned", "cases.check", ("reason",)),
    Step("complete", "Lengkapi", "returned", "submitted", "applicant"),
    Step("approve", "Setujui", "submitted", "issued", "cases.decide"),
    Step("refuse", "Tolak", "submitted", "refused", "cases.decide", ("reason",)),
    Step("object", "Ajukan keberatan", "refused", "submitted", "applicant"),
)
FLOW = Workflow(initial="submitted", states=STATES, steps=STEPS)


def broken(*, initial="submitted", states=STATES, steps=STEPS):
    with pytest.raises(BrokenWorkflow) as refusal:
        Workflow(initial=initial, states=states, steps=steps)
    return refusal.value.problems


def test_a_step_that_leaves_the_state_is_returned():
    assert FLOW.check("submitted", "approve").target == "issued"


def test_a_step_from_elsewhere_is_refused_with_the_steps_that_are_possible():
    with pytest.raises(StepNotAllowed) as refusal:
        FLOW.check("returned", "approve")
    assert "“Dikembalikan”" in refusal.value.sentence
    assert "“Lengkapi”" in refusal.value.sentence
    assert refusal.value.details == {"allowed": ["complete"]}


def test_at_the_end_no_step_is_possible():
    with pytest.raises(StepNotAllowed, match="Tidak ada langkah lanjutan"):
        FLOW.check("issued", "approve")


def test_an_end_may_be_left_again():
    assert FLOW.check("refused", "object").target == "submitted"


def test_an_unknown_state_is_a_bug_and_not_a_refusal():
    with pytest.raises(KeyError):
        FLOW.check("lost", "approve")


def test_an_unknown_initial_state_is_refused():
    assert broken(initial="lost") == ["keadaan awal “lost” tidak ada"]


def test_a_step_to_nowhere_is_refused():
    [problem] = broken(steps=(*STEPS, Step("lose", "Hilangkan", "submitted", "lost")))
    assert "“lost”" in problem


def test_a_state_that_cannot_be_reached_is_refused():
    [problem] = broken(states=(*STATES, State("island", "Pulau", "done")))
    assert problem == "keadaan “island” tidak dapat dicapai dari keadaan awal"


def test_a_state_without_a_way_to_an_end_is_refused():
    trap = Step("trap", "Jebak", "submitted", "trap")
    [problem] = broken(states=(*STATES, State("trap", "Jebakan")), steps=(*STEPS, trap))
    assert problem == "dari keadaan “trap” tidak ada jalan menuju akhir"


def test_a_circle_without_an_exit_is_refused():
    states = (State("a", "A"), State("b", "B"))
    steps = (Step("on", "Maju", "a", "b"), Step("back", "Mundur", "b", "a"))
    assert len(broken(initial="a", states=states, steps=steps)) == 2


def test_two_steps_of_one_name_from_one_state_are_refused():
    [problem] = broken(steps=(*STEPS, Step("approve", "Setujui", "submitted", "refused")))
    assert "“approve”" in problem


def test_one_step_may_leave_several_states():
    withdraw = [Step("withdraw", "Cabut", s, "refused") for s in ("submitted", "returned")]
    flow = Workflow(initial="submitted", states=STATES, steps=(*STEPS, *withdraw))
    assert flow.check("returned", "withdraw").source == "returned"


def test_two_states_of_one_name_are_refused():
    assert broken(states=(*STATES, State("issued", "Terbit lagi", "done"))) == [
        "keadaan “issued” ditulis dua kali"
    ]


def test_the_table_reads_line_by_line():
    rows = FLOW.table()
    assert rows[0] == Row(
        "Diajukan", "berjalan", "Kembalikan", "Dikembalikan", "cases.check", ("reason",)
    )
    assert Row("Terbit", "selesai") in rows
    assert len(rows) == len(STEPS) + 1


def test_the_diagram_names_every_state_and_step():
    text = FLOW.mermaid()
    assert text.startswith("stateDiagram-v2\n")
    assert "    s0 --> s2 : Setujui\n" in text
    assert "    [*] --> s0\n" in text
    assert "    s2 --> [*]\n" in text


def test_a_label_cannot_break_the_diagram():
    states = (State("a", "Satu: dua;\n[*] --> x"), State("b", "B", "done"))
    text = Workflow(initial="a", states=states, steps=(Step("s", "S", "a", "b"),)).mermaid()
    assert "    s0 : Satu dua * --> x\n" in text


codes = st.sampled_from("abcdef")
tables = st.builds(
    lambda ends, pairs: (
        tuple(State(c, c, "done" if c in ends else "runs") for c in "abcdef"),
        tuple(Step(f"{a}{b}", "Langkah", a, b) for a, b in sorted(pairs)),
    ),
    st.frozensets(codes),
    st.frozensets(st.tuples(codes, codes)),
)


@given(tables)
def test_no_case_can_be_caught_in_a_table_that_was_accepted(table):
    states, steps = table
    try:
        flow = Workflow(initial="a", states=states, steps=steps)
    except BrokenWorkflow:
        return
    for state in flow.states:
        assert ends_within(flow, state.code, len(states))


def ends_within(flow, code, moves):
    if flow.state(code).clock == "done":
        return True
    return moves > 0 and any(
        ends_within(flow, step.target, moves - 1) for step in flow.steps_from(code)
    )
