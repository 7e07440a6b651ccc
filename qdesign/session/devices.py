"""Asks about targets, lowering and the queue."""

from __future__ import annotations

import dataclasses
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from qdesign.circuit import Circuit, Operation
from qdesign.document import Document
from qdesign.session.ask_fields import AskFields
from qdesign.session.replies import Answer, Report

if TYPE_CHECKING:
    from qdesign.hardware.job import Figures, Job
    from qdesign.hardware.queue import Queue
    from qdesign.hardware.target import Target

_MAX_SHOTS: Final = 10_000_000
_IDEAL_QUBITS: Final = 16
_MOST_OUTCOMES: Final = 1_024
_RARE: Final = 0.05
"""Ideal outcomes that are expected less often than this in all shots are told as a sum."""


def targets(fields: AskFields, report: Report) -> Answer:
    """What can be submitted to, and what is missing for the rest."""
    from qdesign.hardware.provider import targets as found

    report("Looking for devices", None)
    return Answer({"targets": [_target_json(target) for target in found()]})


def _target_json(target: Target) -> dict[str, Any]:
    _, _, device = target.name.partition(":")
    title = device.removeprefix("fake_").replace("_", " ").capitalize()
    date = target.calibration_date
    pairs = target.coupling
    return {
        "name": target.name,
        "title": title if device != "*" else target.provider,
        "description": target.notes,
        "num_qubits": target.num_qubits,
        "ready": target.available,
        "status": "ready" if target.available else target.missing,
        "calibrated": date.isoformat() if date is not None else None,
        "native": list(target.basis_gates),
        "coupling": None if pairs is None else sorted({(min(pair), max(pair)) for pair in pairs}),
    }


def lower(fields: AskFields, report: Report) -> Answer:
    """What would run on a target: the lowered circuit on the device's qubits that it uses."""
    from qdesign.hardware.lower import lower as run
    from qdesign.hardware.provider import target

    circuit, document = fields.circuit()
    chosen = target(fields.text("target"))
    report(f"Fitting the circuit to {chosen.name}", None)
    done = run(circuit, document.values, chosen, seed=fields.seed() or 0)
    used = sorted(
        {q for o in done.circuit.plain_operations for q in o.qubits if o.gate != "barrier"}
    )
    small = _on_qubits(done.circuit, used)
    figures = done.figures
    return Answer(
        {
            "document": Document(small).dumps(),
            "text": done.text,
            "qubits": used,
            "drawn": dataclasses.asdict(circuit.stats),
            "device": dataclasses.asdict(small.stats),
            "success": _success(figures),
            "duration_us": None if figures.duration is None else figures.duration * 1e6,
            "verdict": None,
        }
    )


def _on_qubits(circuit: Circuit, used: list[int]) -> Circuit:
    """The circuit on the device's qubits `used` alone, named after them."""
    wire = {qubit: index for index, qubit in enumerate(used)}
    operations = [
        dataclasses.replace(o, qubits=kept, column=None)
        for o in circuit.plain_operations
        if (kept := tuple(wire[q] for q in o.qubits if q in wire))
    ]
    return Circuit(
        len(used),
        tuple(operations),
        num_clbits=circuit.num_clbits,
        global_phase=circuit.global_phase,
        qubit_names=tuple(f"Q{qubit}" for qubit in used),
    )


def _success(figures: Figures) -> dict[str, float] | None:
    parts = (figures.success_gates, figures.success_readout, figures.success_idle)
    if figures.success is None or any(part is None for part in parts):
        return None
    gates, readout, idle = (float(part or 0.0) for part in parts)
    return {"total": figures.success, "gates": gates, "readout": readout, "idle": idle}


def submit(fields: AskFields, report: Report) -> Answer:
    """A new job with the document's values, or the one that the same token made before."""
    circuit, document = fields.circuit()
    with _queue() as queue:
        job = queue.submit(
            circuit,
            document.values,
            target=fields.text("target"),
            shots=fields.integer("shots", low=1, high=_MAX_SHOTS),
            seed=fields.seed(),
            name=fields.text("label"),
            token=fields.text("token"),
        )
        return Answer({"job": job_json(job, queue)})


