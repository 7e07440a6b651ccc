"""Circuits → steps on a chain: gates as blocks, qubits in an order that keeps them near.

Qubits that interact stand close: a ring is folded, so that its last bond is short too.
"""

from __future__ import annotations

import math
from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from qdesign.circuit import Circuit, Operation, decompose
from qdesign.errors import TooLarge
from qdesign.gates import embedded, gate, matrix
from qdesign.simulate.engines.slots import Slots

Complex = NDArray[np.complex128]

MOST_SWAPS: Final = 200_000
SWAP: Final[Complex] = np.eye(4, dtype=complex)[[0, 2, 1, 3]]


@dataclass(slots=True)
class Block:
    """Gates in a row on one or two qubits, as one gate.

    Attributes:
        wires: in the order of the gate's index, the first the highest.
        gates: name, places of its wires among `wires`, and its slots.
    """

    wires: tuple[int, ...]
    gates: list[tuple[str, tuple[int, ...], tuple[int, ...]]] = field(
        default_factory=list[tuple[str, tuple[int, ...], tuple[int, ...]]]
    )

    def add(self, operation: Operation, slots: Slots) -> None:
        """One more gate."""
        places = tuple(self.wires.index(wire) for wire in operation.qubits)
        numbers = tuple(slots.number(angle) for angle in operation.angles)
        self.gates.append((operation.gate, places, numbers))

    def unitary(self, radians: Sequence[float]) -> Complex:
        """The product, shape (2, 2) or (4, 4)."""
        total: Complex = np.eye(1 << len(self.wires), dtype=complex)
        for name, places, slots in self.gates:
            angles = tuple([radians[slot] for slot in slots])
            total = _whole(name, angles, places, len(self.wires)) @ total
        return total

    def slopes(self, radians: Sequence[float], moves: Sequence[bool]) -> list[tuple[int, Complex]]:
        """Derivatives of the product by each angle whose slot moves, with that."""
        if not any(moves[slot] for _, _, slots in self.gates for slot in slots):
            return []
        size, found = len(self.wires), list[tuple[int, Complex]]()
        before = [np.eye(1 << size, dtype=complex)]
        for name, places, slots in self.gates:
            angles = tuple([radians[slot] for slot in slots])
            before.append(_whole(name, angles, places, size) @ before[-1])
        for number, (name, places, slots) in enumerate(self.gates):
            angles = tuple([radians[slot] for slot in slots])
            after = before[-1] @ before[number + 1].conj().T
            for which, slot in enumerate(slots):
                if moves[slot]:
                    wires = [size - 1 - place for place in places]
                    small = embedded(_slope(name, angles, which), wires, size)
                    found.append((slot, after @ small @ before[number]))
        return found

    @property
    def rank(self) -> int:
        """By how much it may multiply a bond: the most that its gates have across the two."""
        pairs = [name for name, places, _ in self.gates if len(places) == 2]
        plain = len(pairs) == 1 and "-" not in (gate(pairs[0]).axes or "-")
        return 1 if not pairs else 2 if plain else 4


@lru_cache(maxsize=1 << 13)
def _whole(
    name: str, angles: tuple[float, ...], places: tuple[int, ...], num_wires: int
) -> Complex:
    small = matrix(name, angles)
    return embedded(small, [num_wires - 1 - place for place in places], num_wires)


@lru_cache(maxsize=1 << 13)
def _slope(name: str, angles: tuple[float, ...], which: int) -> Complex:
    """The derivative of a gate's matrix by one of its angles, exactly, from shifts.

    Entries are sums of waves of up to half the highest frequency, and a phase beside.

    Source: Wierichs et al., arXiv:2107.12390, equation 23, with angles in halves.
    """
    most = 2 * math.ceil(max(gate(name).frequencies[which], default=1.0)) + 4
    total = np.zeros_like(matrix(name, angles))
    for k in range(1, 2 * most + 1):
        at = (2 * k - 1) * math.pi / (2 * most)
        moved = [angle + 2 * at * (place == which) for place, angle in enumerate(angles)]
        total += matrix(name, moved) * ((-1) ** (k - 1) / (8 * most * math.sin(at / 2) ** 2))
    return total


@dataclass(frozen=True, slots=True)
class Step:
    """A block, or a swap where that is None, on a site and the next one, or on one alone."""

    site: int
    block: Block | None
    is_flipped: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """A circuit on a chain.

    Attributes:
        order: the qubit on each site.
        steps: what is done, in order.
        bond: no bond dimension is ever larger than that, whatever the angles.
    """

    order: tuple[int, ...]
    steps: tuple[Step, ...]
    bond: float


