"""Changed references: refused where they are wrong, accepted where they are right.

What is right is told by Qiskit, by counting, and by dense tensors of each step of a proof.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from qiskit import QuantumCircuit
from qiskit.quantum_info import Operator, SparsePauliOp, Statevector

import qdesign as qd
from qdesign.document import read_body
from qdesign.lessons import Lesson
from qdesign.rows import rows
from scripts.campaign import cases
from scripts.lesson_answers import answers
from tests.zx.oracle import linear_map, same_map

WRONG = "wrong answers to lessons"
RIGHT = "other right answers to lessons"
MOST_TRIED = 400


def theirs(circuit: qd.Circuit, values: Mapping[str, float]) -> QuantumCircuit:
    """In Qiskit, gate by gate, without measurements."""
    made = QuantumCircuit(circuit.num_qubits)
    for item in circuit.plain_operations:
        if item.gate != "measure":
            getattr(made, item.gate)(*(angle.at(values) for angle in item.angles), *item.qubits)
    return made


def circuit_of(body: object) -> qd.Circuit:
    assert isinstance(body, qd.Circuit)
    return body


def body_of(goal: Mapping[str, Any], lesson: Lesson) -> qd.Circuit:
    return circuit_of(read_body(goal["body"], "/body") if "body" in goal else lesson.start.body)


def depth(circuit: qd.Circuit) -> int:
    ends = [0] * circuit.num_qubits
    for item in circuit.plain_operations:
        until = 1 + max(ends[q] for q in item.qubits)
        for q in item.qubits:
            ends[q] = until
    return max(ends)


def number(what: str, circuit: qd.Circuit) -> int:
    items = circuit.plain_operations
    if what == "parameters":
        return len({name for item in items for angle in item.angles for name in angle.symbols})
    if what == "depth":
        return depth(circuit)
    of = {"gates": lambda item: True, "two_qubit": lambda item: len(item.qubits) == 2}
    return sum(map(of.get(what, lambda item: item.gate == what), items))


def is_met(goal: Mapping[str, Any], lesson: Lesson, answer: qd.Document) -> bool:
    """What an independent look says."""
    kind, values = goal["kind"], answer.values
    if kind == "prediction":
        said = answer.kept["lesson"].data.get("answers", {}) if "lesson" in answer.kept else {}
        return said.get(goal["name"], "") == goal["answer"]
    if kind == "proof":
        return proves(goal, lesson, answer)
    body = circuit_of(answer.body)
    if kind == "count":
        found = number(goal["what"], body)
        return goal.get("at_least", 0) <= found <= goal.get("at_most", found)
    if kind == "energy":
        terms = SparsePauliOp.from_list(list(lesson.data["start"]["observable"].items()))
        energy = Statevector(theirs(body, values)).expectation_value(terms).real
        return bool(energy <= goal["at_most"] + 1e-9)
    if kind == "state":
        wanted = Statevector(theirs(body_of(goal, lesson), goal.get("values", {})))
        overlap = wanted.inner(Statevector(theirs(body, values)))
        return bool(1 - abs(overlap) ** 2 <= goal.get("tolerance", 1e-6))
    if kind == "map":
        points = [(values, goal.get("values", {}))]
    else:
        rng = np.random.default_rng(3)
        names = {*body.parameters, *lesson.start.body.parameters}
        drawn = [{name: rng.uniform(0, 6) for name in sorted(names)} for _ in range(2)]
        points = [(point, point) for point in drawn]
    wanted = body_of(goal, lesson)
    maps = [(Operator(theirs(body, a)), Operator(theirs(wanted, b))) for a, b in points]
    return all(a.equiv(b, atol=1e-6) for a, b in maps)


def proves(goal: Mapping[str, Any], lesson: Lesson, answer: qd.Document) -> bool:
    proof = answer.proof
    bodies = [proof.start, *(proof.body_at(step.id) for step in proof.path)]
    if bodies[0] != lesson.start.body or len(bodies) > goal["steps"] + 1:
        return False
    values = {name: 0.4 + k for k, name in enumerate("abc")}
    if not all(
        same_map(linear_map(a, values), linear_map(b, values))
        for a, b in itertools.pairwise(bodies)
    ):
        return False
    return sum(s.kind.value != "boundary" for s in bodies[-1].spiders) <= goal["at_most"]


def drawn(count: int, *, alike: bool) -> list[tuple[Lesson, qd.Document]]:
    """As many answers as asked for, of all lessons in turn, that are wrong or, alike, right."""
    rng = random.Random(14)
    found: list[tuple[Lesson, qd.Document]] = []
    lessons = list(rows(Lesson).values())
    streams = [(lesson, answers(lesson, rng, alike=alike)) for lesson in lessons]
    while len(found) < count:
        for lesson, stream in streams:
            for _ in range(MOST_TRIED):
                answer = next(stream)
                body = answer.body
                known = {*lesson.palette, "barrier"}
                allowed = (
                    not lesson.palette
                    or not isinstance(body, qd.Circuit)
                    or all(item.gate in known for item in body.plain_operations)
                )
                right = allowed and all(is_met(goal, lesson, answer) for goal in lesson.goals)
                if right == alike:
                    found.append((lesson, answer))
                    break
    return found[:count]


@pytest.mark.sized(WRONG)
def test_no_wrong_answer_passes() -> None:
    wrong = drawn(cases(WRONG), alike=False)
    passed = [(lesson.name, answer) for lesson, answer in wrong if lesson.check(answer)]
    assert passed == []
    # A qubit that is measured too early has no state to look at.
    outcomes = {lesson.check(answer).outcome for lesson, answer in wrong}
    assert outcomes <= {"fail", "error"}


@pytest.mark.sized(RIGHT)
def test_other_right_answers_pass() -> None:
    right = drawn(cases(RIGHT), alike=True)
    # Of some lessons there are only a few.
    assert len({(lesson.name, answer.dumps()) for lesson, answer in right}) > len(right) / 3
    refused = [
        (lesson.name, answer, found.message)
        for lesson, answer in right
        if not (found := lesson.check(answer))
    ]
    assert refused == []
