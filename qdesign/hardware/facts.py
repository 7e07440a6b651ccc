"""What a job is kept with, to judge its counts later: the device as it was, versions."""

from __future__ import annotations

import platform
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Final

from qdesign.hardware.estimate import instructions
from qdesign.hardware.job import DeviceThen

_PACKAGES: Final = ("qdesign", "qiskit", "qiskit-aer", "qiskit-ibm-runtime")


def device_then(circuit: Any, device: Any, calibrated: datetime | None) -> DeviceThen:
    """What is known of the qubits and gates that a circuit uses.

    Args:
        circuit: a `QuantumCircuit` in the device's gates, on the device's qubits.
        device: Qiskit's target, with errors.
        calibrated: when those were measured.
    """
    used: set[int] = set()
    errors: dict[str, list[float]] = {}
    for name, qubits, _ in instructions(circuit):
        if name == "barrier":
            continue
        used.update(qubits)
        known: Any = device.get(name) or {}
        error = getattr(known.get(tuple(qubits)), "error", None)
        if error is not None:
            errors.setdefault(name, []).append(float(error))
    return DeviceThen(
        calibrated=calibrated.isoformat() if calibrated else "",
        qubits=tuple(sorted(used)),
        errors={name: (min(found), max(found)) for name, found in errors.items()},
    )


def versions() -> dict[str, str]:
    """Versions of what lowers and simulates here, by the names of the packages."""
    found = {"python": platform.python_version()}
    for name in _PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
