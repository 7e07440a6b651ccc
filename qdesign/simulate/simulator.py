"""Runs circuits: state, probabilities, expectation, gradient and what is read off a state.

One method for each output makes the file long.
"""

from __future__ import annotations

import math
import os
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial
from queue import Empty, SimpleQueue
from typing import Any, Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from qdesign.circuit import Circuit, values_for
from qdesign.convert.bodies import as_circuit
from qdesign.counts import Counts
from qdesign.errors import InvalidObservable, InvalidRequest, NotUnitary, TooLarge
from qdesign.given import given_whole
from qdesign.pauli import Observable, as_observable
from qdesign.placing import column_numbers
from qdesign.process.threads import pool_of
from qdesign.registers import outcome_text
from qdesign.simulate.compile import MOST_QUBITS, compile_circuit
from qdesign.simulate.costs import gate_costs
from qdesign.simulate.engine import Engine
from qdesign.simulate.engines import AUTO, Work, no_state, opened, refusal
from qdesign.simulate.engines.protocol import ErrorKind, Runner
from qdesign.simulate.memory import check_matrix, check_memory, check_time
from qdesign.simulate.noise import Noise, as_noise
from qdesign.simulate.noisy import Noisy
from qdesign.simulate.program import Program, encode_observable, encoded_flips

Values = Mapping[str, float] | Sequence[float] | NDArray[np.float64] | None
"""Radians by name, or in the order of the circuit's parameters; None when there are none."""

_T = TypeVar("_T", np.float64, np.complex128)
_R = TypeVar("_R")
MOST_BRANCHES: Final = 1024
"""Courses of outcomes that are followed exactly."""
_MOST_POINTS: Final = 2048
"""Points in one call, so that threads share the work and their memory stays small."""

Complex = NDArray[np.complex128]
Real = NDArray[np.float64]


