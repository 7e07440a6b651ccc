"""`qdesign drop-redundant`: an equal circuit with fewer parameters."""

from __future__ import annotations

import argparse
import dataclasses
from typing import Any

from qdesign.cli.parser import Command, Parser
from qdesign.cli.printing import print_change, print_json, progress_line, verdict_json
from qdesign.cli.reading import open_circuit
from qdesign.cli.writing import format_for, write_body


def _declare(parser: Parser) -> None:
    parser.add_file()
    parser.add_output()
    parser.add_json()


def _run(options: argparse.Namespace) -> int:
    from qdesign.analyze.dropping import drop_redundant
    from qdesign.analyze.rank import parameter_rank

    format_for(options.output)  # before the work
    circuit, document = open_circuit(options.file)
    with progress_line(quiet=options.json) as progress:
        found = parameter_rank(circuit, progress=progress)
        done = drop_redundant(circuit, found.redundant)
    if options.output:
        left = document.with_body(done.body).with_values(done.values_from(document.values))
        write_body(options.output, done.body, left)
    if options.json:
        from qdesign import qasm

        data: dict[str, Any] = {
            "redundant": {name: str(why) for name, why in found.redundant.items()},
            "before": dataclasses.asdict(circuit.stats),
            "after": dataclasses.asdict(done.body.stats),
            "verdict": verdict_json(done.verdict),
        }
        print_json(data if options.output else data | {"qasm": qasm.dumps(done.body)})
    elif options.output != "-":
        for name, why in found.redundant.items():
            print(f"  {name}: {why}")
        if not found.redundant:
            print("  No parameter is redundant.")
        print_change(circuit.stats, done.body.stats)
        print(f"  {done.verdict}")
        if not options.output:
            print("  Nothing was written; add -o OUT to keep the result.")
    return 0


DROP_REDUNDANT = Command(
    name="drop-redundant",
    about="an equal circuit with fewer parameters",
    declare=_declare,
    run=_run,
)
