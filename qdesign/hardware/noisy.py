"""A job → what the noise model of its device gives: exact probabilities of its outcomes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qdesign.errors import InvalidTarget, QdesignError
from qdesign.hardware.forecast import (
    EXACT_QUBITS,
    measures_last,
    noisy_exactly,
    own_noise_exactly,
)
from qdesign.hardware.provider import provider_of
from qdesign.hardware.provider import target as target_named

if TYPE_CHECKING:
    from qdesign.circuit import Circuit
    from qdesign.hardware.job import Job


def noise_distribution(job: Job) -> dict[str, float]:
    """Exact probabilities of all outcomes with the noise of the device, named as the counts are.

    The noise is Aer's of the qubits in use (noise.py), or the job's own, on the very program that
    was sent.

    Raises:
        InvalidTarget: there is no such model, or it cannot be computed; why, in words.
    """
    target = target_named(job.target)
    row = provider_of(target)
    own = row.own_noise(job.options) if row.own_noise else None
    if own is not None:
        circuit = _program(job)
        _check(circuit, circuit.num_qubits)
        return _plainly(own_noise_exactly(circuit, own), job)
    if row.compiler_target is None or not target.basis_gates:
        raise InvalidTarget(f"{job.target} has no noise.")
    if job.device is None:
        raise InvalidTarget("The device as it was is not known.")
    date = target.calibration_date
    if job.device.calibrated != (date.isoformat() if date else ""):
        raise InvalidTarget("The device was calibrated anew since, and its old noise is not kept.")
    circuit = _program(job)
    used = circuit.used_qubits
    small = circuit.on_qubits(used)
    _check(small, len(used))
    return _plainly(noisy_exactly(small, target, used), job)


def _check(circuit: Circuit, num_qubits: int) -> None:
    if num_qubits > EXACT_QUBITS:
        raise InvalidTarget(
            f"The noise model is computed for up to {EXACT_QUBITS} qubits in use; here are "
            f"{num_qubits}."
        )
    if not measures_last(circuit):
        raise InvalidTarget("The circuit measures, resets or branches inside.")


def _plainly(found: dict[str, float], job: Job) -> dict[str, float]:
    """Outcomes named as the counts of the job are."""
    named = any(" " in bits for bits in job.counts or ())
    return found if named else {bits.replace(" ", ""): share for bits, share in found.items()}


def _program(job: Job) -> Circuit:
    from qdesign import qasm

    try:
        return qasm.loads(job.text)
    except QdesignError:
        raise InvalidTarget("The program that was sent is not read back here.") from None
