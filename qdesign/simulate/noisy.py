"""Runs circuits with noise: a density matrix as its vector of 4^n Pauli expectations."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from qdesign.circuit import Circuit, Operation, decompose
from qdesign.control import expand_controls
from qdesign.errors import NotUnitary, TooLarge
from qdesign.gates import PAULI, gate
from qdesign.pauli import Observable
from qdesign.rows import rows
from qdesign.simulate.channel import Channel
from qdesign.simulate.compile import Lowering
from qdesign.simulate.engine import Engine
from qdesign.simulate.noise import Noise, name_of
from qdesign.simulate.program import Program, ProgramBuilder, encode_observable

MOST_NOISY_QUBITS: Final = 12
"""Qubits whose 4^n Pauli expectations, with tables of permutations, fit in the engine."""

Real = NDArray[np.float64]


class NoisyState:
    """A circuit with noise, ready to run exactly; values are float64 of shape (p,), radians.

    Measurements at the end are left out. Readout errors act on every expectation and probability
    unless `readout` is False.
    """

    def __init__(
        self,
        circuit: Circuit,
        noise: Noise,
        observable: Observable | None = None,
        *,
        readout: bool = True,
    ) -> None:
        if circuit.num_qubits > MOST_NOISY_QUBITS:
            raise TooLarge(
                f"Noise on {circuit.num_qubits} qubits needs 4^{circuit.num_qubits} numbers to be "
                f"exact; at most {MOST_NOISY_QUBITS} qubits are taken. Use fewer, or ask for the "
                "average of runs: simulator.trajectories(values, runs=1000)."
            )
        self._engine = Engine(compile_noisy(circuit, noise, readout=readout))
        if observable is not None:
            self._engine.observe(encode_observable(circuit.num_qubits, observable.masks()))

    def expectation(self, values: Real) -> float:
        """tr(ρ H)."""
        return self._engine.noisy_tick(values)

    def gradient(self, values: Real) -> tuple[float, Real]:
        """tr(ρ H) and its derivatives, float64, shape (p,), per radian of each parameter."""
        return self._engine.noisy_gradient(values)

    def probabilities(self, values: Real) -> Real:
        """Probability of reading each basis state, float64, shape (2**n,)."""
        self._engine.noisy_tick(values)
        # What is 0 comes out a little above or below it.
        return np.maximum(self._engine.noisy_probabilities(), 0.0)

    def pauli_vector(self, values: Real) -> Real:
        """tr(ρ P) for every Pauli string P, shape (4**n,).

        Digit k, base 4, of an index is qubit k's letter: 0 I, 1 X, 2 Z, 3 Y.
        """
        self._engine.noisy_tick(values)
        return self._engine.noisy_vector()


class Noisy:
    """A circuit with noise, ready to run; values are float64 of shape (p,), radians."""

    def __init__(
        self, circuit: Circuit, noise: Noise, observable: Observable | None = None
    ) -> None:
        self._circuit = circuit
        self._noise = noise
        self._observable = observable
        self._local = threading.local()

    def expectation(self, values: Real) -> float:
        """tr(ρ H)."""
        return self._exact().expectation(values)

    def gradient(self, values: Real) -> tuple[float, Real]:
        """tr(ρ H) and its derivatives, float64, shape (p,), per radian of each parameter."""
        return self._exact().gradient(values)

    def probabilities(self, values: Real) -> Real:
        """Probability of reading each basis state, float64, shape (2**n,)."""
        return self._exact().probabilities(values)

    def sample(self, shots: int, values: Real, seed: int) -> NDArray[np.uint32]:
        """Basis indices as they are read, uint32, shape (shots,), in no order."""
        table = self.probabilities(values)
        counts = np.random.default_rng(seed).multinomial(shots, table / table.sum())
        return np.repeat(np.arange(table.size, dtype=np.uint32), counts)

    def bloch_vectors(self, values: Real) -> Real:
        """(⟨X⟩, ⟨Y⟩, ⟨Z⟩) of each qubit, float64, shape (n, 3); errors of readout left out."""
        vector = self._unread().pauli_vector(values)
        places = [4**q * digit for q in range(self._circuit.num_qubits) for digit in (1, 3, 2)]
        return vector[places].reshape(-1, 3)

    def reduced_state(self, qubits: tuple[int, ...], values: Real) -> NDArray[np.complex128]:
        """Density matrix of `qubits`, shape (2**k, 2**k); errors of readout left out."""
        vector = self._unread().pauli_vector(values)
        rho = np.zeros((2 ** len(qubits),) * 2, dtype=np.complex128)
        for letters in itertools.product(range(4), repeat=len(qubits)):
            place = sum(4**q * digit for q, digit in zip(qubits, letters, strict=True))
            string = np.ones((1, 1), dtype=np.complex128)
            for digit in letters:
                string = np.kron(PAULI["IXZY"[digit]], string)
            rho += vector[place] * string
        return rho / 2 ** len(qubits)

    def _exact(self) -> NoisyState:
        return self._kept("exact", readout=True)

    def _unread(self) -> NoisyState:
        wrong = self._noise.reads_wrong
        return self._kept("unread", readout=False) if wrong else self._exact()

    def _kept(self, name: str, *, readout: bool) -> NoisyState:
        """One for each thread."""
        found: NoisyState | None = getattr(self._local, name, None)
        if found is None:
            found = NoisyState(self._circuit, self._noise, self._observable, readout=readout)
            setattr(self._local, name, found)
        return found


def compile_noisy(
    circuit: Circuit,
    noise: Noise,
    *,
    readout: bool = True,
    builder: ProgramBuilder | None = None,
) -> Program:
    """The program of a circuit with channels behind its gates.

    Args:
        circuit: unitary up to measurements at its end.
        noise: what follows each gate.
        readout: do errors of readout act at the end?
        builder: one that takes the operations; a plain one when None.

    Raises:
        NotUnitary: the circuit has conditions, or measures before its end.
    """
    kept = circuit.without_final_measurements()
    if builder is None:
        builder = ProgramBuilder(circuit.num_qubits, circuit.parameters, circuit.num_clbits)
    lowering = Lowering(builder)
    for operation in kept.plain_operations:
        if operation.conditions or operation.gate == "measure":
            raise NotUnitary(
                "Noise is followed exactly through circuits without conditions and without "
                "measurements in their middle. Remove them, or ask for the average of runs: "
                "simulator.trajectories(values, runs=1000)."
            )
        for drawn in expand_controls(operation, circuit.num_qubits):
            for part in _parts(drawn):
                lowering.lower(part)
        follow(operation, noise, builder)
    if readout and noise.reads_wrong:
        transfer = rows(Channel)["readout"].transfer
        assert transfer is not None
        for qubit in range(circuit.num_qubits):
            errors = noise.readout(qubit)
            if any(errors):
                builder.channel(transfer(*errors), qubit)
    if circuit.num_qubits and not builder.is_noisy:
        # One that does nothing, so that the program is run as one with channels in any case.
        builder.channel(np.eye(4), 0)
    return builder.build()


def follow(operation: Operation, noise: Noise, builder: ProgramBuilder) -> None:
    """Adds to a program what follows a drawn operation."""
    if gate(operation.gate).is_unitary and operation.gate != "barrier":
        num_controls = len(operation.controls) + len(operation.anticontrols)
        noise.add(builder, name_of(operation.gate, num_controls), operation.wires)


def _parts(operation: Operation) -> Iterator[Operation]:
    """The operation as what Pauli-transfer vectors have a form for."""
    row = gate(operation.gate)
    # The engine has one control of a flip and of a rotation; the exchange it has without any.
    form = gate(row.base) if row.base and row.num_controls == 1 else row
    has_form = form.generator or form.engine == ("flip" if row.base else "exchange")
    if row.num_qubits <= 1 or row.phase or has_form:
        yield operation
        return
    for part in decompose(operation):
        yield from _parts(part)
