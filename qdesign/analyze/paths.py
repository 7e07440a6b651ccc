"""Random walks of Pauli words, 64 in a number, in batches that know nothing of each other."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from qdesign.analyze.chain import Chain, Flags, Real
from qdesign.analyze.words import Bits, odd

_AHEAD: Final = 4
"""Rotations a qubit that a tilted walk looks ahead."""
_STOPS: Final = 16
"""How often it does so until it has passed them."""
_WORDS: Final = 64


def walked(
    chain: Chain, *, size: int, tilts: Real, rng: np.random.Generator, ask: Callable[[], None]
) -> tuple[Real, Real]:
    """The share of words that end in I and Z, and of those the share that each rotation turns.

    Where few walks of a batch still count by their weights, it goes on from those in proportion,
    which leaves means as they are. A tilt t < 1 lets a walk count t^k times as much there while k
    of the next rotations turn its word, and takes that back as they pass: so it follows the few
    words that stay small and end well. Each batch is unbiased, whatever its tilt.

    Args:
        chain: with words of like coefficients, from which walks begin in proportion.
        size: walks of each batch.
        tilts: one a batch, shape (b,), each in (0, 1].
        rng: for all.
        ask: called at each step; may raise.

    Returns:
        By batch, shape (b,), and by batch and rotation of the circuit, shape (b, m).

    Source: Del Moral, Doucet, Jasra, "Sequential Monte Carlo samplers", J. R. Stat. Soc. B 68
    (2006), for both.
    """
    squares = chain.coefficients**2
    m, batches = len(chain.order), len(tilts)
    full = -(-size // _WORDS) * _WORDS
    # In each batch as many walks from each word as its part of the whole, up to one.
    at = (np.arange(size) + rng.random((batches, 1))) / size
    start = np.searchsorted(np.cumsum(squares) / squares.sum(), at, side="right")
    start = start.clip(0, len(squares) - 1)
    begun = np.zeros((2 * _WORDS * chain.x.shape[1], batches, full), dtype=np.uint8)
    begun[:, :, :size] = np.hstack([_bits(chain.x), _bits(chain.z)]).T[:, start]
    words = _packed(begun)
    turns = [np.flatnonzero(row) for row in np.hstack([_bits(chain.gx), _bits(chain.gz)])]
    meets = [np.flatnonzero(row) for row in np.hstack([_bits(chain.gz), _bits(chain.gx)])]
    slant = np.log(tilts)[:, None]
    is_tilted = bool(slant.any())
    ahead = min(m, _AHEAD * chain.num_qubits) if is_tilted else 0
    stop = max(1, ahead // _STOPS)
    logs = np.full((batches, full), -np.inf)
    logs[:, :size] = 0
    tilted = np.zeros((batches, full))
    scales = np.zeros(batches)
    turned = np.zeros((m, *words.shape[1:]), dtype=np.uint64)
    events: list[tuple[int, NDArray[np.int64]]] = []
    # Below the letters of words, in row s % ahead: does the rotation of step s turn them?
    height = len(words)
    words = np.concatenate([words, *(_odd(words, meets[k])[None] for k in range(ahead))])
    for step in range(m):
        ask()
        anti = words[height + step % ahead].copy() if ahead else _odd(words, meets[step])
        turned[step] = anti
        check = chain.checks.get(step)
        if check is None:
            flip = anti & rng.integers(0, 1 << 64, anti.shape, dtype=np.uint64)
        else:
            outside = _odd(words, np.flatnonzero(_bits(check[None])[0]))
            flip = anti & outside
            is_anti = _flags(anti)
            logs[is_anti] -= math.log(2)
            logs[_flags(outside) & ~is_anti] = -np.inf
        words[turns[step]] ^= flip
        is_stop = check is not None
        if ahead:
            later = slice(step + 1, min(m, step + ahead))
            clash = odd(chain.gx[later] & chain.gz[step]) ^ odd(chain.gz[later] & chain.gx[step])
            words[height + (np.flatnonzero(clash) + step + 1) % ahead] ^= flip
            new = step + ahead
            words[height + step % ahead] = _odd(words, meets[new]) if new < m else 0
            is_stop = step % stop == 0 or step == m - 1
            if is_stop:
                now = slant * _counted(words[height:])
                logs += now - tilted
                tilted = now
        parents = _resampled(logs, scales, size, rng) if is_stop and step < m - 1 else None
        if parents is not None:
            events.append((step, parents))
            tilted = np.take_along_axis(tilted, parents, axis=1)
            chosen = np.flatnonzero((parents != np.arange(full)).any(axis=1))
            for batch in chosen.tolist():
                words[:, batch] = _packed(_flags(words[:, batch])[:, parents[batch]])
    weights = np.exp(logs + scales[:, None]) / size
    slopes = np.zeros((batches, m))
    order = np.array(chain.order)
    for batch in range(batches):
        ask()
        now, last = np.arange(full), m
        for step, parents in (*reversed(events), (-1, None)):
            rows = slice(step + 1, last)
            # What was met at a step belongs to those that go on from there.
            reached = np.bincount(now, weights=weights[batch], minlength=full)
            slopes[batch, order[rows]] = _flags(turned[rows, batch]) @ reached
            if parents is not None:
                now, last = parents[batch][now], step + 1
    return weights.sum(axis=1), slopes


def _resampled(
    logs: Real, scales: Real, size: int, rng: np.random.Generator
) -> NDArray[np.int64] | None:
    """Goes on from walks in proportion to their weights, in batches where few of them count.

    Logarithms of weights become 0 there, and `scales` keeps that of what they were in the mean.

    Returns:
        From which walk each one goes on; None where all go on from themselves.
    """
    top = logs.max(axis=1)
    top[~np.isfinite(top)] = 0
    weights = np.exp(logs - top[:, None])
    sums, squares = weights.sum(axis=1), (weights**2).sum(axis=1)
    chosen = np.flatnonzero((sums > 0) & (sums**2 < squares * size / 2))
    if not len(chosen):
        return None
    parents = np.zeros(logs.shape, dtype=np.int64)
    parents[:] = np.arange(logs.shape[1])
    for batch in chosen.tolist():
        ends: Real = np.add.accumulate(weights[batch]) * (size / sums[batch])
        places = np.searchsorted(ends, np.arange(size) + rng.random(), side="right")
        last = int(np.flatnonzero(weights[batch])[-1])
        parents[batch, :size] = places.clip(0, last)
        scales[batch] += np.log(sums[batch] / size) + top[batch]
        logs[batch, :size] = 0
    return parents


def _bits(words: Bits) -> NDArray[np.uint8]:
    """Bits of words, shape (k, 64·width)."""
    octets = np.ascontiguousarray(words.astype("<u8")).view(np.uint8)
    return np.unpackbits(octets, axis=1, bitorder="little")


def _packed(flags: NDArray[np.uint8] | Flags) -> Bits:
    """64 flags in a number, along the last axis."""
    octets = np.packbits(np.ascontiguousarray(flags), axis=-1, bitorder="little")
    return np.ascontiguousarray(octets).view("<u8").astype(np.uint64)


def _flags(numbers: Bits) -> Flags:
    octets = np.ascontiguousarray(numbers.astype("<u8")).view(np.uint8)
    return np.unpackbits(octets, axis=-1, bitorder="little").view(bool)


def _counted(rows: Bits) -> Real:
    """Of how many rows each bit is, by adders of three rows at a time, shape (b, 64·w)."""
    total = np.zeros((*rows.shape[1:-1], _WORDS * rows.shape[-1]))
    place = 1
    while len(rows):
        carries: list[Bits] = []
        while len(rows) > 1:
            third = -(-len(rows) // 3)
            a, b = rows[:third], rows[third : 2 * third]
            c = np.zeros_like(a)
            c[: len(rows) - 2 * third] = rows[2 * third :]
            b = np.concatenate([b, np.zeros_like(a[: third - len(b)])])
            carries.append((a & b) | (c & (a ^ b)))
            rows = a ^ b ^ c
        total += place * _flags(rows[0])
        place *= 2
        rows = np.concatenate([each[each.any(axis=(1, 2))] for each in carries] or [rows[:0]])
    return total


def _odd(words: Bits, rows: NDArray[np.int64]) -> Bits:
    return np.asarray(np.bitwise_xor.reduce(words[rows], axis=0), dtype=np.uint64)
