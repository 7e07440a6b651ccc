"""The queue and its jobs, as commands name and print them."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from qdesign.cli.parser import Parser, Words
from qdesign.cli.printing import print_json
from qdesign.errors import InvalidRequest

if TYPE_CHECKING:
    from qdesign.hardware.job import Job
    from qdesign.hardware.queue import Queue


def the_queue() -> Queue:
    """The queue that there is: a command about jobs makes none."""
    from qdesign.hardware.queue import Queue, default_path

    queue = Queue.find()
    if queue is None:
        raise InvalidRequest(f"There are no jobs yet: there is no queue file {default_path()}.")
    return queue


def job_json(job: Job) -> dict[str, Any]:
    """A job as `--json` has it."""
    return {
        "id": job.id,
        "state": str(job.state),
        "target": job.target,
        "shots": job.shots,
        "seed": job.seed,
        "name": job.name,
        "created": job.created.isoformat(),
        "updated": job.updated.isoformat(),
        "archived": job.is_archived,
        "counts": dict(job.counts) if job.counts is not None else None,
        "energy": job.energy,
        "energy_error": job.energy_error,
        "num_parts": job.num_parts,
        "reason": job.reason,
    }


def job_line(job: Job) -> str:
    """A job in a list."""
    sent = f"{job.created.astimezone():%Y-%m-%d %H:%M}"
    energy = job.energy_text and f"{job.energy_text}  "
    shots = f"{job.shots} shots"
    line = f"{job.id}  {sent}  {job.state!s:<10} {job.target}  {shots}  {energy}{job.name}"
    return line.rstrip()


def job_news(job: Job) -> str:
    """A job while it goes on: where it is, what happens, how long it takes and what it cost."""
    place = f"place {job.position:,}" if job.position is not None else ""
    cost = f"{job.cost:,.2f} {job.estimate.unit}" if job.cost and job.estimate else ""
    seconds = (job.updated - job.created).total_seconds()
    energy = job.energy_text and f"energy {job.energy_text}"
    parts = [str(job.state), place, f"{seconds:,.0f} s", cost, energy, job.reason or job.progress]
    return f"{job.id}  {job.name or job.target}  {', '.join(part for part in parts if part)}"


def print_job(job: Job) -> None:
    """A job with its counts, the most frequent first."""
    print(job_line(job))
    if job.reason:
        print(f"  {job.reason}")
    if job.energy is not None:
        circuits = "1 circuit" if job.num_parts == 1 else f"{job.num_parts} circuits"
        print(f"  energy {job.energy_text}  (sampled, {job.shots:,} shots, {circuits})")
    if job.counts:
        most = sorted(job.counts.items(), key=lambda entry: -entry[1])
        for bits, count in most[:16]:
            bar = "█" * round(30 * count / most[0][1])
            print(f"  {bits} {count:>8}  {bar}")
        if len(most) > 16:
            print(f"  and {len(most) - 16} more (clbit 0 rightmost; --json prints all)")


def declare_job(parser: Parser, suggested: Words) -> None:
    """The arguments of a command about one job."""
    parser.add_argument("id", metavar="ID")
    parser.suggest("id", lambda words: suggested())
    parser.add_json()


def answer(job: Job, options: Namespace) -> int:
    """Prints a job as the options say, and gives the exit status."""
    if options.json:
        print_json(job_json(job))
    else:
        print_job(job)
    return 0


def num_jobs(ids: Sequence[str]) -> str:
    """How many, in words."""
    return "1 job" if len(ids) == 1 else f"{len(ids)} jobs"


def ids(*, final: bool | None = None, archived: bool = False) -> Iterable[str]:
    """Ids of jobs, the newest first, for shells.

    Args:
        final: those that are at their end, or that are not; any when None.
        archived: those in the archive, in place of the others.
    """
    from qdesign.hardware.queue import Queue

    queue = Queue.find()
    jobs = () if queue is None else queue.listing(archived=archived).jobs
    return [job.id for job in reversed(jobs) if final in (None, job.is_final)]
