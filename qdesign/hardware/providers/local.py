"""Targets on this machine: an ideal device, and the fake devices that qiskit-ibm-runtime ships.

A job runs what was read back from its OpenQASM 3 text, in Aer, with the noise of the qubits in use.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import os
import re
import warnings
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from qdesign.errors import InvalidRequest, InvalidTarget, TooLarge
from qdesign.hardware.device import median_below, without_broken
from qdesign.hardware.known import facts_of
from qdesign.hardware.provider import Provider
from qdesign.hardware.target import Target, too_many_qubits
from qdesign.kits import AER, FAKE_DEVICES
from qdesign.rows import Option, Value, rows
from qdesign.simulate.drawn import in_order
from qdesign.simulate.noise import Noise, as_noise
from qdesign.simulate.simulator import Simulator

if TYPE_CHECKING:
    from qdesign.hardware.lower import Submission

PREFIX: Final = "local:"
IDEAL: Final = "local:ideal"
NOISY: Final = "local:noisy"
NOISE: Final = "local:noise:"
_WHAT: Final = "Simulating jobs on this machine"
_WHAT_FAKE: Final = "Simulating real devices"
_MOST_QUBITS: Final = 30
_NOISY_QUBITS: Final = 20
_NOISE_OPTION: Final = "noise"
_IDEAL_SHOTS: Final = 1_000_000
_NOTE: Final = "Noise of the device as calibrated on that date. Simulated on this machine."
_NOTES: Final = {
    "nighthawk": "The shipped figures are not typical of the device. Simulated on this machine."
}


def target(name: str) -> Target | None:
    """The target of a name such as `local:fake_manila`; None when there is none."""
    if name == IDEAL:
        return _ideal()
    if name == NOISY:
        return _noisy()
    if name.startswith(NOISE):
        return _noise_of(name.removeprefix(NOISE))
    found = re.fullmatch(r"local:fake_([a-z0-9_]+)", name)
    if found is not None and not FAKE_DEVICES.is_installed:
        return _no_devices(name)
    if found is None or not (_folder() / found[1] / f"conf_{found[1]}.json").is_file():
        return None
    return _fake(found[1])


def targets() -> tuple[Target, ...]:
    """Every target on this machine, by name; quick, since no device is built."""
    if not FAKE_DEVICES.is_installed:
        return (_ideal(), _noisy(), _no_devices(f"{PREFIX}*"))
    devices = sorted(path.parent.name for path in _folder().glob("*/conf_*.json"))
    return (_ideal(), _noisy(), *(_fake(device) for device in devices))


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
    if name.startswith(NOISE):
        of = name.removeprefix(NOISE)
        described = rows(Provider)[of.partition(":")[0]].compiler_target
        assert described is not None, "only what is described is imitated"
        return described(of, broken)
    whole = _backend(name).target
    return whole if broken else without_broken(whole)


def imitate(chosen: Target) -> Target | None:
    """The target with the noise of another provider's device: `local:noise:ibm:ibm_torino`."""
    return _noise_of(chosen.name)


def _noise_of(name: str) -> Target | None:
    """A device that its provider told of, simulated here; None where it is not described."""
    row = rows(Provider).get(name.partition(":")[0])
    if row is None or row.run is not None or row.compiler_target is None:
        return None
    found = row.found(name)
    if found is None or not found.basis_gates or facts_of(row.name, name) is None:
        return None
    date = found.calibrated
    return replace(
        found,
        name=f"{NOISE}{name}",
        provider="local",
        max_shots=_IDEAL_SHOTS,
        max_simulated_qubits=max_simulated_qubits(),
        available=AER.is_installed,
        missing="" if AER.is_installed else AER.missing(_WHAT),
        notes=f"Noise of {name} as it was told{f' on {date}' if date else ''}. Simulated here.",
        cost="",
        queue=None,
    )


def warm() -> None:
    """Loads the kits that every job needs, so that a first job does not wait for them."""
    for module in ("qiskit", "qiskit_aer", "qdesign.qasm", "qdesign.convert.qiskit"):
        importlib.import_module(module)


def run(
    text: str,
    *,
    target: Target,
    shots: int,
    seed: int,
    options: Mapping[str, Value] = MappingProxyType({}),
) -> dict[str, int]:
    """Runs an OpenQASM 3 text as the target would.

    The same text, target, shots and seed give the same counts on the same machine.

    Args:
        text: lowered for the target, with measurements.
        target: one of `targets()`.
        shots: at least 1.
        seed: 0 to 2³¹ - 1.
        options: the noise of `local:noisy`, as JSON.

    Returns:
        How often each outcome was seen, as Qiskit prints them: bit 0 rightmost, the last register
        first, with a blank between two.

    Raises:
        TooLarge: more qubits in use than this machine can simulate.
    """
    from qdesign import qasm
    from qdesign.convert.qiskit import to_qiskit
    from qdesign.hardware.noise import noise_of, simulate

    circuit = qasm.loads(text)
    if target.name == NOISY:
        simulator = Simulator(in_order(circuit), noise=_noise(options))
        return dict(simulator.shots(shots, seed=seed))
    used = circuit.used_qubits
    limit = target.max_simulated_qubits or _MOST_QUBITS
    if len(used) > limit:
        raise TooLarge(too_many_qubits(len(used), limit))
    noise = None if target.name == IDEAL else noise_of(target, used)
    return simulate(to_qiskit(circuit.on_qubits(used)), noise=noise, shots=shots, seed=seed)


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
        title="Ideal",
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


