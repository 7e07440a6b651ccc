"""How close an ansatz is to a t-design: the frame potential of its states beside Haar's."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
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

_ORDERS: Final = 5
"""Orders that the picture has at least."""
_SOURCE: Final = "Renes et al., quant-ph/0310075; Sim, Johnson, Aspuru-Guzik, arXiv:1905.10876"


@final
@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class FramePotential(Figure):
    """F_t = E|⟨φ|ψ⟩|^2t of random pairs of states.

    Attributes:
        order: t.
        haar: that of Haar's states, which no states are below.
        ratio, ratio_error: F_t over it, which is 1 of t-designs, with one standard deviation.
        real: that of real states spread evenly, which no real states are below; None where the
            states are not known to be real.
    """

    order: int = 2
    haar: float | None = None
    ratio: float | None = None
    ratio_error: float | None = None
    real: float | None = None


def frame_potential(
    circuit: Circuit,
    *,
    order: int = 2,
    pairs: int = 5000,
    seed: int = 0,
    progress: Progress = None,
    cancel: Cancel = None,
    enough: Enough = None,
) -> FramePotential:
    """The mean of |⟨φ|ψ⟩|^2t over random pairs of states, for the order t.

    Both states of a pair have values of their own, drawn evenly from [0, 2π). Haar's states have
    t! (N-1)! / (N+t-1)!, N = 2^n; a set of states is a t-design where it has the same.

    Args:
        circuit: unitary, up to measurements at its end; 16 qubits or fewer.
        order: t, from 1 to 8.
        pairs: from 10 to a million.
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
        >>> figure = frame_potential(Circuit.of(1, "ry(a) 0; rz(b) 0"), order=1, pairs=2000)
        >>> round(figure.haar, 3), abs(figure.value - figure.haar) < 3 * figure.error
        (0.5, True)

    Source: Renes et al., quant-ph/0310075; Sim, Johnson, Aspuru-Guzik, arXiv:1905.10876.
    """
    row = FRAME_POTENTIAL.checked({"order": order, "pairs": pairs, "seed": seed})
    order, pairs, seed = int(row["order"]), int(row["pairs"]), int(row["seed"])
    bare = pure(circuit, "frame potential")
    shared: dict[str, Any] = {
        "name": FRAME_POTENTIAL.name,
        "title": FRAME_POTENTIAL.title,
        "unit": f"E|⟨φ|ψ⟩|^{2 * order}",
        "source": _SOURCE,
        "order": order,
    }
    work = Work("Frame potential", progress, cancel)
    states = RandomStates(bare, 2 * pairs if bare.used_parameters else 2, seed, work)
    dimension = 1 << bare.num_qubits
    if not bare.used_parameters:
        haar = float(haar_potential(dimension, order))
        return FramePotential(
            **shared,
            value=1.0,
            verdict="one state",
            tone="warn" if bare.num_qubits else "plain",
            says="No gate has a free parameter: there is one state, and each pair is alike.",
            convention={"order": order},
            haar=haar,
            ratio=1 / haar,
            ratio_error=0.0,
            cell=f"qd.analyze.frame_potential(c, order={order})",
        )
    found: list[Real] = []
    is_real: bool | None = None
    looks = Looks(enough, pairs, "pairs")

    def figure() -> FramePotential:
        return _figure(np.concatenate(found), dimension, bool(is_real), seed, shared)

    for chunk in states:
        found.append(fidelities(chunk))
        if is_real is None:
            is_real = are_real(chunk)
        so_far = looks.look(sum(map(len, found)), figure)
        if so_far is not None:
            return so_far
    return figure()


def _figure(
    found: Real, dimension: int, is_real: bool, seed: int, shared: dict[str, Any]
) -> FramePotential:
    order, pairs = int(shared["order"]), len(found)
    orders = tuple(range(1, max(_ORDERS, order) + 1))
    values = tuple(float((found**t).mean()) for t in orders)
    errors = tuple(float((found**t).std(ddof=1) / math.sqrt(pairs)) for t in orders)
    haars = tuple(float(haar_potential(dimension, t)) for t in orders)
    ratios = tuple(v / h for v, h in zip(values, haars, strict=True))
    spreads = tuple(e / h for e, h in zip(errors, haars, strict=True))
    value, error, haar = values[order - 1], errors[order - 1], haars[order - 1]
    ratio, spread = ratios[order - 1], spreads[order - 1]
    real = float(real_potential(dimension, order)) if is_real else None
    is_near = abs(ratio - 1) < 2 * spread
    says = f"It is {ratio:.3g} ± {spread:.1g} times Haar's {haar:.3g}."
    if is_near:
        says = f"{pairs:,} pairs cannot tell its states from a {order}-design. {says}"
    if real is not None and order > 1:
        says = f"All its states are real, and none are below {real / haar:.3g} times Haar's. {says}"
    columns: dict[str, tuple[Fact, ...]] = {
        "order": orders, "value": values, "error": errors, "Haar": haars, "ratio": ratios,
    }  # fmt: skip
    return FramePotential(
        **shared,
        value=value,
        error=error,
        interval=(max(0.0, value - 1.96 * error), value + 1.96 * error),
        basis="sampled",
        cell=f"qd.analyze.frame_potential(c, order={order}, pairs={pairs}, seed={seed})",
        verdict=f"as a {order}-design" if is_near else "",
        tone="good" if is_near else "plain",
        says=says,
        convention={"order": order, "pairs": pairs, "angles": RANGE, "seed": seed},
        conditions=(
            "Each free parameter is drawn evenly and by itself; derived ones follow.",
            "The error is the standard error of the mean over pairs.",
        ),
        haar=haar,
        ratio=ratio,
        ratio_error=spread,
        real=real,
        chart=_chart(orders, ratios, spreads, dimension, is_real),
        columns=columns,
    )


def _chart(
    orders: tuple[int, ...], ratios: tuple[float, ...], spreads: tuple[float, ...],
    dimension: int, is_real: bool,
) -> Chart:  # fmt: skip
    """Ratios to Haar's over orders."""
    x = tuple(float(t) for t in orders)
    low = tuple(max(r - 1.96 * e, r / 100) for r, e in zip(ratios, spreads, strict=True))
    high = tuple(r + 1.96 * e for r, e in zip(ratios, spreads, strict=True))
    series = [
        Series("this one", "points", x, ratios, low, high),
        Series("Haar", "line", x, (1.0,) * len(x)),
    ]
    if is_real:
        floors = (real_potential(dimension, t) / haar_potential(dimension, t) for t in orders)
        series.append(Series("real states", "dashed", x, tuple(float(each) for each in floors)))
    return Chart("order t", "frame potential over Haar's", tuple(series), log_y=True)


