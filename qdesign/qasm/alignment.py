"""Two lists of operations → which are the same, and in what order the new ones fit between the old.

Order matters between operations that share a qubit, or a classical bit that one of them writes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from qdesign.operation import Operation

_MOST_COMPARED = 1_000_000


class Order:
    """Which operations must come before which.

    Attributes:
        before: for each operation, those right before it on its wires.
        levels: for each, the length of the longest chain that ends with it.
    """

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.before: list[set[int]] = []
        self.levels: list[int] = []
        on_qubit: dict[int, int] = {}
        written: dict[int, int] = {}
        read: defaultdict[int, list[int]] = defaultdict(list)
        for index, item in enumerate(operations):
            found = {on_qubit[q] for q in item.wires if q in on_qubit}
            reads = {bit for c in item.conditions for bit in c.clbits}
            for bit in (*reads, *item.clbits):
                if bit in written:
                    found.add(written[bit])
            for bit in item.clbits:
                found.update(read.pop(bit, ()))
                written[bit] = index
            for bit in reads:
                read[bit].append(index)
            found.discard(index)
            on_qubit.update(dict.fromkeys(item.wires, index))
            self.before.append(found)
            self.levels.append(1 + max((self.levels[b] for b in found), default=0))


def same_map(a: Sequence[Operation], b: Sequence[Operation]) -> bool:
    """Are they the same operations, in an order that differs only where order does not matter?

    Source: Foata's normal form (Cartier, Foata, 1969): the levels of a partially commutative word.
    """
    return len(a) == len(b) and _levels(a) == _levels(b)


def _levels(operations: Sequence[Operation]) -> Counter[tuple[int, Operation]]:
    return Counter(zip(Order(operations).levels, operations, strict=True))


def partners(old: Sequence[Operation], new: Sequence[Operation]) -> dict[int, int]:
    """For old operations, by place, the new one that is the same.

    By id, where that finds as many as there can be; else by what stands on the wires, since a text
    that was typed anew counts its ids anew.
    """
    places = {item.id: index for index, item in enumerate(new) if item.id}
    by_id = {
        index: places[item.id]
        for index, item in enumerate(old)
        if item.id in places and new[places[item.id]] == item
    }
    if len(by_id) == (Counter(old) & Counter(new)).total():
        return by_id
    return _by_wires(old, new)


def _by_wires(old: Sequence[Operation], new: Sequence[Operation]) -> dict[int, int]:
    a, b = _on_wires(old), _on_wires(new)
    numbers: dict[Operation, int] = {}
    votes: Counter[tuple[int, int]] = Counter()
    for wire in a.keys() & b.keys():
        votes.update(_matched(a[wire], b[wire], old, new, numbers))
    return {i: j for (i, j), count in votes.items() if count == len(_wires(old[i]))}


def _wires(item: Operation) -> set[tuple[str, int]]:
    bits = (*item.clbits, *(bit for c in item.conditions for bit in c.clbits))
    # What has no wire stands on one that all such operations share.
    return {("q", q) for q in item.wires} | {("c", bit) for bit in bits} or {("", 0)}


def _on_wires(operations: Sequence[Operation]) -> dict[tuple[str, int], list[int]]:
    found: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
    for index, item in enumerate(operations):
        for wire in _wires(item):
            found[wire].append(index)
    return found


def _matched(
    a: list[int],
    b: list[int],
    old: Sequence[Operation],
    new: Sequence[Operation],
    numbers: dict[Operation, int],
) -> Iterable[tuple[int, int]]:
    first = [numbers.setdefault(old[i], len(numbers)) for i in a]
    second = [numbers.setdefault(new[j], len(numbers)) for j in b]
    head = 0
    while head < min(len(a), len(b)) and first[head] == second[head]:
        head += 1
    tail = 0
    while tail < min(len(a), len(b)) - head and first[-1 - tail] == second[-1 - tail]:
        tail += 1
    yield from zip(a[:head], b[:head], strict=True)
    if tail:
        yield from zip(a[-tail:], b[-tail:], strict=True)
    middle = (first[head : len(a) - tail], second[head : len(b) - tail])
    if len(middle[0]) * len(middle[1]) > _MOST_COMPARED:
        return
    for i, j, size in SequenceMatcher(None, *middle, autojunk=False).get_matching_blocks():
        yield from zip(a[head + i : head + i + size], b[head + j : head + j + size], strict=True)
