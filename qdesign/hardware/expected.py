"""What an ideal device would give, as outcomes are named: `Circuit` + values → probabilities."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from qdesign.circuit import Circuit, Operation
from qdesign.registers import Register, Registers, outcome_bits, outcome_text

_IDEAL_QUBITS: Final = 16
_MOST_OUTCOMES: Final = 1_024
_RARE: Final = 0.05
"""Ideal outcomes that are expected less often than this in all shots are told as a sum."""


def expected(
    circuit: Circuit,
    values: Mapping[str, float],
    counted: Sequence[str],
    shots: int,
) -> tuple[dict[str, float], float] | None:
    """Ideal probabilities by bitstring, clbit 0 rightmost, and the sum of those not listed.

    Listed are the bitstrings that were counted and those that should have been: likely enough in so
    many shots, the likeliest `_MOST_OUTCOMES` of them. None where there is no one state.
    """
    whole = distribution(circuit, values, counted)
    return None if whole is None else likely(whole, counted, shots)


def distribution(
    circuit: Circuit, values: Mapping[str, float], counted: Sequence[str]
) -> dict[str, float] | None:
    """Ideal probabilities of all outcomes, named as those that were counted.

    Outcomes that cannot be and were not counted are left out. None where there is no one state.
    """
    found = _ideal(circuit, values, counted)
    return None if found is None else found.whole(counted)


def likely(
    whole: Mapping[str, float], counted: Iterable[str], shots: int
) -> tuple[dict[str, float], float]:
    """The part of a distribution that is worth showing beside counts, and the sum of the rest.

    That is what was counted, and what is likely enough in so many shots.
    """
    first = sorted(whole.items(), key=lambda entry: -entry[1])[:_MOST_OUTCOMES]
    kept = {text: p for text, p in first if p * shots > _RARE}
    kept |= {text: whole.get(text, 0.0) for text in counted}
    return kept, max(0.0, 1.0 - sum(kept.values()))


@dataclass(frozen=True, slots=True)
class _Ideal:
    """Probabilities of what is measured, and how their outcomes are named.

    Attributes:
        table: shape (2^k,), float64: bit j of an index is the j-th place.
        places: (qubit, clbit) of each measurement.
        size: clbits.
        registers: of the clbits, where outcomes show them.
    """

    table: NDArray[np.float64]
    places: list[tuple[int, int]]
    size: int
    registers: tuple[Register, ...]

    def whole(self, counted: Sequence[str]) -> dict[str, float]:
        """All that can be, and what was counted though it cannot."""
        found = {self.text_of(int(k)): float(self.table[k]) for k in self.table.nonzero()[0]}
        return found | {text: self.probability(text) for text in counted}

    def text_of(self, index: int) -> str:
        bits = [0] * self.size
        for j, (_, clbit) in enumerate(self.places):
            bits[clbit] = index >> j & 1
        return outcome_text(bits, self.registers)

    def probability(self, text: str) -> float:
        bits = outcome_bits(text, self.registers)
        written = {clbit for _, clbit in self.places}
        # A bit that no measurement writes stays 0.
        if any(bit and clbit not in written for clbit, bit in enumerate(bits)):
            return 0.0
        return float(self.table[sum(bits[clbit] << j for j, (_, clbit) in enumerate(self.places))])


def _ideal(circuit: Circuit, values: Mapping[str, float], counted: Sequence[str]) -> _Ideal | None:
    from qdesign.simulate.simulator import Simulator

    if circuit.num_qubits > _IDEAL_QUBITS:
        return None
    simulator = Simulator(circuit)
    if not simulator.is_unitary:
        return None
    measures = [o for o in circuit.plain_operations if o.gate == "measure"]
    places = _places(circuit, measures)
    if places is None:
        return None
    table = simulator.marginal([qubit for qubit, _ in places], values)
    size = max(len(counted[0].replace(" ", "")) if counted else 0, *(1 + bit for _, bit in places))
    # Of jobs from before outcomes named registers, they have no blanks.
    named = circuit.declared if any(" " in text for text in counted) else Registers()
    return _Ideal(table, places, size, named.all_clbits(size))


def _places(circuit: Circuit, measures: list[Operation]) -> list[tuple[int, int]] | None:
    """(qubit, clbit) of every measurement; None when one is measured or written twice."""
    if not measures:
        return [(qubit, qubit) for qubit in range(circuit.num_qubits)]
    places = [(o.qubits[0], o.clbits[0]) for o in measures]
    once = all(len(set(side)) == len(side) for side in zip(*places, strict=True))
    return places if once else None
