"""What chains share: their bonds, and which sizes there are."""

from __future__ import annotations

import numpy as np

from qdesign.errors import InvalidRequest, TooLarge
from qdesign.problems.named import MAX_QUBITS


def bonds(num_qubits: int, *, periodic: bool) -> list[tuple[int, int]]:
    """Neighbors along a chain; two qubits have one bond, periodic or not.

    Raises:
        InvalidRequest: fewer than two qubits.
        TooLarge: more qubits than are taken.
    """
    if isinstance(num_qubits, bool) or not isinstance(num_qubits, int) or num_qubits < 2:  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidRequest(f"A chain has 2 or more qubits, not {num_qubits!r}.")
    if not isinstance(periodic, (int, np.bool_)):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidRequest(f"Periodic is True or False, not {type(periodic).__name__}.")
    if num_qubits > MAX_QUBITS:
        raise TooLarge(f"A chain has at most {MAX_QUBITS} qubits, not {num_qubits:,}.")
    open_ones = [(k, k + 1) for k in range(num_qubits - 1)]
    return [*open_ones, (num_qubits - 1, 0)] if periodic and num_qubits > 2 else open_ones
