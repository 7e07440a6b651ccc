"""Random pairs of measured circuits by each criterion; the oracle is every branch's operator."""

import itertools
import random
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import qdesign as qd
from qdesign.angle import Angle
from qdesign.circuit import Circuit, Condition, Operation
from qdesign.gates import matrix
from scripts.campaign import cases
from tests.doors import applied

PAIRS = "pairs of measured circuits by each criterion"
ONE, TWO, TURNS = ("h", "x", "z", "s", "t", "sx", "y", "sdg"), ("cx", "cz", "swap", "ch"), "xyz"
ANGLES = ("pi/4", "0.3", "a", "a/2", "pi/8")
VALUES = ({"a": 1.234}, {"a": -2.71})

Maps = dict[int, list[Any]]
"""By record, the operators of its branches."""


def random_operation(rng: random.Random, qubits: int, bits: int) -> Operation:
    draw, qubit = rng.random(), rng.randrange(qubits)
    if draw < 0.1:
        angle = Angle.parse(rng.choice(ANGLES))
        made = Operation(f"r{rng.choice(TURNS)}", (qubit,), (angle,))
    elif draw < 0.35 and qubits > 1:
        made = Operation(rng.choice(TWO), tuple(rng.sample(range(qubits), 2)))
    elif draw < 0.5 and bits:
        return Operation("measure", (qubit,), clbits=(rng.randrange(bits),))
    else:
        made = Operation("reset" if draw < 0.54 and bits else rng.choice(ONE), (qubit,))
    if bits and rng.random() < 0.2:
        read = tuple(rng.sample(range(bits), rng.randint(1, bits)))
        condition = Condition(read, rng.randrange(2 ** len(read)), rng.random() < 0.8)
        made = replace(made, conditions=(condition,))
    return made


def changed(rng: random.Random, given: list[Operation], qubits: int) -> list[Operation]:
    """One small change, which may leave the meaning as it is."""
    made, at = list(given), rng.randrange(len(given))
    here, qubit = given[at], (rng.randrange(qubits),)
    pair = [Operation(rng.choice("hxyz"), qubit)] * 2
    asked = replace(Operation(rng.choice("xzst"), here.qubits[:1]), conditions=here.conditions)
    if here.gate == "measure":
        asked = replace(asked, conditions=(Condition(here.clbits, rng.randrange(2)),))
    change = rng.randrange(8)
    if change == 0:
        made[at : at + 1] = []
    elif change == 1:
        made[at:at] = pair
    elif change == 2:
        made[at : at + 2] = reversed(made[at : at + 2])
    elif change == 3:
        made.append(Operation("swap", (0, 1)) if qubits > 1 else pair[0])
    elif change == 4:
        made[at] = replace(here, conditions=())
    elif change == 5:
        made[at:at] = [Operation(gate, qubit) for gate in "zxzx"]
    elif change == 6:
        made[at:at] = [here] if here.gate == "measure" else pair[:1]
    else:
        made[at + 1 : at + 1] = [asked]
    return made


def operators(circuit: Circuit, values: dict[str, float]) -> Maps:
    """What each record's branches do to any state."""
    size = circuit.num_qubits
    live = [(0, np.eye(2**size, dtype=complex).reshape((2,) * size + (-1,)))]
    for each in circuit.plain_operations:
        live = [new for record, made in live for new in _step(each, record, made, size, values)]
    found: Maps = {}
    for record, made in live:
        found.setdefault(record, []).append(made.reshape(2**size, -1))
    return found


def _step(
    each: Operation, record: int, made: Any, size: int, values: dict[str, float]
) -> Iterable[tuple[int, Any]]:
    for condition in each.conditions:
        held = sum((record >> bit & 1) << k for k, bit in enumerate(condition.clbits))
        if (held == condition.value) != condition.equal:
            return [(record, made)]
    if each.gate not in ("measure", "reset"):
        turn = matrix(each.gate, [angle.at(values) for angle in each.angles])
        return [(record, applied(turn, list(each.qubits), made, size))]
    parts: list[tuple[int, Any]] = []
    for outcome in (0, 1):
        cut = np.zeros((2, 2))
        cut[0 if each.gate == "reset" else outcome, outcome] = 1
        part = applied(cut, [each.qubits[0]], made, size)
        if np.abs(part).max() > 1e-13:
            bit = each.clbits[0] if each.clbits else 0
            now = record & ~(1 << bit) | outcome << bit if each.clbits else record
            parts.append((now, part))
    return parts


