"""ZXLive's proofs (`.zxp`) and rules (`.zxr`) ↔ diagrams; older forms are read, too."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final, cast

from qdesign.convert.pyzx_json import graph_of, read_graph, read_json
from qdesign.diagram import Diagram
from qdesign.errors import InvalidDocument, QdesignError, TooLarge
from qdesign.showing.tables import count

MOST_STEPS: Final = 10_000
_MOST_SPIDERS: Final = 1_000_000  # of all steps together
_LONGEST_NAME: Final = 200


@dataclass(frozen=True, slots=True)
class DrawnStep:
    """A step of ZXLive's: what it is called, its rule, the diagram that it gave, and its group."""

    name: str
    rule: str
    diagram: Diagram
    group: str = ""


@dataclass(frozen=True, slots=True)
class DrawnRule:
    """A rule of ZXLive's: two diagrams whose boundaries correspond in their order."""

    name: str
    description: str
    left: Diagram
    right: Diagram


def read_proof(text: str) -> tuple[Diagram, tuple[DrawnStep, ...]]:
    """The first diagram of a `.zxp` text, and the steps; those that are grouped one by one.

    Raises:
        InvalidDocument, NotConvertible, TooLarge: what cannot be read, with the step that it is in.
    """
    facts = _facts(text, "proof")
    listed = facts.get("proof_steps")
    if not isinstance(listed, list) or "initial_graph" not in facts:
        raise InvalidDocument("This proof of ZXLive has no 'initial_graph' with 'proof_steps'.")
    start = _side(facts["initial_graph"], "The first diagram", numbered=False)
    steps: list[DrawnStep] = []
    spiders = len(start.spiders)
    for each, group in _single(cast("list[Any]", listed)):
        place = f"Step {len(steps) + 1}"
        if len(steps) >= MOST_STEPS:
            raise TooLarge(f"This proof has over {MOST_STEPS:,} steps, more than are read.")
        if not isinstance(each, dict) or "graph" not in each:
            raise InvalidDocument(f"{place} of this proof has no 'graph'.")
        step = cast("dict[str, Any]", each)
        rule = _text(step.get("rule"), "unknown")
        drawn = _side(step["graph"], place, numbered=False)
        spiders += len(drawn.spiders)
        if spiders > _MOST_SPIDERS:
            raise TooLarge(
                f"The diagrams of this proof have over {_MOST_SPIDERS:,} spiders up to step "
                f"{len(steps) + 1}, more than are read."
            )
        steps.append(DrawnStep(_text(step.get("display_name"), rule), rule, drawn, group))
    return start, tuple(steps)


def _single(steps: list[Any]) -> Iterable[tuple[Any, str]]:
    """Steps one by one with their group, which holds steps in the file; older files hold texts."""
    waiting = [(each, "") for each in reversed(steps)]
    while waiting:
        each, group = waiting.pop()
        if isinstance(each, str):
            each = read_json(each)
        facts = cast("dict[str, Any]", each if isinstance(each, dict) else {})
        grouped = facts.get("grouped_rewrites")
        if isinstance(grouped, list) and grouped:
            name = _text(facts.get("display_name"), _text(facts.get("rule"), "group"))
            waiting += [(one, name) for one in reversed(cast("list[Any]", grouped))]
        else:
            yield each, group


def write_proof(start: Diagram, steps: Iterable[DrawnStep]) -> str:
    """The text of a `.zxp` file, which ZXLive opens."""
    # One numbering for all: what stays keeps its number, and so its place in the row of texts.
    number: dict[str, int] = {}

    def graph(diagram: Diagram) -> dict[str, Any]:
        for spider in diagram.spiders:
            number.setdefault(spider.id, len(number))
        return graph_of(diagram, number)

    written: list[dict[str, Any]] = []
    value = {"initial_graph": graph(start), "proof_steps": written}
    for name, run in groupby(steps, key=lambda step: step.group):
        facts = [
            {
                "display_name": step.name,
                "rule": step.rule,
                "graph": graph(step.diagram),
                "grouped_rewrites": None,
            }
            for step in run
        ]
        if name and len(facts) > 1:
            whole = {"display_name": name, "rule": name, "graph": facts[-1]["graph"]}
            facts = [{**whole, "grouped_rewrites": facts}]
        written += facts
    return json.dumps(value, ensure_ascii=False) + "\n"


def read_rule(text: str) -> DrawnRule:
    """The rule of a `.zxr` text.

    Raises:
        InvalidDocument, NotConvertible, TooLarge: what cannot be read; sides with other boundaries.
    """
    facts = _facts(text, "rule")
    if "lhs_graph" not in facts or "rhs_graph" not in facts:
        raise InvalidDocument("This rule of ZXLive has no 'lhs_graph' and 'rhs_graph'.")
    left = _side(facts["lhs_graph"], "The left side")
    right = _side(facts["rhs_graph"], "The right side")
    ends = [(len(side.inputs), len(side.outputs)) for side in (left, right)]
    if ends[0] != ends[1]:
        raise InvalidDocument(
            f"The left side of this rule has {count(ends[0][0], 'input')} and "
            f"{count(ends[0][1], 'output')}, the right one {ends[1][0]} and {ends[1][1]}. "
            "Both need the same."
        )
    return DrawnRule(
        _text(facts.get("name"), "rule"), _text(facts.get("description"), ""), left, right
    )


def write_rule(rule: DrawnRule) -> str:
    """The text of a `.zxr` file, which ZXLive opens."""
    value = {
        # Its reader takes texts here.
        "lhs_graph": json.dumps(graph_of(rule.left), ensure_ascii=False),
        "rhs_graph": json.dumps(graph_of(rule.right), ensure_ascii=False),
        "name": rule.name,
        "description": rule.description,
    }
    return json.dumps(value, ensure_ascii=False) + "\n"


def _facts(text: str, what: str) -> dict[str, Any]:
    value = read_json(text)
    if isinstance(value, str):
        value = read_json(value)
    if not isinstance(value, dict):
        raise InvalidDocument(f"A {what} of ZXLive is an object.")
    return cast("dict[str, Any]", value)


def _side(value: Any, place: str, *, numbered: bool = True) -> Diagram:
    try:
        return read_graph(value, numbered=numbered)
    except QdesignError as error:
        raise type(error)(f"{place}: {error}") from None


def _text(value: Any, otherwise: str) -> str:
    return value[:_LONGEST_NAME] if isinstance(value, str) and value.strip() else otherwise
