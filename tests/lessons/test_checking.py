"""Answers: what is right, what is off, by how much; never an exception, never a guess."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import numpy as np
import pytest
from qiskit import QuantumCircuit

import qdesign as qd
from qdesign.document import Kept
from qdesign.lessons import Lesson, get, loads
from qdesign.lessons.goals import KINDS
from qdesign.lessons.limited import in_child, is_light
from qdesign.operation import Operation


def answered(document: qd.Document, **answers: str) -> qd.Document:
    return replace(document, kept={"lesson": Kept({"name": "x", "answers": answers})})


def lesson_of(*goals: dict[str, object], start: str = "", qubits: int = 1) -> Lesson:
    """A lesson with these goals; its reference is its start, and not looked at."""
    document = json.loads(qd.Document(qd.Circuit.of(qubits, start)).dumps())
    named = [{"name": f"g{k}", "title": f"Goal {k}", **goal} for k, goal in enumerate(goals)]
    head = {"format": "qdesign-lesson", "version": 1, "name": "own", "title": "Own", "text": []}
    return loads(json.dumps({**head, "start": document, "reference": document, "goals": named}))


def body(qubits: int, text: str) -> dict[str, object]:
    return json.loads(qd.Document(qd.Circuit.of(qubits, text)).dumps())["body"]


def said(lesson: Lesson, answer: object) -> tuple[str, str]:
    (goal,) = lesson.check(answer).goals
    return goal.outcome, goal.message


def test_a_state_may_have_another_phase_unless_it_may_not() -> None:
    one = qd.Circuit.of(1, "x 0; z 0")
    anyhow = lesson_of({"kind": "state", "body": body(1, "x 0")})
    exactly = lesson_of({"kind": "state", "body": body(1, "x 0"), "exactly": True})
    assert said(anyhow, one) == ("pass", "The state is reached.")
    assert said(exactly, one) == (
        "fail",
        "Right up to a global phase; it is off by 3.142 rad.",
    )
    assert said(exactly, qd.Circuit.of(1, "x 0"))[0] == "pass"
    assert said(anyhow, qd.Circuit.of(1, "ry(pi/2) 0")) == (
        "fail",
        "Fidelity 0.500; 0.500 is missing.",
    )


def test_a_map_is_told_by_an_input_that_goes_astray() -> None:
    cx = lesson_of({"kind": "map", "body": body(2, "cx 0 1")}, qubits=2)
    assert said(cx, qd.Circuit.of(2, "h 1; cz 0 1; h 1"))[0] == "pass"
    found = cx.check(qd.Circuit.of(2, "cx 1 0"))
    assert found.goals[0].counterexample == "|01⟩"
    assert "fidelity 0" in found.message
    phased = cx.check(qd.Circuit.of(2, "cx 0 1; s 0"))
    assert phased.message.endswith("Inputs |00⟩ and |01⟩ get another phase between them.")


def test_an_answer_of_other_libraries_is_read() -> None:
    theirs = QuantumCircuit(2)
    theirs.h(0)
    theirs.cx(0, 1)
    pair = get("pair")
    assert [goal.outcome for goal in pair.check(theirs)] == ["fail", "pass", "pass"]
    assert said(lesson_of({"kind": "state", "body": body(1, "ry(pi/3) 0")}), "ry") == (
        "error",
        "A circuit or diagram is expected, not str. Give a qdesign, Qiskit, PennyLane or PyZX one.",
    )


def test_equality_is_for_all_values_and_names_where_it_fails() -> None:
    lesson = lesson_of({"kind": "equal"}, start="rz(a) 0; rz(b) 0; rx(c) 0")
    assert said(lesson, qd.Circuit.of(1, "rz(a + b) 0; rx(c) 0")) == (
        "pass",
        "Equal at all values.",
    )
    outcome, message = said(lesson, qd.Circuit.of(1, "rz(a - b) 0; rx(c) 0"))
    assert outcome == "fail"
    assert message.startswith("Different. ")
    assert " At a = " in message
    # Equal wherever the values are zero, and nowhere else.
    assert said(lesson, qd.Circuit.of(1))[0] == "fail"


def test_sizes_that_take_long_are_undecided_and_others_are_told() -> None:
    wide = lesson_of({"kind": "state", "body": body(17, "h 0")}, qubits=17)
    assert said(wide, qd.Circuit.of(17, "h 0")) == (
        "undecided",
        "This is checked up to 16 qubits; 17 are drawn.",
    )
    assert said(lesson_of({"kind": "state", "body": body(1, "h 0")}), qd.Circuit.of(40, "h 0")) == (
        "fail",
        "40 qubits are drawn; the goal is about 1.",
    )
    many = qd.Circuit(1, (qd.Block((Operation("h", (0,)),), count=1_000_000_000),))
    assert said(lesson_of({"kind": "state", "body": body(1, "h 0")}), many)[0] == "undecided"
    inside = qd.qasm.loads("OPENQASM 3.0; qubit q; bit c; c = measure q; h q; reset q; h q;")
    assert said(lesson_of({"kind": "state", "body": body(1, "h 0")}), inside)[0] == "error"


def test_large_answers_are_checked_in_a_child_that_is_stopped() -> None:
    for lesson in (get("agree"), get("undo")):
        for answer in (lesson.reference, lesson.start):
            assert in_child(lesson, answer) == lesson.check(answer)
    wide = lesson_of({"kind": "state", "body": body(16, "h 0")}, qubits=16)
    answer = qd.Document(qd.Circuit.of(16, "; ".join(["x 1; x 1; h 0"] * 501)))
    assert not is_light(wide, answer)
    assert said(wide, answer) == ("pass", "The state is reached.")
    stopped = in_child(wide, answer, seconds=0.0)
    assert stopped.message.endswith("The check was stopped after 5 seconds.")
    assert stopped.outcome == "undecided"
    many = qd.Circuit.of(1, "; ".join(["x 0"] * 20_001))
    assert said(lesson_of({"kind": "count", "what": "gates", "at_most": 1}), many) == (
        "undecided",
        "More than 20,000 gates take longer than a check may.",
    )


def test_a_proof_takes_rules_and_not_jumps() -> None:
    lesson = get("fuse")
    start = lesson.start
    proof = qd.zx.Proof(start.body)
    proof.edit(lesson.reference.body, "By hand")
    jumped = lesson.check(start.with_proof(proof))
    assert jumped.goals[0].message == "Step p1 is no single rule; take rules here."
    proof = qd.zx.Proof(start.body)
    proof.apply("fuse", ["s1", "s2"])
    half = lesson.check(start.with_proof(proof))
    assert half.goals[0].message == "2 spiders; 1 too many."
    data = lesson.reference.proof.to_dict()
    last = data["steps"]["p2"]
    changed = last.get("body") or last["change"]
    next(iter(changed["spiders"].values()))["phase"] = "a+b"
    forged = replace(lesson.reference, kept={"proof": Kept(data)})
    assert lesson.check(forged).outcome == "fail"
    other = qd.zx.Proof(qd.zx.to_diagram(qd.Circuit.of(1, "rz(a) 0")))
    other.apply("change_color", ["s1"])
    begun = lesson.check(start.with_proof(other)).goals[0]
    assert begun.message == "The proof begins with another drawing than the lesson."


@pytest.mark.parametrize("given", ["0,5", " 0.5", "0.5"])
def test_a_prediction_is_read_as_people_write_it(given: str) -> None:
    assert get("turn").check(answered(get("turn").start, guess=given)).goals[0].outcome == "pass"
    assert get("turn").check(answered(get("turn").start, guess="nan")).goals[0].outcome == "fail"
    tries = {"goals": {"guess": {"outcome": "fail", "tries": 2}}, "answers": {"guess": given}}
    again = replace(get("turn").start, kept={"lesson": Kept({"name": "turn", **tries})})
    assert get("turn").check(again).goals[0].message == "As predicted, on try 2."


def test_gates_that_a_lesson_does_not_have_are_refused() -> None:
    found = get("between").check(qd.Circuit.of(1, "x 0"))
    assert [goal.outcome for goal in found] == ["pass", "pass", "fail"]
    assert found.message.endswith("Here there are h, z; x is none of them.")
    assert found.outcome == "fail"


def test_a_check_reads_as_an_assertion() -> None:
    lesson = get("chain")
    assert lesson.check(lesson.reference)
    found = lesson.check(qd.Circuit.of(4, "h 0; cx 0 1; cx 1 2; cx 2 3"))
    assert not found
    assert repr(found) == (
        "<chain: fail. 2 of 3 goals met.\n✗ Depth at most 3: 4 in use; 1 too many.>"
    )
    assert math.isclose(found.score, 2 / 3)
    # As a cell of nbgrader or otter has it: the message stands in the traceback.
    with pytest.raises(AssertionError) as raised:
        exec("assert found, found", {"found": found})
    assert "Depth at most 3: 4 in use; 1 too many." in str(raised.value)


def test_every_kind_of_goal_is_in_the_schema() -> None:
    from qdesign.shapes import shapes

    assert set(shapes()["Goal"]["properties"]["kind"]["enum"]) == set(KINDS)


def _mutants(lesson: Lesson, rng: np.random.Generator) -> list[qd.Document]:
    """The reference with one thing wrong: a gate gone, another, elsewhere, or turned."""
    document = lesson.reference
    circuit = document.body
    assert isinstance(circuit, qd.Circuit)
    made: list[qd.Document] = []
    items = [item for item in circuit.plain_operations if item.gate != "measure"]
    for index in range(len(items)):
        made.append(document.with_body(circuit.with_operations(items[:index] + items[index + 1 :])))
        extra = Operation("sdg", (int(rng.integers(circuit.num_qubits)),))
        made.append(
            document.with_body(circuit.with_operations([*items[:index], extra, *items[index:]]))
        )
    made += [document.with_values({name: at + 0.7}) for name, at in document.values.items()]
    return made


@pytest.mark.parametrize(("name", "goal"), [("between", "x"), ("shorter", "equal")])
def test_an_answer_is_right_where_an_independent_verdict_says_so(name: str, goal: str) -> None:
    lesson = get(name)
    mutants = _mutants(lesson, np.random.default_rng(1))
    for mutant in mutants:
        same = qd.equivalent(mutant.body, lesson.reference.body).equal
        found = {each.name: each for each in lesson.check(mutant)}[goal]
        assert found.outcome == ("pass" if same else "fail"), found
