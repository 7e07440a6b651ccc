"""Windows without symbols, on a few qubits → the same maps with fewer two-qubit gates, by numbers.

Two-qubit gates are taken out of a window one at a time, and the one-qubit gates that are left are
fitted to the window's map. What fits is polished, its angles near simple multiples of π are taken
for these, and the map is compared once more.

Source: gates deleted one by one as in BQSKit (Younis et al., arXiv:2106.07093).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import numpy as np
from numpy.typing import NDArray

from qdesign.angle import Angle
from qdesign.gates.matrices import matrix
from qdesign.operation import Operation
from qdesign.process.threads import one_thread
from qdesign.reduction.cancel import cancel
from qdesign.reduction.elementary import to_plain_elementary, with_angle
from qdesign.reduction.instantiation import Array, Fits, Layout
from qdesign.reduction.local_resynthesis import Window, num_two_qubit, take_window

PROVEN: Final = 1e-10
"""The largest distance, up to a phase, between the maps of a window and of what stands for it."""

_HADAMARD: Final = np.array([[1, 1], [1, -1]], dtype=complex) / math.sqrt(2)
_FOUND: Final = 1e-7
_SNAP: Final = 1e-9
_FINEST: Final = 64
"""Angles are taken for multiples of π over this."""

_SIZES: Final = ((3, 6), (4, 6), (3, 9), (4, 8), (4, 10), (3, 12), (4, 12), (4, 14))
"""Qubits and two-qubit gates of windows, at most."""

_LARGE_SIZES: Final = ((5, 10), (4, 16), (5, 16))
_WIDEST_MOVED: Final = 4
_STARTS: Final = 2
_TURNS: Final = (0.1, 0.4, 1.0, 2.0)


_ONWARD: Final = 5
_KNOWN: Final = 30
"""Windows without anything new, after which gates are moved in them."""
_ALL_KNOWN: Final = 100
"""Windows without anything new, after which to stop."""
_TAKING: Final = 2e3
"""What taking a window costs for each operation of the circuit, in multiplications."""

Found = tuple[list[Operation], float]


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to search, in multiplications.

    Attributes:
        waiting: before the first gain, at most; after one, five times as long for another.
        whole: in all, at most.
    """

    waiting: float
    whole: float


