"""How much gradients vary over the angles: exactly, by random walks of words, or by points.

Long because each of its methods tells the same figure.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, Final, Literal

import numpy as np

from qdesign.analyze.analysis import Analysis
from qdesign.analyze.chain import Chain, Real, chain_of
from qdesign.analyze.cones import cone
from qdesign.analyze.figure import Fact, Reason
from qdesign.analyze.lie_limit import lie_limit
from qdesign.analyze.light_cone import FEW_QUBITS, dead_in, is_narrow
from qdesign.analyze.points import Points, grid_size, num_points, on_grid, sampled_points
from qdesign.analyze.variance import SOURCE, Asked, Found, GradientVariance, figure, missing
from qdesign.analyze.walks import PARTS, Moments, exact, sampled
from qdesign.analyze.words import Turns, turns_of, why_dependent
from qdesign.analyze.work import (
    MOST_QUBITS,
    NO_PARAMETERS,
    Enough,
    Looks,
    Progress,
    Work,
    on_qubits_of,
)
from qdesign.cancelling import Cancel
from qdesign.circuit import Circuit
from qdesign.convert.bodies import as_circuit
from qdesign.errors import InvalidObservable, InvalidRequest, TooLarge, UnknownParameter
from qdesign.given import given_whole
from qdesign.pauli import Observable
from qdesign.rows import Option
from qdesign.showing.tables import count

Method = Literal["auto", "exact", "clifford", "lie", "sampled"]
METHODS: Final = ("auto", "exact", "clifford", "lie", "sampled")
_MET: Final = 1_500_000
"""Words over all steps that are followed before walks are sampled."""
_MOST_MET: Final = 10_000_000
"""The same where exactness was asked for."""
_WORK: Final = 40_000_000
"""Walks times rotations."""
_WALKS: Final = (2_048, 32_768)
_TOLD: Final = 0.18
"""The part of a value that its error is at most where it is told: that of 30 independent walks."""
_STUDENT: Final = 2.2
"""Standard errors of 95 %, which the 11 batches of one tilt tell."""
_SKEW: Final = 6.0
"""Times the square of the relative error: by that share an interval is wider."""
_BERNSTEIN: Final = math.sqrt(2 * math.log(40))
"""The same of a bound, beside what walks may miss."""
_ROUNDING: Final = 1e-12
_STILL: Final = 1e-10
"""Of the sum of all weights: slopes below it are rounding."""
_MOST_WEIGHT: Final = 1e100


def gradient_variance(
    circuit: Circuit,
    observable: Observable,
    *,
    parameter: str | None = None,
    method: Method = "auto",
    samples: int | None = None,
    seed: int = 0,
    progress: Progress = None,
    cancel: Cancel = None,
    enough: Enough = None,
) -> GradientVariance:
    """The variance of an energy's slopes from |0…0⟩, each parameter uniform over [0, 2π).

    Args:
        circuit: unitary, up to measurements at its end.
        observable: on as many qubits.
        parameter: one of the circuit's; the mean of all when None.
        method: `exact`: by all Pauli words that are met, where each parameter is in one rotation;
            else by the mean over a grid that is exact for trigonometric polynomials. `clifford`:
            unbiased, by random walks of words, which are angles that are multiples of π/2. `lie`:
            the variance of ⟨H⟩ itself for deep circuits. `sampled`: by random points. `auto`: the
            first of exact, clifford and sampled that holds and is quick.
        samples: walks or points; chosen by size when None.
        seed: for them.
        progress: called with what is being done.
        cancel: a function or an event; asked often.
        enough: asked with the figure so far, after about each twentieth of random points and each
            quarter of walks; where it says so, that is the figure.

    Raises:
        NotUnitary: it measures, resets or has conditions before its end.
        UnknownParameter: it has no such parameter.
        InvalidObservable: its weights are so large or small that their squares have no number.
        InvalidRequest: the method does not hold for this circuit; the message says why.
        TooLarge: the method that was named takes too much.
        Cancelled: `cancel` said so.

    Example:
        >>> toy = Circuit.of(2, "rx(a) 0; rx(b) 1")
        >>> found = gradient_variance(toy, Observable({"ZZ": 0.25, "IZ": 0.25, "ZI": 0.25}))
        >>> found.value == 1 / 8 * 3 / 8, found.basis
        (True, 'exact')

    Source: see `SOURCE`; the two reductions that keep the chain of words small are in `walks.py`.
    """
    work = Work("Finding the variance of gradients", progress, cancel)
    if method not in METHODS:
        raise InvalidRequest(f"A method is one of {', '.join(METHODS)}, not {method!r}.")
    if samples is not None:
        samples = given_whole(samples, "The number of samples", low=2)
    circuit = as_circuit(circuit).without_final_measurements()
    observable = on_qubits_of(circuit, observable)
    _check_weights(observable)
    names = circuit.parameters
    if parameter is not None and parameter not in names:
        raise UnknownParameter(parameter, names)
    work.say("Writing the circuit as rotations")
    asked = Asked(circuit, observable, parameter, method, samples, seed, work, enough)
    turns = turns_of(circuit, ask=work.ask)
    if method == "lie":
        return _of_lie(asked, turns)
    if not names:
        says = "The circuit has no parameters, so it has no gradient."
        told = missing(asked, says)
        return replace(told, basis=NO_PARAMETERS, verdict=NO_PARAMETERS, tone="plain")
    why = why_dependent(turns.turns)
    if method in ("auto", "exact") and not why:
        found = _exactly(asked, turns)
        if found is not None:
            return found
    if method == "exact" and why:
        return _of_points(asked, on_grid(circuit, observable, ask=work.ask), "exact", "")
    if method == "clifford" and why:
        raise InvalidRequest(
            f"Clifford averaging holds where each parameter is in one rotation, and {why}. Take "
            "method='sampled', or 'auto'."
        )
    if method in ("auto", "clifford") and not why:
        return _by_walks(asked, turns)
    if method == "auto" and grid_size(circuit) is not None:
        work.say("Averaging over a grid")
        return _of_points(asked, on_grid(circuit, observable, ask=work.ask), "exact", why)
    by_cones = circuit.num_qubits > FEW_QUBITS and is_narrow(
        circuit, observable, cone(circuit, observable, ask=work.ask), work
    )
    if method == "auto" and circuit.num_qubits > MOST_QUBITS and not by_cones:
        return missing(
            asked,
            f"Walks of words do not hold, for {why}, and random points are taken up to "
            f"{MOST_QUBITS} qubits, or where light cones are narrow.",
        )
    work.say("Drawing random points")
    return _by_points(asked, why, by_cones=by_cones)


def _check_weights(observable: Observable) -> None:
    largest = max((abs(weight) for _, weight in observable.terms), default=0.0)
    if largest and not 1 / _MOST_WEIGHT <= largest <= _MOST_WEIGHT:
        raise InvalidObservable(
            f"The largest weight of the observable is {largest:.0e}, and squares of such numbers "
            f"are out of range. Scale it to between {1 / _MOST_WEIGHT:.0e} and {_MOST_WEIGHT:.0e}."
        )


# --- words ---------------------------------------------------------------------------------------


def _exactly(asked: Asked, turns: Turns) -> GradientVariance | None:
    asked.work.say("Following words")
    chain = chain_of(turns, asked.observable, ask=asked.work.ask)
    forced = asked.method == "exact"
    try:
        moments = exact(chain, most=_MOST_MET if forced else _MET, ask=asked.work.ask)
    except TooLarge:
        if forced:
            raise TooLarge(
                f"More than {_MOST_MET:,} Pauli words are met, so the variance is not found "
                "exactly. Take method='clifford'."
            ) from None
        return _by_walks(asked, turns, chain)
    reason = Reason(True, "Each parameter is in one rotation.", f"{moments.words:,} words are met.")
    return _of_moments(asked, turns, chain, moments, "exact", reason)


def _by_walks(asked: Asked, turns: Turns, chain: Chain | None = None) -> GradientVariance:
    asked.work.say("Sampling walks")
    if chain is None:
        chain = chain_of(turns, asked.observable, ask=asked.work.ask)
    low, high = _WALKS
    walks = asked.samples or min(high, max(low, _WORK // max(1, len(turns.turns))))
    rng = np.random.default_rng(asked.seed)
    seen = cone(asked.circuit, asked.observable, ask=asked.work.ask)
    dead = frozenset(dead_in(seen, asked.circuit.parameters))
    tell = partial(_of_walks, asked, turns, chain, dead)
    moments = Moments.none(len(chain.order))
    looks = Looks(asked.enough, PARTS, "quarters")
    for done, moments in enumerate(sampled(chain, walks=walks, rng=rng, ask=asked.work.ask)):
        if done == PARTS:
            looks = Looks(asked.enough, PARTS, "quarters")
        so_far = looks.look(done % PARTS + 1, partial(tell, moments))
        if so_far is not None:
            return so_far
    return tell(moments)


def _of_walks(
    asked: Asked, turns: Turns, chain: Chain, dead: frozenset[str], moments: Moments
) -> GradientVariance:
    walks = moments.walks
    reason = Reason(
        True,
        "Each parameter is in one rotation.",
        "Angles that are multiples of π/2 have the same second moments as all angles.",
    )
    basis = f"average of {walks:,} walks"
    found = _of_moments(asked, turns, chain, moments, basis, reason, dead)
    names = asked.circuit.parameters if asked.parameter is None else (asked.parameter,)
    is_zero = not chain.coefficients.any() or dead.issuperset(names)
    if is_zero or (moments.is_enough and (found.error or 0.0) < _TOLD * (found.value or 0.0)):
        return found
    # So few walks that end well tell an upper bound alone: none turns words more often than that.
    bound = _most(moments) * _largest(asked, turns)
    each = found.columns["variance"]
    told = tuple(0.0 if name in dead else None for name in asked.circuit.parameters)
    return replace(
        found,
        chart=found.chart if moments.is_enough else None,
        columns={**found.columns, "variance": each if moments.is_enough else told},
        value=None,
        error=None,
        interval=(0.0, bound),
        basis=f"a bound from {walks:,} walks",
        verdict="unknown",
        tone="unknown",
        says=(
            f"Below {bound:.2g}. So few walks end in a word that |0…0⟩ sees that a value would be "
            "a guess."
        ),
    )


def _largest(asked: Asked, turns: Turns) -> float:
    """The most that one walk can say of what was asked for, beside its weight."""
    shares = _shares(asked, turns)
    return float(shares.sum()) if asked.parameter is None else float(shares.max(initial=0.0))


def _shares(asked: Asked, turns: Turns) -> Real:
    """What each rotation's slope counts for the slope asked for."""
    names = asked.circuit.parameters
    if asked.parameter is None:
        squares = [
            sum(float(c) ** 2 for _, c in turn.angle.terms) / len(names) for turn in turns.turns
        ]
    else:
        squares = [float(turn.angle.coefficient(asked.parameter)) ** 2 for turn in turns.turns]
    return np.array(squares)


