"""Asks about the queue: what is sent to it, what may be spent."""

from __future__ import annotations

from collections.abc import Mapping

from qdesign.document import Document
from qdesign.session import port
from qdesign.session.joblist import open_jobs, shown
from qdesign.session.opening import drawn_circuit, drawn_observable
from qdesign.session.replies import Answer, Report


def submit(question: port.SubmitQuestion, report: Report) -> Answer[port.JobResult]:
    """A new job with the document's values, or the one that the same token made before."""
    circuit = drawn_circuit(question.document)
    observable = drawn_observable(question.document) if question.energy else None
    job = open_jobs().queue.submit(
        circuit,
        question.document.values,
        target=question.target,
        shots=question.shots,
        seed=question.seed,
        optimization_level=question.level,
        layout=question.layout or None,
        options=with_noise(question.options, question.target, question.document),
        max_cost=question.max_cost,
        name=question.label,
        token=question.token,
        observable=observable,
    )
    return Answer(port.JobResult(shown(job)))


def with_noise(
    options: Mapping[str, object], target: str, document: Document
) -> Mapping[str, object]:
    """The options, with the noise of the drawing for the target that takes it."""
    from qdesign.hardware.providers.local import NOISY

    noise = document.noise if target == NOISY and "noise" not in options else None
    return options if noise is None else {**options, "noise": noise}


def spending(question: port.EmptyQuestion, report: Report) -> Answer[port.SpendingResult]:
    """The caps that are set, and what was or may still be paid under each."""
    queue = open_jobs().queue
    caps, spent = queue.caps, queue.spent
    return Answer(
        port.SpendingResult(
            tuple(
                port.Cap(scope, unit, caps.get((scope, unit)), spent.get((scope, unit), 0.0))
                for scope, unit in sorted({*caps, *spent})
            )
        )
    )


def set_cap(question: port.CapQuestion, report: Report) -> Answer[port.SpendingResult]:
    """Sets what may be spent, or takes the cap away."""
    open_jobs().queue.set_cap(question.scope, question.most, unit=question.unit)
    return spending(port.EmptyQuestion(), report)
