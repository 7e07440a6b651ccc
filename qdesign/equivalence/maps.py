"""Two circuits as maps from a state to states and records, compared branch by branch on numbers.

A difference between two such maps is a polynomial in the input, so that a random input shows it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from qdesign.circuit import Circuit
from qdesign.simulate.branches import Record, State, branches
from qdesign.simulate.chain import Chain
from qdesign.zx.verdict import DIFFERENT, EQUAL, Verdict

MAX_QUBITS: Final = 12
_INPUTS: Final = 3
_MAX_WORK: Final = 4e9
HOW: Final = "branch by branch on random inputs at random parameter points"


@dataclass(frozen=True, slots=True)
class Frame:
    """What of two circuits is compared.

    Attributes:
        zero: qubits that start in 0; others start in a random state.
        dropped: qubits whose state at the end does not count.
        exactly: does a global phase count?
        num_clbits: classical bits that are compared; all where None.
    """

    zero: frozenset[int] = frozenset()
    dropped: frozenset[int] = frozenset()
    exactly: bool = False
    num_clbits: int | None = None


def too_large(a: Circuit, b: Circuit) -> str:
    """Why two circuits are not compared so; empty where they are."""
    num_qubits = max(a.num_qubits, b.num_qubits)
    if num_qubits > MAX_QUBITS:
        return f"{num_qubits} qubits are more than the {MAX_QUBITS} that are compared by branches"
    size = a.num_operations + b.num_operations
    if size * 2.0**num_qubits * _INPUTS > _MAX_WORK:
        return f"{size:,} operations are more than are compared by branches"
    return ""


def compared(
    a: Circuit, b: Circuit, frame: Frame, *, points: int, rng: np.random.Generator
) -> Verdict:
    """The verdict on two circuits on as many qubits.

    Raises:
        TooLarge: a circuit falls into too many branches.
    """
    chain = chain_of(a, b)
    looked = points if chain.places else 1
    worst = 0.0
    for _ in range(looked):
        values = random_point(chain, rng)
        scalar: complex | None = None
        for _ in range(_INPUTS):
            state = random_state(a.num_qubits, frame.zero, rng)
            first, second = (_recorded(branches(c, values, state), frame) for c in (a, b))
            if _is_pure(first) and _is_pure(second) and not frame.dropped:
                # One scalar for all inputs.
                psi, phi = (next(iter(found.values()))[0] for found in (first, second))
                overlap = complex(np.vdot(phi, psi))
                if frame.exactly or abs(overlap) < 0.5:
                    scalar = 1.0
                elif scalar is None:
                    scalar = overlap / abs(overlap)
                same = first.keys() == second.keys()
                error = float(np.linalg.norm(psi - scalar * phi)) if same else 1.0
            else:
                error = _distance(first, second, frame)
            worst = max(worst, error)
        if worst >= DIFFERENT:
            break
    if worst <= EQUAL:
        return Verdict(True, HOW, looked, worst)
    return Verdict(False if worst >= DIFFERENT else None, HOW, looked, worst)


def chain_of(a: Circuit, b: Circuit) -> Chain:
    """The free parameters of two circuits, and what is derived from them."""
    free = dict.fromkeys((*a.parameters, *b.parameters))
    return Chain(tuple(free), tuple(dict.fromkeys((*a.derived, *b.derived))))


def random_point(chain: Chain, rng: np.random.Generator) -> dict[str, float]:
    """Values of the free parameters at which the derived ones have values."""
    drawn = chain.point(lambda: rng.uniform(-7, 7, len(chain.places)))
    return dict(zip(chain.places, drawn.tolist(), strict=True))


def random_state(num_qubits: int, zero: frozenset[int], rng: np.random.Generator) -> State:
    """A random state with some qubits in 0, shape (2**num_qubits,)."""
    size = 2**num_qubits
    parts = rng.normal(size=(size, 2))
    state: State = parts.view(complex)[:, 0].copy()
    for qubit in zero:
        state[np.arange(size) >> qubit & 1 == 1] = 0
    return state / np.linalg.norm(state)


def reduced_states(circuit: Circuit, states: Sequence[State], values: dict[str, float]) -> State:
    """The state of each qubit at the end, for each input: complex, shape (qubits, inputs * 4)."""
    rows: list[list[complex]] = [[] for _ in range(circuit.num_qubits)]
    for state in states:
        found = [psi for part in branches(circuit, values, state).values() for psi in part]
        for qubit, row in enumerate(rows):
            total = np.zeros((2, 2), dtype=complex)
            for psi in found:
                split = psi.reshape(-1, 2, 2**qubit)
                total += np.einsum("aib,ajb->ij", split, split.conj())
            row.extend(total.reshape(-1).tolist())
    return np.array(rows)


def _recorded(found: dict[Record, list[State]], frame: Frame) -> dict[Record, list[State]]:
    """Branches by the classical bits that are compared."""
    if frame.num_clbits is None:
        return found
    told: dict[Record, list[State]] = {}
    for record, states in found.items():
        told.setdefault(record & ((1 << frame.num_clbits) - 1), []).extend(states)
    return told


def _is_pure(found: dict[Record, list[State]]) -> bool:
    return len(found) == 1 and all(len(part) == 1 for part in found.values())


def _distance(
    first: dict[Record, list[State]], second: dict[Record, list[State]], frame: Frame
) -> float:
    """The norm of the difference of the two mixtures, all records together."""
    total = 0.0
    for record in first.keys() | second.keys():
        mine = _columns(first.get(record, []), frame)
        theirs = _columns(second.get(record, []), frame)
        parts = [part for part in (mine, theirs) if part is not None]
        # In a basis of what both span, the mixtures are small matrices.
        _, both = np.linalg.qr(np.concatenate(parts, axis=1))
        cut = 0 if mine is None else mine.shape[1]
        a, b = both[:, :cut], both[:, cut:]
        total += float(np.linalg.norm(a @ a.conj().T - b @ b.conj().T)) ** 2
    return total**0.5


def _columns(found: list[State], frame: Frame) -> State | None:
    """States side by side, one for each basis state of the qubits that do not count."""
    if not found:
        return None
    num_qubits = found[0].size.bit_length() - 1
    dropped = sorted(frame.dropped)
    kept = [q for q in range(num_qubits) if q not in frame.dropped]
    axes = [num_qubits - 1 - q for q in (*kept, *dropped)]
    cut = [psi.reshape((2,) * num_qubits).transpose(axes) for psi in found]
    return np.concatenate([part.reshape(2 ** len(kept), -1) for part in cut], axis=1)
