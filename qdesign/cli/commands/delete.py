"""`qdesign delete`: remove finished jobs for good."""

from __future__ import annotations

import argparse
import sys
from typing import cast

from qdesign.cli.job_lines import ids, num_jobs, the_queue
from qdesign.cli.parser import Command, Parser
from qdesign.errors import InvalidRequest


def _declare(parser: Parser) -> None:
    parser.add_argument("id", nargs="+", metavar="ID")
    parser.suggest("id", lambda words: [*ids(final=True), *ids(archived=True)])
    parser.add_argument("--yes", action="store_true", help="without asking")


def _run(options: argparse.Namespace) -> int:
    queue = the_queue()
    what = f"{num_jobs(len(options.id))} with circuits and counts"
    if not options.yes:
        if cast("object", sys.stdin) is None or not sys.stdin.isatty():
            raise InvalidRequest(f"This removes {what} for good. Add --yes to do so.")
        if input(f"Remove {what} for good? [y/N] ").strip().lower() not in ("y", "yes"):
            print("Nothing was removed.")
            return 0
    queue.delete(*options.id)
    print(f"{num_jobs(len(options.id))} removed.")
    return 0


DELETE = Command(
    name="delete",
    about="remove finished jobs for good",
    declare=_declare,
    run=_run,
)
