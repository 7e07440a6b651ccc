"""`qdesign templates`: ansätze and blocks by name, and one of them as a file."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from typing import Any

from qdesign.cli.parser import Command, Parser, option_words, rows, whole
from qdesign.cli.printing import print_json
from qdesign.cli.writing import format_for, write_body
from qdesign.errors import InvalidRequest


def _declare(parser: Parser) -> None:
    parser.add_argument("name", nargs="?", metavar="NAME", help="one of them; all when not given")
    parser.suggest("name", lambda words: rows("template")())
    parser.add_argument("--qubits", type=whole, metavar="N", help="4 when not given")
    parser.add_argument("--layers", type=whole, metavar="L", help="1 when not given")
    parser.add_argument(
        "--option",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="of the template, such as electrons=4; may be given several times",
    )
    parser.suggest("option", _options)
    parser.add_output()
    parser.add_json()


def _options(words: Sequence[str]) -> Iterable[str]:
    from qdesign.ansatz import Template
    from qdesign.rows import rows as rows_of

    known = rows_of(Template)
    return option_words(next((known[word] for word in words if word in known), None), words)


def _run(options: argparse.Namespace) -> int:
    from qdesign.ansatz import Template
    from qdesign.document import Document
    from qdesign.rows import find
    from qdesign.session.naming import problem_of

    sizes = {"num_qubits": options.qubits, "layers": options.layers}
    given: dict[str, Any] = {name: size for name, size in sizes.items() if size is not None}
    if options.name is None:
        if options.option or options.output or given:
            raise InvalidRequest("Name the template: qdesign templates NAME.")
        return _list(options)
    format_for(options.output)
    row = find(Template, options.name)
    circuit = row.make(**row.checked({**row.parsed(options.option), **given}))
    problem = problem_of(row, circuit.num_qubits)
    if options.output:
        write_body(options.output, circuit, Document(circuit).with_problem(problem))
    stats = circuit.stats
    facts: dict[str, Any] = {
        "template": row.title,
        "qubits": stats.num_qubits,
        "parameters": stats.num_parameters,
        "gates": stats.num_gates,
        "two_qubit": stats.num_two_qubit,
        "depth": stats.depth,
        "problem": "" if problem is None else problem.name,
        "source": row.source,
    }
    if options.json:
        print_json({"name": row.name, **facts})
    elif options.output != "-":
        for name, fact in facts.items():
            if fact != "":
                print(f"{name.replace('_', '-'):<12}{fact}")
    return 0


def _list(options: argparse.Namespace) -> int:
    from qdesign.ansatz import Template
    from qdesign.rows import rows as rows_of

    known = rows_of(Template).values()
    if options.json:
        print_json({"templates": [row.to_dict() for row in known]})
        return 0
    for row in known:
        print(f"{row.name:<25}{row.help}")
    return 0


TEMPLATES = Command(
    name="templates",
    about="ansätze and blocks by name, or one of them as a file",
    declare=_declare,
    run=_run,
)
