"""Exact derivatives of a circuit's map by its parameters, and the rank of their span.

Each angle turns with a generator that commutes with its gate, so a derivative is the circuit with
that generator put in. All derivatives are carried forward together; where they are many more than
basis states, each is pulled back to the start by the unitary before it, and all are carried at
once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from qdesign.circuit import Circuit, Operation, decompose
from qdesign.errors import TooLarge
from qdesign.formula import is_derived
from qdesign.gates import GATES, Matrix, controlled_matrix, matrix, pauli_matrix, phase_angle
from qdesign.simulate.chain import Chain

Complex = NDArray[np.complex128]
Real = NDArray[np.float64]

MAX_BYTES: Final = 1_500_000_000
_MANY: Final = 2
"""So many times more parameters than basis states are many."""
_EPSILON: Final = float(np.finfo(float).eps)


def differentiable(circuit: Circuit) -> tuple[Operation, ...]:
    """Table gates without controls, each with one angle at most."""
    found: list[Operation] = []
    waiting = list(reversed(circuit.elementary().plain_operations))
    while waiting:
        operation = waiting.pop()
        row = GATES[operation.gate]
        if row.is_idle or not row.num_qubits:
            continue
        if len(operation.angles) > 1:
            waiting.extend(reversed(decompose(operation)))
        else:
            found.append(operation)
    return tuple(found)


def check_memory(num_parameters: int, num_qubits: int, num_inputs: int) -> None:
    """Refuses what does not fit, before it is taken."""
    size = 3 * 16 * (num_parameters + 1) * num_inputs << num_qubits
    if size > MAX_BYTES:
        raise TooLarge(
            f"Derivatives by {num_parameters} parameters on {num_qubits} qubits need "
            f"{size / 1e9:.1f} GB; at most {MAX_BYTES / 1e9:.1f} GB are taken. Use fewer layers."
        )


def tangents(
    operations: Sequence[Operation],
    parameters: Sequence[str],
    values: Mapping[str, float],
    inputs: Complex,
    *,
    ask: Callable[[], None] = lambda: None,
) -> tuple[Complex, Complex, Real]:
    """Outputs of a circuit on some inputs, and their derivatives.

    Args:
        operations: as `differentiable` gives them.
        parameters: p names.
        values: radians of each.
        inputs: shape (2**n, r), one state a column.
        ask: called before each gate; may raise.

    Returns:
        Outputs, shape (2**n, r), derivatives, shape (p, 2**n, r), and the size that each may have,
        shape (p,): beside it what cancels, or a control that is never met, is rounding.
    """
    num_qubits = inputs.shape[0].bit_length() - 1
    symbols = {n for o in operations for angle in o.angles for n in angle.symbols}
    formulas = sorted(filter(is_derived, symbols))
    chain = Chain(parameters, formulas)
    names = (*parameters, *formulas)
    places = {name: k for k, name in enumerate(names)}
    # Row 0 is the state itself, row k + 1 its derivative by parameter k; from `top` on all is zero.
    top = 1
    rows = np.zeros((len(names) + 1, *inputs.shape), dtype=complex)
    rows[0] = inputs
    sizes = np.zeros(len(names))
    length = float(np.linalg.norm(inputs))
    before = None
    if len(names) > _MANY * inputs.shape[0]:
        before = np.eye(inputs.shape[0], dtype=complex)[None]
    for operation in operations:
        ask()
        angles = [angle.at(values) for angle in operation.angles]
        gate = matrix(operation.gate, angles)
        carried = top if before is None else 1
        rows[:carried] = apply_gate(rows[:carried], gate, operation.qubits, num_qubits)
        if before is not None:
            before = apply_gate(before, gate, operation.qubits, num_qubits)
        terms = [term for angle in operation.angles for term in angle.terms]
        if terms:
            slope = generator(operation.gate)
            turned = apply_gate(rows[:1], slope, operation.qubits, num_qubits)[0]
            if before is not None:
                turned = before[0].conj().T @ turned
            size = length * float(np.linalg.norm(slope, 2))
            for name, coefficient in terms:
                rows[places[name] + 1] += float(coefficient) * turned
                sizes[places[name]] += abs(float(coefficient)) * size
                top = max(top, places[name] + 2)
    if before is not None:
        rows[1:] = before @ rows[1:]
    if not formulas:
        return rows[0], rows[1:], sizes
    free = len(parameters)
    slopes = chain.slopes(np.array([values[name] for name in parameters]))
    derivatives = rows[1 : free + 1] + np.einsum("dp,dsr->psr", slopes, rows[free + 1 :])
    return rows[0], derivatives, sizes[:free] + sizes[free:] @ np.abs(slopes)


def apply_gate(rows: Complex, gate: Matrix, qubits: tuple[int, ...], num_qubits: int) -> Complex:
    """A gate on every state of an array of shape (k, 2**n, r)."""
    k, size, r = rows.shape
    shaped = rows.reshape(k, *(2,) * num_qubits, r)
    # Axis of qubit q: the highest qubit comes first.
    axes = [num_qubits - q for q in reversed(qubits)]
    local = gate.reshape((2,) * (2 * len(qubits)))
    moved = np.tensordot(local, shaped, axes=(range(len(qubits), 2 * len(qubits)), axes))
    return np.moveaxis(moved, range(len(qubits)), axes).reshape(k, size, r)


@cache
def generator(name: str) -> Matrix:
    """G†·dG/dangle of a table gate with one angle, which commutes with G."""
    row = GATES[name]
    if row.generator:
        return -0.5j * pauli_matrix(row.generator)
    phase = phase_angle(name)
    if phase is not None:
        slope = np.zeros(2**row.num_qubits, dtype=complex)
        slope[-1] = 1j * float(phase.coefficient(row.angles[0]))
        return np.diag(slope)
    inner = generator(row.base)
    identity = np.eye(len(inner), dtype=complex)
    # controlled_matrix puts ones where the controls are not met; a derivative has zeros there.
    full = controlled_matrix(inner + identity, num_controls=row.num_controls)
    return full - np.eye(len(full), dtype=complex)


def span(outputs: Complex, derivatives: Complex, sizes: Real) -> Real:
    """Derivatives as real columns of unit length, the direction of a global phase taken out.

    Args:
        outputs: what is differentiated, not 0.
        derivatives: p arrays of the same shape.
        sizes: shape (p,), that each derivative may have.

    Returns:
        float64, shape (2·2**n·r, p); a column that vanishes is zero.
    """
    state = outputs.ravel() / np.linalg.norm(outputs)
    rows = derivatives.reshape(len(derivatives), state.size)
    rows = rows - np.outer(rows @ state.conj(), state)
    lengths = np.linalg.norm(rows, axis=1)
    # What is left of a pure change of phase, or of terms that cancel, is rounding.
    alive = lengths > 1e-12 * np.maximum(sizes, 1e-300)
    scaled = np.where(alive, 1 / np.where(alive, lengths, 1.0), 0.0)
    kept = np.asarray(rows * scaled[:, None], dtype=np.complex128)
    return np.concatenate([kept.real, kept.imag], axis=1).T


def singular_values(columns: Real) -> Real:
    """Of a tall matrix, largest first; never by way of its Gram matrix, which squares them."""
    if not columns.size:
        return np.zeros(0)
    if columns.shape[0] > 2 * columns.shape[1]:
        columns = np.asarray(np.linalg.qr(columns, mode="r"), dtype=np.float64)
    return np.asarray(np.linalg.svd(columns, compute_uv=False), dtype=np.float64)


def numerical_rank(columns: Real) -> int:
    """How many singular values stand above rounding: genuine ones go down to 2e-9."""
    found = singular_values(columns)
    if not found.size or found[0] == 0:
        return 0
    tolerance = 8 * _EPSILON * max(columns.shape) * found[0]
    return int((found > max(tolerance, 2e-12)).sum())


def random_values(
    operations: Sequence[Operation], parameters: Sequence[str], rng: np.random.Generator
) -> dict[str, float]:
    """A generic point: every angle of every parameter goes round once at least."""
    smallest: dict[str, Fraction] = {}
    for operation in operations:
        for angle in operation.angles:
            for name, coefficient in angle.terms:
                smallest[name] = min(abs(coefficient), smallest.get(name, Fraction(1)))
    chain = Chain(parameters, sorted(filter(is_derived, smallest)))
    scales = np.array([float(smallest.get(name, Fraction(1))) for name in parameters])
    drawn = chain.point(lambda: rng.uniform(-np.pi, np.pi, len(scales)) / scales)
    return dict(zip(parameters, drawn.tolist(), strict=True))
