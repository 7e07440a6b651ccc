"""ADAPT: an ansatz grows gate by gate, each time by that of a pool with the largest slope."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from qdesign.angle import Angle
from qdesign.ansatz.pool import Candidate, Pool
from qdesign.cancelling import Cancel, is_cancelled
from qdesign.circuit import Circuit, Operation
from qdesign.convert.bodies import as_circuit
from qdesign.errors import Cancelled, InvalidRequest, NotUnitary, TooLarge
from qdesign.given import given_number, given_whole
from qdesign.pauli import Observable, as_observable
from qdesign.problems.problem import Problem
from qdesign.rows import Value, find, rows
from qdesign.simulate.simulator import Simulator, bound_values
from qdesign.tune.commutators import Slopes
from qdesign.tune.cost import cost_of
from qdesign.tune.growth import Grown, Growth, Reason
from qdesign.tune.optimize import optimize
from qdesign.tune.optimizer import Optimizer, size_of
from qdesign.tune.own_pool import own_candidates
from qdesign.tune.progress import Progress

if TYPE_CHECKING:
    from qdesign.simulate.noise import Noise

_MOST_QUBITS: Final = 16
_MOST_GATES: Final = 1_000
_TOLERANCE: Final = 1e-3
_SMALL: Final = 1e-12
"""Of the observable's size: a gain of less is none."""

Real = NDArray[np.float64]
Heard = Callable[[Growth], None]
"""Called after each gate with what was grown so far, which would be the result of `cancel`."""


def adapt(
    problem: Problem | Observable,
    *,
    pool: str | Iterable[Circuit] | None = None,
    start: Circuit | None = None,
    values: Mapping[str, float] | Sequence[float] | None = None,
    method: str = "lbfgs",
    max_gates: int = 50,
    tolerance: float = _TOLERANCE,
    seed: int = 0,
    noise: Noise | None = None,
    progress: Progress | None = None,
    heard: Heard | None = None,
    cancel: Cancel = None,
    **options: Value,
) -> Growth:
    """An ansatz for a problem, grown gate by gate.

    Each time the exact slope of every candidate of the pool is taken at the present state, the one
    with the largest is added with its angle at 0, and all angles are tuned from where they are.

    Args:
        problem: what is minimized; a problem also tells of electrons and of the lowest energy.
        pool: the name of a pool; `catalog("pool")` says what each offers and takes. Or circuits on
            the problem's qubits with one parameter each, which do nothing where that is 0. The
            first pool that fits the problem when None.
        start: a circuit to grow from. When None what the pool names: the basis state of lowest
            energy, for electrons among those with as many (Hartree-Fock), or |+…+⟩.
        values: of the parameters of `start`; zeros when None.
        method: the optimizer of the angles.
        max_gates: gates at most, 1 to 1,000.
        tolerance: it ends where no slope is above this, in the observable's unit per radian.
        seed: for what the optimizer draws.
        noise: angles are tuned to the energy under it; slopes are those of the state without.
        progress: called after each gate with their number and the energy.
        heard: called with what was grown so far.
        cancel: a function or an event, asked at each energy; what was grown is returned.
        options: what this pool takes beside.

    Raises:
        InvalidRequest: a pool, a method or an option that is not known or does not fit.
        TooLarge: more than 16 qubits.
        Cancelled: `cancel` said so before the first energy.

    Example:
        >>> from qdesign.problems import h2
        >>> grown = adapt(h2(), pool="spin_chain")
        >>> grown.num_gates, grown.reason, round(grown.energy, 4)
        (1, 'converged', -1.1373)

    Source: Grimsley et al., arXiv:1812.11173; Tang et al., arXiv:1911.10205; Yordanov et al.,
    arXiv:2011.10540; Zhu et al., arXiv:2005.10258.
    """
    posed = problem if isinstance(problem, Problem) else Problem("", as_observable(problem))
    observable = as_observable(posed)  # labeled data are refused
    if observable.num_qubits > _MOST_QUBITS:
        raise TooLarge(
            f"An ansatz is grown on up to {_MOST_QUBITS} qubits, not on {observable.num_qubits}. "
            "Take a smaller problem."
        )
    most = given_whole(max_gates, "The number of gates", low=1)
    if most > _MOST_GATES:
        raise InvalidRequest(f"At most {_MOST_GATES:,} gates are grown, not {most:,}.")
    slack = given_number(tolerance, "Tolerance")
    if slack <= 0:
        raise InvalidRequest(f"Tolerance must be above 0, not {slack:g}.")
    seed = given_whole(seed, "Seed")
    row = find(Optimizer, method)
    source = _source(pool, posed, options)
    circuit = source.start(posed) if start is None else given_start(start, observable.num_qubits)
    growing = _Growing(
        posed, source, circuit, bound_values(circuit.parameters, _values(circuit, values)),
        method=row.name, most=most, tolerance=slack, seed=seed, noise=noise, cancel=cancel,
    )  # fmt: skip
    return growing.run(progress, heard)


