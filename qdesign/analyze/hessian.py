"""Curvatures of an energy at the values: minimum, saddle, or no stationary point."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, final

import numpy as np

from qdesign.analyze.analysis import Analysis
from qdesign.analyze.figure import Chart, Figure, Reason, Series, Tone
from qdesign.analyze.work import NO_PARAMETERS, Progress, Work, checked_memory, on_qubits_of
from qdesign.cancelling import Cancel
from qdesign.circuit import Circuit
from qdesign.convert.bodies import as_circuit
from qdesign.errors import NotUnitary, TooLarge
from qdesign.pauli import Observable
from qdesign.showing.tables import count
from qdesign.simulate.simulator import Simulator, Values, bound_values

_MOST: Final = 1000
_FLAT: Final = 1e-7
"""Of the sum of all weights: curvatures below it count as 0."""
_STILL: Final = 1e-5
"""The same of slopes."""


@final
@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class HessianSpectrum(Figure):
    """Curvatures of an energy; `value` is the index: how many directions go down.

    Attributes:
        energy: at the values.
        slope: the norm of the gradient there, per radian.
        curvatures: eigenvalues of the Hessian, ascending, per radian².
        zeros: how many of them are 0.
    """

    energy: float
    slope: float
    curvatures: tuple[float, ...]
    zeros: int


def hessian_spectrum(
    circuit: Circuit,
    observable: Observable,
    values: Values = None,
    *,
    progress: Progress = None,
    cancel: Cancel = None,
) -> HessianSpectrum:
    """The eigenvalues of an energy's second derivatives at some values, and what they say.

    Args:
        circuit: unitary, up to measurements at its end; at most 1,000 parameters.
        observable: on as many qubits.
        values: radians by name or in the order of `circuit.parameters`; zeros when None.
        progress: called with what is being done.
        cancel: a function or an event; asked often.

    Raises:
        NotUnitary: the circuit measures, resets or has conditions before its end.
        TooLarge: more parameters or qubits than are taken.

    Example:
        >>> found = hessian_spectrum(
        ...     Circuit.of(1, "ry(a) 0; rz(b) 0"), Observable({"Z": 1.0}), {"a": 0.0, "b": 0.0}
        ... )
        >>> found.value, found.zeros, found.verdict
        (1, 1, 'maximum')
    """
    circuit = as_circuit(circuit).without_final_measurements()
    observable = on_qubits_of(circuit, observable)
    if not circuit.is_unitary:
        raise NotUnitary(
            "A circuit that measures, resets or has conditions before its end has no Hessian "
            "here. Remove them first."
        )
    size = len(circuit.parameters)
    if size > _MOST:
        raise TooLarge(
            f"The circuit has {size:,} parameters; curvatures are found for at most {_MOST:,}."
        )
    checked_memory(circuit)
    work = Work("The Hessian", progress, cancel)
    work.say("Taking second derivatives")
    simulator = Simulator(circuit, observable)
    point = np.zeros(size) if values is None else bound_values(simulator.parameters, values)
    rows: list[np.ndarray] = []
    for unit in np.eye(size):
        work.ask()
        rows.append(simulator.hessian_product(unit, point))
    matrix = np.array(rows).reshape(size, size)
    curvatures = np.linalg.eigvalsh((matrix + matrix.T) / 2)
    energy, slopes = simulator.gradient(point)
    scale = max(1e-300, sum(abs(weight) for _, weight in observable.terms))
    return _figure(curvatures, energy, float(np.linalg.norm(slopes)), scale, values is None)


def _figure(
    curvatures: np.ndarray, energy: float, slope: float, scale: float, at_zeros: bool
) -> HessianSpectrum:
    down = int((curvatures < -_FLAT * scale).sum())
    up = int((curvatures > _FLAT * scale).sum())
    zeros = len(curvatures) - down - up
    verdict, tone, says = _verdict(down, up, zeros, slope, is_still=slope < _STILL * scale)
    listed = tuple(curvatures.tolist())
    return HessianSpectrum(
        name="hessian_spectrum",
        title="Curvatures at the values",
        value=down if listed else None,
        error=0.0 if listed else None,
        unit=f"of {count(len(listed), 'direction')} go down" if listed else "",
        verdict=verdict,
        tone=tone,
        says=says,
        basis="exact" if listed else NO_PARAMETERS,
        convention={
            "at": "zeros" if at_zeros else "the values",
            "unit": "per radian²",
            "zero below": f"{_FLAT:g} of all weights",
            "stationary below": f"slope {_STILL:g} of all weights",
        },
        conditions=("at these values alone",),
        source="McClean et al., arXiv:1803.11173; Huembeli, Dauphin, arXiv:2008.02785",
        cell="qd.analyze.hessian_spectrum(c, H, values)",
        reasons=() if not listed else (
            Reason(slope < _STILL * scale, f"The slope is {slope:.2g} per radian."),
            Reason(None, f"{up} up, {down} down, {zeros} flat."),
        ),
        chart=Chart(
            "direction", "curvature per radian²",
            (Series("", "bars", tuple(map(float, range(1, len(listed) + 1))), listed),),
        ) if listed else None,
        columns={"curvature": listed},
        energy=energy,
        slope=slope,
        curvatures=listed,
        zeros=zeros,
    )  # fmt: skip


def _verdict(
    down: int, up: int, zeros: int, slope: float, *, is_still: bool
) -> tuple[str, Tone, str]:
    if not down + up + zeros:
        return NO_PARAMETERS, "plain", "The circuit has no parameters to go down along."
    if not is_still:
        return "on a slope", "plain", (
            f"This is no stationary point: the slope is {slope:.2g} per radian. "
            "The curvatures are those of the place."
        )  # fmt: skip
    flat = f"; to second order {count(zeros, 'direction is', 'directions are')} flat"
    if down and up:
        return "saddle", "warn", f"{count(down, 'direction goes', 'directions go')} down."
    if down:
        return "maximum", "warn", f"Every direction goes down{flat if zeros else ''}."
    if up:
        more = f"{flat}, so it may be a valley or a saddle" if zeros else ""
        return ("minimum or flat" if zeros else "minimum"), "good", f"No direction goes down{more}."
    return "flat", "unknown", "To second order the energy does not change in any direction."


HESSIAN_SPECTRUM: Final = Analysis(
    name="hessian_spectrum",
    title="Curvatures at the values",
    group="Training",
    help="Eigenvalues of an energy's second derivatives at the values: minimum, saddle, flat",
    source="arXiv:1803.11173; arXiv:2008.02785",
    convention="exact second derivatives, per radian²",
    takes="values",
    is_long=True,
    run=hessian_spectrum,
)
