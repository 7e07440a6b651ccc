"""Qiskit Aer: shots and runs with noise beyond the qubits that are followed exactly here."""

from __future__ import annotations

import importlib
import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final, final

import numpy as np
from numpy.typing import NDArray

from qdesign.circuit import Circuit, Operation
from qdesign.convert.qiskit import to_qiskit
from qdesign.errors import TooLarge
from qdesign.kits import AER
from qdesign.operation import rewired
from qdesign.pauli import Observable
from qdesign.registers import Registers
from qdesign.rows import Option
from qdesign.simulate.drawn import as_drawn
from qdesign.simulate.engines.protocol import EngineRow, ErrorKind, Real, Runner
from qdesign.simulate.memory import check_memory
from qdesign.simulate.noise import Noise
from qdesign.simulate.noisy import EXACT_QUBITS, as_read, follow
from qdesign.simulate.program import Kind, ProgramBuilder

_WHAT: Final = "Running circuits on Aer"
_MOST_QUBITS: Final = 63
_MOST_SECONDS: Final = 600
_SECONDS_EACH: Final = 1e-8
"""For a gate and a basis state, its noise included."""
_DENSE: Final = ("automatic", "statevector", "density_matrix")

_METHOD: Final = Option(
    name="method",
    title="Method",
    kind="choice",
    default="automatic",
    choices=(*_DENSE, "matrix_product_state"),
    help="how Aer holds the state",
)
_RUNS: Final = Option(
    name="runs",
    title="Runs",
    kind="integer",
    default=200,
    low=2,
    high=1_000_000,
    help="over which an energy with noise is averaged",
)
_SEED: Final = Option(
    name="seed", title="Seed", kind="integer", default=0, low=0, high=2**31 - 1, help="of the runs"
)


