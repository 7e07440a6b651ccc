"""Runs programs in the engine: the same engine.wasm as in the browser, from Python.

An `Engine` is one instance with its own memory and one program; a thread has its own. Calls leave
the interpreter free, so that two engines in two threads run at the same time. One method for each
call of the module makes the file long.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from qdesign.errors import InvalidRequest, NotUnitary, TooLarge
from qdesign.simulate.chain import Chain
from qdesign.simulate.memory import check_memory, spare_memory, state_bytes
from qdesign.simulate.program import Program
from qdesign.wasm import Window, open_instance

_MEMORY_STATUS: Final = 3
_MOST_KEPT: Final = 256 << 20
_ALL: Final = 0xFFFFFFFF
_HOPES: Final = 8
"""Runs that keep states for a gradient, since the last gradient that had use for them."""

Values = NDArray[np.float64]
_T = TypeVar("_T", bound=np.generic)


class Engine:
    """One instance of the engine with one program.

    Args:
        program: what to run.
        plain: run operation by operation instead of in fused stages; slower, and what tests
            compare the stages with.
        averaged: run a program with channels many times with each of them drawn (`begin_runs`),
            instead of exactly.

    Example:
        >>> from qdesign.simulate.program import ProgramBuilder
        >>> builder = ProgramBuilder(1, ["theta"])
        >>> builder.rotation(builder.slot(0.0, {"theta": 1.0}), x=1, z=1)
        >>> engine = Engine(builder.build())
        >>> engine.run(np.array([np.pi]))
        >>> engine.probabilities().round(12).tolist()
        [0.0, 1.0]
    """

    __slots__ = (
        "__weakref__",
        "_chain",
        "_differentiates",
        "_distribution",
        "_exports",
        "_instance",
        "_is_keeping",
        "_is_weighed",
        "_keeps",
        "_points",
        "_ran",
        "_room",
        "_single_grab",
        "_slopes",
        "_states",
        "_table_bytes",
        "_values",
        "program",
    )

    def __init__(self, program: Program, *, plain: bool = False, averaged: bool = False) -> None:
        check_memory(program.num_qubits, 1)
        if program.is_noisy and not averaged:
            # Two vectors and a few tables.
            check_memory(program.num_qubits, 8, noisy=True)
        self._instance = open_instance("engine.wasm")
        self._exports = self._instance.functions
        self.program = program
        start = self._call("begin", len(program.data))
        self._write(start, np.frombuffer(program.data, dtype=np.uint8))
        length = len(program.data)
        if averaged:
            self._check(self._call("takeRuns", start, length))
        else:
            self._check(self._call("take", start, length, int(plain)))
        self._chain = Chain(program.parameters, program.derived) if program.derived else None
        self._values = self._bound()
        self._distribution: Window[np.float64] | None = None
        self._slopes: Window[np.float64] | None = None
        self._differentiates = False
        self._is_keeping = False
        self._is_weighed = False
        self._ran: bytes | None = None
        self._keeps = 0
        self._states: dict[tuple[int, type[np.generic]], Window[Any]] = {}
        self._points = self._room = 0
        self._single_grab = False
        self._table_bytes: int | None = None

    def observe(self, observable: bytes) -> None:
        """Take an observable, as `encode_observable` writes it, in place of the one before."""
        start = self._grow("input", len(observable))
        self._write(start, np.frombuffer(observable, dtype=np.uint8))
        self._check(self._grow("observe", start, len(observable)))

    def run(self, values: Values, *, count: int | None = None) -> None:
        """Bind values, shape (p,), radians, and run the first `count` operations, or all."""
        self._require_unitary()
        self._bind(values)
        self._call("run", _ALL if count is None else count)

    def is_at(self, values: Values) -> bool:
        """Is the state that of these values, which then were checked before?"""
        return (
            values.dtype == np.float64
            and values.shape == self._shape
            and values.tobytes() == self._ran
        )

    def run_once(self, values: Values, *, weighing: bool = False) -> None:
        """As `run`, but nothing where the state is already that of these values.

        Where lately the gradient was asked for at the values of the run before, states in between
        are kept, so that the next such gradient needs no run either. With `weighing` probabilities
        may be filled in the same call, for `probabilities`, which asks next.
        """
        key = values.tobytes()
        if key == self._ran:
            return
        if self._keeps:
            self._keeps -= 1
            self._require_unitary()
            if weighing:
                self._prepare_probabilities()
            self._bind(values)
            self._call("tickKeeping" if weighing else "runKeeping")
            self._is_weighed = weighing
        else:
            self.run(values)
        self._ran = key

    def run_single(self, values: Values, *, count: int | None = None) -> None:
        """As `run`, in single precision; read the state with `single_state`."""
        self._require_unitary()
        self._bind(values)
        self._call("runSingle", _ALL if count is None else count)

    def run_trajectory(self, values: Values, *, seed: int, count: int | None = None) -> None:
        """One trajectory: measurements drawn from `seed`, resets done, conditions followed."""
        self._bind(values)
        low, high = seed & _ALL, seed >> 32 & _ALL
        self._call("runTrajectory", _ALL if count is None else count, low, high)

    def branches(self, values: Values) -> Iterator[float]:
        """Weights of the branches of a program that measures, resets or has conditions.

        While the iterator stands at one, `state`, `clbits` and all that is read off a state are
        those of its end: projected, and not normalized, so that sums over all are the mixture's.
        Branches of less than 1e-12 are left out.
        """
        self._bind(values)
        self._check(self._grow("beginBranches", 0))
        while (weight := float(self._grow("nextBranch"))) != 0:
            self._check(0 if weight > 0 else _MEMORY_STATUS)
            yield weight

    def branch_gradients(self, values: Values) -> Iterator[tuple[float, NDArray[np.float64]]]:
        """Sums over the branches so far: expectation and its derivatives, shape (p,)."""
        check_memory(self.program.num_qubits, 4)
        self._check(self._grow("prepareGradient", 0))
        self._bind(values)
        self._check(self._grow("beginBranches", 1))
        energy = 0.0
        while (weight := float(self._grow("nextBranch"))) != 0:
            self._check(0 if weight > 0 else _MEMORY_STATUS)
            energy += float(self._call("branchGradient"))
            yield energy, self._gradient()

    def tick(self, values: Values) -> float:
        """Bind, run, fill the probabilities and return the expectation, all in one call.

        The expectation is 0 without an observable. `latest_probabilities` gives the rest.
        """
        self._require_unitary()
        self._prepare_probabilities()
        self._bind(values)
        return float(self._call("tick"))

    def tick_single(self, values: Values) -> float:
        """As `tick`, in single precision with sums in double.

        `latest_single_probabilities` gives the rest.
        """
        self._require_unitary()
        self._prepare_probabilities()
        self._bind(values)
        return float(self._call("tickSingle"))

    def latest_probabilities(self) -> NDArray[np.float64]:
        """A copy of the probabilities of the last tick, float64, shape (2**n,)."""
        return self._prepare_probabilities().read()

    def latest_single_probabilities(self) -> NDArray[np.float32]:
        """A copy of those of the last tick in single precision, float32, shape (2**n,)."""
        return self._single_probabilities()

    def state(self) -> NDArray[np.complex128]:
        """A copy of the state of the last run, complex128, shape (2**n,), qubit 0 lowest bit."""
        return self._state(np.complex128).read()

    def single_state(self) -> NDArray[np.complex64]:
        """A copy of the state of the last single-precision run, complex64, shape (2**n,)."""
        return self._state(np.complex64).read()

    def clbits(self) -> NDArray[np.uint8]:
        """Classical bits of the last trajectory, uint8, shape (num_clbits,)."""
        return self._read(self._call("bitsAt"), self.program.num_clbits, np.uint8)

    def probabilities(self) -> NDArray[np.float64]:
        """|ψ|² of the last run, float64, shape (2**n,)."""
        table = self._prepare_probabilities()
        if not self._is_weighed:
            self._prepare_tables()
            self._call("probabilities")
        self._is_weighed = False
        return table.read()

    def single_probabilities(self) -> NDArray[np.float32]:
        """|ψ|² of the last single-precision run, float32, shape (2**n,)."""
        self._prepare_probabilities()
        self._prepare_tables()
        self._call("probabilitiesSingle")
        return self._single_probabilities()

    def expectation(self) -> float:
        """Expectation of the observable in the state of the last run."""
        return float(self._call("expectation"))

    def single_expectation(self) -> float:
        """Expectation in the state of the last single-precision run, summed in double."""
        return float(self._call("expectationSingle"))

    def sweep(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Expectations at many points, shape (k, p) radians, in one call; float64, shape (k,)."""
        at = self._many("sweep", points, 8)
        return self._read(at, len(points), np.float64)

    def states(self, points: NDArray[np.float64]) -> NDArray[np.complex128]:
        """States at many points, shape (k, p) radians, in one call; complex128, (k, 2**n)."""
        size = 1 << self.program.num_qubits
        at = self._many("states", points, 16 * size)
        return self._read(at, len(points) * size, np.complex128).reshape(-1, size)

    def _many(self, name: str, points: NDArray[np.float64], size: int) -> int:
        """Call what runs at many points and leaves `size` bytes for each; where they lie."""
        self._require_unitary()
        count = points.shape[0]
        if points.ndim != 2 or points.shape[1:] != self._shape:
            raise InvalidRequest(
                f"Points have the shape {points.shape}; this program takes (k, {self._shape[0]})."
            )
        self._ran = None
        if self._chain is not None:
            points = np.concatenate([points, self._chain.table(points)], axis=1)
        # Results start at an even place: amplitudes are pairs.
        start = self._room_for(8 * (points.size + 1) + size * count)
        self._write(start, points.ravel())
        results = start + 8 * (points.size + points.size % 2)
        self._call(name, start, count, results)
        return results

    def frequencies(self, parameter: int) -> tuple[int, float]:
        """How many equally spaced frequencies a state has along a parameter, and their spacing.

        A parameter of m plain rotations has m + 1. 0 when they are too many, on no grid, or where
        a derived parameter depends on it.
        """
        if self._chain is not None and parameter in self._chain.used:
            return 0, 0.0
        count = int(self._call("statesOf", parameter))
        return count, float(self._call("spacingOf"))

    def grab(
        self,
        parameter: int,
        values: Values,
        *,
        single: bool = False,
        tables_at_most: int | None = None,
    ) -> None:
        """Take hold of the parameter numbered so.

        `move` then mixes few states, or runs on from the first stage that the parameter moves.

        Args:
            parameter: its number.
            values: shape (p,), radians.
            single: in single precision.
            tables_at_most: bytes that tables may take from which its probabilities are mixed, made
                when they are first asked for; beyond it states are mixed. What is free when None.
        """
        self._require_unitary()
        self._bind(values)
        # Beside the state: what is kept, and room to work.
        count = max(2, self.frequencies(parameter)[0])
        check_memory(self.program.num_qubits, count * (0.5 if single else 1) + 2)
        self._check(self._grow("grabSingle" if single else "grab", parameter))
        self._single_grab = single
        self._table_bytes = _ALL if tables_at_most is None else tables_at_most

    def move(self, value: float) -> float:
        """Put the grabbed parameter to `value` radians; returns the energy.

        The state follows when something is first read off it.
        """
        self._ran = None
        return float(self._call("moveSingle" if self._single_grab else "move", float(value)))

    def tick_moved(self, value: float) -> float:
        """As `move`, and fill the probabilities, in one call: a tick of the grabbed parameter.

        `latest_probabilities`, or `latest_single_probabilities`, gives the rest.
        """
        self._ran = None
        self._prepare_probabilities()
        self._prepare_tables()
        name = "tickMovedSingle" if self._single_grab else "tickMoved"
        return float(self._call(name, float(value)))

    def bloch_vectors(self) -> NDArray[np.float64]:
        """(⟨X⟩, ⟨Y⟩, ⟨Z⟩) of each qubit in the last run, float64, shape (n, 3)."""
        count = 3 * self.program.num_qubits
        at = self._room_for(8 * count)
        self._call("blochVectors", at)
        return self._read(at, count, np.float64).reshape(-1, 3)

    def reduced_state(self, mask: int) -> NDArray[np.complex128]:
        """Density matrix of the qubits of `mask` in the last run, lowest qubit lowest bit."""
        side = 1 << mask.bit_count()
        at = self._room_for(16 * side * side)
        self._call("reducedState", mask, at)
        return self._read(at, side * side, np.complex128).reshape(side, side)

    def sample(self, shots: int, *, seed: int) -> NDArray[np.uint32]:
        """Basis indices drawn from the state of the last run, uint32, shape (shots,)."""
        self._prepare_probabilities()
        self._prepare_tables()
        at = self._room_for(4 * shots)
        self._call("probabilities")
        self._call("sample", shots, seed & _ALL, seed >> 32 & _ALL, at)
        return self._read(at, shots, np.uint32)

    def jacobian(self, values: Values) -> NDArray[np.complex128]:
        """Derivatives of the state, complex128, shape (2**n, p): a column for each value."""
        self._require_unitary()
        size, count = 1 << self.program.num_qubits, self._num_values
        check_memory(self.program.num_qubits, count + 3)
        at = self._room_for(16 * size * count + 8 * count)
        self._bind(values)
        self._call("jacobian", at)
        columns = self._read(at, size * count, np.complex128).reshape(count, size).T
        if self._chain is None:
            return columns
        free = self._shape[0]
        return columns[:, :free] + columns[:, free:] @ self._chain.slopes(values)

    def hessian_product(
        self, values: Values, direction: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """The Hessian of the expectation times `direction`, both of shape (p,); per radian²."""
        self._require_unitary()
        if direction.shape != self._shape:
            raise InvalidRequest(
                f"The direction has the shape {direction.shape}; this program takes {self._shape}."
            )
        if self._chain is not None:
            return self._chained_hessian(values, direction, self._chain)
        return self._hessian_product(values, direction)

    def _chained_hessian(self, values: Values, direction: Values, chain: Chain) -> Values:
        """The same where parameters are derived: their own curvature adds its part."""
        free = self._shape[0]
        self.gradient(values)
        along = self._read(self._call("gradientAt"), self._num_values, np.float64)[free:]
        slopes = chain.slopes(values)
        whole = self._hessian_product(values, np.concatenate([direction, slopes @ direction]))
        return whole[:free] + whole[free:] @ slopes + along @ chain.bends(values, direction)

    def _hessian_product(self, values: Values, direction: Values) -> Values:
        check_memory(self.program.num_qubits, 6)
        states = 4 * state_bytes(self.program.num_qubits)
        at = self._room_for(states + 8 * direction.size)
        self._bind(values)
        self._write(at + states, direction)
        self._call("hessianProduct", at, at + states)
        return self._read(self._call("gradientAt"), direction.size, np.float64)

    def noisy_tick(self, values: Values) -> float:
        """Bind and run a program with channels; returns the expectation, 0 with no observable."""
        self._require_noisy()
        self._bind(values)
        return float(self._call("noisyTick"))

    def noisy_probabilities(self) -> NDArray[np.float64]:
        """Probabilities of the last noisy run, float64, shape (2**n,)."""
        table = self._prepare_probabilities()
        self._call("noisyProbabilities")
        return table.read()

    def noisy_vector(self) -> NDArray[np.float64]:
        """tr(ρ P) of the last noisy run, float64, shape (4**n,), digits I, X, Z, Y."""
        return self._read(self._call("noisyVectorAt"), 4**self.program.num_qubits, np.float64)

    def noisy_gradient(self, values: Values) -> tuple[float, NDArray[np.float64]]:
        """Expectation with noise, and its derivatives by the values, shape (p,), per radian."""
        self._require_noisy()
        self._check(self._grow("prepareNoisyGradient"))
        self._bind(values)
        energy = float(self._call("noisyGradient"))
        return energy, self._gradient()

    def begin_runs(self, values: Values, *, seed: int, sums: bool = False) -> None:
        """Start to average runs at values, shape (p,), radians; with `sums` of probabilities too.

        The same seed gives the same runs, in whatever slices they are made.
        """
        if sums:
            check_memory(self.program.num_qubits, 2)
            self._check(self._grow("prepareRuns"))
        self._bind(values)
        self._call("beginRuns", seed & _ALL, seed >> 32 & _ALL)

    def more_runs(self, count: int) -> int:
        """`count` runs more; how many there are now."""
        return int(self._call("moreRuns", count))

    def runs_energy(self) -> tuple[float, float]:
        """Average of the energies so far, and the sum of squares of what they are off it."""
        return float(self._call("runsEnergy")), float(self._call("runsSpread"))

    def runs_probabilities(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Sums of probabilities over the runs so far and sums of their squares, shape (2**n,)."""
        size = 1 << self.program.num_qubits
        both = self._read(self._call("runsTablesAt"), 2 * size, np.float64)
        return both[:size], both[size:]

    def runs_bloch_vectors(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Sums of (⟨X⟩, ⟨Y⟩, ⟨Z⟩) of each qubit and of their squares, shape (n, 3)."""
        size = 3 * self.program.num_qubits
        both = self._read(self._call("runsVectorsAt"), 2 * size, np.float64)
        return both[:size].reshape(-1, 3), both[size:].reshape(-1, 3)

    def draw_runs(self, count: int) -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
        """`count` runs more, of each a basis index, and classical bits, shape (count, clbits)."""
        at = self._room_for(count * (4 + self.program.num_clbits))
        self._call("drawRuns", count, at, at + 4 * count)
        bits = self._read(at + 4 * count, count * self.program.num_clbits, np.uint8)
        return self._read(at, count, np.uint32), bits.reshape(count, -1)

    def _room_for(self, size: int) -> int:
        """A buffer of at least `size` bytes, used by one call at a time.

        Old buffers are not given back, but sizes at least double, so that few are ever taken.
        """
        if self._room < size:
            self._room = max(size, min(2 * self._room, 64 << 20))
            self._points = self._grow("input", self._room)
            self._check(0 if self._points else _MEMORY_STATUS)
        return self._points

    def _require_noisy(self) -> None:
        if not self.program.is_noisy:
            raise InvalidRequest("This program has no channels. Run it as a state.")

    @property
    def num_stages(self) -> int:
        """Stages that the operations were fused into; 0 when they are run one by one."""
        return int(self._call("stageCount"))

    def gradient(
        self, values: Values, *, keep_at_most: int | None = None
    ) -> tuple[float, NDArray[np.float64]]:
        """Expectation, and its derivatives by the values, float64, shape (p,), per radian.

        `run_once` at the same values takes its state, where states in between are kept.

        Args:
            values: shape (p,), radians.
            keep_at_most: bytes of states in between that may be kept, once for an engine; beyond
                it they are run backward, which takes about twice as long. 256 MiB when None.
        """
        self._require_unitary()
        key = values.tobytes()
        if not self._differentiates:
            check_memory(self.program.num_qubits, 4)
            most = _MOST_KEPT if keep_at_most is None else keep_at_most
            self._check(self._grow("prepareGradient", most))
            self._differentiates = True
            self._is_keeping = bool(self._call("keepsStates"))
        energy = math.nan
        if self._is_keeping and key == self._ran:
            self._keeps = _HOPES
            energy = float(self._call("gradientHere"))
        if math.isnan(energy):
            self._bind(values)
            energy = float(self._call("gradient"))
        self._ran = key if self._is_keeping else None
        return energy, self._gradient()

    def _require_unitary(self) -> None:
        if not self.program.is_unitary:
            raise NotUnitary(
                "This circuit measures, resets or has conditions inside, so it has no single "
                "state. Give a seed to follow one trajectory, or ask for shots."
            )

    def _prepare_probabilities(self) -> Window[np.float64]:
        if self._distribution is None:
            check_memory(self.program.num_qubits, 1.5)
            at = self._grow("prepareProbabilities")
            self._check(0 if at else _MEMORY_STATUS)
            self._distribution = self._map(at, 1 << self.program.num_qubits, np.float64)
        return self._distribution

    def _single_probabilities(self) -> NDArray[np.float32]:
        """A copy of the same room, as single precision fills it."""
        whole = self._prepare_probabilities().read()
        return whole.view(np.float32)[: 1 << self.program.num_qubits].copy()

    def _prepare_tables(self) -> None:
        """Room for probabilities along a grabbed parameter, once, as far as there is memory."""
        if self._table_bytes is not None:
            self._grow("prepareTables", min(self._table_bytes, spare_memory()))
            self._table_bytes = None

    def _bind(self, values: Values) -> None:
        if values.shape != self._shape:
            raise InvalidRequest(
                f"Values have the shape {values.shape}; this program takes {self._shape}."
            )
        self._ran = None
        self._is_weighed = False
        if self._chain is None:
            self._values.write(values)
            return
        derived = self._chain.values(values)
        self._values.write(values)
        self._values.write(derived, len(values))

    @property
    def _shape(self) -> tuple[int]:
        """Of values: one for each free parameter."""
        return (len(self.program.parameters),)

    @property
    def _num_values(self) -> int:
        """Of the engine: those of the free parameters, then the derived ones."""
        return len(self.program.parameters) + len(self.program.derived)

    def _bound(self) -> Window[np.float64]:
        """Where the engine's values lie."""
        return self._map(self._call("valuesAt"), self._num_values, np.float64)

    def _gradient(self) -> NDArray[np.float64]:
        """The derivatives just found, by the free parameters, shape (p,)."""
        if self._slopes is None:
            self._slopes = self._map(self._call("gradientAt"), self._num_values, np.float64)
        whole = self._slopes.read()
        if self._chain is None:
            return whole
        free = self._shape[0]
        return whole[:free] + whole[free:] @ self._chain.slopes(self._values.read()[:free])

    def _check(self, status: int) -> None:
        if status == _MEMORY_STATUS:
            raise TooLarge(
                f"{self.program.num_qubits} qubits do not fit with what was asked: the engine's "
                "memory cannot grow further. Simulate fewer qubits."
            )
        if status:
            raise InvalidRequest(f"The engine refused these bytes (status {status}).")

    def _state(self, kind: type[_T]) -> Window[_T]:
        """The state where it lies: a run may leave it in either of two buffers."""
        at = self._call("stateAt")
        key = (at, kind)
        if key not in self._states:
            self._states[key] = self._map(at, 1 << self.program.num_qubits, kind)
        return self._states[key]

    def _call(self, name: str, *arguments: float) -> Any:
        """Call an export; its 32-bit results are unsigned."""
        return self._exports[name](*arguments)

    def _grow(self, name: str, *arguments: int) -> Any:
        """Call an export that may take memory: views made before it may be stale."""
        result = self._call(name, *arguments)
        self._states.clear()
        self._slopes = None
        self._values = self._bound()
        if self._distribution is not None:
            at = self._call("prepareProbabilities")
            self._distribution = self._map(at, 1 << self.program.num_qubits, np.float64)
        return result

    def _map(self, start: int, count: int, kind: type[_T]) -> Window[_T]:
        """The engine's own memory."""
        return self._instance.window(start, count, kind)

    def _write(self, start: int, values: NDArray[Any]) -> None:
        self._map(start, values.size, values.dtype.type).write(values)

    def _read(self, start: int, count: int, kind: type[_T]) -> NDArray[_T]:
        return self._map(start, count, kind).read()
