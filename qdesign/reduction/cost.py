"""What can be minimized, and how two results are compared."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from qdesign.circuit import Stats
from qdesign.rows import Option

COSTS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "two_qubit": ("num_two_qubit", "num_rotations", "num_t", "num_gates", "depth"),
        "rotations": ("num_rotations", "num_two_qubit", "num_t", "num_gates", "depth"),
        "t": ("num_t", "num_two_qubit", "num_rotations", "num_gates", "depth"),
        "depth": ("depth", "num_two_qubit", "num_rotations", "num_t", "num_gates"),
    }
)
"""The figures that are compared for each, most important first."""

MINIMIZE: Final = Option(
    name="minimize",
    title="As few",
    kind="choice",
    default="two_qubit",
    choices=tuple(COSTS),
    titles=("two-qubit", "rotations", "T", "depth"),
    help="what there is to be as little of as possible",
)


def cost(stats: Stats, minimize: str) -> tuple[int, ...]:
    """What is compared, most important first."""
    return tuple(getattr(stats, figure) for figure in COSTS[minimize])
