"""Counts of gates, parameters and depth."""

from __future__ import annotations

from typing import Final

from qdesign.analyze.analysis import Analysis
from qdesign.circuit import Circuit, Stats


def counts(circuit: Circuit) -> Stats:
    """Figures of the circuit over its elementary form, as `circuit.stats`."""
    return circuit.stats


COUNTS: Final = Analysis(
    name="counts",
    title="Gates, parameters, depth",
    group="Size",
    help="Parameters, rotations, T gates, two-qubit gates, gates and depth",
    convention="blocks, composite gates and controls expanded; barriers not counted",
    run=counts,
)
