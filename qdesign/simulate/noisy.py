"""Runs circuits with noise: a density matrix as its vector of 4^n Pauli expectations."""

from __future__ import annotations

import itertools
import math
import threading
from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from qdesign.circuit import Circuit, Operation, decompose
from qdesign.control import expand_controls
from qdesign.errors import InvalidRequest, NotUnitary, TooLarge
from qdesign.gates import PAULI, gate
from qdesign.pauli import Observable
from qdesign.rows import rows
from qdesign.simulate.channel import Channel
from qdesign.simulate.compile import MOST_QUBITS, Lowering, compile_circuit
from qdesign.simulate.drawn import as_drawn
from qdesign.simulate.engine import Engine
from qdesign.simulate.noise import Noise, name_of
from qdesign.simulate.program import Program, ProgramBuilder, encode_observable

MOST_NOISY_QUBITS: Final = 12
"""Qubits whose 4^n Pauli expectations, with tables of permutations, fit in the engine."""

EXACT_QUBITS: Final = 10
"""Qubits up to which outcomes are drawn from exact probabilities."""
_MOST_TERMS: Final = 1_000_000

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
        self._is_plain = all(
            not operation.conditions and operation.gate != "measure"
            for operation in circuit.without_final_measurements().plain_operations
        )

    def expectation(self, values: Real) -> float:
        """tr(ρ H)."""
        return self._exact().expectation(values)

    def gradient(self, values: Real) -> tuple[float, Real]:
        """tr(ρ H) and its derivatives, float64, shape (p,), per radian of each parameter."""
        return self._exact().gradient(values)

    def probabilities(self, values: Real) -> Real:
        """Probability of reading each basis state, float64, shape (2**n,)."""
        return self._exact().probabilities(values)

    @property
    def is_plain(self) -> bool:
        """Is it without conditions and without measurements in its middle?"""
        return self._is_plain

    def sample(self, shots: int, values: Real, seed: int) -> NDArray[np.uint32]:
        """Basis indices as they are read, uint32, shape (shots,), in no order.

        From exact probabilities up to 10 qubits, else of one run a shot.
        """
        if self._circuit.num_qubits <= EXACT_QUBITS:
            table = self.probabilities(values)
            counts = np.random.default_rng(seed).multinomial(shots, table / table.sum())
            return np.repeat(np.arange(table.size, dtype=np.uint32), counts)
        engine = self._averager()
        engine.begin_runs(values, seed=seed)
        indices, _ = engine.draw_runs(shots)
        return self._misread(indices, seed)

    def outcomes(
        self, shots: int, values: Real, seed: int
    ) -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
        """One run a shot of a circuit that measures inside: indices and classical bits."""
        engine = Engine(compile_runs(self._circuit, self._noise), averaged=True)
        engine.begin_runs(values, seed=seed)
        indices, bits = engine.draw_runs(shots)
        return self._misread(indices, seed), bits

    def _misread(self, indices: NDArray[np.uint32], seed: int) -> NDArray[np.uint32]:
        rng = np.random.default_rng(seed)
        for qubit in range(self._circuit.num_qubits):
            wrong, right = self._noise.readout(qubit)
            if wrong or right:
                chances = np.where(indices >> np.uint32(qubit) & np.uint32(1), right, wrong)
                turned = rng.random(indices.size) < chances
                indices = indices ^ (turned.astype(np.uint32) << np.uint32(qubit))
        return indices

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

    def trajectories(self, values: Real, runs: int, seed: int) -> tuple[float, float]:
        """The average of tr(ρ H) over runs, and its standard error."""
        if runs < 2:
            raise InvalidRequest(f"{runs} runs were asked for; an error needs 2 or more.")
        engine = self._averager()
        engine.begin_runs(values, seed=seed)
        engine.more_runs(runs)
        mean, spread = engine.runs_energy()
        return mean, math.sqrt(spread / (runs * (runs - 1)))

    def _averager(self) -> Engine:
        found: Engine | None = getattr(self._local, "averager", None)
        if found is None:
            found = Engine(compile_runs(self._circuit, self._noise, ends=False), averaged=True)
            if self._observable is not None:
                read = as_read(self._observable, self._noise)
                found.observe(encode_observable(self._circuit.num_qubits, read.masks()))
            self._local.averager = found
        return found

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
        circuit: unitary up to measurements at its end; its columns are run in their order.
        noise: what follows each gate.
        readout: do errors of readout act at the end?
        builder: one that takes the operations; a plain one when None.

    Raises:
        NotUnitary: the circuit has conditions, or measures before its end.
    """
    kept = as_drawn(circuit).without_final_measurements()
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


def compile_runs(circuit: Circuit, noise: Noise, *, ends: bool = True) -> Program:
    """The program of a circuit with channels behind its gates, to average runs of.

    Every measurement may misread its bit. What is conditional has its noise where it is done.

    Args:
        circuit: its columns are run in their order.
        noise: what follows each gate.
        ends: with the measurements at its end?
    """
    if circuit.num_qubits > MOST_QUBITS:
        compile_circuit(circuit)  # says that they are too many
    builder = ProgramBuilder(circuit.num_qubits, circuit.parameters, circuit.num_clbits)
    lowering = Lowering(builder)
    drawn = as_drawn(circuit)
    for operation in (drawn if ends else drawn.without_final_measurements()).plain_operations:

        def behind(body: ProgramBuilder, of: Operation = operation) -> None:
            follow(of, noise, body)
            if of.gate == "measure" and any(noise.readout(of.qubits[0])):
                body.misread(of.clbits[0], *noise.readout(of.qubits[0]))

        lowering.lower(operation, behind)
    return builder.build()


def as_read(observable: Observable, noise: Noise) -> Observable:
    """What has the expectation that is read of an observable, each letter in its own basis.

    Raises:
        TooLarge: errors of 0 and 1 that differ make too many terms of it.
    """
    if not noise.reads_wrong:
        return observable
    n = observable.num_qubits
    errors = [noise.readout(qubit) for qubit in range(n)]
    found: dict[str, float] = {}
    for label, coefficient in observable.terms:
        parts = {label: coefficient}
        for place, letter in enumerate(label):
            wrong, right = errors[n - 1 - place]
            if letter == "I" or not (wrong or right):
                continue
            slope, offset = 1 - wrong - right, right - wrong
            cut = {part[:place] + "I" + part[place + 1 :]: offset * c for part, c in parts.items()}
            parts = {part: slope * c for part, c in parts.items()} | (cut if offset else {})
            if len(parts) + len(found) > _MOST_TERMS:
                raise TooLarge(
                    f"Readout errors make more than {_MOST_TERMS:,} terms of this observable. "
                    "Give the same error for 0 and 1, or an observable of shorter terms."
                )
        for part, c in parts.items():
            found[part] = found.get(part, 0.0) + c
    return Observable(found, num_qubits=n)


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
