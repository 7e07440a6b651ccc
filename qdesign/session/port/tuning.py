"""Questions about the catalog, templates, problems and exact energies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from qdesign.document import Document
from qdesign.rows import Value
from qdesign.session.port.values import whole


@dataclass(frozen=True, slots=True)
class CatalogResult:
    """Rows of the catalog as data, those of other packages among them.

    Attributes:
        rows: by kind, in the order of menus.
    """

    rows: Mapping[str, tuple[Mapping[str, Any], ...]]


@dataclass(frozen=True, slots=True)
class TemplateQuestion:
    """Which template, and the options of its row: how large, above all."""

    name: str
    options: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class RecognizeResult:
    """Which template the document's circuit is.

    Attributes:
        name: of the template's row; empty where it is none.
        options: with which it is made, all of its row.
    """

    name: str
    options: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class OptimizeQuestion:
    """What to tune, from the values that the document has, and by which optimizer.

    Attributes:
        shots: of each energy, which is sampled then; 0 for exact energies.
        noise: are energies those under the document's noise, where that is on?
        frozen: parameters that keep the values of the document.
        starts: so many runs are made, the first from the values, the others from random ones.
        layerwise: is the first layer tuned first, then two from there, and so on?
        state: of a run that was stopped, as its result had it, to go on from there; empty for none.
    """

    document: Document
    method: str
    options: Mapping[str, Value]
    noise: bool
    frozen: tuple[str, ...]
    layerwise: bool
    state: str
    seed: int = whole(0, 2**31 - 1)
    shots: int = whole(0, 10_000_000)
    starts: int = whole(1, 10_000)


@dataclass(frozen=True, slots=True)
class OptimizeResult:
    """Where an optimizer ended.

    Attributes:
        values: the best ones, radians by name.
        reason: why it ended.
        kicks: how often it was moved on from a point without slope.
        energy: at the values; with shots measured there once more.
        error: one standard error of it; 0 where it is exact.
        engine: above the live limit, the title of what found it; empty for the state itself.
        off: how far off that may be; 0 where it is exact.
        state: what the same question takes to go on from here, as text that is not looked into.
    """

    values: Mapping[str, float]
    reason: Literal["converged", "stationary", "out of steps", "cancelled", "not a number"]
    kicks: int
    energy: float
    error: float
    engine: str
    off: float
    state: str


@dataclass(frozen=True, slots=True)
class GraphPart:
    """The graph of a problem; node k is qubit k.

    Attributes:
        edges: two nodes, the lower first, and a weight.
        places: of each node in a drawing, x to the right and y down, both from 0 to 1.
    """

    edges: tuple[tuple[int, int, float], ...]
    places: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class ProblemQuestion:
    """Which problem, for how many qubits, and the other options of its row."""

    name: str
    options: Mapping[str, Value]
    num_qubits: int = whole(1, 64)


@dataclass(frozen=True, slots=True)
class StateQuestion:
    """A state to prepare, as text: amplitudes or a sum of kets."""

    text: str


@dataclass(frozen=True, slots=True)
class ProblemResult:
    """A problem.

    Attributes:
        title: its name, with the options that are not as in the catalog.
        options: all of its row, the number of qubits among them.
        observable: coefficients by Pauli string.
        energy: the lowest one; null where it is not known at once.
        sector: the states that this is the lowest energy of, in words; empty for all.
        warning: one sentence where a tuning can go wrong; empty for none.
        graph: that of a problem on one; null for others.
    """

    title: str
    options: Mapping[str, Value]
    observable: Mapping[str, float]
    energy: float | None
    sector: str
    warning: str
    graph: GraphPart | None


@dataclass(frozen=True, slots=True)
class KeepsResult:
    """Does the circuit that is drawn keep the sector of its problem?

    Attributes:
        keeps: at random values and the present ones; null where there is no sector or this cannot
            be told.
    """

    keeps: bool | None


@dataclass(frozen=True, slots=True)
class ExactResult:
    """What is known of the document's observable.

    Probabilities of the ground space travel beside it as a buffer, where it is known: float64,
    shape (2**n,), Qiskit order, the mean over its dimensions.

    Attributes:
        title: of its problem in the catalog; empty when it is none of them.
        energy: the lowest one; null where it is not known.
        dimension: of the space of that energy; null where it is not known.
        how: how the energy is found, in words; empty where it is not known.
        sector: the states that this is the lowest energy of, in words; empty for all.
        warning: one sentence where a tuning can go wrong; empty for none.
        graph: that of a problem on one; null for others.
    """

    title: str
    energy: float | None
    dimension: int | None
    how: str
    sector: str
    warning: str
    graph: GraphPart | None