def haar_potential(dimension: int, order: int) -> Fraction:
    """T! (N-1)! / (N+t-1)!: one over the dimension of the symmetric space.

    Example:
        >>> haar_potential(16, 2)
        Fraction(1, 136)
    """
    return Fraction(1, math.comb(dimension + order - 1, order))


def real_potential(dimension: int, order: int) -> Fraction:
    """That of real states spread evenly: 1·3·…·(2t-1) / N (N+2) … (N+2t-2).

    Example:
        >>> real_potential(16, 2)
        Fraction(1, 96)
    """
    found = Fraction(1)
    for k in range(order):
        found *= Fraction(2 * k + 1, dimension + 2 * k)
    return found


FRAME_POTENTIAL: Final = Analysis(
    name="frame_potential",
    title="Frame potential",
    group="States",
    help="How close random states are to a t-design: the mean of |⟨φ|ψ⟩|^2t beside Haar's",
    source=_SOURCE,
    convention=f"mean over random pairs of states, angles drawn evenly from {RANGE}",
    options=(
        Option(
            name="order", title="Order", kind="integer", default=2, low=1, high=8,
            help="t of the t-design",
        ),
        Option(
            name="pairs", title="Pairs", kind="integer", default=5000, low=10, high=1_000_000,
            help="Pairs of states that are compared",
        ),
        SEED,
    ),
    run=frame_potential,
    is_long=True,
)  # fmt: skip
