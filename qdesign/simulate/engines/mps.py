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
from qdesign.pauli import Observable
from qdesign.process.threads import one_thread
from qdesign.rows import Option
from qdesign.simulate.engines.cones import terms_of
from qdesign.simulate.engines.matrix_product import MatrixProduct, num_nodes, tries_of
from qdesign.simulate.engines.mps_plan import SWAP, Plan, Step, plan_of
from qdesign.simulate.engines.mps_slopes import Gate, Slope, Slopes, slopes_of
from qdesign.simulate.engines.protocol import EngineRow, ErrorKind, Real, Runner
from qdesign.simulate.engines.slots import Slots
from qdesign.simulate.engines.variance import num_states, squared

MOST_EXACT: Final = 64
"""Bond dimension up to which a circuit may be chosen for this engine, as exact and quick."""

_MOST_MARGINAL: Final = 12
_LEAST_WEIGHT: Final = 1e-15
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
"""How much more an energy counts where there are parameters: what a gradient takes beside it."""

_WIDER: Final = 2
"""How much larger bonds may be of what is taken back for a gradient."""

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
        bond = self._bond = min(self._plan.bond, max_bond)
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
        self._found: tuple[bytes, Slopes] | None = None

    def can(self, output: str) -> bool:
        """A gradient where it takes no more than ten minutes."""
        return output != "gradient" or self._sweep_seconds <= _MOST_SECONDS

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
            for gate in self._gates(self._slots.at(values)):
                gate.do(state)
            coarse = self._constant + state.expectation(self._tries)
        return min(abs(coarse - self.expectation(values)), self.error(values))

    def gradient(self, values: Real) -> tuple[float, Real]:
        """By one sweep back over the steps, whatever the gates and however many parameters.

        Raises:
            TooLarge: it would take more than ten minutes.
        """
        found = self._slopes(values)
        return self.expectation(values), self._slots.back(values, found.by_slot)

    def gradient_errors(self, values: Real) -> Real:
        """A bound for each derivative: what was dropped of the state and of what is taken back."""
        return self._slots.spread(values, self._slopes(values).errors)

    def _slopes(self, values: Real) -> Slopes:
        if self._found is None or self._found[0] != values.tobytes():
            if not self.can("gradient"):
                raise TooLarge(
                    f"The gradient with bonds of {self._bond:,.0f} would take about "
                    f"{self._sweep_seconds / 60:,.0f} minutes; at most {_MOST_SECONDS // 60} are "
                    "taken. Give a smaller max_bond, or an optimizer without gradients, such as "
                    "'cobyla'."
                )
            radians = self._slots.at(values)
            with one_thread():
                found = slopes_of(
                    self._fresh(self._max_bond),
                    [*self._gates(radians, with_slopes=True)],
                    self._tries,
                    num_slots=len(radians),
                    size=self._size,
                    max_bond=_WIDER * self._max_bond,
                )
            self._found = values.tobytes(), found
        return self._found[1]

    @cached_property
    def _sweep_seconds(self) -> float:
        bond, half = self._bond, 2.0 ** (len(self._plan.order) // 2)
        wide = bond * num_states(len(self._plan.order), self._tries)
        seconds = 2 * _seconds(self._plan, bond)
        seconds += _seconds(self._plan, min(half, _WIDER * self._max_bond))
        return seconds + len(self._plan.order) * wide * min(wide, half) ** 2 * _SECONDS_EACH

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

    def _gates(self, radians: Real, *, with_slopes: bool = False) -> Iterator[Gate]:
        listed, moves = radians.tolist(), self._slots.moves.tolist()
        steps = self._plan.steps
        pairs = [step.site for step in steps if step.block is None or len(step.block.wires) == 2]
        following = iter([*pairs[1:], 0])
        for step in steps:
            unitary = _on_chain(step, SWAP if step.block is None else step.block.unitary(listed))
            to_right = len(unitary) == 4 and next(following) > step.site
            slopes: list[Slope] = []
            if with_slopes and step.block is not None:
                found = step.block.slopes(listed, moves)
                slopes = [(slot, _on_chain(step, slope)) for slot, slope in found]
            yield Gate(step.site, unitary, to_right, slopes)

    def _run(self, values: Real) -> MatrixProduct:
        key = values.tobytes()
        if key != self._key:
            with one_thread():
                state = self._fresh(self._max_bond)
                for gate in self._gates(self._slots.at(values)):
                    gate.do(state)
            self._state, self._key = state, key
        return self._state


def _on_chain(step: Step, matrix: NDArray[np.complex128]) -> NDArray[np.complex128]:
    return SWAP @ matrix @ SWAP if step.is_flipped else matrix


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
    trial={"max_bond": 16, "cutoff": 1e-18},
)
