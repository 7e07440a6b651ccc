"""Questions about targets, lowering and the queue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qdesign.circuit import Stats
from qdesign.document import Document
from qdesign.hardware.job import State as JobState
from qdesign.session.port.values import whole

__all__ = [
    "Job",
    "JobQuestion",
    "JobResult",
    "JobState",
    "JobsResult",
    "LowerQuestion",
    "LowerResult",
    "SubmitQuestion",
    "Success",
    "Target",
    "TargetsResult",
]


@dataclass(frozen=True, slots=True)
class Target:
    """What can be submitted to.

    Attributes:
        status: `ready`, or why not, in a few words.
        calibrated: date of the calibration, ISO 8601, or null.
        native: the gates that the device runs as they are.
        coupling: pairs of coupled qubits; null when all are.
    """

    name: str
    title: str
    description: str
    num_qubits: int
    ready: bool
    status: str
    calibrated: str | None
    native: tuple[str, ...]
    coupling: tuple[tuple[int, int], ...] | None


@dataclass(frozen=True, slots=True)
class TargetsResult:
    """Every target, those that are not ready too."""

    targets: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class LowerQuestion:
    """What would run on a target?"""

    document: Document
    target: str


@dataclass(frozen=True, slots=True)
class Success:
    """Estimated probability that nothing goes wrong, and its factors."""

    total: float
    gates: float
    readout: float
    idle: float


@dataclass(frozen=True, slots=True)
class LowerResult:
    """The circuit as it would run.

    Attributes:
        document: on the device's used qubits alone.
        qubits: physical qubit of each wire of `document`.
        success: null when unknown.
        duration_us: in µs, or null when unknown.
    """

    document: Document
    qubits: tuple[int, ...]
    drawn: Stats
    device: Stats
    success: Success | None
    duration_us: float | None


@dataclass(frozen=True, slots=True)
class SubmitQuestion:
    """What to run, with the document's values.

    Attributes:
        label: what the person calls it.
        token: made by the page before sending, so that asking twice submits once.
    """

    document: Document
    target: str
    label: str
    token: str
    shots: int = whole(1, 10_000_000)


@dataclass(frozen=True, slots=True)
class JobQuestion:
    """A job, by its id."""

    job: str


@dataclass(frozen=True, slots=True)
class Job:
    """A job as the page shows it.

    Attributes:
        created: ISO 8601.
        detail: what is known of progress, the result or the failure, in a few words.
        counts: by bitstring, qubit 0 rightmost; null until completed.
        ideal: ideal probabilities of these bitstrings and of others that are likely; null when
            unknown.
        ideal_rest: their rest: the ideal probability of all bitstrings that `ideal` does not list.
    """

    id: str
    state: JobState
    label: str
    target: str
    shots: int
    created: str
    detail: str
    counts: Mapping[str, int] | None
    ideal: Mapping[str, float] | None
    ideal_rest: float | None


@dataclass(frozen=True, slots=True)
class JobResult:
    """One job."""

    job: Job


@dataclass(frozen=True, slots=True)
class JobsResult:
    """Every job, newest first."""

    jobs: tuple[Job, ...]
