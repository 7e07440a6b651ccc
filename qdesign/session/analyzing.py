"""The ask for one figure of an ansatz: a row of the catalog, run on what is drawn."""

from __future__ import annotations

import dataclasses
import inspect
import math
from collections.abc import Callable
from itertools import compress
from typing import Any

from qdesign.analyze.analysis import Analysis
from qdesign.analyze.figure import Chart, Figure, Series
from qdesign.circuit import Circuit
from qdesign.document import Document
from qdesign.errors import InvalidRequest
from qdesign.pauli import Observable
from qdesign.rows import find
from qdesign.session import port
from qdesign.session.opening import drawn_circuit, drawn_observable
from qdesign.session.replies import Answer, Report
from qdesign.showing.tables import count


def analyze(question: port.AnalyzeQuestion, report: Report) -> Answer[port.AnalyzeResult]:
    """One figure of the circuit with its error, convention, conditions and data."""
    row = find(Analysis, question.name)
    options: dict[str, Any] = dict(question.options)
    takes = inspect.signature(row.run).parameters
    named = {option.name for option in row.options}
    if "seed" in named:
        options.setdefault("seed", question.seed)
    options = dict(row.checked(options))
    if "seed" in takes and "seed" not in named:
        options["seed"] = question.seed
    if "progress" in takes:
        options["progress"] = report
    if "enough" in takes:
        options["enough"] = _teller(row, report)
    circuit = drawn_circuit(question.document)
    given: list[Any] = [circuit]
    if row.takes != "circuit":
        observable = _observable(question.document, circuit)
        problem = question.document.problem if row.takes == "problem" else None
        given.append(problem or observable)
    if row.takes == "values":
        given.append(question.document.values)
    report(row.title)
    return Answer(port.AnalyzeResult(figure_of(row, row.run(*given, **options))))


def _teller(row: Analysis, report: Report) -> Callable[[Figure], bool]:
    """Tells figures so far, so that who asked may keep one; goes on whatever comes."""

    def tell(so_far: Figure) -> bool:
        stopped = so_far.conditions[-1].removeprefix("stopped at ")
        told = port.SoFar((), {}, (), (), (), "", figure=figure_of(row, so_far))
        report(stopped, so_far=told)
        return False

    return tell


def _observable(document: Document, circuit: Circuit) -> Observable:
    observable = drawn_observable(document)
    if observable.num_qubits != circuit.num_qubits:
        raise InvalidRequest(
            f"The observable is on {count(observable.num_qubits, 'qubit')} and the circuit on "
            f"{circuit.num_qubits}. Choose another observable."
        )
    return observable


def figure_of(row: Analysis, found: object) -> Figure:
    """What a row gave as a figure that travels: finite numbers, no fields beyond `Figure`'s.

    Rows may give plain numbers and other values, too; these are told in their own words.
    """
    if not isinstance(found, Figure):
        is_number = isinstance(found, (int, float)) and not isinstance(found, bool)
        return Figure(
            name=row.name,
            title=row.title,
            value=_finite(found) if is_number else None,
            error=0.0 if is_number else None,
            says="" if is_number else repr(found),
            convention={"convention": row.convention},
            source=row.source,
        )
    parts = {each.name: getattr(found, each.name) for each in dataclasses.fields(Figure)}
    parts |= {
        "value": _finite(found.value),
        "error": _finite(found.error),
        "interval": _interval(found.interval),
        "chart": found.chart and _chart(found.chart),
        "convention": {key: _finite(fact) for key, fact in found.convention.items()},
        "columns": {name: tuple(map(_finite, cells)) for name, cells in found.columns.items()},
    }
    return Figure(**parts)


def _finite(fact: Any) -> Any:
    """A cell as JSON can say it: what is no number is not known."""
    return None if isinstance(fact, float) and not math.isfinite(fact) else fact


def _interval(ends: tuple[float, float] | None) -> tuple[float, float] | None:
    return ends if ends is not None and all(map(math.isfinite, ends)) else None


def _chart(chart: Chart) -> Chart:
    return dataclasses.replace(chart, series=tuple(map(_series, chart.series)))


def _series(series: Series) -> Series:
    """The points that can be drawn."""
    numbers = [cells for cells in (series.x, series.y, series.low, series.high) if cells]
    whole = [all(map(math.isfinite, point)) for point in zip(*numbers, strict=True)]
    if all(whole):
        return series

    def kept(cells: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(compress(cells, whole))

    return dataclasses.replace(
        series,
        x=kept(series.x),
        y=kept(series.y),
        low=kept(series.low),
        high=kept(series.high),
        labels=kept(series.labels),
    )
