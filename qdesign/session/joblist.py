"""The jobs of a queue as a page shows them: what is new, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final, TypedDict

from qdesign.counts import Counts
from qdesign.errors import InvalidRequest
from qdesign.hardware.job import State, is_final
from qdesign.session import port

if TYPE_CHECKING:
    from qdesign.hardware.job import Job
    from qdesign.hardware.queue import Queue

_PAGE: Final = 200
_MOST_SHOWN: Final = 8
_OPEN: Final = tuple(state for state in State if not is_final(state))
_DONE: Final = tuple(state for state in State if is_final(state))


class Asked(TypedDict):
    """Which jobs of a queue are asked for."""

    archived: bool
    states: tuple[State, ...]
    search: str


@dataclass(frozen=True, slots=True)
class _Totals:
    """What is counted over all jobs of a list, for a revision and words."""

    key: tuple[str, bool, str] = ("", False, "")
    num_open: int = 0
    num_done: int = 0
    others: int = 0
    month: tuple[port.Spent, ...] = ()


class JobList:
    """A queue that stays open.

    A page asks every second or two, most often when nothing is new: that costs one indexed read.
    """

    def __init__(self, queue: Queue) -> None:
        self.queue = queue
        self._totals = _Totals()

    def news(self, question: port.JobsQuestion) -> port.JobsResult:
        """What the page does not know yet; a worker that died is replaced."""
        from qdesign.hardware.setting_aside import told as told_aside

        self.queue.keep_running()
        news = self.queue.news(question.since)
        page, of = _PAGE, partial(self.queue.listing, **asked(question))
        gone: tuple[str, ...] = ()
        if question.before:
            found = of(before=question.before, limit=page)
        elif news.changed is None:
            found = of(limit=page)
        elif news.changed:
            found = of(ids=news.changed)
            left = {job.id for job in found.jobs} | {damaged.id for damaged in found.damaged}
            gone = tuple(id_ for id_ in news.changed if id_ not in left)
        else:
            found = None
        told = self._counted(news.revision, question)
        jobs = () if found is None else found.jobs
        groups = sorted({job.group for job in jobs if job.group})
        return port.JobsResult(
            # A page of older jobs says nothing of what changed meanwhile.
            revision=question.since if question.before else news.revision,
            is_whole=news.changed is None and not question.before,
            jobs=tuple(shown(job) for job in reversed(jobs)),
            gone=gone,
            total={"open": told.num_open, "done": told.num_done}.get(
                question.which, told.num_open + told.num_done
            ),
            num_open=told.num_open,
            num_done=told.num_done,
            others=told.others,
            damaged=() if found is None else tuple(str(damaged) for damaged in found.damaged),
            kept_aside=tuple(told_aside(path) for path in self.queue.kept_aside),
            batches=tuple(port.Batch(*each) for each in self.queue.batches(groups))
            if groups
            else (),
            month=told.month,
        )

    def _counted(self, revision: str, question: port.JobsQuestion) -> _Totals:
        """What is counted over all jobs, once a revision."""
        key = (revision, question.archived, question.search)
        if self._totals.key != key:
            count, of = self.queue.count, question.archived
            words = question.search
            num_open = count(archived=of, states=_OPEN, search=words)
            self._totals = _Totals(
                key,
                num_open=num_open,
                num_done=count(archived=of, search=words) - num_open,
                others=count(archived=not of),
                month=self._month(),
            )
        return self._totals

    def _month(self) -> tuple[port.Spent, ...]:
        spent, caps = self.queue.spent, self.queue.caps
        units = sorted({unit for scope, unit in (*spent, *caps) if scope == "month"})
        return tuple(
            port.Spent(unit, spent.get(("month", unit), 0.0), caps.get(("month", unit)))
            for unit in units
        )


def asked(question: port.JobsQuestion | port.ExportJobsQuestion) -> Asked:
    """The jobs that are asked for, as a queue takes it.

    Raises:
        InvalidRequest: there is no such list.
    """
    states = {"open": _OPEN, "done": _DONE, "all": ()}.get(question.which)
    if states is None:
        raise InvalidRequest(f"'which' is {question.which[:40]!r}; it is all, open or done.")
    return {"archived": question.archived, "states": states, "search": question.search}


def shown(job: Job) -> port.Job:
    """One job as a list shows it."""
    most = sorted((job.counts or Counts()).items(), key=lambda entry: -entry[1])
    price = job.estimate
    return port.Job(
        id=job.id,
        state=job.state,
        label=job.name,
        provider=job.provider,
        target=job.target,
        shots=job.shots,
        created=job.created.isoformat(),
        updated=job.updated.isoformat(),
        detail=job.reason or job.progress or " ".join(job.notes),
        most=tuple(most[:_MOST_SHOWN]),
        energy=job.energy,
        energy_error=job.energy_error,
        num_parts=job.num_parts,
        position=job.position,
        estimate=None if price is None else port.Price(**price.to_dict()),
        cost=job.cost,
        group=job.group,
        tags=job.tags,
        note=job.note,
        remote_id=job.remote_id,
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
