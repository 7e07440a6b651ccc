"""What is called easy is proven so: bounds hold by brute force, and nothing hard is claimed."""

from __future__ import annotations

import random

import numpy as np
import pytest

from qdesign.analyze.simulability import simulability
from qdesign.circuit import Circuit
from qdesign.errors import NotUnitary
from qdesign.gates import embedded, matrix
from qdesign.pauli import Observable
from qdesign.simulate.simulator import Simulator


def _chain(num_qubits: int) -> Observable:
    pairs = {((q, "Z"), (q + 1, "Z")): 1.0 for q in range(num_qubits - 1)}
    fields = {((q, "X"),): 1.0 for q in range(num_qubits)}
    return Observable.from_sparse(num_qubits, {**pairs, **fields})


def _wall(num_qubits: int, layers: int, pair: str = "cz") -> Circuit:
    text: list[str] = []
    for layer in range(layers):
        text += [f"ry(a{layer}_{q}) {q}" for q in range(num_qubits)]
        text += [f"{pair} {q} {q + 1}" for q in range(layer % 2, num_qubits - 1, 2)]
    return Circuit.of(num_qubits, "; ".join(text))


def _turned(num_qubits: int, layers: int, pairs: tuple[str, ...], one: str) -> Circuit:
    text = [f"h {q}" for q in range(num_qubits)]
    for layer in range(layers):
        for pair in pairs:
            text += [f"{pair}({pair}{layer}) {q} {q + 1}" for q in range(num_qubits - 1)]
        text += [f"{one}(b{layer}) {q}" for q in range(num_qubits)]
    return Circuit.of(num_qubits, "; ".join(text))


def _ghz(num_qubits: int) -> Circuit:
    return Circuit.of(num_qubits, "h 0; " + "; ".join(f"cx {q} {q + 1}" for q in range(39)))


def _iqp(num_qubits: int, more: str = "") -> Circuit:
    text = [f"h {q}" for q in range(num_qubits)]
    text += [f"rz(a{q}) {q}" for q in range(num_qubits)]
    text += [f"rzz(b{p}_{q}) {p} {q}" for q in range(num_qubits) for p in range(q)]
    return Circuit.of(num_qubits, "; ".join(text) + more)


def _fields(num_qubits: int) -> Observable:
    pairs = {((q, "X"), (q + 1, "X")): 1.0 for q in range(num_qubits - 1)}
    return Observable.from_sparse(num_qubits, pairs)


@pytest.mark.parametrize(
    ("circuit", "observable", "structure"),
    [
        (_iqp(40), _fields(40), "diagonal"),
        (_ghz(40), _chain(40), "clifford"),
        (_ghz(40), None, "clifford"),
        (_wall(40, 3), _chain(40), "light_cones"),
        (_turned(40, 20, ("rzz",), "rx"), _chain(40), "small_algebra"),
        (_turned(300, 4, ("rzz",), "rx"), _chain(300), "free_fermions"),
        (_wall(40, 1), Observable({"Z" * 40: 1.0}), "bond_dimension"),
        # What follows has no structure that is known: claiming one would be wrong.
        (_wall(40, 30), _chain(40), None),
        (_iqp(40, "; " + "; ".join(f"rx(c) {q}" for q in range(40))), _chain(40), None),
        (_iqp(40), Observable({"X" * 20 + "I" * 20: 1.0}), None),
        (_wall(40, 30, "cx"), None, None),
        (_turned(40, 20, ("rxx", "rzz"), "rz"), _chain(40), None),
        (_turned(40, 30, ("rxx", "ryy", "rzz"), "rz"), _chain(40), None),
    ],
)
def test_a_structure_is_found_where_it_is_and_nowhere_else(
    circuit: Circuit, observable: Observable | None, structure: str | None
) -> None:
    found = simulability(circuit, observable)
    held = [n for n, h in zip(found.columns["structure"], found.columns["holds"], strict=True) if h]
    if structure is None:
        assert (found.verdict, found.value, held) == ("no shortcut known", None, [])
        tried = [reason for reason in found.reasons if "off by at most" in reason.detail]
        assert len(tried) == (0 if observable is None else 2)
    else:
        assert structure in held
        assert found.verdict == "easy"


def test_diagonal_gates_have_a_mean_that_falls_apart_where_two_bits_are_fixed() -> None:
    n, rng = 6, random.Random(4)
    circuit = _iqp(n)
    values = {name: rng.uniform(-3, 3) for name in circuit.parameters}
    total = 0.0 + 0j
    for z0, z1 in ((1, 1), (1, -1), (-1, 1), (-1, -1)):
        each = np.exp(1j * (values["a0"] * z0 + values["a1"] * z1)) / 4
        for q in range(2, n):
            phase = values[f"b0_{q}"] * z0 + values[f"b1_{q}"] * z1
            each *= np.cos(phase)
        total += each
    exact = Simulator(circuit, Observable({"IIIIXX": 1.0})).expectation(values)
    assert exact == pytest.approx(total.real, abs=1e-12)
    ways = simulability(circuit, Observable({"IIIIXX": 1.0})).columns
    assert dict(zip(ways["structure"], ways["holds"], strict=True))["diagonal"]


