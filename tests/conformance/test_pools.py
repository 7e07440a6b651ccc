"""Every pool: its candidates do nothing at 0 and have the generators that they say."""

from __future__ import annotations

import numpy as np
import pytest

from qdesign.angle import Angle
from qdesign.ansatz.pool import Candidate, Pool
from qdesign.circuit import Circuit, Operation
from qdesign.pauli import Observable
from qdesign.problems import Problem, get, tfim
from qdesign.rows import rows
from qdesign.simulate.simulator import Simulator

POOLS = list(rows(Pool).values())
PROBLEMS = {"electrons": get("lih_23"), "diagonal": get("maxcut", num_qubits=4)}
OF_OTHERS = tfim(4, periodic=True)


def problem_of(row: Pool) -> Problem:
    return PROBLEMS.get(row.needs, OF_OTHERS)


def options_of(row: Pool) -> list[dict[str, object]]:
    """The defaults, and each flag and choice the other way."""
    others: list[dict[str, object]] = [{}]
    for option in row.options:
        if option.kind == "flag":
            others.append({option.name: not option.default})
        others.extend({option.name: choice} for choice in option.choices)
    return others


def candidates_of(row: Pool, options: dict[str, object]) -> tuple[Candidate, ...]:
    problem = problem_of(row)
    sector = problem.sector
    electrons = None if sector is None else (sector.up, sector.down)
    return row.candidates(problem.observable, electrons, options)


@pytest.mark.parametrize("row", POOLS, ids=lambda row: row.name)
def test_a_candidate_does_nothing_at_zero_and_moves_along_its_generator(row: Pool) -> None:
    n = problem_of(row).num_qubits
    for options in options_of(row):
        made = candidates_of(row, options)
        assert 0 < len(made) <= row.num_candidates(n)
        assert len({each.label for each in made}) == len(made)
        # A state without symmetry tells all generators apart.
        turns = [Operation("ry", (q,), (Angle(radians=0.3 + q),)) for q in range(n)]
        turns += [Operation("rz", (q,), (Angle(radians=1.1 * q + 0.2),)) for q in range(n)]
        first = Circuit(n, (*turns, *(Operation("cx", (q, q + 1)) for q in range(n - 1))))
        state = Simulator(first).statevector()
        for each in made:
            assert len(each.circuit.parameters) == 1
            simulator = Simulator(first.then(each.circuit))
            matrix = Observable(each.generator).matrix()
            assert np.abs(simulator.statevector([0.0]) - state).max() < 1e-12
            slope = simulator.jacobian([0.0])[:, 0]
            assert np.abs(slope + 0.5j * matrix @ state).max() < 1e-12, each.label


@pytest.mark.parametrize("row", POOLS, ids=lambda row: row.name)
def test_a_lead_has_one_parameter_and_candidates_keep_electrons_where_they_are_needed(
    row: Pool,
) -> None:
    problem = problem_of(row)
    if row.lead is not None:
        lead = row.lead(problem.observable)
        assert (lead.num_qubits, len(lead.parameters)) == (problem.num_qubits, 1)
    if row.needs == "electrons":
        index = np.arange(1 << problem.num_qubits)
        ones = np.bitwise_count(index)
        for each in candidates_of(row, {}):
            matrix = Observable(each.generator).matrix()
            assert not matrix[ones[:, None] != ones[None, :]].any()
