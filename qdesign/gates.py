"""The gate table: one row a gate, everything known about it.

The facts of a row overlap on purpose: one test proves matrix = decomposition = inverse⁻¹ = ZX form
= Qiskit's matrix for every row. The browser's copy is generated from this file.
It is long because it is a table.
"""

from __future__ import annotations

import cmath
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from qdesign.angle import Angle
from qdesign.errors import InvalidCircuit

Matrix = NDArray[np.complex128]
Kind = Literal["clifford", "rotation", "controlled", "nonunitary"]

PAULI: Final[Mapping[str, Matrix]] = {
    "I": np.eye(2, dtype=complex),
    "X": np.array([[0, 1], [1, 0]], dtype=complex),
    "Y": np.array([[0, -1j], [1j, 0]], dtype=complex),
    "Z": np.diag([1, -1]).astype(complex),
}


@dataclass(frozen=True, slots=True)
class PlacedGate:
    """One gate of a decomposition: a row's name, wires of the decomposed gate, affine angles."""

    gate: str
    qubits: tuple[int, ...]
    angles: tuple[Angle, ...] = ()


@dataclass(frozen=True, slots=True)
class Gate:
    """A row of the gate table.

    Attributes:
        name: OpenQASM's or Qiskit's name for it.
        label: what a drawing shows, without the angle.
        kind: class of gate for drawing.
        num_qubits: wires; the first `num_controls` are controls of the row `base`.
        angles: formal names of its angles, in order.
        definition: decomposition as text, `gate wires; rz(theta/2) 1; …`; empty for the primitive
            rows gphase, p, h, cx and for non-unitary rows.
        inverse: name of the inverse row, and its angles as functions of this row's.
        generator: Pauli string P of exp(-iθ/2 P), Qiskit order (rightmost letter is wire 0).
        phase: for a diagonal row diag(1, …, 1, e^{iφ}): φ as text; empty for others.
        frequencies: frequencies of an expectation along the row's only angle.
        in_stdgates: does OpenQASM 3's stdgates.inc define it?
    """

    name: str
    label: str
    kind: Kind
    num_qubits: int
    angles: tuple[str, ...] = ()
    definition: str = ""
    inverse: tuple[str, tuple[str, ...]] | None = None
    num_controls: int = 0
    base: str = ""
    generator: str = ""
    phase: str = ""
    frequencies: tuple[float, ...] = ()
    in_stdgates: bool = False

    @property
    def is_unitary(self) -> bool:
        """Is it a gate, and not measurement or reset?"""
        return self.kind != "nonunitary"

    @property
    def is_symmetric(self) -> bool:
        """May the wires be exchanged without changing the map?"""
        return self.name in _SYMMETRIC


_SYMMETRIC: Final = {
    "cz",
    "cp",
    "cs",
    "csdg",
    "swap",
    "iswap",
    "iswapdg",
    "rxx",
    "ryy",
    "rzz",
    "ccz",
}
_HALF: Final = (0.5, 1.0)


def _row(
    name: str,
    label: str,
    kind: Kind,
    num_qubits: int,
    definition: str = "",
    *,
    angles: str = "",
    inverse: str | None = None,
    controls: int = 0,
    base: str = "",
    generator: str = "",
    phase: str = "",
    frequencies: tuple[float, ...] = (),
    std: bool = False,
) -> Gate:
    formal = tuple(angles.split())
    if inverse is None:
        inverse = " ".join([name, *(f"-{a}" for a in formal)])
    inverse_name, *inverse_angles = inverse.split()
    return Gate(
        name=name,
        label=label,
        kind=kind,
        num_qubits=num_qubits,
        angles=formal,
        definition=definition,
        inverse=(inverse_name, tuple(inverse_angles)) if kind != "nonunitary" else None,
        num_controls=controls,
        base=base,
        generator=generator,
        phase=phase,
        frequencies=frequencies,
        in_stdgates=std,
    )


