"""T gates on further qubits: fewer, proven for every outcome, refused where it makes no sense."""

from dataclasses import replace

import numpy as np
import pytest

import qdesign as qd
from qdesign.circuit import Circuit, Condition, Operation
from qdesign.equivalence import equivalent
from qdesign.errors import InvalidRequest
from qdesign.reduction.gadget_proof import gadgets_hold
from qdesign.reduction.gf2 import Span
from qdesign.reduction.hadamard_gadgets import Emitter, gadgets
from qdesign.reduction.parity_network import network
from qdesign.reduction.phase_search import reduce_phases
from qdesign.zx.phases import polynomial
from tests.benchmarks.bench_reduction import corpus

TWO_TOFFOLIS = "ccx 0 1 3; ccx 2 3 4; ccx 0 1 3"


def test_fewer_t_gates_with_extra_qubits_and_the_same_for_every_record() -> None:
    circuit = corpus()["tof_3"]
    done = qd.simplify(circuit, extra_qubits=True)
    assert (done.after.num_t, done.after.num_qubits) == (13, 7)
    assert done.strategy == "extra qubits"
    assert done.verdict.equal is True
    assert done.verdict.is_exact
    verdict = equivalent(circuit, done.body, up_to="ancillas")
    assert verdict.equal is True, verdict


@pytest.mark.parametrize(
    ("name", "num_t"), [("barenco_tof_3", 13), ("vbe_adder_3", 19), ("mod_mult_55", 17)]
)
def test_the_corpus_has_as_few_t_gates_as_published(name: str, num_t: int) -> None:
    done = qd.simplify(corpus()[name], extra_qubits=True)
    assert done.after.num_t <= num_t
    assert done.verdict.equal is True
    assert "random inputs" in done.verdict.method
    assert done.verdict.max_error is not None
    assert done.verdict.max_error < 1e-9


def test_extra_qubits_and_bits_have_registers_of_their_own() -> None:
    text = """OPENQASM 3.0; include "stdgates.inc"; qubit[5] extra; bit[2] outcome;
        ccx extra[0], extra[1], extra[3]; ccx extra[2], extra[3], extra[4];
        ccx extra[0], extra[1], extra[3]; outcome[0] = measure extra[4];"""
    done = qd.simplify(qd.qasm.loads(text), extra_qubits=True)
    assert isinstance(done.body, Circuit)
    assert list(done.body.qubit_registers) == ["extra", "extra_"]
    assert list(done.body.registers) == ["outcome", "outcome_"]
    assert done.body.registers["outcome"] == (0, 1)
    assert qd.qasm.loads(qd.qasm.dumps(done.body)) == done.body


def test_symbols_stay_where_they_are() -> None:
    symbols = "; ".join(f"ry({name}) {q}" for q, name in enumerate("abcde"))
    circuit = Circuit.of(5, f"{TWO_TOFFOLIS}; {symbols}; {TWO_TOFFOLIS}")
    done = qd.simplify(circuit, extra_qubits=True)
    assert done.after.num_parameters == 5
    assert (done.after.num_t, done.after.num_qubits) == (26, 7)
    assert done.verdict.is_exact
    assert equivalent(circuit, done.body, up_to="ancillas", points=1).equal is True


def test_measurements_stay_between_the_parts() -> None:
    first = Circuit.of(5, TWO_TOFFOLIS).operations
    middle = Operation("measure", (4,), clbits=(0,))
    turned = Operation("x", (0,), conditions=(Condition((0,), 1),))
    circuit = Circuit(5, (*first, middle, turned, *first), num_clbits=1)
    done = qd.simplify(circuit, extra_qubits=True)
    assert done.after.num_t <= 26
    assert equivalent(circuit, done.body, up_to="ancillas").equal is True


def test_nothing_to_gain_gives_the_input_and_says_why() -> None:
    circuit = Circuit.of(2, "rx(a) 0; cx 0 1; rx(0.3) 1")
    done = qd.simplify(circuit, extra_qubits=True)
    assert done.body == circuit
    assert any("no T gates" in step.note for step in done.steps)
    one = Circuit.of(1, "t 0; h 0")
    done = qd.simplify(one, extra_qubits=True)
    assert done.body == one
    assert any("no fewer T gates than without extra qubits" in s.note for s in done.steps)


def test_extra_qubits_are_not_taken_where_none_is_needed() -> None:
    done = qd.simplify(corpus()["mod5_4"], extra_qubits=True)
    assert (done.after.num_t, done.after.num_qubits) == (7, 5)


def test_diagrams_are_refused_in_one_sentence() -> None:
    with pytest.raises(InvalidRequest, match="Extra qubits are for circuits"):
        qd.simplify(qd.to_diagram(Circuit.of(1, "t 0")), extra_qubits=True)


def test_the_proof_sees_a_wrong_correction() -> None:
    emitter = Emitter(1, [(0, 1, 0), (1, 0, 0), (0, 1, 0), (1, 1, 1), (1, 0, 0)])
    rng = np.random.default_rng(0)
    found = gadgets(emitter, [(k, 1) for k in range(5)], rng, lambda: False, 0)
    assert found.num_extra == 0 or gadgets_hold(found.plain, found.measured, 1, found.num_extra)
    plain = [Operation("h", (0,))]
    one = (Condition((0,), 1),)
    teleported = [
        Operation("h", (1,)),
        Operation("cz", (0, 1)),
        *(Operation("cx", pair) for pair in ((0, 1), (1, 0), (0, 1))),
        Operation("h", (1,)),
        Operation("measure", (1,), clbits=(0,)),
        Operation("x", (0,), conditions=one),
        Operation("x", (1,), conditions=one),
    ]
    assert gadgets_hold(plain, teleported, 1, 1)
    for place in range(len(teleported)):
        assert not gadgets_hold(plain, teleported[:place] + teleported[place + 1 :], 1, 1)
    for gate in ("z", "s"):
        wrong = [replace(o, gate=gate) if o.gate == "x" else o for o in teleported]
        assert not gadgets_hold(plain, wrong, 1, 1)


def test_reduced_phases_have_the_same_cubic_coefficients() -> None:
    for seed in range(3):
        rng = np.random.default_rng(seed)
        columns = [int(c) for c in rng.integers(1, 64, 40)]
        fewer = reduce_phases(columns, rng, lambda: False, effort=seed)
        left = polynomial([*((c, 1) for c in columns), *((c, -1) for c in fewer)])
        assert len(fewer) < 20
        assert all(v % 2 == 0 for place, v in left.items() if len(place) == 1)
        assert all(v % 4 == 0 for place, v in left.items() if len(place) == 2)
        assert not any(len(place) == 3 for place in left)


def test_a_network_visits_each_parity_and_ends_with_the_linear_map() -> None:
    rng = np.random.default_rng(4)
    size = 6
    targets: list[int] = []
    while len(targets) < size:
        mask = int(rng.integers(1, 1 << size))
        if Span(targets).reduced(mask)[0]:
            targets.append(mask)
    parities = [int(p) for p in rng.choice(np.arange(1, 64), 20, replace=False)]
    held = [1 << q for q in range(size)]
    seen: list[int] = []

    def phase(index: int, wire: int) -> tuple[Operation, ...]:
        assert held[wire] == parities[index]
        seen.append(index)
        return ()

    for operation in network(parities, targets, phase):
        control, target = operation.qubits
        held[target] ^= held[control]
    assert held == targets
    assert sorted(seen) == list(range(20))
