"""The options that problems of labeled data share."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from qdesign.problems.named import NUM_QUBITS
from qdesign.rows import Option

_MOST_QUBITS: Final = 10

SEED: Final = Option(
    name="seed",
    title="Seed",
    kind="integer",
    default=0,
    low=0,
    high=2**31 - 1,
    help="of the split into training and test rows",
)
TEST_SHARE: Final = Option(
    name="test_share",
    title="Test share",
    kind="number",
    default=0.3,
    low=0.1,
    high=0.5,
    help="the share of rows that are left out of training",
)


def labeled_size(most: int, usual: int = 4) -> tuple[Option, Option]:
    """How many qubits a circuit has, and how many features a row."""
    features = Option(
        name="features",
        title="Features",
        kind="integer",
        default=usual,
        low=1,
        high=most,
        help="of a row, each an input of the circuit: x_0, x_1, …",
    )
    return replace(NUM_QUBITS, low=1, high=_MOST_QUBITS), features
