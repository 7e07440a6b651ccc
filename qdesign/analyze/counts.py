"""Counts of gates, parameters and depth."""

from __future__ import annotations

from typing import Final

from qdesign.analyze.analysis import Analysis
from qdesign.analyze.plain import Plain
from qdesign.circuit import STAT_TITLES, Circuit, Stats
from qdesign.convert.bodies import as_circuit

_CONVENTION: Final = "blocks, composite gates and controls expanded; barriers not counted"


def counts(circuit: Circuit) -> Stats:
    """Figures of the circuit over its elementary form, as `circuit.stats`."""
    return as_circuit(circuit).stats


def _figure(circuit: Circuit) -> Plain:
    stats = counts(circuit)
    told = {title: getattr(stats, name) for name, title in STAT_TITLES.items()}
    return Plain(
        name="counts",
        title="Gates, parameters, depth",
        value=stats.num_gates,
        unit="gates",
        says="; ".join(f"{title} {number:,}" for title, number in told.items()) + ".",
        convention={"counted": _CONVENTION},
        cell="c.stats",
        columns={title: (number,) for title, number in told.items()},
    )


COUNTS: Final = Analysis(
    name="counts",
    title="Gates, parameters, depth",
    group="Size",
    help="Parameters, rotations, T gates, two-qubit gates, gates and depth",
    convention=_CONVENTION,
    run=_figure,
)
