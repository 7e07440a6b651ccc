"""The ask for an energy above the live limit: engines that the page has not."""

from __future__ import annotations

from qdesign.session import port
from qdesign.session.opening import drawn_circuit, drawn_observable
from qdesign.session.replies import Answer, Report
from qdesign.simulate.engines import engine_row
from qdesign.simulate.simulator import Simulator


def beyond(question: port.BeyondQuestion, report: Report) -> Answer[port.BeyondResult]:
    """The energy at the document's values by an engine of Python, with its error."""
    document = question.document
    report("Following the state")
    simulator = Simulator(
        drawn_circuit(document),
        drawn_observable(document),
        engine=question.engine,
        progress=lambda done: report("Following the state", done),
    )
    values = {name: document.values.get(name, 0.0) for name in simulator.parameters}
    energy = simulator.expectation(values)
    return Answer(
        port.BeyondResult(
            energy,
            simulator.error(values),
            simulator.estimate(values),
            engine_row(simulator.engine).title,
            simulator.says,
        )
    )