class Simulator:
    """A circuit ready to run, with an observable or without.

    Measurements at the end are left out, except by `shots`. A circuit that measures, resets or has
    conditions in its middle has no single state: its numbers are those of the mixture of all its
    branches, exactly, up to 1,024 of them. Give a `seed` to follow one trajectory.

    With `noise` each gate is followed by its channels, and what is read errs as it says: numbers
    are exact up to 10 qubits, or 12 where there is memory; `trajectories` averages runs beyond.
    There is no single state then, and what needs one refuses.

    Above 20 qubits another engine may run it, chosen by what the circuit is, or named: `engine` and
    `why` say which, `error` how far off an energy may be, `error_kind` what that says. One that
    prepares for long tells `progress` the share that is done, and stops where `cancel` gives True.

    Example:
        >>> from qdesign.pauli import Observable
        >>> simulator = Simulator(Circuit.of(1, "ry(a) 0"), Observable({"Z": 1.0}))
        >>> energy, gradient = simulator.gradient({"a": 0.5})
        >>> round(energy, 6), gradient.round(6).tolist()
        (0.877583, [-0.479426])
    """

    def __init__(
        self,
        circuit: Circuit,
        observable: Observable | None = None,
        *,
        noise: Noise | None = None,
        engine: str = AUTO,
        progress: Callable[[float], None] | None = None,
        cancel: Callable[[], bool] | None = None,
        **options: object,
    ) -> None:
        circuit = as_circuit(circuit)
        if observable is not None:
            observable = as_observable(
                observable, num_qubits=circuit.num_qubits, names=circuit.qubit_names
            )
        if observable is not None and observable.num_qubits != circuit.num_qubits:
            raise InvalidObservable(
                f"The observable is on {observable.num_qubits} qubits and the circuit on "
                f"{circuit.num_qubits}. Write one letter a qubit."
            )
        self.circuit = circuit
        self.observable = observable
        self.parameters = circuit.parameters
        kept = circuit.without_final_measurements()
        self.noise = as_noise(noise) if noise is not None else None
        found = opened(
            engine, kept, observable, noise=self.noise, options=options,
            work=Work(progress, cancel),
        )  # fmt: skip
        self._row, self.why, self._runner = found.row, found.why, found.runner
        self._options = found.options
        self.engine = self._row.name
        self._kept = kept
        is_narrow = engine == AUTO and circuit.num_qubits <= MOST_QUBITS
        self._has_state = self._runner is None or is_narrow
        self.formulas = self._program.derived if self._runner is None else tuple(kept.derived)
        self._local = threading.local()
        self._team: list[Engine] = []
        self._lock = threading.Lock()
        self._noisy: Noisy | None = None
        if self.noise is not None and self._runner is None:
            self._noisy = Noisy(circuit, self.noise, observable)

    def __reduce__(self) -> tuple[Callable[[], Simulator], tuple[()]]:
        # Engines stay here: another process or thread makes its own.
        named: dict[str, Any] = {"noise": self.noise, **self._options}
        if not self._has_state or self._runner is None:
            named["engine"] = self.engine
        return partial(Simulator, self.circuit, self.observable, **named), ()

    def __repr__(self) -> str:
        energy = f", {self.observable!r}" if self.observable is not None else ""
        noise = f", noise={self.noise!r}" if self.noise is not None else ""
        engine = f", engine={self.engine!r}" if self._runner is not None else ""
        return f"Simulator({self.circuit!r}{energy}{noise}{engine})"

    @cached_property
    def _program(self) -> Program:
        return compile_circuit(self._kept, self.parameters)

    @property
    def is_unitary(self) -> bool:
        """Has the circuit one state, measurements at the end left out?"""
        return self._runner is not None or self._program.is_unitary

    @property
    def error_kind(self) -> ErrorKind:
        """What `error` says: there is none, it is a bound, or an estimate."""
        return "exact" if self._runner is None else self._runner.error_kind

    @property
    def says(self) -> str:
        """What there is to know of the engine's run, such as the number of light cones."""
        return "" if self._runner is None else self._runner.says

    def gives(self, output: str) -> bool:
        """Does what runs this give such an output, named as the method: `gradient`, for example?"""
        return self._runner is None or self._has_state or self._gives(self._runner, output)

    def _gives(self, runner: Runner, output: str) -> bool:
        return self._row.gives(output) and runner.can(output)

    def error(self, values: Values = None) -> float:
        """How far off an energy may be at these values; 0.0 where it is exact."""
        self._require_observable()
        bound = self._values(values)
        if self._runner is None:
            return 0.0
        with self._lock:
            return self._runner.error(bound)

    def estimate(self, values: Values = None) -> float:
        """About how far off an energy is, where `error` is a bound; else the same as `error`."""
        self._require_observable()
        bound = self._values(values)
        if self._runner is None:
            return 0.0
        with self._lock:
            return self._runner.estimate(bound)

    def statevector(self, values: Values = None, *, seed: int | None = None) -> Complex:
        """The state, complex128, shape (2**n,): bit k of an index is qubit k.

        Args:
            values: radians by name, or in the order of the circuit's parameters.
            seed: for one trajectory of a circuit that measures, resets or has conditions.

        Raises:
            MissingValue, UnknownParameter: a name too few or too many.
            NotUnitary: the circuit has no single state, and no seed was given.
        """
        return self._run(values, seed).state()

    def probabilities(self, values: Values = None, *, seed: int | None = None) -> Real:
        """Probability of each basis state, float64, shape (2**n,)."""
        if self._noisy is not None:
            return self._noisy.probabilities(self._values(values))
        if self.is_unitary:
            return self._run(values, seed, weighing=True).probabilities()
        return self._mixed(values, seed, Engine.probabilities)

    def marginal(
        self, qubits: Sequence[int], values: Values = None, *, seed: int | None = None
    ) -> Real:
        """Probabilities of `qubits` alone, shape (2**k,): bit j of an index is `qubits[j]`."""
        wanted = self._checked(qubits)
        if (runner := self._other("marginal")) is not None:
            with self._lock:
                return runner.marginal(wanted, self._values(values))
        table = self.probabilities(values, seed=seed).reshape((2,) * self.circuit.num_qubits)
        kept = _grouped(table, wanted, self.circuit.num_qubits)
        return kept.sum(axis=1)

    def marginal_errors(self, qubits: Sequence[int], values: Values = None) -> Real:
        """How far off each of `marginal` is at most, shape (2**k,); 0 where it is exact."""
        wanted = self._checked(qubits)
        if (runner := self._other("marginal")) is not None:
            with self._lock:
                return runner.marginal_errors(wanted, self._values(values))
        return np.zeros(1 << len(wanted))

    def expectation(self, values: Values = None, *, seed: int | None = None) -> float:
        """⟨ψ|H|ψ⟩ of the observable, or tr(ρ H) of the mixture.

        Raises:
            InvalidRequest: the simulator was made without an observable.
            TooLarge: there are more branches than are followed, and no seed was given.
        """
        self._require_observable()
        if (runner := self._other("expectation")) is not None:
            with self._lock:
                return runner.expectation(self._values(values))
        if self._noisy is not None:
            return self._noisy.expectation(self._values(values))
        if self.is_unitary or seed is not None:
            return self._run(values, seed).expectation()
        mixed = self._mixed(values, seed, lambda engine: np.array([engine.expectation()]))
        return float(mixed[0])

    def expectations(self, points: Real, *, threads: int | None = None) -> Real:
        """⟨ψ|H|ψ⟩ at many points, float64, shape (k,).

        Args:
            points: shape (k, p), radians, columns in the order of the circuit's parameters.
            threads: each runs an engine of its own while the interpreter is free; as many as this
                machine has cores when None.
        """
        self._require_observable()
        table = self._table(points)
        if (runner := self._other("expectation")) is not None:
            with self._lock:
                return runner.energies(table)
        if self._noisy is not None:
            return np.array([self._noisy.expectation(point) for point in table])
        workers = max(1, threads or os.cpu_count() or 1)
        if workers == 1 and len(table) <= _MOST_POINTS:
            return self._engine().sweep(table)
        chunk = max(1, min(_MOST_POINTS, -(-len(table) // (4 * workers))))
        chunks = [table[k : k + chunk] for k in range(0, len(table), chunk)]
        results = [np.zeros(0)] * len(chunks)
        waiting: SimpleQueue[int] = SimpleQueue()
        for index in range(len(chunks)):
            waiting.put(index)

        def work(engine: Engine) -> None:
            try:
                while True:
                    index = waiting.get_nowait()
                    results[index] = engine.sweep(chunks[index])
            except Empty:
                return

        with self._lock:
            self._team += [self._made() for _ in range(len(self._team), workers)]
            with pool_of(workers) as pool:
                for done in [pool.submit(work, engine) for engine in self._team[:workers]]:
                    done.result()
        return np.concatenate(results) if results else np.zeros(0)

    def statevectors(self, points: Real) -> Complex:
        """The states at many points, complex128, shape (k, 2**n), as `statevector` gives them.

        Args:
            points: shape (k, p), radians, columns in the order of the circuit's parameters.

        Raises:
            TooLarge: there is no room for them.
        """
        self._require_state()
        table = self._table(points)
        # Once in the engine, once as the result.
        check_memory(self.circuit.num_qubits, 2 * len(table) + 2)
        return self._engine().states(table)

    def gradient(self, values: Values = None) -> tuple[float, Real]:
        """⟨ψ|H|ψ⟩ and its derivatives, float64, shape (p,), per radian of each parameter.

        Source: Jones and Gacon, "Efficient calculation of gradients in classical simulations of
        variational quantum algorithms", arXiv:2009.02823.
        """
        self._require_observable()
        if (runner := self._other("gradient")) is not None:
            with self._lock:
                return runner.gradient(self._values(values))
        if isinstance(values, np.ndarray) and self._noisy is None and self._engine().is_at(values):
            return self._engine().gradient(values)
        bound = self._values(values)
        if self._noisy is not None:
            return self._noisy.gradient(bound)
        if self.is_unitary:
            return self._engine().gradient(bound)
        (total,) = deque(_counted(self._engine().branch_gradients(bound)), maxlen=1)
        return total

    def gradient_errors(self, values: Values = None) -> Real:
        """How far off each derivative of `gradient` is at most, shape (p,), per radian.

        0 where it is exact up to rounding, infinite where no bound is known.
        """
        self._require_observable()
        if (runner := self._other("gradient")) is not None:
            with self._lock:
                return runner.gradient_errors(self._values(values))
        return np.zeros(len(self.parameters))

    def jacobian(self, values: Values = None) -> Complex:
        """Derivatives of the state, complex128, shape (2**n, p), per radian of each parameter."""
        self._require_state()
        return self._engine().jacobian(self._values(values))

    def hessian_product(self, direction: Real, values: Values = None) -> Real:
        """The Hessian of ⟨ψ|H|ψ⟩ times `direction`, both float64 of shape (p,), per radian²."""
        self._require_observable()
        vector = np.asarray(direction, dtype=np.float64)
        if (runner := self._other("hessian_product")) is not None:
            with self._lock:
                return runner.hessian_product(vector, self._values(values))
        self._require_state()
        return self._engine().hessian_product(self._values(values), vector)

    def bloch_vectors(self, values: Values = None, *, seed: int | None = None) -> Real:
        """(⟨X⟩, ⟨Y⟩, ⟨Z⟩) of each qubit, float64, shape (n, 3)."""
        if (runner := self._other("bloch_vectors")) is not None:
            with self._lock:
                return runner.bloch_vectors(self._values(values))
        if self._noisy is not None:
            return self._noisy.bloch_vectors(self._values(values))
        return self._mixed(values, seed, Engine.bloch_vectors)

    def bloch_errors(self, values: Values = None) -> Real:
        """How far off each of `bloch_vectors` is at most, shape (n, 3); 0 where it is exact."""
        if (runner := self._other("bloch_vectors")) is not None:
            with self._lock:
                return runner.bloch_errors(self._values(values))
        return np.zeros((self.circuit.num_qubits, 3))

    def reduced_state(
        self, qubits: Sequence[int], values: Values = None, *, seed: int | None = None
    ) -> Complex:
        """Density matrix of `qubits`, shape (2**k, 2**k): bit j of an index is `qubits[j]`.

        Raises:
            TooLarge: there is no room for it.
        """
        wanted = self._checked(qubits)
        if self._has_state:
            check_matrix(len(wanted))
        if self._noisy is not None:
            return self._noisy.reduced_state(wanted, self._values(values))
        return self._mixed(values, seed, lambda engine: _reduced(engine.state(), wanted))

    def entropy(
        self, qubits: Sequence[int], values: Values = None, *, seed: int | None = None
    ) -> float:
        """Entanglement entropy between `qubits` and the rest, in bits (logarithm to base 2).

        Raises:
            NotUnitary: the circuit has no single state, and no seed was given.
        """
        chosen = self._checked(qubits)
        if (runner := self._other("entropy")) is not None:
            with self._lock:
                return runner.entropy(chosen, self._values(values))
        psi = self.statevector(values, seed=seed).reshape((2,) * self.circuit.num_qubits)
        cut = _grouped(psi, chosen, self.circuit.num_qubits)
        weights = np.linalg.svd(cut, compute_uv=False) ** 2
        weights = weights[weights > 1e-15]
        return float(-(weights * np.log2(weights)).sum()) + 0.0

    def state_after(self, column: int, values: Values = None) -> Complex:
        """The state once columns 0 to `column` have run, as drawn; `column` -1 is |0…0⟩."""
        placed = self.circuit.placed()
        shown = column_numbers(placed.operations)[: column + 1]
        last = shown[-1] if shown else -math.inf
        kept = placed.with_operations(o for o in placed.operations if (o.column or 0) <= last)
        known = values_for(self.parameters, _plain(values))
        partial = Simulator(replace(kept, num_clbits=self.circuit.num_clbits))
        return partial.statevector({name: known[name] for name in partial.parameters})

    def shots(self, shots: int, values: Values = None, *, seed: int) -> Counts:
        """How often each outcome was seen; classical bit 0, or qubit 0, is rightmost.

        An outcome is the circuit's classical bits, its last register first with a blank between
        two, as Qiskit prints them; without any measurement, all of its qubits.
        """
        if shots < 0:
            raise InvalidRequest(f"{shots} shots were asked for; ask for 0 or more.")
        wires = _final_wires(self.circuit)
        if (runner := self._other("sample")) is not None:
            with self._lock:
                table = runner.sample(shots, self._values(values), seed)
            return self._tabled(table, wires)
        if self._noisy is not None:
            return self._noisy_counts(self._noisy, shots, self._values(values), wires, seed)
        if self.is_unitary:
            return self._sampled(self._run(values, None).sample(shots, seed=seed), wires)
        return self._followed(shots, values, np.random.default_rng(seed), bool(wires))

    def sample(self, values: Values = None, shots: int = 1000, seed: int = 0) -> Counts:
        """As `shots`, values first."""
        return self.shots(shots, values, seed=seed)

    def trajectories(
        self, values: Values = None, runs: int = 1000, seed: int = 0
    ) -> tuple[float, float]:
        """The expectation as the average of runs with noise drawn in each: mean, standard error.

        Args:
            values: radians by name, or in the order of the circuit's parameters.
            runs: at least 2.
            seed: the same one gives the same runs.
        """
        self._require_observable()
        if self._noisy is None:
            raise InvalidRequest(
                "This simulator has no noise to average over. Make it with "
                "Simulator(circuit, observable, noise=noise)."
            )
        runs = given_whole(runs, "The number of runs", low=None)
        seed = given_whole(seed, "Seed")
        return self._noisy.trajectories(self._values(values), runs, seed)

    def gate_costs(self, values: Values = None) -> dict[str, float]:
        """What each gate's noise costs: 1 - fidelity where that noise alone is on, by id.

        That is the exact derivative of the fidelity by the strength at which the gate's noise is
        mixed in; all costs together are the loss to first order. Errors of readout do not count.
        """
        if self.noise is None:
            raise InvalidRequest(
                "This simulator has no noise. Make it with "
                "Simulator(circuit, observable, noise=noise)."
            )
        return gate_costs(self.circuit, self.noise, values_for(self.parameters, _plain(values)))

    def _sampled(self, indices: NDArray[np.uint32], wires: Mapping[int, int]) -> Counts:
        drawn = np.bincount(indices)
        width = self.circuit.num_qubits
        bits = [0] * self.circuit.num_clbits
        counts: dict[str, int] = {}
        for index in np.flatnonzero(drawn).tolist():
            for clbit, qubit in wires.items():
                bits[clbit] = index >> qubit & 1
            plain = format(index, f"0{width}b") if width else ""
            key = self._outcome(bits) if wires else plain
            counts[key] = counts.get(key, 0) + int(drawn[index])
        return Counts(sorted(counts.items()))

    def _tabled(self, table: NDArray[np.uint8], wires: Mapping[int, int]) -> Counts:
        """Counts of outcomes of all qubits, shape (shots, n): column k is qubit k."""
        rows, numbers = np.unique(table, axis=0, return_counts=True)
        bits = [0] * self.circuit.num_clbits
        counts: dict[str, int] = {}
        for row, number in zip(rows, numbers.tolist(), strict=True):
            for clbit, qubit in wires.items():
                bits[clbit] = int(row[qubit])
            key = self._outcome(bits) if wires else "".join(map(str, row[::-1].tolist()))
            counts[key] = counts.get(key, 0) + number
        return Counts(sorted(counts.items()))

    def _followed(
        self, shots: int, values: Values, rng: np.random.Generator, is_measured: bool
    ) -> Counts:
        engine = Engine(compile_circuit(self.circuit, self.parameters))
        bound = self._values(values)
        counts: dict[str, int] = {}
        for seed in rng.integers(1 << 63, size=shots):
            engine.run_trajectory(bound, seed=int(seed))
            if is_measured:
                key = self._outcome(engine.clbits().tolist())
            else:
                (index,) = engine.sample(1, seed=int(rng.integers(1 << 63))).tolist()
                key = format(index, f"0{self.circuit.num_qubits}b")
            counts[key] = counts.get(key, 0) + 1
        return Counts(sorted(counts.items()))

    def _noisy_counts(
        self, noisy: Noisy, shots: int, values: Real, wires: Mapping[int, int], seed: int
    ) -> Counts:
        if noisy.is_plain:
            return self._sampled(noisy.sample(shots, values, seed), wires)
        indices, bits = noisy.outcomes(shots, values, seed)
        if not wires:
            return self._sampled(indices, wires)
        rows, counts = np.unique(bits, axis=0, return_counts=True)
        keys = [self._outcome(row) for row in rows.tolist()]
        return Counts(sorted(zip(keys, counts.tolist(), strict=True)))

    def _outcome(self, bits: Sequence[int]) -> str:
        circuit = self.circuit
        return outcome_text(bits, circuit.declared.all_clbits(circuit.num_clbits))

    def _run(self, values: Values, seed: int | None, *, weighing: bool = False) -> Engine:
        self._require_state()
        engine = self._engine()
        if isinstance(values, np.ndarray) and engine.is_at(values):
            return engine
        bound = self._values(values)
        if self.is_unitary:
            engine.run_once(bound, weighing=weighing)
        elif seed is None:
            raise NotUnitary(
                "This circuit measures, resets or has conditions inside, so it has no single "
                "state. Give a seed to follow one trajectory, or ask for shots."
            )
        else:
            engine.run_trajectory(bound, seed=seed)
        return engine

    def _mixed(
        self, values: Values, seed: int | None, read: Callable[[Engine], NDArray[_T]]
    ) -> NDArray[_T]:
        """What is read off the state, or added up over all branches where there are several."""
        if self.is_unitary or seed is not None:
            return read(self._run(values, seed))
        engine = self._engine()
        branches = _counted(engine.branches(self._values(values)))
        next(branches)
        total = read(engine)
        for _ in branches:
            np.add(total, read(engine), out=total)
        return total

    def _engine(self) -> Engine:
        engine: Engine | None = getattr(self._local, "engine", None)
        if engine is None:
            engine = self._made()
            self._local.engine = engine
        return engine

    def _made(self) -> Engine:
        engine = Engine(self._program)
        if self.observable is not None:
            data = encode_observable(self.circuit.num_qubits, self.observable.masks())
            check_time(self.circuit.num_qubits, encoded_flips(data))
            engine.observe(data)
        return engine

    def _values(self, values: Values) -> Real:
        return bound_values(self.parameters, values)

    def _table(self, points: Real) -> Real:
        """Points as a table, a column for each parameter."""
        table = np.ascontiguousarray(points, dtype=np.float64)
        if table.ndim != 2 or table.shape[1] != len(self.parameters):
            raise InvalidRequest(
                f"Points have the shape {table.shape}; give one column for each of the "
                f"{len(self.parameters)} parameters."
            )
        if not np.isfinite(table).all():
            raise InvalidRequest("A point has a value that is not finite. Give radians.")
        return table

    def _require_observable(self) -> None:
        if self.observable is None:
            raise InvalidRequest(
                "This simulator has no observable. Make it as Simulator(circuit, observable)."
            )

    def _other(self, output: str) -> Runner | None:
        """The other engine, where one gives this; None for the state vector.

        Raises:
            InvalidRequest: that engine has no such output, and there is no state vector beside.
        """
        if self._runner is None or (self._has_state and not self._gives(self._runner, output)):
            return None
        if not self._row.gives(output):
            raise refusal(self._row, output)
        return self._runner

    def _require_state(self) -> None:
        if not self._has_state:
            raise no_state(self._row, self.circuit.num_qubits)
        if self._noisy is not None:
            raise NotUnitary(
                "With noise there is no single state. Ask for expectation, gradient, "
                "probabilities, reduced_state or trajectories, or leave the noise out."
            )

    def _checked(self, qubits: Sequence[int]) -> tuple[int, ...]:
        named = tuple(qubits)
        known = range(self.circuit.num_qubits)
        if len(set(named)) != len(named) or any(q not in known for q in named):
            raise InvalidRequest(
                f"Qubits {named}: name each once, from 0 to {self.circuit.num_qubits - 1}."
            )
        return named


def _counted(branches: Iterator[_R]) -> Iterator[_R]:
    """The branches, refused where there are more than are followed."""
    for number, branch in enumerate(branches):
        if number == MOST_BRANCHES:
            raise TooLarge(
                f"This circuit has more than {MOST_BRANCHES:,} branches of outcomes. "
                "Give a seed to follow one trajectory, or ask for shots."
            )
        yield branch


def bound_values(parameters: tuple[str, ...], values: Values) -> Real:
    """Values in the order of `parameters`, float64, shape (p,).

    Raises:
        MissingValue, UnknownParameter: a name too few or too many.
        InvalidAngle: a value that is not finite.
    """
    if (
        isinstance(values, np.ndarray)
        and values.shape == (len(parameters),)
        and values.dtype.kind in "iuf"
        and np.logical_and.reduce(np.isfinite(values))
    ):
        return values.astype(np.float64, copy=False)
    known = values_for(parameters, _plain(values))
    return np.array([known[name] for name in parameters], dtype=np.float64)


def _plain(values: Values) -> Mapping[str, float] | Sequence[float] | None:
    if isinstance(values, np.ndarray):
        return values.ravel().tolist()
    return values


def _grouped(table: NDArray[_T], chosen: tuple[int, ...], num_qubits: int) -> NDArray[_T]:
    """A table with one axis a qubit (highest first) as (chosen, rest), `chosen[0]` lowest."""
    rest = [q for q in range(num_qubits) if q not in chosen]
    axes = [num_qubits - 1 - q for q in (*reversed(chosen), *reversed(rest))]
    return table.transpose(axes).reshape(1 << len(chosen), -1)


def _reduced(psi: Complex, chosen: tuple[int, ...]) -> Complex:
    num_qubits = psi.size.bit_length() - 1
    cut = _grouped(psi.reshape((2,) * num_qubits), chosen, num_qubits)
    return cut @ cut.conj().T


def _final_wires(circuit: Circuit) -> dict[int, int]:
    """Which qubit each classical bit was last measured from."""
    return {
        item.clbits[0]: item.qubits[0]
        for item in circuit.plain_operations
        if item.gate == "measure"
    }
