"""What "the same" is to mean: up to a phase, a permutation, on measured bits, on some inputs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final, cast

import numpy as np

from qdesign.circuit import Circuit
from qdesign.convert.bodies import as_body
from qdesign.equivalence import maps
from qdesign.equivalence.maps import Frame
from qdesign.equivalence.verdicts import Body, closing_permutation, general_verdict
from qdesign.errors import InvalidAngle, InvalidRequest, TooLarge
from qdesign.operation import Operation
from qdesign.zx.verdict import Verdict

CRITERIA: Final = {
    "phase": "up to a global phase",
    "exactly": "with the global phase",
    "permutation": "up to the order of the qubits at the end",
    "measured": "on the classical bits alone",
    "input": "where some qubits start in 0",
    "ancillas": "where further qubits start in 0 and end there",
    "deferred": "on the classical bits and the qubits that nothing measures",
}
"""What two circuits are compared by, in words."""

_MAX_ORDERS: Final = 24
_ALIKE: Final = 1e-7

Criterion = str | tuple[str, Iterable[int | str]]


def equivalent(
    a: Body, b: Body, *, up_to: Criterion = "phase", points: int = 3, seed: int = 0
) -> Verdict:
    """Are two bodies the same for every parameter value, by a criterion?

    Up to a phase, the default: the same linear map up to a non-zero scalar. Exact where a∘b† closes
    to the identity symbolically. Else at `points` random parameter points: dense to 12 qubits where
    that is quick, on random product and stabilizer inputs to 22 qubits, else unknown. Parameters
    are matched by name. Measurements at the end are left out where both circuits have the same; in
    the middle, the unitary parts between them are compared one by one, else all branches are, to 12
    qubits and 1,024 branches: both make the same states of any input, for every record.

    Args:
        a: a circuit or diagram.
        b: another.
        up_to: "phase"; "exactly", with the global phase; "permutation", up to the order of the
            qubits at the end, which the verdict then holds; "measured", on the classical bits
            alone; ("input", qubits), where these start in 0; "ancillas", where the qubits that one
            has or uses beyond the other start in 0 and end there, and its further classical bits
            do not count; "deferred", on the classical bits and the qubits that neither measures
            or resets, so that measurements may be moved to the end.
        points: random parameter points for a numerical comparison.
        seed: for the points and the inputs.

    Raises:
        InvalidRequest: another criterion, or one that is not for these bodies.

    Example:
        >>> equivalent(Circuit.of(1, "rz(a) 0; rz(b) 0"), Circuit.of(1, "rz(a + b) 0")).equal
        True
        >>> equivalent(Circuit.of(2, "h 0; swap 0 1"), Circuit.of(2, "h 0"), up_to="permutation")
        Verdict(equal=True, ..., permutation=(1, 0))
    """
    name, qubits = _criterion(up_to)
    a, b = as_body(a), as_body(b)
    rng = np.random.default_rng(seed)
    try:
        if name == "phase":
            return general_verdict(a, b, points=points, rng=rng)
        if isinstance(a, Circuit) and isinstance(b, Circuit):
            return _compared(a, b, name, qubits, points=points, rng=rng)
    except InvalidAngle as error:  # formulas that have no value wherever one looked
        return Verdict(None, str(error).removesuffix("."))
    raise InvalidRequest(
        f"'{name}' compares circuits. Diagrams are compared up to a phase; extract a circuit."
    )


def _criterion(up_to: object) -> tuple[str, frozenset[int]]:
    name, rest = up_to, ()
    if isinstance(up_to, tuple) and len(cast("tuple[object, ...]", up_to)) == 2:
        name, rest = cast("tuple[object, object]", up_to)
    if not isinstance(name, str) or name not in CRITERIA:
        raise InvalidRequest(
            f"There is no criterion {up_to!r:.60}. Choose one of: {', '.join(CRITERIA)}."
        )
    if (name == "input") != isinstance(up_to, tuple):
        raise InvalidRequest(
            "'input' goes with the qubits that start in 0, as in ('input', [2, 3]); no other does."
        )
    try:
        qubits = [int(qubit) for qubit in cast("Iterable[int]", rest)]
    except (TypeError, ValueError):
        raise InvalidRequest("Give the qubits that start in 0 as numbers.") from None
    return name, frozenset(qubits)


def _compared(
    a: Circuit,
    b: Circuit,
    name: str,
    qubits: frozenset[int],
    *,
    points: int,
    rng: np.random.Generator,
) -> Verdict:
    size = max(a.num_qubits, b.num_qubits)
    fewest = min(a.num_qubits, b.num_qubits)
    if size != fewest and name not in ("ancillas", "deferred", "measured"):
        return Verdict(False, f"{a.num_qubits} qubits against {b.num_qubits}")
    if any(not 0 <= qubit < size for qubit in qubits):
        raise InvalidRequest(f"Qubits that start in 0 are between 0 and {size - 1}.")
    a, b = _on(a, size), _on(b, size)
    further = frozenset(range(fewest, size))
    if name == "ancillas" and not further:
        further = frozenset(set(a.used_qubits) ^ set(b.used_qubits))
    if name == "permutation":
        return _permuted(a, b, points=points, rng=rng)
    if name == "measured":
        if not any(o.gate == "measure" for c in (a, b) for o in c.plain_operations):
            raise InvalidRequest("Neither circuit measures. Compare them up to a phase.")
        frame = Frame(zero=further, dropped=frozenset(range(size)))
    elif name == "deferred":
        collapsed = {
            o.qubits[0]
            for c in (a, b)
            for o in c.plain_operations
            if o.gate in ("measure", "reset")
        }
        frame = Frame(zero=further, dropped=frozenset(collapsed) | further)
    else:
        shared = min(a.num_clbits, b.num_clbits) if name == "ancillas" else None
        frame = Frame(zero=qubits or further, exactly=name == "exactly", num_clbits=shared)
    verdict = _by_branches(a, b, frame, points=points, rng=rng)
    return replace(verdict, method=f"{CRITERIA[name]}: {verdict.method}")


def _by_branches(
    a: Circuit, b: Circuit, frame: Frame, *, points: int, rng: np.random.Generator
) -> Verdict:
    why = maps.too_large(a, b)
    if why:
        return Verdict(None, why)
    try:
        return maps.compared(a, b, frame, points=points, rng=rng)
    except TooLarge as error:
        return Verdict(None, str(error).removesuffix("."))


def _on(circuit: Circuit, num_qubits: int) -> Circuit:
    return replace(circuit, num_qubits=num_qubits, qubit_names=())


# --- permutations ---------------------------------------------------------------------------------


def _permuted(a: Circuit, b: Circuit, *, points: int, rng: np.random.Generator) -> Verdict:
    """Is one the other with its outputs in another order?"""
    if a.is_unitary and b.is_unitary:
        order = closing_permutation(a, b)
        if order is not None:
            verdict = general_verdict(_reordered(a, order), b, points=points, rng=rng)
            return _shown(verdict, order)
    why = maps.too_large(a, b)
    if why:
        return Verdict(None, f"no order was found symbolically, and {why}")
    last: Verdict | None = None
    try:
        for order in _orders(a, b, rng):
            last = general_verdict(_reordered(a, order), b, points=points, rng=rng)
            if last.equal:
                return _shown(last, order)
    except TooLarge as error:
        return Verdict(None, str(error).removesuffix("."))
    if last is None or last.equal is False:
        return Verdict(False, "no order of the qubits at the end makes them equal", points, 1.0)
    return last


def _shown(verdict: Verdict, order: tuple[int, ...]) -> Verdict:
    words = CRITERIA["permutation"]
    return replace(
        verdict,
        method=f"{words}: {verdict.method}",
        permutation=order if verdict.equal else None,
    )


def _reordered(circuit: Circuit, order: tuple[int, ...]) -> Circuit:
    """The circuit with its qubit q moved to `order[q]` at its end."""
    at = list(range(circuit.num_qubits))  # what stands where
    swaps: list[Operation] = []
    for qubit, wanted in enumerate(order):
        now = at.index(qubit)
        if now != wanted:
            swaps.append(Operation("swap", (now, wanted)))
            at[now], at[wanted] = at[wanted], at[now]
    flat = circuit.flat()
    plain = (replace(o, column=None) for o in flat.plain_operations)
    return flat.with_operations((*plain, *swaps))


def _orders(a: Circuit, b: Circuit, rng: np.random.Generator) -> Iterator[tuple[int, ...]]:
    """Orders in which each qubit of `a` ends as some qubit of `b` does, on random inputs."""
    values = maps.random_point(maps.chain_of(a, b), rng)
    states = [maps.random_state(a.num_qubits, frozenset(), rng) for _ in range(3)]
    mine, theirs = (maps.reduced_states(c, states, values) for c in (a, b))
    alike = [
        [j for j, row in enumerate(theirs) if float(np.linalg.norm(row - own)) < _ALIKE]
        for own in mine
    ]
    found = 0
    stack: list[tuple[int, ...]] = [()]
    while stack and found < _MAX_ORDERS:
        chosen = stack.pop()
        if len(chosen) == len(alike):
            found += 1
            yield chosen
            continue
        stack.extend((*chosen, j) for j in reversed(alike[len(chosen)]) if j not in chosen)
