"""Questions about targets, lowering and the queue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qdesign.circuit import Stats
from qdesign.document import Document
from qdesign.hardware.job import State as JobState
from qdesign.session.port.values import whole

__all__ = [
    "ArchiveQuestion",
    "ChangedResult",
    "CountsResult",
    "FinishedQuestion",
    "Job",
    "JobQuestion",
    "JobResult",
    "JobState",
    "JobsQuestion",
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
        max_shots: most shots of one job.
        max_simulated_qubits: most qubits that this machine can simulate; null where the target does
            not simulate.
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
    max_shots: int
    max_simulated_qubits: int | None
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
class FinishedQuestion:
    """Finished jobs, by their ids."""

    jobs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ArchiveQuestion:
    """Finished jobs that go into the archive, or come out of it.

    Attributes:
        archived: where they are afterwards.
    """

    jobs: tuple[str, ...]
    archived: bool


@dataclass(frozen=True, slots=True)
class JobsQuestion:
    """What is new in a list of jobs, or an older page of it.

    Attributes:
        since: the revision of the last result; empty, or one that is not known any more, for all.
        before: id of the oldest job that the page has, to get those before it; else empty.
        archived: of the archive, or of the jobs outside it.
    """

    since: str
    before: str
    archived: bool


@dataclass(frozen=True, slots=True)
class Job:
    """A job as a list shows it.

    Attributes:
        created: ISO 8601.
        detail: what is known of progress or the failure, or was done to the circuit, in words.
        most: the most frequent outcomes and how often each was counted; bit 0 rightmost.
    """

    id: str
    state: JobState
    label: str
    target: str
    shots: int
    created: str
    detail: str
    most: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class JobResult:
    """One job."""

    job: Job


@dataclass(frozen=True, slots=True)
class JobsResult:
    """Jobs of a list, newest first: all that changed, or a page of them.

    Attributes:
        revision: for the next question.
        is_whole: what the page had is to be forgotten.
        gone: ids of jobs that left this list.
        total: jobs that this list has, those included that are not told here.
        others: jobs of the other list: the archive's, or those outside it.
        damaged: jobs that are set aside because the queue file is damaged there, each in words.
    """

    revision: str
    is_whole: bool
    jobs: tuple[Job, ...]
    gone: tuple[str, ...]
    total: int
    others: int
    damaged: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangedResult:
    """Ids of the jobs that were archived, taken out, or deleted."""

    jobs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CountsResult:
    """What a finished job counted, over what an ideal device would give.

    Attributes:
        counts: by bitstring, bit 0 rightmost.
        ideal: ideal probabilities of these bitstrings and of others that are likely; null when
            unknown.
        ideal_rest: their rest: the ideal probability of all bitstrings that `ideal` does not list.
    """

    counts: Mapping[str, int]
    ideal: Mapping[str, float] | None
    ideal_rest: float | None
