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
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from qdesign.analyze.words import Bits, Turns, odd, packed
from qdesign.errors import TooLarge
from qdesign.pauli import Observable

Real = NDArray[np.float64]
Flags = NDArray[np.bool_]
Places = NDArray[np.int32]

_MAX_ORDERED: Final = 3000
_MAX_MASKS: Final = 400_000_000
"""Bits of what commuted in sampled walks, kept until they end."""


@dataclass(frozen=True, slots=True)
class Chain:
    """Rotations from the last of the circuit to the first, and the words that an energy is made of.

    Attributes:
        order: which rotation of the circuit each one is.
        gx, gz: of their words, shape (m, width).
        checks: by step, the Z-product that all later rotations commute with from there on.
        pivots: by step, the bit of it that words are cleared of.
        x, z: words, shape (k, width), none twice, none the identity.
        coefficients: of each.
        mean: the energy averaged over the angles.
    """

    order: tuple[int, ...]
    gx: Bits
    gz: Bits
    checks: dict[int, Bits]
    pivots: dict[int, tuple[int, np.uint64]]
    x: Bits
    z: Bits
    coefficients: Real
    mean: float


@dataclass(frozen=True, slots=True)
class Moments:
    """What walks tell.

    Attributes:
        loss: variance of the energy.
        slopes: second moment of its derivative by the angle of each rotation, in circuit order.
        loss_error, slope_errors: one standard error of each; 0 where exact.
        covariance_error: a function of weights over rotations: the standard error of that sum.
        effective: how many walks count, by their weights; None where exact.
        words: how many words were met; None where sampled.
    """

    loss: float
    slopes: Real
    loss_error: float
    slope_errors: Real
    error_of: Callable[[Real], float]
    effective: float | None
    words: int | None


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
        check = _cleared(check, done)
        place, bit = _pivot(check)
        done.append((check, place, bit))
        # What does not commute with a conserved product has energy 0.
        kept = ~odd(x & check)
        x, z, values = x[kept], z[kept].copy(), values[kept]
        sign = _clear(x, z, check, place, bit)
        values = values * sign
        _clear(gx, gz, check, place, bit)
    for step in sorted(checks):
        ask()
        check = _cleared(checks[step], done)
        place, bit = _pivot(check)
        done.append((check, place, bit))
        checks[step], pivots[step] = check, (place, bit)
        rest = slice(step + 1, None)
        later = gz[rest]
        _clear(gx[rest], later, check, place, bit)
        gz[rest] = later
    x, z, places = merged(x, z)
    values = np.bincount(places, weights=values, minlength=len(x)).astype(np.float64)
    identity = ~(x.any(axis=1) | z.any(axis=1))
    mean = float(values[identity].sum())
    kept = ~identity & (values != 0)
    return Chain(
        tuple(order.tolist()), gx, gz, checks, pivots, x[kept], z[kept], values[kept], mean
    )


def exact(chain: Chain, *, most: int, ask: Callable[[], None] = lambda: None) -> Moments:
    """The moments by all words that are met.

    Args:
        chain: see there.
        most: words over all steps; beyond them it gives up.
        ask: called at each step; may raise.

    Raises:
        TooLarge: more words than that.
    """
    x, z = chain.x.copy(), chain.z.copy()
    weights = chain.coefficients**2
    total = float(weights.sum())
    steps: list[tuple[int, Flags, Places, Places, Real]] = []
    count = len(x)
    for step in range(len(chain.order)):
        ask()
        check = chain.checks.get(step)
        anti = odd(x & chain.gz[step]) ^ odd(z & chain.gx[step])
        if check is None and not anti.any():
            continue
        count += len(x)
        if count + int(anti.sum()) > most:
            raise TooLarge(f"More than {most:,} words are met.")
        numbers = np.arange(len(x), dtype=np.int32)
        if check is None:
            flipped = np.flatnonzero(anti)
            made_x = np.concatenate([x, x[flipped] ^ chain.gx[step]])
            made_z = np.concatenate([z, z[flipped] ^ chain.gz[step]])
            first, second = numbers, np.full(len(x), -1, dtype=np.int32)
            second[flipped] = np.arange(len(x), len(made_x), dtype=np.int32)
        else:
            outside = odd(x & check)
            alive = anti | ~outside
            flip = (anti & outside)[alive, None]
            made_x = np.where(flip, x[alive] ^ chain.gx[step], x[alive])
            made_z = np.where(flip, z[alive] ^ chain.gz[step], z[alive])
            _clear(made_x, made_z, check, *chain.pivots[step])
            first = np.where(alive, np.cumsum(alive, dtype=np.int32) - 1, -1).astype(np.int32)
            second = np.full(len(x), -1, dtype=np.int32)
        after_x, after_z, places = merged(made_x, made_z)
        lookup = np.append(places, -1).astype(np.int32)
        first, second = lookup[first], lookup[second]
        halves = np.where(anti, weights / 2, weights)
        after = np.zeros(len(after_x) + 1)
        np.add.at(after, first, halves)
        np.add.at(after, second, halves)
        steps.append((step, anti, first, second, weights))
        x, z, weights = after_x, after_z, after[:-1]
    ends = np.ones(len(x) + 1)
    ends[-1] = 0
    slopes = np.zeros(len(chain.order))
    for step, anti, first, second, at in reversed(steps):
        reached = ends[first] + ends[second]
        before = np.where(anti, reached / 2, reached)
        slopes[chain.order[step]] = float(at[anti] @ before[anti])
        ends = np.append(before, 0.0)
    loss = float(chain.coefficients**2 @ ends[:-1]) if len(ends) > 1 else 0.0
    assert loss <= total * (1 + 1e-9)
    none = np.zeros_like(slopes)
    return Moments(loss, slopes, 0.0, none, lambda _: 0.0, None, count)


