"""Random programs through pairs of doors: what they do, and their registers, stay as they are."""

import warnings
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from qiskit import QuantumCircuit, qasm2, qasm3
from qiskit.qasm2 import QASM2ParseError
from qiskit_qasm3_import import ConversionError

import qdesign as qd
from qdesign.circuit import Circuit
from qdesign.errors import QdesignError
from qdesign.exporters.qiskit_code import qiskit_code
from qdesign.importers.qiskit_code import QISKIT_CODE
from qdesign.qasm.names import decoded
from qdesign.simulate.branches import branches
from scripts.campaign import cases
from scripts.programs import Program, openqasm2, openqasm3, program
from tests.doors import Chances, Oracle, distance, in_qiskit, qiskits_chances

DOORS = "programs through pairs of doors"
ALIKE = 1e-9

Sizes = tuple[list[tuple[str, int]], list[tuple[str, int]]]


def chances_of(circuit: Circuit, values: dict[str, float]) -> Chances:
    """Probabilities of the classical bits in the order of the registers."""
    start = np.zeros(2**circuit.num_qubits, dtype=complex)
    start[0] = 1
    order = [bit for bits in circuit.registers.values() for bit in bits]
    found: Chances = {}
    own = {name: values[name] for name in circuit.parameters}
    for record, states in branches(circuit, own, start).items():
        key = tuple(record >> bit & 1 for bit in order)
        weight = sum(float(np.vdot(psi, psi).real) for psi in states)
        found[key] = found.get(key, 0.0) + weight
    return found


def sizes_of(circuit: Circuit) -> Sizes:
    """Names and sizes of both kinds of registers, in order."""
    return (
        [(name, len(wires)) for name, wires in circuit.qubit_registers.items()],
        [(name, len(bits)) for name, bits in circuit.registers.items()],
    )


def qiskits_sizes(circuit: QuantumCircuit) -> Sizes:
    return (
        [(_name(each.name), each.size) for each in circuit.qregs],
        [(_name(each.name), each.size) for each in circuit.cregs],
    )


def _name(written: str) -> str:
    """Without what OpenQASM 2 needs, or Qiskit's reader puts before no letter of ASCII."""
    name = decoded(written)
    return name if name != written else written.removeprefix("esc_")


def doors(circuit: Circuit, values: dict[str, float]) -> Iterator[tuple[str, Callable[[], Any]]]:
    """Out and in again, one door after the other."""
    bound = {name: values[name] for name in circuit.parameters}
    old = {"values": bound, "dialect": "openqasm2"}
    yield "openqasm3", lambda: qd.qasm.loads(qd.qasm.dumps(circuit))
    yield "openqasm2", lambda: qd.qasm.loads(qd.qasm.dumps(circuit, **old))
    yield "qiskit", lambda: qd.from_qiskit(qd.to_qiskit(circuit))
    yield "code", lambda: QISKIT_CODE.read(qiskit_code(circuit)).body
    yield "document", lambda: qd.Document.loads(qd.Document(circuit).dumps()).body


class Check:
    """One program: what it should do, and what was refused on the way."""

    def __init__(self, made: Program) -> None:
        self.program = made
        self.values = made.values
        self.wanted = Oracle(made).chances()
        self.sizes: Sizes = (list(made.qubits.items()), list(made.bits.items()))
        self.refused: list[str] = []

    def attempt(self, work: Callable[[], Any]) -> Any:
        """What a door gives; None where it refuses in one plain sentence. Other errors are ours."""
        try:
            return work()
        except QdesignError as error:
            text = str(error)
            assert "\n" not in text
            assert "<" not in text.replace("<=", "").replace("'<'", ""), text
            self.refused.append(text)
            return None

    def same(self, way: str, circuit: Circuit | None) -> None:
        if circuit is None:
            return
        assert sizes_of(circuit) == self.sizes, way
        assert distance(chances_of(circuit, self.values), self.wanted) < ALIKE, way

    def same_in_qiskit(self, way: str, circuit: QuantumCircuit | None) -> None:
        if circuit is None:
            return
        assert qiskits_sizes(circuit) == self.sizes, way
        if circuit.parameters:
            values = {each: self.values[each.name] for each in circuit.parameters}
            circuit = circuit.assign_parameters(values)
        assert distance(qiskits_chances(circuit), self.wanted) < ALIKE, way

    def readers_of_qiskit(self, way: str, circuit: Circuit) -> None:
        """What Qiskit itself makes of what we write."""
        self.same_in_qiskit(f"{way}, to_qiskit", self.attempt(lambda: qd.to_qiskit(circuit)))
        self.same_in_qiskit(f"{way}, qasm3", read3(qd.qasm.dumps(circuit)))
        bound = {name: self.values[name] for name in circuit.parameters}
        text = self.attempt(lambda: qd.qasm.dumps(circuit, bound, "openqasm2"))
        if text is not None:
            self.same_in_qiskit(f"{way}, qasm2", read2(text))
        code = self.attempt(lambda: qiskit_code(circuit))
        if code is not None:
            scope: dict[str, Any] = {}
            exec(code, scope)  # the code that we wrote
            self.same_in_qiskit(f"{way}, code", scope["qc"])


def read3(text: str) -> QuantumCircuit | None:
    """None for what Qiskit's reader lacks: functions, products of parameters, '&&'."""
    try:
        with warnings.catch_warnings(action="ignore"):
            return qasm3.loads(text)
    except (qasm3.QASM3ImporterError, ConversionError):
        return None


def read2(text: str) -> QuantumCircuit | None:
    try:
        return qasm2.loads(text, custom_instructions=qasm2.LEGACY_CUSTOM_INSTRUCTIONS)
    except QASM2ParseError as error:
        raise AssertionError(text) from error


@pytest.mark.sized(DOORS)
def test_programs_mean_the_same_behind_every_pair_of_doors() -> None:
    tried = refused = 0
    for seed in range(cases(DOORS)):
        old, simple = seed % 4 == 3, seed % 4 == 2
        made = program(seed, old=old, simple=simple)
        check = Check(made)
        text = openqasm2(made) if old else openqasm3(made, seed)
        given = in_qiskit(made)
        check.same_in_qiskit(f"{seed} in Qiskit", given)
        read = check.attempt(lambda text=text: qd.qasm.loads(text))
        converted = check.attempt(lambda given=given: qd.from_qiskit(given))
        for start, circuit in (("text", read), ("qiskit", converted)):
            check.same(f"{seed} {start}", circuit)
            if circuit is None:
                continue
            check.readers_of_qiskit(f"{seed} {start}", circuit)
            for first, work in doors(circuit, made.values):
                once = check.attempt(work)
                check.same(f"{seed} {start} {first}", once)
                for second, again in doors(once, made.values) if once is not None else ():
                    tried += 1
                    check.same(f"{seed} {start} {first} {second}", check.attempt(again))
        refused += len(check.refused)
    assert refused < tried / 3
