"""`qdesign cancel`: cancel a job."""

from __future__ import annotations

import argparse

from qdesign.cli.job_lines import answer, declare_job, ids, the_queue
from qdesign.cli.parser import Command


def _run(options: argparse.Namespace) -> int:
    return answer(the_queue().cancel(options.id), options)


CANCEL = Command(
    name="cancel",
    about="cancel a job",
    declare=lambda parser: declare_job(parser, lambda: ids(final=False)),
    run=_run,
)
