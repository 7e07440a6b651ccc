"""`--problem` and `--hamiltonian`: what commands minimize or measure."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from qdesign.cli.parser import Choices, Parser, rows

if TYPE_CHECKING:
    from qdesign.problems import Problem


def declare_problem(parser: Parser, when_not_given: str) -> None:
    """The two options, of which one may be given."""
    of = parser.add_mutually_exclusive_group()
    problem: Any = of.add_argument(
        "--problem", metavar="NAME", help=f"one of: %(forms)s; {when_not_given} when not given"
    )
    problem.forms = Choices(_forms)
    parser.suggest("problem", lambda words: rows("problem")())
    of.add_argument(
        "--hamiltonian",
        metavar="H",
        help="a file or a text: 'ZZ -1, XI -0.5' or a sum, such as '-Z0 Z1 - 0.5 X1'",
    )
    parser.suggest_files("hamiltonian")


def problem_given(options: argparse.Namespace, *, num_qubits: int) -> Problem | None:
    """What the options say; None where neither is given."""
    from qdesign.problems import Problem, known_as
    from qdesign.session.naming import observable_written, problem_named

    if options.problem is not None:
        return problem_named(options.problem, num_qubits=num_qubits)
    if options.hamiltonian is not None:
        observable = observable_written(options.hamiltonian, num_qubits=num_qubits)
        return known_as(observable) or Problem("own Hamiltonian", observable)
    return None


def _forms() -> Iterable[str]:
    from qdesign.session.naming import problem_forms

    return problem_forms()