@final
class Aer(Runner):
    """A circuit on Aer's simulator; with noise an energy is the average of runs."""

    def __init__(
        self,
        circuit: Circuit,
        observable: Observable | None,
        *,
        method: str,
        runs: int,
        seed: int,
        noise: Noise | None = None,
    ) -> None:
        with AER.needed_by(_WHAT):
            importlib.import_module("qiskit_aer")  # said before anything is made
        if noise is not None and method == "automatic":
            method = "density_matrix" if circuit.num_qubits <= EXACT_QUBITS else "statevector"
        if method in _DENSE:
            check_memory(circuit.num_qubits, 2, noisy=method == "density_matrix")
        self._names = circuit.parameters
        circuit = replace(circuit, num_clbits=0, declared=Registers())
        self._circuit = circuit if noise is None else as_drawn(circuit)
        self._method, self._runs, self._seed = method, runs, seed
        self._noise = noise
        self._terms: list[tuple[str, float]] = []
        if observable is not None:
            read = observable if noise is None else as_read(observable, noise)
            self._terms = list(read.terms)
        self._is_drawn = noise is not None and method != "density_matrix"
        self.error_kind: ErrorKind = "estimate" if self._is_drawn else "exact"
        self.says = f"method {method}" + (f", average of {runs:,} runs" if self._is_drawn else "")
        self._check_time()
        self._found: tuple[bytes, float, float] = (b"none", 0.0, 0.0)

    def _check_time(self) -> None:
        if not self._is_drawn or self._method not in _DENSE:
            return
        gates = 3 * self._circuit.num_operations
        seconds = self._runs * gates * 2.0**self._circuit.num_qubits * _SECONDS_EACH
        if seconds > _MOST_SECONDS:
            raise TooLarge(
                f"{self._runs:,} runs with noise on {self._circuit.num_qubits} qubits would take "
                f"about {seconds / 60:,.0f} minutes; at most {_MOST_SECONDS // 60} are taken. Give "
                "fewer runs, or method='matrix_product_state'."
            )

    def expectation(self, values: Real) -> float:
        """Exact without noise; with noise the mean of runs."""
        return self._energy(values)[0]

    def error(self, values: Real) -> float:
        """The standard error of that mean."""
        return self._energy(values)[1]

    def sample(self, shots: int, values: Real, seed: int) -> NDArray[np.uint8]:
        """One run a shot; readout errors turn bits over."""
        size = self._circuit.num_qubits
        if not size or not shots:
            return np.zeros((shots, size), dtype=np.uint8)
        written = self._written(values)
        written.measure_all()
        result = self._result(written, shots=shots, seed=seed, memory=True)
        lines = result.get_memory()
        text = "".join(line.replace(" ", "")[::-1] for line in lines).encode("ascii")
        table = np.frombuffer(text, dtype=np.uint8).reshape(len(lines), size) - ord("0")
        if self._noise is not None and self._noise.reads_wrong:
            rng = np.random.default_rng(seed)
            for qubit in range(size):
                wrong, right = self._noise.readout(qubit)
                chances = np.where(table[:, qubit], right, wrong)
                table[:, qubit] ^= (rng.random(len(table)) < chances).astype(np.uint8)
        return table.astype(np.uint8)

    def _energy(self, values: Real) -> tuple[float, float]:
        key = values.tobytes()
        if self._found[0] != key:
            self._found = (key, *self._measured(values))
        return self._found[1:]

    def _measured(self, values: Real) -> tuple[float, float]:
        from qiskit.quantum_info import SparsePauliOp

        importlib.import_module("qiskit_aer")  # adds a method to Qiskit's circuits
        if not self._terms:
            return 0.0, 0.0
        written = self._written(values)
        operator: Any = SparsePauliOp.from_list(self._terms)
        places = list(range(self._circuit.num_qubits))
        written.save_expectation_value(operator, places, pershot=self._is_drawn)
        shots = self._runs if self._is_drawn else 1
        found: Any = self._result(written, shots=shots, seed=self._seed).data()
        energies = np.atleast_1d(np.asarray(found["expectation_value"], dtype=np.float64))
        if not self._is_drawn:
            return float(energies.mean()), 0.0
        return float(energies.mean()), float(energies.std(ddof=1) / math.sqrt(len(energies)))

    def _result(self, written: Any, *, shots: int, seed: int, memory: bool = False) -> Any:
        from qiskit import transpile  # pyright: ignore[reportUnknownVariableType]
        from qiskit_aer import AerSimulator

        simulator: Any = AerSimulator(method=self._method, enable_truncation=False)
        ready = transpile(written, simulator, optimization_level=0)
        result: Any = simulator.run(ready, shots=shots, seed_simulator=seed, memory=memory).result()
        if not result.success:
            raise TooLarge(f"Aer refused the circuit: {result.status}.")
        return result

    def _written(self, values: Real) -> Any:
        """The circuit at these values in Qiskit, noise behind each gate as instructions."""
        bound = self._circuit.bind(dict(zip(self._names, values.tolist(), strict=True)))
        if self._noise is None:
            return to_qiskit(bound)
        written: Any = to_qiskit(bound.with_operations(()))
        for operation in bound.plain_operations:
            wires = operation.wires
            place = {wire: index for index, wire in enumerate(wires)}
            small = Circuit(len(wires), (rewired(operation, place),))
            written.compose(to_qiskit(small), list(wires), inplace=True)
            for error, places in self._behind(operation):
                written.append(error, places)
        return written

    def _behind(self, operation: Operation) -> Iterator[tuple[Any, list[int]]]:
        from qiskit.circuit.library import RZZGate
        from qiskit.quantum_info import PTM, Kraus
        from qiskit_aer import noise as kit

        library: Any = kit
        assert self._noise is not None
        builder = ProgramBuilder(self._circuit.num_qubits)
        follow(operation, self._noise, builder)
        for kind, source, mask in builder.operations():
            places = [wire for wire in range(mask.bit_length()) if mask >> wire & 1]
            if kind == Kind.DEPOLARIZE:
                rate = builder.constant(source)
                yield library.depolarizing_error(rate, len(places)).to_instruction(), places
            elif kind == Kind.CHANNEL:
                transfer = PTM(builder.transfer(source).astype(complex))
                error = library.QuantumError(Kraus(transfer))
                yield error.to_instruction(), places
            else:  # crosstalk: a turn about ZZ
                yield RZZGate(builder.constant(source)), places


def _refuses(circuit: Circuit, observable: Observable | None) -> str | None:
    del observable
    if not AER.is_installed:
        return AER.missing(_WHAT) + "."
    if circuit.num_qubits > _MOST_QUBITS:
        return f"Aer takes at most {_MOST_QUBITS} qubits."
    return None


def _fits(circuit: Circuit, observable: Observable | None) -> str | None:
    del circuit, observable
    return "Aer is for shots and runs with noise; it is taken where it is named."


ROW: Final = EngineRow(
    name="aer",
    title="Aer",
    help="Qiskit's simulator: shots, and averages of runs with noise",
    source="Qiskit Aer",
    runner=Aer,
    refuses=_refuses,
    fits=_fits,
    takes_noise=True,
    options=(_METHOD, _RUNS, _SEED),
)
