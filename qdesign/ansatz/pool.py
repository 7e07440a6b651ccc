"""The row of the catalog that a pool is: gates with one angle from which an ansatz is grown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar, Final, Literal

from qdesign.angle import Angle
from qdesign.ansatz.drawing import pauli_rotation, placed_letters
from qdesign.circuit import Circuit
from qdesign.errors import InvalidRequest, TooLarge
from qdesign.pauli import Observable
from qdesign.rows import Row, Value, rows

MOST_CANDIDATES: Final = 100_000
THETA: Final = Angle.parameter("theta")
Electrons = tuple[int, int]
"""How many there are with spin up, on even qubits, and with spin down, on odd ones."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may be added to an ansatz: gates that share one angle and do nothing where it is 0.

    Attributes:
        label: what it does, on which qubits.
        circuit: with the one parameter, on all qubits of the problem.
        generator: A by Pauli strings, rightmost letter qubit 0; the derivative of the circuit at 0
            is -i/2 A.
    """

    label: str
    circuit: Circuit
    generator: Mapping[str, float]


Make = Callable[[Observable, Electrons | None, Mapping[str, Value]], Iterable[Candidate]]
"""Candidates on the qubits of an observable, from electrons where they are known, and options."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool(Row):
    """A row of the kind `pool`.

    Attributes:
        make: its candidates.
        num_candidates: at most so many on n qubits, told before any is made.
        needs: what only some observables have: electrons of their sector, or I and Z alone.
        start: what grows first: the basis state of lowest energy, or |+…+⟩.
        lead: a circuit with the parameter gamma that comes before each candidate; None for none.
        lead_start: radians that gamma begins at.
    """

    KIND: ClassVar[str] = "pool"

    make: Make
    num_candidates: Callable[[int], int]
    needs: Literal["", "electrons", "diagonal"] = ""
    start: Literal["lowest", "plus"] = "lowest"
    lead: Callable[[Observable], Circuit] | None = None
    lead_start: float = 0.0

    def fits(self, observable: Observable, electrons: Electrons | None) -> bool:
        """Has the observable what the pool needs?"""
        if self.needs == "electrons":
            return electrons is not None
        return self.needs != "diagonal" or is_diagonal(observable)

    def candidates(
        self, observable: Observable, electrons: Electrons | None, options: Mapping[str, object]
    ) -> tuple[Candidate, ...]:
        """What it offers for an observable.

        Raises:
            InvalidRequest: the observable has not what it needs, or an option is not allowed.
            TooLarge: it would be more than are looked at.
        """
        checked = self.checked(options)
        if not self.fits(observable, electrons):
            fitting = (row.name for row in rows(Pool).values() if row.fits(observable, electrons))
            lacks = (
                "a problem that says how many electrons there are, such as a molecule"
                if self.needs == "electrons"
                else "an observable of I and Z alone, such as that of MaxCut"
            )
            raise InvalidRequest(
                f"The pool '{self.name}' needs {lacks}. Choose another one: {', '.join(fitting)}."
            )
        many = self.num_candidates(observable.num_qubits)
        if many > MOST_CANDIDATES:
            raise TooLarge(
                f"The pool '{self.name}' has up to {many:,} candidates on "
                f"{observable.num_qubits} qubits; at most {MOST_CANDIDATES:,} are looked at. "
                "Choose another pool."
            )
        made = tuple(self.make(observable, electrons, checked))
        if not made:
            raise InvalidRequest(
                f"The pool '{self.name}' has no candidate on {observable.num_qubits} qubits. "
                "Choose another pool."
            )
        return made


def is_diagonal(observable: Observable) -> bool:
    """Is it made of I and Z alone?"""
    return all(not set(label) - set("IZ") for label, _ in observable.terms)


def turn_about(letters: Mapping[int, str], num_qubits: int) -> Candidate:
    """exp(-iθ/2 P) of one Pauli string P."""
    word = placed_letters(letters, num_qubits)
    qubits = sorted(letters)
    name = "".join(letters[q] for q in qubits)
    circuit = Circuit(num_qubits, pauli_rotation(word, THETA))
    return Candidate(f"{name} {listed(qubits)}", circuit, {word: 1.0})


def listed(qubits: Iterable[int]) -> str:
    """Numbers with commas."""
    return ",".join(map(str, qubits))
