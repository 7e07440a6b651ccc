"""`qdesign submit`: put a circuit into the queue of a target."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from pathlib import Path

from qdesign.cli.job_lines import answer, target_names
from qdesign.cli.parser import Command, Parser, option_words, seed, value_of, whole
from qdesign.cli.problems import declare_problem, problem_given
from qdesign.cli.reading import open_circuit, read_values


def _declare(parser: Parser) -> None:
    parser.add_file()
    parser.add_argument("--target", required=True, metavar="T", help="see 'qdesign targets'")
    parser.suggest("target", lambda words: target_names())
    parser.add_argument("--shots", required=True, type=whole, metavar="N")
    parser.add_argument("--seed", type=seed)
    parser.add_argument(
        "--max-cost",
        type=float,
        metavar="C",
        help="what it may cost at most",
    )
    parser.add_argument(
        "--option",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="of the provider, such as debiasing=on; may be given several times",
    )
    parser.suggest("option", _options)
    declare_problem(parser, "the outcomes are counted")
    parser.add_values()
    parser.add_json()


def _run(options: argparse.Namespace) -> int:
    from qdesign.hardware.provider import provider_of, target
    from qdesign.hardware.queue import Queue

    circuit, document = open_circuit(options.file)
    values = read_values(options.values)
    if values is None and circuit.parameters and options.file.lower().endswith(".qdesign"):
        values = document.values
    problem = problem_given(options, num_qubits=circuit.num_qubits)
    asked = provider_of(target(options.target)).parsed(options.option) if options.option else None
    name = Path(options.file).stem if options.file != "-" else ""
    job = Queue.open().submit(
        circuit,
        values,
        target=options.target,
        shots=options.shots,
        seed=options.seed,
        name=name,
        max_cost=options.max_cost,
        observable=None if problem is None else problem.observable,
        options=asked,
    )
    status = answer(job, options)
    if not options.json:
        print(f"  Watch it with: qdesign job {job.id} --wait")
    return status


def _options(words: Sequence[str]) -> Iterable[str]:
    from qdesign.hardware.provider import Provider
    from qdesign.rows import rows

    name = (value_of("--target", words) or "").partition(":")[0]
    return option_words(rows(Provider).get(name), words)


SUBMIT = Command(
    name="submit", about="put a circuit into the queue of a target", declare=_declare, run=_run
)
