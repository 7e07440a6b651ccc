"""What is known about a gate: the kind of row that the gate table holds.

Facts overlap on purpose: tests/conformance/test_gates.py proves them equal for every row, so that
code may read whichever is quickest. Only what a gate's decomposition does not say must be given.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from qdesign.rows import Row

Entries = Sequence[Sequence[complex]]
"""A matrix row by row, Qiskit order: bit k of an index is wire k."""
Kind = Literal["clifford", "rotation", "controlled", "nonunitary"]
Symbol = Literal["box", "not", "dot", "swap", "measure", "reset", "barrier", "phase"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate(Row):
    """A row of the gate table.

    Decompositions read `gate wires; rz(theta/2) 1; …`, angles affine in the row's own.

    Attributes:
        name: OpenQASM's or Qiskit's name for it.
        group: where the palette shows it; not there, but found by its name, when empty.
        label: what a drawing shows, without the angle.
        kind: class of gate for drawing.
        num_qubits: wires; the first `num_controls` are controls, of the row `base` if it has one.
        angles: formal names of its angles, in order.
        aliases: other names that are read for it; never written.

        definition: decomposition; empty for the primitive rows gphase, p, h, cx and for
            non-unitary rows.
        controlled: what is done under further controls, where that is other than `definition`.
        zx: decomposition into Clifford gates and Pauli rotations for diagrams, where other.
        power: decomposition of a real power, angles affine in `turn`, which is π × the exponent.
        inverse: the inverse as one gate without wires; the row itself with negated angles if empty.
        matrix: entries at angles in radians, where no other fact says them.
        generator: Pauli string P of exp(-iθ/2 P), Qiskit order (rightmost letter is wire 0).
        phase: for a diagonal row diag(1, …, 1, e^{iφ}): φ as text; empty for others.

        axes: a letter a wire, wire 0 first: the Pauli there that it commutes with, `I` if all do,
            `-` if none does. Empty: nothing is known.
        turn: θ as text where it is exp(-iθ/2 A) up to a scalar, A the Paulis of `axes`.
        is_additive: has it one angle, of which those of two such gates in a row add up?
        half_angles: angles that enter halved: a full turn by one is not the identity.
        frequencies: for each angle those of an expectation along it.
        exchangeable: wires that may be exchanged among each other.
        is_clifford: does it take Pauli strings to Pauli strings? Of a row with angles: at all.
        is_part: is it one of the Clifford gates that diagrams and rotation forms are made of?
        is_idle: does it do nothing, so that it is neither counted nor run?
        engine: what of its own the simulator has for it.

        num_two_qubit, num_rotations, num_t: its part in a circuit's figures: two-qubit gates,
            non-Clifford angles and odd multiples of π/4 beside its own angles.

        symbol: how its targets are drawn; a box holds the label.
        controlled_symbol: how they are drawn under controls; as ever if empty.
        latex: label in LaTeX's math mode, where it is not the label's plain words.
        keys: keys that place it.

        in_stdgates: does OpenQASM 3's stdgates.inc define it?
        openqasm3: OpenQASM 3's own name for it, where that is another.
        openqasm3_exactly: the name of a definition of its own that is used where phases count,
            under controls and in definitions: OpenQASM 3's name means the row up to a phase.
        openqasm3_phases: that phase in the row's angles, by each name that has one.
        openqasm2: its name in qelib1.inc as published with arXiv:1707.03429; empty if not there.
        braket: its name in Amazon Braket, which means the same map, phase included; empty if none.
        qiskit: its class in qiskit.circuit.library; empty if there is none.
        qiskit_names: names of instructions that mean it, beside its own name.
        qiskit_method: the method of QuantumCircuit that appends it; the row's name when None.
        qiskit_inverse: is it that class's inverse?
        tket: its pytket.OpType; empty if there is none.
        pennylane: names of PennyLane's operations that mean it.
        ibm: is it a native gate of every device of IBM, or of some?
        in_ionq: do IonQ's own plug-ins write it into OpenQASM 3, by its name there?
        qir: the function of QIR's instruction set, without what all begin with; empty if none.
        quil: its name in Quil's standard gates, modifiers included; empty if none.
    """

    KIND: ClassVar[str] = "gate"

    label: str
    kind: Kind
    num_qubits: int
    angles: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()

    definition: str = ""
    controlled: str = ""
    zx: str = ""
    power: str = ""
    inverse: str = ""
    num_controls: int = 0
    base: str = ""
    matrix: Callable[..., Entries] | None = None
    generator: str = ""
    phase: str = ""

    axes: str = ""
    turn: str = ""
    is_additive: bool = False
    half_angles: tuple[str, ...] = ()
    frequencies: tuple[tuple[float, ...], ...] = ()
    exchangeable: tuple[int, ...] = ()
    is_clifford: bool = False
    is_part: bool = False
    is_idle: bool = False
    engine: Literal["", "flip", "exchange"] = ""

    num_two_qubit: int = 0
    num_rotations: int = 0
    num_t: int = 0

    symbol: Symbol = "box"
    controlled_symbol: Literal["", "not", "dot"] = ""
    latex: str = ""
    keys: tuple[str, ...] = ()

    in_stdgates: bool = False
    openqasm3: str = ""
    openqasm3_exactly: str = ""
    openqasm3_phases: tuple[tuple[str, str], ...] = ()
    openqasm2: str = ""
    braket: str = ""
    qiskit: str = ""
    qiskit_names: tuple[str, ...] = ()
    qiskit_method: str | None = None
    qiskit_inverse: bool = False
    tket: str = ""
    pennylane: tuple[str, ...] = ()
    ibm: Literal["", "some", "every"] = ""
    in_ionq: bool = False
    qir: str = ""
    quil: str = ""

    @property
    def is_unitary(self) -> bool:
        """Is it a gate, and not measurement, reset or barrier?"""
        return self.kind != "nonunitary"

    @property
    def is_directed(self) -> bool:
        """Does the order of its targets count?"""
        targets = range(self.num_controls, self.num_qubits)
        return len(targets) > 1 and not set(targets) <= set(self.exchangeable)

    @property
    def is_symmetric(self) -> bool:
        """May all wires be exchanged without changing the map?"""
        return len(self.exchangeable) == self.num_qubits > 1

    @property
    def is_diagonal(self) -> bool:
        """Is its matrix diagonal?"""
        return bool(self.phase) or (bool(self.axes) and set(self.axes) <= {"Z", "I"})

    @property
    def is_self_inverse(self) -> bool:
        """Is it a gate without angles that is its own inverse?"""
        return self.is_unitary and not self.angles and self.inverse in ("", self.name)

    @property
    def is_rotation(self) -> bool:
        """Is it, up to a scalar, a turn about Paulis by its angle, or about one by a fixed one?"""
        fixed = self.is_clifford or self.num_qubits > 1
        return bool(self.turn) and (bool(self.angles) or not fixed)
