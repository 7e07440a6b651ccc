"""How much an ansatz entangles, over all its values: Meyer and Wallach's measure, exactly."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, final

import numpy as np

from qdesign.analyze.analysis import Analysis
from qdesign.analyze.cones import parts_of
from qdesign.analyze.figure import Chart, Fact, Figure, Series
from qdesign.analyze.moments import sum_of_squares
from qdesign.analyze.pairs import Moment
from qdesign.analyze.states import (
    MAX_QUBITS,
    RANGE,
    SEED,
    RandomStates,
    Real,
    haar_meyer_wallach,
    meyer_wallach,
    pure,
)
from qdesign.analyze.work import Enough, Looks, Progress, Work
from qdesign.cancelling import Cancel
from qdesign.circuit import Circuit
from qdesign.errors import TooLarge
from qdesign.rows import Option

_BARS: Final = 40
_STILL: Final = 1e-11
_SOURCE: Final = "Meyer, Wallach, quant-ph/0108104; Sim, Johnson, Aspuru-Guzik, arXiv:1905.10876"


@final
@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class EntanglingCapability(Figure):
    """The mean of Meyer and Wallach's Q over all values.

    Attributes:
        fraction: the mean as a fraction, where it is one and that is proven.
        haar: the mean over Haar's states.
        why_sampled: why the mean was not found exactly, as the rest of a sentence; empty where it
            was.
    """

    fraction: Fraction | None = None
    haar: float | None = None
    why_sampled: str = ""


def entangling_capability(
    circuit: Circuit,
    *,
    samples: int = 4000,
    seed: int = 0,
    progress: Progress = None,
    cancel: Cancel = None,
    enough: Enough = None,
) -> EntanglingCapability:
    """The mean over all values of Q = 2 - (2 / n) Σ tr ρ_k², from |0…0⟩: 0 of products, at most 1.

    It is exact where pairs of Pauli strings can be carried back through the circuit: up to 15
    qubits, parameters shared by several gates and half turns of controlled rotations included; as a
    fraction, where fixed angles allow it. Else it is the mean over random values, and says why.
    Parameters are even over [0, 2π).

    Args:
        circuit: unitary, up to measurements at its end.
        samples: random states of the picture, and of the mean where it is not exact; from 10 on.
        seed: of their values.
        progress: called with what is being done.
        cancel: a function or an event; asked often.
        enough: asked with the figure so far, after about each twentieth; where it says so, that is
            the figure, with fewer states.

    Raises:
        NotUnitary: it measures, resets or has conditions before its end.
        TooLarge: it is not found exactly, and there are more qubits or states than are sampled.
        Cancelled: `cancel` said so.

    Example:
        >>> entangling_capability(Circuit.of(2, "ry(a) 0; ry(b) 1; cx 0 1; ry(c) 1")).fraction
        Fraction(1, 4)

    Source: Meyer, Wallach, quant-ph/0108104; Brennen, quant-ph/0305094; Sim, Johnson,
    Aspuru-Guzik, arXiv:1905.10876.
    """
    row = ENTANGLING_CAPABILITY.checked({"samples": samples, "seed": seed})
    samples, seed = int(row["samples"]), int(row["seed"])
    bare = pure(circuit, "entangling capability")
    shared: dict[str, Any] = {
        "name": ENTANGLING_CAPABILITY.name,
        "title": ENTANGLING_CAPABILITY.title,
        "unit": "mean Q over all values",
        "source": _SOURCE,
        "convention": {"measure": "Meyer–Wallach", "angles": RANGE},
    }
    if bare.num_qubits < 2:
        says = "There is no other qubit to be entangled with."
        return EntanglingCapability(
            **shared, value=0.0, fraction=Fraction(0), says=says, cell=_cell(samples, seed)
        )
    work = Work("Entangling capability", progress, cancel)
    work.say("Averaging pairs of Pauli strings")
    moment = _mean(bare, work)
    count = samples if bare.used_parameters else 1
    drawn = np.zeros(0)
    looks = Looks(enough, count, "states")

    def figure() -> EntanglingCapability:
        return _figure(bare.num_qubits, moment, drawn, samples, seed, shared)

    try:
        for chunk in RandomStates(bare, count, seed, work):
            drawn = np.concatenate([drawn, meyer_wallach(chunk)])
            so_far = looks.look(len(drawn), figure)
            if so_far is not None:
                return so_far
    except TooLarge as error:
        # Without bars, where the mean is known.
        if isinstance(moment, str):
            raise TooLarge(f"It is not found exactly: {moment}. {error}") from None
    if isinstance(moment, str) and float(np.ptp(drawn)) < _STILL:
        # It is analytic in the values: what is the same at random ones is the same at all.
        moment = Moment(float(drawn.mean()), None)
    return figure()


def _cell(samples: int, seed: int) -> str:
    return f"qd.analyze.entangling_capability(c, samples={samples}, seed={seed})"


def _mean(circuit: Circuit, work: Work) -> Moment | str:
    """The mean of Q; or why it is not found."""
    n = circuit.num_qubits
    strings = [(x << k, z << k) for k in range(n) for x, z in ((1, 0), (0, 1), (1, 1))]
    found = sum_of_squares(parts_of(circuit), n, strings, work)
    if isinstance(found, str):
        return found
    fraction = None if found.fraction is None else 1 - found.fraction / n
    return Moment(1 - found.value / n if fraction is None else float(fraction), fraction)


def _figure(
    num_qubits: int, moment: Moment | str, drawn: Real, samples: int, seed: int,
    shared: dict[str, Any],
) -> EntanglingCapability:  # fmt: skip
    haar = haar_meyer_wallach(num_qubits)
    is_exact = isinstance(moment, Moment)
    value = moment.value if isinstance(moment, Moment) else float(drawn.mean())
    error = 0.0 if isinstance(moment, Moment) else float(drawn.std(ddof=1) / np.sqrt(len(drawn)))
    convention: dict[str, Fact] = dict(shared["convention"])
    if len(drawn) > 1:
        convention |= {"bars" if is_exact else "samples": len(drawn), "seed": seed}
    return EntanglingCapability(
        **{**shared, "convention": convention},
        value=value,
        error=error,
        interval=None if is_exact else (max(0.0, value - 1.96 * error), value + 1.96 * error),
        basis="exact" if is_exact else "sampled",
        cell=_cell(len(drawn) if len(drawn) > 1 else samples, seed),
        verdict="product states" if is_exact and value < 1e-12 else "",
        says=_says(
            value, error, haar, moment, is_still=len(drawn) > 1 and float(np.ptp(drawn)) < _STILL
        ),
        conditions=(
            "Each free parameter is even over [0, 2π), whatever others are; derived ones follow.",
            "The state before the circuit is |0…0⟩.",
        ),
        fraction=moment.fraction if isinstance(moment, Moment) else None,
        haar=haar,
        why_sampled="" if isinstance(moment, Moment) else moment,
        **_drawn(value, haar, drawn, is_exact),
    )


def _says(value: float, error: float, haar: float, moment: Moment | str, *, is_still: bool) -> str:
    """What the mean means here."""
    if not isinstance(moment, Moment):
        side = "near" if abs(value - haar) < 2 * error else "below" if value < haar else "above"
        return f"It is {side} Haar's {haar:.4f}, and sampled: {moment}."
    if value < 1e-12:
        return "All its states are products: nothing entangles from |0…0⟩."
    exactly = ""
    if moment.fraction is not None and moment.fraction.denominator < 1_000_000:
        exactly = f"It is {moment.fraction}. "
    if is_still:
        exactly += "It is the same at all values. "
    if abs(value - 1) < 1e-12:
        return "Each qubit is as entangled as it can be, at all values."
    side = "As" if abs(value - haar) < 1e-9 else "Below" if value < haar else "Above"
    return f"{exactly}{side} Haar's {haar:.4f}."


def _drawn(value: float, haar: float, drawn: Real, is_exact: bool) -> dict[str, Any]:
    """The picture and the columns."""
    marks = Series(
        "", "marks", (value, haar), (0.0, 0.0),
        labels=("mean, exact" if is_exact else "mean", "Haar"),
    )  # fmt: skip
    series, columns = [marks], {}
    if len(drawn) > 1:
        counts, edges = np.histogram(drawn, _BARS, (0, 1))
        shares = tuple((counts / len(drawn)).tolist())
        centers = tuple(((edges[:-1] + edges[1:]) / 2).tolist())
        series.insert(0, Series("random values", "bars", centers, shares))
        columns = {
            "from": tuple(edges[:-1].tolist()), "to": tuple(edges[1:].tolist()), "share": shares,
        }  # fmt: skip
    chart = Chart(
        "Meyer–Wallach Q: 0 product state, 1 most entangled", "share of states", tuple(series)
    )
    return {"chart": chart, "columns": columns}


ENTANGLING_CAPABILITY: Final = Analysis(
    name="entangling_capability",
    title="Entangling capability",
    group="States",
    help="How entangled each qubit is with the others, on average over all values",
    source=_SOURCE,
    convention=f"mean of Meyer and Wallach's Q, angles even over {RANGE}; exact where pairs of "
    f"Pauli strings can be followed, else sampled up to {MAX_QUBITS} qubits",
    options=(
        Option(
            name="samples", title="States", kind="integer", default=4000, low=10, high=1_000_000,
            help="Of the picture, and of the mean where it is not exact",
        ),
        SEED,
    ),
    run=entangling_capability,
    is_long=True,
)  # fmt: skip
