"""Searches find what is known to be shortest or lowest, and games are played as Gymnasium's are."""

from __future__ import annotations

import numpy as np
import pytest

import qdesign as qd
from qdesign import problems
from qdesign.circuit import Circuit
from qdesign.errors import InvalidRequest, NotUnitary, QdesignError, TooLarge
from qdesign.problems.problem import Problem
from qdesign.search import (
    Environment,
    Found,
    Reward,
    gadget_actions,
    gate_actions,
    mine,
    search,
)
from qdesign.search.method import Method
from qdesign.search.searching import chosen


def _energy(found: Found, problem: Problem) -> float:
    """By dense matrices of Qiskit, which the search does not use."""
    from qiskit.quantum_info import SparsePauliOp, Statevector

    psi = Statevector(qd.to_qiskit(found.circuit.bind(dict(found.values))))
    observable = SparsePauliOp.from_list(list(problem.observable.terms))
    return float(psi.expectation_value(observable).real)


@pytest.mark.parametrize(
    ("name", "options", "asked", "most", "within"),
    [
        ("ghz", {"num_qubits": 2}, {"actions": ("h", "cx", "t")}, 2, 1e-9),
        ("ghz", {"num_qubits": 3}, {"actions": ("h", "cx")}, 3, 1e-9),
        ("lih_22", {"bond_length": 3.4}, {"actions": ("x", "ry", "cx"), "width": 4}, 4, 1.6e-3),
        ("lih_22", {"bond_length": 3.4}, {"actions": "excitations", "method": "adapt"}, 4, 1.6e-3),
        ("lih_22", {"bond_length": 3.4}, {"actions": "excitations", "method": "greedy"}, 4, 1.6e-3),
        ("tfim", {"num_qubits": 3}, {"actions": ("ry", "cx", "rzz"), "width": 4}, 12, 1e-6),
        ("tfim", {"num_qubits": 3}, {"actions": "spin_chain", "method": "adapt"}, 12, 1e-6),
    ],
)  # fmt: skip
def test_a_search_reaches_the_lowest_energy(
    name: str, options: dict[str, float], asked: dict[str, object], most: int, within: float
) -> None:
    problem = problems.get(name, **options)
    found = search(problem, tolerance=within, **asked)  # pyright: ignore[reportArgumentType]
    assert found.reason == "reached"
    assert found.num_gates <= most
    assert _energy(found, problem) == pytest.approx(found.energy, abs=1e-9)
    assert problem.exact_energy is not None
    assert found.energy - problem.exact_energy <= within
    assert found.history[-1][2] == found.energy
    assert qd.Document.loads(found.document.dumps()).values == pytest.approx(found.values)
    assert found.document.problem is not None
    assert found._repr_html_().startswith("<img")


@pytest.mark.parametrize("method", list(qd.catalog("search")))
def test_a_way_gives_the_same_each_time_and_stops_when_asked(method: str) -> None:
    assert isinstance(qd.catalog("search")[method], Method)
    problem = problems.get("xxz", num_qubits=3)
    ask = {"actions": ("ry", "rxx", "ryy"), "max_gates": 3, "seed": 4}
    first = search(problem, method=method, **ask)  # pyright: ignore[reportArgumentType]
    again = search(problem, method=method, **ask)  # pyright: ignore[reportArgumentType]
    assert first == again
    tried = iter([False, False, *[True] * 1000])
    stopped = search(problem, method=method, cancel=lambda: next(tried), **ask)  # pyright: ignore[reportArgumentType]
    assert stopped.reason in ("cancelled", "no gain")


def test_a_game_is_one_that_gymnasium_takes() -> None:
    from gymnasium.utils.env_checker import check_env

    game = Environment(problems.get("ghz", num_qubits=2), actions=("h", "cx", "ry"), max_gates=4)
    check_env(game.to_gymnasium(), skip_render_check=True)
    assert str(game.to_gymnasium()) == f"Gym({game})"
    marks, info = game.reset(seed=3)
    assert marks.shape == game.shape
    assert not marks.any()
    assert info["above"] == pytest.approx(0.5)
    _, paid, won, out, _ = game.step(game.labels.index("h 0"))
    assert (won, out) == (False, False)
    assert paid == pytest.approx(0.5 - 0.75)
    marks, paid, won, _, info = game.step(game.labels.index("cx 0 1"))
    assert won
    assert paid == pytest.approx(0.75 - 0.01 + 1)
    assert info["above"] == pytest.approx(0, abs=1e-12)
    assert marks[1].tolist()[:3] == [0, 1, 0]
    with pytest.raises(InvalidRequest, match="reset"):
        game.step(0)


