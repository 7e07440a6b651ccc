"""Stabilizer states: circuits of Clifford gates, any number of qubits, through Stim.

Angles must be multiples of π/2 at the values given. Gates are told to be Clifford, and what they do
to Pauli strings, by their matrices; each becomes Stim's own gate of the same action.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final, final

import numpy as np
from numpy.typing import NDArray

from qdesign.circuit import Circuit, Operation, decompose
from qdesign.errors import InvalidRequest, TooLarge
from qdesign.gates import (
    controlled_matrix,
    embedded,
    gate,
    matrix,
    pauli_matrix,
    turn_angle,
)
from qdesign.kits import STIM
from qdesign.pauli import Observable
from qdesign.simulate.engines.cones import terms_of
from qdesign.simulate.engines.protocol import EngineRow, Real, Runner
from qdesign.simulate.engines.slots import Slots

if TYPE_CHECKING:
    import stim

_WHAT: Final = "Running Clifford circuits"
_QUARTER: Final = math.pi / 2
_NEAR: Final = 1e-9
"""Radians by which an angle may miss a multiple of π/2."""
_TURNS: Final = 8
"""Quarter turns after which a half-angle rotation is itself again."""
_MOST_WIRES: Final = 4
_MOST_MARGINAL: Final = 16


@final
class Stabilizer(Runner):
    """A circuit as Stim's tableau of it."""

    def __init__(self, circuit: Circuit, observable: Observable | None) -> None:
        with STIM.needed_by(_WHAT):
            import stim
        self._stim = stim
        self._size = circuit.num_qubits
        self._slots = Slots(circuit.parameters)
        self._operations = [part for o in circuit.plain_operations for part in _parts(o)]
        self._places = [
            np.array([self._slots.number(angle) for angle in o.angles], dtype=np.intp)
            for o in self._operations
        ]
        self._constant = 0.0
        self._terms: list[tuple[stim.PauliString, float]] = []
        for letters, weight in terms_of(observable) if observable is not None else ():
            if letters:
                self._terms.append((self._string(letters), weight))
            else:
                self._constant += weight
        self._key: bytes | None = None
        self._program = stim.Circuit()
        self._state = stim.TableauSimulator()
        self.says = f"{len(self._operations):,} Clifford gates"

    def program(self, values: Real) -> stim.Circuit:
        """The circuit as Stim has it.

        Raises:
            InvalidRequest: it is not Clifford at these values; names the first such gate.
        """
        self._run(values)
        return self._program

    def expectation(self, values: Real) -> float:
        """Σ coefficient × (1, 0 or -1)."""
        state = self._run(values)
        return self._constant + sum(
            weight * state.peek_observable_expectation(string) for string, weight in self._terms
        )

    def gradient(self, values: Real) -> tuple[float, Real]:
        """The same with its slopes, ⟨i[Q, H]/2⟩, Q what a rotation is about, taken to the end.

        Raises:
            InvalidRequest: a parameter is in a gate that is no rotation about one Pauli string.
        """
        state = self._run(values)
        energy = self.expectation(values)
        quarters = self._quarters(values)
        slopes = np.zeros(len(self._slots))
        later: stim.Tableau = self._stim.Tableau(self._size)
        free = self._slots.moves
        for operation, slots in zip(
            reversed(self._operations), reversed(self._places), strict=True
        ):
            if len(slots) and free[slots].any():
                about, factor = self._about(operation)
                (slot,) = slots.tolist()
                slopes[slot] += factor * self._slope(state, later(about))
            later.prepend(_tableau(*_key(operation, quarters[slots])), operation.wires)
        return energy, self._slots.back(values, slopes)

    def bloch_vectors(self, values: Real) -> Real:
        """Each on an axis, or nothing."""
        state = self._run(values)
        found = np.zeros((self._size, 3))
        for qubit in range(self._size):
            string = state.peek_bloch(qubit)
            if string[0]:
                found[qubit, string[0] - 1] = string.sign.real
        return found

    def marginal(self, qubits: Sequence[int], values: Real) -> Real:
        """From the expectations of all products of Z on them.

        Raises:
            TooLarge: more than 16 qubits.
        """
        if len(qubits) > _MOST_MARGINAL:
            raise TooLarge(
                f"Probabilities of {len(qubits)} qubits were asked for; here are at most "
                f"{_MOST_MARGINAL} at a time. Ask for shots."
            )
        state = self._run(values)
        count = len(qubits)
        sums = np.zeros(1 << count)
        for subset in range(1 << count):
            chosen = {q: "Z" for k, q in enumerate(qubits) if subset >> k & 1}
            sums[subset] = state.peek_observable_expectation(self._string(chosen))
        table = sums.reshape((2,) * count)
        for axis in range(count):
            plus, minus = np.split(table, 2, axis=axis)
            table = np.concatenate([plus + minus, plus - minus], axis=axis)
        return np.asarray(table.reshape(-1) / (1 << count), dtype=np.float64)

    def sample(self, shots: int, values: Real, seed: int) -> NDArray[np.uint8]:
        """Outcomes of all qubits."""
        program = self.program(values).copy()
        program.append("M", range(self._size))
        return program.compile_sampler(seed=seed).sample(shots).astype(np.uint8)

    def _string(self, letters: dict[int, str]) -> stim.PauliString:
        string: stim.PauliString = self._stim.PauliString(self._size)
        for qubit, letter in letters.items():
            string[qubit] = letter
        return string

    def _about(self, operation: Operation) -> tuple[stim.PauliString, float]:
        row = gate(operation.gate)
        turn = turn_angle(row.name)
        factor = 0.0 if turn is None else float(turn.coefficient(row.angles[0]))
        if not factor or len(operation.wires) > len(operation.qubits):
            raise InvalidRequest(
                f"The slope by an angle of '{operation.gate}' is not one of a Clifford circuit. "
                "Use engine='light_cone', or the state vector."
            )
        return self._string(dict(zip(operation.qubits, row.axes, strict=True))), factor

    def _slope(self, state: stim.TableauSimulator, about: stim.PauliString) -> float:
        total = 0.0
        for string, weight in self._terms:
            if not about.commutes(string):
                product: stim.PauliString = about * string * 1j
                total += weight * state.peek_observable_expectation(product)
        return total

    def _quarters(self, values: Real) -> NDArray[np.int64]:
        radians = self._slots.at(values)
        turns = np.rint(radians / _QUARTER)
        missed = np.abs(radians - turns * _QUARTER) > _NEAR
        if missed.any():
            slot = int(np.flatnonzero(missed)[0])
            pairs = zip(self._operations, self._places, strict=True)
            operation = next(operation for operation, slots in pairs if slot in slots)
            raise InvalidRequest(
                f"Operation {operation.gate} on qubits {operation.wires} has the angle "
                f"{radians[slot]:.6g}; a Clifford circuit has multiples of π/2. Use "
                "engine='auto', or round the values."
            )
        return (turns % _TURNS).astype(np.int64)

    def _run(self, values: Real) -> stim.TableauSimulator:
        quarters = self._quarters(values)
        key = quarters.tobytes()
        if key != self._key:
            lines: list[str] = []
            for operation, slots in zip(self._operations, self._places, strict=True):
                wires = operation.wires
                for name, places in _gates(*_key(operation, quarters[slots])):
                    lines.append(f"{name} {' '.join([str(wires[k]) for k in places])}")
            self._program = self._stim.Circuit("\n".join(lines))
            self._state = self._stim.TableauSimulator()
            self._state.set_num_qubits(self._size)
            self._state.do(self._program)
            self._key = key
        return self._state


