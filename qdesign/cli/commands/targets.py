"""`qdesign targets`: what can be submitted to."""

from __future__ import annotations

import argparse

from qdesign.cli.parser import Command, Parser, rows
from qdesign.cli.printing import print_json


def _declare(parser: Parser) -> None:
    parser.add_choice("--provider", look_up=rows("provider"), about="of one provider")
    parser.add_argument(
        "--refresh", action="store_true", help="ask the provider for its devices anew"
    )
    parser.add_json()


def _run(options: argparse.Namespace) -> int:
    from qdesign.hardware.provider import targets

    found = targets(options.provider, refresh=options.refresh)
    if options.json:
        print_json({"targets": [target.to_dict() for target in found]})
        return 0
    for target in found:
        note = f"calibrated {target.calibrated}" if target.calibrated else ""
        note = target.missing or ", ".join(filter(None, (note, target.cost)))
        print(f"{target.name:<28}{target.num_qubits:>5} qubits  {note}".rstrip())
    return 0


TARGETS = Command(
    name="targets",
    about="what can be submitted to",
    declare=_declare,
    run=_run,
)
