"""Tensor networks as circuits: which pairs of qubits a network joins, leaf by leaf."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal

from qdesign.ansatz.bricks import lay
from qdesign.ansatz.drawing import Pairs, Sketch, check_size
from qdesign.circuit import Circuit
from qdesign.errors import InvalidRequest
from qdesign.rows import Option

Direction = Literal["prepare", "read"]

DIRECTION: Final = Option(
    name="direction",
    title="Direction",
    kind="choice",
    default="prepare",
    choices=("prepare", "read"),
    titles=("Prepare a state, root first", "Read one qubit, leaves first"),
)


def tree_pairs(num_qubits: int) -> Pairs:
    """Pairs of a binary tree, leaves first; of each pair the second qubit goes on to the root.

    Example:
        >>> tree_pairs(4)
        ((0, 1), (2, 3), (1, 3))
    """
    found: list[tuple[int, int]] = []
    level = list(range(num_qubits))
    while len(level) > 1:
        pairs = list(zip(level[::2], level[1::2], strict=False))
        found += pairs
        level = [b for _, b in pairs] + level[len(pairs) * 2 :]
    return tuple(found)


def mera_pairs(num_qubits: int) -> Pairs:
    """The same tree with a pair across every two neighbors before each level (disentanglers).

    Example:
        >>> mera_pairs(4)
        ((1, 2), (3, 0), (0, 1), (2, 3), (1, 3))
    """
    found: list[tuple[int, int]] = []
    level = list(range(num_qubits))
    while len(level) > 1:
        across = list(zip(level[1::2], level[2::2], strict=False))
        if len(level) > 2 and len(level) % 2 == 0:
            across.append((level[-1], level[0]))
        pairs = list(zip(level[::2], level[1::2], strict=False))
        found += across + pairs
        level = [b for _, b in pairs] + level[len(pairs) * 2 :]
    return tuple(found)


def network(
    pairs_of: Callable[[int], Pairs],
    num_qubits: int,
    *,
    brick: str,
    direction: str,
) -> Circuit:
    """A brick on every pair of a network, leaves first to read, root first to prepare."""
    if direction not in ("prepare", "read"):
        raise InvalidRequest(f"The direction is 'prepare' or 'read', not '{direction[:40]}'.")
    check_size(num_qubits, 1, per_layer=30 * num_qubits)
    pairs = pairs_of(num_qubits)
    sketch = Sketch(num_qubits)
    for pair in pairs if direction == "read" else pairs[::-1]:
        lay(sketch, brick, *pair)
    return sketch.circuit()
