"""Names that a person types, such as `h2:0.9` → problems."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from qdesign.errors import InvalidRequest

_TERMS: Final = "Write a coefficient after each Pauli string, such as 'ZZ -1, XI -0.5'."

if TYPE_CHECKING:
    from qdesign.pauli import Observable
    from qdesign.problems import Problem
    from qdesign.rows import Value


def problem_named(text: str, *, num_qubits: int) -> Problem:
    """A problem from text such as `h2`, `h2:0.9`, `tfim:0.5`, `heisenberg` or `maxcut:0-1,1-2`.

    Args:
        text: name, and after a colon the option that the problem's row says.
        num_qubits: qubits of the circuit that is to be tuned.

    Raises:
        InvalidRequest: an unknown name, a detail that is not allowed, or a problem on another
            number of qubits.
    """
    from qdesign.problems import ProblemRow
    from qdesign.rows import find

    name, _, detail = text.partition(":")
    row = find(ProblemRow, name)
    options = {option.name: option for option in row.options}
    given: dict[str, Value] = {} if row.num_qubits else {"num_qubits": num_qubits}
    if detail:
        if not row.detail:
            raise InvalidRequest(f"Problem '{text}': '{name}' takes nothing after a colon.")
        given[row.detail] = options[row.detail].parsed(detail)
    return fitting(row.problem(given), num_qubits, name=text)


def fitting(problem: Problem, num_qubits: int, *, name: str = "") -> Problem:
    """The problem, where it has as many qubits.

    Raises:
        InvalidRequest: it has others.
    """
    if problem.num_qubits != num_qubits:
        raise InvalidRequest(
            f"Problem '{name or problem.name}' has {problem.num_qubits} qubits and the circuit "
            f"{num_qubits}. Use a circuit on as many."
        )
    return problem


def observable_written(given: str) -> Observable:
    """An observable from a text, or from a file that holds one.

    Args:
        given: `ZZ -1, XI -0.5`, one term a line too, or a JSON object of coefficients by label; or
            the name of a file with that.

    Raises:
        InvalidFile: it is the name of a file that cannot be read.
        InvalidRequest: a part of it is no term.
        InvalidObservable: labels of different lengths, or with other letters than I, X, Y and Z.
    """
    from qdesign.document import read_text
    from qdesign.pauli import Observable

    text = given
    if not given.strip():
        raise InvalidRequest(f"The Hamiltonian is empty. {_TERMS}")
    if re.fullmatch("[IXYZ]+", given) and not Path(given).exists():
        raise InvalidRequest(f"'{given[:60]}' is no term of a Hamiltonian. {_TERMS}")
    # A number may end in what Path takes for the ending of a file.
    if Path(given).suffix[1:2].isalpha() or not re.search(r"[\s:,{]", given):
        text = read_text(given)
    if text.lstrip().startswith("{"):
        try:
            terms = json.loads(text)
        except (ValueError, RecursionError):
            raise InvalidRequest(f"'{given[:60]}' is not JSON. {_TERMS}") from None
        return Observable(terms)
    sums: dict[str, float] = {}
    for part in filter(None, (part.strip() for part in re.split(r"[,;\n]", text))):
        label, _, number = part.replace(":", " ", 1).partition(" ")
        try:
            sums[label] = sums.get(label, 0.0) + float(number.replace(" ", ""))
        except ValueError:
            raise InvalidRequest(f"'{part[:60]}' is no term of a Hamiltonian. {_TERMS}") from None
    return Observable(sums)


def problem_forms() -> Iterable[str]:
    """How the name of each problem is written, such as `h2[:BOND_LENGTH]` or `heisenberg`."""
    from qdesign.problems import ProblemRow
    from qdesign.rows import rows

    for row in rows(ProblemRow).values():
        yield row.name + (f"[:{row.detail.upper()}]" if row.detail else "")
