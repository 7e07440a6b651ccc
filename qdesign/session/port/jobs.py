"""Questions about jobs: lists of them, one with all that is known of it, and changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qdesign.document import Document
from qdesign.hardware.job import State as JobState
from qdesign.rows import Value
from qdesign.session.port.devices import Price

__all__ = [
    "AdoptQuestion",
    "AnnotateQuestion",
    "ArchiveQuestion",
    "Batch",
    "ChangedResult",
    "DeviceThen",
    "Distance",
    "ErrorRange",
    "ExportJobsQuestion",
    "ExportJobsResult",
    "FinishedQuestion",
    "Job",
    "JobCircuit",
    "JobEnergy",
    "JobMove",
    "JobQuestion",
    "JobReport",
    "JobResult",
    "JobState",
    "JobsQuestion",
    "JobsResult",
    "NoiseResult",
    "Spent",
]


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
class AdoptQuestion:
    """Which of the provider's jobs an UNKNOWN one is.

    Attributes:
        remote_id: the provider's own name for it.
    """

    job: str
    remote_id: str


@dataclass(frozen=True, slots=True)
class AnnotateQuestion:
    """The person's words about a job, in place of those before."""

    job: str
    tags: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class JobsQuestion:
    """What is new in a list of jobs, or an older page of it.

    Attributes:
        since: the revision of the last result; empty, or one that is not known any more, for all.
        before: id of the oldest job that the page has, to get those before it; else empty.
        archived: of the archive, or of the jobs outside it.
        which: `open` for those that are not at their end, `done` for those that are, else `all`.
        search: words that are in the name, target, tags or id of all of them; else empty.
    """

    since: str
    before: str
    archived: bool
    which: str
    search: str


@dataclass(frozen=True, slots=True)
class ExportJobsQuestion:
    """Jobs of a list as a table, in a file that the page offers.

    Attributes:
        format: `csv` or `json`.
        archived, which, search: as in `JobsQuestion`.
    """

    format: str
    archived: bool
    which: str
    search: str


@dataclass(frozen=True, slots=True)
class ExportJobsResult:
    """The file.

    Attributes:
        num_jobs: that are in it.
        damaged: jobs that are not, because the queue file is damaged there.
    """

    text: str
    num_jobs: int
    damaged: int


@dataclass(frozen=True, slots=True)
class Job:
    """A job as a list shows it.

    Attributes:
        created, updated: ISO 8601.
        detail: what is known of progress or the failure, or was done to the circuit, in words.
        most: the most frequent outcomes and how often each was counted; bit 0 rightmost.
        energy, energy_error: sampled, with one standard error, of a job that measures an
            observable and is completed.
        num_parts: circuits that measure the observable; 0 where it has none.
        position: in the provider's queue, from 1; null where it is not told.
        estimate: what it was expected to cost; null where nothing is known.
        cost: what the provider says it cost, in the estimate's unit; null until that is known.
        group: id of the batch it belongs to; empty outside one.
        remote_id: the provider's name for it; empty until it has one.
    """

    id: str
    state: JobState
    label: str
    provider: str
    target: str
    shots: int
    created: str
    updated: str
    detail: str
    most: tuple[tuple[str, int], ...]
    energy: float | None
    energy_error: float | None
    num_parts: int
    position: int | None
    estimate: Price | None
    cost: float | None
    group: str
    tags: tuple[str, ...]
    note: str
    remote_id: str


@dataclass(frozen=True, slots=True)
class JobResult:
    """One job."""

    job: Job


@dataclass(frozen=True, slots=True)
class Batch:
    """Jobs that were submitted together, and how many of them are at their end."""

    id: str
    label: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Spent:
    """What was or may still be paid this month, and what may be at most; null without a cap."""

    unit: str
    amount: float
    cap: float | None


@dataclass(frozen=True, slots=True)
class JobsResult:
    """Jobs of a list, newest first: all that changed, or a page of them.

    Attributes:
        revision: for the next question.
        is_whole: what the page had is to be forgotten.
        gone: ids of jobs that left this list.
        total: jobs that this list has, those included that are not told here.
        num_open, num_done: jobs of it with these words, whichever are listed.
        others: jobs of the other list: the archive's, or those outside it.
        damaged: jobs that are set aside because the queue file is damaged there, each in words.
        kept_aside: of earlier queue files that could not be read at all, what to know of each.
        batches: those of the jobs that are told here.
        month: of the calendar, UTC.
    """

    revision: str
    is_whole: bool
    jobs: tuple[Job, ...]
    gone: tuple[str, ...]
    total: int
    num_open: int
    num_done: int
    others: int
    damaged: tuple[str, ...]
    kept_aside: tuple[str, ...]
    batches: tuple[Batch, ...]
    month: tuple[Spent, ...]


