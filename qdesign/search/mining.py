"""Circuits → gadgets: small groups of gates that come again and again, whatever their qubits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Final

from qdesign.angle import Angle
from qdesign.cancelling import Cancel, is_cancelled
from qdesign.circuit import Circuit, Operation
from qdesign.convert.bodies import as_circuit
from qdesign.errors import Cancelled, InvalidRequest, NotUnitary, TooLarge
from qdesign.given import given_whole
from qdesign.search.growing import gates_of
from qdesign.showing.drawing import image, svg
from qdesign.showing.tables import count, table

_MOST_GATES: Final = 6
_MOST_QUBITS: Final = 4
_MOST_GROUPS: Final = 1_000_000

_Key = tuple[tuple[int, str, tuple[int, ...], tuple[str, ...]], ...]
"""Level, gate, wires and angles of each gate of a group, sorted."""


@dataclass(frozen=True, slots=True)
class Gadget:
    """A group of gates that comes several times.

    Attributes:
        circuit: on as many qubits as it takes; its parameters are theta_0, theta_1, …
        count: how often it comes; places that share a gate count once.
        num_circuits: in how many circuits.
    """

    circuit: Circuit
    count: int
    num_circuits: int

    def __repr__(self) -> str:
        return (
            f"Gadget({count(len(self.circuit.plain_operations), 'gate')} on "
            f"{count(self.circuit.num_qubits, 'qubit')}, {self.count:,} times in "
            f"{count(self.num_circuits, 'circuit')})"
        )

    def _repr_html_(self) -> str:
        return image(svg(self.circuit)) + table((), foot=repr(self))


def mine(
    circuits: Iterable[Circuit],
    *,
    min_gates: int = 2,
    max_gates: int = 4,
    max_qubits: int = 3,
    min_count: int = 2,
    most: int = 20,
    cancel: Cancel = None,
) -> tuple[Gadget, ...]:
    """Gadgets of a corpus, those that save most gates first.

    A group is connected by wires, and no gate outside stands between two of its gates, so that it
    can be drawn as one. Two groups are the same gadget where they differ by the names of qubits and
    parameters alone; numbers in angles count.

    Args:
        circuits: unitary up to measurements at their ends.
        min_gates: of a gadget, 1 to 6.
        max_gates: of a gadget, up to 6.
        max_qubits: of a gadget, 1 to 4.
        min_count: it comes so often at least.
        most: gadgets that are given.
        cancel: a function or an event, asked at each circuit.

    Returns:
        Sorted by how many gates fewer there are where each place becomes one gate.

    Raises:
        InvalidRequest: no such size.
        NotUnitary: a circuit measures, resets or has conditions before its end.
        TooLarge: a circuit has more than a million groups.
        Cancelled: `cancel` said so.

    Example:
        >>> ladder = Circuit.of(3, "cx 0 1; rz(a) 1; cx 0 1; cx 1 2; rz(b) 2; cx 1 2")
        >>> mine([ladder], min_gates=3)[0]
        Gadget(3 gates on 2 qubits, 2 times in 1 circuit)

    Source: Kundu and Sarkar, arXiv:2407.20147, where gadgets are actions of an agent.
    """
    low = given_whole(min_gates, "min_gates", low=1)
    high = given_whole(max_gates, "max_gates", low=1)
    width = given_whole(max_qubits, "max_qubits", low=1)
    if not low <= high <= _MOST_GATES or width > _MOST_QUBITS:
        raise InvalidRequest(
            f"Gadgets have 1 to {_MOST_GATES} gates, min_gates no more than max_gates, on 1 to "
            f"{_MOST_QUBITS} qubits; {low} to {high} on {width} were asked for."
        )
    totals: dict[_Key, list[int]] = {}
    shapes: dict[_Key, Circuit] = {}
    for given in circuits:
        if is_cancelled(cancel):
            raise Cancelled("Looking for gadgets was cancelled.")
        bare = as_circuit(given).without_final_measurements()
        if not bare.is_unitary:
            raise NotUnitary(
                "A circuit that measures, resets or has conditions before its end has no gadgets. "
                "Remove them first."
            )
        gates = gates_of(bare)
        used: dict[_Key, set[int]] = {}
        for group in _groups(gates, low, high, width):
            key, shape = _canonical([gates[k] for k in group])
            taken = used.setdefault(key, set())
            if taken.isdisjoint(group):
                taken.update(group)
                shapes.setdefault(key, shape)
                totals.setdefault(key, [0, 0])[0] += 1
        for key in used:
            totals[key][1] += 1
    kept = [
        (-times * (len(key) - 1), -times, key, within)
        for key, (times, within) in totals.items()
        if times >= min_count
    ]
    return tuple(
        Gadget(shapes[key], -negative, within) for _, negative, key, within in sorted(kept)[:most]
    )


def _groups(gates: Sequence[Operation], low: int, high: int, width: int) -> Iterator[list[int]]:
    """Connected convex groups of gates, by their places; each once."""
    before, after = _neighbors(gates)
    below = _descendants(after)
    above = _descendants(before, backward=True)
    seen = 0
    for root in range(len(gates)):
        waiting: list[tuple[tuple[int, ...], frozenset[int]]] = [
            ((root,), frozenset(gates[root].qubits))
        ]
        made: set[tuple[int, ...]] = {(root,)}
        while waiting:
            group, wires = waiting.pop()
            if len(group) >= low and _is_convex(group, below, above):
                seen += 1
                if seen > _MOST_GROUPS:
                    raise TooLarge(
                        f"A circuit has more than {_MOST_GROUPS:,} groups of gates. Ask for "
                        "smaller gadgets."
                    )
                yield sorted(group)
            if len(group) == high:
                continue
            near = {k for one in group for k in (*before[one], *after[one]) if k > root}
            for new in near - set(group):
                wider = wires | set(gates[new].qubits)
                larger = tuple(sorted((*group, new)))
                if len(wider) <= width and larger not in made:
                    made.add(larger)
                    waiting.append((larger, wider))


def _neighbors(gates: Sequence[Operation]) -> tuple[list[set[int]], list[set[int]]]:
    """For each gate those that come next to it on a wire, before and after."""
    before: list[set[int]] = [set() for _ in gates]
    after: list[set[int]] = [set() for _ in gates]
    last: dict[int, int] = {}
    for k, gate in enumerate(gates):
        for wire in gate.qubits:
            if wire in last:
                before[k].add(last[wire])
                after[last[wire]].add(k)
            last[wire] = k
    return before, after


def _descendants(after: Sequence[set[int]], *, backward: bool = False) -> list[int]:
    """For each gate a mask of all that depend on it, or that it depends on."""
    masks = [0] * len(after)
    order = range(len(after)) if backward else reversed(range(len(after)))
    for k in order:
        for near in after[k]:
            masks[k] |= masks[near] | 1 << near
    return masks


def _is_convex(group: Sequence[int], below: Sequence[int], above: Sequence[int]) -> bool:
    """Does no gate outside both follow one of them and come before another?"""
    inside = later = earlier = 0
    for k in group:
        inside |= 1 << k
        later |= below[k]
        earlier |= above[k]
    return not later & earlier & ~inside


def _canonical(gates: Sequence[Operation]) -> tuple[_Key, Circuit]:
    """The least form over all names of the wires, and the group in it."""
    wires = sorted({q for gate in gates for q in gate.qubits})
    best: tuple[_Key, list[Operation]] | None = None
    for order in permutations(range(len(wires))):
        place = dict(zip(wires, order, strict=True))
        form = _formed(gates, place)
        if best is None or form[0] < best[0]:
            best = form
    assert best is not None
    return best[0], Circuit(len(wires), tuple(best[1]))


def _formed(gates: Sequence[Operation], place: dict[int, int]) -> tuple[_Key, list[Operation]]:
    level: dict[int, int] = {}
    rows: list[tuple[int, str, tuple[int, ...], Operation]] = []
    for gate in gates:
        own = 1 + max((level.get(q, 0) for q in gate.qubits), default=0)
        level.update(dict.fromkeys(gate.qubits, own))
        rows.append((own, gate.gate, tuple(place[q] for q in gate.qubits), gate))
    rows.sort(key=lambda row: row[:3])
    names: dict[str, str] = {}
    key: list[tuple[int, str, tuple[int, ...], tuple[str, ...]]] = []
    made: list[Operation] = []
    for own, name, at, gate in rows:
        angles = tuple(_renamed(angle, names) for angle in gate.angles)
        key.append((own, name, at, tuple(map(str, angles))))
        made.append(Operation(name, at, angles))
    return tuple(key), made


def _renamed(angle: Angle, names: dict[str, str]) -> Angle:
    for name, _ in angle.terms:
        names.setdefault(name, f"theta_{len(names)}")
    return angle.substitute({name: Angle.parameter(names[name]) for name, _ in angle.terms})