class NumericWindows:
    """A search through windows of one circuit.

    Attributes:
        operations: the circuit as it is now.
        error: sum of the distances of the windows that were replaced, a bound on that of the whole.
        num_replaced: windows that were replaced.
    """

    def __init__(
        self,
        operations: Sequence[Operation],
        num_qubits: int,
        *,
        values: Mapping[str, float],
        rng: np.random.Generator,
        stop: Callable[[], bool],
        keeps_rotations: bool = False,
    ) -> None:
        """Begin with a unitary circuit.

        Args:
            operations: of that circuit.
            num_qubits: of it.
            values: of the parameters that stand for numbers; what has others stays as it is.
            rng: chooses windows and beginnings of fits.
            stop: asked before each window and each step of a fit.
            keeps_rotations: is a window with more rotations no gain?
        """
        self.num_qubits = num_qubits
        self.values = values
        self.rng = rng
        self.stop = stop
        self.keeps_rotations = keeps_rotations
        self.operations = self._plain(operations)
        self.error = 0.0
        self.num_replaced = 0
        self.effort = 0.0
        self._tried: set[tuple[Operation, ...]] = set()

    def run(self, effort: Effort, told: Callable[[int], None]) -> None:
        """Replace windows while that gains; `told` has the number of two-qubit gates then."""
        with one_thread():
            self._search(effort, told)

    def _search(self, effort: Effort, told: Callable[[int], None]) -> None:
        until = effort.waiting
        number = known = 0
        best = self.operations, self._cost
        while self.effort < min(until, effort.whole) and known < _ALL_KNOWN and not self.stop():
            before, replaced = self.effort, self.num_replaced
            # What was gained shows that fitted angles are worth more effort here.
            self._improve(*self._size(number), may_move=replaced > 0 and known > _KNOWN)
            number += 1
            if self.num_replaced > replaced:
                known = 0
            elif self.effort == before:
                known += 1
            self.effort += _TAKING * len(self.operations)
            if self._cost < best[1]:
                if self._cost[0] < best[1][0]:
                    told(self._cost[0])
                    until = self.effort + _ONWARD * effort.waiting
                best = self.operations, self._cost
        self.operations = best[0]

    @property
    def _cost(self) -> tuple[int, int]:
        return num_two_qubit(self.operations), num_turns(self.operations)

    def _size(self, number: int) -> tuple[int, int]:
        """Small windows in turn; large ones too where there was something to gain."""
        sizes = (*_SIZES, *_LARGE_SIZES) if self.num_replaced else _SIZES
        return sizes[number % len(sizes)]

    def _improve(self, width: int, most: int, *, may_move: bool) -> None:
        """One window with fewer two-qubit gates; one that was looked at before, with others."""
        places = [k for k, o in enumerate(self.operations) if len(o.qubits) == 2]
        if len(places) < 2:
            return
        start = places[self.rng.integers(len(places))]
        piece = take_window(
            self.operations,
            start,
            min(width, self.num_qubits),
            self.rng,
            most=most,
            is_free=self._is_free,
        )
        place = {qubit: index for index, qubit in enumerate(piece.qubits)}
        local = [
            Operation(o.gate, tuple(place[q] for q in o.qubits), o.angles) for o in piece.inside
        ]
        key = tuple(local)
        if num_two_qubit(local) < 2:
            return
        found = None
        if key not in self._tried:
            self._tried.add(key)
            found = self._shortened(local, len(piece.qubits))
        elif may_move and 2 < len(piece.qubits) <= _WIDEST_MOVED:
            found = self._moved(local, len(piece.qubits))
        if found is not None:
            self._replace(piece, *found)

    def _shortened(self, operations: list[Operation], num_qubits: int) -> Found | None:
        """A window's operations with fewer two-qubit gates, and their distance."""
        given = to_layout(operations, num_qubits, self.values)
        target = given.maps()[0]
        best = None
        while given.pairs.shape[1] and not self.stop():
            shorter = self._fitted(_without_each(given, self.rng), target)
            if shorter is None:
                break
            given = shorter
            found = self._written(given, target)
            if found is not None and self._is_allowed(found[0], operations):
                best = found
        return best

    def _moved(self, operations: list[Operation], num_qubits: int) -> Found | None:
        """A window's operations with one two-qubit gate elsewhere, and their distance."""
        given = to_layout(operations, num_qubits, self.values)
        target = given.maps()[0]
        other = self._fitted(_with_one_moved(given, self.rng), target)
        found = None if other is None else self._written(other, target)
        return found if found is not None and self._is_allowed(found[0], operations) else None

    def _is_allowed(self, new: list[Operation], old: list[Operation]) -> bool:
        if num_two_qubit(new) > num_two_qubit(old):
            return False
        return not self.keeps_rotations or num_turns(new) <= num_turns(old)

    def _fitted(self, beginnings: Layout, target: Array) -> Layout | None:
        """The fit that comes to the target, polished."""
        fits = Fits(beginnings.with_type(np.complex64), target)
        fits.run(steps=60, good=_FOUND / 10, stop=self.stop)
        self.effort += fits.effort
        for which in np.argsort(fits.costs)[:3]:
            if fits.costs[which] > _FOUND:
                return None
            polished = Fits(_without_gaps(fits.layout.chosen([int(which)])), target)
            polished.run(steps=40, good=1e-28, stop=self.stop)
            self.effort += polished.effort
            if polished.costs[0] < PROVEN**2:
                return polished.layout
        return None

    def _written(self, layout: Layout, target: Array) -> Found | None:
        """A layout as operations with their distance, compared anew."""
        new = to_operations(layout)
        error = distance(to_layout(new, layout.num_qubits, {}).maps()[0], target)
        return (new, error) if error <= PROVEN else None

    def _replace(self, piece: Window, new: list[Operation], error: float) -> None:
        back = [Operation(o.gate, tuple(piece.qubits[q] for q in o.qubits), o.angles) for o in new]
        self.operations = self._plain(cancel([*piece.before, *back, *piece.after]))
        self.error += error
        self.num_replaced += 1

    def _plain(self, operations: Sequence[Operation]) -> list[Operation]:
        """Elementary gates, an exchange of wires as three CX gates."""
        found: list[Operation] = []
        for operation in operations:
            for element in to_plain_elementary(operation, self.num_qubits):
                if element.gate == "swap":
                    a, b = element.qubits
                    found.extend(Operation("cx", pair) for pair in ((a, b), (b, a), (a, b)))
                else:
                    found.append(element)
        return found

    def _is_free(self, operation: Operation) -> bool:
        """May it be in a window? Symbols and rotations of two qubits may not."""
        if len(operation.qubits) == 2:
            return operation.gate in ("cx", "cz")
        return all(name in self.values for angle in operation.angles for name in angle.symbols)


