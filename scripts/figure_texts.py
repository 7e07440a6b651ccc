"""All texts of figures of many kinds of circuits, as they come to the screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from qdesign import problems
from qdesign.analyze import ROWS
from qdesign.analyze.analysis import Analysis
from qdesign.ansatz import template
from qdesign.circuit import Circuit
from qdesign.document import Document
from qdesign.errors import QdesignError
from qdesign.pauli import Observable
from qdesign.session import port
from qdesign.session.analyzing import analyze

_TEXTS: Final = (
    ("ry(a) 0; ry(b) 1; cx 0 1; rz(c) 1; rx(d) 0", 2),
    ("rz(a) 0; rx(b) 0; rx(c) 0; ry(2*d) 1; cx 0 1; ry(e) 1", 2),
    ("rx(a) 0; crz(2*a) 0 1; rxx(b) 1 2; ry(a + b) 2; cx 2 0; p(c) 0", 3),
    ("h 0; rzz(a) 0 1; rzz(a) 1 2; rx(2*b) 0; rx(2*b) 1; ry(c) 3", 4),
    ("crx(a) 0 1; h 0; crx(a) 0 1; ry(b) 0; cry(b) 1 0", 2),
    ("ry(a*b) 0; cx 0 1; rz(sin(a)) 1", 2),
    ("t 0; rx(a) 0; t 0; rx(b) 0; cx 0 1", 2),
    ("ry(x_0) 0; cx 0 1; ry(x_1) 1", 2),
    ("h 0; cx 0 1; s 1; cx 1 2", 3),
    ("rx(a) 0", 1),
    ("h 0; t 0", 1),
    ("rx(a) 0; reset 0; ry(b) 0", 1),
    ("rz(a) 0; rz(b) 1", 2),
)
_FEW: Final = {"pairs": 60, "samples": 24, "points": 12, "inputs": 4, "bins": 10, "starts": 2}
"""So much is drawn, where a row draws."""


def figure_texts() -> Iterator[dict[str, Any]]:
    """Of each row of the catalog its own words, and what it says of each of many circuits."""
    asked = list(_documents())
    for row in ROWS:
        told = [_told(row, document, k) for k, document in enumerate(asked)]
        yield {"name": row.name, "row": {"names": [], "texts": _of_row(row)}, "told": told}


def _documents() -> Iterator[Document]:
    for text, num_qubits in _TEXTS:
        circuit = Circuit.of(num_qubits, text)
        yield _valued(Document(circuit, observable=Observable({"Z" * num_qubits: 1.0})))
    problem = problems.tfim(4)
    for name in ("ry_rz_ring", "hva_tfim", "brick_wall", "qaoa_ring"):
        yield _valued(Document(template(name, 4), observable=problem.observable))
    for terms in ({"ZZZZ": 1.0}, {"IIIZ": 1.0}, {"IIZZ": 1.0}):
        yield _valued(Document(template("ry_cz", 4, layers=2), observable=Observable(terms)))


def _valued(document: Document) -> Document:
    names = document.body.parameters
    return document.with_values({name: 0.3 + 0.7 * k for k, name in enumerate(names)})


def _of_row(row: Analysis) -> list[str]:
    texts = [row.title, row.help]
    for option in row.options:
        texts += [option.title, option.help, *option.titles]
    return [each for each in texts if each]


def _told(row: Analysis, document: Document, seed: int) -> dict[str, Any]:
    """A figure's texts, and the names of parameters, which are nobody's words."""
    named = {option.name for option in row.options}
    options = {name: few for name, few in _FEW.items() if name in named}
    texts: set[str] = set()

    def report(text: str, fraction: float | None = None, so_far: object = None) -> None:
        texts.add(text)

    question = port.AnalyzeQuestion(document, row.name, options, seed)
    try:
        figure = analyze(question, report).result.figure
    except QdesignError as error:
        return {"names": list(document.body.parameters), "texts": sorted({*texts, str(error)})}
    for each in (figure.title, figure.unit, figure.verdict, figure.basis, figure.says):
        texts.add(each)
    texts.update(figure.conditions, figure.convention)
    for reason in figure.reasons:
        texts.update((reason.words, reason.detail, f"{reason.words} {reason.detail}"))
    cells = [cell for column in figure.columns.values() for cell in column]
    texts.update(each for each in (*figure.convention.values(), *cells) if isinstance(each, str))
    texts.update(figure.columns)
    if figure.chart:
        texts.update((figure.chart.x, figure.chart.y))
        for series in figure.chart.series:
            texts.update((series.name, *series.labels))
    return {"names": list(document.body.parameters), "texts": sorted(texts - {""})}
