"""`qdesign cancel`: cancel a job."""

from __future__ import annotations

import argparse
from typing import Final

from qdesign.cli.job_lines import answer, declare_job, ids, the_queue
from qdesign.cli.parser import Command

_ASKED: Final = "The provider is asked to cancel it. It is over when the provider says so."


def _run(options: argparse.Namespace) -> int:
    job = the_queue().cancel(options.id)
    return answer(job, options, going="" if job.is_final else _ASKED)


CANCEL = Command(
    name="cancel",
    about="cancel a job",
    declare=lambda parser: declare_job(parser, lambda: ids(final=False)),
    run=_run,
)
