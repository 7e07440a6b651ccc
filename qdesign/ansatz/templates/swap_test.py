"""The overlap of two states, read from one qubit."""

from __future__ import annotations

from typing import Final

from qdesign.ansatz.blocks import swap_test_of
from qdesign.ansatz.named import Template
from qdesign.rows import Option

SWAP_TEST: Final = Template(
    name="swap_test",
    title="Swap test",
    group="Building blocks",
    help="Two states; the last qubit is 0 with probability (1 + their overlap)/2",
    source="Buhrman et al., quant-ph/0102001",
    options=(
        Option(
            name="size",
            title="Qubits of a state",
            kind="integer",
            default=2,
            low=1,
            high=50,
        ),
    ),
    make=swap_test_of,
)
