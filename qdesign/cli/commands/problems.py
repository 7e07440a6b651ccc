"""`qdesign problems`: what can be minimized by name, or what is known of one problem."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from typing import Any

from qdesign.cli.parser import Command, Parser, option_words, rows
from qdesign.cli.printing import print_json
from qdesign.cli.writing import expect_place, write
from qdesign.errors import InvalidRequest


def _declare(parser: Parser) -> None:
    parser.add_argument("name", nargs="?", metavar="NAME", help="one of them; all when not given")
    parser.suggest("name", lambda words: rows("problem")())
    parser.add_argument(
        "--option",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="of the problem, such as bond_length=1.6; may be given several times",
    )
    parser.suggest("option", _options)
    parser.add_output("of the suggested ansatz, with the problem", "FILE.qdesign")
    parser.add_json()


def _options(words: Sequence[str]) -> Iterable[str]:
    from qdesign.problems import ProblemRow
    from qdesign.rows import rows as rows_of

    known = rows_of(ProblemRow)
    return option_words(next((known[word] for word in words if word in known), None), words)


def _run(options: argparse.Namespace) -> int:
    from qdesign.problems import ProblemRow
    from qdesign.rows import find
    from qdesign.rows import rows as rows_of

    if options.name is None:
        if options.option or options.output:
            raise InvalidRequest("Name the problem: qdesign problems NAME.")
        known = rows_of(ProblemRow).values()
        if options.json:
            print_json({"problems": [row.to_dict() for row in known]})
            return 0
        for row in known:
            print(f"{row.name:<14}{row.title:<28}{row.help}")
        return 0
    expect_place(options.output)
    row = find(ProblemRow, options.name)
    problem = row.problem(row.parsed(options.option))
    circuit = problem.ansatz
    facts: dict[str, Any] = {
        "problem": problem.name,
        "qubits": problem.num_qubits,
        "terms": len(problem.observable.terms),
        "exact_energy": problem.exact_energy,
        "sector": "" if problem.sector is None else str(problem.sector),
        "best": problem.best or "",
        "warning": problem.warning,
        "data": "" if problem.data is None else repr(problem.data),
        "baseline": "" if problem.data is None else repr(problem.baseline),
        "ansatz": f"{circuit.num_operations} gates, {len(circuit.parameters)} parameters",
        "source": row.source,
    }
    if options.output:
        from qdesign.document import Document

        write(options.output, Document(circuit).with_problem(problem).dumps())
    if options.json:
        terms = problem.observable.as_dict()
        print_json({**facts, "options": dict(problem.options), "observable": terms})
        return 0
    for name, fact in facts.items():
        if fact not in ("", None):
            told = f"{fact:.6f}" if isinstance(fact, float) else fact
            print(f"{name.replace('_energy', ''):<9}{told}")
    return 0


PROBLEMS = Command(
    name="problems",
    about="what can be minimized, with exact energies and a suggested ansatz",
    declare=_declare,
    run=_run,
)
