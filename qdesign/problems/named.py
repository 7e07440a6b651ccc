"""The row of the catalog that a kind of problem is, and making one by its name."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar, Final, cast

from qdesign.errors import QdesignError
from qdesign.pauli import Observable
from qdesign.problems.problem import Problem
from qdesign.rows import Option, Row, Value, find, rows

MAX_QUBITS: Final = 1000
_FEW: Final = 8
"""Qubits on which any problem has few terms."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemRow(Row):
    """A row of the kind `problem`.

    Attributes:
        make: the problem, from its options by name.
        num_qubits: qubits that it always has; None where an option says how many.
        multiple: of which the number of qubits is one, where an option says how many.
        is_known_by_terms: is an observable without a name compared with it?
        is_drawn_by_pages: do pages make it without Python, as extension/src/document/drawn.ts does?
        is_labeled: is it labeled data, of which a loss over rows is lowered?
        detail: the option that a person writes after the name, as in `h2:0.9`; empty for none.
    """

    KIND: ClassVar[str] = "problem"

    make: Callable[..., Problem]
    num_qubits: int | None = None
    multiple: int = 1
    is_known_by_terms: bool = True
    is_drawn_by_pages: bool = False
    is_labeled: bool = False
    detail: str = ""

    def problem(self, options: Mapping[str, object]) -> Problem:
        """The problem with the options that are given, checked, and the defaults of the others.

        Raises:
            InvalidRequest: an option that it does not take, or a value that is not allowed.
        """
        checked = self.checked(options)
        return replace(self.make(**checked), row=self.name, options=checked)


NUM_QUBITS: Final = Option(
    name="num_qubits", title="Qubits", kind="integer", default=4, low=2, high=MAX_QUBITS
)
PERIODIC: Final = Option(
    name="periodic",
    title="Periodic",
    kind="flag",
    default=False,
    help="join the last site with the first",
)


def get(name: str, **options: Value) -> Problem:
    """The problem `name` with its options; `catalog("problem")` says which each takes.

    Raises:
        InvalidRequest: no such problem, an option that it does not take, or a value out of bounds.

    Example:
        >>> round(get("h2", bond_length=0.735).exact_energy, 6)
        -1.137306
    """
    return find(ProblemRow, name).problem(options)


def energy_rows() -> dict[str, ProblemRow]:
    """The rows of problems that are about an energy, by name: all but labeled data."""
    return {name: row for name, row in rows(ProblemRow).items() if not row.is_labeled}


def known_as(observable: Observable, name: str = "", options: object = None) -> Problem | None:
    """The problem of the catalog that has an observable, which is computed again to know it.

    Args:
        observable: what it must have.
        name: of the row that is said to make it; believed only where it does.
        options: those of that row, by name.

    Returns:
        That problem; where nothing is said or it does not hold, the first one that has the
        observable with the defaults of its row; else None.
    """
    if name and isinstance(options, Mapping):
        said = _again(observable, name, cast("Mapping[str, object]", options))
        if said is not None:
            return said
    for row in rows(ProblemRow).values():
        if not row.is_known_by_terms or _is_larger(row, observable):
            continue
        found = _again(observable, row.name, {})
        if found is not None:
            return found
    return None


def _is_larger(row: ProblemRow, observable: Observable) -> bool:
    """Has it more terms on half of the qubits or fewer? It is not made then, as it is huge."""
    size = 0 if row.num_qubits else _FEW
    while 0 < 2 * size <= observable.num_qubits:
        try:
            if len(row.problem({"num_qubits": size}).observable.terms) > len(observable.terms):
                return True
        except QdesignError:  # no such size
            pass
        size *= 2
    return False


def _again(observable: Observable, name: str, options: Mapping[str, object]) -> Problem | None:
    row = rows(ProblemRow).get(name)
    if row is None or row.num_qubits not in (None, observable.num_qubits):
        return None
    # Never on more qubits than are asked about, whatever a document says.
    size = {} if row.num_qubits else {"num_qubits": observable.num_qubits}
    if options.get("num_qubits", observable.num_qubits) != observable.num_qubits:
        return None
    try:
        problem = row.problem({**options, **size})
    except QdesignError:
        return None
    return problem if _is_same(problem.observable, observable) else None


def _is_same(a: Observable, b: Observable) -> bool:
    ours, theirs = a.as_dict(), b.as_dict()
    return ours.keys() == theirs.keys() and all(
        math.isclose(ours[label], theirs[label], abs_tol=1e-9) for label in ours
    )
