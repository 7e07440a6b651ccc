"""`qdesign export`: OpenQASM text that devices read, or a document."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable

from qdesign.cli.parser import Command, Parser
from qdesign.cli.reading import open_circuit, read_values


def _declare(parser: Parser) -> None:
    parser.add_file()
    parser.add_choice("--dialect", _dialects, default="openqasm3")
    parser.add_values()
    parser.add_output("a document where it ends in .qdesign; - prints")


def _run(options: argparse.Namespace) -> int:
    from qdesign import qasm
    from qdesign.document import write_text

    circuit, document = open_circuit(options.file)
    values = read_values(options.values)
    if options.output and options.output.lower().endswith(".qdesign"):
        kept = document.with_body(circuit)
        if values is not None:
            kept = kept.with_values({**kept.values, **circuit.values_of(values)})
        write_text(options.output, kept.dumps())
        return 0
    text = qasm.dumps(circuit, values=values, dialect=options.dialect)
    if options.output and options.output != "-":
        write_text(options.output, text)
    else:
        sys.stdout.write(text)
    return 0


def _dialects() -> Iterable[str]:
    from qdesign.exporter import Exporter
    from qdesign.rows import rows

    return (row.name for row in rows(Exporter).values() if row.is_program)


EXPORT = Command(
    name="export",
    about="OpenQASM text that devices read, or a document",
    declare=_declare,
    run=_run,
)
