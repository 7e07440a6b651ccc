"""Targets on this machine: an ideal device, and the fake devices that qiskit-ibm-runtime ships.

A job runs what was read back from its OpenQASM 3 text, in Aer, with the noise of the qubits in use.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import math
import os
import re
import warnings
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, cast

from qdesign.errors import InvalidTarget, TooLarge
from qdesign.gates import ALIASES
from qdesign.hardware.provider import Provider
from qdesign.hardware.target import Target, too_many_qubits
from qdesign.kits import AER, FAKE_DEVICES

if TYPE_CHECKING:
    from qiskit.providers import BackendV2
    from qiskit_aer.noise import NoiseModel

PREFIX: Final = "local:"
IDEAL: Final = "local:ideal"
_WHAT: Final = "Simulating jobs on this machine"
_WHAT_FAKE: Final = "Simulating real devices"
_MOST_QUBITS: Final = 30
_ONE_THREAD: Final = 14  # qubits of a state, or half as many with noise: Aer's own threshold
_IDEAL_SHOTS: Final = 1_000_000
_DATE: Final = re.compile(r'"last_update_date"\s*:\s*"([^"]+)"')
_NOTE: Final = "Noise of the device as calibrated on that date. Simulated on this machine."
_NOTES: Final = {
    "nighthawk": "The shipped figures are not typical of the device. Simulated on this machine."
}


def target(name: str) -> Target | None:
    """The target of a name such as `local:fake_manila`; None when there is none."""
    if name == IDEAL:
        return _ideal()
    found = re.fullmatch(r"local:fake_([a-z0-9_]+)", name)
    if found is not None and not FAKE_DEVICES.is_installed:
        return _no_devices(name)
    if found is None or not (_folder() / found[1] / f"conf_{found[1]}.json").is_file():
        return None
    return _fake(found[1])


def targets() -> tuple[Target, ...]:
    """Every target on this machine, by name; quick, since no device is built."""
    if not FAKE_DEVICES.is_installed:
        return (_ideal(), _no_devices(f"{PREFIX}*"))
    devices = sorted(path.parent.name for path in _folder().glob("*/conf_*.json"))
    return (_ideal(), *(_fake(device) for device in devices))


def max_simulated_qubits() -> int:
    """Most qubits whose amplitudes, 16 bytes each, take at most half of this machine's memory."""
    return min(_MOST_QUBITS, (_memory() // 32).bit_length() - 1)


@lru_cache(maxsize=16)
def compiler_target(name: str, *, broken: bool = True) -> Any:
    """Qiskit's own description of a fake device, with its calibration.

    Args:
        name: a target such as `local:fake_torino`.
        broken: with the gates whose calibration says that they never work (error 1).

    Returns:
        A `qiskit.transpiler.Target`.
    """
    whole = _backend(name).target
    return whole if broken else _part(whole, tuple(range(whole.num_qubits)), max_error=1.0)


def warm() -> None:
    """Loads the kits that every job needs, so that a first job does not wait for them."""
    for module in ("qiskit", "qiskit_aer", "qdesign.qasm", "qdesign.convert.qiskit"):
        importlib.import_module(module)


def run(text: str, *, target: Target, shots: int, seed: int) -> dict[str, int]:
    """Runs an OpenQASM 3 text as the target would.

    The same text, target, shots and seed give the same counts on the same machine.

    Args:
        text: lowered for the target, with measurements.
        target: one of `targets()`.
        shots: at least 1.
        seed: 0 to 2³¹ - 1.

    Returns:
        How often each outcome was seen, as Qiskit prints them: bit 0 rightmost, the last register
        first, with a blank between two.

    Raises:
        TooLarge: more qubits in use than this machine can simulate.
    """
    from qdesign import qasm
    from qdesign.convert.qiskit import to_qiskit

    circuit = qasm.loads(text)
    used = circuit.used_qubits
    limit = target.max_simulated_qubits or _MOST_QUBITS
    if len(used) > limit:
        raise TooLarge(too_many_qubits(len(used), limit))
    noise = None if target.name == IDEAL else noise_model(target.name, used)
    return simulate(to_qiskit(circuit.on_qubits(used)), noise=noise, shots=shots, seed=seed)


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


@lru_cache(maxsize=64)
def noise_model(name: str, used: tuple[int, ...]) -> NoiseModel:
    """The noise of a fake device on the qubits `used`, numbered from 0 in that order.

    The same errors as `NoiseModel.from_backend` of the whole device gives on those qubits; leaving
    the others out saves Aer from reading errors that no gate meets.

    Args:
        name: a target such as `local:fake_torino`.
        used: ascending device qubits.
    """
    with AER.needed_by(_WHAT):
        from qiskit_aer.noise import NoiseModel

    part = _part(compiler_target(name), used, names=ALIASES)  # older devices' names
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of devices without frequencies or with odd T2
        return cast("Any", NoiseModel).from_backend(_part_of_device(part))


def _part(
    whole: Any,
    used: tuple[int, ...],
    *,
    names: Mapping[str, str] = MappingProxyType({}),
    max_error: float = math.inf,
) -> Any:
    """Qiskit's target of some of a device's qubits, without gates of `max_error` or more.

    Args:
        whole: Qiskit's target of the device.
        used: ascending qubits, which get the numbers from 0.
        names: other names for some gates.
        max_error: only errors below it are kept; measurements are kept always.
    """
    from qiskit.transpiler import Target as CompilerTarget

    place = {qubit: index for index, qubit in enumerate(used)}
    part: Any = CompilerTarget(
        num_qubits=len(used),
        dt=whole.dt,
        qubit_properties=[whole.qubit_properties[qubit] for qubit in used],
    )
    for gate in whole.operation_names:
        known = cast("Mapping[tuple[int, ...] | None, Any]", whole[gate])
        operation = whole.operation_from_name(gate)
        if None in known:  # control flow, anywhere
            part.add_instruction(operation, name=gate)
            continue
        kept = {
            tuple(place[qubit] for qubit in qubits): facts
            for qubits, facts in known.items()
            if qubits is not None
            and all(qubit in place for qubit in qubits)
            and (gate == "measure" or (getattr(facts, "error", None) or 0.0) < max_error)
        }
        if kept:
            part.add_instruction(operation, kept, name=names.get(gate, gate))
    return part


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


@lru_cache(maxsize=8)
def _backend(name: str) -> Any:
    device = name.removeprefix(PREFIX)
    with FAKE_DEVICES.needed_by(_WHAT_FAKE):
        module = importlib.import_module(
            f"qiskit_ibm_runtime.fake_provider.backends.{device.removeprefix('fake_')}.{device}"
        )
    for value in vars(module).values():
        if isinstance(value, type) and getattr(value, "backend_name", None) == device:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # what it says is in the target's notes
                return value()
    raise InvalidTarget(f"qiskit-ibm-runtime ships no device called {device}.")


@lru_cache(maxsize=1)
def _folder() -> Path:
    """Where qiskit-ibm-runtime keeps its fake devices, found without importing it."""
    spec = importlib.util.find_spec("qiskit_ibm_runtime")
    if spec is None or spec.origin is None:
        return Path("not-installed")
    return Path(spec.origin).parent / "fake_provider" / "backends"


def _ideal() -> Target:
    limit = max_simulated_qubits()
    return Target(
        name=IDEAL,
        provider="local",
        num_qubits=limit,
        max_shots=_IDEAL_SHOTS,
        max_simulated_qubits=limit,
        mid_circuit=True,
        reset=True,
        conditions=True,
        available=AER.is_installed,
        missing="" if AER.is_installed else AER.missing(_WHAT),
        notes="No noise; every gate; all qubits coupled. Simulated on this machine.",
    )


def _no_devices(name: str) -> Target:
    return Target(
        name=name, provider="local", available=False, missing=FAKE_DEVICES.missing(_WHAT_FAKE)
    )


@lru_cache(maxsize=128)
def _fake(device: str) -> Target:
    """A target from the files that qiskit-ibm-runtime ships for a device."""
    folder = _folder() / device
    facts: dict[str, Any] = json.loads((folder / f"conf_{device}.json").read_text("utf-8"))
    date = _DATE.search((folder / f"props_{device}.json").read_text("utf-8"))
    instructions: list[str] = facts.get("supported_instructions") or []
    shots = int(facts.get("max_shots") or 8192)
    return Target(
        name=f"{PREFIX}fake_{device}",
        provider="local",
        num_qubits=int(facts["n_qubits"]),
        basis_gates=tuple(str(gate) for gate in facts["basis_gates"] if gate != "reset"),
        coupling=tuple((int(a), int(b)) for a, b in facts.get("coupling_map") or ()),
        calibration_date=datetime.fromisoformat(date[1]) if date else None,
        max_shots=shots,
        max_simulated_qubits=max_simulated_qubits(),
        mid_circuit=bool(facts.get("multi_meas_enabled")),
        reset="reset" in instructions,
        conditions="if_else" in instructions,
        available=AER.is_installed,
        missing="" if AER.is_installed else AER.missing(_WHAT),
        notes=_NOTES.get(device, _NOTE),
    )


def _memory() -> int:
    """Bytes that this machine, or the container around this process, has."""
    try:
        total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        total = 8 << 30
    try:
        limit = int(Path("/sys/fs/cgroup/memory.max").read_text("ascii"))
    except (OSError, ValueError):
        limit = total
    return min(total, limit)


LOCAL: Final = Provider(
    name="local",
    title="This machine",
    help="An ideal device, and devices as they were calibrated on a day, simulated here by Aer",
    source="https://qiskit.github.io/qiskit-aer",
    targets=targets,
    target=target,
    run=run,
    compiler_target=lambda name, broken: compiler_target(name, broken=broken),
    warm=warm,
)
