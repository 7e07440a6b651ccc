"""How evenly an ansatz reaches states: fidelities of random pairs against those of Haar's."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final, final

import numpy as np

from qdesign.analyze.analysis import Analysis
from qdesign.analyze.figure import Chart, Fact, Figure, Series
from qdesign.analyze.states import (
    RANGE,
    SEED,
    RandomStates,
    Real,
    are_real,
    fidelities,
    pure,
)
from qdesign.analyze.work import Enough, Looks, Progress, Work
from qdesign.cancelling import Cancel
from qdesign.circuit import Circuit
from qdesign.rows import Option

_DRAWS: Final = 400
"""Histograms that are drawn for the floor."""
_EXPECTED: Final = 5
"""Pairs that a bin should have for a comparison of histograms (Cochran's rule)."""
_FEW_BINS: Final = 5
"""Fewer bins with so many pairs do not tell a spread of states from Haar's."""
_SOURCE: Final = "Sim, Johnson, Aspuru-Guzik, arXiv:1905.10876"


@final
@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Expressibility(Figure):
    """KL divergence of the fidelities of random pairs from those of Haar's states.

    Attributes:
        floor: what Haar's own states give with as many pairs, on average.
        floor_error: one standard deviation of what one such sample gives.
        is_real: are all states real in some basis? None where that was not told.
        real_floor: what real states give that are spread evenly, however many pairs are taken; None
            where the states are not known to be real.
        filled: bins in which five pairs or more of Haar's states are expected; where fewer than
            five are, the histogram cannot tell an ansatz from Haar's and no verdict says so.
    """

    floor: float | None = None
    floor_error: float | None = None
    is_real: bool | None = None
    real_floor: float | None = None
    filled: int | None = None


def expressibility(
    circuit: Circuit,
    *,
    pairs: int = 5000,
    bins: int = 75,
    seed: int = 0,
    progress: Progress = None,
    cancel: Cancel = None,
    enough: Enough = None,
) -> Expressibility:
    """How far the fidelities of random pairs of states are from those of Haar's states.

    The figure is Σ p ln(p / q) over bins of equal width, where p is the share of pairs whose
    fidelity |⟨φ|ψ⟩|² is in a bin, and q Haar's: (1 - l)^(N-1) - (1 - r)^(N-1) between l and r, for
    N = 2^n. Both states of a pair have values of their own, drawn evenly from [0, 2π).

    Its error is a standard deviation by the delta method. A sample never gives 0: `floor` is what
    as many pairs of Haar's states give.

    Args:
        circuit: unitary, up to measurements at its end; 16 qubits or fewer.
        pairs: from 10 to a million.
        bins: from 2 to 1,000.
        seed: of the values.
        progress: called with what is being done.
        cancel: a function or an event; asked often.
        enough: asked with the figure so far, after about each twentieth; where it says so, that is
            the figure, with fewer pairs.

    Raises:
        NotUnitary: it measures, resets or has conditions before its end.
        TooLarge: more qubits or states than are taken.
        Cancelled: `cancel` said so.

    Example:
        >>> figure = expressibility(Circuit.of(1, "h 0; rz(a) 0; rx(b) 0"), pairs=2000)
        >>> figure.unit, figure.is_real, figure.value > figure.floor
        ('KL to Haar', False, True)

    Source: Sim, Johnson, Aspuru-Guzik, arXiv:1905.10876.
    """
    row = EXPRESSIBILITY.checked({"pairs": pairs, "bins": bins, "seed": seed})
    pairs, bins, seed = int(row["pairs"]), int(row["bins"]), int(row["seed"])
    bare = pure(circuit, "expressibility")
    shared: dict[str, Any] = {
        "name": EXPRESSIBILITY.name,
        "title": EXPRESSIBILITY.title,
        "unit": "KL to Haar",
        "source": _SOURCE,
        "cell": f"qd.analyze.expressibility(c, bins={bins})",
    }
    fixed: dict[str, Fact] = {"bins": bins, "logarithm": "natural"}
    if not bare.num_qubits:
        says = "Without qubits there is one state, and nothing to be spread over."
        return Expressibility(
            **shared, value=None, error=None, says=says, tone="unknown", convention=fixed
        )
    work = Work("Expressibility", progress, cancel)
    states = RandomStates(bare, 2 * pairs if bare.used_parameters else 2, seed, work)
    haar = haar_shares(1 << bare.num_qubits, bins)
    if not bare.used_parameters:
        alike = np.zeros(bins)
        alike[-1] = 1
        return Expressibility(
            **shared,
            value=_divergence(alike, haar),
            verdict="one state",
            tone="warn",
            says="No gate has a free parameter: there is one state, and each pair is alike.",
            convention=fixed,
            **_drawn(bins, alike, haar, None),
        )
    counts, is_real = np.zeros(bins), None
    looks = Looks(enough, pairs, "pairs")

    def figure() -> Expressibility:
        return _sampled(counts, haar, 1 << bare.num_qubits, is_real, seed, fixed, shared)

    for chunk in states:
        found = fidelities(chunk)
        if is_real is None:
            is_real = are_real(chunk)
        # The last bin holds 1 too.
        counts += np.bincount(np.minimum(found * bins, bins - 1).astype(int), minlength=bins)
        so_far = looks.look(int(counts.sum()), figure)
        if so_far is not None:
            return so_far
    return figure()


def _sampled(
    counts: Real, haar: Real, dimension: int, is_real: bool | None, seed: int,
    fixed: dict[str, Fact], shared: dict[str, Any],
) -> Expressibility:  # fmt: skip
    """The figure of a histogram."""
    pairs, bins = int(counts.sum()), len(counts)
    shares = counts / pairs
    value = _divergence(shares, haar)
    drawn = np.random.default_rng((seed, 1)).multinomial(pairs, np.exp(haar), size=_DRAWS)
    floors = [_divergence(each / pairs, haar) for each in drawn]
    floor, spread = float(np.mean(floors)), float(np.std(floors))
    error = _error(shares, haar, pairs, spread)
    real = real_shares(dimension, bins) if is_real else None
    least = None if real is None else _divergence(real, haar)
    is_near = value <= floor + 2 * spread
    says = f"Haar's states give {floor:.2g} ± {spread:.1g} with as many pairs."
    filled = filled_bins(haar, pairs)
    is_blind = is_near and filled < _FEW_BINS
    # In one bin it is what Haar has beyond it, far below what any sample tells.
    is_told = not is_near or filled > 1
    if not is_told:
        says = f"At this size Haar's law fills {filled} of {bins} bins: they tell nothing."
    elif is_blind:
        says = f"At this size Haar's law fills {filled} of {bins} bins: they tell little. {says}"
    elif is_near:
        says = f"{pairs:,} pairs cannot tell its states from Haar's. {says}"
    elif least is None:
        says = f"Too many pairs are alike. {says}"
    if least is not None:
        says = (
            f"All its states are real, so it cannot reach Haar's: real states that are spread "
            f"evenly give {least:.3g}. {says}"
        )
    return Expressibility(
        **{key: fact for key, fact in shared.items() if key != "cell"},
        value=value if is_told else None,
        error=error if is_told else None,
        interval=(max(0.0, value - 1.96 * error), value + 1.96 * error) if is_told else None,
        basis="sampled",
        cell=f"qd.analyze.expressibility(c, pairs={pairs}, bins={bins}, seed={seed})",
        verdict="real states"
        if is_real
        else f"{bins} bins cannot tell"
        if is_blind
        else "as Haar"
        if is_near
        else "",
        tone="plain" if is_real or not is_near else "unknown" if is_blind else "good",
        says=says,
        convention={"pairs": pairs, **fixed, "angles": RANGE, "seed": seed},
        conditions=(
            "Each free parameter is drawn evenly and by itself; derived ones follow.",
            "The error is one standard deviation, by the delta method for a multinomial sample.",
            f"Bins in which Haar's law has {_EXPECTED} pairs or more: {filled}.",
        ),
        floor=floor,
        floor_error=spread,
        is_real=is_real,
        real_floor=least,
        filled=filled,
        **_drawn(bins, shares, haar, real),
    )


def _error(shares: Real, haar: Real, pairs: int, spread: float) -> float:
    """One standard deviation, by the delta method for a multinomial sample.

    The variance of Σ p ln(p / q) is that of ln(p / q) over pairs, of which noise in the shares
    makes twice `spread`² by itself; what is of second order is that of Haar's own sample.
    """
    seen = shares > 0
    p, logs = shares[seen], np.log(shares[seen]) - haar[seen]
    first = float(p @ logs**2 - (p @ logs) ** 2) / pairs
    return float(np.sqrt(max(0.0, first - 2 * spread**2) + spread**2))


def _drawn(bins: int, shares: Real, haar: Real, real: Real | None) -> dict[str, Any]:
    """The picture and the columns of a histogram."""
    edges = np.arange(bins + 1) / bins
    centers = tuple((edges[:-1] + 0.5 / bins).tolist())
    q = tuple(np.exp(haar).tolist())
    columns = {
        "from": tuple(edges[:-1].tolist()), "to": tuple(edges[1:].tolist()),
        "share": tuple(shares.tolist()), "Haar": q,
    }  # fmt: skip
    series = [
        Series("this one", "bars", centers, tuple(shares.tolist())),
        Series("Haar", "line", centers, q),
    ]
    if real is not None:
        columns["real"] = tuple(real.tolist())
        series.append(Series("real states", "dashed", centers, columns["real"]))
    chart = Chart("fidelity of two random states", "share of pairs", tuple(series))
    return {"chart": chart, "columns": columns}


def haar_shares(dimension: int, bins: int) -> Real:
    """Natural logarithm of the share of fidelities in each bin, of Haar's states in N dimensions.

    Example:
        >>> np.exp(haar_shares(2, 4)).round(12).tolist()
        [0.25, 0.25, 0.25, 0.25]
    """
    edges = np.arange(bins + 1) / bins
    above = (dimension - 1) * np.log1p(-edges[:-1])
    with np.errstate(divide="ignore"):
        below = (dimension - 1) * np.log1p(-edges[1:])
    # All is in the first bin but what others have.
    return above + np.log1p(-np.exp(below - above))


def filled_bins(haar: Real, pairs: int) -> int:
    """Bins in which five pairs or more of Haar's states are expected, of the logarithms of q.

    Example:
        >>> [filled_bins(haar_shares(2**n, 75), 5000) for n in (2, 4, 6, 8, 10)]
        [63, 24, 8, 2, 1]
    """
    return int((pairs * np.exp(haar) >= _EXPECTED).sum())


def real_shares(dimension: int, bins: int) -> Real:
    """Share of fidelities in each bin of real states spread evenly: Beta(1/2, (N-1)/2).

    Example:
        >>> real_shares(2, 2).round(12).tolist()
        [0.5, 0.5]
    """
    # With l = sin² t the density is cos^(N-2) t, up to its integral. The first bin has the rest.
    nodes, weights = np.polynomial.legendre.leggauss(32)
    ends = np.arcsin(np.sqrt(np.arange(1, bins + 1) / bins))
    halves = np.diff(ends)[:, None] / 2
    at = ends[:-1, None] + halves * (nodes + 1)
    whole = (
        math.sqrt(math.pi)
        / 2
        * math.exp(math.lgamma((dimension - 1) / 2) - math.lgamma(dimension / 2))
    )
    logs = (dimension - 2) * np.log(np.maximum(np.cos(at), 1e-300))
    found = (np.exp(logs) * halves) @ weights / whole
    return np.concatenate([[1 - found.sum()], found])


def _divergence(shares: Real, haar: Real) -> float:
    """Σ p ln(p / q) for shares p and the logarithms of q."""
    seen = shares > 0
    p = shares[seen]
    return max(0.0, float(p @ (np.log(p) - haar[seen])))


EXPRESSIBILITY: Final = Analysis(
    name="expressibility",
    title="Expressibility",
    group="States",
    help="How far fidelities of random pairs of states are from those of Haar's states",
    source=_SOURCE,
    convention="KL divergence of a histogram of fidelities from Haar's, natural logarithm; "
    f"angles drawn evenly from {RANGE}",
    options=(
        Option(
            name="pairs", title="Pairs", kind="integer", default=5000, low=10, high=1_000_000,
            help="Pairs of states that are compared",
        ),
        Option(
            name="bins", title="Bins", kind="integer", default=75, low=2, high=1000,
            help="Of the histogram, of equal width",
        ),
        SEED,
    ),
    run=expressibility,
    is_long=True,
)  # fmt: skip
