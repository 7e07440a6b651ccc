"""A state, such as a matrix product state → an ansatz of two-qubit blocks that prepares it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from qdesign.angle import Angle
from qdesign.ansatz.two_qubit import angles_of, canonical
from qdesign.circuit import Circuit, Operation
from qdesign.errors import Cancelled, InvalidRequest, TooLarge
from qdesign.gates import GATES
from qdesign.given import given_whole
from qdesign.showing.drawing import image, svg
from qdesign.showing.tables import count, table

_MOST_QUBITS: Final = 16
_MOST_LAYERS: Final = 64
_SMALL_GAIN: Final = 1e-10

_TURNS: Final = {row.generator: row.name for row in GATES.values() if row.generator}

Vector = NDArray[np.complex128]
Block = tuple[int, Vector]
"""The lower of its two qubits, and its unitary, shape (4, 4), bit 0 of an index the lower qubit."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """An ansatz that begins near a state.

    Attributes:
        circuit: layers of stairs, each step turns about XX, YY and ZZ and then of both qubits.
        values: of its parameters, radians by name; there the state has the fidelity.
        fidelity: |⟨ψ|φ⟩|² with the state that was given, exact.
        layers: of stairs.
        sweeps: how often all blocks were fitted, one after another.
    """

    circuit: Circuit
    values: Mapping[str, float]
    fidelity: float
    layers: int
    sweeps: int

    def __repr__(self) -> str:
        return (
            f"Prepared(fidelity {self.fidelity:.6f}, exact; {count(self.layers, 'layer')}, "
            f"{count(len(self.values), 'parameter')}, {count(self.sweeps, 'sweep')})"
        )

    def _repr_html_(self) -> str:
        return image(svg(self.circuit)) + table((), foot=repr(self))


def from_mps(
    state: Any,
    *,
    layers: int = 16,
    sweeps: int = 100,
    fidelity: float = 0.999,
    progress: Callable[[int, float], None] | None = None,
    cancel: Callable[[], bool] | None = None,
) -> Prepared:
    """An ansatz with values at which it prepares a state, to begin a tuning from.

    Each layer is the stairs that prepare the nearest state of bond dimension 2 to what the layers
    before leave; after each all blocks are fitted in turn, each exactly while the others stand. As
    many layers are laid as the fidelity takes.

    Args:
        state: a list of tensors, one a qubit from qubit 0 on, of shapes (left, 2, right) with left
            and right bonds, 1 at the ends; or amplitudes, shape (2**n,), Qiskit order. Up to 16
            qubits. It is normalized.
        layers: of stairs at most, 1 to 64.
        sweeps: after each layer at most; 0 for none.
        fidelity: it ends there.
        progress: called after each sweep with their number and the fidelity.
        cancel: asked after each sweep; what is fitted is given.

    Raises:
        InvalidRequest: no such state.
        TooLarge: more than 16 qubits, or layers.
        Cancelled: `cancel` said so before the first layer.

    Example:
        >>> ghz = [0.0] * 8
        >>> ghz[0] = ghz[7] = 1.0
        >>> round(from_mps(ghz, layers=1).fidelity, 9)
        1.0

    Source: Ran, arXiv:1908.07958, for the layers; Rudolph et al., arXiv:2209.00595, for fitting.
    """
    psi = _amplitudes(state)
    layers = given_whole(layers, "The number of layers", low=1)
    sweeps = given_whole(sweeps, "The number of sweeps")
    if layers > _MOST_LAYERS:
        raise TooLarge(f"At most {_MOST_LAYERS} layers are laid, not {layers:,}.")
    if cancel is not None and cancel():
        raise Cancelled("Compiling the state was cancelled.")
    num_qubits = psi.size.bit_length() - 1
    blocks: list[Block] = []
    reached, laid, done = 0.0, 0, 0
    while laid < layers and reached < fidelity:
        left = psi
        for qubit, unitary in reversed(blocks):
            left = _applied(left, qubit, unitary.conj().T)
        blocks, laid = [*_stairs(left, num_qubits), *blocks], laid + 1
        reached, last = _fidelity(blocks, psi), 0.0
        for _ in range(sweeps):
            if reached >= fidelity or reached - last < _SMALL_GAIN:
                break
            if cancel is not None and cancel():
                layers = laid
                break
            blocks, last = _swept(blocks, psi), reached
            reached, done = _fidelity(blocks, psi), done + 1
            if progress is not None:
                progress(done, reached)
    if num_qubits == 1:
        circuit, values = _turned(psi)
        return Prepared(circuit, values, 1.0, 0, 0)
    circuit, values = _drawn(blocks, num_qubits)
    return Prepared(circuit, values, reached, laid, done)


def _amplitudes(state: Any) -> Vector:
    """Normalized amplitudes in Qiskit order."""
    try:
        if isinstance(state, Sequence) and len(state) and np.ndim(state[0]) == 3:  # pyright: ignore[reportUnknownArgumentType]
            psi = _contracted([np.asarray(each, dtype=complex) for each in state])  # pyright: ignore[reportUnknownVariableType]
        else:
            psi = np.asarray(state, dtype=complex).ravel()
    except (TypeError, ValueError):
        raise InvalidRequest(
            "This is no state. Give amplitudes, or tensors of shapes (left, 2, right)."
        ) from None
    if psi.size < 2 or psi.size & (psi.size - 1):
        raise InvalidRequest(
            f"A state has 2, 4, 8, … amplitudes, not {psi.size:,}. Give one for each basis state."
        )
    if psi.size > 1 << _MOST_QUBITS:
        raise TooLarge(f"States of up to {_MOST_QUBITS} qubits are compiled.")
    length = float(np.linalg.norm(psi))
    if not np.isfinite(length) or length < 1e-150:
        raise InvalidRequest("This state is zero or not finite. Give one with a length.")
    return np.asarray(psi / length, dtype=np.complex128)


def _contracted(tensors: Sequence[Vector]) -> Vector:
    if len(tensors) > _MOST_QUBITS:
        raise TooLarge(
            f"States of up to {_MOST_QUBITS} qubits are compiled, not of {len(tensors)}."
        )
    made = np.ones((1, 1), dtype=complex)
    for qubit, tensor in enumerate(tensors):
        if tensor.ndim != 3 or tensor.shape[1] != 2 or tensor.shape[0] != made.shape[1]:
            raise InvalidRequest(
                f"The tensor of qubit {qubit} has the shape {tensor.shape}; ({made.shape[1]}, 2, "
                "right) is expected."
            )
        made = np.einsum("al,lsr->sar", made, tensor).reshape(-1, tensor.shape[2])
    if made.shape[1] != 1:
        raise InvalidRequest(f"The last tensor has a right bond of {made.shape[1]}; it must be 1.")
    return made.ravel()


def _stairs(psi: Vector, num_qubits: int) -> list[Block]:
    """Blocks on (0, 1), (1, 2), … that prepare the nearest state of bond 2, in that order."""
    if num_qubits == 1:
        return []
    tensors: list[Vector] = []
    # Highest bits first: a state as (rest, qubit 0) splits from the last qubit on.
    rest = psi.reshape(-1, 1)  # rows: qubits 0 … k as an index, columns: the bond to the right
    for _ in range(num_qubits - 1):
        right = rest.shape[1]
        matrix = rest.reshape(2, -1, right).transpose(1, 0, 2).reshape(-1, 2 * right)
        u, sizes, v = np.linalg.svd(matrix, full_matrices=False)
        kept = min(2, int((sizes > 1e-12 * sizes[0]).sum()))
        tensors.append(v[:kept].reshape(kept, 2, right))
        rest = u[:, :kept] * sizes[:kept]
    first = rest.reshape(1, 2, -1)
    tensors.append(np.asarray(first / np.linalg.norm(first), dtype=np.complex128))
    tensors.reverse()
    blocks: list[Block] = []
    for qubit in range(num_qubits - 1):
        tensor = tensors[qubit]
        left, _, right = tensor.shape
        columns = np.zeros((4, left), dtype=complex)
        if qubit < num_qubits - 2:
            for bond in range(left):  # out: this qubit is bit 0, the bond goes on as bit 1
                columns[:, bond] = np.pad(tensor[bond], ((0, 0), (0, 2 - right))).T.ravel()
        else:
            pair = np.einsum("lsr,rt->lts", tensor, tensors[-1][:, :, 0])
            columns[:, :] = pair.reshape(left, 4).T
        blocks.append((qubit, _completed(columns)))
    return blocks


def _completed(columns: Vector) -> Vector:
    """A unitary that begins with orthonormal columns at the inputs 0 and 1 of qubit 0."""
    found: Vector = np.linalg.svd(columns, full_matrices=True)[0]
    kept = columns.shape[1]
    made = np.zeros((4, 4), dtype=complex)
    made[:, :kept] = columns
    made[:, kept:] = found[:, kept:]
    return made


def _applied(psi: Vector, qubit: int, unitary: Vector) -> Vector:
    """The state after a block on `qubit` and the next one."""
    table = psi.reshape(-1, 4, 1 << qubit)
    return np.einsum("ab,xby->xay", unitary, table, optimize=True).ravel()


def _zero(size: int) -> Vector:
    psi = np.zeros(size, dtype=complex)
    psi[0] = 1
    return psi


def _fidelity(blocks: Sequence[Block], psi: Vector) -> float:
    made = _zero(psi.size)
    for qubit, unitary in blocks:
        made = _applied(made, qubit, unitary)
    return min(1.0, float(abs(np.vdot(psi, made)) ** 2))


def _swept(blocks: Sequence[Block], psi: Vector) -> list[Block]:
    """Every block fitted in turn while the others stand, from the first to the last."""
    bra = psi
    for qubit, unitary in reversed(blocks):
        bra = _applied(bra, qubit, unitary.conj().T)
    ket = _zero(psi.size)
    fitted: list[Block] = []
    for qubit, unitary in blocks:
        bra = _applied(bra, qubit, unitary)  # now ⟨ψ| with the blocks behind this one alone
        a, b = bra.reshape(-1, 4, 1 << qubit), ket.reshape(-1, 4, 1 << qubit)
        around = np.tensordot(a, b.conj(), axes=((0, 2), (0, 2)))
        u, _, v = np.linalg.svd(around)
        best = u @ v
        fitted.append((qubit, best))
        ket = _applied(ket, qubit, best)
    return fitted


def _turned(psi: Vector) -> tuple[Circuit, dict[str, float]]:
    """Turns about Y and Z of one qubit from |0⟩."""
    height = 2 * float(np.arctan2(abs(psi[1]), abs(psi[0])))
    around = float(np.angle(psi[1]) - np.angle(psi[0])) if abs(psi[0]) and abs(psi[1]) else 0.0
    values = {"theta_0": height, "theta_1": around}
    return Circuit.of(1, "ry(theta_0) 0; rz(theta_1) 0"), values


def _drawn(blocks: Sequence[Block], num_qubits: int) -> tuple[Circuit, dict[str, float]]:
    """Turns of all qubits, then for each block about XX, YY, ZZ and of both."""
    waiting: list[Vector] = [np.eye(2, dtype=complex)] * num_qubits
    operations: list[Operation] = []
    values: dict[str, float] = {}

    def add(gate: str, qubits: tuple[int, ...], angles: Sequence[float]) -> None:
        names = [f"theta_{len(values) + k}" for k in range(len(angles))]
        values.update(zip(names, map(float, angles), strict=True))
        operations.append(Operation(gate, qubits, tuple(map(Angle.parameter, names))))

    for qubit, unitary in blocks:
        before, pairs, after = canonical(unitary)
        for k in (0, 1):
            waiting[qubit + k] = before[k] @ waiting[qubit + k]
            add("u", (qubit + k,), angles_of(waiting[qubit + k]))
            waiting[qubit + k] = after[k]
        for letters, angle in zip(("XX", "YY", "ZZ"), pairs, strict=True):
            add(_TURNS[letters], (qubit, qubit + 1), (angle,))
    for qubit in range(num_qubits):
        add("u", (qubit,), angles_of(waiting[qubit]))
    return Circuit(num_qubits, tuple(operations)), values
