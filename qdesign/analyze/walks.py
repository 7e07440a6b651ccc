"""Second moments of energies, by all words that are met or by random walks of words."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, final

import numpy as np

from qdesign.analyze.chain import Chain, Flags, Places, Real, cleared, merged
from qdesign.analyze.paths import walked
from qdesign.analyze.words import odd
from qdesign.errors import TooLarge

PARTS: Final = 4
"""Of walks, after each of which they tell what they know so far."""
_BATCHES: Final = 32
_LEAST_BATCH: Final = 8
_TILTS: Final = (0.9, 0.8, 0.7)
"""Of batches; none is best for all circuits, and where they disagree the error says so."""
_MORE: Final = 4
"""Times as many tilted walks."""
_MAX_MASKS: Final = 400_000_000
"""Walks times rotations."""
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
    """

    loss: float
    slopes: Real
    loss_error: float
    slope_errors: Real
    error_of: Callable[[Real], float]
    effective: float | None
    words: int | None
    walks: int = 0
    unseen: float = 0.0

    @classmethod
    def none(cls, rotations: int) -> Moments:
        """Those of an energy that does not change."""
        none = np.zeros(rotations)
        return cls(0.0, none, 0.0, none, lambda _: 0.0, None, 0)

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
) -> Iterator[Moments]:
    """The moments by random walks so far, after each of `PARTS` parts of them.

    Where only one of two ways can end well, it is taken. Where too few walks end well, as many
    parts of tilted ones follow. Words whose coefficients differ much are walked from by
    themselves: few walks would begin at small ones, which may be all that counts.

    Raises:
        TooLarge: so many walks over so many rotations are not followed.
    """
    squares = chain.coefficients**2
    if not squares.any() or not chain.order:
        yield Moments.none(len(chain.order))
        return
    places = _alike(squares)
    each = max(_LEAST, walks // len(places)) if len(places) > 1 else walks
    if len(chain.order) * each > _MAX_MASKS:
        raise TooLarge(
            f"{each:,} walks over {len(chain.order):,} rotations are too many. Take fewer."
        )
    groups = [
        _Group(
            replace(chain, x=chain.x[at], z=chain.z[at], coefficients=chain.coefficients[at]), each
        )
        for at in places
    ]
    for is_tilted in (False, True):
        for part in range(PARTS):
            for group in groups:
                group.go_on(part, rng, ask, is_tilted=is_tilted)
            yield _together([group.moments() for group in groups])
        if _together([group.moments() for group in groups]).is_enough:
            return


@final
class _Group:
    """Walks from words with like coefficients, in batches."""

    def __init__(self, chain: Chain, walks: int) -> None:
        self._chain: Final = chain
        self._total: Final = float((chain.coefficients**2).sum())
        self._batches: Final = min(_BATCHES, max(2, walks // _LEAST_BATCH))
        self._size: Final = max(1, walks // self._batches)
        self._found: list[tuple[Real, Real]] = []
        self._walks = 0
        self._plain: Moments | None = None

    def go_on(
        self, part: int, rng: np.random.Generator, ask: Callable[[], None], *, is_tilted: bool
    ) -> None:
        """One more part of the batches; tilted ones begin anew where plain ones tell too little."""
        if is_tilted and part == 0:
            self._plain = self.moments()
            if not self._plain.is_enough:
                self._found, self._walks = [], 0
        if is_tilted and self._plain is not None and self._plain.is_enough:
            return
        chosen = np.arange(self._batches)[part::PARTS]
        if not len(chosen):
            return
        size = _MORE * self._size if is_tilted else self._size
        tilts = np.array(_TILTS)[chosen % len(_TILTS)] if is_tilted else np.ones(len(chosen))
        self._found.append(walked(self._chain, size=size, tilts=tilts, rng=rng, ask=ask))
        self._walks += size * len(chosen)

    def moments(self) -> Moments:
        """What the walks so far tell; where too few of the tilted ones do, what plain ones did."""
        losses = np.concatenate([loss for loss, _ in self._found])
        slopes = np.concatenate([slope for _, slope in self._found])
        found = _moments(self._total, losses, slopes, self._walks)
        return found if found.is_enough or self._plain is None else self._plain


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


def _together(found: Sequence[Moments]) -> Moments:
    """The sum over groups, each from walks of its own."""
    if len(found) == 1:
        return found[0]
    loss = sum(each.loss for each in found)
    walks = sum(each.walks for each in found)
    unseen = sum(each.unseen for each in found)
    effective = float(walks)
    for each in found:
        if each.is_enough or each.unseen > _SMALL * loss:
            effective = min(effective, each.effective or 0.0)

    def error_of(shares: Real) -> float:
        errors = [each.error_of(shares) for each in found]
        return float(np.linalg.norm([*errors, unseen * float(shares.sum()) / 2]))

    return Moments(
        loss,
        np.sum([each.slopes for each in found], axis=0),
        float(np.linalg.norm([*(each.loss_error for each in found), unseen / 2])),
        np.sqrt(np.sum([each.slope_errors**2 for each in found], axis=0) + (unseen / 2) ** 2),
        error_of,
        effective,
        None,
        walks,
        unseen,
    )


def bound_of(walks: int) -> float:
    """The part of all that walks may miss where too few of them end well, with 95 %.

    Source: Maurer, Pontil, "Empirical Bernstein bounds", arXiv:0907.3740.
    """
    return 7 * math.log(40) / (3 * max(1, walks - 1))


def _moments(total: float, losses: Real, slopes: Real, walks: int) -> Moments:
    """Means over batches, and their errors."""
    loss, error = float(losses.mean()), float(_error(losses))
    effective = min(float(walks), (loss / error) ** 2) if error else float(walks if loss else 0)
    errors = np.asarray(_error(slopes))
    return Moments(
        total * loss, total * slopes.mean(axis=0), total * error, total * errors,
        lambda shares: total * float(_error(slopes @ shares)), effective, None, walks,
        total * bound_of(walks) if effective < _ENOUGH else 0.0,
    )  # fmt: skip


def _error(batches: Real) -> float:
    """The standard error of the mean of batches, along the first axis."""
    if len(batches) < 2:
        return batches.mean(axis=0)
    return batches.std(axis=0, ddof=1) / np.sqrt(len(batches))
