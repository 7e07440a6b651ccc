"""Pauli rotations and a Clifford → operations, by a search over walks of pair gates.

A pair gate is (1 + P + Q - PQ)/2 for a Pauli P on one qubit and Q on another: one CX between
changes of axes. Pair gates bring each rotation in turn to one qubit, where it costs nothing more;
what commutes may go in any order. The search (`extension/synthesis/`, WebAssembly) knows no angles
and no signs; they are put back here, exactly, and the result is verified as any other.

Source: greedy synthesis of Pauli networks as in de Brugière and Martiel, arXiv:2404.03280, and
Schmitz et al., arXiv:2103.08602; here a beam search, and windows of its result searched anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from qdesign.angle import Angle
from qdesign.gates import ROWS
from qdesign.operation import Operation
from qdesign.reduction.elementary import to_plain_elementary, with_angle
from qdesign.wasm import Module
from qdesign.zx.gadgets import (
    Frame,
    Rotation,
    Rotations,
    Row,
    add_part,
    compose,
    product,
    quarter_turns,
    sign,
)
from qdesign.zx.parts import Part, parts
from qdesign.zx.synthesis import clifford

MOST_QUBITS: Final = 64
MOST_KEPT: Final = 16
_FIELDS: Final = 5
_X, _Y, _Z = 0, 1, 2
_LETTERS: Final = "XYZ"
_TURNS: Final = tuple(
    next(row.name for row in ROWS if row.generator == letter and row.num_qubits == 1)
    for letter in _LETTERS
)
_LEAVES: Final = {
    **{
        row.name: _LETTERS.index(row.axes)
        for row in ROWS
        if row.is_part and row.turn and not Angle.parse(row.turn).pi.denominator % 2
    },
    "h": _Y,
}
"""Changes of axes: which axis each leaves in place, but for signs; it exchanges the others."""

Step = tuple[int, int, int, int, int]
"""A pair gate: -1, its qubits, their axes; or a rotation: its number, its qubit, 0, its axis, 0."""


@dataclass(frozen=True, slots=True)
class Setting:
    """How a beam search judges what it has.

    Attributes:
        width: states that are followed at a time.
        discount: weight of each level of rotations to come, against the level before it.
        frame: weight of the distance of the Clifford, while there are rotations.
        rate: pair gates that a rotation to come is thought to cost.
        noise: at most so much is added to what is judged, at random.
        in_any_order: may rotations that do not commute change places?
    """

    width: int
    discount: float
    frame: float
    rate: float = 1.5
    noise: float = 0.0
    in_any_order: bool = False


class Walker:
    """A search for short walks through the rotations of `form`; at most 64 qubits.

    With `neighbors`, for each qubit those next to it, pair gates stand on neighbors alone, a fresh
    walk ends behind its rotations, and exchanges at the end cost nothing.
    With `in_any_order` windows may exchange rotations that do not commute, which is another map.
    The walk at hand costs `cost`: pair gates, and three for each exchange of wires at its end.
    """

    def __init__(
        self,
        form: Rotations,
        *,
        seed: int = 0,
        room: int = 0,
        in_any_order: bool = False,
        neighbors: Sequence[Sequence[int]] = (),
    ) -> None:
        self.form = form
        self.neighbors = neighbors
        self.cost = -1
        self._in_any_order = in_any_order
        self._engine = Module("synthesis.wasm")
        self._engine.call("seed", seed & 0x7FFFFFFF)
        count = len(form.rotations)
        start = self._engine.call("begin", form.num_qubits, count, room)
        if neighbors:
            masks = [sum(1 << other for other in others) for others in neighbors]
            place = self._engine.call("mapAt")
            self._engine.write(place, np.array(masks, dtype=np.uint64))
            self._engine.call("useMap", len(masks))
        self._engine.write(start, _words(form))

    def fresh(self, setting: Setting) -> int:
        """Search for a walk from nothing; its cost, or -1 where the search came to no end."""
        s = setting
        self._engine.call("orderFreely", s.in_any_order)
        self.cost = self._engine.call("fresh", s.width, s.discount, s.frame, s.rate, s.noise, 1)
        return self.cost

    def take(self, steps: Sequence[Step]) -> int:
        """Take a walk that is known; its cost."""
        flat = np.array(steps, dtype=np.int32).reshape(-1)
        start = self._engine.call("operationsAt")
        self._engine.write(start, flat)
        self.cost = self._engine.call("take", len(steps))
        return self.cost

    def improve(self, effort: float) -> int:
        """Search windows of the walk anew until that much more was looked at; the cost."""
        self._engine.call("orderFreely", self._in_any_order)
        self.cost = self._engine.call("improve", float(effort))
        return self.cost

    @property
    def effort(self) -> float:
        """Pair gates looked at so far."""
        return self._engine.call("effortMade")

    def keep(self, place: int) -> None:
        """Keep the walk at hand in one of 16 places."""
        self._engine.call("keep", place)

    def back(self, place: int) -> int:
        """Take up the walk that was kept in a place; its cost."""
        self.cost = self._engine.call("back", place)
        return self.cost

    def operations(self) -> list[Operation]:
        """The walk at hand as operations."""
        return to_operations(self.form, self.steps, exchanges=bool(self.neighbors))

    @property
    def steps(self) -> list[Step]:
        """The walk at hand."""
        count = self._engine.call("operationsLength")
        start = self._engine.call("operationsAt")
        table = self._engine.read(start, _FIELDS * count, np.int32).reshape(-1, _FIELDS)
        return [(rotation, a, b, p, q) for rotation, a, b, p, q in table.tolist()]


def _words(form: Rotations) -> np.ndarray:
    """Axes of the rotations seen behind the Clifford, and the Clifford, as the engine has them."""
    behind = form.frame.inverse()
    images = [behind.image(r.x, r.z) for r in form.rotations]
    words = [row[0] for row in images] + [row[1] for row in images]
    for rows in (form.frame.x, form.frame.z):
        for mask in (0, 1):
            for wire in range(form.num_qubits):
                words += [sum((row[mask] >> wire & 1) << q for q, row in enumerate(rows))]
    return np.array(words, dtype=np.uint64)


def _exchanged(gate: str) -> tuple[int, ...]:
    """Where a change of axes takes X, Y and Z; it is its own inverse."""
    left = _LEAVES[gate]
    return tuple(axis if axis == left else 3 - left - axis for axis in (_X, _Y, _Z))


# --- a walk as operations -------------------------------------------------------------------------


def to_operations(
    form: Rotations, steps: Iterable[Step | list[int]], *, exchanges: bool = False
) -> list[Operation]:
    """Operations equal to `form` up to a scalar, along a walk.

    Wires that end in another order are put back: with `exchanges` by swaps at the end, which cost a
    device nothing as it reads its qubits elsewhere, else by three CX each.

    Raises:
        ValueError: a step is not about the axis of its rotation.
    """
    writer = _Writer(form)
    for rotation, a, b, first, second in steps:
        if rotation < 0:
            writer.pair(a, b, first, second)
        else:
            writer.turn(rotation, a, first)
    return writer.finished(exchanges=exchanges)


class _Writer:
    """Writes gates and follows the Clifford that they are, signs included."""

    def __init__(self, form: Rotations) -> None:
        self.form = form
        self.done: list[Operation] = []
        self.frame = Frame(form.num_qubits)
        # On each qubit, which axis of the gates that of the walk is.
        self.axes = [[_X, _Y, _Z] for _ in range(form.num_qubits)]

    def pair(self, a: int, b: int, first: int, second: int) -> None:
        """A pair gate as cx or cz, with axes changed before it where they have to be."""
        p, q = self.axes[a][first], self.axes[b][second]
        if p == _Y:
            p = self._change("sx" if q == _X else "s", a, p)
        if q == _Y:
            q = self._change("s" if p == _Z else "sx", b, q)
        if p == q == _X:
            p = self._change("h", a, p)
        if p == q:
            self._do("cz", a, b)
        else:
            self._do("cx", *((a, b) if p == _Z else (b, a)))

    def turn(self, number: int, qubit: int, axis: int) -> None:
        """A rotation on one qubit, about the axis that is its own here."""
        rotation = self.form.rotations[number]
        kind = self.axes[qubit][axis]
        x, z = self.frame.x[qubit], self.frame.z[qubit]
        row: Row = x if kind == _X else z
        if kind == _Y:
            a, b, k = product(x, z)
            row = (a, b, (k + 1) & 3)
        if row[:2] != (rotation.x, rotation.z):
            raise ValueError(f"The walk turns about another axis than that of rotation {number}.")
        angle = rotation.angle if sign(row) > 0 else -rotation.angle
        self.done.extend(with_angle(Operation(_TURNS[kind], (qubit,), (angle,)), angle))

    def finished(self, *, exchanges: bool) -> list[Operation]:
        """The operations, with wires put back and the axes of each as they have to be."""
        count = self.form.num_qubits
        undone = Rotations(count, [], self.frame.inverse())
        left = compose(undone, Rotations(count, [], self.form.frame)).frame
        for qubit in range(count):
            while (wire := (left.x[qubit][0] | left.x[qubit][1]).bit_length() - 1) != qubit:
                if exchanges:
                    self.done.append(Operation("swap", (qubit, wire)))
                else:
                    pairs = ((qubit, wire), (wire, qubit), (qubit, wire))
                    self.done.extend(Operation("cx", pair) for pair in pairs)
                exchange = Rotations(count, [], Frame(count))
                exchange.frame.gate("swap", (qubit, wire))
                left = compose(exchange, Rotations(count, [], left)).frame
        self.done.extend(clifford(left))
        return self.done

    def _change(self, gate: str, qubit: int, axis: int) -> int:
        to = _exchanged(gate)
        self._do(gate, qubit)
        self.axes[qubit] = [to[old] for old in self.axes[qubit]]
        return to[axis]

    def _do(self, gate: str, *qubits: int) -> None:
        self.done.append(Operation(gate, qubits))
        self.frame.gate(gate, qubits)


# --- operations as a walk -------------------------------------------------------------------------


def to_walk(operations: Iterable[Operation], num_qubits: int) -> tuple[Rotations, list[Step]]:
    """The rotations of elementary gates as they stand, and the walk that the gates are."""
    reader = _Reader(num_qubits)
    for operation in operations:
        for element in to_plain_elementary(operation):
            for part in parts(element):
                reader.read(part)
    return Rotations(num_qubits, reader.found, reader.frame), reader.steps


class _Reader:
    def __init__(self, num_qubits: int) -> None:
        self.steps: list[Step] = []
        self.found: list[Rotation] = []
        self.frame = Frame(num_qubits)
        # On each qubit, which axis of the walk that of the gates is.
        self.axes = [[_X, _Y, _Z] for _ in range(num_qubits)]

    def read(self, part: Part) -> None:
        kind, qubits = part.kind, list(part.qubits)
        if kind == "rotation" and len(qubits) > 1:
            for inner in _ladder(part):
                self.read(inner)
            return
        turns = len(self.found)
        add_part(part, self.frame, self.found)
        if kind in ("rotation", "x_rotation"):
            axis = _Z if kind == "rotation" else _X
            if len(self.found) > turns:
                self.steps.append((turns, qubits[0], 0, self.axes[qubits[0]][axis], 0))
            elif (quarter_turns(part.angle) or 0) % 2:
                self._change("s" if axis == _Z else "sx", qubits[0])
        elif kind in _LEAVES:
            self._change(kind, qubits[0])
        elif kind == "cx":
            self._pair(qubits[0], qubits[1], _Z, _X)
        elif kind == "cz":
            self._pair(qubits[0], qubits[1], _Z, _Z)
        elif kind == "swap":
            for a, b in ((0, 1), (1, 0), (0, 1)):
                self._pair(qubits[a], qubits[b], _Z, _X)

    def _pair(self, a: int, b: int, first: int, second: int) -> None:
        self.steps.append((-1, a, b, self.axes[a][first], self.axes[b][second]))

    def _change(self, kind: str, qubit: int) -> None:
        old = self.axes[qubit]
        self.axes[qubit] = [old[axis] for axis in _exchanged(kind)]


def _ladder(part: Part) -> Iterator[Part]:
    """A rotation about Z on several qubits as one about Z on the last, between CX gates."""
    links = [Part("cx", pair) for pair in pairwise(part.qubits)]
    yield from links
    yield Part("rotation", part.qubits[-1:], part.angle)
    yield from reversed(links)
