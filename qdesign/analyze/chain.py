"""Second moments of energies over independent angles, by how Pauli words walk.

Averaged over a uniform angle, a rotation about G leaves a word that commutes with G, and makes of
another one P with weight 1/2 P, with weight 1/2 GP: in the second moment no two different words
meet, for their product is conserved and would have to commute with every rotation. So the moment
is a Markov chain on words. A walk counts where it ends in a word of I and Z.

Two facts keep it small. When the rotations that are left act on X-parts of smaller rank, there is a
product of Z that commutes with all of them: words that do not commute with it never end well, and
words that differ by it are one.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from qdesign.analyze.words import Bits, Turns, odd, packed
from qdesign.pauli import Observable

Real = NDArray[np.float64]
Flags = NDArray[np.bool_]
Places = NDArray[np.int32]

_MAX_ORDERED: Final = 3000
_ASKED: Final = 65_536
"""Terms that are read without asking whether to stop."""


@dataclass(frozen=True, slots=True)
class Chain:
    """Rotations from the last of the circuit to the first, and the words that an energy is made of.

    Attributes:
        num_qubits: of the circuit.
        order: which rotation of the circuit each one is.
        gx, gz: of their words, shape (m, width).
        checks: by step, the Z-product that all later rotations commute with from there on.
        pivots: by step, the bit of it that words are cleared of.
        x, z: words, shape (k, width), none twice, none the identity.
        coefficients: of each.
        mean: the energy averaged over the angles.
    """

    num_qubits: int
    order: tuple[int, ...]
    gx: Bits
    gz: Bits
    checks: dict[int, Bits]
    pivots: dict[int, tuple[int, np.uint64]]
    x: Bits
    z: Bits
    coefficients: Real
    mean: float


def chain_of(
    turns: Turns, observable: Observable, *, ask: Callable[[], None] = lambda: None
) -> Chain:
    """The chain of an energy from |0…0⟩, where angles are independent and uniform."""
    n = turns.num_qubits
    gx = packed((t.word.x for t in turns.turns), n)
    gz = packed((t.word.z for t in turns.turns), n)
    order = _order(turns, gx, gz, ask)
    gx, gz = gx[order], gz[order].copy()
    ask()
    checks, first = _checks(gx, n, ask)
    x, z, values = _pulled(turns, observable, ask)
    pivots: dict[int, tuple[int, np.uint64]] = {}
    done: list[tuple[Bits, int, np.uint64]] = []
    for check in first:
        ask()
        check = _reduced(check, done)
        place, bit = _pivot(check)
        done.append((check, place, bit))
        # What does not commute with a conserved product has energy 0.
        kept = ~odd(x & check)
        x, z, values = x[kept], z[kept].copy(), values[kept]
        sign = cleared(x, z, check, place, bit)
        values = values * sign
        cleared(gx, gz, check, place, bit)
    for step in sorted(checks):
        ask()
        check = _reduced(checks[step], done)
        place, bit = _pivot(check)
        done.append((check, place, bit))
        checks[step], pivots[step] = check, (place, bit)
        rest = slice(step + 1, None)
        later = gz[rest]
        cleared(gx[rest], later, check, place, bit)
        gz[rest] = later
    x, z, places = merged(x, z)
    values = np.bincount(places, weights=values, minlength=len(x)).astype(np.float64)
    identity = ~(x.any(axis=1) | z.any(axis=1))
    mean = float(values[identity].sum())
    kept = ~identity & (values != 0)
    return Chain(
        n, tuple(order.tolist()), gx, gz, checks, pivots, x[kept], z[kept], values[kept], mean
    )


def _order(turns: Turns, gx: Bits, gz: Bits, ask: Callable[[], None]) -> NDArray[np.int64]:
    """From the last rotation to the first; those that commute go along the wires."""
    m = len(turns.turns)
    if not 1 < m <= _MAX_ORDERED:
        return np.arange(m)[::-1].copy()
    x, z = _spread(gx), _spread(gz)
    ask()
    clashes = (np.asarray(x @ z.T + z @ x.T, dtype=np.int64) & 1).astype(bool)
    waits = np.triu(clashes, 1).sum(axis=1)
    first: list[int] = [min(turn.wires) for turn in turns.turns]
    ready: list[tuple[int, int]] = [(first[k], -k) for k in range(m) if not waits[k]]
    heapq.heapify(ready)
    order: list[int] = []
    while ready:
        ask()
        k = -heapq.heappop(ready)[1]
        order.append(k)
        before = np.flatnonzero(clashes[k, :k])
        waits[before] -= 1
        freed: list[int] = before[waits[before] == 0].tolist()
        for each in freed:
            heapq.heappush(ready, (first[each], -each))
    return np.array(order)


def _spread(bits: Bits) -> NDArray[np.float32]:
    """Bits as numbers, shape (k, 64·width)."""
    octets = np.ascontiguousarray(bits.astype("<u8")).view(np.uint8)
    return np.unpackbits(octets, axis=1, bitorder="little").astype(np.float32)


def _checks(gx: Bits, n: int, ask: Callable[[], None]) -> tuple[dict[int, Bits], Bits]:
    """By step, what kills the X-parts of later rotations and not of this one; and of all."""
    killing = packed((1 << q for q in range(n)), n)
    found: dict[int, Bits] = {}
    for step in reversed(range(len(gx))):
        ask()
        met = np.flatnonzero(odd(killing & gx[step]))
        if not len(met):
            continue
        sizes = np.bitwise_count(killing[met]).sum(axis=1)
        chosen = met[int(np.argmin(sizes))]
        check = killing[chosen].copy()
        killing[met] ^= check
        killing = np.delete(killing, chosen, axis=0)
        found[step] = check
        if not len(killing):
            break
    return found, killing


def _reduced(check: Bits, done: list[tuple[Bits, int, np.uint64]]) -> Bits:
    check = check.copy()
    for other, place, bit in done:
        if check[place] & bit:
            check ^= other
    return check


def _pivot(check: Bits) -> tuple[int, np.uint64]:
    place = int(np.flatnonzero(check)[0])
    word = int(check[place])
    return place, np.uint64(word & -word)


def cleared(x: Bits, z: Bits, check: Bits, place: int, bit: np.uint64) -> Real:
    """Multiplies words by a Z-product where they have its pivot; the signs that come of it."""
    chosen = (z[:, place] & bit) != 0
    before = np.bitwise_count(x & z).sum(axis=1, dtype=np.int64)
    z[chosen] ^= check
    after = np.bitwise_count(x & z).sum(axis=1, dtype=np.int64)
    return np.where((before - after) % 4 == 0, 1.0, -1.0)


def _pulled(
    turns: Turns, observable: Observable, ask: Callable[[], None]
) -> tuple[Bits, Bits, Real]:
    """The observable's words behind the Clifford map, with coefficients."""
    n = turns.num_qubits
    masks: list[tuple[int, int, float]] = []
    for number, mask in enumerate(observable.masks()):
        if not number % _ASKED:
            ask()
        masks.append(mask)
    x, z = packed((m[0] for m in masks), n), packed((m[1] for m in masks), n)
    ask()
    values = np.array([m[2] for m in masks])
    power = np.bitwise_count(x & z).sum(axis=1, dtype=np.int64)
    a, b = np.zeros_like(x), np.zeros_like(z)
    for q in range(n):
        place, bit = q // 64, np.uint64(1 << q % 64)
        for letters, image in ((x, turns.images[q]), (z, turns.images[n + q])):
            ask()
            chosen = (letters[:, place] & bit) != 0
            if not chosen.any():
                continue
            ix, iz = packed([image.x], n)[0], packed([image.z], n)[0]
            inner = (image.x & image.z).bit_count() + (0 if image.sign > 0 else 2)
            power[chosen] += inner + 2 * odd(b[chosen] & ix)
            a[chosen] ^= ix
            b[chosen] ^= iz
    power -= np.bitwise_count(a & b).sum(axis=1, dtype=np.int64)
    return a, b, values * np.where(power % 4 == 0, 1.0, -1.0)


def merged(x: Bits, z: Bits) -> tuple[Bits, Bits, NDArray[np.int64]]:
    """Each word once, and for each that was given which one it is."""
    if len(x) < 2:
        return x, z, np.arange(len(x))
    both = np.concatenate([x, z], axis=1)
    # Sums with odd numbers that are always the same; what is taken for equal is compared below.
    drawn: Bits = np.random.default_rng(1).integers(1, 2**62, both.shape[1], np.uint64)
    mixed: Bits = (both ^ (both >> np.uint64(29))) * (drawn * np.uint64(2) + np.uint64(1))
    keys = np.add.reduce(mixed, axis=1)
    _, chosen, places = np.unique(keys, return_index=True, return_inverse=True)
    if not (both[chosen][places] == both).all():
        _, chosen, places = np.unique(both, axis=0, return_index=True, return_inverse=True)
    places = places.reshape(-1)
    return x[chosen], z[chosen], places
