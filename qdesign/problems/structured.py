"""The lowest eigenvalue of an observable from its structure, at any number of qubits.

Parts that share no qubit add up. Each is found from bits that are taken out one after the other,
from free fermions, or as a small matrix.
"""

from __future__ import annotations

import functools
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from qdesign.pauli import Observable
from qdesign.process.threads import one_thread

_MOST_WIDE: Final = 20
"""Bits of the largest table that is minimized."""
_MOST_DENSE: Final = 8
_MOST_MODES: Final = 1000
_AXES: Final = (("Z", "X", "Y"), ("X", "Y", "Z"), ("Y", "Z", "X"))
"""A, B, C with BC = iA: strings of A stand between the ends of a Majorana pair."""

_Table = NDArray[np.float64]


@functools.lru_cache(maxsize=32)
def structured_energy(observable: Observable) -> tuple[float, str] | None:
    """The lowest eigenvalue and how it is found; None where no structure is known.

    Example:
        >>> ring = {((k, "Z"), ((k + 1) % 101, "Z")): 1.0 for k in range(101)}
        >>> structured_energy(Observable.from_sparse(101, ring))
        (-99.0, 'bits taken out one by one')
    """
    energy, ways = 0.0, dict[str, None]()
    for qubits, terms in _parts(observable):
        found = _of_part(qubits, terms)
        if found is None:
            return None
        energy += found[0]
        ways |= {found[1]: None} if found[1] else {}
    return energy, " and ".join(ways) or "no terms on qubits"


def _parts(observable: Observable) -> Iterable[tuple[list[int], dict[str, float]]]:
    """Qubits and terms of each part, labels with qubit 0 first; parts share no qubit."""
    above = list(range(observable.num_qubits))

    def root(qubit: int) -> int:
        while above[qubit] != qubit:
            above[qubit] = above[above[qubit]]
            qubit = above[qubit]
        return qubit

    written = [(label[::-1], weight) for label, weight in observable.terms]
    supports = [_support(text) for text, _ in written]
    for support in supports:
        for qubit in support[1:]:
            above[root(qubit)] = root(support[0])
    members: dict[int, list[int]] = defaultdict(list)
    for qubit in range(observable.num_qubits):
        members[root(qubit)].append(qubit)
    terms: dict[int, dict[str, float]] = defaultdict(dict)
    for (text, weight), support in zip(written, supports, strict=True):
        if not support:
            yield [], {"": weight}
            continue
        of = root(support[0])
        terms[of]["".join(text[qubit] for qubit in members[of])] = weight
    for of, found in terms.items():
        yield members[of], found


def _support(text: str) -> list[int]:
    return [qubit for qubit, letter in enumerate(text) if letter != "I"]


def _of_part(qubits: list[int], terms: Mapping[str, float]) -> tuple[float, str] | None:
    if not qubits:
        return sum(terms.values()), ""
    if all(set(text) <= set("IZ") for text in terms):
        lowest = lowest_by_elimination({tuple(_support(t)): w for t, w in terms.items()})
        return None if lowest is None else (lowest, "bits taken out one by one")
    if len(qubits) <= _MOST_DENSE:
        part = Observable({text[::-1]: weight for text, weight in terms.items()})
        return float(np.linalg.eigvalsh(part.matrix())[0]), "diagonalization"
    if len(qubits) > _MOST_MODES:
        return None
    for axis in _AXES:
        with one_thread():
            lowest = _of_fermions(len(qubits), terms, axis)
        if lowest is not None:
            return lowest, "free fermions"
    return None


