"""A goal: the same as another circuit, or as the start, at all values of the parameters.

Up to 8 qubits both are compared on every input at three points, as in the page: two different
sums of sines and cosines do not agree there. Beyond, and for diagrams, by `equivalent`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from qdesign.circuit import Circuit
from qdesign.document import read_body
from qdesign.equivalence import equivalent
from qdesign.errors import TooLarge
from qdesign.lessons.checked import Found
from qdesign.lessons.goals.answer import (
    MOST_MAP,
    Answer,
    drawn_for,
    map_of,
    points_for,
    signed,
)
from qdesign.lessons.goals.kind import GoalKind
from qdesign.lessons.goals.linear_map import compared

_MOST_GATES: Final = 2_000
_SEED: Final = 1


def _look(goal: Mapping[str, Any], answer: Answer) -> Found:
    wanted = read_body(goal["body"], "/body") if "body" in goal else answer.start.body
    drawn = answer.document.body
    if not isinstance(drawn, Circuit) or not isinstance(wanted, Circuit):
        return _by_verdict(drawn, wanted)
    circuit = answer.circuit
    if circuit.num_qubits != wanted.num_qubits:
        return Found("fail", drawn_for(circuit.num_qubits, wanted.num_qubits))
    bare = wanted.without_final_measurements()
    if circuit.num_qubits > MOST_MAP or not (circuit.is_unitary and bare.is_unitary):
        return _by_verdict(drawn, wanted)
    names = tuple(sorted({*circuit.parameters, *bare.parameters}))
    for point in points_for(names) if names else [{}]:
        found = compared(map_of(circuit, point), map_of(bare, point))
        if found is not None:
            return _at(found, point)
    return Found("pass", "Equal at all values.")


def _at(found: Found, point: Mapping[str, float]) -> Found:
    shown = ", ".join(f"{name} = {signed(value)}" for name, value in list(point.items())[:3])
    more = ", …" if len(point) > 3 else ""
    where = f" At {shown}{more}." if point else ""
    return Found("fail", f"Different. {found.message}{where}", found.counterexample)


def _by_verdict(drawn: Any, wanted: Any) -> Found:
    for body in (drawn, wanted):
        if isinstance(body, Circuit) and body.stats.num_gates > _MOST_GATES:
            raise TooLarge(f"{body.stats.num_gates:,} gates take longer than a check may.")
    verdict = equivalent(drawn, wanted, seed=_SEED)
    if verdict.equal is None:
        return Found("undecided", f"Unknown: {verdict.method}.")
    if verdict.equal:
        return Found("pass", "Equal at all values.")
    return Found("fail", f"Different: {verdict.method}.")


EQUAL: Final = GoalKind(name="equal", title="Stay equal to a circuit", takes=("body",), look=_look)
