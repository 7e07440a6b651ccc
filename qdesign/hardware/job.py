"""The states of a job as a table, and `Job`, what the queue says about one submission."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from qdesign.counts import Counts
from qdesign.hardware.cost import Estimate
from qdesign.rows import Value
from qdesign.showing.tables import count, table


class State(StrEnum):
    """Where a job is; equal to its own name as text.

    UNKNOWN: it may have been sent, and the provider cannot be asked. It is never sent again by
    itself: a person looks at the provider's own list and then says which job it is, or gives up.
    """

    CREATED = "CREATED"
    SUBMITTING = "SUBMITTING"
    UNKNOWN = "UNKNOWN"
    QUEUED = "QUEUED"
    RUNNING = "RUNNING"
    COMPLETED = "COMPLETED"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"


_FINAL: Final = (State.COMPLETED, State.FAILED, State.CANCELLED)
_ENDS: Final = frozenset(_FINAL)

MOVES: Final = MappingProxyType(
    {
        State.CREATED: _ENDS | {State.SUBMITTING, State.QUEUED, State.RUNNING},
        State.SUBMITTING: _ENDS | {State.UNKNOWN, State.QUEUED, State.RUNNING},
        State.UNKNOWN: _ENDS | {State.QUEUED, State.RUNNING},
        State.QUEUED: _ENDS | {State.RUNNING},
        State.RUNNING: _ENDS,
        State.COMPLETED: frozenset[State](),
        State.FAILED: frozenset[State](),
        State.CANCELLED: frozenset[State](),
    }
)
"""Where a job may go from each state: forward, jumps allowed, never back, nowhere from an end."""


def is_final(state: State) -> bool:
    """Is nothing left to happen?"""
    return not MOVES[state]


def sources(state: State) -> tuple[State, ...]:
    """The states from which a job may move to `state`."""
    return tuple(came for came, went in MOVES.items() if state in went)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Figures of a circuit as it would run on a target.

    Attributes:
        num_qubits: qubits in use.
        num_gates, num_two_qubit, depth: of the lowered circuit; barriers are not counted,
            measurements count in the depth.
        duration: seconds from the first gate to the last measurement, each operation as early as it
            can be; None where the target has no durations.
        success: estimated probability that nothing goes wrong, 0 to 1: the product of the three
            below; None where the target has no calibration.
        success_gates: Π (1 - error) over gates.
        success_readout: Π (1 - error) over measurements.
        success_idle: Π over idle times t of a qubit between its operations of the average
            fidelity of relaxation, 1/2 + exp(-t/T2)/3 + exp(-t/T1)/6.
    """

    num_qubits: int
    num_gates: int
    num_two_qubit: int
    depth: int
    duration: float | None = None
    success: float | None = None
    success_gates: float | None = None
    success_readout: float | None = None
    success_idle: float | None = None

    def _repr_html_(self) -> str:
        """What is known, with chances as estimates and times in microseconds."""
        rows = [
            ("qubits in use", f"{self.num_qubits:,}"),
            ("gates", f"{self.num_gates:,}"),
            ("two-qubit gates", f"{self.num_two_qubit:,}"),
            ("depth", f"{self.depth:,}"),
        ]
        if self.duration is not None:
            rows.append(("duration", f"{self.duration * 1e6:.2f} µs"))
        chances = {
            "success": self.success,
            "of gates": self.success_gates,
            "of readout": self.success_readout,
            "of waiting": self.success_idle,
        }
        rows += [(name, f"{p:.2%}, estimated") for name, p in chances.items() if p is not None]
        return table(rows)

    def to_dict(self) -> dict[str, Any]:
        """The figures as JSON data."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class DeviceThen:
    """What was known of a device when a job was lowered for it.

    Attributes:
        calibrated: when its figures were measured, ISO 8601; empty where that is not known.
        qubits: those in use, ascending.
        errors: lowest and highest error of each kind of operation of the lowered circuit, where
            it stands; `measure` among them. Kinds without a known error are left out.
    """

    calibrated: str
    qubits: tuple[int, ...]
    errors: Mapping[str, tuple[float, float]]

    @staticmethod
    def from_dict(data: Mapping[str, Any]) -> DeviceThen:
        """What `to_dict` gave."""
        errors = {
            str(name): (float(low), float(high)) for name, (low, high) in data["errors"].items()
        }
        return DeviceThen(str(data["calibrated"]), tuple(int(q) for q in data["qubits"]), errors)

    def to_dict(self) -> dict[str, Any]:
        """The facts as JSON data."""
        errors = {name: list(ends) for name, ends in self.errors.items()}
        return {"calibrated": self.calibrated, "qubits": list(self.qubits), "errors": errors}


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One submission, as the queue knew it when asked; ask again for a newer one.

    Attributes:
        id: eight letters and digits, unique in the queue.
        state: see `State`; `job.state == "COMPLETED"` works.
        created, updated: moments in UTC.
        name: what the person called it; may be empty.
        values: the parameters' values, radians.
        text: the OpenQASM 3 that runs; empty until the job is lowered.
        layout: for each qubit of the circuit, the device's qubit it starts on; empty until lowered.
        figures: of the lowered circuit; None until lowered.
        notes: what lowering did that a person should know.
        counts: how often each bitstring was seen, bit 0 rightmost; None until completed. `shots`
            in sum.
        reason: why a job failed, in words; else empty.
        progress: what is going on now, in words; else empty.
        attempts: how often the run was started.
        is_archived: put away by the person, so that lists leave it out.
        provider: who runs it.
        remote_id: the provider's name for it; empty until the provider has it, and on this machine.
        remote_status: the provider's word for where it is; empty on this machine.
        position: in the provider's queue, from 1; None where it is not told.
        estimate: what it was expected to cost; None where nothing is known.
        cost: what the provider says it cost, in the estimate's unit; None until that is known.
        group, part: the batch it belongs to, empty outside one, and its place in it from 0.
        tags, note: what the person wrote to it.
        optimization_level: Qiskit's, 0 to 3.
        token: what a provider gets with it, so that sending twice is noticed; no credential.
        device: as it was when the job was lowered; None before, and without calibration.
        versions: of the packages that lowered it, by name; empty before.
        energy: of its observable, once all its circuits are measured; None before, and where it has
            no observable.
        energy_error: one standard error of it, from the counts.
        num_parts: circuits that measure its observable; 0 where it has none.
        whole: of such a circuit, the id of the job that it is a part of; else empty.
        options: what was asked of the provider beside shots, by name.
    """

    id: str
    state: State
    target: str
    shots: int
    seed: int
    created: datetime
    updated: datetime
    name: str = ""
    values: dict[str, float] = field(default_factory=dict[str, float])
    text: str = ""
    layout: tuple[int, ...] = ()
    figures: Figures | None = None
    notes: tuple[str, ...] = ()
    counts: Counts | None = None
    reason: str = ""
    progress: str = ""
    attempts: int = 0
    is_archived: bool = False
    provider: str = ""
    remote_id: str = ""
    remote_status: str = ""
    position: int | None = None
    estimate: Estimate | None = None
    cost: float | None = None
    group: str = ""
    part: int = 0
    tags: tuple[str, ...] = ()
    note: str = ""
    optimization_level: int = 2
    token: str = ""
    device: DeviceThen | None = None
    versions: dict[str, str] = field(default_factory=dict[str, str])
    energy: float | None = None
    energy_error: float | None = None
    num_parts: int = 0
    whole: str = ""
    options: dict[str, Value] = field(default_factory=dict[str, Value])

    @property
    def is_final(self) -> bool:
        """Is nothing left to happen?"""
        return is_final(self.state)

    @property
    def is_settled(self) -> bool:
        """Does nothing happen to it by itself any more? Final, or UNKNOWN, which asks a person."""
        return self.is_final or self.state is State.UNKNOWN

    def __repr__(self) -> str:
        name = f" {self.name!r}" if self.name else ""
        energy = "" if self.energy is None else f", energy {self.energy_text}"
        shots = count(self.shots, "shot")
        return f"Job({self.id}{name}: {self.state}, {self.target}, {shots}{energy})"

    @property
    def energy_text(self) -> str:
        """The energy with its error, as many digits as that tells; empty where there is none."""
        return "" if self.energy is None else with_error(self.energy, self.energy_error or 0.0)

    def _repr_html_(self) -> str:
        """What a person asks first; counts as bars once they are there."""
        rows = [("state", self.state), ("target", self.target), ("shots", f"{self.shots:,}")]
        if self.energy is not None:
            rows.append(("energy", f"{self.energy_text}, sampled, {self.shots:,} shots"))
        if self.num_parts:
            rows.append(("measured by", count(self.num_parts, "circuit")))
        if self.figures is not None:
            figures = self.figures
            gates = f"{count(figures.num_gates, 'gate')}, {figures.num_two_qubit:,} two-qubit"
            rows.append(("as lowered", f"{gates}, depth {figures.depth:,}"))
            if figures.success is not None:
                rows.append(("success", f"{figures.success:.1%}, estimated by the calibration"))
        if self.remote_id:
            place = "" if self.position is None else f", place {self.position:,}"
            rows.append((f"at {self.provider}", f"{self.remote_id}: {self.remote_status}{place}"))
        if self.cost is not None and self.estimate is not None:
            rows.append(("cost", f"{self.cost:,.2f} {self.estimate.unit}"))
        elif self.estimate is not None:
            rows.append(("cost, estimated", str(self.estimate)))
        rows += [("", words) for words in (self.progress, self.reason, *self.notes) if words]
        shown = table(rows, title=f"Job {self.id}{f', {self.name}' if self.name else ''}")
        return shown + (self.counts._repr_html_() if self.counts is not None else "")  # pyright: ignore[reportPrivateUsage] (the protocol of notebooks)

    def to_dict(self) -> dict[str, object]:
        """The job as JSON data; moments as ISO 8601 text in UTC."""
        return {
            "id": self.id,
            "name": self.name,
            "state": str(self.state),
            "target": self.target,
            "shots": self.shots,
            "seed": self.seed,
            "created": self.created.isoformat(),
            "updated": self.updated.isoformat(),
            "values": dict(self.values),
            "layout": list(self.layout),
            "figures": self.figures.to_dict() if self.figures else None,
            "notes": list(self.notes),
            "counts": dict(self.counts) if self.counts is not None else None,
            "reason": self.reason,
            "progress": self.progress,
            "attempts": self.attempts,
            "text": self.text,
            "archived": self.is_archived,
            "provider": self.provider,
            "remote_id": self.remote_id,
            "remote_status": self.remote_status,
            "position": self.position,
            "estimate": self.estimate.to_dict() if self.estimate else None,
            "cost": self.cost,
            "group": self.group,
            "part": self.part,
            "tags": list(self.tags),
            "note": self.note,
            "optimization_level": self.optimization_level,
            "token": self.token,
            "device": self.device.to_dict() if self.device else None,
            "versions": dict(self.versions),
            "energy": self.energy,
            "energy_error": self.energy_error,
            "num_parts": self.num_parts,
            "whole": self.whole,
            "options": dict(self.options),
        }


def with_error(value: float, error: float) -> str:
    """A number with its standard error, as many digits as two of the error tell.

    An error that is a residue of rounding counts as 0.

    Example:
        >>> with_error(-1.23456, 0.0123)
        '-1.235 ± 0.012'
        >>> with_error(-0.16275316364999, 6.4e-20)
        '-0.162753 ± 0'
    """
    if abs(error) < 1e-12 * max(1.0, abs(value)):
        error = 0.0
    if not 0 < error < math.inf:
        return f"{value:.6g} ± {error:.2g}"
    digits = max(0, 1 - math.floor(math.log10(error)))
    return f"{value:.{digits}f} ± {error:.{digits}f}"


def moment(seconds: float) -> datetime:
    """A moment from seconds since 1970, in UTC."""
    return datetime.fromtimestamp(seconds, UTC)
