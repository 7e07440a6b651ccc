"""The stabilizer engine against the state vector, and what it says of other gates."""

from __future__ import annotations

import math

import numpy as np
import pytest
import stim

import qdesign as qd
from qdesign.angle import Angle
from qdesign.circuit import Circuit, Operation
from qdesign.errors import InvalidRequest, TooLarge
from qdesign.gates import GATES
from qdesign.pauli import Observable
from qdesign.simulate.engines.cliffords import columns_of
from qdesign.simulate.engines.stabilizer import Stabilizer
from qdesign.simulate.simulator import Simulator

FIXED = [n for n, r in GATES.items() if r.is_clifford and not r.angles and not r.is_idle]
TURNS = [n for n, r in GATES.items() if r.turn and r.angles]
SIZE = 6


def drawn(rng: np.random.Generator) -> Circuit:
    """Clifford gates of every row and rotations by shared and scaled parameters."""

    def wires(name: str) -> tuple[int, ...]:
        return tuple(rng.permutation(SIZE)[: GATES[name].num_qubits].tolist())

    names = [*rng.permutation(FIXED), *rng.permutation(TURNS * 2)]
    rng.shuffle(names)
    gates = [
        Operation(name, wires(name), (Angle.parameter(f"a{k % 5}", 1 + k % 2),))
        if name in TURNS
        else Operation(name, wires(name))
        for k, name in enumerate(map(str, names))
    ]
    half = Angle.parse("pi/2")
    extra = (
        Operation("x", (0,), controls=(1,)),
        Operation("z", (3,), anticontrols=(2,)),
        Operation("u", (4,), (half, Angle.parse("pi"), -half)),
    )
    return Circuit(SIZE, (*(Operation("h", (q,)) for q in range(SIZE)), *gates, *extra))


@pytest.mark.parametrize("seed", range(4))
def test_every_clifford_gate_is_what_its_matrix_says(seed: int) -> None:
    rng = np.random.default_rng(seed)
    circuit = drawn(rng)
    labels = {"".join(rng.choice(list("IXYZ"), SIZE)): float(rng.normal()) for _ in range(200)}
    observable = Observable({**labels, "I" * SIZE: 0.5})
    values = rng.integers(-4, 5, len(circuit.parameters)) * np.pi / 2
    exact = Simulator(circuit, observable)
    clifford = Simulator(circuit, observable, engine="stabilizer")
    energy, slopes = exact.gradient(values)
    assert clifford.expectation(values) == pytest.approx(energy, abs=1e-10)
    assert clifford.gradient(values)[1] == pytest.approx(slopes, abs=1e-10)
    assert clifford.bloch_vectors(values) == pytest.approx(exact.bloch_vectors(values), abs=1e-10)
    table = clifford.marginal([4, 0, 2], values)
    assert table == pytest.approx(exact.marginal([4, 0, 2], values), abs=1e-10)
    seen = clifford.shots(200, values, seed=3)
    possible = exact.probabilities(values)
    assert all(possible[int(bits, 2)] > 1e-9 for bits in seen)


def test_a_wide_clifford_circuit_is_run_as_one() -> None:
    text = "h 0; " + "; ".join(f"cx {q} {q + 1}" for q in range(299))
    observable = Observable({"X" * 300: 2.0, "Z" + "I" * 298 + "Z": 1.0, "Z" + "I" * 299: 5.0})
    ghz = Simulator(Circuit.of(300, text, num_clbits=0), observable)
    assert (ghz.engine, ghz.error_kind, ghz.expectation()) == ("stabilizer", "exact", 3.0)
    assert not ghz.bloch_vectors().any()
    assert set(ghz.shots(20, seed=5)) == {"0" * 300, "1" * 300}
    assert ghz.marginal([0, 299]).tolist() == [0.5, 0, 0, 0.5]


def test_many_gates_are_few_kinds_and_strings_are_read_together() -> None:
    rng = np.random.default_rng(7)
    size, gates = 60, []
    for name in rng.choice(["h", "s", "cx", "rzz"], 200):
        wires = rng.choice(size, GATES[name].num_qubits, replace=False).tolist()
        angles = (Angle.parse("pi/2"),) * len(GATES[name].angles)
        gates.append(Operation(str(name), tuple(wires), angles))
    circuit = Circuit(size, tuple(gates))
    assert len(columns_of(circuit).kinds) == 4
    state = stim.TableauSimulator()
    state.do(Stabilizer(circuit, None).program(np.zeros(0)))
    fixed = state.canonical_stabilizers()
    fixed += [math.prod(fixed[k : k + 30], start=stim.PauliString(size)) for k in range(20)]
    labels = [str(each)[:0:-1].replace("_", "I") for each in fixed]
    assert sum(size - label.count("I") > 16 for label in labels) in range(5, 75)
    labels += ["".join(rng.choice(list("IXYZ"), size, p=(0.9, 0.03, 0.03, 0.04))) for _ in range(9)]
    for label in labels:
        wanted = state.peek_observable_expectation(stim.PauliString(label[::-1]))
        found = Stabilizer(circuit, Observable({label: 1.0}))
        assert found.expectation(np.zeros(0)) == wanted


def test_what_is_not_clifford_is_named() -> None:
    circuit = Circuit.of(30, "h 0; rz(a) 0; cx 0 29; ry(2*b) 29")
    simulator = Simulator(circuit, Observable({"Z" * 30: 1.0}), engine="stabilizer")
    assert simulator.expectation([0.0, np.pi / 4]) == pytest.approx(0.0)
    with pytest.raises(InvalidRequest, match=r"ry on qubits \(29,\) has the angle 0.6; .* π/2"):
        simulator.expectation([0.0, 0.3])
    with pytest.raises(InvalidRequest, match=r"Operation t on qubits \(0,\) is no Clifford gate"):
        Simulator(Circuit.of(2, "t 0"), engine="stabilizer")
    with pytest.raises(InvalidRequest, match=r"crx at quarter turns \(1,\) is no Clifford gate"):
        Simulator(Circuit.of(2, "crx(a) 0 1"), engine="stabilizer").bloch_vectors([np.pi / 2])
    with pytest.raises(TooLarge, match="at most 16 at a time"):
        simulator.marginal(range(17), [0.0, 0.0])
    with pytest.raises(InvalidRequest, match="slope by an angle of 'crx'"):
        Simulator(
            Circuit.of(2, "crx(a) 0 1"), Observable({"ZZ": 1.0}), engine="stabilizer"
        ).gradient([np.pi])


def test_gates_of_stim_are_used_where_it_has_them() -> None:
    circuit = Circuit.of(3, "h 0; sdg 1; cx 0 1; rzz(pi/2) 1 2; rx(pi) 0; ry(-pi/2) 2; ecr 0 2")
    program = Stabilizer(circuit, None).program(np.zeros(0))
    names = [part.name for part in program]
    assert names[:6] == ["H", "S_DAG", "CX", "SQRT_ZZ", "X", "SQRT_Y_DAG"]
    assert qd.Simulator(circuit, engine="stabilizer").says == "7 Clifford gates"
