"""Second moments of energies, by all words that are met or by random walks of words."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from qdesign.analyze.chain import Chain, Flags, Places, Real, cleared, merged
from qdesign.analyze.words import Bits, odd
from qdesign.errors import TooLarge

_BATCHES: Final = 32
_LEAST_BATCH: Final = 8
_PART: Final = 1_024
_MAX_MASKS: Final = 400_000_000
"""Bits of what commuted in sampled walks, kept until they end."""
_ALIKE: Final = 100.0
"""By how much squares of coefficients differ within a group of words that is walked from."""
_NEGLIGIBLE: Final = 1e-12
"""Beside the largest square: what is below is one group."""
_LEAST: Final = 1_024
"""Walks of a group."""
_ENOUGH: Final = 30
"""Independent walks that tell a value; fewer tell a bound."""
_SMALL: Final = 0.01
"""Of the variance: what a group that few walks tell of may be at most for it not to count."""


@dataclass(frozen=True, slots=True)
class Moments:
    """What walks tell.

    Attributes:
        loss: variance of the energy.
        slopes: second moment of its derivative by the angle of each rotation, in circuit order.
        loss_error, slope_errors: one standard error of each; 0 where exact.
        error_of: a function of weights over rotations: the standard error of that sum.
        effective: how many independent walks would tell as much; None where exact.
        unseen: the most, of the variance, that groups may be of which fewer walks tell.
        words: how many words were met; None where sampled.
        walks: how many there were.
        shared: do walks share their past?
    """

    loss: float
    slopes: Real
    loss_error: float
    slope_errors: Real
    error_of: Callable[[Real], float]
    effective: float | None
    words: int | None
    walks: int = 0
    shared: bool = False
    unseen: float = 0.0

    @property
    def is_enough(self) -> bool:
        """Do the walks tell a value, and not only a bound?"""
        return self.effective is None or self.effective >= _ENOUGH


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
            cleared(made_x, made_z, check, *chain.pivots[step])
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
    """The moments by random walks; where only one of two ways can end well, it is taken.

    Words whose coefficients differ much are walked from by themselves: few walks would begin at
    small ones, which may be all that counts.

    Raises:
        TooLarge: so many walks over so many rotations are not held.
    """
    squares = chain.coefficients**2
    if not squares.any() or not chain.order:
        none = np.zeros(len(chain.order))
        return Moments(0.0, none, 0.0, none, lambda _: 0.0, None, 0)
    groups = _alike(squares)
    each = max(_LEAST, walks // len(groups)) if len(groups) > 1 else walks
    found: list[Moments] = []
    for group in groups:
        part = replace(
            chain, x=chain.x[group], z=chain.z[group], coefficients=chain.coefficients[group]
        )
        found.append(_walked(part, walks=each, rng=rng, ask=ask))
    if len(found) > 1:
        return _together(found, groups, squares)
    (only,) = found
    missed = 0.0 if only.is_enough else float(squares.sum()) * bound_of(only.walks)
    return replace(only, unseen=missed)


def _alike(squares: Real) -> list[Places]:
    """Numbers of words in groups of like squares, the largest first."""
    order = np.argsort(-squares, kind="stable").astype(np.int32)
    groups: list[Places] = []
    first = 0
    for at in range(1, len(order)):
        now, top = squares[order[at]], squares[order[first]]
        if now * _ALIKE < top and top > _NEGLIGIBLE * squares[order[0]]:
            groups.append(np.sort(order[first:at]))
            first = at
    return [*groups, np.sort(order[first:])]


def _together(found: Sequence[Moments], groups: Sequence[Places], squares: Real) -> Moments:
    """The sum over groups, each from walks of its own."""
    loss = sum(each.loss for each in found)
    walks = sum(each.walks for each in found)
    effective, unseen = float("inf"), 0.0
    for each, group in zip(found, groups, strict=True):
        if each.is_enough:
            effective = min(effective, each.effective or np.inf)
            continue
        most = float(squares[group].sum()) * bound_of(each.walks)
        if most > _SMALL * loss:
            effective = min(effective, each.effective or 0.0)
        unseen += most

    def error_of(shares: Real) -> float:
        errors = [each.error_of(shares) for each in found]
        return float(np.linalg.norm([*errors, unseen * float(shares.sum()) / 2]))

    return Moments(
        loss,
        np.sum([each.slopes for each in found], axis=0),
        float(np.linalg.norm([*(each.loss_error for each in found), unseen / 2])),
        np.sqrt(np.sum([each.slope_errors**2 for each in found], axis=0) + (unseen / 2) ** 2),
        error_of,
        min(effective, float(walks)),
        None,
        walks,
        any(each.shared for each in found),
        unseen,
    )


def bound_of(walks: int) -> float:
    """The part of all that walks may miss where too few of them end well, with 95 %.

    Source: Maurer, Pontil, "Empirical Bernstein bounds", arXiv:0907.3740.
    """
    return 7 * math.log(40) / (3 * (walks - 1))


def _walked(
    chain: Chain, *, walks: int, rng: np.random.Generator, ask: Callable[[], None]
) -> Moments:
    """The moments by walks from words with like coefficients.

    Where few walks of a batch still count by their weights, it goes on from those in proportion,
    which leaves means as they are. Batches are independent, so that they tell the error.

    Source: Del Moral, Doucet, Jasra, "Sequential Monte Carlo samplers", J. R. Stat. Soc. B 68
    (2006).
    """
    squares = chain.coefficients**2
    total = float(squares.sum())
    m = len(chain.order)
    batches = min(_BATCHES, max(1, walks // _LEAST_BATCH))
    size = walks // batches
    walks = batches * size
    if m * walks > _MAX_MASKS:
        raise TooLarge(f"{walks:,} walks over {m:,} rotations are too many. Take fewer.")
    # In each batch as many walks from each word as its part of the whole, up to one.
    at = (np.arange(size) + rng.random((batches, 1))) / size
    start = np.searchsorted(np.cumsum(squares) / total, at.ravel(), side="right")
    start = start.clip(0, len(squares) - 1)
    x, z = np.ascontiguousarray(chain.x[start].T), np.ascontiguousarray(chain.z[start].T)
    weights = np.ones(walks)
    scales = np.zeros(batches)
    turned = np.zeros((m, walks), dtype=bool)
    events: list[tuple[int, Places]] = []
    for step in range(m):
        ask()
        gx, gz = chain.gx[step], chain.gz[step]
        anti = _odd_by_rows(x, gz) ^ _odd_by_rows(z, gx)
        turned[step] = anti
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
        if check is None:
            continue
        place, bit = chain.pivots[step]
        mask = ((z[place] & bit) != 0).astype(np.uint64)
        for row in range(len(x)):
            z[row] ^= mask * check[row]
        parents = _resampled(weights.reshape(batches, size), scales, rng)
        if parents is not None:
            events.append((step, parents))
            x, z = np.ascontiguousarray(x[:, parents]), np.ascontiguousarray(z[:, parents])
    found = np.zeros_like(turned)
    now = np.arange(walks)
    for step in reversed(range(m)):
        while events and events[-1][0] == step:
            now = events.pop()[1][now]
        found[chain.order[step]] = turned[step][now]
    weights *= np.repeat(np.exp(scales), size)
    return _moments(total, weights, found, batches if scales.any() else 1)


def _resampled(weights: Real, scales: Real, rng: np.random.Generator) -> Places | None:
    """Goes on from walks in proportion to their weights, in batches where few of them count.

    Weights become 1 there, and `scales` keeps the logarithm of what they were in the mean.

    Returns:
        From which walk each one goes on; None where all go on from themselves.
    """
    batches, size = weights.shape
    sums, squares = weights.sum(axis=1), (weights**2).sum(axis=1)
    chosen = np.flatnonzero((sums > 0) & (sums**2 < squares * size / 2))
    if not len(chosen) or batches < _BATCHES:
        return None
    parents = np.arange(batches * size, dtype=np.int32)
    for batch in chosen.tolist():
        parts = np.arange(size, dtype=np.float64)
        parts += rng.random()
        ends: Real = np.add.accumulate(weights[batch]) * (size / sums[batch])
        places = np.searchsorted(ends, parts, side="right")
        parents[batch * size : (batch + 1) * size] = batch * size + places.clip(0, size - 1)
        scales[batch] += np.log(sums[batch] / size)
        weights[batch] = 1.0
    return parents


def _moments(total: float, weights: Real, turned: Flags, batches: int) -> Moments:
    """Means over walks; where walks share their past, errors are those of means of batches."""
    walks = len(weights)
    loss = float(weights.sum()) / walks
    # A part at a time: as numbers, all would take eight times the memory.
    parts = [slice(at, at + _PART) for at in range(0, walks, _PART)]

    def error_of(shares: Real) -> float:
        each = np.concatenate([shares @ turned[:, part] for part in parts])
        return total * _error(each * weights, batches)

    sums = np.zeros(len(turned))
    squares = np.zeros(len(turned))
    for part in parts:
        numbers = turned[:, part].astype(np.float64)
        sums += numbers @ weights[part]
        squares += numbers @ weights[part] ** 2
    slopes = sums / walks
    mean_error = _error(weights, batches)
    if batches > 1:
        size = walks // batches
        by_batch = np.stack(
            [turned[:, k : k + size] @ weights[k : k + size] for k in range(0, walks, size)]
        )
        errors = (by_batch / size).std(axis=0, ddof=1) / np.sqrt(batches)
        effective = min(float(walks), (loss / mean_error) ** 2) if mean_error else 0.0
    else:
        errors = np.sqrt(np.maximum(squares / walks - slopes**2, 0) / max(1, walks - 1))
        effective = float(weights.sum() ** 2 / (weights**2).sum()) if loss else 0.0
    return Moments(
        total * loss, total * slopes, total * mean_error, total * errors, error_of, effective,
        None, walks, batches > 1,
    )  # fmt: skip


def _error(each: Real, batches: int) -> float:
    """The standard error of a mean."""
    if batches > 1:
        each = each.reshape(batches, -1).mean(axis=1)
    return float(each.std(ddof=1) / np.sqrt(len(each))) if len(each) > 1 else float(each[0])


def _odd_by_rows(rows: Bits, mask: Bits) -> Flags:
    """Of words that stand in columns: is the number of bits in common with a mask odd?"""
    total = np.zeros(rows.shape[1], dtype=np.uint8)
    for row, part in zip(rows, mask, strict=True):
        if part:
            total ^= np.bitwise_count(row & part)
    return (total & 1).astype(bool)
