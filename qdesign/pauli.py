"""Observables: real sums of Pauli strings, Qiskit's label order (rightmost letter is qubit 0)."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from qdesign.errors import InvalidObservable, TooLarge

_MAX_TERMS: Final = 1_000_000
_MAX_DENSE_QUBITS: Final = 14


@dataclass(frozen=True, slots=True, init=False)
class Observable:
    """A real sum of Pauli strings on n qubits.

    Attributes:
        terms: (label, coefficient), equal labels added up, zero coefficients dropped.

    Example:
        >>> Observable({"ZZ": -1.0, "XI": -0.5}).num_qubits
        2
    """

    num_qubits: int
    terms: tuple[tuple[str, float], ...] = field(default=())

    def __init__(self, terms: Mapping[str, float], *, num_qubits: int | None = None) -> None:
        sums: dict[str, float] = {}
        if len(terms) > _MAX_TERMS:
            raise TooLarge(f"An observable has at most {_MAX_TERMS:,} terms, not {len(terms):,}.")
        for label, coefficient in terms.items():
            value = _checked(label, coefficient)
            num_qubits = len(label) if num_qubits is None else num_qubits
            if len(label) != num_qubits:
                raise InvalidObservable(
                    f"Term '{label}' has {len(label)} letters where others have {num_qubits}. "
                    "Write one letter a qubit, I where nothing acts."
                )
            sums[label] = sums.get(label, 0.0) + value
        if num_qubits is None:
            raise InvalidObservable(
                "An observable needs at least one term, for example Observable({'ZZ': 1.0})."
            )
        object.__setattr__(self, "num_qubits", num_qubits)
        object.__setattr__(self, "terms", tuple((k, v) for k, v in sums.items() if v != 0.0))

    @staticmethod
    def from_sparse(
        num_qubits: int, terms: Mapping[tuple[tuple[int, str], ...], float]
    ) -> Observable:
        """An observable from terms such as `{((0, "Z"), (3, "Z")): -1.0}`."""
        labels: dict[str, float] = {}
        for places, coefficient in terms.items():
            letters = ["I"] * num_qubits
            for qubit, letter in places:
                letters[num_qubits - 1 - qubit] = letter
            label = "".join(letters)
            labels[label] = labels.get(label, 0.0) + coefficient
        return Observable(labels, num_qubits=num_qubits)

    def as_dict(self) -> dict[str, float]:
        """The coefficients by Pauli label; the rightmost letter is qubit 0."""
        return dict(self.terms)

    def masks(self) -> Iterator[tuple[int, int, float]]:
        """(x mask, z mask, coefficient) of each term: bit k for qubit k, Y in both masks."""
        for label, coefficient in self.terms:
            x = z = 0
            for letter in label:
                x = x << 1 | (letter in "XY")
                z = z << 1 | (letter in "YZ")
            yield x, z, coefficient

    def matrix(self) -> NDArray[np.complex128]:
        """Dense matrix, complex128, shape (2**n, 2**n), Qiskit order.

        Raises:
            TooLarge: more than 14 qubits.
        """
        if self.num_qubits > _MAX_DENSE_QUBITS:
            raise TooLarge(
                f"A dense matrix on {self.num_qubits} qubits is refused; at most "
                f"{_MAX_DENSE_QUBITS} are taken."
            )
        size = 1 << self.num_qubits
        total = np.zeros((size, size), dtype=complex)
        index = np.arange(size, dtype=np.uint64)
        for x, z, coefficient in self.masks():
            signs = 1.0 - 2.0 * (np.bitwise_count(index & np.uint64(z)) & 1)
            total[index ^ np.uint64(x), index] += (
                coefficient * 1j ** ((x & z).bit_count() % 4) * signs
            )
        return total

    def expectation(self, statevector: NDArray[np.complex128]) -> float:
        """⟨ψ|H|ψ⟩ for a statevector of shape (2**n,), by plain numpy."""
        index = np.arange(statevector.shape[0], dtype=np.uint64)
        total = 0.0
        for x, z, coefficient in self.masks():
            signs = 1.0 - 2.0 * (np.bitwise_count(index & np.uint64(z)) & 1)
            moved = np.conj(statevector[index ^ np.uint64(x)]) * signs * statevector
            total += coefficient * float((1j ** ((x & z).bit_count() % 4) * moved.sum()).real)
        return total


Graph = Any
"""A networkx graph: its nodes and edges are read, the library is not imported."""


def cut_observable(graph: Graph) -> Observable:
    """-Σ w (1 - ZZ)/2 over the edges of a graph: minus the weight of a cut.

    Args:
        graph: a networkx graph; qubit k is the k-th node, an edge without a weight counts 1.

    Raises:
        InvalidObservable: no nodes, or a weight that is not a finite number.
    """
    places = {node: k for k, node in enumerate(graph.nodes)}
    if not places:
        raise InvalidObservable("A graph without nodes has no cut. Add nodes first.")
    terms: dict[tuple[tuple[int, str], ...], float] = {(): 0.0}
    for a, b, weight in graph.edges(data="weight", default=1):
        if a == b:
            continue
        value = _checked("ZZ", weight)
        low, high = sorted((places[a], places[b]))
        bond = ((low, "Z"), (high, "Z"))
        terms[bond] = terms.get(bond, 0.0) + value / 2
        terms[()] -= value / 2
    return Observable.from_sparse(len(places), terms)


def _checked(label: str, coefficient: float) -> float:
    if not isinstance(label, str) or not label or set(label) - set("IXYZ"):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidObservable(
            f"Term {label!r}: a label is made of I, X, Y and Z, one letter a qubit, "
            "rightmost letter for qubit 0."
        )
    try:
        value = float(coefficient)
    except (TypeError, ValueError, OverflowError):
        raise InvalidObservable(
            f"Term '{label}' has the coefficient {coefficient!r}: give a real number."
        ) from None
    if not math.isfinite(value):
        raise InvalidObservable(f"Term '{label}' has the coefficient {value}: it must be finite.")
    return value
