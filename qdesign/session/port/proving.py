"""Questions about rules that run in Python, and about lemmas; and what comes of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qdesign.document import Document
from qdesign.rows import Value
from qdesign.zx.verdict import Verdict


@dataclass(frozen=True, slots=True)
class RuleQuestion:
    """A selection of the document's diagram, and what is asked of it.

    Attributes:
        rule: name of a rule to take; empty to hear of all rules that run in Python.
        selection: ids of spiders or of an edge.
        options: what the rule takes besides.
    """

    document: Document
    rule: str
    selection: tuple[str, ...]
    options: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class RuleSeen:
    """A rule that runs in Python, seen from a selection.

    Attributes:
        refused: why it does not apply; empty where it does.
        spiders, edges: how many more there would be after it.
    """

    name: str
    refused: str
    spiders: int
    edges: int


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A rule that was taken.

    Attributes:
        document: with the diagram after it.
        origins: of each spider that came or changed, those that went into it.
    """

    document: Document
    origins: Mapping[str, tuple[str, ...]]
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class RuleResult:
    """What was asked of rules that run in Python.

    Attributes:
        rules: each rule; empty where one was taken.
        made: what the one that was taken gave; null where none was.
    """

    rules: tuple[RuleSeen, ...]
    made: Rewritten | None


@dataclass(frozen=True, slots=True)
class LemmaQuestion:
    """Two diagrams that may be equal.

    Attributes:
        left, right: a side each; a circuit stands for its diagram.
        part: are these two steps of a proof, of which the part that differs becomes the lemma?
        keep: is it kept in the person's rulebook too?
    """

    left: Document
    right: Document
    name: str
    part: bool
    keep: bool


@dataclass(frozen=True, slots=True)
class RulebookQuestion:
    """The person's rulebook.

    Attributes:
        remove: the lemma to take out of it first; empty for none.
    """

    remove: str


@dataclass(frozen=True, slots=True)
class LemmasResult:
    """Lemmas.

    Attributes:
        document: one whose proof has them.
    """

    document: Document
