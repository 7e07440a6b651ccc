"""Questions about targets, lowering and sending."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from qdesign.document import Document
from qdesign.rows import Value
from qdesign.session.port.values import whole
from qdesign.zx.verdict import Verdict

__all__ = [
    "Cap",
    "CapQuestion",
    "DeviceEdge",
    "DeviceQubit",
    "DeviceQuestion",
    "DeviceResult",
    "EnergyCircuit",
    "EnergyNoiseResult",
    "EnergyResult",
    "ForecastResult",
    "KitQuestion",
    "LowerQuestion",
    "LowerResult",
    "LoweredFigures",
    "LoweredStage",
    "Price",
    "Provider",
    "SpendingResult",
    "SubmitQuestion",
    "Success",
    "Target",
    "TargetsQuestion",
    "TargetsResult",
]


@dataclass(frozen=True, slots=True)
class Target:
    """What can be submitted to.

    Attributes:
        provider: its name.
        status: `ready`, or why not, in a few words.
        lacks: `kit`, `token`, or `devices` that were not asked for yet, where it is that; `other`
            where it is something else; else empty.
        calibrated: date of the calibration, ISO 8601, or null.
        two_qubit_error: the median of its working two-qubit gates, or null.
        queue: jobs that wait there, when it was last asked, or null.
        opens: when it opens next, ISO 8601, where it was closed when it was last asked; else null.
        cost: what a job costs, in words; empty where it is free.
        max_shots: most shots of one job.
        max_simulated_qubits: most qubits that this machine can simulate; null where the target does
            not simulate.
        native: the gates that the device runs as they are; empty where every gate is taken.
        is_here: does it run on this machine?
        imitation: the target on this machine that has its noise; empty where there is none.
        is_fitted: are its qubits chosen here, so that a layout can be given and a level be chosen?
    """

    name: str
    title: str
    provider: str
    description: str
    num_qubits: int
    ready: bool
    status: str
    lacks: str
    calibrated: str | None
    two_qubit_error: float | None
    queue: int | None
    opens: str | None
    cost: str
    max_shots: int
    max_simulated_qubits: int | None
    native: tuple[str, ...]
    is_here: bool
    imitation: str
    is_fitted: bool


@dataclass(frozen=True, slots=True)
class Provider:
    """Who runs jobs.

    Attributes:
        kit: the kit that talks to it; empty where none is needed.
        packages: what installing the kit brings; nothing where it is there.
        megabytes: that the kit takes once installed; 0 where that is not known.
        folder: where it would be installed.
        options: what a job may ask of it beside shots, as rows of the catalog have options.
        token_in: where the kit looks for the person's token, in words.
        failed: why it could not be asked for its devices just now, in words; else empty.
    """

    name: str
    title: str
    kit: str
    packages: tuple[str, ...]
    megabytes: int
    folder: str
    options: tuple[Mapping[str, Any], ...]
    token_in: str
    failed: str


@dataclass(frozen=True, slots=True)
class TargetsQuestion:
    """What can be submitted to?

    Attributes:
        refresh: ask the providers whose kit is there anew.
    """

    refresh: bool


@dataclass(frozen=True, slots=True)
class TargetsResult:
    """Every target, those that are not ready too."""

    targets: tuple[Target, ...]
    providers: tuple[Provider, ...]


@dataclass(frozen=True, slots=True)
class KitQuestion:
    """A kit, by its name."""

    kit: str


@dataclass(frozen=True, slots=True)
class DeviceQuestion:
    """A target, by its name."""

    target: str


@dataclass(frozen=True, slots=True)
class DeviceQubit:
    """What is known of a qubit.

    Attributes:
        x, y: where it stands on the map; y goes down.
        t1, t2: in seconds, or null.
        readout: how often it is read wrongly, or null.
        works: is it none that is marked as broken?
    """

    x: float
    y: float
    t1: float | None
    t2: float | None
    readout: float | None
    works: bool


@dataclass(frozen=True, slots=True)
class DeviceEdge:
    """What is known of two coupled qubits.

    Attributes:
        errors: of the gates that act on them, by name; 1 is broken.
        duration: of the best of them, in seconds, or null.
    """

    a: int
    b: int
    errors: Mapping[str, float]
    duration: float | None
    works: bool


@dataclass(frozen=True, slots=True)
class DeviceResult:
    """A device as a map shows it; no qubits where it is not described."""

    qubits: tuple[DeviceQubit, ...]
    edges: tuple[DeviceEdge, ...]


@dataclass(frozen=True, slots=True)
class LowerQuestion:
    """What would run on a target?

    Attributes:
        layout: for each qubit of the drawing, the device's; empty where that is chosen.
        shots: of all circuits where an energy is measured.
        level: of Qiskit's optimization.
        options: of the target's provider, by name, as its row lists them.
        part: which circuit of those that measure the document's observable, from 1; 0 for the
            drawing itself, and where all of them are asked about.
    """

    document: Document
    target: str
    layout: tuple[int, ...]
    options: Mapping[str, Value]
    shots: int = whole(1, 10_000_000)
    seed: int = whole(0, 2**31 - 1)
    level: int = whole(0, 3)
    part: int = whole(0, 1_000)


@dataclass(frozen=True, slots=True)
class Success:
    """Estimated probability that nothing goes wrong, and its factors."""

    total: float
    gates: float
    readout: float
    idle: float


@dataclass(frozen=True, slots=True)
class LoweredFigures:
    """Figures of a circuit: measurements count, barriers do not."""

    depth: int
    num_two_qubit: int
    num_gates: int


@dataclass(frozen=True, slots=True)
class LoweredStage:
    """A circuit as a stage of the transpiler left it.

    Attributes:
        passes: what changed it in this stage, in Qiskit's names.
    """

    name: str
    depth: int
    num_two_qubit: int
    num_gates: int
    passes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Price:
    """What a job would cost.

    Attributes:
        low, high: 0 where it is free.
        unit: what they count, such as `USD`.
        source: where the prices or rates are from.
        date: when they were true there, ISO 8601, or empty.
        parts: what each part of the highest costs.
    """

    low: float
    high: float
    unit: str
    source: str
    date: str
    parts: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class LowerResult:
    """The circuit as it would run.

    Attributes:
        document: on the device's used qubits alone, those of the layout first.
        qubits: physical qubit of each wire of `document`.
        layout: for each qubit of the drawing, the device's qubit that it starts on.
        origins: for each operation of `document` by id, ids of those of the drawing that it was
            made of, of several in part; empty for what routes. Null where that is not known.
        swaps: those that were added to route.
        success: null when unknown.
        duration_us: in µs, or null when unknown.
        text: what is sent.
        dialect: what it is written in.
        price: null when unknown.
        notes: what lowering did that a person should know.
    """

    document: Document
    qubits: tuple[int, ...]
    layout: tuple[int, ...]
    origins: Mapping[str, tuple[str, ...]] | None
    stages: tuple[LoweredStage, ...]
    swaps: int
    drawn: LoweredFigures
    device: LoweredFigures
    success: Success | None
    duration_us: float | None
    text: str
    dialect: str
    price: Price | None
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ForecastResult:
    """What the lowered circuit would give, and whether it is the drawing.

    Attributes:
        ideal: exact probabilities of likely outcomes, bit 0 rightmost; null when unknown.
        noisy: with the device's noise; null when unknown.
        shots: those that `noisy` was sampled with; 0 where it is exact.
        total_variation: half the sum of the differences of the two.
        fidelity: the Hellinger fidelity of the two, as Qiskit defines it.
        why: what is missing, in words; else empty.
        verdict: does the lowered circuit measure what the drawing does?
        read_back: is the text that is sent, read again, the lowered circuit? Null where nothing
            here reads it.
    """

    ideal: Mapping[str, float] | None
    noisy: Mapping[str, float] | None
    shots: int
    total_variation: float | None
    fidelity: float | None
    why: str
    verdict: Verdict
    read_back: bool | None


@dataclass(frozen=True, slots=True)
class EnergyCircuit:
    """One of the circuits that measure an observable.

    Attributes:
        terms: labels with coefficients that it measures, qubit 0 rightmost.
        num_gates: of the lowered circuit.
    """

    terms: tuple[tuple[str, float], ...]
    shots: int
    num_gates: int


@dataclass(frozen=True, slots=True)
class EnergyResult:
    """How the document's observable would be measured.

    Attributes:
        price: of all circuits; null when unknown.
        energy: exact, on an ideal device; null when unknown.
        error: the standard error that the shots would give there; null when unknown.
    """

    circuits: tuple[EnergyCircuit, ...]
    price: Price | None
    energy: float | None
    error: float | None


@dataclass(frozen=True, slots=True)
class EnergyNoiseResult:
    """The energy with the noise of the device.

    Attributes:
        energy: null when unknown.
        error: one standard error of it; 0 where it is exact, null when unknown.
        shots: those that each circuit was sampled with; 0 where it is exact.
        why: there is none, in words; else empty.
    """

    energy: float | None
    error: float | None
    shots: int
    why: str


@dataclass(frozen=True, slots=True)
class Cap:
    """What may be spent, and what was or may still be paid.

    Attributes:
        scope: `job`, `session` or `month`.
        most: null where there is no cap.
    """

    scope: str
    unit: str
    most: float | None
    spent: float


@dataclass(frozen=True, slots=True)
class SpendingResult:
    """The caps that are set and what was spent, by scope and unit."""

    caps: tuple[Cap, ...]


@dataclass(frozen=True, slots=True)
class CapQuestion:
    """A cap that is set, or taken away where `most` is null."""

    scope: str
    unit: str
    most: float | None


@dataclass(frozen=True, slots=True)
class SubmitQuestion:
    """What to run, with the document's values.

    Attributes:
        label: what the person calls it.
        token: made by the page before sending, so that asking twice submits once.
        layout: for each qubit of the drawing, the device's; empty where that is chosen.
        level: of Qiskit's optimization.
        max_cost: what the person agreed to pay at most, or null.
        options: of the target's provider, by name, as its row lists them.
        energy: measure the document's observable, by all the circuits that it takes.
    """

    document: Document
    target: str
    label: str
    token: str
    layout: tuple[int, ...]
    max_cost: float | None
    options: Mapping[str, Value]
    energy: bool
    shots: int = whole(1, 10_000_000)
    seed: int = whole(0, 2**31 - 1)
    level: int = whole(0, 3)
