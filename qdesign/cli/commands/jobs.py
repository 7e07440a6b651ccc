"""`qdesign jobs`: all jobs that are not in the archive, newest first."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final, cast

from qdesign.cli.job_lines import job_json, job_line, job_news
from qdesign.cli.parser import Choices, Command, Parser, natural
from qdesign.cli.printing import print_json

if TYPE_CHECKING:
    from qdesign.hardware.job import State
    from qdesign.hardware.queue import Queue

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
    parser.add_argument("--archived", action="store_true", help="those in the archive")
    parser.add_argument(
        "--watch", action="store_true", help="go on telling what changes until all are at their end"
    )
    parser.add_json()


def _run(options: argparse.Namespace) -> int:
    from qdesign.hardware.job import State
    from qdesign.hardware.queue import Queue
    from qdesign.hardware.store import Listing

    queue = Queue.find()
    if options.watch:
        return _watch(queue, [State(name.upper()) for name in options.state])
    found = Listing(())
    if queue is not None:
        queue.keep_running()
        states = [State(name.upper()) for name in options.state]
        found = queue.listing(archived=options.archived, states=states, limit=options.limit)
    jobs = found.jobs[::-1]
    if options.json:
        data = {"jobs": [job_json(job) for job in jobs]}
        print_json(data | {"damaged": [str(damaged) for damaged in found.damaged]})
        return 0
    if not jobs and not found.damaged:
        if options.state or options.archived:
            print("There are no such jobs.")
        elif queue is not None and (kept := queue.count(archived=True)):
            print(f"None outside the archive; --archived lists {kept}.")
        else:
            print(_NONE)
    for job in jobs:
        print(job_line(job))
    if found.damaged:
        named = ", ".join(str(damaged) for damaged in found.damaged)
        print(
            f"qdesign: The queue file {queue and queue.path} is damaged. Set aside: {named}. "
            "'qdesign delete ID' removes such a job.",
            file=sys.stderr,
        )
    return 0


def _watch(queue: Queue | None, states: Sequence[State]) -> int:
    """Prints each job that goes on and each change of it, until nothing is left to wait for."""
    from qdesign.hardware.queue import watch

    if queue is None:
        print(_NONE)
        return 0
    for job in watch(queue):
        if not states or job.state in states:
            print(job_news(job), flush=True)
    return 0


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