@dataclass(frozen=True, slots=True)
class _Source:
    """Where gates come from.

    Attributes:
        name: what it is called.
        candidates: what may be added.
        row: of the catalog; None for circuits of a caller.
    """

    name: str
    candidates: tuple[Candidate, ...]
    row: Pool | None = None

    def start(self, problem: Problem) -> Circuit:
        """The state to begin with, as a circuit without parameters."""
        return first_state(problem, self.row)

    def lead(self, observable: Observable) -> Circuit | None:
        """What comes before each candidate."""
        return self.row.lead(observable) if self.row is not None and self.row.lead else None

    @property
    def lead_start(self) -> float:
        """Radians that its parameter begins at."""
        return 0.0 if self.row is None else self.row.lead_start


def first_state(problem: Problem, pool: Pool | None = None) -> Circuit:
    """The state that a pool begins with: the basis state of lowest energy, or |+…+⟩."""
    n = problem.num_qubits
    if pool is not None and pool.start == "plus":
        return Circuit(n, tuple(Operation("h", (q,)) for q in range(n)))
    bits = _lowest_basis_state(problem)
    return Circuit(n, tuple(Operation("x", (q,)) for q in range(n) if bits >> q & 1))


def _source(
    pool: str | Iterable[Circuit] | None, problem: Problem, options: Mapping[str, Value]
) -> _Source:
    observable, sector = problem.observable, problem.sector
    electrons = None if sector is None else (sector.up, sector.down)
    if pool is None:
        row = next(each for each in rows(Pool).values() if each.fits(observable, electrons))
    elif isinstance(pool, str):
        row = find(Pool, pool)
    else:
        if options:
            raise InvalidRequest(
                f"A pool of your own takes no options, such as '{next(iter(options))}'."
            )
        return _Source("of your own", own_candidates(pool, observable.num_qubits))
    return _Source(row.name, row.candidates(observable, electrons, options), row)


def _lowest_basis_state(problem: Problem) -> int:
    """Of those in the problem's sector; the first where several are."""
    n = problem.num_qubits
    index = np.arange(1 << n) if problem.sector is None else problem.sector.states(n)
    energies = np.zeros(len(index))
    for x, z, coefficient in problem.observable.masks():
        if not x:
            energies += coefficient * (1.0 - 2.0 * (np.bitwise_count(index & z) & 1))
    near = energies <= energies.min() + _SMALL * size_of(problem.observable)
    return int(index[np.flatnonzero(near)[0]])


def given_start(start: object, num_qubits: int) -> Circuit:
    """A circuit that something can grow from, without the measurements at its end.

    Raises:
        InvalidRequest: it is on another number of qubits.
        NotUnitary: it measures, resets or has conditions before its end.
    """
    circuit = as_circuit(start).without_final_measurements()
    if circuit.num_qubits != num_qubits:
        raise InvalidRequest(
            f"The start is on {circuit.num_qubits} qubits and the problem on {num_qubits}. Give a "
            "circuit on as many."
        )
    if not circuit.is_unitary:
        raise NotUnitary(
            "A circuit that measures, resets or has conditions before its end cannot grow. "
            "Remove them first."
        )
    return as_circuit(start) if circuit == as_circuit(start).flat() else circuit


def _values(circuit: Circuit, values: Any) -> Any:
    return dict.fromkeys(circuit.parameters, 0.0) if values is None else values


