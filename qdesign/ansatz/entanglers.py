"""Which pairs of qubits a layer joins, by the name of the pattern."""

from __future__ import annotations

from typing import Final

from qdesign.ansatz.drawing import Pairs
from qdesign.errors import InvalidRequest
from qdesign.rows import Option

PATTERNS: Final = ("linear", "reverse", "pairwise", "ring", "circular", "sca", "full")
"""linear joins (0, 1), (1, 2), …; reverse the same from the end; pairwise every other pair, then
the rest; ring is linear and then (n-1, 0), circular has that pair first; sca is circular, begun one
pair earlier in each layer and turned round in every other one; full joins all pairs."""

ENTANGLER: Final = Option(
    name="entangler",
    title="Entangler",
    kind="choice",
    default="linear",
    choices=PATTERNS,
    help="which pairs of qubits a layer joins",
)


def pairs_of(pattern: str, num_qubits: int, layer: int = 0) -> Pairs:
    """The pairs that a layer joins, in order.

    Args:
        pattern: one of `PATTERNS`, with the names of Qiskit but for `reverse` and `ring`.
        num_qubits: 1 or more.
        layer: which one, from 0; only `sca` differs from layer to layer.
    """
    line = tuple((q, q + 1) for q in range(num_qubits - 1))
    closing = ((num_qubits - 1, 0),) if num_qubits > 2 else ()
    if pattern == "linear":
        return line
    if pattern == "reverse":
        return line[::-1]
    if pattern == "pairwise":
        return line[::2] + line[1::2]
    if pattern == "ring":
        return line + closing
    if pattern == "full":
        return tuple((a, b) for a in range(num_qubits) for b in range(a + 1, num_qubits))
    if pattern not in PATTERNS:
        raise InvalidRequest(f"Entangler '{pattern}' is not known: use {', '.join(PATTERNS)}.")
    round_about = closing + line
    if pattern == "circular" or not round_about:
        return round_about
    start = -layer % len(round_about)
    shifted = round_about[start:] + round_about[:start]
    return tuple((b, a) for a, b in shifted) if layer % 2 else shifted


def bricks(num_qubits: int, layer: int) -> Pairs:
    """Neighbors (0, 1), (2, 3), … in even layers, (1, 2), (3, 4), … in odd ones."""
    return tuple((q, q + 1) for q in range(layer % 2, num_qubits - 1, 2))
