"""Names that a person types, such as `h2:0.9` → problems."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from qdesign.errors import InvalidObservable, InvalidRequest, QdesignError

_TERMS: Final = "Write a coefficient after each Pauli string, such as 'ZZ -1, XI -0.5'."
_SUM: Final = re.compile(r"[(\[{*,\n]")
"""What the name of a file seldom has, and a sum does."""

if TYPE_CHECKING:
    from qdesign.ansatz import Template
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


def problem_of(template: Template, num_qubits: int) -> Problem | None:
    """The problem that a template comes with; None where it has none on so many qubits."""
    if not template.problem:
        return None
    try:
        return problem_named(template.problem, num_qubits=num_qubits)
    except QdesignError:
        return None


def observable_written(given: str, *, num_qubits: int) -> Observable:
    """An observable from a text, or from a file that holds one.

    Args:
        given: `ZZ -1, XI -0.5`, one term a line too; or all that `Observable.from_text` reads; or
            the name of a file with that.
        num_qubits: of the observable, where the text names qubits and needs no more.

    Raises:
        InvalidFile: it is the name of a file that cannot be read.
        InvalidRequest: it is empty.
        InvalidObservable: it is no sum of Pauli strings; the message says in which line and column.
    """
    from qdesign.document import read_text

    text = given
    if not given.strip():
        raise InvalidRequest(f"The Hamiltonian is empty. {_TERMS}")
    if os.path.exists(given):  # noqa: PTH110  # of a long text it says no, too
        text = read_text(given)
    try:
        return _listed(text) or _summed(text, num_qubits)
    except InvalidObservable:
        if text is given and Path(given).suffix[1:2].isalpha() and not _SUM.search(given):
            read_text(given)  # the name of a file, of which it says what is wrong
        raise


def _listed(text: str) -> Observable | None:
    """`ZZ -1, XI -0.5`: a number behind each Pauli string; None where it is no such list."""
    from qdesign.pauli import Observable

    sums: dict[str, float] = {}
    for part in filter(None, (part.strip() for part in re.split(r"[,;\n]", text))):
        label, _, number = part.replace(":", " ", 1).partition(" ")
        if not re.fullmatch("[IXYZ]+", label):
            return None
        try:  # a blank behind the sign is none of a list: ZZ - 1 is a sum
            sums[label] = sums.get(label, 0.0) + float(number)
        except ValueError:
            return None
    return Observable(sums) if sums else None


def _summed(text: str, num_qubits: int) -> Observable:
    from qdesign.pauli import Observable
    from qdesign.pauli_text import read_sum

    found = read_sum(text)
    return Observable(found.labels(found.size or max(num_qubits, found.fewest)))


def problem_forms() -> Iterable[str]:
    """How the name of each problem is written, such as `h2[:BOND_LENGTH]` or `heisenberg`."""
    from qdesign.problems import ProblemRow
    from qdesign.rows import rows

    for row in rows(ProblemRow).values():
        yield row.name + (f"[:{row.detail.upper()}]" if row.detail else "")