def plan_of(circuit: Circuit, slots: Slots) -> Plan:
    """The plan of a unitary circuit, flat.

    Raises:
        TooLarge: gates on far qubits take too many swaps.
    """
    blocks = _blocks(circuit, slots)
    pairs = [block.wires for block in blocks if len(block.wires) == 2]
    order = chain_order(circuit.num_qubits, pairs)
    site_of = {qubit: site for site, qubit in enumerate(order)}
    swaps = sum(2 * abs(site_of[a] - site_of[b]) - 2 for a, b in pairs)
    if swaps > MOST_SWAPS:
        raise TooLarge(
            f"On a chain, the gates on far qubits of this circuit take {swaps:,} swaps; at most "
            f"{MOST_SWAPS:,} are taken. Use gates on qubits that are near."
        )
    steps: list[Step] = []
    for block in _swept(blocks, site_of):
        if len(block.wires) == 1:
            steps.append(Step(site_of[block.wires[0]], block))
            continue
        first, second = (site_of[wire] for wire in block.wires)
        low, high = min(first, second), max(first, second)
        there = [Step(site, None) for site in range(high - 1, low, -1)]
        steps += [*there, Step(low, block, first > second), *reversed(there)]
    return Plan(order, tuple(steps), _bond(circuit.num_qubits, steps))


def _parts(operation: Operation) -> Iterable[Operation]:
    row = gate(operation.gate)
    if row.is_idle or not operation.qubits:
        return
    if row.num_qubits <= 2:
        yield operation
        return
    for part in decompose(operation):
        yield from _parts(part)


def _blocks(circuit: Circuit, slots: Slots) -> list[Block]:
    """Gates joined with what stands before them on the same qubits, in order."""
    blocks: list[Block] = []
    latest: dict[int, Block] = {}
    for whole in circuit.elementary().plain_operations:
        for operation in _parts(whole):
            wires = operation.qubits
            known = {id(latest[wire]) if wire in latest else None for wire in wires}
            if None in known or len(known) > 1:
                made = Block(wires)
                blocks.append(made)
                latest.update(dict.fromkeys(wires, made))
            latest[wires[0]].add(operation, slots)
    return blocks


def _swept(blocks: Sequence[Block], site_of: dict[int, int]) -> Iterable[Block]:
    """The same in an order that goes along the chain, as far as gates on shared qubits allow."""
    queues: dict[int, list[int]] = {}
    for number, block in enumerate(blocks):
        for wire in block.wires:
            queues.setdefault(wire, []).append(number)
    for queue in queues.values():
        queue.reverse()
    where = [min(site_of[wire] for wire in block.wires) for block in blocks]

    def is_ready(number: int) -> bool:
        return all(queues[wire][-1] == number for wire in blocks[number].wires)

    ready = sorted({(where[q[-1]], q[-1]) for q in queues.values() if is_ready(q[-1])})
    here, is_right = -1, True
    while ready:
        at = bisect_left(ready, (here, -1)) if is_right else bisect_left(ready, (here + 1, -1)) - 1
        if not 0 <= at < len(ready):
            is_right = not is_right
            continue
        here, number = ready.pop(at)
        for wire in blocks[number].wires:
            queues[wire].pop()
        for wire in blocks[number].wires:
            if queues[wire] and is_ready(queues[wire][-1]):
                after = queues[wire][-1]
                entry = (where[after], after)
                if not _has(ready, entry):
                    insort(ready, entry)
        yield blocks[number]


def _has(ready: Sequence[tuple[int, int]], entry: tuple[int, int]) -> bool:
    at = bisect_left(ready, entry)
    return at < len(ready) and ready[at] == entry


def chain_order(num_qubits: int, pairs: Iterable[Sequence[int]]) -> tuple[int, ...]:
    """Qubits in an order in which pairs are near; as they are numbered where that is as good.

    Source: Cuthill and McKee, "Reducing the bandwidth of sparse symmetric matrices", 1969.
    """
    weights: dict[tuple[int, int], int] = {}
    near: dict[int, set[int]] = {qubit: set() for qubit in range(num_qubits)}
    for a, b in pairs:
        near[a].add(b)
        near[b].add(a)
        weights[a, b] = weights.get((a, b), 0) + 1
    order: list[int] = []
    seen: set[int] = set()
    for start in sorted(near, key=lambda qubit: (len(near[qubit]), qubit)):
        queue = [] if start in seen else [start]
        seen.update(queue)
        for qubit in queue:
            order.append(qubit)
            fresh = sorted(near[qubit] - seen, key=lambda other: (len(near[other]), other))
            seen.update(fresh)
            queue.extend(fresh)

    def length(given: Sequence[int]) -> int:
        place = {qubit: site for site, qubit in enumerate(given)}
        return sum(abs(place[a] - place[b]) * weight for (a, b), weight in weights.items())

    plain = range(num_qubits)
    return tuple(plain if length(plain) <= length(order) else order)


def _bond(num_sites: int, steps: Iterable[Step]) -> float:
    bonds = [1.0] * (num_sites + 1)
    largest = 1.0
    for step in steps:
        rank = 4 if step.block is None else step.block.rank
        if rank > 1:
            at = step.site + 1
            most = min(bonds[at] * rank, 2 * bonds[at - 1], 2 * bonds[at + 1])
            bonds[at] = max(bonds[at], most)
            largest = max(largest, bonds[at])
    return largest
