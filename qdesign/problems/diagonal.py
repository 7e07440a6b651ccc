"""What problems of bits share: their terms, and the suggested ansatz."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from qdesign.ansatz import qaoa, template
from qdesign.circuit import Circuit
from qdesign.errors import InvalidRequest
from qdesign.pauli import Observable


def few_layers(observable: Observable) -> Circuit:
    """The suggested ansatz: QAOA with three layers."""
    return qaoa(observable, 3)


def real_rotations(observable: Observable) -> Circuit:
    """The suggested ansatz where weights differ much: RY and CX reach every string of bits."""
    return template("ry_linear", num_qubits=observable.num_qubits)


def of_bits(
    num_qubits: int, single: Mapping[int, float], pairs: Mapping[tuple[int, int], float]
) -> Observable:
    """Σ a_i x_i + Σ b_ij x_i x_j over bits x, each (1 - Z)/2."""
    terms: dict[tuple[tuple[int, str], ...], float] = {(): 0.0}

    def add(value: float, *qubits: int) -> None:
        key = tuple((qubit, "Z") for qubit in qubits)
        terms[key] = terms.get(key, 0.0) + value

    for k, value in single.items():
        add(value / 2)
        add(-value / 2, k)
    for (a, b), value in pairs.items():
        add(value / 4)
        add(-value / 4, a)
        add(-value / 4, b)
        add(value / 4, a, b)
    return Observable.from_sparse(num_qubits, terms)


def numbers_of(text: str, what: str, example: str) -> list[float]:
    """Numbers that are separated by commas or spaces.

    Raises:
        InvalidRequest: a part that is no finite number.
    """
    found: list[float] = []
    for part in re.split(r"[,\s]+", text.strip()):
        try:
            value = float(part)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            raise InvalidRequest(f"{what}: '{part[:40]}' is no number. Write them as in {example}.")
        found.append(value)
    return found
