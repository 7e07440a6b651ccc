"""Aer's simulation of a device: its noise on the qubits in use, and counts with it."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, cast

from qdesign.errors import TooLarge
from qdesign.gates import ALIASES
from qdesign.hardware.device import part_of
from qdesign.hardware.provider import provider_of
from qdesign.hardware.target import Target
from qdesign.kits import AER

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from qiskit.providers import BackendV2
    from qiskit_aer.noise import NoiseModel

_WHAT: Final = "Simulating jobs on this machine"
_ONE_THREAD: Final = 14  # qubits of a state, or half as many with noise: Aer's own threshold


def simulate(circuit: Any, *, noise: NoiseModel | None, shots: int, seed: int) -> dict[str, int]:
    """Counts of a Qiskit circuit in Aer; every table gate is taken when there is no noise."""
    from qiskit import transpile  # pyright: ignore[reportUnknownVariableType]

    with AER.needed_by(_WHAT):
        from qiskit_aer import AerSimulator

    # Aer's truncation fails where a qubit has gates after its bit was read by a condition.
    # Threads for a small state wait for each other more than they work, and take the core of the
    # job beside. It is the circuit that decides, so that a seed gives the same counts always.
    size = circuit.num_qubits * (1 if noise is None else 2)
    threads = 1 if size <= _ONE_THREAD else 0
    simulator: Any = AerSimulator(enable_truncation=False, max_parallel_threads=threads)
    if noise is None:
        circuit = transpile(circuit, simulator, optimization_level=0)
    options = {} if noise is None else {"noise_model": noise}
    result = simulator.run(circuit, shots=shots, seed_simulator=seed, **options).result()
    if not result.success:
        raise TooLarge(f"The simulator refused the circuit: {result.status}.")
    counts = cast("Mapping[str, int]", result.get_counts())
    return {bits: int(count) for bits, count in sorted(counts.items())}


def probabilities(circuit: Any, *, noise: NoiseModel, qubits: Sequence[int]) -> NDArray[np.float64]:
    """Exact probabilities of outcomes with the noise of gates, from the density matrix.

    Args:
        circuit: of Qiskit, without measurements.
        noise: of its qubits; errors of readout do not count.
        qubits: bit k of an outcome's index is `qubits[k]`.
    """
    import numpy as np

    with AER.needed_by(_WHAT):
        from qiskit_aer import AerSimulator

    asked: Any = circuit.copy()
    asked.save_probabilities(list(qubits))
    simulator: Any = AerSimulator(method="density_matrix", noise_model=noise)
    result = simulator.run(asked).result()
    if not result.success:
        raise TooLarge(f"The simulator refused the circuit: {result.status}.")
    return np.asarray(result.data()["probabilities"], dtype=np.float64)


@lru_cache(maxsize=64)
def noise_of(target: Target, used: tuple[int, ...]) -> NoiseModel:
    """The noise of a device on the qubits `used`, numbered from 0 in that order.

    The same errors as `NoiseModel.from_backend` of the whole device gives on those qubits; leaving
    the others out saves Aer from reading errors that no gate meets.

    Args:
        target: of a provider that describes its devices.
        used: ascending device qubits.
    """
    with AER.needed_by(_WHAT):
        from qiskit_aer.noise import NoiseModel

    compiler_target = provider_of(target).compiler_target
    assert compiler_target is not None, "a provider that names gates describes its devices"
    # Older devices have older names.
    part = part_of(compiler_target(target.name, True), used, names=ALIASES)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of devices without frequencies or with odd T2
        return cast("Any", NoiseModel).from_backend(_part_of_device(part))


def _part_of_device(part: Any) -> BackendV2:
    from qiskit.providers import BackendV2, Options

    class Part(BackendV2):
        """What `NoiseModel.from_backend` asks of a device, and no more."""

        @property
        def target(self) -> Any:
            return part

        @property
        def max_circuits(self) -> None:
            return None

        @classmethod
        def _default_options(cls) -> Any:
            return Options()

        def run(self, run_input: Any, **options: Any) -> Any:
            raise NotImplementedError

    return Part(name="part")
