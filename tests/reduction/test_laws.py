"""Laws of simplification on drawn circuits: blocks, composite gates, controls, measurement."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from qdesign.circuit import Circuit
from qdesign.equivalence import equivalent
from qdesign.reduction.simplify import simplify
from tests.strategies import circuits
from tests.zx.oracle import distance, unitary, values_for


@settings(max_examples=40)
@given(circuits(), st.sampled_from(["teleport", "full", "merge"]))
def test_simplify_keeps_the_map_at_random_values(circuit: Circuit, strategy: str) -> None:
    result = simplify(circuit, strategy)
    assert isinstance(result.body, Circuit)
    assert result.verdict.equal is True
    assert set(result.body.parameters) <= set(circuit.parameters)
    values = values_for(circuit.parameters, np.random.default_rng(0))
    assert distance(unitary(result.body, values), unitary(circuit, values)) < 1e-7


@settings(max_examples=40)
@given(circuits(unitary=False))
def test_what_is_not_unitary_stays_in_its_order(circuit: Circuit) -> None:
    result = simplify(circuit, "teleport")
    assert isinstance(result.body, Circuit)

    def stops(body: Circuit) -> list[object]:
        return [o for o in body.plain_operations if o.gate in ("measure", "reset") or o.conditions]

    assert stops(result.body) == stops(circuit)
    assert equivalent(circuit, result.body).equal is True


@settings(max_examples=40)
@given(circuits(unitary=False))
def test_a_circuit_equals_itself(circuit: Circuit) -> None:
    assert equivalent(circuit, circuit).equal is True
