"""A Qiskit backend in this process: OpenQASM 3 in, counts out, and what is known of its device."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, Literal, cast

from qdesign.errors import QdesignError
from qdesign.hardware.device import NO_GATES, facts_from
from qdesign.hardware.remote import Program, Refused, Result, Status

_STATES: Final[Mapping[str, Literal["QUEUED", "RUNNING", "COMPLETED", "FAILED", "CANCELLED"]]] = {
    "INITIALIZING": "QUEUED",
    "QUEUED": "QUEUED",
    "VALIDATING": "QUEUED",
    "RUNNING": "RUNNING",
    "DONE": "COMPLETED",
    "ERROR": "FAILED",
    "CANCELLED": "CANCELLED",
}
COST: Final = "what its owner asks, which is not known here"
_HERE: Final = ("qiskit_aer.", "qiskit.providers.", "qiskit_ibm_runtime.fake_provider.")
"""Modules of simulators, which run on this machine and cost nothing."""
_SHOTS: Final = 1_000_000
_UNBOUNDED: Final = 24
"""Qubits of a backend that names no number, which is a simulator."""


class Desk:
    """Sends programs to one backend and answers for its jobs; one question at a time."""

    def __init__(self, backend: Any) -> None:
        self.backend = backend
        self._jobs: dict[str, Any] = {}
        self._sizes: dict[str, tuple[int, ...]] = {}
        self._lock = threading.Lock()

    def submit(self, program: Program) -> str:
        """Runs it; the backend's name for the job.

        Raises:
            Refused: before the backend was asked.
        """
        from qdesign.convert.qiskit import to_qiskit
        from qdesign.qasm.reader import loads

        try:
            circuit: Any = to_qiskit(loads(program.text))
        except QdesignError as error:
            raise Refused(str(error)) from error
        options = {"shots": program.shots}
        if hasattr(self.backend.options, "seed_simulator"):
            options["seed_simulator"] = program.seed
        with self._lock:
            job = self.backend.run([circuit], **options)
            id_ = str(job.job_id())
            self._jobs[id_] = job
            self._sizes[id_] = tuple(len(register) for register in circuit.cregs)
        return id_

    def look(self, id: str) -> Status:  # noqa: A002
        """Where a job is."""
        with self._lock:
            job = self._job(id)
            if job is None:
                return Status(state="FAILED", status="gone", reason=_forgotten(id))
            said = job.status()
            word = str(getattr(said, "name", said))
            state = _STATES.get(word.upper())
            return Status(
                state=state,
                status=word,
                position=_position(job) if state == "QUEUED" else None,
                reason=_reason(job) if state == "FAILED" else "",
            )

    def result(self, id: str) -> Result:  # noqa: A002
        """Its counts, with a blank between registers."""
        with self._lock:
            job = self._job(id)
            if job is None:
                raise Refused(_forgotten(id))
            found: object = job.result().get_counts()
        counts = cast("Mapping[str, Any]", found[0] if isinstance(found, list) else found)
        sizes = self._sizes.get(id, ())
        return Result(counts={_spaced(bits, sizes): int(n) for bits, n in counts.items()})

    def cancel(self, id: str) -> None:  # noqa: A002
        """Asks for its end."""
        with self._lock:
            job = self._job(id)
            if job is None or not hasattr(job, "cancel"):
                raise Refused(_forgotten(id) if job is None else "it cannot be cancelled")
            job.cancel()

    def _job(self, id: str) -> Any:  # noqa: A002
        if id not in self._jobs and hasattr(self.backend, "retrieve_job"):
            self._jobs[id] = self.backend.retrieve_job(id)
        return self._jobs.get(id)


def row_of(name: str, backend: Any) -> dict[str, Any]:
    """What is told of a backend: the fields of `Target`, and its device."""
    from qiskit.circuit.library import (
        get_standard_gate_name_mapping,  # pyright: ignore[reportUnknownVariableType]
    )

    device = backend.target
    known = {*cast("dict[str, Any]", get_standard_gate_name_mapping()), "if_else"}
    date = _date(backend)
    facts: dict[str, Any] = facts_from(device, date)
    facts["gates"] = {gate: on for gate, on in facts["gates"].items() if gate in known}
    if device.num_qubits is None:
        facts["qubits"] = [dict[str, float]() for _ in range(_UNBOUNDED)]
    names: tuple[str, ...] = tuple(facts["gates"])
    num_qubits = len(cast("list[object]", facts["qubits"]))
    coupling = device.build_coupling_map()
    return {
        "name": name,
        "num_qubits": num_qubits,
        "basis_gates": [gate for gate in names if gate not in NO_GATES],
        "coupling": None if coupling is None else [list(pair) for pair in coupling.get_edges()],
        "calibration_date": date,
        "max_shots": _max_shots(backend),
        "mid_circuit": "reset" in names or "if_else" in names,
        "reset": "reset" in names,
        "conditions": "if_else" in names,
        "cost": "" if type(backend).__module__.startswith(_HERE) else COST,
        "notes": "Sent through its own BackendV2.",
        "device": facts,
    }


def _date(backend: Any) -> str | None:
    properties = getattr(backend, "properties", None)
    date = getattr(properties() if callable(properties) else None, "last_update_date", None)
    return date.isoformat() if isinstance(date, datetime) else None


def _max_shots(backend: Any) -> int:
    bound = getattr(backend.options, "validator", {}).get("shots")
    most = cast("object", bound[1] if isinstance(bound, tuple) else None)
    most = getattr(backend, "max_shots", None) if most is None else most
    return most if isinstance(most, int) and most > 0 else _SHOTS


def _position(job: Any) -> int | None:
    ask = getattr(job, "queue_position", None)
    found = ask() if callable(ask) else None
    return found if isinstance(found, int) and found > 0 else None


def _reason(job: Any) -> str:
    ask = getattr(job, "error_message", None)
    found = ask() if callable(ask) else None
    return f"The backend says: {found[:200]}" if isinstance(found, str) and found else ""


def _forgotten(id: str) -> str:  # noqa: A002
    return (
        f"The backend cannot be asked for its job {id} any more: the process that sent it has "
        "ended, and the backend has no retrieve_job."
    )


def _spaced(bits: str, sizes: tuple[int, ...]) -> str:
    """Bits with a blank between registers, the last one first, where a backend left them out."""
    if " " in bits or len(sizes) < 2 or sum(sizes) != len(bits):
        return bits
    parts: list[str] = []
    end = len(bits)
    for size in sizes:
        parts.append(bits[end - size : end])
        end -= size
    return " ".join(reversed(parts))
