"""`qdesign export`: OpenQASM text that devices read, code, a picture, or a document."""

from __future__ import annotations

import argparse
import sys

from qdesign.cli.parser import Command, Parser
from qdesign.cli.reading import open_file, read_values
from qdesign.cli.writing import DOCUMENT, format_for, formats, write


def _declare(parser: Parser) -> None:
    parser.add_file()
    parser.add_choice("--dialect", "--format", look_up=formats)
    parser.add_values()
    parser.add_argument(
        "--target", metavar="T", help="a device that a program is fitted to: see 'qdesign targets'"
    )
    parser.add_output("its ending says the format; - prints")


def _run(options: argparse.Namespace) -> int:
    from qdesign.circuit import Circuit
    from qdesign.diagram import Diagram
    from qdesign.document import Document
    from qdesign.exporter import Exporter
    from qdesign.exporters import export
    from qdesign.qasm import dumps
    from qdesign.rows import find
    from qdesign.zx.bodies import circuit_of

    name = format_for(options.output, options.format)
    document = open_file(options.file)
    values = read_values(options.values)
    body = document.body
    if name == DOCUMENT:
        circuit = circuit_of(body)
        kept = document.with_body(circuit)
        if values is not None:
            kept = kept.with_values({**kept.values, **circuit.values_of(values)})
        write(options.output, kept.dumps())
        return 0
    if values is not None:
        body = body.bind(body.values_of(values) if isinstance(body, Circuit) else values)
    if options.target is not None:
        write(options.output, dumps(circuit_of(body), dialect=name, target=options.target))
    else:
        whole = document if values is None else Document(body)
        write(options.output, export(whole, format=name).text)
    if isinstance(body, Diagram) and find(Exporter, name).takes == "circuit":
        print(f"{options.file}: this is the circuit extracted from its diagram.", file=sys.stderr)
    return 0


EXPORT = Command(
    name="export",
    about="OpenQASM text that devices read, code, a picture, or a document",
    declare=_declare,
    run=_run,
)
