"""Every analysis: a value with its convention, the same each time, and refusals in words."""

from __future__ import annotations

from contextlib import suppress

import pytest

from qdesign import ansatz
from qdesign.analyze.analysis import Analysis
from qdesign.circuit import Circuit
from qdesign.errors import QdesignError
from qdesign.rows import rows

ANALYSES = list(rows(Analysis).values())


@pytest.mark.parametrize("row", ANALYSES, ids=lambda row: row.name)
def test_an_analysis_gives_the_same_figure_each_time(row: Analysis) -> None:
    circuit = ansatz.sim(2, num_qubits=3)
    figure = row.run(circuit)
    assert figure is not None
    assert row.run(circuit) == figure
    assert row.convention
    assert row.run(Circuit(1)) is not None


@pytest.mark.parametrize("row", ANALYSES, ids=lambda row: row.name)
def test_what_has_no_figure_is_refused_in_words(row: Analysis) -> None:
    circuit = Circuit.of(1, "h 0; reset 0; rx(a) 0")
    with suppress(QdesignError):  # anything else is a bug and fails here
        assert row.run(circuit) is not None