def sampled(
    chain: Chain,
    *,
    walks: int,
    rng: np.random.Generator,
    ask: Callable[[], None] = lambda: None,
) -> Moments:
    """The moments by random walks; where only one of two ways can end well, it is taken."""
    squares = chain.coefficients**2
    total = float(squares.sum())
    m = len(chain.order)
    if not total or not m:
        none = np.zeros(m)
        return Moments(0.0, none, 0.0, none, lambda _: 0.0, None, 0)
    if m * walks > _MAX_MASKS:
        raise TooLarge(f"{walks:,} walks over {m:,} rotations are too many. Take fewer.")
    # As many walks from each word as its part of the whole, up to one.
    at = (np.arange(walks) + rng.random()) / walks
    start = np.searchsorted(np.cumsum(squares) / total, at, side="right").clip(0, len(squares) - 1)
    x, z = np.ascontiguousarray(chain.x[start].T), np.ascontiguousarray(chain.z[start].T)
    weights = np.ones(walks)
    turned = np.zeros((m, walks), dtype=bool)
    for step in range(m):
        ask()
        gx, gz = chain.gx[step], chain.gz[step]
        anti = _odd_by_rows(x, gz) ^ _odd_by_rows(z, gx)
        turned[chain.order[step]] = anti
        check = chain.checks.get(step)
        if check is None:
            if not anti.any():
                continue
            flip = anti & (rng.integers(0, 2, walks, dtype=np.uint8) > 0)
        else:
            outside = _odd_by_rows(x, check)
            weights[anti] /= 2
            weights[outside & ~anti] = 0
            flip = anti & outside
        mask = flip.astype(np.uint64)
        for row in range(len(x)):
            x[row] ^= mask * gx[row]
            z[row] ^= mask * gz[row]
        if check is not None:
            place, bit = chain.pivots[step]
            mask = ((z[place] & bit) != 0).astype(np.uint64)
            for row in range(len(x)):
                z[row] ^= mask * check[row]
    return _moments(total, weights, turned)


def _moments(total: float, weights: Real, turned: Flags) -> Moments:
    walks = len(weights)
    alive = weights > 0
    kept, hits = weights[alive], turned[:, alive]
    means = hits @ kept / walks
    squares = hits @ kept**2 / walks
    errors = np.sqrt(np.maximum(squares - means**2, 0) / max(1, walks - 1))
    loss = kept.sum() / walks
    loss_error = np.sqrt(max((kept**2).sum() / walks - loss**2, 0) / max(1, walks - 1))

    def error_of(shares: Real) -> float:
        each = (shares @ hits) * kept
        spread = max(float((each**2).sum() / walks - (each.sum() / walks) ** 2), 0.0)
        return float(total * np.sqrt(spread / max(1, walks - 1)))

    effective = float(kept.sum() ** 2 / (kept**2).sum()) if len(kept) else 0.0
    return Moments(
        float(total * loss), total * means, float(total * loss_error), total * errors, error_of,
        effective, None,
    )  # fmt: skip


def scaled(moments: Moments, factor: float) -> Moments:
    """Those of an energy whose square is so much larger."""
    return replace(moments, loss=moments.loss * factor, slopes=moments.slopes * factor)


# --- how the chain is made -----------------------------------------------------------------------


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


def _cleared(check: Bits, done: list[tuple[Bits, int, np.uint64]]) -> Bits:
    check = check.copy()
    for other, place, bit in done:
        if check[place] & bit:
            check ^= other
    return check


def _pivot(check: Bits) -> tuple[int, np.uint64]:
    place = int(np.flatnonzero(check)[0])
    word = int(check[place])
    return place, np.uint64(word & -word)


def _clear(x: Bits, z: Bits, check: Bits, place: int, bit: np.uint64) -> Real:
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
    masks = list(observable.masks())
    x, z = packed((m[0] for m in masks), n), packed((m[1] for m in masks), n)
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


def _odd_by_rows(rows: Bits, mask: Bits) -> Flags:
    """Of words that stand in columns: is the number of bits in common with a mask odd?"""
    total = np.zeros(rows.shape[1], dtype=np.uint8)
    for row, part in zip(rows, mask, strict=True):
        if part:
            total ^= np.bitwise_count(row & part)
    return (total & 1).astype(bool)
