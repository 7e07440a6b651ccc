"""Runs circuits with noise: a density matrix as its vector of 4^n Pauli expectations."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from qdesign.circuit import Circuit, Operation, decompose
from qdesign.errors import InvalidObservable, InvalidRequest, NotUnitary, TooLarge
from qdesign.gates import gate
from qdesign.pauli import Observable
from qdesign.simulate.compile import Lowering
from qdesign.simulate.engine import Engine
from qdesign.simulate.noise import Noise
from qdesign.simulate.program import Program, ProgramBuilder, encode_observable
from qdesign.simulate.simulator import Values, bound_values

MOST_NOISY_QUBITS = 12
"""Qubits whose 4^n Pauli expectations, with tables of permutations, fit in the engine."""


class NoisySimulator:
    """A circuit, an observable and noise, ready to run.

    Measurements are left out, except that readout errors act on every expectation and probability.

    Example:
        >>> from qdesign.simulate.noise import Channels
        >>> noise = Noise(one_qubit=Channels(depolarizing=0.1))
        >>> simulator = NoisySimulator(Circuit.of(1, "ry(a) 0"), noise, Observable({"Z": 1.0}))
        >>> round(simulator.expectation({"a": 0.0}), 6)
        0.9
    """

    def __init__(
        self, circuit: Circuit, noise: Noise, observable: Observable | None = None
    ) -> None:
        if circuit.num_qubits > MOST_NOISY_QUBITS:
            raise TooLarge(
                f"Noise on {circuit.num_qubits} qubits needs {4**circuit.num_qubits:,} numbers; "
                f"at most {MOST_NOISY_QUBITS} qubits are taken. Use fewer, or sample shots."
            )
        if observable is not None and observable.num_qubits != circuit.num_qubits:
            raise InvalidObservable(
                f"The observable is on {observable.num_qubits} qubits and the circuit on "
                f"{circuit.num_qubits}. Write one letter a qubit."
            )
        self.circuit = circuit
        self.noise = noise
        self.observable = observable
        self.parameters = circuit.parameters
        self._engine = Engine(compile_noisy(circuit, noise))
        if observable is not None:
            self._engine.observe(encode_observable(circuit.num_qubits, observable.masks()))

    def expectation(self, values: Values = None) -> float:
        """tr(ρ H), readout errors included."""
        self._require_observable()
        return self._engine.noisy_tick(bound_values(self.parameters, values))

    def gradient(self, values: Values = None) -> tuple[float, NDArray[np.float64]]:
        """tr(ρ H) and its derivatives, float64, shape (p,), per radian of each parameter."""
        self._require_observable()
        return self._engine.noisy_gradient(bound_values(self.parameters, values))

    def probabilities(self, values: Values = None) -> NDArray[np.float64]:
        """Probability of reading each basis state, float64, shape (2**n,)."""
        self._engine.noisy_tick(bound_values(self.parameters, values))
        return self._engine.noisy_probabilities()

    def pauli_vector(self, values: Values = None) -> NDArray[np.float64]:
        """tr(ρ P) for every Pauli string P, shape (4**n,).

        Digit k, base 4, of an index is qubit k's letter: 0 I, 1 X, 2 Z, 3 Y.
        """
        self._engine.noisy_tick(bound_values(self.parameters, values))
        return self._engine.noisy_vector()

    def _require_observable(self) -> None:
        if self.observable is None:
            raise InvalidRequest("This simulator has no observable. Give one when making it.")


def compile_noisy(circuit: Circuit, noise: Noise) -> Program:
    """The program of a circuit with channels behind its gates.

    Raises:
        NotUnitary: the circuit has conditions, or measures before its end.
    """
    kept = circuit.elementary().without_final_measurements()
    builder = ProgramBuilder(circuit.num_qubits, circuit.parameters, circuit.num_clbits)
    lowering = Lowering(builder)
    for operation in kept.plain_operations:
        if operation.conditions or operation.gate == "measure":
            raise NotUnitary(
                "Noise is followed through circuits without conditions and without measurements "
                "in their middle. Remove them, or sample trajectories without noise."
            )
        for part in _parts(operation):
            lowering.lower(part)
        if operation.gate not in ("barrier", "reset"):
            channels = noise.after(operation.gate, len(operation.qubits))
            channels.add(builder, operation.qubits)
    transfer = noise.readout_transfer
    if transfer is not None:
        for qubit in range(circuit.num_qubits):
            builder.channel(transfer, qubit)
    elif circuit.num_qubits and not builder.is_noisy:
        # One that does nothing, so that the program is run as one with channels in any case.
        builder.channel(np.eye(4), 0)
    return builder.build()


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