_CLIFFORD: Final = (
    _row("id", "I", "clifford", 1, "gphase(0)", std=True),
    _row("x", "X", "clifford", 1, "h 0; p(pi) 0; h 0", std=True),
    _row("y", "Y", "clifford", 1, "p(pi) 0; h 0; p(pi) 0; h 0; gphase(pi/2)", std=True),
    _row("z", "Z", "clifford", 1, "p(pi) 0", phase="pi", std=True),
    _row("h", "H", "clifford", 1, std=True),
    _row("s", "S", "clifford", 1, "p(pi/2) 0", inverse="sdg", phase="pi/2", std=True),
    _row("sdg", "S†", "clifford", 1, "p(-pi/2) 0", inverse="s", phase="-pi/2", std=True),
    _row("t", "T", "rotation", 1, "p(pi/4) 0", inverse="tdg", phase="pi/4", std=True),
    _row("tdg", "T†", "rotation", 1, "p(-pi/4) 0", inverse="t", phase="-pi/4", std=True),
    _row("sx", "√X", "clifford", 1, "h 0; p(pi/2) 0; h 0", inverse="sxdg", std=True),
    _row("sxdg", "√X†", "clifford", 1, "h 0; p(-pi/2) 0; h 0", inverse="sx"),
)

_ROTATIONS: Final = (
    _row(
        *("rx", "RX", "rotation", 1, "h 0; rz(theta) 0; h 0"),
        angles="theta",
        generator="X",
        frequencies=(1.0,),
        std=True,
    ),
    _row(
        *("ry", "RY", "rotation", 1, "sdg 0; rx(theta) 0; s 0"),
        angles="theta",
        generator="Y",
        frequencies=(1.0,),
        std=True,
    ),
    _row(
        *("rz", "RZ", "rotation", 1, "gphase(-phi/2); p(phi) 0"),
        angles="phi",
        generator="Z",
        frequencies=(1.0,),
        std=True,
    ),
    _row("p", "P", "rotation", 1, angles="phi", phase="phi", frequencies=(1.0,), std=True),
    _row(
        *("u", "U", "rotation", 1, "p(lambda) 0; ry(theta) 0; p(phi) 0"),
        angles="theta phi lambda",
        inverse="u -theta -lambda -phi",
    ),
    _row(
        *("u2", "U2", "rotation", 1, "p(lambda) 0; ry(pi/2) 0; p(phi) 0"),
        angles="phi lambda",
        inverse="u2 -lambda-pi -phi+pi",
        std=True,
    ),
    _row(
        *("rxx", "RXX", "rotation", 2, "h 0; h 1; rzz(theta) 0 1; h 0; h 1"),
        angles="theta",
        generator="XX",
        frequencies=(1.0,),
    ),
    _row(
        *("ryy", "RYY", "rotation", 2, "sdg 0; sdg 1; rxx(theta) 0 1; s 0; s 1"),
        angles="theta",
        generator="YY",
        frequencies=(1.0,),
    ),
    _row(
        *("rzz", "RZZ", "rotation", 2, "cx 0 1; rz(theta) 1; cx 0 1"),
        angles="theta",
        generator="ZZ",
        frequencies=(1.0,),
    ),
    _row(
        *("rzx", "RZX", "rotation", 2, "h 1; rzz(theta) 0 1; h 1"),
        angles="theta",
        generator="XZ",
        frequencies=(1.0,),
    ),
)

