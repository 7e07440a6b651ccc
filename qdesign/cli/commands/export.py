"""`qdesign export`: OpenQASM text that devices read, code, a picture, or a document."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from qdesign.cli.parser import Command, Parser
from qdesign.cli.reading import open_file, read_values
from qdesign.cli.writing import DOCUMENT, format_for, formats, write

if TYPE_CHECKING:
    from qdesign.zx.extraction import ExtractionFigures


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
    from qdesign.zx.extraction import extraction_figures

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
    whole = document if values is None else Document(body)
    said = ""
    if isinstance(body, Diagram) and find(Exporter, name).takes == "circuit":
        circuit = circuit_of(body)
        whole = whole.with_body(circuit)
        said = _said(options.file, extraction_figures(body, circuit))
    if options.target is not None:
        made = circuit_of(whole.body)
        write(options.output, dumps(made, dialect=name, target=options.target))
    else:
        write(options.output, export(whole, format=name).text)
    if said:
        print(said, file=sys.stderr)
    return 0


def _said(file: str, figures: ExtractionFigures) -> str:
    advice = " As drawn it has fewer two-qubit gates: simplify that circuit instead."
    told = f"{file}: this is the circuit extracted from its diagram: {figures} (exact)."
    return told + (advice if figures.is_longer else "")


EXPORT = Command(
    name="export",
    about="OpenQASM text that devices read, code, a picture, or a document",
    declare=_declare,
    run=_run,
)
