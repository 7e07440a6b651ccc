"""`qdesign cancel`: cancel a job."""

from __future__ import annotations

import argparse

from qdesign.cli.job_lines import ids, job_json, print_job, the_queue
from qdesign.cli.parser import Command, Parser
from qdesign.cli.printing import print_json


def _declare(parser: Parser) -> None:
    parser.add_argument("id")
    parser.suggest("id", ids)
    parser.add_json()


def _run(options: argparse.Namespace) -> int:
    job = the_queue().cancel(options.id)
    if options.json:
        print_json(job_json(job))
    else:
        print_job(job)
    return 0


CANCEL = Command(
    name="cancel",
    about="cancel a job",
    declare=_declare,
    run=_run,
)