_CONTROLLED: Final = (
    _row("cx", "X", "controlled", 2, controls=1, base="x", std=True),
    _row("cy", "Y", "controlled", 2, "sdg 1; cx 0 1; s 1", controls=1, base="y", std=True),
    _row(
        "cz", "Z", "controlled", 2, "h 1; cx 0 1; h 1", controls=1, base="z", phase="pi", std=True
    ),
    _row(
        *("ch", "H", "controlled", 2, "ry(-pi/4) 1; cz 0 1; ry(pi/4) 1"),
        controls=1,
        base="h",
        std=True,
    ),
    _row(
        *("cs", "S", "controlled", 2, "cp(pi/2) 0 1"),
        inverse="csdg",
        controls=1,
        base="s",
        phase="pi/2",
    ),
    _row(
        *("csdg", "S†", "controlled", 2, "cp(-pi/2) 0 1"),
        inverse="cs",
        controls=1,
        base="sdg",
        phase="-pi/2",
    ),
    _row(
        *("csx", "√X", "controlled", 2, "h 1; cp(pi/2) 0 1; h 1"),
        inverse="csxdg",
        controls=1,
        base="sx",
    ),
    _row(
        *("csxdg", "√X†", "controlled", 2, "h 1; cp(-pi/2) 0 1; h 1"),
        inverse="csx",
        controls=1,
        base="sxdg",
    ),
    _row(
        *("cp", "P", "controlled", 2),
        "p(phi/2) 0; cx 0 1; p(-phi/2) 1; cx 0 1; p(phi/2) 1",
        angles="phi",
        controls=1,
        base="p",
        phase="phi",
        frequencies=(1.0,),
        std=True,
    ),
    _row(
        *("crx", "RX", "controlled", 2, "h 1; crz(theta) 0 1; h 1"),
        angles="theta",
        controls=1,
        base="rx",
        frequencies=_HALF,
        std=True,
    ),
    _row(
        *("cry", "RY", "controlled", 2, "ry(theta/2) 1; cx 0 1; ry(-theta/2) 1; cx 0 1"),
        angles="theta",
        controls=1,
        base="ry",
        frequencies=_HALF,
        std=True,
    ),
    _row(
        *("crz", "RZ", "controlled", 2, "rz(phi/2) 1; cx 0 1; rz(-phi/2) 1; cx 0 1"),
        angles="phi",
        controls=1,
        base="rz",
        frequencies=_HALF,
        std=True,
    ),
    _row(
        *("cu", "U", "controlled", 2),
        "p(gamma) 0; p(lambda/2+phi/2) 0; p(lambda/2-phi/2) 1; cx 0 1; "
        "u(-theta/2, 0, -phi/2-lambda/2) 1; cx 0 1; u(theta/2, phi, 0) 1",
        angles="theta phi lambda gamma",
        inverse="cu -theta -lambda -phi -gamma",
        std=True,
    ),
    _row("swap", "SWAP", "clifford", 2, "cx 0 1; cx 1 0; cx 0 1", std=True),
    _row(
        *("iswap", "iSWAP", "clifford", 2, "s 0; s 1; h 0; cx 0 1; cx 1 0; h 1"),
        inverse="iswapdg",
    ),
    _row(
        *("iswapdg", "iSWAP†", "clifford", 2, "h 1; cx 1 0; cx 0 1; h 0; sdg 1; sdg 0"),
        inverse="iswap",
    ),
    _row("dcx", "DCX", "clifford", 2, "cx 0 1; cx 1 0", inverse="dcxdg"),
    _row("dcxdg", "DCX†", "clifford", 2, "cx 1 0; cx 0 1", inverse="dcx"),
    _row("ecr", "ECR", "clifford", 2, "rzx(pi/4) 0 1; x 0; rzx(-pi/4) 0 1"),
    _row(
        *("ccx", "X", "controlled", 3),
        "h 2; cx 1 2; tdg 2; cx 0 2; t 2; cx 1 2; tdg 2; cx 0 2; t 1; t 2; h 2; "
        "cx 0 1; t 0; tdg 1; cx 0 1",
        controls=2,
        base="x",
        std=True,
    ),
    _row(
        *("ccz", "Z", "controlled", 3, "h 2; ccx 0 1 2; h 2"),
        controls=2,
        base="z",
        phase="pi",
    ),
    _row(
        *("cswap", "SWAP", "controlled", 3, "cx 2 1; ccx 0 1 2; cx 2 1"),
        controls=1,
        base="swap",
        std=True,
    ),
    _row(
        *("rccx", "RCCX", "controlled", 3),
        "h 2; t 2; cx 1 2; tdg 2; cx 0 2; t 2; cx 1 2; tdg 2; h 2",
        inverse="rccx",
    ),
    _row("gphase", "e^i", "rotation", 0, angles="gamma", phase="gamma", std=True),
)

