"""Stored molecules: their sectors, the formulas of hydrogen, warnings, chemical accuracy."""

from __future__ import annotations

import numpy as np
import pytest

import qdesign as qd
from qdesign import problems
from qdesign.errors import InvalidRequest
from qdesign.problems import ground_energy, ground_space
from qdesign.problems.molecule import MOLECULES, stored

NAMES = [row.name for row in MOLECULES]
POINTS = [
    (row.name, float(length))
    for row in MOLECULES
    for option in row.options
    for length in option.choices
]
ACCURACY = 1.6e-3  # hartree: chemical accuracy


@pytest.mark.parametrize("name", ["h2", *NAMES])
def test_what_is_stored_says_where_it_comes_from(name: str) -> None:
    data = stored(name)
    assert data["name"] == name
    for key in ("formula", "geometry", "basis", "electrons", "units", "mapping", "reference"):
        assert data[key]
    assert set(data["made"]) == {"date", "pyscf", "openfermion"}
    for point in data["points"]:
        assert point["hf_energy"] >= point["exact_energy"] >= point["lowest_energy"] - 1e-9
        assert len(point["atoms"]) >= 2


@pytest.mark.parametrize(("name", "length"), POINTS)
def test_the_exact_energy_is_the_lowest_of_the_molecules_sector(name: str, length: float) -> None:
    problem = problems.get(name, bond_length=length)
    assert problem.sector is not None
    assert ground_energy(problem.observable, problem.sector) == pytest.approx(
        problem.exact_energy, abs=1e-8
    )
    point = next(p for p in stored(name)["points"] if p["bond_length"] == length)
    lowest = ground_energy(problem.observable)
    assert lowest == pytest.approx(point["lowest_energy"], abs=1e-8)
    assert bool(problem.warning) == (lowest < point["exact_energy"] - 1e-6)


def test_rows_offer_what_is_stored() -> None:
    for row in MOLECULES:
        lengths = [p["bond_length"] for p in stored(row.name)["points"]]
        assert [float(choice) for choice in row.options[0].choices] == lengths
        assert row.options[0].default in lengths
        assert row.num_qubits == 2 * stored(row.name)["orbitals"]
        with pytest.raises(
            InvalidRequest, match=r"'bond_length' is '2.0'; it must be one of: .* Å"
        ):
            problems.get(row.name, bond_length=2.0)


def test_the_formulas_of_hydrogen_hold_at_the_seven_stored_lengths() -> None:
    points = stored("h2")["points"]
    assert len(points) == 7
    for point in points:
        four = problems.h2_jw(point["bond_length"])
        assert four.observable.as_dict() == pytest.approx(point["terms"], abs=1e-7)
        for problem in (four, problems.h2(point["bond_length"])):
            assert problem.exact_energy == pytest.approx(point["exact_energy"], abs=1e-7)


def test_published_energies_of_the_helium_hydride_ion() -> None:
    problem = problems.get("heh+")
    assert problem.exact_energy == pytest.approx(-2.8510, abs=5e-5)
    assert "3 electrons go lower, to −3.0135; the molecule has 2" in problem.warning
    assert problem.warning in repr(problem)
    html = problem._repr_html_()
    assert "−3.0135" in html
    assert "2 electrons" in html


def test_ground_spaces_of_a_sector_stay_in_it() -> None:
    problem = problems.get("h3+")
    assert problem.sector is not None
    energy, weights, dimension = ground_space(problem.observable, problem.sector)
    assert (energy, dimension) == (pytest.approx(problem.exact_energy, abs=1e-8), 1)
    states = set(problem.sector.states(6).tolist())
    assert set(np.flatnonzero(weights > 1e-12).tolist()) <= states
    assert weights.sum() == pytest.approx(1.0)


@pytest.mark.parametrize("length", [0.3, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0])
@pytest.mark.parametrize("name", ["h2", "h2_jw"])
def test_hydrogen_is_exact_from_hartree_fock(name: str, length: float) -> None:
    problem = problems.get(name, bond_length=length)
    zeros = [0.0] * len(problem.ansatz.parameters)
    tuned = qd.optimize(problem.ansatz, problem.observable, start=zeros)
    assert tuned.energy == pytest.approx(problem.exact_energy, abs=1e-8)


@pytest.mark.parametrize(("name", "length"), [*POINTS, ("h2", 0.735), ("h2_jw", 1.6)])
def test_the_suggested_ansatz_reaches_chemical_accuracy(name: str, length: float) -> None:
    problem = problems.get(name, bond_length=length)
    circuit = problem.ansatz
    exact = problem.exact_energy
    assert exact is not None
    simulator = qd.Simulator(circuit, problem.observable)
    for start in ([0.0] * len(circuit.parameters), None):
        tuned = qd.optimize(circuit, problem.observable, start=start)
        assert -1e-8 <= tuned.energy - exact < (1e-6 if name.startswith("h2") else ACCURACY)
    # Whatever the values, no state of another sector takes part.
    values = np.random.default_rng(0).uniform(-np.pi, np.pi, len(circuit.parameters))
    if problem.sector is not None:
        outside = np.setdiff1d(
            np.arange(1 << circuit.num_qubits), problem.sector.states(circuit.num_qubits)
        )
        assert simulator.probabilities(list(values))[outside].max() < 1e-12
