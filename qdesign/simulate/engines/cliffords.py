"""Circuits → kinds of Clifford gates and where each stands → Stim's text of them.

Gates are told to be Clifford, and what they do to Pauli strings, by their matrices; each kind
becomes Stim's own gates of the same action, once, and then stands on all its wires.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from qdesign.angle import Angle
from qdesign.circuit import Circuit, Operation, decompose
from qdesign.errors import InvalidRequest
from qdesign.gates import controlled_matrix, embedded, gate, matrix, pauli_matrix

if TYPE_CHECKING:
    import stim

QUARTER: Final = math.pi / 2
NEAR: Final = 1e-9
"""Radians by which an angle may miss a multiple of π/2."""
TURNS: Final = 8
"""Quarter turns after which a half-angle rotation is itself again."""
_MOST_WIRES: Final = 4


@dataclass(frozen=True, slots=True)
class Part:
    """One gate of a kind.

    Attributes:
        controls, anticontrols: how many it has beside its own.
        places: of its wires among those of the operation: controls, anticontrols, its own.
    """

    gate: str
    controls: int
    anticontrols: int
    angles: tuple[Angle, ...]
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Columns:
    """A flat circuit by columns: of each operation the number of its kind, and its wires.

    Attributes:
        kinds: of what gates operations are made; of one qubit with several angles, rotations.
        first: the first operation of each kind.
    """

    kinds: tuple[tuple[Part, ...], ...]
    first: tuple[int, ...]
    numbers: tuple[int, ...]
    wires: tuple[tuple[int, ...], ...]

    def parts(self) -> Iterator[tuple[int, int, tuple[int, ...]]]:
        """Every gate from the last to the first: kind, which part of it, and wires."""
        for number, wires in zip(reversed(self.numbers), reversed(self.wires), strict=True):
            for index in range(len(self.kinds[number]) - 1, -1, -1):
                places = self.kinds[number][index].places
                yield number, index, tuple([wires[place] for place in places])

    def text(self, gates: Sequence[str]) -> str:
        """All operations, written by the template of each kind."""
        pairs = zip(self.numbers, self.wires, strict=True)
        return "".join([gates[number].format(*wires) for number, wires in pairs])


def columns_of(circuit: Circuit) -> Columns:
    """The columns of a flat, unitary circuit."""
    operations = circuit.plain_operations
    known: dict[object, int] = {}
    first: list[int] = []
    numbers: list[int] = []
    for o in operations:
        is_plain = not (o.angles or o.controls or o.anticontrols)
        key = o.gate if is_plain else (o.gate, o.angles, len(o.controls), len(o.anticontrols))
        number = known.setdefault(key, len(known))
        if number == len(first):
            first.append(len(numbers))
        numbers.append(number)
    kinds = tuple(tuple(_parts(_local(operations[k]))) for k in first)
    return Columns(kinds, tuple(first), tuple(numbers), tuple([o.wires for o in operations]))


def _local(operation: Operation) -> Operation:
    wires = tuple(range(len(operation.wires)))
    a, b = len(operation.controls), len(operation.controls) + len(operation.anticontrols)
    return Operation(operation.gate, wires[b:], operation.angles, wires[:a], wires[a:b])


def _parts(operation: Operation) -> Iterator[Part]:
    row = gate(operation.gate)
    if row.is_idle or not operation.wires:
        return
    if len(row.angles) > 1 and row.num_qubits == 1 and len(operation.wires) == 1:
        for part in decompose(operation):
            yield from _parts(part)
        return
    counts = len(operation.controls), len(operation.anticontrols)
    yield Part(operation.gate, *counts, operation.angles, operation.wires)


@lru_cache(maxsize=1 << 12)
def tableau(name: str, controls: int, anticontrols: int, quarters: tuple[int, ...]) -> stim.Tableau:
    """What a gate at these quarter turns does to Pauli strings on its wires.

    Raises:
        InvalidRequest: it is not Clifford.
    """
    import stim

    wires = controls + anticontrols + gate(name).num_qubits
    if wires > _MOST_WIRES:
        raise InvalidRequest(_not_clifford(name, f"with {controls + anticontrols} controls"))
    unitary = matrix(name, [quarter * QUARTER for quarter in quarters])
    unitary = controlled_matrix(unitary, num_controls=controls + anticontrols)
    for wire in range(controls, controls + anticontrols):
        flip = embedded(pauli_matrix("X"), [wire], wires)
        unitary = flip @ unitary @ flip
    try:
        return stim.Tableau.from_unitary_matrix(unitary, endian="little")
    except ValueError:
        raise InvalidRequest(_not_clifford(name, f"at quarter turns {quarters}")) from None


def _not_clifford(name: str, how: str) -> str:
    told = "" if how.endswith("()") else f" {how}"
    return f"Operation {name}{told} is no Clifford gate. Use engine='auto'."


@cache
def _named() -> dict[str, str]:
    """Stim's own gates by what they do."""
    import stim

    found: dict[str, str] = {}
    for name, row in stim.gate_data().items():
        if row.is_unitary and not row.takes_pauli_targets and row.tableau is not None:
            found.setdefault(repr(row.tableau), name)
    return found


@lru_cache(maxsize=1 << 12)
def _gates(
    name: str, controls: int, anticontrols: int, quarters: tuple[int, ...]
) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """Stim's gates for one of ours, each with its wires among those of ours."""
    found = tableau(name, controls, anticontrols, quarters)
    known = _named().get(repr(found))
    if known is not None:
        return ((known, tuple(range(len(found)))),)
    lines = [line.split() for line in str(found.to_circuit("elimination")).splitlines()]
    return tuple((head, tuple(int(wire) for wire in wires)) for head, *wires in lines)


def template(kind: Sequence[Part], quarters: Sequence[tuple[int, ...]]) -> str:
    """Stim's lines for a kind at quarter turns of each part, with the places of wires in braces.

    Raises:
        InvalidRequest: a part is not Clifford.
    """
    lines: list[str] = []
    for part, turns in zip(kind, quarters, strict=True):
        for name, places in _gates(part.gate, part.controls, part.anticontrols, turns):
            wires = " ".join([f"{{{part.places[place]}}}" for place in places])
            lines.append(f"{name} {wires}\n")
    return "".join(lines)


def refused(circuit: Circuit) -> str | None:
    """Which operation is no Clifford gate, whatever values parameters have; None where all may."""
    columns = columns_of(circuit)
    for kind, first in zip(columns.kinds, columns.first, strict=True):
        for part in kind:
            fixed = [angle for angle in part.angles if angle.is_constant]
            quarters = np.array([angle.at({}) / QUARTER for angle in fixed])
            turns = np.rint(quarters)
            is_near = np.abs(quarters - turns).max(initial=0.0) * QUARTER <= NEAR
            if is_near and len(fixed) == len(part.angles):
                angles = tuple((turns % TURNS).astype(np.int64).tolist())
                try:
                    tableau(part.gate, part.controls, part.anticontrols, angles)
                except InvalidRequest:
                    is_near = False
            if not is_near:
                wires = tuple(columns.wires[first][place] for place in part.places)
                return f"Operation {part.gate} on qubits {wires} is no Clifford gate."
    return None