_NONUNITARY: Final = (
    _row("measure", "M", "nonunitary", 1),
    _row("reset", "|0⟩", "nonunitary", 1),
    _row("barrier", "", "nonunitary", 1),
)

GATES: Final[Mapping[str, Gate]] = {
    row.name: row for row in (*_CLIFFORD, *_ROTATIONS, *_CONTROLLED, *_NONUNITARY)
}
"""Every row by name. `barrier` takes any number of wires; `gphase` none."""

ALIASES: Final[Mapping[str, str]] = {
    "u1": "p",
    "u3": "u",
    "phase": "p",
    "cphase": "cp",
    "cu1": "cp",
    "CX": "cx",
    "cnot": "cx",
    "U": "u",
    "toffoli": "ccx",
    "fredkin": "cswap",
}
"""Other names that are read for a row; never written."""

PRIMITIVES: Final = ("gphase", "p", "h", "cx")
"""Rows that decompositions end in."""


def gate(name: str) -> Gate:
    """The row `name`, or an error that says it is not in the table."""
    row = GATES.get(name)
    if row is None:
        raise InvalidCircuit(
            f"There is no gate '{name}'. Define it as a composite gate, or use one of: "
            f"{', '.join(GATES)}."
        )
    return row


def parse_definition(text: str) -> tuple[PlacedGate, ...]:
    """Gates from text such as `h 0; cx 0 1; rz(theta/2) 1`.

    Example:
        >>> [part.gate for part in parse_definition("h 0; cx 0 1")]
        ['h', 'cx']
    """
    placed: list[PlacedGate] = []
    for part in text.split(";"):
        if not part.strip():
            continue
        head, _, wires = part.strip().partition(" ")
        angles: tuple[Angle, ...] = ()
        if "(" in part:
            name, _, rest = part.strip().partition("(")
            inside, _, wires = rest.rpartition(")")
            angles = tuple(Angle.parse(angle) for angle in inside.split(","))
            head = name
        placed.append(PlacedGate(head.strip(), tuple(int(w) for w in wires.split()), angles))
    return tuple(placed)


@cache
def definition(name: str) -> tuple[PlacedGate, ...]:
    """The decomposition of a row, with angles affine in the row's formal angles."""
    return parse_definition(gate(name).definition)


@cache
def inverse_gate(name: str) -> PlacedGate:
    """The inverse of a unitary row as one gate on the same wires."""
    row = gate(name)
    if row.inverse is None:
        raise InvalidCircuit(f"Operation '{name}' has no inverse.")
    inverse_name, angles = row.inverse
    return PlacedGate(
        inverse_name, tuple(range(row.num_qubits)), tuple(Angle.parse(a) for a in angles)
    )


@cache
def phase_angle(name: str) -> Angle | None:
    """φ of a row diag(1, …, 1, e^{iφ}), affine in its formal angles; None for other rows."""
    row = gate(name)
    return Angle.parse(row.phase) if row.phase else None


def rotation_matrix(generator: str, theta: float) -> Matrix:
    """exp(-iθ/2 P) for a Pauli string P, shape (2**n, 2**n), Qiskit order."""
    pauli = pauli_matrix(generator)
    identity = np.eye(pauli.shape[0], dtype=complex)
    return math.cos(theta / 2) * identity - 1j * math.sin(theta / 2) * pauli


def pauli_matrix(label: str) -> Matrix:
    """Dense matrix of a Pauli string, rightmost letter on qubit 0, shape (2**n, 2**n)."""
    matrix: Matrix = np.eye(1, dtype=complex)
    for letter in label:
        matrix = np.kron(matrix, PAULI[letter]).astype(complex)
    return matrix