def choi(made: list[Any], size: int, kept: Iterable[int], zero: Iterable[int]) -> Any:
    """The channel of some branches from inputs with qubits in 0 to the qubits that are kept."""
    kept, zero = list(kept), list(zero)
    inputs = [k for k in range(2**size) if not any(k >> q & 1 for q in zero)]
    dropped = [q for q in range(size) if q not in kept]
    axes = [size - 1 - q for q in kept] + [size] + [size - 1 - q for q in dropped]
    total: Any = 0
    for each in made:
        cut = each[:, inputs].reshape((2,) * size + (-1,)).transpose(axes)
        cut = cut.reshape(2 ** len(kept) * len(inputs), -1)
        total = total + cut @ cut.conj().T
    return total


def difference(one: Maps, other: Maps, size: int, kept: Iterable[int], zero: Any = ()) -> float:
    kept = list(kept)
    worst = 0.0
    for record in one.keys() | other.keys():
        first = choi(one.get(record, []), size, kept, zero)
        worst = max(
            worst, float(np.abs(first - choi(other.get(record, []), size, kept, zero)).max())
        )
    return worst


def moved(made: Maps, size: int, order: tuple[int, ...]) -> Maps:
    """With qubit q at the end where `order[q]` was."""
    axes = [0] * size
    for qubit, new in enumerate(order):
        axes[size - 1 - new] = size - 1 - qubit
    shape = (2,) * size + (-1,)
    return {
        record: [
            each.reshape(shape).transpose([*axes, size]).reshape(2**size, -1) for each in parts
        ]
        for record, parts in made.items()
    }


def wanted(a: Circuit, b: Circuit, criterion: Any) -> float:
    """How much two circuits differ by a criterion."""
    size, worst = a.num_qubits, 0.0
    every = range(size)
    collapsed = {
        o.qubits[0] for c in (a, b) for o in c.plain_operations if o.gate in ("measure", "reset")
    }
    for values in VALUES:
        one, other = operators(a, values), operators(b, values)
        if criterion == "permutation":
            orders = itertools.permutations(every)
            found = min(difference(moved(one, size, order), other, size, every) for order in orders)
        elif criterion == "measured":
            found = difference(one, other, size, ())
        elif criterion == "deferred":
            found = difference(one, other, size, set(every) - collapsed)
        elif isinstance(criterion, tuple):
            found = difference(one, other, size, every, criterion[1])
        else:
            found = difference(one, other, size, every)
        if criterion == "exactly" and a.is_unitary and b.is_unitary:
            found = max(found, float(np.abs(one[0][0] - other[0][0]).max()))
        worst = max(worst, found)
    return worst


@pytest.mark.sized(PAIRS)
def test_verdicts_are_right_by_each_criterion_and_hardly_ever_unknown() -> None:
    told = unknown = 0
    for seed in range(cases(PAIRS)):
        rng = random.Random(seed)
        qubits, bits = rng.randint(1, 3), rng.choice((0, 1, 2, 3))
        first = [random_operation(rng, qubits, bits) for _ in range(rng.randint(2, 10))]
        second = first
        for _ in range(rng.choice((0, 1, 1, 1, 2, 3))):
            second = changed(rng, second, qubits) if second else second
        a, b = (Circuit(qubits, tuple(each), num_clbits=bits) for each in (first, second))
        measures = any(o.gate == "measure" for c in (a, b) for o in c.plain_operations)
        criteria = ("phase", "exactly", "permutation", "deferred", ("input", [0]))
        for criterion in (*criteria, *(("measured",) if measures else ())):
            gap = wanted(a, b, criterion)
            verdict = qd.equivalent(a, b, up_to=criterion)
            told += 1
            unknown += verdict.equal is None
            if verdict.equal is not None and not 1e-9 < gap < 1e-6:
                assert verdict.equal is (gap <= 1e-9), (seed, criterion, gap, verdict)
    assert unknown <= told / 100
