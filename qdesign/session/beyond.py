"""The ask for numbers above the live limit: engines that the page has not."""

from __future__ import annotations

from qdesign.session import port
from qdesign.session.opening import drawn_circuit, drawn_observable
from qdesign.session.replies import Answer, Report
from qdesign.simulate.engines import engine_row
from qdesign.simulate.simulator import Simulator

_STATE = "Following the state"
_SLOPES = "Finding slopes"


def beyond(question: port.BeyondQuestion, report: Report) -> Answer[port.BeyondResult]:
    """The energy at the document's values by an engine of Python, and Bloch vectors."""
    document = question.document
    report(_STATE)
    simulator = Simulator(
        drawn_circuit(document),
        drawn_observable(document),
        engine=question.engine,
        progress=lambda done: report(_STATE, done),
    )
    values = {name: document.values.get(name, 0.0) for name in simulator.parameters}
    energy = simulator.expectation(values)
    has_vectors = simulator.gives("bloch_vectors")
    vectors = simulator.bloch_vectors(values).ravel().tolist() if has_vectors else ()
    bounds = simulator.bloch_errors(values).ravel().tolist() if has_vectors else ()
    slopes = None
    # Nothing says how far off the slopes of a state are that was truncated.
    if question.slopes and simulator.error_kind == "exact" and simulator.gives("gradient"):
        report(_SLOPES)
        _, found = simulator.gradient(values)
        slopes = dict(zip(simulator.parameters, found.tolist(), strict=True))
    return Answer(
        port.BeyondResult(
            energy,
            simulator.error(values),
            simulator.estimate(values),
            engine_row(simulator.engine).title,
            simulator.says,
            tuple(vectors),
            tuple(bounds),
            slopes,
        )
    )
