"""One job → all that a page shows of it: counts over what was expected, what made it, its way."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from qdesign.document import Document
from qdesign.errors import InvalidRequest, InvalidTarget
from qdesign.session import port
from qdesign.session.joblist import shown

if TYPE_CHECKING:
    from qdesign.hardware.distance import Distance
    from qdesign.hardware.job import Job
    from qdesign.hardware.queue import Queue


def job_report(queue: Queue, id: str) -> port.JobReport:  # noqa: A002
    """All that is known of a job at once; what its noise model gives is asked for by itself."""
    from qdesign.hardware.expected import likely
    from qdesign.hardware.job import moment

    job, circuit = queue.job(id), queue.circuit(id)
    whole = None if job.counts is None else queue.expected(id)
    ideal = None if whole is None or job.counts is None else likely(whole, job.counts, job.shots)
    figures = job.figures
    measured = queue.observable(id) if job.num_parts else None
    return port.JobReport(
        job=shown(job),
        document=Document(circuit, observable=measured).with_values(job.values),
        text=job.text,
        language="openqasm3",
        num_gates=None if figures is None else figures.num_gates,
        values=dict(job.values),
        seed=job.seed,
        level=job.optimization_level,
        options=job.options,
        layout=queue.layout(id),
        energy=None if measured is None else _energy(queue, job),
        token=job.token,
        notes=job.notes,
        counts=job.counts,
        ideal=None if ideal is None else ideal[0],
        ideal_rest=None if ideal is None else ideal[1],
        from_ideal=_distance(job, whole),
        has_noise=job.energy is not None or (bool(job.counts) and job.device is not None),
        device=_device(job),
        versions=job.versions,
        moves=tuple(
            port.JobMove(move.state, moment(move.at).isoformat(), move.words)
            for move in queue.history(id)
        ),
    )


def noise_report(queue: Queue, id: str) -> port.NoiseResult:  # noqa: A002
    """What the noise model gives for a finished job, and how far its counts are from that."""
    from qdesign.hardware.expected import likely

    job = queue.job(id)
    if job.counts is None and job.energy is None:
        raise InvalidRequest(f"Job '{id}' has no counts: it is {job.state}.")
    try:
        if job.counts is None:
            return port.NoiseResult(None, None, None, queue.expected_energy_with_noise(id), "")
        whole = queue.expected_with_noise(id)
    except InvalidTarget as error:
        return port.NoiseResult(None, None, None, None, str(error))
    shown_part, rest = likely(whole, job.counts, job.shots)
    return port.NoiseResult(shown_part, rest, _distance(job, whole), None, "")


def _energy(queue: Queue, job: Job) -> port.JobEnergy:
    """How the observable of a job is measured, and what each circuit has told of it."""
    from qdesign.hardware.measurement import measured_mean

    ideals = queue.expected_means(job.id)
    circuits: list[port.JobCircuit] = []
    for k, part in enumerate(queue.parts(job.id)):
        found = queue.observable(part.id)
        terms = () if found is None else found.terms
        mean, variance = measured_mean(terms, part.counts) if part.counts else (None, None)
        circuits.append(
            port.JobCircuit(
                job=part.id,
                state=part.state,
                terms=terms,
                shots=part.shots,
                mean=mean,
                error=None if variance is None else math.sqrt(variance),
                ideal=None if ideals is None else ideals[k],
            )
        )
    return port.JobEnergy(queue.expected_energy(job.id), tuple(circuits))


def _distance(job: Job, whole: Mapping[str, float] | None) -> port.Distance | None:
    from qdesign.hardware.distance import distance

    if not job.counts or whole is None:
        return None
    return _shown_distance(distance(job.counts, whole))


def _shown_distance(found: Distance) -> port.Distance:
    (far_low, far_high), (near_low, near_high) = (
        found.total_variation_interval,
        found.hellinger_fidelity_interval,
    )
    return port.Distance(
        total_variation=found.total_variation,
        total_variation_low=far_low,
        total_variation_high=far_high,
        hellinger_fidelity=found.hellinger_fidelity,
        hellinger_fidelity_low=near_low,
        hellinger_fidelity_high=near_high,
        shot_total_variation=found.shot_total_variation,
        is_seen=found.is_seen,
        num_outcomes=found.num_outcomes,
        resamples=found.resamples,
    )


def _device(job: Job) -> port.DeviceThen | None:
    device = job.device
    if device is None:
        return None
    return port.DeviceThen(
        calibrated=device.calibrated,
        qubits=device.qubits,
        errors=tuple(port.ErrorRange(name, *ends) for name, ends in sorted(device.errors.items())),
        success=None if job.figures is None else job.figures.success,
    )