def _u_matrix(theta: float, phi: float, lam: float) -> Matrix:
    c, s = math.cos(theta / 2), math.sin(theta / 2)
    return np.array(
        [
            [c, -cmath.exp(1j * lam) * s],
            [cmath.exp(1j * phi) * s, cmath.exp(1j * (phi + lam)) * c],
        ]
    )


def _fixed(*rows: Sequence[complex], factor: complex = 1) -> Matrix:
    return np.array(rows, dtype=complex) * factor


_R: Final = math.sqrt(0.5)
_FIXED: Final[Mapping[str, Matrix]] = {
    "id": PAULI["I"],
    "x": PAULI["X"],
    "y": PAULI["Y"],
    "h": _fixed([_R, _R], [_R, -_R]),
    "sx": _fixed([1 + 1j, 1 - 1j], [1 - 1j, 1 + 1j], factor=0.5),
    "sxdg": _fixed([1 - 1j, 1 + 1j], [1 + 1j, 1 - 1j], factor=0.5),
    "swap": _fixed([1, 0, 0, 0], [0, 0, 1, 0], [0, 1, 0, 0], [0, 0, 0, 1]),
    "iswap": _fixed([1, 0, 0, 0], [0, 0, 1j, 0], [0, 1j, 0, 0], [0, 0, 0, 1]),
    "iswapdg": _fixed([1, 0, 0, 0], [0, 0, -1j, 0], [0, -1j, 0, 0], [0, 0, 0, 1]),
    "dcx": _fixed([1, 0, 0, 0], [0, 0, 0, 1], [0, 1, 0, 0], [0, 0, 1, 0]),
    "dcxdg": _fixed([1, 0, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1], [0, 1, 0, 0]),
    "ecr": _fixed([0, 1, 0, 1j], [1, 0, -1j, 0], [0, 1j, 0, 1], [-1j, 0, 1, 0], factor=_R),
    "rccx": _fixed(
        [1, 0, 0, 0, 0, 0, 0, 0],
        [0, 1, 0, 0, 0, 0, 0, 0],
        [0, 0, 1, 0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, 0, 0, -1j],
        [0, 0, 0, 0, 1, 0, 0, 0],
        [0, 0, 0, 0, 0, -1, 0, 0],
        [0, 0, 0, 0, 0, 0, 1, 0],
        [0, 0, 0, 1j, 0, 0, 0, 0],
    ),
}


def matrix(name: str, angles: Sequence[float] = ()) -> Matrix:
    """The unitary of a row at angles in radians, from its formula.

    Returns:
        complex128, shape (2**n, 2**n), Qiskit order: bit k of an index is wire k.
    """
    row = gate(name)
    if not row.is_unitary:
        raise InvalidCircuit(f"Operation '{name}' has no matrix: it is not unitary.")
    if row.phase:
        values = dict(zip(row.angles, angles, strict=True))
        diagonal = np.ones(2**row.num_qubits, dtype=complex)
        diagonal[-1] = cmath.exp(1j * Angle.parse(row.phase).at(values))
        return np.diag(diagonal)
    if row.base:
        return controlled_matrix(matrix(row.base, angles), num_controls=row.num_controls)
    if row.generator:
        return rotation_matrix(row.generator, angles[0])
    if name == "u":
        return _u_matrix(*angles)
    if name == "u2":
        return _u_matrix(math.pi / 2, *angles)
    if name == "cu":
        theta, phi, lam, gamma = angles
        return controlled_matrix(cmath.exp(1j * gamma) * _u_matrix(theta, phi, lam), num_controls=1)
    return _FIXED[name]


def controlled_matrix(target: Matrix, *, num_controls: int) -> Matrix:
    """`target` where the first `num_controls` wires are all 1, identity elsewhere."""
    size = target.shape[0] << num_controls
    full = np.eye(size, dtype=complex)
    step = 1 << num_controls
    full[step - 1 :: step, step - 1 :: step] = target
    return full