@pytest.mark.parametrize(("num_qubits", "ring"), [(6, False), (8, True), (30, True)])
def test_strings_of_a_chain_are_as_many_as_its_algebra(num_qubits: int, ring: bool) -> None:
    first = [f"h {q}" for q in range(num_qubits)]
    pairs = range(num_qubits if ring else num_qubits - 1)
    layer = [f"rx(b{q}) {q}" for q in range(num_qubits)]
    layer += [f"rzz(a{q}) {q} {(q + 1) % num_qubits}" for q in pairs]
    text = first + num_qubits * layer
    observable = Observable.from_sparse(num_qubits, {((0, "X"),): 1.0})
    found = simulability(Circuit.of(num_qubits, "; ".join(text)), observable)
    bits = dict(zip(found.columns["structure"], found.columns["bits"], strict=True))
    strings = num_qubits * (2 * num_qubits - 1)
    assert 2 ** float(bits["small_algebra"] or 0) == pytest.approx(strings * (1 + ring))


def _unitary(circuit: Circuit, rng: random.Random) -> np.ndarray:
    total = np.eye(1 << circuit.num_qubits, dtype=complex)
    values = {name: rng.uniform(-3, 3) for name in circuit.parameters}
    for operation in circuit.plain_operations:
        gate = matrix(operation.gate, [angle.at(values) for angle in operation.angles])
        total = embedded(gate, operation.qubits, circuit.num_qubits) @ total
    return total


def test_bonds_are_bounded_by_brute_force() -> None:
    rng = random.Random(2)
    for _ in range(12):
        text = []
        for k in range(rng.randint(3, 12)):
            a, b = rng.sample(range(4), 2)
            fixed = rng.choice((f"cx {a} {b}", f"h {a}", f"swap {a} {b}", f"sx {a}"))
            text.append(rng.choice((f"rx(p{k}) {a}", f"rzz(p{k}) {a} {b}", fixed)))
        circuit = Circuit.of(4, "; ".join(text))
        unitary = _unitary(circuit, rng)
        state = simulability(circuit)
        cuts = dict(zip(state.columns["structure"], state.columns["bits"], strict=True))
        bond = 2 ** ((float(cuts["bond_dimension"] or 0) - 3) / 2)
        for cut in (1, 2, 3):
            ranks = np.linalg.svd(unitary[:, 0].reshape(1 << (4 - cut), -1), compute_uv=False)
            assert (ranks > 1e-9).sum() <= bond + 1e-9


@pytest.mark.parametrize(
    ("circuit", "observable", "engine"),
    [
        (_ghz(40), _chain(40), "stabilizer"),
        (_wall(30, 2), _chain(30), "light_cone"),
        (_turned(40, 20, ("rzz",), "rx"), _chain(40), "pauli"),
        (_wall(40, 1), Observable({"Z" * 40: 1.0}), "mps"),
        (Circuit.of(3, "ry(a) 0; cx 0 1"), _chain(3), "statevector"),
    ],
)
def test_the_engine_that_is_named_runs_it_exactly(
    circuit: Circuit, observable: Observable, engine: str
) -> None:
    found = simulability(circuit, observable)
    assert found.engine == engine
    values = np.linspace(-1, 1, len(circuit.parameters))
    simulator = Simulator(circuit, observable, engine=engine)
    assert np.isfinite(simulator.expectation(values))
    assert simulator.error(values) == 0.0


def test_bad_input_is_told_in_words() -> None:
    with pytest.raises(NotUnitary):
        simulability(Circuit.of(1, "reset 0; rx(a) 0"))
    many = Observable.from_sparse(500, {((q, "Z"),): 1.0 for q in range(500)})
    assert simulability(_wall(500, 12), many).verdict == "no shortcut known"


def test_an_engine_is_named_only_where_it_runs_exactly() -> None:
    """What the observable does not see is no part of the proof, but it is of what is run."""
    unseen = Circuit.of(21, "rz(a) 0")
    height = Observable({"I" * 20 + "Z": 1.0})
    assert simulability(unseen, height).engine == "pauli"
    rng = np.random.default_rng(3)
    for turned in (10, 20):
        gates = [f"ry(a{k}) {k}" for k in range(turned)]
        for _ in range(200):
            a, b = rng.permutation(30)[:2].tolist()
            gates.append(f"{'cx' if rng.random() < 0.5 else 'cz'} {a} {b}")
        circuit = Circuit.of(30, "; ".join(gates))
        wide = Observable({"X" * 30: 1.0, "Z" * 30: 0.5, "Y" * 30: 1.0})
        found = simulability(circuit, wide)
        if found.engine is not None:
            simulator = Simulator(circuit, wide, engine=found.engine)
            assert simulator.error(rng.uniform(size=turned)) == 0.0
