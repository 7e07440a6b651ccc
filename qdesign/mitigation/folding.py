"""Circuits with more noise and the same map: gates undone and done again.

Every gate of the table has an inverse in the table, so none is decomposed: an `rzz` stays one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from qdesign.circuit import Circuit, Operation, inverse_operation
from qdesign.errors import InvalidRequest, TooLarge
from qdesign.gates import gate
from qdesign.simulate.drawn import as_drawn, in_order

MOST_SCALE: Final = 25.0
"""The largest factor that noise is scaled by."""
_MOST_GATES: Final = 200_000


def fold(circuit: Circuit, scale: float, *, folding: str = "local") -> Circuit:
    """The circuit with about `scale` times as many gates, and the same map.

    Local folding puts G G⁻¹ behind each gate G, as often as the factor says, and once more behind
    gates spread evenly over the circuit where it is no odd number. Global folding does so with the
    whole circuit, and with a part of it at its end. Gates are in the order of their columns, and
    each of the result has a column, so that it is run in this order.

    Args:
        circuit: unitary up to measurements at its end, which are left out.
        scale: from 1 to 25; odd whole numbers scale the noise of every gate alike.
        folding: "local" or "global".

    Raises:
        InvalidRequest: another scale or folding.
        TooLarge: more than 200,000 gates would result.

    Example:
        >>> folded = fold(Circuit.of(2, "h 0; rzz(a) 0 1"), 3)
        >>> [o.gate for o in folded.plain_operations]
        ['h', 'h', 'h', 'rzz', 'rzz', 'rzz']

    Source: Giurgica-Tiron et al., "Digital zero noise extrapolation for quantum error mitigation",
    arXiv:2005.10921.
    """
    if not 1 <= scale <= MOST_SCALE:
        raise InvalidRequest(f"Noise is scaled by 1 to {MOST_SCALE:g}, not by {scale}.")
    if folding not in ("local", "global"):
        raise InvalidRequest(f"'folding' is {folding!r}; it must be one of: local, global.")
    kept = as_drawn(circuit).without_final_measurements()
    operations = kept.plain_operations
    gates = [k for k, o in enumerate(operations) if gate(o.gate).is_unitary]
    if len(gates) * scale > _MOST_GATES:
        raise TooLarge(
            f"Folding {len(gates):,} gates by {scale:g} gives more than {_MOST_GATES:,} gates. "
            "Take smaller scale factors."
        )
    whole, extra = _times(scale, len(gates))
    if folding == "global" and len(gates) < sum(o.gate != "barrier" for o in operations):
        raise InvalidRequest(
            "A circuit that resets or measures has no inverse, so the whole of it cannot be "
            "folded. Fold gates: folding='local'."
        )
    made = _local if folding == "local" else _global
    return in_order(kept.with_operations(made(operations, gates, whole, extra)))


def _times(scale: float, count: int) -> tuple[int, int]:
    """How often all gates are folded, and how many once more: scale = 1 + 2·(whole + extra/n)."""
    turns = (scale - 1) / 2
    whole = int(turns + 1e-9)
    return whole, round((turns - whole) * count)


def _local(
    operations: Sequence[Operation], gates: Sequence[int], whole: int, extra: int
) -> list[Operation]:
    once_more = {gates[(2 * k + 1) * len(gates) // (2 * extra)] for k in range(extra)}
    at = set(gates)
    made: list[Operation] = []
    for index, operation in enumerate(operations):
        made.append(operation)
        if index in at:
            pair = [inverse_operation(operation), operation]
            made += pair * (whole + (index in once_more))
    return made


def _global(
    operations: Sequence[Operation], gates: Sequence[int], whole: int, extra: int
) -> list[Operation]:
    def back(part: Sequence[Operation]) -> list[Operation]:
        return [inverse_operation(operation) for operation in reversed(part)]

    made = list(operations)
    for _ in range(whole):
        made += [*back(operations), *operations]
    if extra:
        part = operations[gates[-extra] :]
        made += [*back(part), *part]
    return made
