"""`qdesign info`: figures, ranks, redundant parameters."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Final

from qdesign.cli.parser import Command, Parser
from qdesign.cli.printing import figures, print_json, progress_line
from qdesign.cli.reading import open_file, parameter_words, with_parameters

if TYPE_CHECKING:
    from qdesign.diagram import Diagram


def _declare(parser: Parser) -> None:
    parser.add_file()
    parser.add_choice("--parameters", look_up=parameter_words, default="none")
    parser.add_argument("--rank", action="store_true", help="ranks also where they take long")
    parser.add_json()


def _run(options: argparse.Namespace) -> int:
    from qdesign.diagram import Diagram
    from qdesign.session import describe
    from qdesign.session.figures import stats_or_why

    document = with_parameters(open_file(options.file), options.parameters)
    if options.json:
        print_json(describe(document, any_size=options.rank))
        return 0
    body = document.body
    if isinstance(body, Diagram):
        print(f"diagram: {body.num_spiders} spiders, {len(body.edges)} edges")
        stats, which = stats_or_why(body)
        print(f"figures         {which}")
        for key, label in figures().items() if stats else ():
            print(f"{label:<16}{getattr(stats, key)}")
        _tell_extraction(body)
    else:
        print(f"qubits          {body.stats.num_qubits}")
        for key, label in figures().items():
            print(f"{label:<16}{getattr(body.stats, key)}")
    if body.parameters:
        print(f"free            {', '.join(body.parameters)}")
    sys.stdout.flush()  # what is known stands there while ranks are found
    with progress_line(quiet=False) as progress:
        data = describe(document, any_size=options.rank, progress=progress)
    rank = data.get("rank")
    if rank is not None:
        print(
            f"rank            zx {rank['zx']}, unitary {rank['unitary']}, state {rank['state']} "
            f"of {rank['num_parameters']} parameters"
        )
        for name, why in rank["redundant"].items():
            print(f"redundant       {name}: {why}")
    elif data.get("rank_note"):
        print(f"rank            {data['rank_note']}")
    return 0


_MOST_EXTRACTED: Final = 1000
"""Spiders of a diagram that is extracted for its figures alone."""


def _tell_extraction(diagram: Diagram) -> None:
    from qdesign.errors import QdesignError
    from qdesign.zx.extraction import extraction_figures

    if diagram.num_spiders > _MOST_EXTRACTED:
        print(f"extracted       not tried beyond {_MOST_EXTRACTED:,} spiders: qdesign export")
        return
    try:
        print(f"extracted       {extraction_figures(diagram)}")
    except QdesignError as error:
        print(f"extracted       {error}")


INFO = Command(
    name="info", about="figures, ranks, redundant parameters", declare=_declare, run=_run
)