# --- layouts --------------------------------------------------------------------------------------


def num_turns(operations: Sequence[Operation]) -> int:
    """Rotations, T gates included, that are not Clifford gates."""
    return sum(1 for o in operations if o.gate in ("t", "tdg") or o.angles)


def distance(a: Array, b: Array) -> float:
    """The largest singular value of a - c·b for the phase c that fits best."""
    overlap = np.vdot(b, a)
    return float(np.linalg.norm(a - overlap / abs(overlap) * b, 2))


def to_layout(
    operations: Sequence[Operation], num_qubits: int, values: Mapping[str, float]
) -> Layout:
    """One-qubit gates, cx and cz as a layout of one fit."""
    layers = _Layers(num_qubits)
    for operation in operations:
        qubits = operation.qubits
        if len(qubits) == 1:
            angles = [angle.at(values) for angle in operation.angles]
            layers.gate(qubits[0], np.asarray(matrix(operation.gate, angles)))
            continue
        if operation.gate == "cx":
            layers.gate(qubits[1], _HADAMARD)
        layers.flip(qubits[0], qubits[1])
        if operation.gate == "cx":
            layers.gate(qubits[1], _HADAMARD)
    return layers.layout()


class _Layers:
    """One-qubit gates and CZ gates as they come, gathered to a layout of one fit."""

    def __init__(self, num_qubits: int) -> None:
        self.now = [np.eye(2, dtype=complex) for _ in range(num_qubits)]
        self.pairs: list[tuple[int, int]] = []
        self.before: list[tuple[Array, Array]] = []

    def gate(self, qubit: int, gate: Array) -> None:
        self.now[qubit] = gate @ self.now[qubit]

    def flip(self, a: int, b: int) -> None:
        self.pairs.append((a, b))
        self.before.append((self.now[a], self.now[b]))
        self.now[a] = self.now[b] = np.eye(2, dtype=complex)

    def layout(self) -> Layout:
        count = len(self.pairs)
        return Layout(
            np.array(self.pairs, dtype=np.intp).reshape(1, count, 2),
            np.ones((1, count), dtype=bool),
            np.array(self.before, dtype=complex).reshape(1, count, 2, 2, 2),
            np.array(self.now)[None],
        )


def _without_gaps(layout: Layout) -> Layout:
    """A layout of one fit, in double precision, with those places alone that have a CZ."""
    layers = _Layers(layout.num_qubits)
    given = zip(layout.pairs[0].tolist(), layout.is_there[0], layout.before[0], strict=True)
    for (a, b), is_there, gates in given:
        layers.gate(a, _unitary(gates[0]))
        layers.gate(b, _unitary(gates[1]))
        if is_there:
            layers.flip(a, b)
    for qubit, gate in enumerate(layout.last[0]):
        layers.gate(qubit, _unitary(gate))
    return layers.layout()


def _unitary(gate: Array) -> Array:
    """The unitary next to what rounding made of one."""
    left, _, right = np.linalg.svd(gate.astype(complex))
    return left @ right


def _without_each(layout: Layout, rng: np.random.Generator) -> Layout:
    """For each CZ some fits without it, their gates turned at random."""
    places = layout.is_there.shape[1]
    every = layout.chosen([0] * (places * _STARTS))
    gone = np.tile(np.arange(places, dtype=np.intp), _STARTS)
    every.is_there[np.arange(len(gone), dtype=np.intp), gone] = False
    return _shaken(every, rng)


