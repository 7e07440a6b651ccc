"""Two bodies → a verdict up to a scalar: equal, different or unknown, with how it was found.

Pauli rotations and Clifford of a∘b† are merged symbolically; where nothing is left, the proof is
exact. Else both are compared at random parameter points: on every basis state, or on random inputs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

import numpy as np

from qdesign.circuit import Circuit
from qdesign.diagram import Diagram
from qdesign.equivalence import maps
from qdesign.equivalence.diagrams import diagrams_verdict
from qdesign.errors import TooLarge
from qdesign.operation import Operation
from qdesign.simulate.chain import Chain
from qdesign.simulate.simulator import Simulator
from qdesign.zx.gadgets import (
    Rotations,
    compose,
    inverse,
    merge,
    named_radians,
    to_rotations,
)
from qdesign.zx.phases import equal_phases
from qdesign.zx.verdict import DIFFERENT, EQUAL, Verdict

Body = Circuit | Diagram

MAX_DENSE: Final = 12
MAX_RANDOM: Final = 22
_SPOT: Final = 14
_LARGE: Final = 16
_DENSE_WORK: Final = 3e9
_MAX_CLOSING: Final = 400_000
_FIXES_A_PHASE: Final = 1e-6
_EXACT: Final = "exact symbolic reduction of a∘b†"
_CHAIN: Final = "exact symbolic reduction, block by block of commuting rotations"


def general_verdict(a: Body, b: Body, *, points: int, rng: np.random.Generator) -> Verdict:
    """The verdict on two bodies up to a scalar; see `equivalent`."""
    shape_a, shape_b = _shape(a), _shape(b)
    if shape_a != shape_b:
        return Verdict(False, f"{_wires(*shape_a)} against {_wires(*shape_b)}")
    if isinstance(a, Circuit) and isinstance(b, Circuit):
        return _circuits(a, b, points=points, rng=rng)
    return diagrams_verdict(
        a, b, partial(unitary_verdict, points=points, rng=rng), points=points, rng=rng
    )


def _shape(body: Body) -> tuple[int, int]:
    if isinstance(body, Circuit):
        return body.num_qubits, body.num_qubits
    return len(body.inputs), len(body.outputs)


def _wires(inputs: int, outputs: int) -> str:
    return f"{inputs} qubits" if inputs == outputs else f"{inputs} inputs and {outputs} outputs"


# --- circuits -------------------------------------------------------------------------------------


def _circuits(a: Circuit, b: Circuit, *, points: int, rng: np.random.Generator) -> Verdict:
    if a.is_unitary and b.is_unitary:
        return unitary_verdict(a, b, points=points, rng=rng)
    bare_a, ends_a = _without_ends(a)
    bare_b, ends_b = _without_ends(b)
    if ends_a != ends_b:
        bare_a, bare_b = a, b
    if bare_a.is_unitary and bare_b.is_unitary:
        measured = tuple(sorted({qubit for qubit, _ in ends_a}))
        verdict = unitary_verdict(bare_a, bare_b, points=points, rng=rng, measured=measured)
        return replace(verdict, method=f"{verdict.method}, equal measurements at the end left out")
    parts_a, stops_a = segments(bare_a)
    parts_b, stops_b = segments(bare_b)
    why = "different measurements, resets or conditions inside"
    if stops_a == stops_b:
        verdict = _joined(
            [
                unitary_verdict(p, q, points=points, rng=rng)
                for p, q in zip(parts_a, parts_b, strict=True)
            ]
        )
        if verdict.equal:
            return verdict
        why = verdict.method
    return _by_branches(a, b, why, points=points, rng=rng)


def _by_branches(
    a: Circuit, b: Circuit, why: str, *, points: int, rng: np.random.Generator
) -> Verdict:
    large = maps.too_large(a, b)
    if not large:
        try:
            return maps.compared(a, b, maps.Frame(), points=points, rng=rng)
        except TooLarge as error:
            large = str(error).removesuffix(".")
    return Verdict(None, f"{why}, and {large}")


def _joined(verdicts: Sequence[Verdict]) -> Verdict:
    errors = [v.max_error for v in verdicts if v.max_error is not None]
    worst = max(errors, default=None)
    points = max((v.points for v in verdicts), default=0)
    methods = "; ".join(dict.fromkeys(v.method for v in verdicts))
    if all(v.equal for v in verdicts):
        how = f"unitary parts between measurements, resets and conditions: {methods}"
        return Verdict(True, how, points, worst, is_exact=all(v.is_exact for v in verdicts))
    how = "a unitary part between measurements differs, which does not decide about the whole"
    return Verdict(None, how, points, worst)


def _without_ends(circuit: Circuit) -> tuple[Circuit, list[tuple[int, int]]]:
    bare = circuit.without_final_measurements()
    left = [o for o in bare.plain_operations if o.gate == "measure"]
    ends = [(o.qubits[0], o.clbits[0]) for o in circuit.plain_operations if o.gate == "measure"]
    for operation in left:
        ends.remove((operation.qubits[0], operation.clbits[0]))
    return bare, sorted(ends, key=lambda end: end[1])  # the last into a bit counts


def segments(circuit: Circuit) -> tuple[list[Circuit], list[Operation]]:
    """Unitary parts of a circuit, and the operations between them that are not unitary."""
    parts: list[list[Operation]] = [[]]
    stops: list[Operation] = []
    for operation in circuit.plain_operations:
        if operation.gate == "barrier":
            continue
        if operation.gate in ("measure", "reset") or operation.conditions:
            stops.append(operation)
            parts.append([])
        else:
            parts[-1].append(operation)
    return [Circuit(circuit.num_qubits, tuple(part)) for part in parts], stops


def unitary_verdict(
    a: Circuit,
    b: Circuit,
    *,
    points: int = 3,
    rng: np.random.Generator,
    chain: Sequence[tuple[Rotations, Rotations]] = (),
    measured: Sequence[int] = (),
    stop: Callable[[], bool] | None = None,
) -> Verdict:
    """The verdict on two unitary circuits on as many qubits.

    Args:
        a: a circuit.
        b: another.
        points: random parameter points for a numerical comparison.
        rng: for the points and the inputs.
        chain: pairs of rotation forms that differ in one block of commuting rotations each. They
            are checked, and lead from `a` to `b`: `a` merges to the first of a pair, its second to
            the first of the next, and the last to `b`.
        measured: qubits that are measured next; a phase between their outcomes is no difference.
        stop: asked now and then.

    Raises:
        Cancelled: `stop` said so.
    """
    if not chain:
        a, b, measured = _without_idle(a, b, measured)
    exact = closes(a, b, stop) if not chain else _chained(a, b, chain, stop)
    num_qubits = a.num_qubits
    proof = _CHAIN if chain else _EXACT
    if exact and num_qubits > _SPOT:
        return Verdict(True, proof, 0, 0.0, is_exact=True)
    if num_qubits > MAX_RANDOM:
        return Verdict(
            None,
            f"a∘b† does not close symbolically, and {num_qubits} qubits are more than the "
            f"{MAX_RANDOM} that are compared by numbers",
        )
    comparison = _Comparison(a, b, rng, measured)
    if exact:
        error, _ = comparison.random_inputs(points=1, inputs=2)
        if error > DIFFERENT:
            return Verdict(None, "symbols and numbers disagree; please report this", 1, error)
        return Verdict(True, f"{proof}, checked on random inputs", 1, error, is_exact=True)
    return comparison.verdict(points)


def proven(form: Rotations, b: Circuit, stop: Callable[[], bool] | None = None) -> Verdict | None:
    """Equal, where the rotations of a circuit without plain radians merge to those of another.

    None where they do not. Nothing is checked by numbers; `form` are merged rotations.
    """
    if b.num_operations > _MAX_CLOSING or not _close(form, to_rotations(b, stop), stop):
        return None
    return Verdict(True, _EXACT, 0, 0.0, is_exact=True)


def closes(a: Circuit, b: Circuit, stop: Callable[[], bool] | None = None) -> bool:
    """Do the Pauli rotations and the Clifford of a∘b† merge to nothing, with symbols exact?"""
    if a.num_operations + b.num_operations > _MAX_CLOSING:
        return False
    first, second = _forms(a, b, stop)
    return _close(first, second, stop)


def closing_permutation(a: Circuit, b: Circuit) -> tuple[int, ...] | None:
    """Where each output of `a` is in `b`, if that is all by which they differ, symbols exact."""
    if a.num_operations + b.num_operations > _MAX_CLOSING:
        return None
    first, second = _forms(a, b, None)
    left = merge(compose(inverse(merge(second)), merge(first)))
    if left.rotations:
        return None
    order: list[int] = []
    for x, z in zip(left.frame.x, left.frame.z, strict=True):
        place = x[0].bit_length() - 1
        if place < 0 or x != (1 << place, 0, 0) or z != (0, 1 << place, 0):
            return None
        order.append(place)
    return tuple(order)


def _without_idle(
    a: Circuit, b: Circuit, measured: Sequence[int]
) -> tuple[Circuit, Circuit, Sequence[int]]:
    """Both circuits on the qubits that one of them uses."""
    if a.num_operations + b.num_operations > _MAX_CLOSING:
        return a, b, measured
    used = sorted({*a.used_qubits, *b.used_qubits})
    if len(used) == a.num_qubits or not used:
        return a, b, measured
    place = {wire: index for index, wire in enumerate(used)}
    return a.on_qubits(used), b.on_qubits(used), tuple(place[q] for q in measured if q in place)


def _forms(a: Circuit, b: Circuit, stop: Callable[[], bool] | None) -> tuple[Rotations, Rotations]:
    """The rotations of both circuits, with the same names for the same plain radians."""
    if not any(angle.radians for c in (a, b) for o in c.plain_operations for angle in o.angles):
        return to_rotations(a, stop), to_rotations(b, stop)
    both = named_radians(a.flat().then(b.flat()))
    operations = both.plain_operations
    cut = len(a.plain_operations)
    return (
        to_rotations(both.with_operations(operations[:cut]), stop),
        to_rotations(both.with_operations(operations[cut:]), stop),
    )


def _close(first: Rotations, second: Rotations, stop: Callable[[], bool] | None) -> bool:
    first, second = merge(first, stop), merge(second, stop)
    if first.frame.x == second.frame.x and first.frame.z == second.frame.z:
        keys = [[(r.x, r.z, r.angle) for r in form.rotations] for form in (first, second)]
        if keys[0] == keys[1]:
            return True
    return merge(compose(first, inverse(second)), stop).is_identity


def _chained(
    a: Circuit,
    b: Circuit,
    chain: Sequence[tuple[Rotations, Rotations]],
    stop: Callable[[], bool] | None,
) -> bool:
    """Does the chain lead from `a` to `b`, each of its links exact?"""
    start, end = _forms(a, b, stop)
    current = start
    for before, after in chain:
        if not _close(current, before, stop) or not _differ_in_a_block(before, after):
            return False
        current = after
    return _close(current, end, stop)


def _differ_in_a_block(before: Rotations, after: Rotations) -> bool:
    """Are two forms the same but for a run of commuting rotations with the same phases?"""
    if before.frame.x != after.frame.x or before.frame.z != after.frame.z:
        return False
    old, new = before.rotations, after.rotations
    shorter = min(len(old), len(new))
    head = 0
    while head < shorter and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < shorter - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return equal_phases(old[head : len(old) - tail], new[head : len(new) - tail], before.num_qubits)


class _Comparison:
    """Two circuits behind one preparation of inputs, run on the engine side by side."""

    def __init__(
        self, a: Circuit, b: Circuit, rng: np.random.Generator, measured: Sequence[int]
    ) -> None:
        self.num_qubits = a.num_qubits
        last = self.num_qubits - 1
        rest = [q for q in range(self.num_qubits) if q not in measured]
        self.axes = tuple(last - q for q in (*measured, *rest))
        self.outcomes = 2 ** len(measured)
        self.size = a.num_operations + b.num_operations
        self.rng = rng
        names = dict.fromkeys((*a.parameters, *b.parameters))
        self.parameters = tuple(names)
        mark = "input"
        while any(name.startswith(mark) for name in names):
            mark += "'"
        prefix, self.slots, self.links = _preparation(self.num_qubits, mark)
        self.simulators = [Simulator(prefix.then(c.flat())) for c in (a, b)]
        formulas = dict.fromkeys(f for s in self.simulators for f in s.formulas)
        self.chain = Chain(self.parameters, tuple(formulas))

    def verdict(self, points: int) -> Verdict:
        if self.num_qubits > _LARGE:
            points = min(points, 2)
        inputs = 2 if self.num_qubits > _LARGE else 4
        error, points = self.random_inputs(points=points, inputs=inputs)
        how = "random product and stabilizer inputs at random parameter points"
        if error <= EQUAL and self.num_qubits <= MAX_DENSE:
            work = 4.0**self.num_qubits * (self.size + 20)
            count = min(points, int(_DENSE_WORK / work))
            if not self.parameters:
                count = min(count, 1)
            if count:
                error = max(error, self.every_basis_state(count))
                how, points = "all basis states at random parameter points", count
        if error <= EQUAL:
            return Verdict(True, how, points, error)
        if error >= DIFFERENT:
            return Verdict(False, how, points, error)
        return Verdict(None, f"{how}: too close to tell", points, error)

    def random_inputs(self, *, points: int, inputs: int) -> tuple[float, int]:
        """The largest distance on random product and stabilizer states; the points looked at."""
        worst, looked = 0.0, 0
        while looked < max(1, points) and worst < DIFFERENT:
            looked += 1
            values = self._point()
            prepared: list[dict[str, float]] = []
            for index in range(inputs):
                if index % 2 == 0:
                    angles = self.rng.uniform(-np.pi, np.pi, len(self.slots))
                    links = np.zeros(len(self.links))
                else:
                    angles = self.rng.integers(0, 4, len(self.slots)) * (np.pi / 2)
                    links = self.rng.integers(0, 2, len(self.links)) * (np.pi / 2)
                prepared.append(
                    dict(zip((*self.slots, *self.links), (*angles, *links), strict=True))
                )
            worst = max(worst, self._distance(values, prepared))
        return worst, looked

    def every_basis_state(self, points: int) -> float:
        worst = 0.0
        for _ in range(points):
            values = self._point()
            prepared: list[dict[str, float]] = []
            for index in range(2**self.num_qubits):
                inputs = dict.fromkeys((*self.slots, *self.links), 0.0)
                for q in range(self.num_qubits):
                    inputs[self.slots[3 * q]] = np.pi if index >> q & 1 else 0.0
                prepared.append(inputs)
            worst = max(worst, self._distance(values, prepared))
        return worst

    def _point(self) -> dict[str, float]:
        return maps.random_point(self.chain, self.rng)

    def _distance(self, values: dict[str, float], inputs: Sequence[dict[str, float]]) -> float:
        """Max over inputs of ‖ψ_a - c ψ_b‖, one scalar c for all of them and for each outcome."""
        scalars = np.zeros(self.outcomes, dtype=complex)
        worst = 0.0
        for prepared in inputs:
            chosen = {**prepared, **values}
            first, second = (
                self._by_outcome(s.statevector([chosen[name] for name in s.parameters]))
                for s in self.simulators
            )
            overlaps = np.einsum("mk,mk->m", second.conj(), first)
            fresh = (scalars == 0) & (abs(overlaps) > _FIXES_A_PHASE)
            scalars[fresh] = overlaps[fresh] / abs(overlaps[fresh])
            difference = first - np.where(scalars == 0, 1, scalars)[:, None] * second
            worst = max(worst, float(np.linalg.norm(difference)))
            if worst >= DIFFERENT:
                break
        return worst

    def _by_outcome(self, state: np.ndarray) -> np.ndarray:
        """The state with a row for each outcome of the measured qubits."""
        if self.outcomes == 1:
            return state.reshape(1, -1)
        tensor = state.reshape((2,) * self.num_qubits).transpose(self.axes)
        return tensor.reshape(self.outcomes, -1)


def _preparation(num_qubits: int, mark: str) -> tuple[Circuit, list[str], list[str]]:
    """A circuit that prepares product states, stabilizer states and basis states by its angles."""
    from qdesign.angle import Angle

    operations: list[Operation] = []
    slots: list[str] = []
    links: list[str] = []
    for q in range(num_qubits):
        names = [f"{mark} {q} {part}" for part in "abc"]
        slots.extend(names)
        operations.append(Operation("u", (q,), tuple(Angle.parameter(n) for n in names)))
    for q in range(num_qubits - 1):
        links.append(f"{mark} {q} link")
        operations.append(Operation("rzz", (q, q + 1), (Angle.parameter(links[-1]),)))
    for q in range(num_qubits - 2):
        links.append(f"{mark} {q} far link")
        operations.append(Operation("rxx", (q, q + 2), (Angle.parameter(links[-1]),)))
    return Circuit(num_qubits, tuple(operations)), slots, links
