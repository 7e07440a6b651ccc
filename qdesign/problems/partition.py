"""Number partition: two heaps of numbers with sums that are as near as can be."""

from __future__ import annotations

from typing import Final

from qdesign.errors import InvalidRequest
from qdesign.pauli import Observable
from qdesign.problems.diagonal import numbers_of, real_rotations
from qdesign.problems.named import NUM_QUBITS, ProblemRow
from qdesign.problems.problem import Problem
from qdesign.rows import Option


def partition(num_qubits: int, numbers: str = "") -> Problem:
    """H = (Σ a Z)²: the square of the difference of two heaps; bit k says in which number k is.

    Args:
        num_qubits: how many numbers.
        numbers: such as 4,5,6,7,8; 1, 2, 3, … when empty.

    Example:
        >>> partition(5, "4,5,6,7,8").exact_energy
        0.0

    Source: Lucas, arXiv:1302.5843.
    """
    written = numbers.strip()
    values = numbers_of(written, "Numbers", "4,5,6") if written else list(range(1, num_qubits + 1))
    if len(values) != num_qubits:
        raise InvalidRequest(
            f"{len(values)} numbers for {num_qubits} qubits. Give one a qubit, or set the qubits."
        )
    terms: dict[tuple[tuple[int, str], ...], float] = {(): float(sum(a * a for a in values))}
    for b, second in enumerate(values):
        for a, first in enumerate(values[:b]):
            terms[(a, "Z"), (b, "Z")] = 2.0 * first * second
    told = written if written and len(written) <= 40 else f"1 to {num_qubits}"
    if len(written) > 40:
        told = f"{num_qubits} numbers"
    return Problem(
        f"Number partition of {told}",
        Observable.from_sparse(num_qubits, terms),
        row="partition",
        options={"num_qubits": num_qubits, "numbers": numbers},
        suggested=real_rotations,
    )


PARTITION: Final = ProblemRow(
    name="partition",
    title="Number partition",
    group="Bits",
    help="the square of the difference of two heaps; a bit says in which a number is",
    source="Lucas, arXiv:1302.5843",
    options=(
        NUM_QUBITS,
        Option(
            name="numbers",
            title="Numbers",
            kind="text",
            default="",
            help="one a qubit, such as 4,5,6,7; 1, 2, 3, … when empty",
        ),
    ),
    make=partition,
    detail="numbers",
)
