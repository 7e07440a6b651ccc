"""How near tuning comes, measured from the energy that the problem itself says is exact."""

from __future__ import annotations

import functools

import numpy as np
import pytest

import qdesign as qd
from qdesign.document import Document
from qdesign.session.asks import answer

PAULI = {
    "I": np.eye(2), "X": np.array([[0, 1], [1, 0]]), "Y": np.array([[0, -1j], [1j, 0]]),
    "Z": np.diag([1.0, -1.0]),
}  # fmt: skip


def dense(observable: qd.Observable) -> np.ndarray:
    terms = (
        weight * functools.reduce(np.kron, [PAULI[letter] for letter in label])
        for label, weight in observable.terms
    )
    return sum(terms, start=np.zeros((1 << observable.num_qubits,) * 2))


@pytest.mark.parametrize("name", ["h2_jw", "heh+", "lih_22"])
def test_a_molecules_energy_is_that_of_its_electrons(name: str) -> None:
    problem = qd.problems.get(name)
    # Two electrons on four spin orbitals, one of each spin: even qubits are up, odd ones down.
    kept = [b for b in range(16) if (b & 5).bit_count() == (b & 10).bit_count() == 1]
    exact = np.linalg.eigvalsh(dense(problem.observable)[np.ix_(kept, kept)])[0]
    question = {
        "ask": "analyze",
        "document": Document(problem.ansatz).with_problem(problem).dumps(),
        "name": "tuned_energy",
        "options": {"starts": 1},
        "seed": 0,
    }
    figure = answer(question, lambda text, fraction=None, so_far=None: None).result.figure
    assert figure.convention["exact energy"] == pytest.approx(exact, abs=1e-9)
    assert figure.value == pytest.approx(0, abs=1e-9)
    again = eval(figure.cell, {"qd": qd, "c": problem.ansatz})  # a cell is run
    assert (again.value, again.exact) == (figure.value, figure.convention["exact energy"])


def test_an_ansatz_that_leaves_the_electrons_is_not_called_the_best() -> None:
    problem = qd.problems.get("heh+")
    free = qd.ansatz.template("ry_linear", num_qubits=4, layers=3)
    found = qd.analyze.compare({"free": free, "own": problem.ansatz}, problem, starts=2)
    assert found.verdict == "own"
    above = found.columns["energy above exact"][0]
    assert isinstance(above, float)
    assert above < -0.1
    assert "leaves that sector" in found.reasons[-1].detail


def test_labeled_data_has_no_energy() -> None:
    problem = qd.problems.iris()
    assert "loss" in qd.analyze.tuned_energy(problem.ansatz, problem).says
