"""Windows without symbols fitted by numbers with fewer two-qubit gates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import numpy as np

from qdesign.circuit import Circuit
from qdesign.reduction.local_resynthesis import num_two_qubit
from qdesign.reduction.numeric_windows import Effort, NumericWindows
from qdesign.reduction.result import Call
from qdesign.reduction.strategies.teleport import teleported
from qdesign.reduction.strategy import Candidate, Strategy

_MOST_QUBITS: Final = 22
_EACH: Final = 2e8
"""For each two-qubit gate, multiplications without a first gain after which to stop by habit."""
_WAITING: Final = 4e9
"""The most of these: two seconds or so."""
_LARGE: Final = 100
"""Two-qubit gates above which a circuit has less: its walks take long enough."""
_WHOLE: Final = 25


def _numeric(segment: Circuit, call: Call) -> Iterator[Candidate]:
    """Phase teleportation, then windows of its result."""
    last = Candidate("input", segment)
    for last in teleported(segment, call):
        yield last
    yield from numeric_windows(last, call)


def numeric_windows(start: Candidate, call: Call) -> Iterator[Candidate]:
    """A candidate with windows without symbols fitted by numbers; nothing where none gains.

    By habit for a second or two and as long as that goes on to gain; ten times that in a thorough
    search. Where rotations are minimized, a window may not have more of them.
    """
    circuit = start.circuit
    if not call.resynthesize:
        return
    if call.minimize == "t":
        call.skip(
            "numeric windows",
            "fitted angles are seldom those of T gates. Minimizing something else makes it run.",
        )
        return
    if circuit.num_qubits > _MOST_QUBITS:
        call.skip(
            "numeric windows",
            f"they are compared by numbers, which is done up to {_MOST_QUBITS} qubits, and this "
            f"part uses {circuit.num_qubits}. Measurements or barriers that part the circuit into "
            "narrower parts would make it run.",
        )
        return
    search = NumericWindows(
        circuit.plain_operations,
        circuit.num_qubits,
        values=call.numbers,
        rng=np.random.default_rng(call.seed),
        stop=call.is_over,
        keeps_rotations=call.minimize == "rotations",
    )
    count = num_two_qubit(search.operations)
    waiting = min(_EACH * count, _WAITING, _WAITING * _LARGE / max(1, count))
    waiting *= 10 if call.thorough else 1

    def told(now: int) -> None:
        call.tell(0.9, f"fitting windows by numbers: {call.so_far(now)}")

    search.run(Effort(waiting, _WHOLE * waiting), told)
    if search.num_replaced:
        yield replace(
            start,
            name="numeric windows",
            circuit=circuit.with_operations(search.operations),
            chain=(),
            setting=f"from {start.name}, {search.num_replaced} fitted within {search.error:.0e}",
            by_numbers=True,
        )


NUMERIC: Final = Strategy(
    name="numeric",
    title="Numeric windows",
    help="keeps the layout, fits windows without symbols with fewer two-qubit gates",
    source="Younis et al., arXiv:2106.07093",
    candidates=_numeric,
)
