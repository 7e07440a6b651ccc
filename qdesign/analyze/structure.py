"""How an ansatz is built: when layers stop adding, and which ansätze are equal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from qdesign.analyze.jacobian import (
    apply_gate,
    check_memory,
    differentiable,
    numerical_rank,
    random_values,
    span,
    tangents,
)
from qdesign.analyze.work import Progress, Work
from qdesign.angle import Angle
from qdesign.cancelling import Cancel
from qdesign.circuit import Circuit, Operation
from qdesign.equivalence import Verdict, equivalent
from qdesign.errors import InvalidRequest, NotUnitary, TooLarge
from qdesign.gates import GATES, Matrix, matrix

_MAX_QUBITS: Final = 6
_POINTS: Final = 2


# --- when layers stop adding ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Saturation:
    """How the rank of an ansatz grows with its layers.

    Attributes:
        num_parameters: of 1, 2, … layers.
        ranks: rank of the unitary's derivatives, global phase taken out, of 1, 2, … layers.
        layer: the first that adds no independent direction; None where every one did.
    """

    num_parameters: tuple[int, ...]
    ranks: tuple[int, ...]
    layer: int | None


def saturation(
    make: Callable[[int], Circuit],
    *,
    max_layers: int = 12,
    from_zero: bool = False,
    seed: int = 0,
    progress: Progress = None,
    cancel: Cancel = None,
) -> Saturation:
    """The layer at which new rotations stop adding independent ones.

    Args:
        make: the ansatz with a number of layers, such as `lambda k: ansatz.sim(2, 3, layers=k)`.
        max_layers: stop here at the latest.
        from_zero: rank of the state from |0…0⟩ instead of the unitary.
        seed: for the random points.
        progress: called with what is being done.
        cancel: a function or an event; asked often.

    Raises:
        TooLarge: more than 6 qubits.
        NotUnitary: it measures, resets or has conditions.
        Cancelled: `cancel` said so.

    Example:
        >>> from qdesign import ansatz
        >>> saturation(lambda k: ansatz.sim(1, 1, layers=k))
        Saturation(num_parameters=(2, 4, 6), ranks=(2, 3, 3), layer=3)
    """
    if isinstance(max_layers, bool) or not isinstance(max_layers, int) or max_layers < 1:  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidRequest(f"max_layers is a whole number from 1, not {max_layers!r}.")
    rng = np.random.default_rng(seed)
    counts: list[int] = []
    ranks: list[int] = []
    work = Work("Looking for the last layer that counts", progress, cancel)
    for layers in range(1, max_layers + 1):
        work.say(f"Layer {layers}")
        circuit = make(layers)
        counts.append(len(circuit.parameters))
        ranks.append(_rank(circuit, work, from_zero=from_zero, rng=rng))
        if layers > 1 and ranks[-1] <= ranks[-2]:
            return Saturation(tuple(counts), tuple(ranks), layers)
    return Saturation(tuple(counts), tuple(ranks), None)


def _rank(circuit: Circuit, work: Work, *, from_zero: bool, rng: np.random.Generator) -> int:
    if circuit.num_qubits > _MAX_QUBITS:
        raise TooLarge(
            f"Saturation on {circuit.num_qubits} qubits is not computed; at most {_MAX_QUBITS} "
            "qubits are taken."
        )
    if not circuit.is_unitary:
        raise NotUnitary(
            "Layers of a circuit that measures, resets or has conditions are not counted. Remove "
            "them first."
        )
    size = 1 << circuit.num_qubits
    inputs = np.eye(size, 1 if from_zero else size, dtype=complex)
    names, operations = circuit.parameters, differentiable(circuit)
    check_memory(len(names), circuit.num_qubits, inputs.shape[1])
    best = 0
    for _ in range(_POINTS):
        values = random_values(operations, names, rng)
        moved = tangents(operations, names, values, inputs, ask=work.ask)
        best = max(best, numerical_rank(span(*moved)))
    return best


# --- equal up to commutation ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sameness:
    """Two ansätze that are one.

    Attributes:
        parameters: name in the second by name in the first.
        verdict: how the unitaries were compared.
    """

    parameters: Mapping[str, str]
    verdict: Verdict


def same_ansatz(first: Circuit, second: Circuit) -> Sameness | None:
    """Are two ansätze equal up to commuting gates and the names of parameters?

    Both are put into the normal form of their order of commutation: of the gates that nothing
    before holds back, the one that comes first by wires and name goes next. None means that the
    normal forms differ, not that the unitaries do.

    Example:
        >>> from qdesign import ansatz
        >>> same_ansatz(ansatz.sim(3), ansatz.sim(16)) is not None
        True
    """
    if first.num_qubits != second.num_qubits or not (first.is_unitary and second.is_unitary):
        return None
    a, b = normal_form(first), normal_form(second)
    names: dict[str, str] = {}
    if len(a) != len(b):
        return None
    for mine, theirs in zip(a, b, strict=True):
        if _label(mine) != _label(theirs) or not _matched(mine, theirs, names):
            return None
    if len(set(names.values())) != len(names):
        return None
    renamed = first.substitute({n: Angle.parameter(m) for n, m in names.items() if n != m})
    verdict = equivalent(renamed, second)
    return Sameness(names, verdict) if verdict.equal else None


def equal_ansatze(circuits: Mapping[str, Circuit]) -> tuple[tuple[str, ...], ...]:
    """Groups of names whose circuits are one up to commutation; those alone are left out.

    Example:
        >>> from qdesign import ansatz
        >>> equal_ansatze({f"sim {k}": ansatz.sim(k) for k in (2, 3, 16, 17)})
        (('sim 3', 'sim 16'),)
    """
    groups: list[list[str]] = []
    for name, circuit in circuits.items():
        for group in groups:
            if same_ansatz(circuits[group[0]], circuit) is not None:
                group.append(name)
                break
        else:
            groups.append([name])
    return tuple(tuple(group) for group in groups if len(group) > 1)


def normal_form(circuit: Circuit) -> tuple[Operation, ...]:
    """The operations in the normal form of their order of commutation, controls expanded.

    Source: Anisimov and Knuth, International Journal of Computer and Information Sciences 8 (1979).
    """
    operations = [o for o in circuit.elementary().plain_operations if not GATES[o.gate].is_idle]
    followers: list[list[int]] = [[] for _ in operations]
    waits = [0] * len(operations)
    on_wire: dict[int, list[int]] = {}
    for k, operation in enumerate(operations):
        before = {j for q in operation.qubits for j in on_wire.get(q, ())}
        for j in before:
            if not _commute(operations[j], operation):
                followers[j].append(k)
                waits[k] += 1
        for q in operation.qubits:
            on_wire.setdefault(q, []).append(k)
    free = {k for k in range(len(operations)) if not waits[k]}
    ordered: list[Operation] = []
    while free:
        chosen = min(free, key=lambda k: (_label(operations[k]), k))
        free.remove(chosen)
        ordered.append(operations[chosen])
        for k in followers[chosen]:
            waits[k] -= 1
            if not waits[k]:
                free.add(k)
    return tuple(ordered)


def _label(operation: Operation) -> tuple[tuple[int, ...], str, tuple[str, ...]]:
    """What an operation is but for the names of its parameters."""
    shapes = tuple(
        f"{angle.pi} {angle.radians!r} {sorted(c for _, c in angle.terms)}"
        for angle in operation.angles
    )
    return operation.qubits, operation.gate, shapes


def _matched(mine: Operation, theirs: Operation, names: dict[str, str]) -> bool:
    """Adds to `names` what makes the parameters of both the same, where that is possible."""
    for a, b in zip(mine.angles, theirs.angles, strict=True):
        by_size = (
            sorted(a.terms, key=lambda t: (t[1], t[0])),
            sorted(b.terms, key=lambda t: (t[1], t[0])),
        )
        for (name, _), (other, _) in zip(*by_size, strict=True):
            if names.setdefault(name, other) != other:
                return False
    return True


def _commute(a: Operation, b: Operation) -> bool:
    wires = tuple(dict.fromkeys((*a.qubits, *b.qubits)))
    if len(wires) == len(a.qubits) + len(b.qubits):
        return True
    fixed_a = None if any(x.terms for x in a.angles) else tuple(x.at({}) for x in a.angles)
    fixed_b = None if any(x.terms for x in b.angles) else tuple(x.at({}) for x in b.angles)
    return _commute_at(
        *(a.gate, tuple(wires.index(q) for q in a.qubits), len(a.angles), fixed_a),
        *(b.gate, tuple(wires.index(q) for q in b.qubits), len(b.angles), fixed_b),
    )


@lru_cache(maxsize=4096)
def _commute_at(
    gate_a: str,
    qubits_a: tuple[int, ...],
    angles_a: int,
    fixed_a: tuple[float, ...] | None,
    gate_b: str,
    qubits_b: tuple[int, ...],
    angles_b: int,
    fixed_b: tuple[float, ...] | None,
) -> bool:
    """Do two gates commute at their angles, or at generic ones where they have parameters?"""
    size = 1 + max((*qubits_a, *qubits_b))
    rng = np.random.default_rng(1)
    at_a = fixed_a if fixed_a is not None else tuple(map(float, rng.uniform(0.5, 2.5, angles_a)))
    at_b = fixed_b if fixed_b is not None else tuple(map(float, rng.uniform(0.5, 2.5, angles_b)))
    a, b = _embedded(gate_a, at_a, qubits_a, size), _embedded(gate_b, at_b, qubits_b, size)
    return bool(np.abs(a @ b - b @ a).max() < 1e-12)


def _embedded(gate: str, angles: tuple[float, ...], qubits: tuple[int, ...], size: int) -> Matrix:
    states = np.eye(1 << size, dtype=complex)[None]
    return apply_gate(states, matrix(gate, angles), qubits, size)[0]
