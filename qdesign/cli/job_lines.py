"""The queue and its jobs, as commands name and print them."""

from __future__ import annotations

import textwrap
from argparse import Namespace
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from qdesign.cli.parser import Parser, Words
from qdesign.cli.printing import print_json, terminal_width
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
    """A job in a list, as `--json` has it; `Job.to_dict` has all."""
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
        "tags": list(job.tags),
        "note": job.note,
        "counts": dict(job.counts) if job.counts is not None else None,
        "energy": job.energy,
        "energy_error": job.energy_error,
        "num_parts": job.num_parts,
        "reason": job.reason,
        "progress": job.progress,
        "cost": job.cost,
        "remote_id": job.remote_id,
    }


def job_line(job: Job, *, width: int = 0) -> str:
    """A job in a list; `width` as in `job_news`."""
    sent = f"{job.created.astimezone():%Y-%m-%d %H:%M}"
    energy = job.energy_text and f"{job.energy_text}  "
    shots = f"{job.shots} shots"
    line = f"{job.id}  {sent}  {job.state!s:<10} {job.target}  {shots}  {energy}{job.name}".rstrip()
    return line if len(line) <= width else "\n".join(_wrapped(line, width))


def job_news(job: Job, *, now: datetime, width: int = 0) -> str:
    """A job while it goes on: where it is, how long it takes, what it costs and what happens.

    Args:
        job: as it is now.
        now: the present, which a job that goes on lasts to.
        width: letters of a line, 40 at least; all is one line when 0.
    """
    place = f"place {job.position:,}" if job.position is not None else ""
    facts = (str(job.state), place, _lasted(job, now), _price(job))
    told = ", ".join(fact for fact in facts if fact)
    energy = job.energy_text and f"energy {job.energy_text}"
    words = ", ".join(part for part in (energy, job.reason or job.progress) if part)
    name = job.name or job.target
    line = f"{job.id}  {name}  {told}{words and f', {words}'}"
    if not width or len(line) <= width:
        return line
    room = max(8, width - len(job.id) - len(told) - 4)
    short = name if len(name) <= room else f"{name[: room - 1]}…"
    first = _wrapped(f"{job.id}  {short}  {told}", width)
    return "\n".join((*first, *_wrapped(words, width, indent="  ")))


def what_to_do(job: Job, parts: Sequence[Job], *, width: int = 0) -> Iterable[str]:
    """Lines that say what a person does about a job that is UNKNOWN.

    Args:
        job: that is UNKNOWN.
        parts: the circuits of its energy, if it has one.
        width: as in `job_news`.
    """
    for each in [part for part in parts if part.state == "UNKNOWN"] or [job]:
        said = (
            f"Nobody knows whether {each.provider} has {each.id}, so it is not sent again. Look "
            "at the jobs there."
        )
        yield from _wrapped(said, width, indent="  ")
        yield from _wrapped("If it is there, say under which name:", width, indent="  ")
        yield f"    qdesign job {each.id} --adopt NAME"
        yield from _wrapped("If not, end it here and submit it again:", width, indent="  ")
        yield f"    qdesign cancel {job.id}"


def _wrapped(text: str, width: int, *, indent: str = "") -> list[str]:
    """A text as lines that end between words; as one line where `width` is 0."""
    if not width:
        return [indent + text] if text else []
    return textwrap.wrap(
        text,
        max(40, width),
        initial_indent=indent,
        subsequent_indent=indent or "    ",
        break_on_hyphens=False,  # a date is one word
    )


def _lasted(job: Job, now: datetime) -> str:
    """From its submission to its end, or to now."""
    until = job.updated if job.is_final else now
    seconds = max(0, round((until - job.created).total_seconds()))
    if seconds < 100:
        return f"{seconds} s"
    minutes, hours = seconds // 60, seconds // 3600
    return f"{minutes} min" if minutes < 100 else f"{hours:,} h {minutes % 60} min"


def _price(job: Job) -> str:
    """What it cost, or what it may cost; empty where it is free or nothing is known."""
    from qdesign.hardware.cost import amount

    if job.estimate is None or not (job.cost or job.estimate.high):
        return ""
    if job.cost is not None:
        return f"{amount(job.cost)} {job.estimate.unit}"
    return f"about {job.estimate}"


def _going(job: Job) -> str:
    """What goes on with it; one at its end needs no more than its reason."""
    return "" if job.is_final else job.progress


def _print_words(words: str, width: int) -> None:
    """A sentence below a job."""
    for line in _wrapped(words, width, indent="  "):
        print(line)


def print_listed(job: Job, *, width: int) -> None:
    """A job in a list, and below it what goes on; `width` as in `job_news`."""
    print(job_line(job, width=width))
    _print_words(_going(job), width)


def print_job(job: Job, *, going: str = "") -> None:
    """A job with what goes on, in the words given or else its own, and its counts.

    The most frequent counts come first.
    """
    width = terminal_width()
    print(job_line(job, width=width))
    for words in (job.reason, going or _going(job)):
        _print_words(words, width)
    if job.tags:
        print(f"  tags: {', '.join(job.tags)}")
    for line in job.note.splitlines():
        print(f"  {line}")
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


def answer(job: Job, options: Namespace, *, going: str = "") -> int:
    """Prints a job as the options say, and gives the exit status; `going` as in `print_job`."""
    if options.json:
        print_json(job.to_dict())
    else:
        print_job(job, going=going)
    return 0


def num_jobs(number: int) -> str:
    """How many, in words."""
    return "1 job" if number == 1 else f"{number:,} jobs"


def target_names() -> Iterable[str]:
    """Names of targets, for shells."""
    from qdesign.hardware.provider import targets

    return (target.name for target in targets())


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
