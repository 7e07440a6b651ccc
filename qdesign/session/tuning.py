"""Asks about problems, exact energies and optimizers."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

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
from qdesign.simulate.engines import engine_row
from qdesign.simulate.engines.protocol import LIVE_LIMIT
from qdesign.simulate.simulator import Simulator
from qdesign.tune.progress import Standing, Step

if TYPE_CHECKING:
    from qdesign.problems import Problem, Sector
    from qdesign.tune.result import Optimization

_PAUSE: Final = 0.1
"""Seconds between two reports."""
_RATE: Final = 250_000
"""Characters of states that are told a second, at most."""
_LONGEST: Final = 4_000_000
"""Characters of a state that is told."""
_MANY: Final = 2_000
"""Steps after which only every second one is told, after as many again every fourth, and so on."""


def problem(question: port.ProblemQuestion, report: Report) -> Answer[port.ProblemResult]:
    """One problem: its observable; `exact` says what is known of it."""
    from qdesign.problems import ProblemRow

    row = find(ProblemRow, question.name)
    size: dict[str, object] = {} if row.num_qubits else {"num_qubits": question.num_qubits}
    found = fitting(row.problem({**question.options, **size}), question.num_qubits)
    terms = found.observable.as_dict()
    told = (_words(found.sector), found.warning, _graph(found))
    return Answer(port.ProblemResult(found.name, found.options, terms, found.quick_energy, *told))


def state(question: port.StateQuestion, report: Report) -> Answer[port.ProblemResult]:
    """A state of one's own as a problem: one minus the fidelity with it."""
    from qdesign.problems import state as to_prepare

    found = to_prepare(question.text)
    terms = found.observable.as_dict()
    return Answer(port.ProblemResult(found.name, {}, terms, found.exact_energy, "", "", None))


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


def keeps(question: port.DocumentQuestion, report: Report) -> Answer[port.KeepsResult]:
    """Whether the circuit keeps the sector of its problem."""
    from qdesign.analyze.keeping import keeps_sector

    document = question.document
    problem = document.problem
    if problem is None or problem.sector is None:
        return Answer(port.KeepsResult(None))
    circuit = drawn_circuit(document)
    return Answer(port.KeepsResult(keeps_sector(circuit, problem.sector, document.values)))


def optimize(question: port.OptimizeQuestion, report: Report) -> Answer[port.OptimizeResult]:
    """Values with a lower energy; the best so far come as they are found."""
    from qdesign.tune.optimizer import Optimizer
    from qdesign.tuning import optimize as run

    row = find(Optimizer, question.method)
    options: dict[str, Any] = dict(row.checked(question.options))
    cost = _cost(question.document)
    circuit = drawn_circuit(question.document)
    several = question.layerwise or question.starts > 1
    telling = _Telling(
        row.title,
        question.starts * int(options["max_steps"]),
        report,
        several=several,
        lowest=question.starts > 1,
    )
    report(f"{row.title}: starting")
    # Above the live limit one step may take minutes: what it goes by is said before it.
    is_wide = circuit.num_qubits > LIVE_LIMIT
    if isinstance(cost, Observable) and is_wide and not question.shots:
        by = engine_row(Simulator(circuit, cost).engine).title.lower()
        report(f"{row.title}: step 1 of at most {telling.most}, by {by}")
        telling.tells_pace = True
    done: Optimization = run(
        circuit,
        cost,
        method=row.name,
        start=question.document.values,
        seed=question.seed,
        found=telling.found,
        heard=telling.heard,
        shots=question.shots or None,
        noise=question.document.noise if question.noise else None,
        frozen=question.frozen,
        starts=question.starts,
        layerwise=question.layerwise,
        state=_state(question.state),
        **options,
    )
    telling.end(done)
    engine, off = "", 0.0
    if isinstance(cost, Observable) and telling.tells_pace:
        simulator = Simulator(circuit, cost)
        values = {name: done.values[name] for name in simulator.parameters}
        engine, off = engine_row(simulator.engine).title, simulator.error(values)
    return Answer(
        port.OptimizeResult(
            done.values,
            done.reason,
            done.kicks,
            done.energy,
            done.energy_error,
            engine,
            off,
            _text(done.state),
        )
    )


