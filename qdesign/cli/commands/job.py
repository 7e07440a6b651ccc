"""`qdesign job`: one job, with its counts when done; its tags and its note."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from qdesign.cli.job_lines import answer, declare_job, ids, the_queue, what_to_do
from qdesign.cli.parser import Command, Parser
from qdesign.cli.printing import progress_line, terminal_width

if TYPE_CHECKING:
    from qdesign.hardware.job import Job
    from qdesign.hardware.queue import Queue


def _declare(parser: Parser) -> None:
    declare_job(parser, ids)
    parser.add_argument("--wait", action="store_true", help="until it is done")
    for name, kind, about in (
        ("--tag", _word, "a word to find it by"),
        ("--untag", str, "a tag to take away"),
    ):
        parser.add_argument(
            name,
            action="append",
            default=[],
            type=kind,
            metavar="WORD",
            help=f"{about}; may be given several times",
        )
    parser.add_argument("--note", metavar="TEXT", help="your own words about it; '' takes them")
    parser.add_argument(
        "--adopt", metavar="NAME", help="of one that is UNKNOWN: what its provider calls it"
    )


def _word(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("the tag is empty")
    return text


def _run(options: argparse.Namespace) -> int:
    queue = the_queue()
    queue.keep_running()
    job = _changed(queue, queue.job(options.id), options)
    with progress_line(quiet=not options.wait) as show:
        while options.wait and not job.is_settled:
            if show is not None:
                show(job.progress or f"{job.state} on {job.target}.")
            job = queue.wait(options.id, timeout=0.2 if show is not None else None)
    status = answer(job, options)
    if job.state == "UNKNOWN" and not options.json:
        for line in what_to_do(job, queue.parts(job.id), width=terminal_width()):
            print(line)
    return status


def _changed(queue: Queue, job: Job, options: argparse.Namespace) -> Job:
    if options.adopt is not None:
        job = queue.adopt(job.id, options.adopt)
    if options.tag or options.untag or options.note is not None:
        kept = [tag for tag in (*job.tags, *options.tag) if tag not in options.untag]
        job = queue.annotate(job.id, tags=kept, note=options.note)
    return job


JOB = Command(
    name="job",
    about="one job, with its counts when done; its tags and its note",
    declare=_declare,
    run=_run,
)