def _of_moments(
    asked: Asked,
    turns: Turns,
    chain: Chain,
    moments: Moments,
    basis: str,
    reason: Reason,
    dead: frozenset[str] | None = None,
) -> GradientVariance:
    places = {
        name: (k, float(coefficient) ** 2)
        for k, turn in enumerate(turns.turns)
        for name, coefficient in turn.angle.terms
    }
    names = asked.circuit.parameters
    each = np.zeros(len(names))
    errors = np.zeros(len(names))
    for at, name in enumerate(names):
        if name in places:
            k, square = places[name]
            each[at], errors[at] = square * moments.slopes[k], square * moments.slope_errors[k]
    shares = _shares(asked, turns)
    value = (
        float(each.mean()) if asked.parameter is None else float(each[names.index(asked.parameter)])
    )
    is_exact = moments.words is not None
    error = 0.0
    if not is_exact:
        error = math.hypot(moments.error_of(shares), _ROUNDING * value)
    # No rotation turns words more often than they end well.
    most = _most(moments)
    intervals = tuple(
        _interval(v, e)
        if is_exact or e < v / 2
        else (0.0, 0.0)
        if dead and name in dead
        else (0.0, max(v + _STUDENT * e, most * (places[name][1] if name in places else 0.0)))
        for name, v, e in zip(names, each.tolist(), errors.tolist(), strict=True)
    )
    found = Found(
        value, error, None if is_exact else _interval(value, error), tuple(each.tolist()),
        intervals, *_loss(moments), chain.mean, dead,
    )  # fmt: skip
    convention: dict[str, Fact] = {"θ": "uniform in [0, 2π)", "from": "|0…0⟩"}
    if is_exact:
        convention["words met"] = moments.words
    else:
        convention["effective walks"] = round(moments.effective or 0)
        convention["seed"] = asked.seed
    method = "exact" if is_exact else "clifford"
    conditions = ("each parameter is in one rotation, which it turns by whole turns",)
    return figure(asked, found, method, basis, convention, conditions, (reason,))


