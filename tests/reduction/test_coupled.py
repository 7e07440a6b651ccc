"""Simplification for a device: what is counted, compared and verified."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from qdesign.circuit import Circuit, Operation
from qdesign.equivalence import equivalent
from qdesign.errors import InvalidRequest
from qdesign.hardware.lower import lower
from qdesign.hardware.provider import target
from qdesign.reduction.lowered import Lowered, on_device, verdict_of
from qdesign.reduction.simplify import simplify
from qdesign.routing.coupling import coupling_of
from qdesign.routing.router import BASIS
from qdesign.zx.translate import to_diagram

# Far qubits meet, so that every map needs exchanges.
FAR = Circuit.of(
    4,
    "h 0; cx 0 3; rz(a) 3; cx 0 3; cx 1 3; rz(b) 3; cx 1 3; cx 0 2; cx 2 3; rz(a - b) 3; cx 2 3; "
    "cx 0 2; cx 1 2; p(c) 2; cx 1 2",
)


def lowered(circuit: Circuit, coupling: object, **more: object) -> Lowered:
    found = simplify(circuit, coupling=coupling, **more).lowered  # pyright: ignore[reportArgumentType]
    assert found is not None
    return found


@pytest.mark.parametrize("coupling", ["line", "grid", "heavy_hex", "local:fake_manila"])
def test_the_routed_result_stands_on_neighbors_and_is_counted_as_it_stands(coupling: str) -> None:
    result = simplify(FAR, coupling=coupling)
    found = result.lowered
    assert found is not None
    pairs = [o.qubits for o in found.circuit.plain_operations if len(o.qubits) == 2]
    assert {tuple(sorted(pair)) for pair in pairs} <= set(found.coupling.pairs)
    assert {o.gate for o in found.circuit.plain_operations} <= set(BASIS)
    assert found.after.num_two_qubit == len(pairs) < found.before.num_two_qubit
    assert set(found.circuit.parameters) == {"a", "b", "c"}
    assert result.verdict.equal is True
    assert equivalent(FAR, result.body).equal is True


def test_the_routed_result_is_the_body_on_the_qubits_of_its_layout() -> None:
    result = simplify(FAR, coupling=[(0, 1), (1, 2), (2, 3)])
    found = result.lowered
    assert found is not None
    assert found.verdict.equal is True
    moved = found.circuit.on_qubits(found.layout)  # the map has no further qubit
    order = tuple(found.layout.index(end) for end in found.final_layout)
    verdict = equivalent(result.body, moved, up_to="permutation")
    assert verdict.equal is True
    assert verdict.permutation == order


def test_a_routed_circuit_that_differs_is_found_out() -> None:
    coupling = coupling_of("line", 4)
    assert coupling is not None
    routed = on_device(FAR, coupling, "two_qubit")
    assert verdict_of(FAR, routed, 0).equal is True
    wrong = routed.circuit.with_operations((*routed.circuit.operations, Operation("x", (0,))))
    assert verdict_of(FAR, replace(routed, circuit=wrong), 0).equal is False
    ends = (*routed.ends[1:], routed.ends[0])
    assert verdict_of(FAR, replace(routed, ends=ends), 0).equal is False


def test_figures_before_are_those_of_the_routed_input() -> None:
    found = lowered(FAR, "local:fake_manila", strategy="teleport")
    submitted = lower(FAR, {"a": 0.1, "b": 0.2, "c": 0.3}, target("local:fake_manila"))
    assert found.before.num_two_qubit <= submitted.figures.num_two_qubit


def test_what_cannot_become_less_is_given_back_with_its_figures() -> None:
    circuit = Circuit.of(2, "h 0; cx 0 1; rx(a) 0; ry(b) 1")
    result = simplify(circuit, coupling="line")
    assert result.body == circuit
    assert result.strategy == "input"
    assert result.lowered is not None
    assert result.lowered.before == result.lowered.after


def test_measured_circuits_are_compared_by_their_bits() -> None:
    measured = [Operation("measure", (q,), clbits=(q,)) for q in range(4)]
    circuit = replace(FAR, operations=(*FAR.operations, *measured), num_clbits=4)
    found = lowered(circuit, "line")
    assert found.after.num_two_qubit < found.before.num_two_qubit
    assert found.verdict.equal is True


def test_the_same_seed_gives_the_same_routed_circuit() -> None:
    first, second = (lowered(FAR, "line", strategy="teleport", seed=3) for _ in range(2))
    assert first == second


def test_a_coupling_with_more_qubits_than_any_state_is_honestly_unknown() -> None:
    wide = Circuit(30, tuple(Operation("h", (q,)) for q in range(30))).then(
        Circuit.of(30, "ry(0.3) 0; cx 0 29; ry(0.4) 29; cx 0 29; ry(0.5) 29; cx 0 15")
    )
    found = lowered(wide, "line", strategy="teleport")
    assert found.verdict.equal is not False


def test_figures_after_lowering_are_shown() -> None:
    result = simplify(FAR, "teleport", coupling="line")
    found = result.lowered
    assert found is not None
    figures = f"two-qubit gates {found.before.num_two_qubit} → {found.after.num_two_qubit}"
    assert f"Lowered(line, 4 qubits: {figures}" in repr(result)
    assert "After lowering to line, 4 qubits" in result._repr_html_()
    assert simplify(FAR, "teleport").lowered is None


def test_a_target_that_takes_every_pair_says_that_nothing_is_routed() -> None:
    result = simplify(FAR, "teleport", coupling="local:ideal")
    assert result.lowered is None
    assert any("nothing is routed" in step.note for step in result.steps)


def test_diagrams_have_no_coupling() -> None:
    with pytest.raises(InvalidRequest, match="A coupling is for circuits"):
        simplify(to_diagram(FAR), coupling="line")


def test_extra_qubits_and_a_coupling_do_not_go_together() -> None:
    with pytest.raises(InvalidRequest, match="does not go together"):
        simplify(FAR, coupling="line", extra_qubits=True)


def test_large_circuits_say_how_long_routing_takes() -> None:
    rng = np.random.default_rng(0)
    operations: list[Operation] = []
    for _ in range(700):
        a, b = (int(q) for q in rng.choice(5, 2, replace=False))
        operations += [Operation("cx", (a, b)), Operation("h", (a,)), Operation("t", (b,))]
    result = simplify(Circuit(5, tuple(operations)), "teleport", coupling="line")
    assert any("routing takes about" in step.note for step in result.steps)
