"""Noise against density matrices made here, gate by gate, from Kraus operators and rotations."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from qiskit.quantum_info import Operator

from qdesign.circuit import Circuit
from qdesign.pauli import Observable
from qdesign.simulate.noise import Noise
from qdesign.simulate.noisy import NoisyState
from qdesign.simulate.simulator import Simulator
from scripts.campaign import cases
from tests.simulate.oracle import random_circuit, to_qiskit

DENSE = "noisy circuits against dense density matrices"

Matrix = NDArray[Any]
"""complex128, square."""
Keys = dict[str, dict[str, float]]

_X = np.array([[0, 1], [1, 0]], dtype=complex)
_Z = np.diag([1, -1]).astype(complex)
_LETTERS = (np.eye(2, dtype=complex), _X, _Z, 1j * _X @ _Z)
"""I, X, Z, Y: as digits of a Pauli vector's index."""


def decay(kept: float, across: float) -> list[Matrix]:
    """|1⟩ stays with probability `kept`; coherence times `across`, at most √kept."""
    dephased = math.sqrt(max(0.0, kept - across**2))
    return [
        np.diag([1, across]).astype(complex),
        np.diag([0, dephased]).astype(complex),
        np.array([[0, math.sqrt(1 - kept)], [0, 0]], dtype=complex),
    ]


def mixed(p: float, letter: Matrix) -> list[Matrix]:
    return [math.sqrt(1 - p) * _LETTERS[0], math.sqrt(p) * letter]


def evolve(rho: Matrix, operators: Sequence[Matrix], wires: Sequence[int]) -> Matrix:
    """Σ K ρ K† of operators on wires, the first of them the lowest bit."""
    n = int(rho.shape[0]).bit_length() - 1
    axes = [n - 1 - wire for wire in reversed(wires)]
    total = np.zeros_like(rho)
    for operator in operators:
        part = rho
        for _ in range(2):
            # (K (K ρ)†)† is K ρ K† of a Hermitian ρ.
            cube = np.moveaxis(part.reshape((2,) * n + (-1,)), axes, range(len(axes)))
            shape = cube.shape
            cube = (operator @ cube.reshape(operator.shape[0], -1)).reshape(shape)
            part = np.moveaxis(cube, range(len(axes)), axes).reshape(rho.shape).conj().T
        total = total + part
    return total


def spread_evenly(rho: Matrix, p: float, wires: Sequence[int]) -> Matrix:
    """(1 - p) ρ + p of its wires fully mixed, one qubit after another."""
    mixture = rho
    for wire in wires:
        mixture = evolve(mixture, [0.5 * letter for letter in _LETTERS], [wire])
    return (1 - p) * rho + p * mixture


def key_of(keys: Mapping[str, float], gate: str, wires: tuple[int, ...]) -> float:
    """The narrowest key's number, as docs/tuning.md says."""
    kind = "1" if len(wires) == 1 else "2"
    for name in (gate, kind):
        for key, number in keys.items():
            start, _, rest = key.partition("@")
            if start == name and rest and sorted(map(int, rest.split(","))) == sorted(wires):
                return number
        if name in keys:
            return keys[name]
    return 0.0


def behind(rho: Matrix, noise: Keys, gate: str, wires: tuple[int, ...]) -> Matrix:
    """The state after the channels that follow a gate, in the order of the catalog."""

    def rate(name: str) -> float:
        return key_of(noise.get(name, {}), gate, wires)

    n = int(rho.shape[0]).bit_length() - 1
    rho = spread_evenly(rho, rate("depolarizing"), wires)
    thermal = noise.get("thermal", {})
    for wire in wires:
        damped, dephased = 1 - rate("amplitude_damping"), 1 - rate("phase_damping")
        t1 = thermal.get(f"t1@{wire}", thermal.get("t1", math.inf))
        t2 = thermal.get(f"t2@{wire}", thermal.get("t2", 2 * t1))
        steps = [
            decay(damped, math.sqrt(damped)),
            decay(1.0, math.sqrt(dephased)),
            mixed(rate("bit_flip"), _X),
            mixed(rate("phase_flip"), _Z),
            decay(math.exp(-rate("thermal") / t1), math.exp(-rate("thermal") / t2)),
        ]
        for operators in steps:
            rho = evolve(rho, operators, [wire])
    for wire in wires:
        for near in (wire - 1, wire + 1):
            if len(wires) > 1 and near not in wires and 0 <= near < n:
                turned = np.exp(-0.5j * rate("crosstalk") * np.array([1, -1, -1, 1]))
                rho = evolve(rho, [np.diag(turned)], [wire, near])
    return rho


def density(circuit: Circuit, values: dict[str, float], noise: Keys) -> Matrix:
    circuit = circuit.placed()  # crosstalk is of the gates as they are drawn
    n = circuit.num_qubits
    rho = np.zeros((2**n, 2**n), dtype=complex)
    rho[0, 0] = 1
    converted = to_qiskit(circuit, values)
    for item, operation in zip(converted.data, circuit.plain_operations, strict=True):
        wires = tuple(converted.find_bit(q).index for q in item.qubits)
        if wires:
            rho = evolve(rho, [np.asarray(Operator(item.operation).data)], wires)
            rho = behind(rho, noise, operation.gate, wires)
    return rho


