"""Basis states with a given number of ones: what circuits that keep it begin with."""

from __future__ import annotations

from typing import Final

from qdesign.circuit import MAX_QUBITS
from qdesign.errors import InvalidRequest
from qdesign.rows import Option

ONES: Final = Option(
    name="ones",
    title="Ones",
    kind="integer",
    default=2,
    low=1,
    high=MAX_QUBITS,
    help="how many qubits are 1, of as many as there are",
)


def check_ones(num_qubits: int, ones: int) -> None:
    """Refuses a number of ones that a register cannot hold."""
    if isinstance(ones, bool) or not isinstance(ones, int) or not 0 <= ones <= num_qubits:  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidRequest(
            f"{ones} ones do not fit on {num_qubits} qubits. Give 0 to {num_qubits}."
        )


def occupied(num_qubits: int, ones: int) -> tuple[int, ...]:
    """Qubits that are 1, spread evenly: 0, 2, … where half of them are.

    Example:
        >>> occupied(4, 2), occupied(5, 1)
        ((0, 2), (0,))
    """
    check_ones(num_qubits, ones)
    return tuple(k * num_qubits // ones for k in range(ones))
