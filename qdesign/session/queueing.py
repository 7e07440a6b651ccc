"""Asks about the queue: what is sent to it, what is in it, what may be spent."""

from __future__ import annotations

from qdesign.session import port
from qdesign.session.joblist import open_jobs, shown
from qdesign.session.opening import drawn_circuit
from qdesign.session.replies import Answer, Report


def submit(question: port.SubmitQuestion, report: Report) -> Answer[port.JobResult]:
    """A new job with the document's values, or the one that the same token made before."""
    circuit = drawn_circuit(question.document)
    job = open_jobs().queue.submit(
        circuit,
        question.document.values,
        target=question.target,
        shots=question.shots,
        seed=question.seed,
        optimization_level=question.level,
        layout=question.layout or None,
        max_cost=question.max_cost,
        name=question.label,
        token=question.token,
    )
    return Answer(port.JobResult(shown(job)))


def jobs(question: port.JobsQuestion, report: Report) -> Answer[port.JobsResult]:
    """What is new in the list of jobs, or an older page of it; a worker that died is replaced."""
    return Answer(open_jobs().news(question))


def counts(question: port.JobQuestion, report: Report) -> Answer[port.CountsResult]:
    """The counts of a finished job, and the ideal probabilities to lay under them."""
    return Answer(open_jobs().counts(question.job))


def cancel_job(question: port.JobQuestion, report: Report) -> Answer[port.JobResult]:
    """Cancels a job that is not at its end."""
    return Answer(port.JobResult(shown(open_jobs().queue.cancel(question.job))))


def archive_jobs(question: port.ArchiveQuestion, report: Report) -> Answer[port.ChangedResult]:
    """Puts finished jobs into the archive, or takes them out."""
    queue = open_jobs().queue
    (queue.archive if question.archived else queue.unarchive)(*question.jobs)
    return Answer(port.ChangedResult(question.jobs))


def delete_jobs(question: port.FinishedQuestion, report: Report) -> Answer[port.ChangedResult]:
    """Removes finished jobs for good, with their circuits and counts."""
    open_jobs().queue.delete(*question.jobs)
    return Answer(port.ChangedResult(question.jobs))


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
