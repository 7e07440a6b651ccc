"""`qdesign job`: one job, with its counts when done."""

from __future__ import annotations

import argparse

from qdesign.cli.job_lines import answer, declare_job, ids, the_queue
from qdesign.cli.parser import Command, Parser
from qdesign.cli.printing import progress_line


def _declare(parser: Parser) -> None:
    declare_job(parser, ids)
    parser.add_argument("--wait", action="store_true", help="until it is done")


def _run(options: argparse.Namespace) -> int:
    queue = the_queue()
    queue.keep_running()
    job = queue.job(options.id)
    with progress_line(quiet=not options.wait) as show:
        while options.wait and not job.is_settled:
            if show is not None:
                show(job.progress or f"{job.state} on {job.target}.")
            job = queue.wait(options.id, timeout=0.2 if show is not None else None)
    return answer(job, options)


JOB = Command(
    name="job",
    about="one job, with its counts when done",
    declare=_declare,
    run=_run,
)
