"""Asks about problems, exact energies and optimizers."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import numpy as np

from qdesign.document import Document
from qdesign.errors import InvalidRequest, TooLarge
from qdesign.pauli import Observable
from qdesign.rows import find
from qdesign.session import port
from qdesign.session.naming import fitting
from qdesign.session.opening import drawn_circuit
from qdesign.session.replies import Answer, Report
from qdesign.showing.tables import count

if TYPE_CHECKING:
    from qdesign.problems import Problem, Sector

_PAUSE: Final = 0.1
"""Seconds between two reports."""


def problem(question: port.ProblemQuestion, report: Report) -> Answer[port.ProblemResult]:
    """One problem: its observable; `exact` says what is known of it."""
    from qdesign.problems import ProblemRow

    row = find(ProblemRow, question.name)
    size: dict[str, object] = {} if row.num_qubits else {"num_qubits": question.num_qubits}
    found = fitting(row.problem({**question.options, **size}), question.num_qubits)
    terms = found.observable.as_dict()
    told = (_words(found.sector), found.warning, _graph(found))
    return Answer(port.ProblemResult(found.name, found.options, terms, found.quick_energy, *told))


def _words(sector: Sector | None) -> str:
    return "" if sector is None else str(sector)


def _graph(problem: Problem) -> port.GraphPart | None:
    graph = problem.graph
    return None if graph is None else port.GraphPart(graph.edges, graph.places)


def ansatz(question: port.DocumentQuestion, report: Report) -> Answer[port.DocumentResult]:
    """The document with the ansatz that its problem suggests in place of what is drawn."""
    from qdesign.problems import Problem

    observable = _observable(question.document)
    known = question.document.problem or Problem("", observable)
    return Answer(port.DocumentResult(question.document.with_body(known.ansatz)))


def optimize(question: port.OptimizeQuestion, report: Report) -> Answer[port.OptimizeResult]:
    """Values with a lower energy; the best so far come as they are found."""
    from qdesign.tune.optimize import optimize as run
    from qdesign.tune.optimizer import Optimizer

    row = find(Optimizer, question.method)
    options = row.checked(question.options)
    observable = _observable(question.document)
    circuit = drawn_circuit(question.document)
    fresh: list[float] = []
    best: Mapping[str, float] = {}
    told = -math.inf

    def found(values: Mapping[str, float]) -> None:
        nonlocal best
        best = values

    def progress(steps: int, energy: float) -> None:
        nonlocal told
        fresh.append(energy)
        # Many steps take less time than telling of one.
        if time.monotonic() - told < _PAUSE:
            return
        told = time.monotonic()
        tell(steps)

    def tell(steps: int) -> None:
        text = f"{row.title}: {count(steps, 'step')}"
        report(text, steps / int(options["max_steps"]), port.SoFar(tuple(fresh), best))
        fresh.clear()

    report(f"{row.title}: starting")
    done = run(
        circuit,
        observable,
        method=row.name,
        start=question.document.values,
        seed=question.seed,
        progress=progress,
        found=found,
        **options,  # pyright: ignore[reportArgumentType]  # checked by the row
    )
    tell(len(done.history) - 1)
    return Answer(port.OptimizeResult(done.values, done.reason, done.kicks))


def _observable(document: Document) -> Observable:
    if document.observable is None:
        raise InvalidRequest("The document has no observable. Choose a problem first.")
    return document.observable


def exact(question: port.DocumentQuestion, report: Report) -> Answer[port.ExactResult]:
    """What is known of the document's observable: its problem, ground energy and ground space.

    Where the problem is about a sector, the energy and the space are those of the sector.

    The buffer is float64, shape (2**n,), Qiskit order: the mean over the space where it has several
    dimensions; none where the observable is too large to diagonalize.
    """
    from qdesign.problems import ground_space

    observable = _observable(question.document)
    problem = question.document.problem
    title = "" if problem is None else problem.name
    sector = None if problem is None else problem.sector
    told = (
        _words(sector),
        "" if problem is None else problem.warning,
        None if problem is None else _graph(problem),
    )
    report("Diagonalizing")
    try:
        energy, weights, dimension = ground_space(observable, sector)
    except TooLarge:
        energy = None if problem is None else problem.exact_energy
        return Answer(port.ExactResult(title, energy, None, *told))
    result = port.ExactResult(title, energy, dimension, *told)
    return Answer(result, (np.ascontiguousarray(weights).tobytes(),))