def _noisy() -> Target:
    return Target(
        name=NOISY,
        title="With noise of your own",
        provider="local",
        num_qubits=_NOISY_QUBITS,
        max_shots=_IDEAL_SHOTS,
        max_simulated_qubits=_NOISY_QUBITS,
        mid_circuit=True,
        reset=True,
        conditions=True,
        available=True,
        notes="Each gate as it is drawn, followed by its noise; every gate; all qubits coupled. "
        "Simulated on this machine, exactly up to 10 qubits and one run a shot beyond.",
    )


def _read(options: Mapping[str, object]) -> Mapping[str, object]:
    """Noise as a person gives it, as the JSON that a job keeps."""
    given = options.get(_NOISE_OPTION)
    if given is None or isinstance(given, str):
        return {name: value for name, value in options.items() if value is not None}
    return {**options, _NOISE_OPTION: json.dumps(as_noise(given).to_json())}


def _own_noise(options: Mapping[str, Value]) -> Noise | None:
    return _noise(options) if options.get(_NOISE_OPTION) else None


def _noise(options: Mapping[str, object]) -> Noise:
    text = str(options.get(_NOISE_OPTION, ""))
    if not text:
        return Noise({})
    try:
        data = json.loads(text)
    except ValueError:
        raise InvalidRequest(
            "The noise of the job is not JSON. Give channels and their rates, such as "
            '{"depolarizing": 0.01}.'
        ) from None
    return as_noise(data)


def _fits(submission: Submission, target: Target) -> None:
    """Refuses noise that is none, and noise of one's own where the device's counts."""
    given = _NOISE_OPTION in submission.options
    if given and target.name != NOISY:
        raise InvalidRequest(
            f"Only {NOISY} takes noise; {target.name} has its own. Leave the option out."
        )
    if target.name == NOISY and not given:
        raise InvalidRequest(
            f"{NOISY} needs noise. Give options={{'noise': {{'depolarizing': 0.01}}}}, or a "
            "document with noise."
        )
    _noise(submission.options)


def _no_devices(name: str) -> Target:
    return Target(
        name=name,
        title="Devices of IBM",
        provider="local",
        available=False,
        missing=FAKE_DEVICES.missing(_WHAT_FAKE),
    )


@lru_cache(maxsize=128)
def _fake(device: str) -> Target:
    """A target from the files that qiskit-ibm-runtime ships for a device."""
    folder = _folder() / device
    facts: dict[str, Any] = json.loads((folder / f"conf_{device}.json").read_text("utf-8"))
    known: dict[str, Any] = json.loads((folder / f"props_{device}.json").read_text("utf-8"))
    date = str(known.get("last_update_date") or "")
    instructions: list[str] = facts.get("supported_instructions") or []
    shots = int(facts.get("max_shots") or 8192)
    return Target(
        name=f"{PREFIX}fake_{device}",
        title=device.replace("_", " ").title(),
        provider="local",
        num_qubits=int(facts["n_qubits"]),
        basis_gates=tuple(str(gate) for gate in facts["basis_gates"] if gate != "reset"),
        coupling=tuple((int(a), int(b)) for a, b in facts.get("coupling_map") or ()),
        calibration_date=datetime.fromisoformat(date) if date else None,
        max_shots=shots,
        max_simulated_qubits=max_simulated_qubits(),
        mid_circuit=bool(facts.get("multi_meas_enabled")),
        reset="reset" in instructions,
        conditions="if_else" in instructions,
        available=AER.is_installed,
        missing="" if AER.is_installed else AER.missing(_WHAT),
        notes=_NOTES.get(device, _NOTE),
        two_qubit_error=_two_qubit_error(known.get("gates") or []),
    )


def _two_qubit_error(gates: list[dict[str, Any]]) -> float | None:
    """The median error of the pairs that work."""
    errors = [
        float(fact["value"])
        for gate in gates
        if len(gate["qubits"]) == 2
        for fact in gate["parameters"]
        if fact["name"] == "gate_error"
    ]
    return median_below(errors, 1.0)


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
    options=(
        Option(
            name=_NOISE_OPTION,
            title="Noise",
            kind="text",
            default="",
            help=f"Of {NOISY}: rates by channel, as JSON",
        ),
    ),
    read=_read,
    own_noise=_own_noise,
    unasked=(_NOISE_OPTION,),
    fits=_fits,
    compiler_target=lambda name, broken: compiler_target(name, broken=broken),
    imitate=imitate,
    warm=warm,
)