def test_a_game_ends_when_its_moves_are_used_up_and_pays_what_was_agreed() -> None:
    reward = Reward(energy=0, gate=-1, two_qubit=-2, parameter=-4, reached=0)
    problem = problems.get("tfim", num_qubits=2)
    game = Environment(problem, actions=("rzz", "h"), max_gates=1, reward=reward)
    game.reset(seed=0)
    *_, out, _ = moved = game.step(0)
    assert out
    assert moved[1] == -7


def test_gadgets_of_a_corpus_are_actions() -> None:
    ladder = Circuit.of(4, "cx 0 1; rz(a) 1; cx 0 1; cx 2 1; rz(b) 1; cx 2 1; cx 3 2; cx 3 2")
    (first, *_) = mine([ladder, Circuit.of(2, "cx 1 0; rz(x) 0; cx 1 0")], min_gates=3, max_gates=3)
    assert (first.count, first.num_circuits) == (3, 2)
    assert qd.equivalent(first.circuit, Circuit.of(2, "rzz(theta_0) 0 1")).equal
    problem = problems.get("tfim", num_qubits=3)
    line = [(0, 1), (1, 2)]
    actions = (
        *gate_actions(3, ("ry", "rx"), coupling=line),
        *gadget_actions(3, [first.circuit], coupling=line),
    )
    assert sum(action.kind == "gadget 0" for action in actions) == 4
    found = search(problem, actions=actions, width=10, tolerance=1e-2)
    assert any(label.startswith("gadget 0") for label in found.actions)
    assert problem.exact_energy is not None
    assert found.energy - problem.exact_energy < 0.05


def test_groups_with_a_gate_between_them_are_no_gadget() -> None:
    spread = Circuit.of(3, "cx 0 1; cx 1 2; cx 0 1; h 2; cx 0 1; cx 1 2; cx 0 1")
    for gadget in mine([spread], min_gates=2, max_gates=2):
        kinds = [(o.gate, o.qubits) for o in gadget.circuit.plain_operations]
        # Two `cx 0 1` stand together only around `h 2`, never around `cx 1 2`.
        assert kinds != [("cx", (0, 1)), ("cx", (0, 1))] or gadget.count == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda p: search(p, method="oracle"), "no search 'oracle'"),
        (lambda p: search(p, actions=("hadamard",)), "no gate 'hadamard'"),
        (lambda p: search(p, actions=("measure",)), "no gate 'measure'"),
        (lambda p: search(p, actions=()), "nothing to add"),
        (lambda p: search(p, max_gates=0), "number of gates"),
        (lambda p: search(p, tolerance=0), "above 0"),
        (lambda p: search(p, width=0), "width"),
        (lambda p: search(p, actions=("h",), method="adapt"), "one angle"),
        (lambda p: search(p, start=Circuit(3)), "3 qubits"),
        (lambda p: search(p, start=Circuit.of(2, "reset 0")), "measures"),
        (lambda p: search(p, actions=gate_actions(3)), "on 3 qubits"),
        (lambda p: gate_actions(2, coupling=[(0, 5)]), "no pair"),
        (lambda p: search(problems.get("tfim", num_qubits=15)), "14 qubits"),
        (lambda p: mine([Circuit(1)], max_gates=9), "1 to 6 gates"),
        (lambda p: mine([Circuit.of(1, "reset 0; h 0")]), "measures"),
        (lambda p: Environment(p, actions=("h",)).step(7), "no action 7"),
    ],
)  # fmt: skip
def test_what_cannot_be_searched_is_refused_in_words(wrong: object, words: str) -> None:
    assert callable(wrong)
    with pytest.raises((QdesignError, TooLarge, NotUnitary), match=words):
        wrong(problems.get("ghz", num_qubits=2))


def test_pools_begin_where_they_say() -> None:
    problem = problems.get("h2_jw")
    actions, start = chosen(problem, "excitations", None)
    assert start is not None
    assert len(start.plain_operations) == 2
    assert {action.kind for action in actions} == {"excitations"}
    assert np.isfinite(search(problem, actions="excitations").energy)
