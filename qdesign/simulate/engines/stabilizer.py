"""Stabilizer states: circuits of Clifford gates, any number of qubits, through Stim.

Angles must be multiples of π/2 at the values given.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final, final

import numpy as np
from numpy.typing import NDArray

from qdesign.circuit import Circuit
from qdesign.errors import InvalidRequest, TooLarge
from qdesign.gates import gate, turn_angle
from qdesign.kits import STIM
from qdesign.pauli import Observable
from qdesign.simulate.engines.cliffords import (
    NEAR,
    QUARTER,
    TURNS,
    Part,
    columns_of,
    refused,
    tableau,
    template,
)
from qdesign.simulate.engines.cones import letters_of, terms_of
from qdesign.simulate.engines.protocol import EngineRow, Real, Runner
from qdesign.simulate.engines.slots import Slots
from qdesign.simulate.engines.stabilized import Strings

if TYPE_CHECKING:
    import stim

_WHAT: Final = "Running Clifford circuits"
_MOST_MARGINAL: Final = 16
_MOST_LETTERS: Final = 16
"""Of strings whose means are read together; longer ones are read one by one."""


@final
class Stabilizer(Runner):
    """A circuit as Stim's tableau of it."""

    def __init__(self, circuit: Circuit, observable: Observable | None) -> None:
        with STIM.needed_by(_WHAT):
            import stim
        self._stim = stim
        self._size = circuit.num_qubits
        self._observable = observable
        self._slots = Slots(circuit.parameters)
        self._columns = columns_of(circuit)
        self._places = [
            [
                np.array([self._slots.number(angle) for angle in part.angles], dtype=np.intp)
                for part in kind
            ]
            for kind in self._columns.kinds
        ]
        self._key: bytes | None = None
        self._program = stim.Circuit()
        self._state = stim.TableauSimulator()
        counts = np.bincount(self._columns.numbers, minlength=len(self._columns.kinds))
        sizes = [len(kind) for kind in self._columns.kinds]
        self.says = f"{int(counts @ np.array(sizes, dtype=np.int64)):,} Clifford gates"

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
        short, others = self._means
        inverse = state.current_inverse_tableau()
        total = sum(float(weights @ strings.means(inverse)) for strings, weights in short)
        return total + sum(
            weight * state.peek_observable_expectation(string) for string, weight in others
        )

    @cached_property
    def _means(self) -> tuple[list[tuple[Strings, Real]], list[tuple[stim.PauliString, float]]]:
        """Terms of few letters, which are read together, and the others; with coefficients."""
        short: list[tuple[Strings, Real]] = []
        others: list[tuple[stim.PauliString, float]] = []
        if self._observable is None:
            return short, others
        for start, end, terms, qubits, letters in letters_of(self._observable):
            part = self._observable.terms[start:end]
            is_short = np.bincount(terms, minlength=len(part)) <= _MOST_LETTERS
            chosen = is_short[terms]
            strings = Strings(
                (np.cumsum(is_short) - 1)[terms[chosen]],
                qubits[chosen],
                letters[chosen],
                count=int(is_short.sum()),
                num_qubits=self._size,
            )
            short.append((strings, np.array([weight for _, weight in part])[is_short]))
            for number in np.flatnonzero(~is_short).tolist():
                label, weight = part[number]
                others.append((self._stim.PauliString(label[::-1]), weight))
        return short, others

    @cached_property
    def _all(self) -> list[tuple[stim.PauliString, float]]:
        """Every term but the identity, for slopes."""
        terms = terms_of(self._observable) if self._observable is not None else ()
        return [(self._string(letters), weight) for letters, weight in terms if letters]

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
        for number, index, wires in self._columns.parts():
            part, slots = self._columns.kinds[number][index], self._places[number][index]
            if len(slots) and free[slots].any():
                about, factor = self._about(part, wires)
                (slot,) = slots.tolist()
                slopes[slot] += factor * self._slope(state, later(about))
            turns = tuple(quarters[slots].tolist())
            later.prepend(tableau(part.gate, part.controls, part.anticontrols, turns), wires)
        return energy, self._slots.back(values, slopes)

    def bloch_vectors(self, values: Real) -> Real:
        """Each on an axis, or nothing."""
        qubits = np.repeat(np.arange(self._size), 3)
        letters = np.tile(np.frombuffer(b"XYZ", dtype=np.uint8), self._size)
        every = np.arange(3 * self._size)
        strings = Strings(every, qubits, letters, count=len(every), num_qubits=self._size)
        inverse = self._run(values).current_inverse_tableau()
        return strings.means(inverse).reshape(-1, 3) + 0.0

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
        count = len(qubits)
        bits = np.arange(1 << count)[:, None] >> np.arange(count) & 1
        terms, columns = np.nonzero(bits)
        letters = np.full(len(terms), ord("Z"), dtype=np.uint8)
        wires = np.array(qubits, dtype=np.intp)[columns]
        strings = Strings(terms, wires, letters, count=1 << count, num_qubits=self._size)
        sums = strings.means(self._run(values).current_inverse_tableau())
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

    def _about(self, part: Part, wires: Sequence[int]) -> tuple[stim.PauliString, float]:
        row = gate(part.gate)
        turn = turn_angle(row.name)
        factor = 0.0 if turn is None else float(turn.coefficient(row.angles[0]))
        if not factor or part.controls or part.anticontrols:
            raise InvalidRequest(
                f"The slope by an angle of '{part.gate}' is not one of a Clifford circuit. "
                "Use engine='light_cone', or the state vector."
            )
        return self._string(dict(zip(wires, row.axes, strict=True))), factor

    def _slope(self, state: stim.TableauSimulator, about: stim.PauliString) -> float:
        total = 0.0
        for string, weight in self._all:
            if not about.commutes(string):
                product: stim.PauliString = about * string * 1j
                total += weight * state.peek_observable_expectation(product)
        return total

    def _quarters(self, values: Real) -> NDArray[np.int64]:
        radians = self._slots.at(values)
        turns = np.rint(radians / QUARTER)
        missed = np.abs(radians - turns * QUARTER) > NEAR
        if missed.any():
            raise InvalidRequest(self._missed(radians, missed))
        return (turns % TURNS).astype(np.int64)

    def _missed(self, radians: Real, missed: NDArray[np.bool_]) -> str:
        """What to say of the first gate with an angle that is no multiple of π/2."""
        columns = self._columns
        first, kind = min(
            (columns.first[number], number)
            for number, parts in enumerate(self._places)
            if any(missed[slots].any() for slots in parts)
        )
        parts = zip(columns.kinds[kind], self._places[kind], strict=True)
        part, slots = next((part, slots) for part, slots in parts if missed[slots].any())
        wires = tuple(columns.wires[first][place] for place in part.places)
        return (
            f"Operation {part.gate} on qubits {wires} has the angle "
            f"{radians[slots[missed[slots]][0]]:.6g}; a Clifford circuit has multiples of π/2. Use "
            "engine='auto', or round the values."
        )

    def _run(self, values: Real) -> stim.TableauSimulator:
        quarters = self._quarters(values)
        key = quarters.tobytes()
        if key != self._key:
            pairs = zip(self._columns.kinds, self._places, strict=True)
            templates = [
                template(kind, [tuple(quarters[slots].tolist()) for slots in places])
                for kind, places in pairs
            ]
            self._program = self._stim.Circuit(self._columns.text(templates))
            self._state = self._stim.TableauSimulator()
            self._state.set_num_qubits(self._size)
            self._state.do(self._program)
            self._key = key
        return self._state


def _refuses(circuit: Circuit, observable: Observable | None) -> str | None:
    del observable
    return refused(circuit) if STIM.is_installed else STIM.missing(_WHAT) + "."


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
