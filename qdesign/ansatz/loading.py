"""Amplitudes and images → circuits that prepare them: uniformly controlled rotations."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from qdesign.angle import Angle
from qdesign.ansatz.drawing import check_size
from qdesign.circuit import Circuit, Operation
from qdesign.errors import InvalidRequest, TooLarge

MOST_QUBITS: Final = 16
_SMALL: Final = 1e-14


def multiplexed(
    gate: str, controls: Sequence[int], target: int, angles: Sequence[Angle]
) -> list[Operation]:
    """RY or RZ of one qubit by another angle for each basis state of the controls.

    2^m rotations and, from one control on, 2^m CX. Angles that are parameters stay so.

    Args:
        gate: `ry` or `rz`.
        controls: m qubits; the first is the lowest bit of an index into `angles`.
        target: the qubit that is turned.
        angles: 2^m of them.

    Source: Möttönen et al., quant-ph/0404089.
    """
    size = len(angles)
    if size == 1:
        return [Operation(gate, (target,), (angles[0],))] if not angles[0].is_zero else []
    found: list[Operation] = []
    for index, angle in enumerate(_walked(angles)):
        found.append(Operation(gate, (target,), (angle,)))
        gray, following = index ^ index >> 1, (index + 1) % size
        flipped = gray ^ following ^ following >> 1
        found.append(Operation("cx", (controls[flipped.bit_length() - 1], target)))
    return found


def _walked(angles: Sequence[Angle]) -> list[Angle]:
    """Angles of the rotations in the order of a Gray-code walk: a Walsh transform."""
    size = len(angles)
    if all(angle.is_constant for angle in angles):
        values = np.array([angle.at({}) for angle in angles])
        for step in (1 << k for k in range(size.bit_length() - 1)):
            pairs = values.reshape(-1, 2, step)
            values = np.stack((pairs[:, 0] + pairs[:, 1], pairs[:, 0] - pairs[:, 1]), 1).reshape(-1)
        return [Angle.of(float(values[k ^ k >> 1]) / size) for k in range(size)]
    found: list[Angle] = []
    for index in range(size):
        gray = index ^ index >> 1
        signs = [-1 if (gray & state).bit_count() % 2 else 1 for state in range(size)]
        pi = sum((sign * angle.pi for sign, angle in zip(signs, angles, strict=True)), Fraction())
        radians = sum(sign * angle.radians for sign, angle in zip(signs, angles, strict=True))
        terms: dict[str, Fraction] = {}
        for sign, angle in zip(signs, angles, strict=True):
            for name, factor in angle.terms:
                terms[name] = terms.get(name, Fraction()) + sign * factor / size
        found.append(Angle(pi / size, radians / size, tuple(terms.items())))
    return found


def state_preparation(amplitudes: Any) -> Circuit:
    """A circuit that takes |0…0⟩ to a state, up to a phase.

    Args:
        amplitudes: complex, shape (2**n,), Qiskit order, up to 16 qubits; they are normalized.

    Raises:
        InvalidRequest: no such vector, or one that is zero or not finite.
        TooLarge: more than 16 qubits.

    Example:
        >>> state_preparation([1, 0, 0, 1]).num_qubits
        2

    Source: Möttönen et al., quant-ph/0407010.
    """
    psi = _normalized(amplitudes)
    n = psi.size.bit_length() - 1
    sizes = np.abs(psi)
    phases = np.where(sizes > _SMALL, np.angle(psi), 0.0)
    found: list[Operation] = []
    below: list[list[Operation]] = []
    # From the lowest qubit up: the share of the second of each pair, and its phase.
    for qubit in range(n):
        controls = tuple(range(qubit + 1, n))
        pairs = sizes.reshape(-1, 2)
        angles = 2 * np.arctan2(pairs[:, 1], pairs[:, 0])
        turned = phases.reshape(-1, 2)
        part = _turns("ry", controls, qubit, angles)
        part += _turns("rz", controls, qubit, turned[:, 1] - turned[:, 0])
        below.append(part)
        sizes = np.hypot(pairs[:, 0], pairs[:, 1])
        phases = turned.mean(axis=1)
    for part in reversed(below):
        found += part
    return Circuit(n, tuple(found))


def _turns(
    gate: str, controls: Sequence[int], target: int, angles: NDArray[np.float64]
) -> list[Operation]:
    if np.abs(angles).max() < _SMALL:
        return []
    if np.ptp(angles) < _SMALL:
        return [Operation(gate, (target,), (Angle.of(float(angles[0])),))]
    return multiplexed(gate, controls, target, [Angle.of(float(angle)) for angle in angles])


def _normalized(amplitudes: Any) -> NDArray[np.complex128]:
    try:
        given = np.asarray(amplitudes, dtype=np.complex128)
    except (TypeError, ValueError):
        raise InvalidRequest("Amplitudes are given as numbers, shape (2**n,).") from None
    size = given.shape[0] if given.ndim == 1 else 0
    if size < 2 or size & (size - 1):
        raise InvalidRequest(
            f"Amplitudes of shape {given.shape} are no state. Give 2, 4, 8, … of them in one row."
        )
    if size > 1 << MOST_QUBITS:
        raise TooLarge(f"A state is prepared on at most {MOST_QUBITS} qubits.")
    length = float(np.linalg.norm(given))
    if not np.isfinite(length) or length < _SMALL:
        raise InvalidRequest("The amplitudes are all zero, or not finite. Give others.")
    return given / length


def frqi(image: Any) -> Circuit:
    """An image as a state: each pixel a basis state, its gray a rotation of the color qubit.

    (1/√N) Σ_k (cos θ_k |0⟩ + sin θ_k |1⟩)|k⟩ with θ_k = gray · π/2. The color qubit is the last.

    Args:
        image: grays from 0 to 1, N = 2, 4, 8, … of them, of any shape; pixel k is the k-th of
            `image.ravel()`.

    Raises:
        InvalidRequest: no such image.
        TooLarge: more than 2^15 pixels.

    Example:
        >>> frqi([[0, 1], [0.5, 0]]).num_qubits
        3

    Source: Le, Dong, Hirota, Quantum Information Processing 10, 63 (2011).
    """
    try:
        grays = np.asarray(image, dtype=np.float64).ravel()
    except (TypeError, ValueError):
        raise InvalidRequest("An image is given as numbers from 0 to 1.") from None
    size = grays.size
    if size < 2 or size & (size - 1) or not ((grays >= 0) & (grays <= 1)).all():
        raise InvalidRequest(
            f"An image of {size} pixels is not loaded. Give 2, 4, 8, … grays from 0 to 1."
        )
    if size > 1 << MOST_QUBITS - 1:
        raise TooLarge(f"An image has at most {1 << MOST_QUBITS - 1:,} pixels.")
    return _image([Angle.of(float(gray) * np.pi) for gray in grays])


def frqi_of(num_qubits: int = 3) -> Circuit:
    """The same with a parameter theta_k for pixel k, its gray times π/2; k with leading zeros.

    Example:
        >>> frqi_of(5).parameters[:2]
        ('theta_00', 'theta_01')
    """
    check_size(num_qubits, 1, per_layer=2 << min(num_qubits, 20))
    pixels = 1 << num_qubits - 1
    # Sums of angles have their names in order of the alphabet, and so has the circuit.
    width = len(str(pixels - 1))
    return _image([Angle.parameter(f"theta_{k:0{width}d}", 2) for k in range(pixels)])


def _image(angles: Sequence[Angle]) -> Circuit:
    m = len(angles).bit_length() - 1
    head = tuple(Operation("h", (qubit,)) for qubit in range(m))
    return Circuit(m + 1, (*head, *multiplexed("ry", tuple(range(m)), m, angles)))
