"""`qdesign grow`: an ansatz for a problem, grown gate by gate from a pool."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any, Final

from qdesign.cli.parser import Command, Parser, option_words, positive, rows, seed, value_of, whole
from qdesign.cli.printing import print_json, progress_line
from qdesign.cli.problems import declare_problem, problem_given
from qdesign.cli.reading import open_circuit
from qdesign.cli.stopping import stopping
from qdesign.cli.writing import format_for, write_body
from qdesign.errors import InvalidRequest

_POOLS: Final = "%(choices)s; the first that fits the problem when not given"


def _declare(parser: Parser) -> None:
    parser.add_file()
    declare_problem(parser, "that of the document")
    parser.add_choice("--pool", look_up=rows("pool"), about=_POOLS)
    parser.add_argument(
        "--option",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="of the pool, such as general=true; may be given several times",
    )
    parser.suggest("option", _options)
    parser.add_argument("--gates", type=whole, default=50, metavar="N", help="gates at most")
    parser.add_argument(
        "--tolerance",
        type=positive,
        default=1e-3,
        metavar="T",
        help="it ends where no slope is above this, per radian; 0.001 when not given",
    )
    parser.add_argument(
        "--onward", action="store_true", help="goes on from the file's circuit at its values"
    )
    parser.add_argument("--seed", type=seed, default=0)
    parser.add_output()
    parser.add_json()


def _run(options: argparse.Namespace) -> int:
    from qdesign.ansatz.pool import Pool
    from qdesign.problems import Problem
    from qdesign.rows import find
    from qdesign.tune.adapt import adapt

    format_for(options.output)  # before the work
    if options.option and options.pool is None:
        raise InvalidRequest("Say which pool the options are for: --pool NAME.")
    circuit, document = open_circuit(options.file)
    problem = problem_given(options, num_qubits=circuit.num_qubits)
    if problem is None:
        if document.observable is None:
            raise InvalidRequest(
                f"'{options.file}' has no problem of its own. Give --problem NAME or "
                "--hamiltonian H."
            )
        problem = document.problem or Problem("own Hamiltonian", document.observable)
    taken: dict[str, Any] = find(Pool, options.pool).parsed(options.option) if options.pool else {}

    def told(gates: int, energy: float) -> None:
        if progress is not None:
            progress(f"gate {gates}  energy {energy:.6f}")

    with progress_line(quiet=options.json) as progress, stopping() as cancel:
        grown = adapt(
            problem,
            pool=options.pool,
            start=circuit if options.onward else None,
            values=document.values if options.onward else None,
            max_gates=options.gates,
            tolerance=options.tolerance,
            seed=options.seed,
            progress=told,
            cancel=cancel,
            **taken,
        )
    if options.output:
        left = document.with_problem(problem).with_body(grown.circuit).with_values(grown.values)
        write_body(options.output, grown.circuit, left)
    if options.json:
        data = {
            "problem": options.problem or problem.name,
            "pool": grown.pool,
            "energy": grown.energy,
            "exact_energy": problem.exact_energy,
            "start_energy": grown.start_energy,
            "gates": [asdict(each) for each in grown.history],
            "reason": grown.reason,
            "why": grown.why,
            "values": dict(grown.values),
        }
        print_json(data)
    elif options.output != "-":
        print(f"start   {grown.start_energy:.6f}")
        for number, each in enumerate(grown.history, 1):
            size = f"slope {abs(each.slope):.4f}"
            print(f"{number:>5}   {each.energy:.6f}  {size}  {each.operator}")
        if problem.exact_energy is not None:
            print(f"exact   {problem.exact_energy:.6f}")
        print(f"ended   {grown.why}")
        if not options.output:
            print("Nothing was written; add -o OUT to keep the ansatz.")
    return 0


def _options(words: Sequence[str]) -> Iterable[str]:
    """The options of the pool that is named, and what those that are chosen may be."""
    from qdesign.ansatz.pool import Pool
    from qdesign.rows import rows as rows_of

    return option_words(rows_of(Pool).get(value_of("--pool", words) or ""), words)


GROW = Command(
    name="grow", about="an ansatz for a problem, gate by gate", declare=_declare, run=_run
)