def as_read(rho: Matrix, keys: Mapping[str, float]) -> NDArray[np.float64]:
    n = int(rho.shape[0]).bit_length() - 1
    table = np.real(np.diag(rho)).reshape((2,) * n)
    for qubit in range(n):
        wrong, right = (
            keys.get(f"{name}@{qubit}", keys.get(name, 0.0))
            for name in ("one_for_zero", "zero_for_one")
        )
        errs = np.array([[1 - wrong, right], [wrong, 1 - right]])
        table = np.moveaxis(np.tensordot(errs, table, axes=(1, n - 1 - qubit)), 0, n - 1 - qubit)
    return table.reshape(-1)


def pauli_vector(rho: Matrix) -> NDArray[np.float64]:
    """tr(ρ P), digit k, base 4, of an index the letter on qubit k: I, X, Z, Y."""
    n = int(rho.shape[0]).bit_length() - 1
    cube = rho.reshape((2,) * (2 * n))
    for done in range(n):
        # The highest qubit's row and column become its digit, behind those that are done.
        left = n - done
        cube = np.tensordot(np.array(_LETTERS), cube, axes=([2, 1], [done, done + left]))
        cube = np.moveaxis(cube, 0, done)
    return np.real(cube).reshape(-1)


def random_noise(num_qubits: int, rng: np.random.Generator) -> Keys:
    """Some channels, each for kinds of gates, a gate, and gates on certain qubits."""
    pair = ",".join(map(str, rng.permutation(num_qubits)[:2]))
    qubit = int(rng.integers(num_qubits))
    tops: dict[str, float] = {
        "depolarizing": 0.2,
        "amplitude_damping": 0.3,
        "phase_damping": 0.3,
        "bit_flip": 0.1,
        "phase_flip": 0.1,
        "thermal": 5.0,
        "crosstalk": 1.0,
    }
    noise: Keys = {}
    for name, top in tops.items():
        if rng.random() < 0.5:
            continue
        names = ["2", f"2@{pair}", "cx", f"cx@{pair}"]
        if name != "crosstalk":
            names += ["1", f"1@{qubit}", "ry", f"rz@{qubit}", f"h@{qubit}"]
        chosen = [key for key in names if rng.random() < 0.6] or ["2"]
        noise[name] = {key: float(top * rng.random()) for key in chosen}
        if rng.random() < 0.1:
            noise[name]["2"] = 1.0
    if "thermal" in noise:
        noise["thermal"] |= {"t1": 40.0, "t2": 50.0, f"t1@{qubit}": 25.0, f"t2@{qubit}": 12.0}
    if rng.random() < 0.5:
        noise["readout"] = {"one_for_zero": 0.03, f"zero_for_one@{qubit}": 0.07}
    return noise


def layered(num_qubits: int, rng: np.random.Generator) -> Circuit:
    """Rotations on every qubit, then gates on two along a line, a ring or as they come."""
    parts: list[str] = []
    pairs = [(q, (q + 1) % num_qubits) for q in range(num_qubits if num_qubits > 2 else 1)]
    for layer in range(2):
        parts += [f"ry(y_{layer}_{q}) {q}; rz(z_{layer}_{q}) {q}" for q in range(num_qubits)]
        order = rng.permutation(len(pairs)) if rng.random() < 0.5 else range(len(pairs))
        for index in order:
            a, b = pairs[index] if rng.random() < 0.5 else pairs[index][::-1]
            gate = str(rng.choice(["cx", "cx", "cz", "swap", "rzz(t)", "rxx(t)", "cry(t)"]))
            parts.append(f"{gate} {a} {b}")
    return Circuit.of(num_qubits, "; ".join(parts))


@pytest.mark.sized(DENSE)
def test_random_noise_on_random_circuits_is_that_of_dense_matrices() -> None:
    for seed in range(cases(DENSE)):
        rng = np.random.default_rng(seed)
        n = int(rng.integers(2, 6))
        circuit = layered(n, rng) if seed % 2 else random_circuit(n, 16, rng)
        noise = random_noise(n, rng)
        values = {name: float(rng.normal()) for name in circuit.parameters}
        rho = density(circuit, values, noise)
        labels = ["".join(rng.choice(list("IXYZ"), size=n)) for _ in range(int(rng.choice([1, 9])))]
        check(circuit, Noise(noise), noise, values, Observable(dict.fromkeys(labels, 0.7)), rho)


def check(
    circuit: Circuit,
    given: Noise,
    noise: Keys,
    values: dict[str, float],
    observable: Observable,
    rho: Matrix,
) -> None:
    simulator = Simulator(circuit, observable, noise=given)
    table = as_read(rho, noise.get("readout", {}))
    energy = simulator.expectation(values)
    np.testing.assert_allclose(simulator.probabilities(values), table, atol=1e-12)
    point = np.array([values[name] for name in circuit.parameters])
    vector = NoisyState(circuit, given, readout=False).pauli_vector(point)
    np.testing.assert_allclose(vector, pauli_vector(rho), atol=1e-12)
    read = NoisyState(circuit, given, observable)
    strings = read.pauli_vector(point)
    wanted = sum(
        c * strings[sum("IXZY".index(p) << 2 * q for q, p in enumerate(reversed(label)))]
        for label, c in observable.terms
    )
    assert energy == pytest.approx(wanted, abs=1e-12)
    if not len(point):
        return
    again, gradient = simulator.gradient(values)
    assert again == pytest.approx(energy, abs=1e-12)
    along = np.sin(1.0 + np.arange(len(point)))
    step = 1e-3
    ends: list[Any] = [read.expectation(point + k * step * along) for k in (-2, -1, 1, 2)]
    slope = (ends[0] - 8 * ends[1] + 8 * ends[2] - ends[3]) / (12 * step)
    assert gradient @ along == pytest.approx(slope, abs=1e-7)