def _most(moments: Moments) -> float:
    """The most that the variance of the energy is, with 95 %."""
    return moments.loss + _BERNSTEIN * moments.loss_error + moments.unseen


def _loss(moments: Moments) -> tuple[float | None, tuple[float, float] | None]:
    """The variance of the energy with 95 %: a bound alone where few walks tell of it."""
    if moments.words is not None or moments.effective is None:
        return moments.loss, None
    if not moments.is_enough:
        return None, (0.0, _most(moments))
    return moments.loss, _interval(moments.loss, moments.loss_error)


def _interval(value: float, error: float) -> tuple[float, float]:
    """95 %, of a number above 0: as wide in logarithms where that says more than a sum.

    Where few walks tell it, its error is small where it is small itself, so that it is wider.
    """
    if value <= 0:
        return 0.0, _STUDENT * error
    part = error / value
    ratio = math.exp(min(50.0, _STUDENT * part * (1 + _SKEW * part * part)))
    return value / ratio, value * ratio


# --- points --------------------------------------------------------------------------------------


def _by_points(asked: Asked, why: str, *, by_cones: bool) -> GradientVariance:
    """By random points; those so far where they are enough."""
    total = num_points(asked.circuit, asked.samples, by_cones=by_cones)
    looks = Looks(asked.enough, total, "points")
    drawing = sampled_points(
        asked.circuit, asked.observable, count=total, seed=asked.seed, by_cones=by_cones,
        ask=asked.work.ask,
    )  # fmt: skip
    for done, points in enumerate(drawing, 1):
        if done == total:
            return _of_points(asked, points(), "sampled", why)
        of = replace(asked, samples=done)
        made = partial(_of_so_far, of, points, why)
        so_far = looks.look(done, made) if done > 1 else None
        if so_far is not None:
            return so_far
    raise AssertionError


