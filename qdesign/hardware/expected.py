"""What an ideal device would give, as outcomes are named: `Circuit` + values → probabilities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from qdesign.circuit import Circuit, Operation
from qdesign.registers import Registers, outcome_bits, outcome_text

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
    import numpy as np

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
    registers = named.all_clbits(size)

    def text_of(index: int) -> str:
        bits = [0] * size
        for j, (_, clbit) in enumerate(places):
            bits[clbit] = index >> j & 1
        return outcome_text(bits, registers)

    likeliest = np.argsort(-table, kind="stable")[:_MOST_OUTCOMES]
    ideal = {
        text_of(int(index)): float(table[index])
        for index in likeliest
        if table[index] * shots > _RARE
    }
    written = {clbit for _, clbit in places}
    for text in counted:
        bits = outcome_bits(text, registers)
        # A bit that no measurement writes stays 0.
        if any(bit and clbit not in written for clbit, bit in enumerate(bits)):
            ideal[text] = 0.0
            continue
        index = sum(bits[clbit] << j for j, (_, clbit) in enumerate(places))
        ideal[text] = float(table[index])
    return ideal, max(0.0, 1.0 - sum(ideal.values()))


def _places(circuit: Circuit, measures: list[Operation]) -> list[tuple[int, int]] | None:
    """(qubit, clbit) of every measurement; None when one is measured or written twice."""
    if not measures:
        return [(qubit, qubit) for qubit in range(circuit.num_qubits)]
    places = [(o.qubits[0], o.clbits[0]) for o in measures]
    once = all(len(set(side)) == len(side) for side in zip(*places, strict=True))
    return places if once else None
