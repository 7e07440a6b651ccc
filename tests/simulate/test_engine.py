"""The engine's primitives against dense numpy matrices."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from qdesign.circuit import Circuit
from qdesign.errors import InvalidRequest, NotUnitary, TooLarge
from qdesign.simulate.engine import Engine
from qdesign.simulate.memory import check_memory, check_time, size_text
from qdesign.simulate.program import ProgramBuilder, encode_observable
from qdesign.simulate.simulator import Simulator

Matrix = NDArray[np.complex128]
PAULI = {
    "I": np.eye(2),
    "X": np.array([[0, 1], [1, 0]]),
    "Y": np.array([[0, -1j], [1j, 0]]),
    "Z": np.diag([1, -1]),
}


def pauli(num_qubits: int, x: int, z: int) -> Matrix:
    full = np.eye(1)
    for qubit in reversed(range(num_qubits)):
        letter = "IXZY"[(x >> qubit & 1) + 2 * (z >> qubit & 1)]
        full = np.kron(full, PAULI[letter])
    return full.astype(complex)


def controlled(unitary: Matrix, mask: int, value: int) -> Matrix:
    inside = (np.arange(unitary.shape[0]) & mask) == value
    full = unitary.copy()
    full[~inside] = np.eye(unitary.shape[0])[~inside]
    return full


def wire_matrix(num_qubits: int, small: Matrix, target: int) -> Matrix:
    above, below = np.eye(1 << num_qubits - 1 - target), np.eye(1 << target)
    return np.kron(np.kron(above, small), below).astype(complex)


class Both:
    """A program under construction beside its dense matrix as a function of the values."""

    def __init__(self, num_qubits: int, num_parameters: int, rng: np.random.Generator) -> None:
        self.names = [f"p{k}" for k in range(num_parameters)]
        self.num_qubits = num_qubits
        self.builder = ProgramBuilder(num_qubits, self.names)
        self.rng = rng
        self.steps: list = []

    def angle(self):
        constant = float(self.rng.normal())
        chosen = self.rng.permutation(len(self.names))[: self.rng.integers(0, 3)]
        terms = {self.names[k]: float(self.rng.normal()) for k in chosen}
        slot = self.builder.slot(constant, terms)
        return (
            slot,
            lambda values: (
                constant + sum(c * values[self.names.index(name)] for name, c in terms.items())
            ),
        )

    def control(self, free: int) -> tuple[int, int]:
        mask = int(self.rng.integers(1 << self.num_qubits)) & int(
            self.rng.integers(1 << self.num_qubits)
        )
        mask &= ~free
        return mask, mask & int(self.rng.integers(1 << self.num_qubits))

    def add(self, kind: str, plain: bool = False) -> None:
        n, rng = self.num_qubits, self.rng
        size = 1 << n
        if kind == "rotation":
            x, z = (int(v) for v in rng.integers(size, size=2))
            mask, value = (0, 0) if plain else self.control(x | z)
            slot, angle = self.angle()
            self.builder.rotation(slot, x=x, z=z, mask=mask, value=value)
            generator = pauli(n, x, z)

            def step(values):
                half = angle(values) / 2
                turned = np.cos(half) * np.eye(size) - 1j * np.sin(half) * generator
                return controlled(turned, mask, value)

            self.steps.append(step)
        elif kind == "phase":
            mask, value = self.control(0)
            slot, angle = self.angle()
            self.builder.phase(slot, mask=mask, value=value)
            self.steps.append(
                lambda values: controlled(np.exp(1j * angle(values)) * np.eye(size), mask, value)
            )
        elif kind == "matrix":
            target = int(rng.integers(n))
            mask, value = (0, 0) if plain else self.control(1 << target)
            small = np.linalg.qr(rng.normal(size=(2, 2)) + 1j * rng.normal(size=(2, 2)))[0]
            self.builder.matrix(small, target, mask=mask, value=value)
            full = controlled(wire_matrix(n, small, target), mask, value)
            self.steps.append(lambda values: full)
        elif kind == "flip":
            wires = int(rng.integers(1, size))
            mask, value = self.control(wires)
            if plain:
                mask = value = int(rng.integers(size)) & ~wires
                mask = value = mask & -mask
            self.builder.flip(wires, mask=mask, value=value)
            full = controlled(pauli(n, wires, 0), mask, value)
            self.steps.append(lambda values: full)
        else:
            a, b = (int(q) for q in rng.permutation(n)[:2])
            mask, value = (0, 0) if plain else self.control(1 << a | 1 << b)
            self.builder.exchange(a, b, mask=mask, value=value)
            order = [
                i & ~(1 << a | 1 << b) | (i >> a & 1) << b | (i >> b & 1) << a for i in range(size)
            ]
            full = controlled(np.eye(size, dtype=complex)[order], mask, value)
            self.steps.append(lambda values: full)

    def state(self, values: NDArray[np.float64]) -> Matrix:
        psi = np.zeros(1 << self.num_qubits, dtype=complex)
        psi[0] = 1
        for step in self.steps:
            psi = step(values) @ psi
        return psi


KINDS = ("rotation", "phase", "matrix", "flip", "exchange")


def random_program(
    num_qubits: int, length: int, rng: np.random.Generator, plain: float = 0.5
) -> Both:
    both = Both(num_qubits, 4, rng)
    kinds = KINDS if num_qubits > 1 else KINDS[:4]
    for _ in range(length):
        both.add(str(rng.choice(kinds)), plain=bool(rng.random() < plain))
    return both


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("num_qubits", [2, 3, 5])
def test_every_primitive_with_random_controls_is_its_matrix(kind: str, num_qubits: int) -> None:
    rng = np.random.default_rng(num_qubits)
    for _ in range(12):
        both = Both(num_qubits, 3, rng)
        for _ in range(num_qubits):
            both.add("matrix", plain=True)  # a state without zeros
        both.add("rotation")
        both.add(kind)
        values = rng.normal(size=3)
        engine = Engine(both.builder.build())
        engine.run(values)
        np.testing.assert_allclose(engine.state(), both.state(values), atol=1e-13)
        engine.run_single(values)
        np.testing.assert_allclose(engine.single_state(), both.state(values), atol=1e-5)


@pytest.mark.parametrize("seed", range(40))
def test_random_programs_match_dense_matrices(seed: int) -> None:
    rng = np.random.default_rng(seed)
    both = random_program(1 + seed % 7, 50, rng)
    engine = Engine(both.builder.build())
    for _ in range(2):
        values = rng.normal(size=4)
        expected = both.state(values)
        engine.run(values)
        np.testing.assert_allclose(engine.state(), expected, atol=1e-12)
        np.testing.assert_allclose(engine.probabilities(), abs(expected) ** 2, atol=1e-12)
        engine.run_single(values)
        np.testing.assert_allclose(engine.single_state(), expected, atol=1e-5)


def random_observable(num_qubits: int, count: int, rng: np.random.Generator):
    terms = {
        (int(x), int(z)): float(rng.normal())
        for x, z in zip(
            rng.integers(1 << num_qubits, size=count) * rng.integers(2, size=count),
            rng.integers(1 << num_qubits, size=count),
            strict=True,
        )
    }
    dense = sum(c * pauli(num_qubits, x, z) for (x, z), c in terms.items())
    return [(x, z, c) for (x, z), c in terms.items()], dense


@pytest.mark.parametrize("seed", range(12))
def test_expectations_match_dense_matrices(seed: int) -> None:
    rng = np.random.default_rng(seed)
    num_qubits = 1 + seed % 6
    both = random_program(num_qubits, 20, rng)
    terms, dense = random_observable(num_qubits, 12, rng)
    engine = Engine(both.builder.build())
    engine.observe(encode_observable(num_qubits, terms))
    values = rng.normal(size=4)
    psi = both.state(values)
    expected = float(np.vdot(psi, dense @ psi).real)
    engine.run(values)
    assert engine.expectation() == pytest.approx(expected, abs=1e-12)
    engine.run_single(values)
    assert engine.single_expectation() == pytest.approx(expected, abs=1e-4)


def test_every_term_of_a_few_qubits_is_summed_by_what_it_flips() -> None:
    rng = np.random.default_rng(0)
    n = 5
    terms = [(x, z, float(rng.normal())) for x in range(1 << n) for z in range(1 << n)]
    dense = sum(c * pauli(n, x, z) for x, z, c in terms)
    both = random_program(n, 20, rng)
    engine = Engine(both.builder.build())
    engine.observe(encode_observable(n, terms))
    values = rng.normal(size=4)
    psi = both.state(values)
    energy, _ = engine.gradient(values)
    assert energy == pytest.approx(float(np.vdot(psi, dense @ psi).real), abs=1e-11)
    engine.run(values)
    assert engine.expectation() == pytest.approx(energy, abs=1e-11)


def test_a_density_matrix_without_room_is_refused() -> None:
    simulator = Simulator(Circuit.of(20, "h 0"))
    with pytest.raises(TooLarge, match="density matrix of 20 qubits needs 32 TiB"):
        simulator.reduced_state(range(20))


def test_an_energy_that_would_take_many_minutes_is_refused() -> None:
    check_time(12, np.sort(np.arange(10**6, dtype=np.uint32) % 4096))
    with pytest.raises(TooLarge, match=r"1,000,000 terms on 20 qubits .* about 35 minutes"):
        check_time(20, np.arange(10**6, dtype=np.uint32))


@pytest.mark.parametrize("seed", range(24))
def test_gradients_match_finite_differences(seed: int) -> None:
    rng = np.random.default_rng(seed)
    num_qubits = 1 + seed % 6
    both = random_program(num_qubits, 40, rng)
    terms, _ = random_observable(num_qubits, 10, rng)
    engine = Engine(both.builder.build())
    engine.observe(encode_observable(num_qubits, terms))
    values = rng.normal(size=4)
    energy, gradient = engine.gradient(values)
    engine.run(values)
    assert engine.expectation() == pytest.approx(energy, abs=1e-12)
    for k in range(4):
        step = np.zeros(4)
        step[k] = 1e-4
        ends = []
        for amount in (-2, -1, 1, 2):
            engine.run(values + amount * step)
            ends.append(engine.expectation())
        slope = (ends[0] - 8 * ends[1] + 8 * ends[2] - ends[3]) / 12e-4
        assert gradient[k] == pytest.approx(slope, abs=1e-6)


def test_a_trajectory_collapses_resets_and_follows_conditions() -> None:
    builder = ProgramBuilder(2, num_clbits=1)
    half = builder.slot(np.pi / 2)
    builder.rotation(half, x=1, z=1)
    builder.measure(0, 0)
    builder.unless(0, 1, 1)
    builder.flip(0b10)
    builder.reset(0)
    engine = Engine(builder.build())
    seen = set()
    for seed in range(20):
        engine.run_trajectory(np.zeros(0), seed=seed)
        bit = int(engine.clbits()[0])
        seen.add(bit)
        expected = np.zeros(4)
        expected[2 * bit] = 1
        np.testing.assert_allclose(engine.probabilities(), expected, atol=1e-12)
    assert seen == {0, 1}
    first = [(engine.run_trajectory(np.zeros(0), seed=3), int(engine.clbits()[0]))[1] for _ in "ab"]
    assert first[0] == first[1]
    with pytest.raises(NotUnitary, match="seed"):
        engine.run(np.zeros(0))


def test_a_request_over_memory_is_a_sentence() -> None:
    with pytest.raises(TooLarge, match=r"34 qubits need 256 GiB; this machine has \d+"):
        check_memory(34, 1)
    with pytest.raises(TooLarge, match="30 qubits need 16 GiB"):
        Engine(ProgramBuilder(30).build())
    assert size_text(1536) == "1.5 KiB"


@pytest.mark.parametrize("damage", ["short", "magic", "version", "mask", "slot", "kind"])
def test_damaged_bytes_are_refused(damage: str) -> None:
    from dataclasses import replace

    builder = ProgramBuilder(2, ["a"])
    builder.rotation(builder.slot(0.0, {"a": 1.0}), x=1, z=0)
    program = builder.build()
    data = bytearray(program.data)
    if damage == "short":
        del data[-1]
    elif damage == "magic":
        data[0] = 0
    elif damage == "version":
        data[4] = 99
    elif damage == "mask":
        data[-16] = 0xFF
    elif damage == "slot":
        data[-28] = 7
    else:
        data[-32] = 77
    with pytest.raises(InvalidRequest, match="refused"):
        Engine(replace(program, data=bytes(data)))


def test_values_of_a_wrong_shape_are_refused() -> None:
    engine = Engine(ProgramBuilder(1, ["a"]).build())
    with pytest.raises(InvalidRequest, match="shape"):
        engine.run(np.zeros(2))


@pytest.mark.parametrize("n", [1, 3, 6])
def test_what_is_read_off_a_state_matches_numpy(n: int) -> None:
    rng = np.random.default_rng(n)
    both = random_program(n, 30, rng)
    engine = Engine(both.builder.build())
    engine.run(rng.normal(size=4))
    psi = engine.state()
    for qubit, vector in enumerate(engine.bloch_vectors()):
        for value, (x, z) in zip(vector, ((1, 0), (1, 1), (0, 1)), strict=True):
            expected = np.vdot(psi, pauli(n, x << qubit, z << qubit) @ psi).real
            assert value == pytest.approx(expected, abs=1e-12)
    mask = int(rng.integers(1, 1 << n))
    kept = [q for q in range(n) if mask >> q & 1]
    axes = [n - 1 - q for q in reversed(kept)]
    cube = np.moveaxis(psi.reshape((2,) * n), axes, range(len(kept))).reshape(1 << len(kept), -1)
    np.testing.assert_allclose(engine.reduced_state(mask), cube @ cube.conj().T, atol=1e-12)


def test_samples_follow_the_probabilities_and_the_seed() -> None:
    rng = np.random.default_rng(2)
    both = random_program(4, 30, rng)
    engine = Engine(both.builder.build())
    engine.run(rng.normal(size=4))
    drawn = engine.sample(20_000, seed=9)
    assert (drawn == engine.sample(20_000, seed=9)).all()
    assert (drawn != engine.sample(20_000, seed=10)).any()
    shares = np.bincount(drawn, minlength=16) / 20_000
    np.testing.assert_allclose(shares, engine.probabilities(), atol=0.02)
    assert engine.sample(0, seed=1).shape == (0,)


def test_the_first_operations_alone_can_be_run() -> None:
    rng = np.random.default_rng(4)
    both = random_program(4, 20, rng)
    engine = Engine(both.builder.build())
    values = rng.normal(size=4)
    for count in (0, 1, 7, 20, 99):
        partial = Both(4, 4, rng)
        partial.steps = both.steps[:count]
        engine.run(values, count=count)
        np.testing.assert_allclose(engine.state(), partial.state(values), atol=1e-12)


@pytest.mark.parametrize("home", ["/proc", "made"])
def test_the_engine_runs_wherever_a_cache_can_be_kept_or_not(home: str, tmp_path: Path) -> None:
    code = (
        "import qdesign as qd; "
        "print(qd.Simulator(qd.Circuit.of(2, 'h 0; cx 0 1'), {'ZZ': 1.0}).expectation([]))"
    )
    where = {"HOME": str(tmp_path) if home == "made" else home}
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, **where},
            capture_output=True,
            text=True,
            check=True,
        )
        assert float(done.stdout) == pytest.approx(1.0)