def _of_so_far(asked: Asked, points: Callable[[], Points], why: str) -> GradientVariance:
    return _of_points(asked, points(), "sampled", why)


def _of_points(asked: Asked, points: Points, method: str, why: str) -> GradientVariance:
    names = asked.circuit.parameters
    at = None if asked.parameter is None else names.index(asked.parameter)
    value, error, interval = points.of(at)
    # What is proven to be 0 is 0, whatever rounding left.
    dead = dead_in(cone(asked.circuit, asked.observable, ask=asked.work.ask), names)
    each = tuple(
        (0.0, 0.0, (0.0, 0.0)) if name in dead else points.of(k) for k, name in enumerate(names)
    )
    if asked.parameter in dead or len(dead) == len(names):
        value, error, interval = 0.0, 0.0, (0.0, 0.0)
    is_exact = method == "exact"
    rounding = (_STILL * sum(abs(weight) for _, weight in asked.observable.terms)) ** 2
    if is_exact:  # sums of so few frequencies are 0 where they are rounding on the whole grid
        value = value if value > rounding else 0.0
        each = tuple((v if v > rounding else 0.0, e, i) for v, e, i in each)
    found = Found(
        value, 0.0 if is_exact else error, None if is_exact else interval,
        tuple(v for v, _, _ in each), tuple(i for _, _, i in each), *points.loss(),
        float(points.energies.mean()),
    )  # fmt: skip
    convention: dict[str, Fact] = {"θ": "uniform in [0, 2π)", "from": "|0…0⟩"}
    if is_exact:
        convention["grid points"] = points.count
    else:
        convention |= {"points": points.count, "interval": "bootstrap", "seed": asked.seed}
    basis = "exact" if is_exact else f"sampled with {points.count:,} points"
    reasons: tuple[Reason, ...] = ()
    if why:
        reasons = (Reason(False, "Walks of words do not hold.", f"{why[0].upper()}{why[1:]}."),)
    if is_exact:
        reasons += (Reason(True, "A mean over a grid is exact for these trigonometric sums."),)
    told = figure(asked, found, method, basis, convention, (), reasons)
    if is_exact or value > rounding or asked.parameter in dead or len(dead) == len(names):
        return told
    return replace(
        told, value=None, error=None, interval=(0.0, rounding), verdict="unknown", tone="unknown",
        chart=None,
        says=(
            f"No slope was seen beyond rounding at {count(points.count, 'random point')}; no proof "
            "is known."
        ),
    )  # fmt: skip