def _with_one_moved(layout: Layout, rng: np.random.Generator) -> Layout:
    """Fits without one CZ and with another one somewhere, their gates turned at random."""
    places, n = layout.is_there.shape[1], layout.num_qubits
    count = places * _STARTS
    every = layout.chosen([0] * count)
    every.is_there[np.arange(count, dtype=np.intp), _chosen(rng, places, count)] = False
    at = _chosen(rng, places + 1, count)
    order = np.argsort(
        np.column_stack([np.tile(np.arange(places, dtype=np.intp), (count, 1)), at - 0.5]), axis=1
    )
    a = _chosen(rng, n, count)
    pair = np.column_stack([a, (a + 1 + _chosen(rng, n - 1, count)) % n])
    rows = np.arange(count, dtype=np.intp)[:, None]
    gates = np.broadcast_to(np.eye(2), (count, 1, 2, 2, 2))
    more = Layout(
        np.concatenate([every.pairs, pair[:, None]], 1)[rows, order],
        np.concatenate([every.is_there, np.ones((count, 1), dtype=bool)], 1)[rows, order],
        np.concatenate([every.before, gates], 1)[rows, order],
        every.last,
    )
    return _shaken(more, rng)


def _chosen(rng: np.random.Generator, below: int, count: int) -> NDArray[np.intp]:
    return np.array([rng.integers(below) for _ in range(count)], dtype=np.intp)


def _shaken(layout: Layout, rng: np.random.Generator) -> Layout:
    """The fits with their gates turned at random, by little or by much."""
    size = rng.choice(_TURNS, size=len(layout.pairs))[:, None, None]
    inner = rng.normal(size=(*layout.before.shape[:3], 3)) * size[..., None]
    return layout.turned(inner, rng.normal(size=(*layout.last.shape[:2], 3)) * size)


def to_operations(layout: Layout) -> list[Operation]:
    """The operations of a layout of one fit, angles near simple multiples of π taken for these."""
    now: list[Array] = [np.eye(2, dtype=complex) for _ in range(layout.num_qubits)]
    found: list[Operation] = []
    for place in range(layout.pairs.shape[1]):
        a, b = (int(qubit) for qubit in layout.pairs[0, place])
        for side, qubit in enumerate((a, b)):
            first, middle, last = _angles(layout.before[0, place, side] @ now[qubit])
            if middle.is_zero:  # it passes the CZ
                first, last = Angle(), first + last
            found += [*_turn("rz", qubit, first), *_turn("rx", qubit, middle)]
            now[qubit] = np.asarray(matrix("rz", [last.at({})]))
        found.append(Operation("cz", (a, b)))
    for qubit in range(layout.num_qubits):
        angles = _angles(layout.last[0, qubit] @ now[qubit])
        for name, angle in zip(("rz", "rx", "rz"), angles, strict=True):
            found += _turn(name, qubit, angle)
    return found


def _turn(name: str, qubit: int, angle: Angle) -> tuple[Operation, ...]:
    return with_angle(Operation(name, (qubit,), (angle,)), angle)


def _angles(gate: Array) -> tuple[Angle, Angle, Angle]:
    """a, b and c with rz(c) rx(b) rz(a) the gate, up to a phase."""
    middle = _near(2 * math.atan2(abs(gate[1, 0]), abs(gate[0, 0])))
    if middle.is_zero:
        return _near(float(np.angle(gate[1, 1] / gate[0, 0]))), Angle(), Angle()
    if middle == Angle.pi_times(1):
        return _near(float(np.angle(gate[0, 1] / gate[1, 0]))), middle, Angle()
    both = float(np.angle(gate[1, 1] / gate[0, 0]))
    last = float(np.angle(1j * gate[1, 0] / gate[0, 0]))
    return _near(both - last), middle, _near(last)


def _near(value: float) -> Angle:
    """The angle, or a simple multiple of π next to it."""
    nearest = Fraction(round(value * _FINEST / math.pi), _FINEST)
    if abs(value - float(nearest) * math.pi) < _SNAP:
        return Angle.pi_times(nearest)
    return Angle.of(math.remainder(value, 2 * math.pi))
