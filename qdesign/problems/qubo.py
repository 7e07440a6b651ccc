"""Quadratic functions of bits, as they are written."""

from __future__ import annotations

import math
import re
from typing import Final

from qdesign.errors import InvalidRequest
from qdesign.problems.diagonal import of_bits, real_rotations
from qdesign.problems.named import NUM_QUBITS, ProblemRow
from qdesign.problems.problem import Problem
from qdesign.rows import Option

_EXAMPLE: Final = "0:-1,1:2,0-1:-3"


def qubo(num_qubits: int, terms: str = "") -> Problem:
    """Σ a_i x_i + Σ b_ij x_i x_j over bits x, which is made as small as can be.

    Args:
        num_qubits: bits.
        terms: a number after a bit or after two, such as 0:-1,1:2,0-1:-3. When empty each bit
            counts -1 and each two neighbors 2.

    Example:
        >>> qubo(2, "0:-1,1:2,0-1:-3").exact_energy
        -2.0

    Source: Glover et al., arXiv:1811.11538.
    """
    single: dict[int, float] = {}
    pairs: dict[tuple[int, int], float] = {}
    written = terms.strip()
    if not written:
        single = dict.fromkeys(range(num_qubits), -1.0)
        pairs = {(k, k + 1): 2.0 for k in range(num_qubits - 1)}
    for part in written.split(",") if written else ():
        bits, value = _term(part, num_qubits)
        if len(bits) == 1:
            single[bits[0]] = single.get(bits[0], 0.0) + value
        else:
            ends = (min(bits), max(bits))
            pairs[ends] = pairs.get(ends, 0.0) + value
    told = f", {written[:40]}{'…' if len(written) > 40 else ''}" if written else ""
    return Problem(
        f"QUBO{told}",
        of_bits(num_qubits, single, pairs),
        row="qubo",
        options={"num_qubits": num_qubits, "terms": terms},
        suggested=real_rotations,
    )


def _term(text: str, num_qubits: int) -> tuple[tuple[int, ...], float]:
    """Its bits, one or two different ones, and its number."""
    found = re.fullmatch(
        r"\s*(\d{1,9})\s*(?:-\s*(\d{1,9})\s*)?:\s*([^:\s]{1,40})\s*", text, re.ASCII
    )
    try:
        value = float(found[3]) if found else math.nan
    except ValueError:
        value = math.nan
    if found is None or not math.isfinite(value):
        raise InvalidRequest(f"'{text.strip()[:40]}' is no term. Write them as in {_EXAMPLE}.")
    bits = tuple(sorted({int(bit) for bit in found.groups()[:2] if bit is not None}))
    if bits[-1] >= num_qubits:
        raise InvalidRequest(
            f"Term '{text.strip()[:40]}': bits are numbered 0 to {num_qubits - 1}, one a qubit."
        )
    return bits, value


QUBO: Final = ProblemRow(
    name="qubo",
    title="QUBO",
    group="Bits",
    help="a quadratic function of bits, which is made as small as can be",
    source="Glover et al., arXiv:1811.11538",
    options=(
        NUM_QUBITS,
        Option(
            name="terms",
            title="Terms",
            kind="text",
            default="",
            help="a number after a bit or after two: 0:-1,1:2,0-1:-3; an example when empty",
        ),
    ),
    make=qubo,
    detail="terms",
)
