"""Names that a person types, such as `h2:0.9` → problems."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

from qdesign.errors import InvalidRequest, QdesignError

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
    problem = row.make(**row.checked(given))
    if problem.num_qubits != num_qubits:
        raise InvalidRequest(
            f"Problem '{text}' has {problem.num_qubits} qubits and the circuit {num_qubits}. "
            "Use a circuit on as many."
        )
    return problem


def problem_of(observable: Observable) -> Problem | None:
    """The problem of the catalog, made with its defaults, that has this observable."""
    from qdesign.problems import ProblemRow
    from qdesign.rows import rows

    wanted = observable.as_dict()
    for row in rows(ProblemRow).values():
        try:
            problem = problem_named(row.name, num_qubits=observable.num_qubits)
        except QdesignError:
            continue
        found = problem.observable.as_dict()
        if found.keys() == wanted.keys() and all(
            math.isclose(found[label], wanted[label], abs_tol=1e-9) for label in found
        ):
            return problem
    return None


def problem_forms() -> Iterable[str]:
    """How the name of each problem is written, such as `h2[:BOND_LENGTH]` or `heisenberg`."""
    from qdesign.problems import ProblemRow
    from qdesign.rows import rows

    for row in rows(ProblemRow).values():
        yield row.name + (f"[:{row.detail.upper()}]" if row.detail else "")
