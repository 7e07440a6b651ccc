"""`qdesign archive`: put finished jobs away; lists leave them out."""

from __future__ import annotations

import argparse

from qdesign.cli.job_lines import ids, num_jobs, the_queue
from qdesign.cli.parser import Command, Parser
from qdesign.errors import InvalidRequest


def _declare(parser: Parser) -> None:
    parser.add_argument("id", nargs="*", metavar="ID")
    parser.suggest("id", lambda words: ids(final=True, archived="--undo" in words))
    parser.add_argument("--finished", action="store_true", help="all that are finished")
    parser.add_argument("--undo", action="store_true", help="take them out of the archive")


def _run(options: argparse.Namespace) -> int:
    from qdesign.hardware.job import State, is_final

    queue = the_queue()
    ids: list[str] = list(options.id)
    if options.finished:
        states = [state for state in State if is_final(state)]
        found = queue.listing(archived=options.undo, states=states)
        ids += [job.id for job in found.jobs if job.id not in ids]
    elif not ids:
        raise InvalidRequest("Name jobs, or give --finished. See 'qdesign jobs'.")
    (queue.unarchive if options.undo else queue.archive)(*ids)
    print(f"{num_jobs(len(ids))} {'taken out of' if options.undo else 'put into'} the archive.")
    if ids and not options.undo:
        print(f"  Take back: qdesign archive --undo {' '.join(ids)}")
    return 0


ARCHIVE = Command(
    name="archive", about="put finished jobs away; lists leave them out", declare=_declare, run=_run
)
