"""Walks of pair gates through Pauli rotations: the map kept, wires put back, numbers repeated."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from qdesign.angle import Angle
from qdesign.circuit import Circuit, Operation
from qdesign.equivalence import closes, unitary_verdict
from qdesign.reduction.elementary import to_elementary
from qdesign.reduction.local_resynthesis import num_two_qubit
from qdesign.reduction.simplify import simplify
from qdesign.reduction.walks import Setting, Walker, to_operations, to_walk
from qdesign.zx.gadgets import Rotations, merge, named_radians, to_rotations
from tests.simulate.oracle import random_circuit
from tests.uccsd import ansatz
from tests.zx.oracle import distance, unitary, values_for

SETTING = Setting(4, 0.5, 0.2)


def rotations(seed: int, num_qubits: int) -> tuple[Circuit, Rotations]:
    rng = np.random.default_rng(seed)
    given = random_circuit(num_qubits, 25, rng)
    return given, merge(to_rotations(given))


@pytest.mark.parametrize("seed", range(30))
def test_a_walk_from_nothing_and_its_windows_keep_the_map(seed: int) -> None:
    given, form = rotations(seed, 1 + seed % 6)
    values = values_for(given.parameters, np.random.default_rng(seed))
    walker = Walker(form, seed=seed)
    cost = walker.fresh(SETTING)
    assert cost >= 0
    for effort in (0, 2e4, 2e5):
        shorter = walker.improve(effort)
        assert shorter <= cost
        cost = shorter
        found = given.with_operations(walker.operations())
        assert num_two_qubit(found.plain_operations) == cost
        assert distance(unitary(found, values), unitary(given, values)) < 1e-8


@pytest.mark.parametrize("seed", range(20))
def test_a_circuit_read_as_a_walk_is_written_back_as_an_equal_one(seed: int) -> None:
    given = named_radians(random_circuit(1 + seed % 5, 25, np.random.default_rng(seed)))
    elements = [e for o in given.plain_operations for e in to_elementary(o)]
    form, steps = to_walk(elements, given.num_qubits)
    written = given.with_operations(to_operations(form, steps))
    assert closes(given, written)
    walker = Walker(form, room=len(steps))
    assert walker.take(steps) == sum(1 for step in steps if step[0] < 0)
    walker.improve(1e5)
    assert closes(given, given.with_operations(walker.operations()))


def test_exchanged_wires_are_put_back_by_gates_that_count() -> None:
    given = Circuit.of(4, "swap 0 1; rz(a) 1; swap 1 2; rx(b) 2; swap 2 3")
    walker = Walker(to_rotations(given))
    assert walker.fresh(SETTING) == 9
    assert closes(given, given.with_operations(walker.operations()))


def test_the_same_seed_finds_the_same_walk_and_what_was_kept_comes_back() -> None:
    _, form = rotations(3, 5)
    first, second = Walker(form, seed=7), Walker(form, seed=7)
    for walker in (first, second):
        walker.fresh(SETTING)
        walker.keep(2)
        walker.improve(3e5)
    assert first.operations() == second.operations()
    shortest = first.cost
    assert first.back(2) >= shortest
    assert first.operations() == walked_anew(form)


def walked_anew(form: Rotations) -> list[Operation]:
    walker = Walker(form, seed=7)
    walker.fresh(SETTING)
    return walker.operations()


def test_a_walk_about_other_axes_is_refused() -> None:
    form, steps = to_walk(Circuit.of(2, "cx 0 1; rz(a) 1; cx 0 1").plain_operations, 2)
    (before, turn, after) = steps
    wrong = [before, (turn[0], turn[1], 0, 0, 0), after]
    with pytest.raises(ValueError, match="another axis"):
        to_operations(form, wrong)


def test_64_qubits_are_walked_and_65_are_skipped_in_words() -> None:
    def chain(num_qubits: int) -> Circuit:
        text = "; ".join(f"cx {q} {q + 1}; rz(a) {q + 1}; cx {q} {q + 1}"
                         for q in range(num_qubits - 1))  # fmt: skip
        return Circuit.of(num_qubits, text)

    result = simplify(chain(64), "pauli", time_budget=5.0)
    assert result.verdict.equal is True
    assert next(step.name for step in result.steps) == "walk"
    wide = simplify(chain(65), "pauli")
    assert "at most 64 qubits" in wide.steps[0].note


def test_time_and_memory_are_told_before_the_search_and_progress_says_what_was_reached() -> None:
    given = ansatz("LiH_frz_BK")
    heard: list[str] = []

    def progress(_: float, what: str) -> None:
        heard.append(what)

    result = simplify(given, "pauli", progress=progress, cancel=lambda: len(heard) > 8)
    names = [step.name for step in result.steps]
    assert names[:2] == ["walk", "estimate"]
    told = result.steps[1].note
    assert re.match(r"the search takes about \d+ s more and \d+ MB; ", told), told
    assert all(re.search(r"[\d,]+ two-qubit gates so far", what) for what in heard[1:-1])


def test_progress_tells_the_fewest_two_qubit_gates_reached_and_never_more_than_given() -> None:
    drawn = random_circuit(4, 40, np.random.default_rng(2))
    given = drawn.with_operations((*drawn.operations, Operation("ccx", (0, 1, 2))))
    heard: list[int] = []

    def progress(_: float, what: str) -> None:
        if found := re.search(r"([\d,]+) two-qubit gates so far", what):
            heard.append(int(found[1].replace(",", "")))

    simplify(given, progress=progress)
    assert len(heard) > 2
    assert heard == sorted(heard, reverse=True)
    assert heard[0] <= given.stats.num_two_qubit


def test_a_uccsd_ansatz_has_a_proven_first_answer_with_all_its_parameters() -> None:
    given = ansatz("LiH_frz_JW")
    form = merge(to_rotations(given))
    assert len(form.rotations) == 144
    walker = Walker(form)
    walker.fresh(Setting(8, 0.6, 0.1))
    found = given.with_operations(walker.operations())
    assert num_two_qubit(found.plain_operations) <= 242  # GreedyPauliSimp
    assert set(found.parameters) == set(given.parameters)
    verdict = unitary_verdict(given, found, rng=np.random.default_rng(0))
    assert verdict.equal is True
    assert verdict.is_exact


@pytest.mark.parametrize("seed", range(12))
def test_one_changed_gate_or_angle_of_a_large_result_is_never_called_equal(seed: int) -> None:
    rng = np.random.default_rng(seed)
    given = ansatz("LiH_frz_BK")
    walker = Walker(merge(to_rotations(given)))
    walker.fresh(SETTING)
    operations = walker.operations()
    place = int(rng.integers(len(operations)))
    changed = operations[place]
    if changed.angles and seed % 2:
        other = [replace(changed, angles=(-changed.angles[0],))]
    elif changed.angles:
        other = [replace(changed, angles=(changed.angles[0] + Angle.of(1e-3),))]
    elif len(changed.qubits) == 2 and changed.gate == "cx":
        other = [replace(changed, qubits=changed.qubits[::-1])]
    else:
        other = []
    wrong = given.with_operations([*operations[:place], *other, *operations[place + 1 :]])
    assert not closes(given, wrong)
    assert unitary_verdict(given, wrong, rng=rng).equal is not True