def _state(text: str) -> Mapping[str, Any] | None:
    """The state that a result had as text."""
    if not text:
        return None
    try:
        return json.loads(text)
    except ValueError:
        raise InvalidRequest(
            "The state of the stopped run is damaged. Begin anew from the present values."
        ) from None


def _text(state: Mapping[str, Any]) -> str:
    """A state as text; empty where there is none, or too much of it."""
    text = json.dumps(dict(state)) if state else ""
    return text if len(text) <= _LONGEST else ""


class _Telling:
    """Tells of steps, now and then; of the many of a long run fewer and fewer.

    Of several runs no state is told, and where they are tries of the same, the lowest values.
    """

    def __init__(
        self, title: str, most: int, report: Report, *, several: bool, lowest: bool
    ) -> None:
        self._title, self.most, self._report = title, most, report
        self.tells_pace = False
        self._began = time.monotonic()
        self._several, self._of_all = several, lowest
        self._fresh: list[Step] = []
        self._told, self._kept, self._stride = -math.inf, 0, 1
        self._stated = -math.inf
        self._found: Mapping[str, float] = {}
        self._best: Mapping[str, float] = {}
        self._lowest = math.inf
        self._number = 0

    def found(self, values: Mapping[str, float]) -> None:
        """The best values of the run so far."""
        self._found = values

    def heard(self, step: Step) -> None:
        """A step was done."""
        self._number = step.number
        if step.best < self._lowest:
            self._lowest, self._best = step.best, self._found
        if step.number % self._stride == 0:
            self._fresh.append(step)
            self._kept += 1
            if self._kept >= _MANY:
                self._kept, self._stride = 0, 2 * self._stride
        # Many steps take less time than telling of one.
        if time.monotonic() - self._told >= _PAUSE and step.standing is not None:
            standing = step.standing()
            values = self._best if self._of_all else standing.values
            self._tell(step.number, values, self._state(standing))

    def end(self, done: Optimization) -> None:
        """Tells what is left, and where it ended."""
        self._tell(self._number, done.values, "")

    def _state(self, standing: Standing) -> str:
        """The state, where it is time to tell one: long ones are told less often."""
        if self._several:
            return ""
        now = time.monotonic()
        if now < self._stated:
            return ""
        text = _text(standing.state)
        self._stated = now + len(text) / _RATE
        return text

    def _tell(self, steps: int, values: Mapping[str, float], state: str) -> None:
        """Tells what is new."""
        self._told = time.monotonic()
        text = f"{self._title}: {count(steps, 'step')}"
        fresh = self._fresh
        if self.tells_pace and steps and fresh:
            pace = (self._told - self._began) / steps
            each = f"{pace:.2g} s" if pace < 100 else f"{pace / 60:.2g} min"
            text += f" of at most {self.most}, energy {fresh[-1].energy:.6g}, {each} each"
        so_far = port.SoFar(
            tuple(step.best for step in fresh),
            values,
            tuple(step.number for step in fresh),
            tuple(step.energy for step in fresh),
            tuple(step.error for step in fresh),
            state,
        )
        self._report(text, min(1.0, steps / self.most), so_far)
        self._fresh = []


def _cost(document: Document) -> Observable | Problem:
    """What is lowered: the energy of the document's observable, or a loss."""
    observable = _observable(document)
    problem = document.problem
    return observable if problem is None or problem.data is None else problem


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
    from qdesign.problems import ground_space, structured_energy

    observable = _observable(question.document)
    problem = question.document.problem
    title = "" if problem is None else problem.name
    sector = None if problem is None else problem.sector
    told = (
        _words(sector),
        "" if problem is None else problem.warning,
        None if problem is None else _graph(problem),
    )
    if problem is not None and problem.data is not None:  # a loss has no ground energy
        return Answer(port.ExactResult(title, None, None, "", *told))
    report("Diagonalizing")
    try:
        energy, weights, dimension = ground_space(observable, sector)
    except TooLarge:
        report("Looking for structure")
        found = structured_energy(observable) if sector is None else None
        energy, how = found or (None if problem is None else problem.exact_energy, "")
        return Answer(port.ExactResult(title, energy, None, how, *told))
    result = port.ExactResult(title, energy, dimension, "diagonalization", *told)
    return Answer(result, (np.ascontiguousarray(weights).tobytes(),))