@dataclass(frozen=True, slots=True)
class ChangedResult:
    """Ids of the jobs that were archived, taken out, or deleted."""

    jobs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Distance:
    """How far counts are from a distribution (qdesign.hardware.distance says how it is found).

    Attributes:
        total_variation: low and high are its 95 % interval, as those of the fidelity.
        shot_total_variation: what so many shots would have by themselves, on average.
        is_seen: is it more than that in 19 of 20 runs?
    """

    total_variation: float
    total_variation_low: float
    total_variation_high: float
    hellinger_fidelity: float
    hellinger_fidelity_low: float
    hellinger_fidelity_high: float
    shot_total_variation: float
    is_seen: bool
    num_outcomes: int
    resamples: int


@dataclass(frozen=True, slots=True)
class JobMove:
    """A change of a job's state.

    Attributes:
        at: ISO 8601.
        words: a person's answer that it came of; else empty.
    """

    state: JobState
    at: str
    words: str


@dataclass(frozen=True, slots=True)
class ErrorRange:
    """Lowest and highest error of a kind of operation, where the circuit has it."""

    name: str
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class DeviceThen:
    """The device as it was when the job was lowered.

    Attributes:
        calibrated: ISO 8601; empty where that is not known.
        qubits: in use, of the device.
        success: estimated probability that nothing goes wrong; null when unknown.
    """

    calibrated: str
    qubits: tuple[int, ...]
    errors: tuple[ErrorRange, ...]
    success: float | None


@dataclass(frozen=True, slots=True)
class JobCircuit:
    """One of the circuits that measure the observable of a job, a job of its own.

    Attributes:
        job: its id.
        terms: labels with coefficients that it measures, qubit 0 rightmost.
        mean, error: sampled, of the sum of its terms, with one standard error; null until it is
            measured.
        ideal: exact; null when unknown.
    """

    job: str
    state: JobState
    terms: tuple[tuple[str, float], ...]
    shots: int
    mean: float | None
    error: float | None
    ideal: float | None


@dataclass(frozen=True, slots=True)
class JobEnergy:
    """How a job measures its observable.

    Attributes:
        ideal: its exact energy on an ideal device; null when unknown.
    """

    ideal: float | None
    circuits: tuple[JobCircuit, ...]


@dataclass(frozen=True, slots=True)
class JobReport:
    """All that is known of one job.

    Attributes:
        document: the drawing as it was submitted, with the values that were sent and what was
            measured.
        text: the program that was sent; empty until the job is lowered.
        language: of that text, the name of an exporter.
        num_gates: of it; null until the job is lowered.
        values: radians, by parameter.
        layout: for each qubit of the drawing, the device's that was asked for; empty where it was
            chosen.
        energy: null where the job measures no observable.
        counts: by bitstring, bit 0 rightmost; null until the job is done.
        ideal: ideal probabilities of these bitstrings and of others that are likely; null when
            unknown.
        ideal_rest: their rest: the ideal probability of all bitstrings that `ideal` does not list.
        from_ideal: null without counts or ideal.
        has_noise: can the noise model be asked for?
        device: null before the job is lowered, and without calibration.
        versions: of packages, by name.
        moves: oldest first.
    """

    job: Job
    document: Document
    text: str
    language: str
    num_gates: int | None
    values: Mapping[str, float]
    seed: int
    level: int
    options: Mapping[str, Value]
    layout: tuple[int, ...]
    energy: JobEnergy | None
    token: str
    notes: tuple[str, ...]
    counts: Mapping[str, int] | None
    ideal: Mapping[str, float] | None
    ideal_rest: float | None
    from_ideal: Distance | None
    has_noise: bool
    device: DeviceThen | None
    versions: Mapping[str, str]
    moves: tuple[JobMove, ...]


@dataclass(frozen=True, slots=True)
class NoiseResult:
    """What the noise model of a job's device gives, and how far the counts are from it.

    Attributes:
        probabilities: exact, of the bitstrings that were counted and of those that are likely;
            null where it cannot be computed.
        rest: the probability of all others.
        energy: exact, of a job that measures an observable; null where it cannot be computed.
        why: there is none, in words; else empty.
    """

    probabilities: Mapping[str, float] | None
    rest: float | None
    distance: Distance | None
    energy: float | None
    why: str