def jobs(fields: AskFields, report: Report) -> Answer:
    """Every job, newest first; a worker that died is replaced."""
    with _queue() as queue:
        queue.refresh()
        found = sorted(queue.jobs(), key=lambda job: job.created, reverse=True)
        return Answer({"jobs": [job_json(job, queue) for job in found]})


def job(fields: AskFields, report: Report) -> Answer:
    """One job as it is now."""
    with _queue() as queue:
        queue.refresh()
        return Answer({"job": job_json(queue.job(fields.text("job")), queue)})


def cancel_job(fields: AskFields, report: Report) -> Answer:
    """Cancels a job that is not at its end."""
    with _queue() as queue:
        return Answer({"job": job_json(queue.cancel(fields.text("job")), queue)})


def _queue() -> Queue:
    from qdesign.hardware.queue import Queue

    return Queue.open()


def job_json(job: Job, queue: Queue) -> dict[str, Any]:
    """A job as the port writes it, with the ideal probabilities to lay under its counts."""
    ideal = None
    if job.counts is not None:
        circuit, values = queue.circuit(job.id), tuple(job.values.items())
        ideal = _ideal(job.id, circuit, values, tuple(job.counts), job.shots)
    return {
        "id": job.id,
        "state": str(job.state),
        "label": job.name,
        "target": job.target,
        "shots": job.shots,
        "created": job.created.isoformat(),
        "detail": job.reason or job.progress,
        "fraction": None,
        "counts": job.counts,
        "ideal": None if ideal is None else ideal[0],
        "ideal_rest": None if ideal is None else ideal[1],
    }


@lru_cache(maxsize=256)
def _ideal(
    id_: str,
    circuit: Circuit,
    values: tuple[tuple[str, float], ...],
    counted: tuple[str, ...],
    shots: int,
) -> tuple[dict[str, float], float] | None:
    """Ideal probabilities by bitstring, clbit 0 rightmost, and the sum of those not listed.

    Listed are the bitstrings that were counted and those that should have been: likely enough in so
    many shots, the likeliest `_MOST_OUTCOMES` of them. None where there is no one state.
    """
    import numpy as np

    from qdesign.simulate.simulator import Simulator

    if circuit.num_qubits > _IDEAL_QUBITS:
        return None
    simulator = Simulator(circuit)
    if not simulator.is_unitary:
        return None
    measures = [o for o in circuit.plain_operations if o.gate == "measure"]
    places = _places(circuit, measures)
    if places is None:
        return None
    table = simulator.marginal([qubit for qubit, _ in places], dict(values))
    width = max(len(counted[0]) if counted else 0, 1 + max(clbit for _, clbit in places))

    def text_of(index: int) -> str:
        ones = sum(1 << clbit for j, (_, clbit) in enumerate(places) if index >> j & 1)
        return format(ones, f"0{width}b")

    likeliest = np.argsort(-table, kind="stable")[:_MOST_OUTCOMES]
    ideal = {
        text_of(int(index)): float(table[index])
        for index in likeliest
        if table[index] * shots > _RARE
    }
    written = sum(1 << clbit for _, clbit in places)
    for text in counted:
        # A bit that no measurement writes stays 0.
        if int(text, 2) & ~written:
            ideal[text] = 0.0
            continue
        index = sum(int(text[-1 - clbit]) << j for j, (_, clbit) in enumerate(places))
        ideal[text] = float(table[index])
    return ideal, max(0.0, 1.0 - sum(ideal.values()))


def _places(circuit: Circuit, measures: list[Operation]) -> list[tuple[int, int]] | None:
    """(qubit, clbit) of every measurement; None when one is measured or written twice."""
    if not measures:
        return [(qubit, qubit) for qubit in range(circuit.num_qubits)]
    places = [(o.qubits[0], o.clbits[0]) for o in measures]
    once = all(len(set(side)) == len(side) for side in zip(*places, strict=True))
    return places if once else None
