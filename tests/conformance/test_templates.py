"""Every template of the catalog, third-party ones included: sizes, names of parameters, counts."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest

from qdesign import ansatz, problems
from qdesign.ansatz import Template
from qdesign.circuit import Circuit
from qdesign.errors import InvalidRequest
from qdesign.rows import rows
from qdesign.session import problem_named
from qdesign.tune.optimize import optimize
from tests.zx.oracle import unitary

TEMPLATES = tuple(rows(Template).values())
PARAMETERS = (8, 8, 11, 11, 28, 28, 19, 19, 4, 8, 12, 12, 16, 16, 8, 11, 11, 12, 12)
TWO_QUBIT = (0, 3, 3, 3, 12, 12, 3, 3, 3, 4, 3, 3, 8, 8, 8, 3, 3, 4, 4)


def bounds(row: Template) -> dict[str, tuple[int, int]]:
    """Lowest and highest of each size; templates of a fixed size have none."""
    return {
        option.name: (int(option.low or 0), int(option.high or 0))
        for option in row.options
        if option.name in ("num_qubits", "layers")
    }


@pytest.mark.parametrize("row", TEMPLATES, ids=lambda row: row.name)
@pytest.mark.parametrize(("num_qubits", "layers"), [(1, 1), (2, 1), (4, 2), (7, 3)])
def test_a_template_makes_a_unitary_circuit(row: Template, num_qubits: int, layers: int) -> None:
    low, _ = bounds(row).get("num_qubits", (0, 0))
    circuit = ansatz.template(row.name, num_qubits=max(num_qubits, low), layers=layers)
    if "num_qubits" in bounds(row) or row.num_qubits:
        assert circuit.num_qubits == (row.num_qubits or max(num_qubits, low))
    assert circuit.is_unitary
    assert circuit.parameters or row.group == "Building blocks"
    again = ansatz.template(row.name, num_qubits=max(num_qubits, low), layers=layers)
    assert circuit == again
    values = dict.fromkeys(circuit.parameters, 0.3)
    if circuit.num_qubits <= 4:
        matrix = unitary(circuit.flat(), values)
        assert np.allclose(matrix.conj().T @ matrix, np.eye(len(matrix)), atol=1e-9)


@pytest.mark.parametrize("row", TEMPLATES, ids=lambda row: row.name)
def test_parameters_are_numbered_in_the_order_of_their_first_use(row: Template) -> None:
    circuit = ansatz.template(row.name, num_qubits=4, layers=2)
    numbers: dict[str, list[int]] = {}
    for name in circuit.parameters:
        found = re.fullmatch(r"(\w+)_(\d+)", name)
        assert found is not None, name
        numbers.setdefault(found[1], []).append(int(found[2]))
    for stem, seen in numbers.items():
        assert seen == list(range(len(seen))), stem


@pytest.mark.parametrize("row", TEMPLATES, ids=lambda row: row.name)
def test_sizes_out_of_bounds_are_refused_in_words(row: Template) -> None:
    assert row.num_qubits is None or "num_qubits" not in bounds(row)
    for name, (low, high) in bounds(row).items():
        for size in (low - 1, high + 1, 2.5, True, "4"):
            said = f"'{name}' is .*; it must be a whole number from {low} to {high}"
            with pytest.raises(InvalidRequest, match=said):
                ansatz.template(row.name, **{name: size})  # type: ignore[arg-type]


@pytest.mark.parametrize("row", TEMPLATES, ids=lambda row: row.name)
def test_menus_can_show_and_draw_it(row: Template) -> None:
    assert row.title
    assert row.group
    assert ansatz.template(row.name, layers=row.card_layers).num_operations > 0


@pytest.mark.parametrize("row", TEMPLATES, ids=lambda row: row.name)
def test_the_problem_of_its_row_fits_and_is_visibly_improved(row: Template) -> None:
    if not row.problem:
        return
    circuit = ansatz.template(row.name, num_qubits=4, layers=row.card_layers)
    problem = problem_named(row.problem, num_qubits=circuit.num_qubits)
    exact = problem.exact_energy
    assert exact is not None
    # Where the studio starts (extension/src/view/workbench/templates.ts).
    start = [0.3 + 0.45 * math.sin(1.7 * k + 0.5) for k in range(len(circuit.parameters))]
    found = optimize(circuit, problem.observable, method="adam", start=start)
    assert found.energy < found.history[0] - 0.05 * abs(exact)
    assert found.energy >= exact - 1e-9


def test_unknown_templates_are_refused_with_those_that_are_known() -> None:
    with pytest.raises(InvalidRequest, match=r"no template 'none'.*ry_rz_cx, .*sim_19"):
        ansatz.template("none")


@pytest.mark.parametrize("k", range(1, 20))
@pytest.mark.parametrize("layers", [1, 2, 3])
def test_sim_circuits_have_the_papers_numbers(k: int, layers: int) -> None:
    circuit = ansatz.sim(k, num_qubits=4, layers=layers)
    once = 4 if k == 10 else 0
    assert len(circuit.parameters) == (PARAMETERS[k - 1] - once) * layers + once
    assert circuit.stats.num_two_qubit == TWO_QUBIT[k - 1] * layers
    assert circuit.parameters == tuple(f"theta_{i}" for i in range(len(circuit.parameters)))


@pytest.mark.parametrize("k", range(1, 20))
def test_sim_is_found_by_name(k: int) -> None:
    assert ansatz.template(f"sim_{k}", 3, 2) == ansatz.sim(k, 3, layers=2)


@pytest.mark.parametrize("num_qubits", [2, 5])
def test_forms_made_for_a_problem_are_made_of_its_observable(num_qubits: int) -> None:
    chain = problems.tfim(num_qubits)
    assert ansatz.template("hva_tfim", num_qubits, 3) == ansatz.hamiltonian_variational(chain, 3)
    assert ansatz.template("uccsd_h2") == ansatz.uccsd_h2()
    assert isinstance(ansatz.template("uccsd_h2", num_qubits=num_qubits), Circuit)
    assert ansatz.template("uccsd_h2", num_qubits=num_qubits).num_qubits == 2
