"""Questions about one document, and documents as results. Bodies travel as whole documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from qdesign.circuit import Stats
from qdesign.document import Document
from qdesign.rows import Value
from qdesign.zx.verdict import Verdict


@dataclass(frozen=True, slots=True)
class EmptyQuestion:
    """Nothing needs to be said."""


@dataclass(frozen=True, slots=True)
class DocumentQuestion:
    """The document in question."""

    document: Document


@dataclass(frozen=True, slots=True)
class DocumentResult:
    """A document that was made."""

    document: Document


@dataclass(frozen=True, slots=True)
class DiagramResult:
    """A document whose circuit became a diagram.

    Attributes:
        origins: of each spider and edge by id, the operations that it was made of.
    """

    document: Document
    origins: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class CircuitResult:
    """A document whose diagram became a circuit, and how that was checked.

    Attributes:
        origins: of each operation by id, the spiders whose phases went into its angle.
        before: figures of the circuit that the diagram stands as; null where it stands as none.
        after: figures of the circuit that was extracted.
    """

    document: Document
    origins: Mapping[str, tuple[str, ...]]
    verdict: Verdict
    before: Stats | None
    after: Stats


@dataclass(frozen=True, slots=True)
class ProofResult:
    """What a check of the document's proof found, by code that shares none with the rules.

    Attributes:
        wrong: of each step that does not hold, why, by its id.
        unknown: steps of which it is not known.
        verdicts: what was found of each step that holds.
        words: the whole in one sentence.
    """

    wrong: dict[str, str]
    unknown: tuple[str, ...]
    verdicts: dict[str, Verdict]
    words: str


@dataclass(frozen=True, slots=True)
class StepFigures:
    """Figures of the circuit that a step of a proof comes to.

    Attributes:
        stats: null where the diagram has no circuit form.
        why: why it has none; else empty.
        blocks: the spiders that keep it from having one.
    """

    stats: Stats | None
    why: str
    blocks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SimplifyQuestion:
    """How to simplify.

    Attributes:
        strategy: name of a strategy.
        minimize: what to have less of.
        options: further keywords of `simplify`: round_angles, extra_qubits, reorder.
    """

    document: Document
    strategy: str
    minimize: str
    options: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class SimplifyStep:
    """A strategy that ran, with what it gave.

    Attributes:
        verdict: of what it gave against the input; null where that was not needed.
        stats: null where it gave nothing.
        rules: rules that it took inside, and how often each changed something, where known.
    """

    title: str
    verdict: Verdict | None
    stats: Stats | None
    rules: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class SimplifyResult:
    """An equal body with less, and how that is known.

    Attributes:
        unequal: where it is not equal on purpose, what it is, in plain sentences; else empty.
        origins: of each spider or operation by id, those of before that went into it.
    """

    document: Document
    before: Stats
    after: Stats
    verdict: Verdict
    steps: tuple[SimplifyStep, ...]
    unequal: str
    origins: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class VerifyQuestion:
    """Two circuits or diagrams to compare; other criteria than "phase" may need circuits.

    Attributes:
        up_to: name of a criterion; "input" means that all qubits start in 0.
    """

    document: Document
    other: Document
    up_to: str


@dataclass(frozen=True, slots=True)
class VerdictResult:
    """Whether two circuits are the same by a criterion, and how that is known.

    Attributes:
        order: where each qubit of the first one is at the end of the second one, by their names,
            where that is another place; else empty.
    """

    verdict: Verdict
    order: str


@dataclass(frozen=True, slots=True)
class ParseQuestion:
    """A text to open.

    Attributes:
        format: name of an importer that reads text, or `auto`: the one that takes it.
    """

    text: str
    format: str


@dataclass(frozen=True, slots=True)
class ExampleQuestion:
    """An example of the catalog, by its name."""

    name: str


@dataclass(frozen=True, slots=True)
class ExportQuestion:
    """A document to write.

    Attributes:
        format: name of an exporter.
    """

    document: Document
    format: str


@dataclass(frozen=True, slots=True)
class ExportResult:
    """The document in another format."""

    text: str


@dataclass(frozen=True, slots=True)
class ScriptResult:
    """A script of the page that is no part of its first bundle."""

    script: str


@dataclass(frozen=True, slots=True)
class UpdateQuestion:
    """A program's text as it is in its file, and the document that it became."""

    text: str
    document: Document


@dataclass(frozen=True, slots=True)
class UpdateResult:
    """The program's text with the edits.

    Attributes:
        why: why it is written anew, in a sentence; empty where only lines of the edits differ.
        difference: what writing it anew changes, as a unified diff; else empty.
    """

    text: str
    why: str
    difference: str


@dataclass(frozen=True, slots=True)
class Redundant:
    """A parameter that moves nothing new.

    Attributes:
        becomes: the angles that others take when it is set to 0.
    """

    name: str
    becomes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ParameterStanding:
    """How a parameter stands.

    Attributes:
        kind: fusible where its angle adds up with one other's, redundant where others move the
            same in another way, dead where the energy does not move with it.
        becomes: the angles that others take when it is set to 0; empty where none is known.
        drops: may it be dropped, the map staying the same?
        found: how that is known, in words.
    """

    name: str
    kind: Literal["free", "fusible", "redundant", "dead"]
    becomes: Mapping[str, str]
    drops: bool
    found: str


@dataclass(frozen=True, slots=True)
class Rank:
    """How many parameters count, in which sense.

    Attributes:
        exact: false where the rank of the unitary might be larger.
        minimal: true where fewer parameters are known not to be enough.
        standings: of each parameter, in their order.
        conventions: how the ranks were found.
    """

    num_parameters: int
    zx: int | None
    unitary: int | None
    state: int | None
    exact: bool
    minimal: bool | None
    redundant: tuple[Redundant, ...]
    standings: tuple[ParameterStanding, ...]
    conventions: str


@dataclass(frozen=True, slots=True)
class Web:
    """A Pauli web of a diagram, signs left out.

    Attributes:
        edges: by id, the letters at its source and at its target, such as "XZ".
        inputs, outputs: a letter a qubit, I where the web does not reach it.
        cuts: letter by id of each spider at whose phase it ends.
    """

    edges: Mapping[str, str]
    inputs: str
    outputs: str
    cuts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class WebsResult:
    """Pauli webs of a diagram.

    Attributes:
        left_out: how many there are beyond those listed.
    """

    webs: tuple[Web, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class FiguresResult:
    """Figures of a circuit, or of a diagram.

    Attributes:
        stats: of a diagram those of its circuit; null where it has none.
        which: of which circuit, in a few words, or why there is none; empty for a circuit.
        rank: null where it was not computed (too large, or not unitary).
        why_no_rank: in a few words; empty where there is one.
    """

    stats: Stats | None
    which: str
    rank: Rank | None
    why_no_rank: str