# --- limits of deep circuits ---------------------------------------------------------------------


def _of_lie(asked: Asked, turns: Turns) -> GradientVariance:
    asked.work.say("Finding the Lie algebra")
    limit = lie_limit(turns, asked.observable, ask=asked.work.ask)
    shared: dict[str, Any] = {
        "name": "gradient_variance",
        "title": "Variance of the loss, deep limit",
        "unit": "variance of ⟨H⟩ in deep circuits",
        "source": "Ragone et al., arXiv:2309.09342; Fontana et al., arXiv:2309.07902",
        "cell": 'qd.analyze.gradient_variance(c, H, method="lie")',
        "conditions": (
            "so deep that the circuit is a 2-design of the group of its Lie algebra",
            "the observable is in the algebra",
            "from |0…0⟩",
        ),
        "convention": {"algebra": limit.algebra, "dimension": limit.dimension},
        "method": "lie",
        "parameter": asked.parameter,
        "loss_mean": None,
        "loss_variance": limit.variance,
        "loss_interval": None,
    }
    if limit.variance is None:
        return GradientVariance(
            **shared, value=None, error=None, basis="not known", verdict="unknown",
            tone="unknown", says=limit.why,
        )  # fmt: skip
    return GradientVariance(
        **shared,
        value=limit.variance,
        basis="exact in the limit of deep circuits",
        says="What the variance of ⟨H⟩ itself comes to with depth; that of a slope follows it.",
        reasons=(Reason(True, "The observable is in the algebra.", limit.why),),
    )


GRADIENT_VARIANCE: Final = Analysis(
    name="gradient_variance",
    title="Gradient variance",
    group="Training",
    help="How much slopes vary over the angles, of each parameter and in the mean",
    source=SOURCE,
    convention="each parameter uniform over [0, 2π), from |0…0⟩; exact where words can be followed",
    takes="observable",
    options=(
        Option(
            name="method",
            title="Method",
            kind="choice",
            default="auto",
            choices=METHODS,
            titles=(
                "First that holds",
                "Exact",
                "Clifford angles",
                "Limit of deep circuits",
                "Random points",
            ),
        ),
        Option(name="seed", title="Seed", kind="integer", default=0, low=0, high=2**31 - 1),
    ),
    run=gradient_variance,
    is_long=True,
)