def _parts(operation: Operation) -> tuple[Operation, ...]:
    """The operation, or of one qubit with several angles the rotations that it is made of."""
    row = gate(operation.gate)
    if row.is_idle or not operation.wires:
        return ()
    if len(row.angles) > 1 and row.num_qubits == 1 and len(operation.wires) == 1:
        return tuple(each for part in decompose(operation) for each in _parts(part))
    return (operation,)


_Key = tuple[str, int, int, tuple[int, ...]]
"""A gate, how many controls and anticontrols it has beside its own, and quarter turns."""


def _key(operation: Operation, quarters: NDArray[np.int64]) -> _Key:
    angles = tuple(quarters.tolist())
    return operation.gate, len(operation.controls), len(operation.anticontrols), angles


@lru_cache(maxsize=1 << 12)
def _tableau(
    name: str, controls: int, anticontrols: int, quarters: tuple[int, ...]
) -> stim.Tableau:
    """What a gate does to Pauli strings on its wires.

    Raises:
        InvalidRequest: it is not Clifford.
    """
    import stim

    wires = controls + anticontrols + gate(name).num_qubits
    if wires > _MOST_WIRES:
        raise InvalidRequest(_not_clifford(name, f"with {controls + anticontrols} controls"))
    unitary = matrix(name, [quarter * _QUARTER for quarter in quarters])
    unitary = controlled_matrix(unitary, num_controls=controls + anticontrols)
    for wire in range(controls, controls + anticontrols):
        flip = embedded(pauli_matrix("X"), [wire], wires)
        unitary = flip @ unitary @ flip
    try:
        return stim.Tableau.from_unitary_matrix(unitary, endian="little")
    except ValueError:
        raise InvalidRequest(_not_clifford(name, f"at quarter turns {quarters}")) from None


