"""The row of the catalog that a kind of problem is, and making one by its name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, Final

from qdesign.problems.problem import Problem
from qdesign.rows import Option, Row, Value, find

MAX_QUBITS: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemRow(Row):
    """A row of the kind `problem`.

    Attributes:
        make: the problem, from its options by name.
        num_qubits: qubits that it always has; None where an option says how many.
        is_drawn_by_pages: do pages make it without Python, as extension/src/document/drawn.ts does?
        detail: the option that a person writes after the name, as in `h2:0.9`; empty for none.
    """

    KIND: ClassVar[str] = "problem"

    make: Callable[..., Problem]
    num_qubits: int | None = None
    is_drawn_by_pages: bool = False
    detail: str = ""


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
    row = find(ProblemRow, name)
    return row.make(**row.checked(options))