class _Growing:
    """An ansatz that grows."""

    def __init__(
        self, problem: Problem, source: _Source, circuit: Circuit, values: Real, *, method: str,
        most: int, tolerance: float, seed: int, noise: Noise | None, cancel: Cancel,
    ) -> None:  # fmt: skip
        self._problem, self._source = problem, source
        self._observable = problem.observable
        self._circuit = circuit
        self._values: list[float] = values.tolist()
        lead = source.lead(self._observable)
        # Of a constant alone the evolution has no angle, and does nothing.
        self._lead = lead if lead is not None and lead.parameters else None
        self._method, self._most, self._tolerance = method, most, tolerance
        self._seed, self._noise, self._cancel = seed, noise, cancel
        self._slopes = Slopes(self._observable, [each.generator for each in source.candidates])
        self._small = _SMALL * size_of(self._observable)
        self._exact = problem.quick_energy
        self._history: list[Grown] = []
        self._slope: float | None = None

    def run(self, progress: Progress | None, heard: Heard | None) -> Growth:
        """Grows until it ends."""
        if is_cancelled(self._cancel):
            raise Cancelled("The growth was cancelled before its first energy.")
        cost = cost_of(self._circuit, self._observable, self._noise)
        self._first = self._energy = cost.expectation(np.array(self._values))
        self._count = 1
        while True:
            if is_cancelled(self._cancel):
                return self._result("cancelled")
            picked, self._slope = self._pick()
            if abs(self._slope) <= self._tolerance:
                return self._result("converged" if self._is_lowest else "stationary")
            if len(self._history) == self._most:
                return self._result("out of steps")
            before = len(self._history)
            ended = self._add(picked, self._slope)
            if len(self._history) > before:
                if heard is not None:
                    heard(self._result("cancelled"))
                if progress is not None:
                    progress(len(self._history), self._energy)
            if ended is not None:
                return self._result(ended)

    @property
    def _is_lowest(self) -> bool:
        """As far as is known: where nothing is, a state that never had a slope may be a saddle."""
        if self._exact is None or self._noise is not None:
            return bool(self._history)
        return self._energy - self._exact <= self._tolerance

    def _pick(self) -> tuple[Candidate, float]:
        """The candidate of the largest slope, the first of equal ones, and that slope."""
        circuit, values = self._circuit, self._values
        if self._lead is not None:
            circuit = circuit.then(self._lead)
            values = [*values, self._source.lead_start]
        _, slopes = self._slopes(Simulator(circuit).statevector(values))
        sizes = np.abs(slopes)
        place = int(np.flatnonzero(sizes >= sizes.max() - self._small)[0])
        return self._source.candidates[place], float(slopes[place])

    def _add(self, candidate: Candidate, slope: float) -> Reason | None:
        """Adds it and tunes all angles; why it ends, None where it goes on."""
        number = self._number()
        circuit, values = self._circuit, self._values
        if self._lead is not None:
            circuit = circuit.then(_named(self._lead, f"gamma_{number}"))
            values = [*values, self._source.lead_start]
        circuit = circuit.then(_named(candidate.circuit, f"theta_{number}"))
        tuned = optimize(
            circuit, self._observable, method=self._method, start=[*values, 0.0],
            seed=self._seed, cancel=self._cancel, noise=self._noise,
        )  # fmt: skip
        self._count += tuned.num_evaluations
        stopped = tuned.reason if tuned.reason in ("cancelled", "not a number") else None
        if not tuned.energy < self._energy - self._small:
            return stopped or "no gain"
        self._circuit, self._energy = circuit, tuned.energy
        self._values = [tuned.values[name] for name in circuit.parameters]
        grown = Grown(candidate.label, slope, tuned.energy, tuned.num_evaluations)
        self._history.append(grown)
        self._slope = None
        return stopped

    def _number(self) -> int:
        """Of the names that come next."""
        number = len(self._history)
        taken = set(self._circuit.parameters)
        while {f"theta_{number}", f"gamma_{number}"} & taken:
            number += 1
        return number

    def _result(self, reason: Reason) -> Growth:
        values = map(float, self._values)
        return Growth(
            circuit=self._circuit,
            values=dict(zip(self._circuit.parameters, values, strict=True)),
            energy=self._energy,
            start_energy=self._first,
            history=tuple(self._history),
            reason=reason,
            slope=None if self._slope is None else abs(self._slope),
            tolerance=self._tolerance,
            exact_energy=self._exact,
            pool=self._source.name,
            method=self._method,
            seed=self._seed,
            num_candidates=len(self._source.candidates),
            num_evaluations=self._count,
            is_noisy=self._noise is not None,
        )


def _named(circuit: Circuit, name: str) -> Circuit:
    (own,) = circuit.parameters
    return circuit.substitute({own: Angle.parameter(name)})
