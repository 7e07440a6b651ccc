"""Circuits that load features, named x_0, x_1, …: products of Pauli rotations, and denser ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from math import comb
from typing import Final

from qdesign.angle import Angle
from qdesign.ansatz.drawing import check_size, pauli_rotation, placed_letters
from qdesign.ansatz.entanglers import pairs_of
from qdesign.circuit import Circuit, Operation
from qdesign.errors import InvalidRequest

_MOST_LETTERS: Final = 4


def pauli_feature_map(
    num_qubits: int,
    layers: int = 2,
    *,
    paulis: str | Sequence[str] = ("Z", "ZZ"),
    entangler: str = "full",
) -> Circuit:
    """H on every qubit, then exp(-i φ P) for Pauli strings P on all places; one feature a qubit.

    φ is x_k for one letter, and the product of the (π - x_k) for more of them, as in Qiskit.

    Args:
        num_qubits: as many features.
        layers: repetitions; two make the map hard to simulate, as is conjectured.
        paulis: strings of X, Y and Z, rightmost letter on the first qubit of a place; or a text
            with blanks between them.
        entangler: where strings of more letters stand: a pattern of pairs; longer ones on all
            combinations where it is `full`, else on neighbors.

    Raises:
        InvalidRequest: no such Pauli string or pattern.

    Example:
        >>> pauli_feature_map(2, 1).derived
        {'=(x_0 - pi)*(x_1 - pi)': '(x_0 - pi)*(x_1 - pi)'}

    Source: Havlíček et al., arXiv:1804.11326; Qiskit's pauli_feature_map.
    """
    words = tuple(paulis.split() if isinstance(paulis, str) else paulis)
    for word in words:
        if not word or set(word) - set("XYZ") or len(word) > _MOST_LETTERS:
            raise InvalidRequest(
                f"'{word[:40]}' is no Pauli string of a feature map. Write 1 to {_MOST_LETTERS} of "
                "the letters X, Y and Z, for example Z ZZ."
            )
    if not words:
        raise InvalidRequest("Name at least one Pauli string, for example Z ZZ.")
    is_full = entangler == "full"
    counts = [comb(num_qubits, len(w)) if is_full else num_qubits for w in words if len(w) > 1]
    check_size(num_qubits, layers, per_layer=2 * num_qubits + 3 * sum(counts))
    placed = [(word, tuple(_places(len(word), num_qubits, entangler))) for word in words]
    found: list[Operation] = []
    for _ in range(layers):
        found += [Operation("h", (qubit,)) for qubit in range(num_qubits)]
        for word, places in placed:
            check_size(num_qubits, layers, per_layer=7 * len(places))
            for place in places:
                letters = dict(zip(place, reversed(word), strict=True))
                found += pauli_rotation(placed_letters(letters, num_qubits), _angle(place))
    return Circuit(num_qubits, tuple(found))


def _places(letters: int, num_qubits: int, entangler: str) -> Iterator[tuple[int, ...]]:
    if letters == 1:
        yield from ((qubit,) for qubit in range(num_qubits))
    elif letters == 2:
        yield from pairs_of(entangler, num_qubits)
    elif entangler == "full":
        yield from combinations(range(num_qubits), letters)
    else:
        for first in range(num_qubits - letters + 1):
            yield tuple(range(first, first + letters))


def _angle(place: tuple[int, ...]) -> Angle:
    if len(place) == 1:
        return Angle.parameter(f"x_{place[0]}", 2)
    return Angle.parse("2*" + "*".join(f"(pi - x_{qubit})" for qubit in place))


def dense_angle_map(num_qubits: int, layers: int = 1) -> Circuit:
    """Two features a qubit, by RY and RZ, then CX around a ring; the same again in each layer.

    Example:
        >>> dense_angle_map(2).parameters
        ('x_0', 'x_1', 'x_2', 'x_3')

    Source: LaRose, Coyle, arXiv:2003.01695.
    """
    check_size(num_qubits, layers, per_layer=3 * num_qubits)
    found: list[Operation] = []
    for _ in range(layers):
        for start, gate in ((0, "ry"), (num_qubits, "rz")):
            found += [
                Operation(gate, (q,), (Angle.parameter(f"x_{start + q}"),))
                for q in range(num_qubits)
            ]
        found += [Operation("cx", pair) for pair in pairs_of("ring", num_qubits)]
    return Circuit(num_qubits, tuple(found))


def reuploading(num_qubits: int = 1, layers: int = 3, *, encoding: str = "plain") -> Circuit:
    """One feature x_0, loaded on every qubit in each layer, with weights before, between and after.

    An energy is a Fourier sum in the feature. With `plain` encoding, RZ(x) everywhere, its highest
    frequency is L on one qubit and n L on n; with `exponential`, where the k-th gate is RZ(2^k x),
    it is 2^L - 1, and 2^(n L) - 1 on n qubits.

    Args:
        num_qubits: 1 or more.
        layers: L, how often the feature is loaded.
        encoding: `plain` or `exponential`.

    Raises:
        InvalidRequest: no such encoding, or more than 50 loads of the exponential one.

    Example:
        >>> len(reuploading(1, 3).parameters)
        13

    Source: Schuld, Sweke, Meyer, arXiv:2008.08605; Shin, Teo, Jeong, arXiv:2206.12105.
    """
    if encoding not in ENCODINGS:
        raise InvalidRequest(
            f"There is no encoding '{encoding[:40]}': use {' or '.join(ENCODINGS)}."
        )
    check_size(num_qubits, layers + 1, per_layer=5 * num_qubits)
    if encoding == "exponential" and num_qubits * layers > _MOST_LOADS:
        raise InvalidRequest(
            f"The exponential encoding loads a feature at most {_MOST_LOADS} times, since its "
            f"factor doubles each time; this is {num_qubits * layers} times. Choose fewer layers."
        )
    found: list[Operation] = []
    weights = 0
    for layer in range(layers + 1):
        for gate in ("rz", "ry", "rz"):
            for qubit in range(num_qubits):
                angle = Angle.parameter(f"theta_{weights}")
                found.append(Operation(gate, (qubit,), (angle,)))
                weights += 1
        found += [Operation("cx", pair) for pair in pairs_of("ring", num_qubits)]
        if layer < layers:
            for qubit in range(num_qubits):
                factor = 1 << layer * num_qubits + qubit if encoding == "exponential" else 1
                found.append(Operation("rz", (qubit,), (Angle.parameter("x_0", factor),)))
    return Circuit(num_qubits, tuple(found))


ENCODINGS: Final = ("plain", "exponential")
_MOST_LOADS: Final = 50
