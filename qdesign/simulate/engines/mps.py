"""Matrix product states: wide circuits with little entanglement, with the error of truncation.

What each truncation drops is added up. That bounds how far the state is from the exact one, and so
how far any energy is; where no bond can outgrow what is kept, nothing is dropped and all is exact.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from typing import Final, final

import numpy as np
from numpy.typing import NDArray

from qdesign.circuit import Circuit
from qdesign.errors import InvalidRequest, TooLarge
from qdesign.gates import gate
from qdesign.pauli import Observable
from qdesign.process.threads import one_thread
from qdesign.rows import Option
from qdesign.simulate.engines.cones import terms_of
from qdesign.simulate.engines.matrix_product import MatrixProduct, num_nodes, tries_of
from qdesign.simulate.engines.mps_plan import SWAP, Plan, Step, plan_of
from qdesign.simulate.engines.protocol import EngineRow, ErrorKind, Real, Runner
from qdesign.simulate.engines.slots import Slots
from qdesign.simulate.engines.variance import squared

MOST_EXACT: Final = 64
"""Bond dimension up to which a circuit may be chosen for this engine, as exact and quick."""

_MOST_MARGINAL: Final = 12
_LEAST_WEIGHT: Final = 1e-15
_MOST_SHIFTS: Final = 400
_MOST_SECONDS: Final = 600
_ROUNDING: Final = 1e-13
"""Of a variance, as a share of what it may be."""
_SECONDS_EACH: Final = 4e-9
"""For the cube of the side of a matrix that is split, as measured on one core."""

_SECONDS_NODE: Final = 2e-5
"""For each letter of a term, beside that."""

_SECONDS_STEP: Final = 5e-5
"""For each step on the chain, beside that."""

_FOR_SLOPES: Final = 8
"""How much more an energy counts where there are parameters: a slope takes two runs."""

_MAX_BOND: Final = Option(
    name="max_bond",
    title="Bond dimension",
    kind="integer",
    default=64,
    low=1,
    high=4096,
    help="what is kept of each bond; the larger, the more exact and the slower (by its cube)",
)
_CUTOFF: Final = Option(
    name="cutoff",
    title="Cutoff",
    kind="number",
    default=1e-18,
    low=0,
    high=0.1,
    help="weight that a truncation may drop where fewer would do",
)


@final
class Mps(Runner):
    """A circuit on a chain of tensors."""

    def __init__(
        self, circuit: Circuit, observable: Observable | None, *, max_bond: int, cutoff: float
    ) -> None:
        self._slots = Slots(circuit.parameters)
        self._plan = plan_of(circuit, self._slots)
        self._max_bond, self._cutoff = max_bond, cutoff
        self._site_of = {qubit: site for site, qubit in enumerate(self._plan.order)}
        self.error_kind: ErrorKind = "exact" if self._plan.bond <= max_bond else "bound"
        bond = min(self._plan.bond, max_bond)
        seconds = _seconds(self._plan, bond)
        if seconds > _MOST_SECONDS:
            raise TooLarge(
                f"One run with bonds of {bond:,.0f} would take about {seconds / 60:,.0f} minutes; "
                f"at most {_MOST_SECONDS // 60} are taken. Give a smaller max_bond."
            )
        self.says = f"bond dimension at most {bond:,.0f}"
        if self.error_kind == "bound":
            self.says += ", truncated"
        self._constant = 0.0
        strings: list[tuple[dict[int, str], float]] = []
        for letters, weight in terms_of(observable) if observable is not None else ():
            if letters:
                strings.append(({self._site_of[q]: each for q, each in letters.items()}, weight))
            else:
                self._constant += weight
        self._size = math.fsum(abs(weight) for _, weight in strings)
        nodes = sum(max(letters) - min(letters) + 1 for letters, _ in strings)
        if nodes * (_SECONDS_NODE + bond**3 * _SECONDS_EACH) > _MOST_SECONDS:
            raise TooLarge(
                f"One energy of these {len(strings):,} terms with bonds of {bond:,.0f} would take "
                f"more than {_MOST_SECONDS // 60} minutes. Leave out small terms, or give a "
                "smaller max_bond."
            )
        self._tries = tries_of(strings)
        self._key: bytes | None = None
        self._state = MatrixProduct(0, max_bond=1, cutoff=0)

    def can(self, output: str) -> bool:
        """A gradient where it takes few runs."""
        if output != "gradient":
            return True
        return self._has_gradient

    @cached_property
    def _has_gradient(self) -> bool:
        try:
            return 2 * len(self._turns()) <= _MOST_SHIFTS
        except InvalidRequest:
            return False

    def expectation(self, values: Real) -> float:
        """⟨ψ|H|ψ⟩ / ⟨ψ|ψ⟩ of the truncated state."""
        with one_thread():
            return self._constant + self._run(values).expectation(self._tries)

    def error(self, values: Real) -> float:
        """A bound: 2 s σ + s² (|E| + Σ|coefficient|), σ the energy's standard deviation.

        Truncations move the state by no more than D = Σ √(weight dropped), so that its overlap
        with the exact one is F ≥ (1 + N - D²) / 2√N, with N = ⟨ψ|ψ⟩, and s² = 1 - F² is the weight
        of what is orthogonal to it. No energy is off by more than |E| + Σ|coefficient|.
        """
        if self.error_kind == "exact":
            return 0.0
        energy = self.expectation(values) - self._constant
        state = self._state
        aside = _aside(state)
        with one_thread():
            square = squared(state, self._tries)
        most = abs(energy) + self._size
        if square is None:
            return min(2 * self._size * math.sqrt(aside), most)
        spread = math.sqrt(max(0.0, square - energy**2) + _ROUNDING * self._size**2)
        return min(2 * math.sqrt(aside) * spread + aside * most, most)

    def estimate(self, values: Real) -> float:
        """What half the bond dimension changes: about how far off the energy is, or less."""
        if self.error_kind == "exact":
            return 0.0
        with one_thread():
            state = self._fresh(max(1, self._max_bond // 2))
            for step, unitary, to_right in self._gates(self._slots.at(values)):
                _do(state, step, unitary, to_right)
            coarse = self._constant + state.expectation(self._tries)
        return min(abs(coarse - self.expectation(values)), self.error(values))

    def gradient(self, values: Real) -> tuple[float, Real]:
        """By two runs for each rotation of a parameter, from where it stands on.

        Raises:
            InvalidRequest: there are too many, or a parameter is in a gate with more frequencies.
        """
        turns = self._turns()
        if 2 * len(turns) > _MOST_SHIFTS:
            raise InvalidRequest(
                f"The gradient by this engine takes two runs for each of {len(turns):,} rotations; "
                f"at most {_MOST_SHIFTS // 2} are taken. Use engine='light_cone' where terms see "
                "few qubits, or an optimizer without gradients, such as 'cobyla'."
            )
        radians = self._slots.at(values)
        slopes = np.zeros(len(radians))
        waiting = list(turns)
        with one_thread():
            state = self._fresh(self._max_bond)
            gates = list(self._gates(radians))
            for number, (step, unitary, to_right) in enumerate(gates):
                while waiting and waiting[0][0] == number:
                    _, place, slot = waiting.pop(0)
                    ends: list[float] = []
                    for shift in (math.pi / 2, -math.pi / 2):
                        other = state.copy()
                        moved = _unitary(step, radians.tolist(), moved=(place, shift))
                        _do(other, step, moved, to_right)
                        for rest in gates[number + 1 :]:
                            _do(other, *rest)
                        ends.append(other.expectation(self._tries))
                    slopes[slot] += (ends[0] - ends[1]) / 2
                _do(state, step, unitary, to_right)
            energy = self._constant + state.expectation(self._tries)
        return energy, self._slots.back(values, slopes)

    def bloch_vectors(self, values: Real) -> Real:
        """Of the truncated state."""
        with one_thread():
            found = self._run(values).bloch_vectors()
        return found[[self._site_of[qubit] for qubit in range(len(self._site_of))]]

    def bloch_errors(self, values: Real) -> Real:
        """2 s, as for an energy; no more than any may be off."""
        found = np.abs(self.bloch_vectors(values))
        most = 0.0 if self.error_kind == "exact" else 2 * math.sqrt(_aside(self._state))
        return np.minimum(most, 1 + found)

    def marginal(self, qubits: Sequence[int], values: Real) -> Real:
        """Of the truncated state.

        Raises:
            TooLarge: more than 12 qubits.
        """
        if len(qubits) > _MOST_MARGINAL:
            raise TooLarge(
                f"Probabilities of {len(qubits)} qubits were asked for; here are at most "
                f"{_MOST_MARGINAL} at a time. Ask for shots."
            )
        sites = sorted(self._site_of[qubit] for qubit in qubits)
        if not sites:
            return np.ones(1)
        with one_thread():
            table = self._run(values).marginal(sites)
        axes = [sites.index(self._site_of[qubit]) for qubit in reversed(qubits)]
        return np.asarray(table.transpose(axes).reshape(-1), dtype=np.float64)

    def marginal_errors(self, qubits: Sequence[int], values: Real) -> Real:
        """s, as for an energy; no more than any may be off."""
        found = self.marginal(qubits, values)
        most = 0.0 if self.error_kind == "exact" else math.sqrt(_aside(self._state))
        return np.minimum(most, np.maximum(found, 1 - found))

    def entropy(self, qubits: Sequence[int], values: Real) -> float:
        """Of a cut through the chain: `qubits` stand at one of its ends.

        Raises:
            InvalidRequest: they stand elsewhere.
        """
        size = len(self._site_of)
        sites = {self._site_of[qubit] for qubit in qubits}
        count = len(sites)
        if sites not in (set(range(count)), set(range(size - count, size))):
            raise InvalidRequest(
                f"Qubits {tuple(qubits)} are no end of the chain that this state stands on: "
                f"{', '.join(map(str, self._plan.order[:8]))}{', …' if size > 8 else ''}. Name the "
                "first or the last of these."
            )
        if count in (0, size):
            return 0.0
        with one_thread():
            weights = self._run(values).cut(count if 0 in sites else size - count)
        weights = weights[weights > _LEAST_WEIGHT]
        return float(-(weights * np.log2(weights)).sum()) + 0.0

    def sample(self, shots: int, values: Real, seed: int) -> NDArray[np.uint8]:
        """Drawn site by site from the truncated state."""
        with one_thread():
            found = self._run(values).sample(shots, np.random.default_rng(seed))
        return found[:, [self._site_of[qubit] for qubit in range(len(self._site_of))]]

    def _fresh(self, max_bond: int) -> MatrixProduct:
        cutoff = 1e-30 if self.error_kind == "exact" else self._cutoff
        return MatrixProduct(len(self._plan.order), max_bond=max_bond, cutoff=cutoff)

    def _gates(self, radians: Real) -> Iterator[tuple[Step, NDArray[np.complex128], bool]]:
        listed = radians.tolist()
        steps = self._plan.steps
        pairs = [step.site for step in steps if step.block is None or len(step.block.wires) == 2]
        following = iter([*pairs[1:], 0])
        for step in steps:
            unitary = _unitary(step, listed)
            to_right = len(unitary) == 4 and next(following) > step.site
            yield step, unitary, to_right

    def _run(self, values: Real) -> MatrixProduct:
        key = values.tobytes()
        if key != self._key:
            with one_thread():
                state = self._fresh(self._max_bond)
                for step, unitary, to_right in self._gates(self._slots.at(values)):
                    _do(state, step, unitary, to_right)
            self._state, self._key = state, key
        return self._state

    def _turns(self) -> list[tuple[int, int, int]]:
        """(step, place in its block, slot) of each rotation that a parameter moves."""
        moves = self._slots.moves
        found: list[tuple[int, int, int]] = []
        for number, step in enumerate(self._plan.steps):
            for place, (name, _, slots) in enumerate(step.block.gates if step.block else ()):
                if not any(moves[slot] for slot in slots):
                    continue
                if len(slots) != 1 or gate(name).frequencies != ((1.0,),):
                    raise InvalidRequest(
                        f"The slope by an angle of '{name}' takes more than two runs, which this "
                        "engine does not make. Decompose it, or use engine='light_cone'."
                    )
                found.append((number, place, slots[0]))
        return found


def _unitary(
    step: Step, radians: list[float], *, moved: tuple[int, float] | None = None
) -> NDArray[np.complex128]:
    if step.block is None:
        return SWAP
    unitary = step.block.unitary(radians, moved=moved)
    return SWAP @ unitary @ SWAP if step.is_flipped else unitary


def _do(state: MatrixProduct, step: Step, unitary: NDArray[np.complex128], to_right: bool) -> None:
    if len(unitary) == 2:
        state.turn(step.site, unitary)
    else:
        state.apply(step.site, unitary, to_right=to_right)


def _aside(state: MatrixProduct) -> float:
    """s²: at most so much of the truncated state is orthogonal to the exact one."""
    weight = state.weight
    overlap = (1 + weight - state.dropped**2) / (2 * math.sqrt(weight))
    if overlap > 1 - 1e-12:  # where 1 - F² is rounding: it is at most D²
        return min(state.dropped**2, 1.0)
    return 1 - min(1.0, max(0.0, overlap)) ** 2


@lru_cache(maxsize=1)
def _plan(circuit: Circuit) -> Plan:
    """To be looked at alone; kept for who asks next."""
    return plan_of(circuit, Slots(circuit.parameters))


def _seconds(plan: Plan, bond: float) -> float:
    pairs = sum(1 for step in plan.steps if step.block is None or len(step.block.wires) == 2)
    return pairs * (2 * bond) ** 3 * _SECONDS_EACH


def _cost(circuit: Circuit, observable: Observable | None) -> float:
    try:
        plan = _plan(circuit)
    except TooLarge:
        return math.inf
    bond = min(plan.bond, MOST_EXACT)
    seconds = _seconds(plan, bond) + len(plan.steps) * _SECONDS_STEP
    if observable is not None:
        site_of = {qubit: site for site, qubit in enumerate(plan.order)}
        strings = [
            {site_of[qubit]: letter for qubit, letter in letters.items()}
            for letters, _ in terms_of(observable)
            if letters
        ]
        seconds += num_nodes(strings) * (_SECONDS_NODE + bond**3 * _SECONDS_EACH)
    return seconds * (_FOR_SLOPES if circuit.used_parameters else 1)


def _refuses(circuit: Circuit, observable: Observable | None) -> str | None:
    del circuit, observable
    return None


def _fits(circuit: Circuit, observable: Observable | None) -> str | None:
    del observable
    try:
        plan = _plan(circuit)
    except TooLarge as error:
        return str(error)
    if plan.bond > MOST_EXACT:
        return f"Bonds may grow beyond {MOST_EXACT}."
    return None


def _strain(circuit: Circuit) -> float:
    """How many swaps there are for each gate on two qubits."""
    try:
        plan = _plan(circuit)
    except TooLarge:
        return math.inf
    swaps = sum(1 for step in plan.steps if step.block is None)
    return swaps / max(1, len(plan.steps) - swaps)


ROW: Final = EngineRow(
    name="mps",
    title="Matrix product state",
    help="tensors on a chain, exact where bonds stay small, else truncated with a bound",
    source="Vidal, arXiv:quant-ph/0301063; error as truncations add up",
    options=(_MAX_BOND, _CUTOFF),
    runner=Mps,
    refuses=_refuses,
    fits=_fits,
    cost=_cost,
    is_exact=False,
    strain=_strain,
)
