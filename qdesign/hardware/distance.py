"""Counts and a distribution → how far apart they are, with intervals: `Distance`.

Counts of n shots differ from the distribution they come from by chance alone, so each figure stands
beside what that many shots would give by themselves.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from qdesign.errors import InvalidRequest
from qdesign.showing.tables import count, table

_LEVEL: Final = 0.95
_MOST_RESAMPLES: Final = 1_000
_FEWEST_RESAMPLES: Final = 200
_DRAWS: Final = 8_000_000
"""Outcomes that are drawn at most, beyond the fewest resamples."""
_ROUNDING: Final = 1e-6

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Distance:
    """How far counts are from a distribution q; p is that of the counts, p_i = n_i / n.

    Attributes:
        total_variation: ½ Σ |p_i - q_i|, 0 to 1.
        total_variation_interval: 95 %, for the distance of what the counts were drawn from: the
            basic bootstrap, 2 d - (quantiles of d over resamples of p), cut to 0 and 1. It begins
            at 0 where shots of q alone would give as much (`chance` above 2.5 %).
        hellinger_fidelity: (Σ √(p_i q_i))², 0 to 1; Qiskit's convention.
        hellinger_fidelity_interval: the same way; it ends at 1 where shots of q alone would give
            as little.
        shots: n.
        shot_total_variation: the mean total variation that n shots drawn from q would have, exact:
            ½ Σ E|N_i / n - q_i| with N_i binomial (de Moivre's formula).
        chance: the share of resamples of n shots from q whose total variation is at least this.
        num_outcomes: outcomes that were seen or have a probability.
        resamples: of each bootstrap.
        seed: of the resamples.
    """

    total_variation: float
    total_variation_interval: tuple[float, float]
    hellinger_fidelity: float
    hellinger_fidelity_interval: tuple[float, float]
    shots: int
    shot_total_variation: float
    chance: float
    num_outcomes: int
    resamples: int
    seed: int

    @property
    def is_seen(self) -> bool:
        """Is it more than so many shots of the distribution would give in 19 of 20 runs?"""
        return self.chance < 1 - _LEVEL

    def __repr__(self) -> str:
        low, high = self.total_variation_interval
        return (
            f"Distance(total variation {self.total_variation:.3f} ({low:.3f} to {high:.3f}), "
            f"Hellinger fidelity {self.hellinger_fidelity:.3f}, {count(self.shots, 'shot')})"
        )

    def _repr_html_(self) -> str:
        rows = [
            (
                "total variation",
                f"{self.total_variation:.4f}",
                _said(self.total_variation_interval),
            ),
            (
                "Hellinger fidelity",
                f"{self.hellinger_fidelity:.4f}",
                _said(self.hellinger_fidelity_interval),
            ),
            ("total variation of shots alone", f"{self.shot_total_variation:.4f}", ""),
        ]
        foot = f"sampled, {count(self.shots, 'shot')}; {self.resamples:,} resamples"
        return table(rows, heads=("", "", "95 % interval"), foot=foot)

    def to_dict(self) -> dict[str, object]:
        """The figures as JSON data."""
        return asdict(self)


def distance(
    counts: Mapping[str, int], probabilities: Mapping[str, float], *, seed: int = 0
) -> Distance:
    """How far counts are from a distribution.

    Args:
        counts: how often each outcome was seen; at least one shot.
        probabilities: of all outcomes, exact, 1 in sum; one that is missing has 0.
        seed: of the bootstrap's resamples; the same seed gives the same intervals.

    Raises:
        InvalidRequest: no shots, or no distribution.

    Example:
        >>> found = distance({"00": 480, "11": 520}, {"00": 0.5, "11": 0.5})
        >>> round(found.total_variation, 3), found.is_seen
        (0.02, False)

    Source: Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13 (basic
    bootstrap); Diaconis and Zabell, Stat. Sci. 6, 284 (1991) (de Moivre's formula).
    """
    shots = sum(counts.values())
    if shots < 1 or any(number < 0 for number in counts.values()):
        raise InvalidRequest("Distances are of counts with at least one shot.")
    outcomes = sorted({*counts, *probabilities})
    p = np.array([counts.get(outcome, 0) for outcome in outcomes], dtype=np.float64) / shots
    q = np.array([probabilities.get(outcome, 0.0) for outcome in outcomes], dtype=np.float64)
    total = float(q.sum())
    if not (np.isfinite(total) and abs(total - 1) < _ROUNDING and float(q.min()) >= -_ROUNDING):
        raise InvalidRequest(f"Probabilities are 0 to 1 and 1 in sum; these are {total:.6g}.")
    q = np.clip(q, 0.0, None) / np.clip(q, 0.0, None).sum()
    resamples = max(_FEWEST_RESAMPLES, min(_MOST_RESAMPLES, _DRAWS // len(outcomes)))
    rng = np.random.default_rng(seed)
    far, near = _both(p, q)
    again = _resampled(rng, p, q, shots, resamples)
    alone = _resampled(rng, q, q, shots, resamples)
    edge = (1 - _LEVEL) / 2
    chance = float(np.mean(alone[:, 0] >= far - 1e-12))
    low, high = _basic(far, again[:, 0])
    below, above = _basic(near, again[:, 1])
    return Distance(
        total_variation=far,
        total_variation_interval=(0.0 if chance > edge else low, high),
        hellinger_fidelity=near,
        hellinger_fidelity_interval=(
            below,
            1.0 if near >= float(np.quantile(alone[:, 1], edge)) else above,
        ),
        shots=shots,
        shot_total_variation=shot_total_variation(q, shots),
        chance=chance,
        num_outcomes=len(outcomes),
        resamples=resamples,
        seed=seed,
    )


def shot_total_variation(q: Floats, shots: int) -> float:
    """The mean total variation between `shots` shots drawn from q and q itself, exact.

    E|N - n q| = 2 m C(n, m) q^m (1 - q)^(n - m + 1) with m = ⌊n q⌋ + 1 for N binomial (de Moivre).

    Args:
        q: shape (outcomes,), float64, probabilities.
        shots: n, at least 1.
    """
    inner = q[(q > 0) & (q < 1)]
    m = np.floor(shots * inner) + 1
    lgamma = np.vectorize(math.lgamma, otypes=[np.float64])
    choose = lgamma(np.float64(shots + 1)) - lgamma(m + 1) - lgamma(shots - m + 1)
    log = np.log(2 * m) + choose + m * np.log(inner) + (shots - m + 1) * np.log1p(-inner)
    return float(0.5 * np.exp(log).sum() / shots)


def _both(p: Floats, q: Floats) -> tuple[float, float]:
    """Total variation and Hellinger fidelity."""
    overlap = float(np.sqrt(p * q).sum())
    return float(0.5 * np.abs(p - q).sum()), min(1.0, overlap * overlap)


def _resampled(
    rng: np.random.Generator, source: Floats, q: Floats, shots: int, resamples: int
) -> Floats:
    """Shape (resamples, 2): both figures of shots drawn from `source`, against q."""
    given = np.flatnonzero(source > 0)  # what cannot be drawn need not be
    rest = float(q.sum() - q[given].sum())
    weights, own = source[given] / source[given].sum(), q[given]
    found = np.empty((resamples, 2))
    for k in range(resamples):
        far, near = _both(rng.multinomial(shots, weights) / shots, own)
        found[k] = far + 0.5 * rest, near
    return found


def _basic(value: float, again: Floats) -> tuple[float, float]:
    edge = (1 - _LEVEL) / 2
    upper, lower = np.quantile(again, [1 - edge, edge])
    return max(0.0, 2 * value - float(upper)), min(1.0, 2 * value - float(lower))


def _said(interval: tuple[float, float]) -> str:
    return f"{interval[0]:.4f} to {interval[1]:.4f}"
