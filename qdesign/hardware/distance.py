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
_UNSEEN: Final = 3.0
"""What has a probability of 3 / n goes unseen in n shots once in 20 runs."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Distance:
    """How far counts are from a distribution q; p is that of the counts, p_i = n_i / n.

    Attributes:
        total_variation: ½ Σ |p_i - q_i|, 0 to 1.
        total_variation_interval: 95 % at least, for the distance of what the counts were drawn
            from; as `distance` says. It begins at 0 where shots of q alone would give as much.
        hellinger_fidelity: (Σ √(p_i q_i))², 0 to 1; Qiskit's convention.
        hellinger_fidelity_interval: the same; it ends at 1 where shots of q alone would give as
            little.
        shots: n.
        shot_total_variation: the mean total variation that n shots drawn from q would have, exact:
            ½ Σ E|N_i / n - q_i| with N_i binomial (de Moivre's formula).
        chance: the share of resamples of n shots from q whose total variation is at least this.
        num_outcomes: outcomes that were seen or have a probability.
        resamples: of the counts, and as many of q.
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
        seed: of the resamples; the same seed gives the same intervals.

    Raises:
        InvalidRequest: no shots, or no distribution.

    Example:
        >>> found = distance({"00": 480, "11": 520}, {"00": 0.5, "11": 0.5})
        >>> round(found.total_variation, 3), found.is_seen
        (0.02, False)

    Intervals: let s be what the counts were drawn from. Total variation D is a metric, so D(p, q)
    and D(s, q) differ by at most D(p, s). A radius r above D(p, s) in 19 of 20 runs therefore gives
    an interval D(p, q) ± r, cut to 0 and 1, that holds D(s, q) at least as often, whatever the bias
    of D(p, q) is, and holds D(p, q) always. Here r is the 95 % quantile of D over resamples of n
    shots from p, against p, or from q, against q, which is larger; and 3 / n for what no shot
    showed. The fidelity is (1 - H²)² with the Hellinger distance H, a metric too, whose radius is
    √(r² + H₀²) with the H₀ of an unseen 3 / n.

    Source: Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 8 (resamples);
    Hanley and Lippman-Hand, JAMA 249, 1743 (1983) (the rule of three); Diaconis and Zabell, Stat.
    Sci. 6, 284 (1991) (de Moivre's formula).
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
    far, apart = _both(p, q)
    alone = _resampled(rng, q, shots, resamples)
    again = _resampled(rng, p, shots, resamples)
    radii = np.quantile([alone, again], _LEVEL, axis=1).max(axis=0)
    unseen = min(1.0, _UNSEEN / shots)
    radius = float(radii[0]) + unseen
    turned = math.sqrt(float(radii[1]) ** 2 + 1 - math.sqrt(1 - unseen))
    return Distance(
        total_variation=far,
        total_variation_interval=(max(0.0, far - radius), min(1.0, far + radius)),
        hellinger_fidelity=_fidelity(apart),
        hellinger_fidelity_interval=(
            _fidelity(min(1.0, apart + turned)),
            _fidelity(max(0.0, apart - turned)),
        ),
        shots=shots,
        shot_total_variation=shot_total_variation(q, shots),
        chance=float(np.mean(alone[:, 0] >= far - 1e-12)),
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
    """Total variation and Hellinger distance √(1 - Σ √(p_i q_i)), each 0 to 1."""
    overlap = min(1.0, float(np.sqrt(p * q).sum()))
    return min(1.0, float(0.5 * np.abs(p - q).sum())), math.sqrt(1 - overlap)


def _fidelity(distance: float) -> float:
    """The Hellinger fidelity of a Hellinger distance."""
    return (1 - distance * distance) ** 2


def _resampled(rng: np.random.Generator, source: Floats, shots: int, resamples: int) -> Floats:
    """Shape (resamples, 2): both distances of shots drawn from `source`, against it."""
    given = source[source > 0]  # what cannot be drawn need not be
    given = given / given.sum()
    found = np.empty((resamples, 2))
    for k in range(resamples):
        found[k] = _both(rng.multinomial(shots, given) / shots, given)
    return found


def _said(interval: tuple[float, float]) -> str:
    return f"{interval[0]:.4f} to {interval[1]:.4f}"