def _not_clifford(name: str, how: str) -> str:
    told = "" if how.endswith("()") else f" {how}"
    return f"Operation {name}{told} is no Clifford gate. Use engine='auto'."


@cache
def _named() -> dict[str, str]:
    """Stim's own gates by what they do."""
    import stim

    found: dict[str, str] = {}
    for name, row in stim.gate_data().items():
        if row.is_unitary and not row.takes_pauli_targets and row.tableau is not None:
            found.setdefault(repr(row.tableau), name)
    return found


@lru_cache(maxsize=1 << 12)
def _gates(
    name: str, controls: int, anticontrols: int, quarters: tuple[int, ...]
) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """Stim's gates for one of ours, each with its wires among those of ours."""
    tableau = _tableau(name, controls, anticontrols, quarters)
    known = _named().get(repr(tableau))
    if known is not None:
        return ((known, tuple(range(len(tableau)))),)
    lines = [line.split() for line in str(tableau.to_circuit("elimination")).splitlines()]
    return tuple((head, tuple(int(wire) for wire in wires)) for head, *wires in lines)


def _refuses(circuit: Circuit, observable: Observable | None) -> str | None:
    del observable
    if not STIM.is_installed:
        return STIM.missing(_WHAT) + "."
    for operation in (part for o in circuit.plain_operations for part in _parts(o)):
        fixed = [angle for angle in operation.angles if angle.is_constant]
        quarters = np.array([angle.at({}) / _QUARTER for angle in fixed])
        turns = np.rint(quarters)
        if np.abs(quarters - turns).max(initial=0.0) * _QUARTER > _NEAR:
            return f"Operation {operation.gate} on qubits {operation.wires} is no Clifford gate."
        if len(fixed) == len(operation.angles):
            try:
                _tableau(*_key(operation, (turns % _TURNS).astype(np.int64)))
            except InvalidRequest:
                return (
                    f"Operation {operation.gate} on qubits {operation.wires} is no Clifford gate."
                )
    return None


def _fits(circuit: Circuit, observable: Observable | None) -> str | None:
    if circuit.used_parameters:
        return "A circuit with parameters is Clifford at some of their values alone."
    return _refuses(circuit, observable)


ROW: Final = EngineRow(
    name="stabilizer",
    title="Stabilizer",
    help="Clifford gates, and angles that are multiples of π/2, exactly, through Stim",
    source="Gidney, Stim, arXiv:2103.02202",
    runner=Stabilizer,
    refuses=_refuses,
    fits=_fits,
)
