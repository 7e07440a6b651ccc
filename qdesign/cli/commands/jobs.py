"""`qdesign jobs`: all jobs that are not in the archive, newest first."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, cast

from qdesign.cli.job_lines import (
    job_json,
    job_news,
    num_jobs,
    print_listed,
    the_queue,
    what_to_do,
)
from qdesign.cli.parser import Choices, Command, Parser, natural
from qdesign.cli.printing import print_json, terminal_width
from qdesign.cli.writing import expect_place
from qdesign.errors import InvalidRequest

if TYPE_CHECKING:
    from qdesign.hardware.job import Job, State
    from qdesign.hardware.queue import Queue
    from qdesign.hardware.record import Damaged

_NONE: Final = "No jobs yet. Submit one: qdesign submit FILE --target local:ideal --shots 1000"


def _declare(parser: Parser) -> None:
    parser.add_argument("--limit", type=natural, metavar="N", help="the newest N")
    parser.add_argument(
        "--state",
        action="append",
        default=[],
        type=str.lower,
        choices=cast("Any", Choices(_states)),
        metavar="NAME",
        help="%(choices)s; may be given several times",
    )
    parser.suggest("state", _typed_states)
    parser.add_argument(
        "--search",
        default="",
        metavar="WORDS",
        help="those with all these words in their name, target, tags or id",
    )
    parser.add_argument("--archived", action="store_true", help="those in the archive")
    parser.add_argument(
        "--watch", action="store_true", help="go on telling what changes until all are at their end"
    )
    parser.add_argument(
        "--export",
        metavar="FILE",
        help="write them into a table that ends in .csv, .json or .parquet",
    )
    parser.suggest_files("export")
    parser.add_json()


def _run(options: argparse.Namespace) -> int:
    from qdesign.hardware.job import State
    from qdesign.hardware.queue import Queue
    from qdesign.hardware.store import Listing

    if options.watch:
        _expect_alone(options)
    queue = Queue.find()
    states = [State(name.upper()) for name in options.state]
    if options.export is not None:
        return _export(options, states)
    if options.watch:
        return _watch(queue, states, options.search)
    found = Listing(())
    if queue is not None:
        queue.keep_running()
        found = queue.listing(
            archived=options.archived, states=states, search=options.search, limit=options.limit
        )
    jobs = found.jobs[::-1]
    if options.json:
        data = {"jobs": [job_json(job) for job in jobs]}
        print_json(data | {"damaged": [str(damaged) for damaged in found.damaged]})
        return 0
    if not jobs and not found.damaged:
        if options.state or options.archived or options.search:
            print("There are no such jobs.")
        elif queue is not None and (kept := queue.count(archived=True)):
            print(f"None outside the archive; --archived lists {kept}.")
        else:
            print(_NONE)
    width = terminal_width()
    for job in jobs:
        print_listed(job, width=width)
    if queue is not None:
        _tell_damaged(queue, found.damaged)
    return 0


def _expect_alone(options: argparse.Namespace) -> None:
    """Refuses with --watch what a list takes, and news do not."""
    for name in ("archived", "export", "limit", "json"):
        if getattr(options, name):
            raise InvalidRequest(f"Give --watch or --{name}, not both: see 'qdesign jobs --help'.")


def _export(options: argparse.Namespace, states: Sequence[State]) -> int:
    """Writes the jobs of the list into a table."""
    expect_place(options.export)
    queue = the_queue()
    done = queue.export(
        options.export,
        archived=options.archived,
        states=states,
        search=options.search,
        limit=options.limit,
    )
    if options.json:
        damaged = [str(each) for each in done.damaged]
        print_json({"file": options.export, "jobs": done.num_jobs, "damaged": damaged})
        return 0
    print(f"{num_jobs(done.num_jobs)} written to {options.export}.")
    _tell_damaged(queue, done.damaged)
    return 0


def _tell_damaged(queue: Queue, damaged: Sequence[Damaged]) -> None:
    from qdesign.hardware.setting_aside import told

    for kept in queue.kept_aside:
        print(f"qdesign: {told(kept)}", file=sys.stderr)
    if damaged:
        named = ", ".join(str(each) for each in damaged)
        print(
            f"qdesign: The queue file {queue.path} is damaged. Set aside: {named}. "
            "'qdesign delete ID' removes such a job.",
            file=sys.stderr,
        )


def _watch(queue: Queue | None, states: Sequence[State], search: str) -> int:
    """Prints each job that goes on and each change of it, until nothing is left to wait for.

    Those that are UNKNOWN wait for a person: they are named first, with what to do.
    """
    from qdesign.hardware.job import State
    from qdesign.hardware.queue import watch

    if queue is None:
        print(_NONE)
        return 0
    width = terminal_width()
    told = False

    def tell(job: Job) -> None:
        nonlocal told
        if (states and job.state not in states) or not _has(job, search):
            return
        told = True
        print(job_news(job, now=datetime.now(UTC), width=width), flush=True)
        if job.state is State.UNKNOWN:
            for line in what_to_do(job, queue.parts(job.id), width=width):
                print(line, flush=True)

    for job in queue.listing(archived=False, states=[State.UNKNOWN]).jobs:
        tell(job)
    for job in watch(queue):
        tell(job)
    if not told:
        print("No such job goes on." if states or search else "No job goes on.")
    return 0


def _has(job: Job, search: str) -> bool:
    """Has a job these words where `--search` looks for them?"""
    place = " ".join((job.name, job.target, *job.tags, job.id)).lower()
    return all(word in place for word in search.lower().split())


def _states() -> Iterable[str]:
    from qdesign.hardware.job import State

    return [state.value.lower() for state in State]


def _typed_states(words: Sequence[str]) -> Iterable[str]:
    """The states in capitals where these are being typed, too."""
    in_capitals = words[-1].rpartition("=")[2].isupper()
    return [name.upper() if in_capitals else name for name in _states()]


JOBS = Command(
    name="jobs",
    about="all jobs that are not in the archive, newest first",
    declare=_declare,
    run=_run,
)