def lowest_by_elimination(terms: Mapping[tuple[int, ...], float]) -> float | None:
    """The minimum of Σ c Π s over signs s = ±1; None where a table of over 2^20 would be needed.

    The bit with fewest neighbors is taken out next: the minimum over it is a table over these.

    Args:
        terms: coefficients by the signs that they multiply, ascending.

    Example:
        >>> lowest_by_elimination({(0, 1): 1.0, (1, 2): 1.0, (0, 2): 1.0})
        -1.0

    Source: Bertelè, Brioschi, "Nonserial Dynamic Programming" (1972).
    """
    order = _order(terms)
    if order is None:
        return None
    constant = 0.0
    tables: dict[int, dict[tuple[int, ...], _Table]] = defaultdict(dict)
    place = {bit: k for k, bit in enumerate(order)}

    def put(bits: tuple[int, ...], table: _Table) -> None:
        held = tables[min(bits, key=place.__getitem__)]
        held[bits] = held[bits] + table if bits in held else table

    for bits, weight in terms.items():
        if bits:
            signs = [np.array([1.0, -1.0]).reshape(_shape((bit,), bits)) for bit in bits]
            put(bits, weight * functools.reduce(np.multiply, signs))
        else:
            constant += weight
    for bit in order:
        held = tables.pop(bit, {})
        if not held:
            continue
        joined = tuple(sorted({each for bits in held for each in bits}))
        whole = np.zeros((1,) * len(joined))
        for bits, table in held.items():
            whole = whole + table.reshape(_shape(bits, joined))
        least = whole.min(axis=joined.index(bit))
        rest = tuple(each for each in joined if each != bit)
        if rest:
            put(rest, least)
        else:
            constant += float(least)
    return constant


def _shape(bits: tuple[int, ...], joined: tuple[int, ...]) -> tuple[int, ...]:
    """Of a table over some bits, among more."""
    return tuple(2 if each in bits else 1 for each in joined)


def _order(terms: Iterable[tuple[int, ...]]) -> list[int] | None:
    """Bits, that with fewest neighbors first; None where one has too many."""
    near: dict[int, set[int]] = defaultdict(set)
    for bits in terms:
        if len(bits) > _MOST_WIDE:
            return None
        for bit in bits:
            near[bit].update(bits)
    by_degree: dict[int, set[int]] = defaultdict(set)
    for bit, others in near.items():
        others.discard(bit)
        by_degree[len(others)].add(bit)
    order: list[int] = []
    while near:
        degree = min(d for d, some in by_degree.items() if some)
        if degree >= _MOST_WIDE:
            return None
        bit = min(by_degree[degree])
        by_degree[degree].discard(bit)
        order.append(bit)
        others = near.pop(bit)
        for other in others:
            by_degree[len(near[other])].discard(other)
            near[other] |= others
            near[other] -= {bit, other}
            by_degree[len(near[other])].add(other)
    return order


def _of_fermions(n: int, terms: Mapping[str, float], axis: tuple[str, str, str]) -> float | None:
    """The lowest energy of A, B A…A B and C A…A C on a line, with B B and C C from end to end.

    With Majorana operators A…A B and A…A C the sum is i Σ G a b, whose levels are the singular
    values of G. What joins the ends carries the parity Π A, so both parities are looked at: the
    lowest level has the sign of det G, and one mode is turned where that is the other parity.

    Source: Lieb, Schultz, Mattis, Annals of Physics 16, 407 (1961).
    """
    a, b, c = axis
    inner, closing = np.zeros((n, n)), np.zeros((n, n))
    is_closed = False
    for text, weight in terms.items():
        core = text.strip("I")
        first = text.index(core[0])
        last = first + len(core) - 1
        if core == a:
            inner[first, first] -= weight
            continue
        if core[0] != core[-1] or core[0] == a or len(core) == 1:
            return None
        between = core[1:-1]
        if between == a * len(between):
            inner[(last, first) if core[0] == b else (first, last)] += weight
        elif len(core) == n and not between.strip("I"):
            is_closed = True
            closing[(last, first) if core[0] == c else (first, last)] -= weight
        else:
            return None
    if not is_closed:
        return -float(np.linalg.svd(inner, compute_uv=False).sum())
    return min(_of_parity(inner + parity * closing, parity) for parity in (1, -1))


def _of_parity(modes: _Table, parity: int) -> float:
    levels = np.linalg.svd(modes, compute_uv=False)
    turned = int(np.linalg.slogdet(modes)[0]) not in (0, parity)
    return -math.fsum(levels) + (2 * float(levels[-1]) if turned else 0.0)
