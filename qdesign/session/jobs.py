"""Asks about jobs: lists of them, one with all that is known of it, and changes."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from qdesign.errors import InvalidRequest, TooLarge
from qdesign.session import port
from qdesign.session.joblist import asked, open_jobs, shown
from qdesign.session.replies import Answer, Report

_MOST_BYTES: Final = 20_000_000


def jobs(question: port.JobsQuestion, report: Report) -> Answer[port.JobsResult]:
    """What is new in the list of jobs, or an older page of it; a worker that died is replaced."""
    return Answer(open_jobs().news(question))


def job(question: port.JobQuestion, report: Report) -> Answer[port.JobReport]:
    """All that is known of a job: its counts over the ideal, what made it, and its way."""
    from qdesign.session.jobreport import job_report

    return Answer(job_report(open_jobs().queue, question.job))


def job_noise(question: port.JobQuestion, report: Report) -> Answer[port.NoiseResult]:
    """What the noise model of a finished job's device gives for it."""
    from qdesign.session.jobreport import noise_report

    report("Asking the noise model")
    return Answer(noise_report(open_jobs().queue, question.job))


def export_jobs(question: port.ExportJobsQuestion, report: Report) -> Answer[port.ExportJobsResult]:
    """The jobs of a list as a table, CSV or JSON."""
    if question.format not in ("csv", "json"):
        raise InvalidRequest(f"'format' is {question.format[:40]!r}; it is csv or json.")
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"jobs.{question.format}"
        done = open_jobs().queue.export(path, **asked(question))
        if path.stat().st_size > _MOST_BYTES:
            raise TooLarge(
                f"These jobs take {path.stat().st_size // 1_000_000} MB as a table, and a page "
                "takes 20. Search for fewer, or write them with: qdesign jobs --export FILE"
            )
        text = path.read_bytes().decode()
    return Answer(port.ExportJobsResult(text, done.num_jobs, len(done.damaged)))


def cancel_job(question: port.JobQuestion, report: Report) -> Answer[port.JobResult]:
    """Cancels a job that is not at its end; one that is UNKNOWN is over here then."""
    return Answer(port.JobResult(shown(open_jobs().queue.cancel(question.job))))


def adopt_job(question: port.AdoptQuestion, report: Report) -> Answer[port.JobResult]:
    """Says which of the provider's jobs an UNKNOWN one is; it is watched from then on."""
    return Answer(port.JobResult(shown(open_jobs().queue.adopt(question.job, question.remote_id))))


def annotate_job(question: port.AnnotateQuestion, report: Report) -> Answer[port.JobResult]:
    """Sets the tags and the note of a job."""
    changed = open_jobs().queue.annotate(question.job, tags=question.tags, note=question.note)
    return Answer(port.JobResult(shown(changed)))


def archive_jobs(question: port.ArchiveQuestion, report: Report) -> Answer[port.ChangedResult]:
    """Puts finished jobs into the archive, or takes them out."""
    queue = open_jobs().queue
    (queue.archive if question.archived else queue.unarchive)(*question.jobs)
    return Answer(port.ChangedResult(question.jobs))


def delete_jobs(question: port.FinishedQuestion, report: Report) -> Answer[port.ChangedResult]:
    """Removes finished jobs for good, with their circuits and counts."""
    open_jobs().queue.delete(*question.jobs)
    return Answer(port.ChangedResult(question.jobs))
