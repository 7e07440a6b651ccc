"""The jobs of a queue as a page shows them: what is new, a page at a time; one job's counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qdesign.counts import Counts
from qdesign.errors import InvalidRequest
from qdesign.session import port

if TYPE_CHECKING:
    from qdesign.hardware.job import Job
    from qdesign.hardware.queue import Queue

_PAGE: Final = 200
_MOST_SHOWN: Final = 8


class JobList:
    """A queue that stays open.

    A page asks every second or two, most often when nothing is new: that costs one indexed read.
    """

    def __init__(self, queue: Queue) -> None:
        self.queue = queue
        self._totals: tuple[str, dict[bool, int]] = ("", {})

    def news(self, question: port.JobsQuestion) -> port.JobsResult:
        """What the page does not know yet; a worker that died is replaced."""
        self.queue.keep_running()
        news = self.queue.news(question.since)
        of, page = question.archived, _PAGE
        gone: tuple[str, ...] = ()
        if question.before:
            found = self.queue.listing(archived=of, before=question.before, limit=page)
        elif news.changed is None:
            found = self.queue.listing(archived=of, limit=page)
        elif news.changed:
            found = self.queue.listing(archived=of, ids=news.changed)
            left = {job.id for job in found.jobs} | {damaged.id for damaged in found.damaged}
            gone = tuple(id_ for id_ in news.changed if id_ not in left)
        else:
            found = None
        totals = self._counted(news.revision)
        return port.JobsResult(
            # A page of older jobs says nothing of what changed meanwhile.
            revision=question.since if question.before else news.revision,
            is_whole=news.changed is None and not question.before,
            jobs=() if found is None else tuple(shown(job) for job in reversed(found.jobs)),
            gone=gone,
            total=totals[of],
            others=totals[not of],
            damaged=() if found is None else tuple(str(damaged) for damaged in found.damaged),
        )

    def _counted(self, revision: str) -> dict[bool, int]:
        if self._totals[0] != revision:
            counted = {of: self.queue.count(archived=of) for of in (False, True)}
            self._totals = (revision, counted)
        return self._totals[1]

    def counts(self, id: str) -> port.CountsResult:  # noqa: A002
        """A finished job's counts, with the ideal probabilities to lay under them."""
        job = self.queue.job(id)
        if job.num_parts:
            raise InvalidRequest(
                f"Job '{id}' measures an energy with {job.num_parts} circuits: counts are theirs."
            )
        if job.counts is None:
            raise InvalidRequest(f"Job '{id}' has no counts: it is {job.state}.")
        from qdesign.hardware.expected import expected

        circuit = self.queue.circuit(id)
        ideal = expected(circuit, job.values, tuple(job.counts), job.shots)
        return port.CountsResult(
            counts=job.counts,
            ideal=None if ideal is None else ideal[0],
            ideal_rest=None if ideal is None else ideal[1],
        )


def shown(job: Job) -> port.Job:
    """One job as a list shows it."""
    most = sorted((job.counts or Counts()).items(), key=lambda entry: -entry[1])
    return port.Job(
        id=job.id,
        state=job.state,
        label=job.name,
        target=job.target,
        shots=job.shots,
        created=job.created.isoformat(),
        detail=job.reason or job.progress or " ".join(job.notes),
        most=tuple(most[:_MOST_SHOWN]),
        energy=job.energy,
        energy_error=job.energy_error,
        num_parts=job.num_parts,
    )


_open: JobList | None = None


def open_jobs() -> JobList:
    """The jobs of this person's queue, opened once in a process."""
    from qdesign.hardware.queue import Queue, default_path

    global _open
    if _open is not None and not (_open.queue.path == default_path() and _open.queue.is_current):
        _open.queue.close()
        _open = None
    if _open is None:
        _open = JobList(Queue.open())
    return _open
