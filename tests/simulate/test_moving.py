"""A grabbed parameter among other work: what is read is of the values that were put last."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from qdesign.circuit import Circuit
from qdesign.errors import InvalidRequest
from qdesign.pauli import Observable
from qdesign.simulate.compile import compile_circuit
from qdesign.simulate.engine import Engine
from qdesign.simulate.program import encode_observable

NAMES = ("a", "b", "c")
OBSERVABLES = (
    {"XZI": 0.7, "ZIZ": -0.4, "YYI": 1.0},
    {"ZII": 0.3, "IXI": -1.1},
)
AROUND = "ry(b) 0; rx(c) 1; h 2; {}; ry(c) 2; cx 2 0; h 1"
MANY = "; ".join(["ry(a) 0; cx 0 1; rz(a/3) 1; rx(b) 1"] * 20)
CIRCUITS = {
    "one": AROUND.format("ry(a) 0; cx 0 1; rz(b) 1"),
    "two": AROUND.format("ry(a) 0; cx 0 1; rx(a) 1; cx 1 2"),
    "three": AROUND.format("ry(a) 0; cx 0 1; rx(a) 1; cx 1 2; rz(-a) 2"),
    "four": AROUND.format("ry(a) 0; cx 0 1; rx(a) 1; rz(a) 1; cx 1 2; rzz(a) 0 2"),
    "shared with others": AROUND.format("ry(a + b) 0; cx 0 1; rx(2*a - c) 1"),
    "controlled": AROUND.format("crx(a) 0 1; cx 1 2"),
    "two controlled": AROUND.format("crx(a) 0 1; cx 1 2; cry(a) 2 0"),
    "a phase": AROUND.format("p(a) 0; cx 0 1; rx(b) 1"),
    "a controlled phase": AROUND.format("cp(a) 0 2; cx 1 2; rx(b) 1"),
    "none that moves an index": "ry(a) 0; ry(b) 1; rx(c) 2; cz 0 1; cz 1 2; rx(a) 0; ry(b) 2",
    "many frequencies": AROUND.format(MANY),
    "all three by turns": "ry(a) 0; ry(b) 1; ry(c) 2; cx 0 1; cx 1 2; rx(a) 2; rx(b) 0; rx(c) 1",
}
Job = Callable[[], None]


class Crowd:
    """One engine that is asked for everything in any order, beside one that runs anew each time."""

    def __init__(self, text: str, rng: np.random.Generator, *, single: bool) -> None:
        program = compile_circuit(Circuit.of(3, text), NAMES)
        self.engine, self.oracle = Engine(program), Engine(program, plain=True)
        self.rng, self.single = rng, single
        self.tolerance = 1e-5 if single else 1e-12
        self.values = rng.normal(size=3)
        self.held, self.base = 0, self.values
        self.observe()
        self.grab()

    def put(self, values: np.ndarray) -> None:
        self.values = values
        self.oracle.run(values)

    def close(self, found: np.ndarray | float, expected: np.ndarray | float) -> None:
        np.testing.assert_allclose(found, expected, rtol=0, atol=self.tolerance)

    def observe(self) -> None:
        terms = Observable(OBSERVABLES[self.rng.integers(2)])
        for engine in (self.engine, self.oracle):
            engine.observe(encode_observable(3, terms.masks()))

    def grab(self) -> None:
        self.held = int(self.rng.integers(3))
        self.base = self.rng.normal(size=3)
        room = None if self.rng.integers(3) else 0
        self.engine.grab(self.held, self.base, single=self.single, tables_at_most=room)
        self.put(self.base)

    def moved(self) -> float:
        value = float(self.rng.choice([0.0, np.pi, 7.5, *self.rng.normal(size=3)]))
        values = self.base.copy()
        values[self.held] = value
        self.put(values)
        return value

    def move(self) -> None:
        self.close(self.engine.move(self.moved()), self.oracle.expectation())

    def tick_moved(self) -> None:
        self.close(self.engine.tick_moved(self.moved()), self.oracle.expectation())
        self.latest()

    def tick(self) -> None:
        self.put(self.rng.normal(size=3))
        tick = self.engine.tick_single if self.single else self.engine.tick
        self.close(tick(self.values), self.oracle.expectation())
        self.latest()

    def latest(self) -> None:
        if self.single:
            found: np.ndarray = self.engine.latest_single_probabilities()
        else:
            found = self.engine.latest_probabilities()
        self.close(found, self.oracle.probabilities())

    def run(self) -> None:
        self.put(self.rng.normal(size=3))
        (self.engine.run_single if self.single else self.engine.run)(self.values)

    def state(self) -> None:
        found = self.engine.single_state() if self.single else self.engine.state()
        self.close(found, self.oracle.state())

    def probabilities(self) -> None:
        engine = self.engine
        found = engine.single_probabilities() if self.single else engine.probabilities()
        assert found.dtype == (np.float32 if self.single else np.float64)
        assert found.min() >= 0
        self.close(found, self.oracle.probabilities())

    def energy(self) -> None:
        engine = self.engine
        found = engine.single_expectation() if self.single else engine.expectation()
        self.close(found, self.oracle.expectation())

    def ask_frequencies(self) -> None:
        self.engine.frequencies(int(self.rng.integers(3)))

    def bloch_vectors(self) -> None:
        self.close(self.engine.bloch_vectors(), self.oracle.bloch_vectors())

    def reduced_state(self) -> None:
        self.close(self.engine.reduced_state(0b101), self.oracle.reduced_state(0b101))

    def sample(self) -> None:
        drawn = self.engine.sample(50, seed=3)
        assert (self.oracle.probabilities()[drawn] > 1e-14).all()

    def sweep(self) -> None:
        points = self.rng.normal(size=(4, 3))
        self.close(self.engine.sweep(points), self.oracle.sweep(points))
        self.put(points[-1])

    def jacobian(self) -> None:
        self.put(self.rng.normal(size=3))
        self.close(self.engine.jacobian(self.values), self.oracle.jacobian(self.values))

    def gradient(self) -> None:
        values = self.rng.normal(size=3)
        found, expected = self.engine.gradient(values), self.oracle.gradient(values)
        self.close(found[1], expected[1])
        # It leaves no state to read.
        self.run()

    def move_after_a_gradient(self) -> None:
        self.engine.gradient(self.rng.normal(size=3))
        self.move()

    def jobs(self) -> list[Job]:
        common = [self.state, self.probabilities, self.energy, self.ask_frequencies, self.observe]
        common += [self.run, self.tick, self.grab] + 2 * [self.move, self.tick_moved]
        if self.single:
            return common
        doubles = [self.bloch_vectors, self.reduced_state, self.sample, self.sweep, self.jacobian]
        return [*common, *doubles, self.gradient, self.move_after_a_gradient]


@pytest.mark.parametrize("single", [False, True], ids=["double", "single"])
@pytest.mark.parametrize("name", CIRCUITS)
@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_asked_in_whatever_order_is_of_the_newest_values(
    name: str, single: bool, seed: int
) -> None:
    crowd = Crowd(CIRCUITS[name], np.random.default_rng(seed), single=single)
    for _ in range(150):
        jobs = crowd.jobs()
        jobs[crowd.rng.integers(len(jobs))]()


@pytest.mark.parametrize("num_qubits", [1, 2, 5])
def test_probabilities_from_tables_are_those_of_the_state(num_qubits: int) -> None:
    text = "; ".join(f"ry(a) {q}; rx(b) {q}" for q in range(min(3, num_qubits)))
    program = compile_circuit(Circuit.of(num_qubits, text), ("a", "b"))
    values = np.array([0.3, -0.8])
    without, engine = Engine(program), Engine(program)
    without.grab(0, values, tables_at_most=0)
    engine.grab(0, values)
    for value in np.linspace(-7, 7, 23):
        engine.tick_moved(value)
        without.tick_moved(value)
        found = engine.latest_probabilities()
        np.testing.assert_allclose(found, without.latest_probabilities(), rtol=0, atol=1e-14)
        np.testing.assert_allclose(found, abs(engine.state()) ** 2, rtol=0, atol=1e-14)


def test_a_refused_grab_leaves_the_state_of_the_last_move() -> None:
    text = "ry(a) 0; cx 0 1; ry(b) 1; rx(1001*b/1000) 0; ry(b/999) 1"
    engine = Engine(compile_circuit(Circuit.of(2, text), ("a", "b")), plain=True)
    engine.grab(0, np.array([0.3, -0.8]))
    engine.move(1.7)
    with pytest.raises(InvalidRequest):
        engine.grab(1, np.array([0.3, -0.8]))
    found = engine.state()
    engine.run(np.array([1.7, -0.8]))
    np.testing.assert_allclose(found, engine.state(), atol=1e-12)


def test_what_moved_probabilities_are_does_not_depend_on_what_was_read_before() -> None:
    program = compile_circuit(Circuit.of(3, CIRCUITS["one"]), NAMES)
    values = np.array([0.3, -0.8, 1.1])
    engines = [Engine(program) for _ in range(3)]
    for engine in engines:
        engine.grab(0, values)
        engine.move(0.9)
    engines[0].state()
    engines[1].tick(values)
    engines[1].move(0.9)
    found = [engine.probabilities().tobytes() for engine in engines]
    assert found[0] == found[1] == found[2]
