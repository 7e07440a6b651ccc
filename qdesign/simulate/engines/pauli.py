"""Pauli propagation: the observable goes back through the circuit, once, and is then a polynomial.

What it has too many strings of is cut, and how much that was is said. `Surrogate` does the work.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Final, final

import numpy as np

from qdesign.circuit import Circuit
from qdesign.errors import TooLarge
from qdesign.pauli import Observable
from qdesign.rows import Option
from qdesign.simulate.beyond import Limits, Surrogate
from qdesign.simulate.engines.protocol import EngineRow, Real, Runner
from qdesign.simulate.turns import MOST_CONTROLS, MOST_QUBITS

MOST_STRINGS: Final = 30_000
"""That are followed where nothing else is asked for."""
_MOST_NODES: Final = 8_000_000
_MOST_AGAIN: Final = 0.7
"""Where the polynomial has too many parts, at most this share of the strings is followed next."""
_LEAST_TERMS: Final = 100
_MOST_MARGINAL: Final = 8
_NODE_SECONDS: Final = 5e-9
_MOST_SECONDS: Final = 60


@final
class PauliPropagation(Runner):
    """An energy as a polynomial in cos and sin of the circuit's angles.

    Args:
        circuit: flat, unitary, without measurements.
        observable: what goes back through it.
        max_weight: strings on more qubits are cut; None or 0 for no limit.
        max_frequency: strings that more turns by parameters split are cut; None or 0 for no limit.
        max_terms: strings that are followed at one time, the largest; where None or 0 as many as
            give a polynomial of at most 8 million parts, and no more than 30,000.
        near: values by which strings are ranked; where None it is by mean square over all values.
        progress: told the share that is done, from 0 to 1.
        cancel: asked now and then; it is stopped where this gives True.

    Raises:
        NotUnitary, TooLarge, Cancelled: see `Surrogate`.

    Example:
        >>> from qdesign.circuit import Circuit
        >>> run = PauliPropagation(Circuit.of(1, "ry(a) 0"), Observable({"Z": 1.0}))
        >>> run.expectation(np.array([0.5])) == math.cos(0.5), run.num_cut
        (True, 0)

    Source: Rudolph et al., "Classical surrogate simulation of quantum systems with LOWESA",
    arXiv:2308.09109; Beguš, Gray and Chan, arXiv:2308.05077.
    """

    def __init__(
        self,
        circuit: Circuit,
        observable: Observable | None,
        *,
        max_weight: int | None = None,
        max_frequency: int | None = None,
        max_terms: int | None = None,
        near: Real | None = None,
        progress: Callable[[float], None] | None = None,
        cancel: Callable[[], bool] | None = None,
    ) -> None:
        self._circuit = circuit
        self._limits = (max_weight or None, max_frequency or None, max_terms or None, near)
        self._work = (progress, cancel)
        self._has_energy = observable is not None
        terms = list(observable.masks()) if observable is not None else []
        self._sizes = np.array([weight for *_, weight in terms])
        self._surrogate = self._made([(x, z) for x, z, _ in terms], self._sizes)
        self._marginal: tuple[tuple[int, ...], Surrogate] | None = None
        self.error_kind = "bound" if self.num_cut else "exact"
        cut = f", {self.num_cut:,} strings cut" if self.num_cut else ""
        self.says = f"a polynomial of {self.num_nodes:,} parts{cut}" if terms else ""

    def _made(self, masks: Sequence[tuple[int, int]], weights: Real) -> Surrogate:
        max_weight, max_frequency, max_terms, near = self._limits
        count = max_terms or MOST_STRINGS
        least = max(_LEAST_TERMS, len(masks))
        progress, cancel = self._work
        share = 0.0

        def tell(done: float) -> None:
            nonlocal share
            share = done
            if progress is not None:
                progress(done)

        while True:
            limits = Limits(max_weight, max_frequency, count, _MOST_NODES, near)
            share = 0.0
            try:
                return Surrogate(
                    self._circuit, masks, weights, limits=limits, progress=tell, cancel=cancel
                )
            except TooLarge:
                if max_terms is not None or count <= least:
                    raise
                # Parts are about as many as strings times turns.
                count = max(least, int(count * min(_MOST_AGAIN, share)))

    @property
    def num_terms(self) -> int:
        """The most strings that there were at one time."""
        return self._surrogate.num_terms

    @property
    def num_nodes(self) -> int:
        """Parts of the polynomial."""
        return self._surrogate.num_nodes

    @property
    def num_cut(self) -> int:
        """Strings that were cut on the way; 0 where the energy is exact."""
        return self._surrogate.num_cut

    @property
    def rms_error(self) -> float:
        """Root mean square over all values of what was cut, where parameters are independent."""
        return self._surrogate.rms_error

    def expectation(self, values: Real) -> float:
        """The energy, from one pass over the polynomial."""
        return float(self._surrogate.expectations(values) @ self._sizes)

    def gradient(self, values: Real) -> tuple[float, Real]:
        """The energy and its derivatives, from two passes."""
        return self._surrogate.gradient(values)

    def error(self, values: Real) -> float:
        """Σ |c| of what was cut at these values, beyond which the energy is never off; it is wide.

        It is no more than what any energy of the observable may be off.
        """
        if not self.num_cut:
            return 0.0
        widest = float(np.abs(self._sizes).sum()) + abs(self.expectation(values))
        return min(self._surrogate.bound(values), widest)

    def estimate(self, values: Real) -> float:
        """√ of Σ c² of what was cut at these values, which the norm of the observable loses."""
        if not self.num_cut:
            return 0.0
        return min(math.sqrt(self._surrogate.lost_norm(values)), self.error(values))

    def bloch_vectors(self, values: Real) -> Real:
        """(⟨X⟩, ⟨Y⟩, ⟨Z⟩) of each qubit, with strings cut as for an energy."""
        return np.clip(self._singles.expectations(values), -1, 1).reshape(-1, 3)

    def bloch_errors(self, values: Real) -> Real:
        """Of each its Σ |c| of what was cut at these values; no more than any may be off.

        Raises:
            TooLarge: they would take more than a minute.
        """
        singles, found = self._singles, np.abs(self.bloch_vectors(values))
        if not singles.num_cut:
            return np.zeros(found.shape)
        _check_passes(found.size, singles)
        return np.minimum(singles.bounds(values, np.eye(found.size)).reshape(-1, 3), 1 + found)

    def marginal(self, qubits: Sequence[int], values: Real) -> Real:
        """From the expectations of all products of Z on them, with strings cut as for an energy.

        Each is between 0 and 1; where strings were cut they may not add up to 1.

        Raises:
            TooLarge: more than 8 qubits.
        """
        found = self._signs(len(qubits)) @ self._products(tuple(qubits)).expectations(values)
        return np.clip(found, 0, 1)

    def marginal_errors(self, qubits: Sequence[int], values: Real) -> Real:
        """Of each its Σ |c| of what was cut at these values; no more than any may be off.

        Raises:
            TooLarge: more than 8 qubits, or they would take more than a minute.
        """
        products, found = self._products(tuple(qubits)), self.marginal(qubits, values)
        if not products.num_cut:
            return np.zeros(found.shape)
        _check_passes(found.size, products)
        bounds = products.bounds(values, self._signs(len(qubits)))
        return np.minimum(bounds, np.maximum(found, 1 - found))

    @staticmethod
    def _signs(count: int) -> Real:
        """What each product of Z counts for each outcome, shape (2**k, 2**k)."""
        found = np.ones((1, 1))
        for _ in range(count):
            found = np.kron(np.array([[1.0, 1.0], [1.0, -1.0]]), found)
        return found / 2**count

    def _products(self, qubits: tuple[int, ...]) -> Surrogate:
        if len(qubits) > _MOST_MARGINAL:
            raise TooLarge(
                f"Probabilities of {len(qubits)} qubits were asked for; here are at most "
                f"{_MOST_MARGINAL} at a time. Use engine='mps', which gives more."
            )
        if self._marginal is None or self._marginal[0] != qubits:
            masks = [
                (0, sum(1 << qubit for k, qubit in enumerate(qubits) if subset >> k & 1))
                for subset in range(1 << len(qubits))
            ]
            self._marginal = (qubits, self._made(masks, np.ones(len(masks))))
        return self._marginal[1]

    @cached_property
    def _singles(self) -> Surrogate:
        qubits = range(self._circuit.num_qubits)
        pairs = ((1, 0), (1, 1), (0, 1))
        masks = [(x << q, z << q) for q in qubits for x, z in pairs]
        return self._made(masks, np.ones(len(masks)))


def _check_passes(count: int, surrogate: Surrogate) -> None:
    seconds = count * surrogate.num_nodes * _NODE_SECONDS
    if seconds > _MOST_SECONDS:
        raise TooLarge(
            f"The errors of these {count:,} numbers would take about {seconds / 60:,.0f} minutes; "
            f"at most {_MOST_SECONDS // 60} is taken. Lower max_terms, or ask for few qubits."
        )


def _refuses(circuit: Circuit, observable: Observable | None) -> str | None:
    if observable is None:
        return "Pauli propagation takes an observable back through the circuit."
    if circuit.num_qubits > MOST_QUBITS:
        return f"{circuit.num_qubits:,} qubits are more than its {MOST_QUBITS:,}."
    for operation in circuit.plain_operations:
        if len(operation.controls) + len(operation.anticontrols) >= MOST_CONTROLS:
            return f"Operation {operation.gate} has more controls than it takes."
    return None


def _fits(circuit: Circuit, observable: Observable | None) -> str | None:
    return _refuses(circuit, observable) or "Pauli propagation may have to cut strings."


def _limit(name: str, title: str, text: str) -> Option:
    return Option(
        name=name, title=title, kind="integer", default=0, low=0, high=10_000_000, help=text
    )


ROW: Final = EngineRow(
    name="pauli",
    title="Pauli propagation",
    help="the observable goes back through the circuit once; then a polynomial in the parameters",
    source="Rudolph et al., arXiv:2308.09109; Beguš, Gray and Chan, arXiv:2308.05077",
    runner=PauliPropagation,
    refuses=_refuses,
    fits=_fits,
    is_exact=False,
    takes_work=True,
    trial={"max_terms": 2000},
    options=(
        _limit("max_terms", "Strings", "followed at one time; 0: as many as memory allows"),
        _limit("max_weight", "Qubits of a string", "strings on more are cut; 0: no limit"),
        _limit("max_frequency", "Turns", "strings split more often are cut; 0: no limit"),
    ),
)
