"""Circuits → light cones: the gates that a measured Pauli string sees, and their qubits.

Gates that share wires only where both commute with the same Pauli there commute. So a gate depends
on what stands before it on its wires up to the last change of that Pauli: a row of ZZ rotations is
one layer, in whatever order it is written, and not a staircase.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from qdesign.circuit import Operation
from qdesign.gates import gate
from qdesign.pauli import Observable

_NONE: Final = "-"


@dataclass(frozen=True, slots=True)
class Cone:
    """What an expectation depends on.

    Attributes:
        wires: its qubits, ascending.
        operations: places of its gates in the circuit, ascending.
    """

    wires: tuple[int, ...]
    operations: frozenset[int]


class Past:
    """The operations of a circuit by what they depend on.

    Example:
        >>> from qdesign.circuit import Circuit
        >>> past = Past(Circuit.of(3, "h 0; cx 0 1; cx 1 2").plain_operations)
        >>> past.cone({1: "Z"}).wires, past.cone({2: "Z"}).wires
        ((0, 1), (0, 1, 2))
    """

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations: Final = tuple(operations)
        # Groups of each wire, the first first: a Pauli that all of its operations commute with.
        self._groups: dict[int, list[tuple[str, list[int]]]] = {}
        self._places: list[tuple[tuple[int, int], ...]] = []
        for number, operation in enumerate(self.operations):
            self._places.append(tuple(self._take(number, operation)))

    def _take(self, number: int, operation: Operation) -> Iterable[tuple[int, int]]:
        for wire, axis in axes_of(operation):
            if axis == "I":
                yield wire, -1
                continue
            groups = self._groups.setdefault(wire, [])
            if axis == _NONE or not groups or groups[-1][0] != axis:
                groups.append((axis, []))
            groups[-1][1].append(number)
            yield wire, len(groups) - 1

    def cone(self, letters: Mapping[int, str], *, most: int | None = None) -> Cone | None:
        """The cone of a Pauli string by its letters; None where it has more than `most` qubits.

        A letter `-` stands for all of X, Y and Z.
        """
        wires = set(letters)
        found: set[int] = set()
        seen: set[tuple[int, int]] = set()
        waiting: list[tuple[int, int]] = []
        for wire, letter in letters.items():
            groups = self._groups.get(wire, [])
            passes = bool(groups) and groups[-1][0] == letter != _NONE
            waiting.append((wire, len(groups) - 1 - passes))
        while waiting:
            place = waiting.pop()
            if place[1] < 0 or place in seen:
                continue
            seen.add(place)
            for number in self._groups[place[0]][place[1]][1]:
                if number in found:
                    continue
                found.add(number)
                for wire, group in self._places[number]:
                    wires.add(wire)
                    waiting.append((wire, group - 1))
            if most is not None and len(wires) > most:
                return None
        return Cone(tuple(sorted(wires)), frozenset(found))


def axes_of(operation: Operation) -> Iterable[tuple[int, str]]:
    """Of each wire the Pauli that the operation commutes with there; `I` all, `-` none."""
    row = gate(operation.gate)
    if row.is_idle:
        return
    for wire in operation.controls + operation.anticontrols:
        yield wire, "Z"
    axes = row.axes or _NONE * row.num_qubits
    yield from zip(operation.qubits, axes, strict=True)


def letters_of(
    observable: Observable,
) -> Iterator[tuple[int, int, NDArray[np.intp], NDArray[np.intp], NDArray[np.uint8]]]:
    """Terms from one number up to another, and their letters: term, qubit and character of each.

    Terms are numbered from the first of these; letters stand in the order of terms.
    """
    size, width = observable.num_qubits, 1 << 22
    step = max(1, width // size)
    for start in range(0, len(observable.terms), step):
        part = observable.terms[start : start + step]
        text = "".join([label for label, _ in part]).encode("ascii")
        letters = np.frombuffer(text, dtype=np.uint8).reshape(-1, size)
        rows, columns = np.nonzero(letters != ord("I"))
        yield start, start + len(part), rows, size - 1 - columns, letters[rows, columns]


def terms_of(observable: Observable) -> Iterable[tuple[dict[int, str], float]]:
    """(letters by qubit, coefficient) of each term; the identity has no letters."""
    for start, end, rows, qubits, characters in letters_of(observable):
        part = observable.terms[start:end]
        kinds = characters.tobytes().decode("ascii")
        found: list[dict[int, str]] = [{} for _ in part]
        for row, qubit, kind in zip(rows.tolist(), qubits.tolist(), kinds, strict=True):
            found[row][qubit] = kind
        for each, (_, coefficient) in zip(found, part, strict=True):
            yield each, coefficient
