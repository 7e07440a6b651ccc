"""`qdesign tune`: values that lower the energy of a problem."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final

from qdesign.cli.parser import Command, Parser, option_words, rows, seed, value_of
from qdesign.cli.printing import print_json, progress_line
from qdesign.cli.problems import declare_problem, problem_given
from qdesign.cli.reading import open_circuit
from qdesign.cli.writing import expect_place, write
from qdesign.errors import InvalidRequest

if TYPE_CHECKING:
    from qdesign.circuit import Circuit
    from qdesign.document import Document
    from qdesign.problems import Problem

_METHOD: Final = "lbfgs"


def _declare(parser: Parser) -> None:
    parser.add_file()
    declare_problem(parser, "that of the document")
    parser.add_choice("--method", look_up=rows("optimizer"), default=_METHOD)
    parser.add_argument(
        "--option",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="of the method, such as max_steps=100; may be given several times",
    )
    parser.suggest("option", _options)
    parser.add_argument("--seed", type=seed, default=0)
    parser.add_output("- prints them alone", "VALUES.json")
    parser.add_json()


def _run(options: argparse.Namespace) -> int:
    from qdesign.rows import find
    from qdesign.tune.optimize import optimize
    from qdesign.tune.optimizer import Optimizer

    if options.output and PurePath(options.output).suffix.lower() not in ("", ".json"):
        raise InvalidRequest(f"Values are written as JSON: end '{options.output}' with .json.")
    expect_place(options.output)
    circuit, document = open_circuit(options.file)
    problem = _problem(options, circuit, document)
    taken: dict[str, Any] = find(Optimizer, options.method).parsed(options.option)

    def told(steps: int, energy: float) -> None:
        if progress is not None:
            progress(f"step {steps}  energy {energy:.6f}")

    with progress_line(quiet=options.json) as progress:
        done = optimize(
            circuit,
            problem.observable,
            method=options.method,
            seed=options.seed,
            progress=told,
            **taken,
        )
    values = {name: float(value) for name, value in done.values.items()}
    data = {
        "problem": options.problem or problem.name,
        "method": options.method,
        "seed": options.seed,
        "energy": done.energy,
        "exact_energy": problem.exact_energy,
        "steps": len(done.history),
        "reason": done.reason,
        "kicks": done.kicks,
        "values": values,
    }
    written = json.dumps(values, indent=1, ensure_ascii=False) + "\n"
    if options.output:
        write(options.output, written)
    if options.output == "-":
        return 0
    if options.json:
        print_json(data)
        return 0
    print(f"energy  {done.energy:.6f}")
    if problem.exact_energy is not None:
        print(f"exact   {problem.exact_energy:.6f}")
    kicked = ", kicked off a point without slope" if done.kicks else ""
    print(f"steps   {len(done.history)}, {done.reason}{kicked}")
    if not options.output:
        width = max([15, *map(len, values)])
        for name, value in values.items():
            print(f"  {name:<{width}} {value: .6f}")
    return 0


def _problem(options: argparse.Namespace, circuit: Circuit, document: Document) -> Problem:
    """What is to be minimized: named, given, or the document's own."""
    from qdesign.problems import Problem

    given = problem_given(options, num_qubits=circuit.num_qubits)
    if given is not None:
        return given
    observable = document.observable
    if observable is None:
        raise InvalidRequest(
            f"'{options.file}' has no problem of its own. Give --problem NAME or --hamiltonian H."
        )
    return document.problem or Problem("own Hamiltonian", observable)


def _options(words: Sequence[str]) -> Iterable[str]:
    """The options of the method that is named, and what those that are chosen may be."""
    from qdesign.rows import rows as rows_of
    from qdesign.tune.optimizer import Optimizer

    name = value_of("--method", words) or _METHOD
    return option_words(rows_of(Optimizer).get(name), words)


TUNE = Command(
    name="tune", about="values that lower the energy of a problem", declare=_declare, run=_run
)
