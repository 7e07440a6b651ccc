"""Every analysis: a figure with its convention, the same each time, and refusals in words."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest

from qdesign import ansatz
from qdesign.analyze.analysis import Analysis
from qdesign.analyze.figure import Figure
from qdesign.circuit import Circuit
from qdesign.errors import QdesignError
from qdesign.pauli import Observable
from qdesign.rows import rows

ANALYSES = list(rows(Analysis).values())


def _run(row: Analysis, circuit: Circuit) -> Figure:
    given: list[Any] = [circuit]
    if row.takes != "circuit":
        given.append(Observable({"Z" * circuit.num_qubits: 1.0}))
    if row.takes == "values":
        given.append(dict.fromkeys(circuit.parameters, 0.3))
    return row.run(*given)


@pytest.mark.parametrize("row", ANALYSES, ids=lambda row: row.name)
def test_an_analysis_gives_the_same_figure_each_time(row: Analysis) -> None:
    circuit = ansatz.sim(2, num_qubits=3)
    figure = _run(row, circuit)
    assert isinstance(figure, Figure)
    assert figure.name == row.name.removeprefix(f"{row.origin}/")
    assert _run(row, circuit) == figure
    assert figure.value is not None or figure.says
    assert figure.convention
    assert row.convention
    assert len({len(cells) for cells in figure.columns.values()}) <= 1
    json.dumps(figure.to_dict(), allow_nan=False)


@pytest.mark.parametrize("row", ANALYSES, ids=lambda row: row.name)
def test_what_has_no_value_is_not_called_exact(row: Analysis) -> None:
    assert isinstance(_run(row, Circuit(1)), Figure)
    texts = ((0, ""), (1, ""), (2, "h 0; cx 0 1"), (2, "rx(a) 0; t 0; rxx(a) 0 1; rx(b) 0"))
    for circuit in (Circuit.of(n, text) for n, text in texts):
        with suppress(QdesignError):
            figure = _run(row, circuit)
            assert figure.value is not None or not figure.basis.startswith("exact")
            assert figure.value is not None or (figure.error is None and figure.says)


@pytest.mark.parametrize("row", ANALYSES, ids=lambda row: row.name)
def test_what_has_no_figure_is_refused_in_words(row: Analysis) -> None:
    circuit = Circuit.of(1, "h 0; reset 0; rx(a) 0")
    with suppress(QdesignError):  # anything else is a bug and fails here
        assert _run(row, circuit) is not None


@pytest.mark.parametrize("row", ANALYSES, ids=lambda row: row.name)
def test_circuits_of_other_libraries_are_taken(row: Analysis) -> None:
    from qiskit import QuantumCircuit

    theirs = QuantumCircuit(2)
    theirs.h(0)
    theirs.cx(0, 1)
    ours = Circuit.of(2, "h 0; cx 0 1")
    given: list[Any] = [] if row.takes == "circuit" else [Observable({"ZZ": 1.0})]
    given += [{}] if row.takes == "values" else []
    assert row.run(theirs, *given).value == row.run(ours, *given).value
