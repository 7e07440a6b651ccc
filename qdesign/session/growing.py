"""The ask that grows an ansatz."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qdesign.document import Document
from qdesign.errors import InvalidRequest
from qdesign.rows import find
from qdesign.session import port
from qdesign.session.opening import drawn_circuit
from qdesign.session.replies import Answer, Report
from qdesign.showing.tables import number

if TYPE_CHECKING:
    from qdesign.tune.growth import Grown, Growth


def adapt(question: port.AdaptQuestion, report: Report) -> Answer[port.AdaptResult]:
    """An ansatz that is grown gate by gate; what there is yet comes after each gate."""
    from qdesign.ansatz.pool import Pool
    from qdesign.problems import Problem
    from qdesign.tune.adapt import adapt as run

    document = question.document
    if document.observable is None:
        raise InvalidRequest("The document has no observable. Choose a problem first.")
    circuit = drawn_circuit(document)
    if circuit.num_qubits != document.observable.num_qubits:
        raise InvalidRequest(
            f"The problem is on {document.observable.num_qubits} qubits and the circuit on "
            f"{circuit.num_qubits}. Choose the problem again."
        )
    row = find(Pool, question.pool)
    options: Any = row.checked(question.options)
    most = question.max_gates

    def tell(so_far: Growth) -> None:
        gates, newest = so_far.num_gates, so_far.history[-1]
        told = _gate(newest)
        text = (
            f"{row.title}: gate {gates} of {most}: {told.operator}, slope {told.slope:.3g}; "
            f"{number(told.energy, 4)}"
        )
        part = port.GrownPart(_with(document, so_far), told)
        report(text, gates / most, port.SoFar((told.energy,), {}, (gates,), (), (), "", part))

    report(f"{row.title}: starting")
    grown = run(
        document.problem or Problem("", document.observable),
        pool=row.name,
        start=circuit if question.onward else None,
        values=document.values if question.onward else None,
        max_gates=most,
        heard=tell,
        **options,
    )
    return Answer(
        port.AdaptResult(
            _with(document, grown) if grown.history else document,
            tuple(map(_gate, grown.history)),
            grown.start_energy,
            grown.energy,
            grown.reason,
            grown.why,
        )
    )


def _gate(grown: Grown) -> port.GrownGate:
    return port.GrownGate(grown.operator, abs(grown.slope), grown.energy)


def _with(document: Document, grown: Growth) -> Document:
    return document.with_body(grown.circuit).with_values(grown.values)
