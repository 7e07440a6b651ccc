"""Random documents in the page with no server: their links, and what Python computes of them."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from qdesign.circuit import Circuit
from qdesign.document import Document
from qdesign.errors import QdesignError, TooLarge
from qdesign.links import to_link
from qdesign.pauli import Observable
from qdesign.rows import rows
from qdesign.simulate.simulator import Simulator
from qdesign.zx.rule import RuleRow
from qdesign.zx.rulebook import explain
from scripts.lesson_cases import lesson_cases
from scripts.rule_cases import in_page, random_diagram


def page_cases(
    rng: random.Random, count: int, document: Callable[[random.Random], Document]
) -> dict[str, Any]:
    """Circuits with energies and gradients, diagrams with rules, answers to lessons; links."""
    return {
        "circuits": [_circuit(rng, document(rng)) for _ in range(count)],
        "diagrams": [_diagram(rng) for _ in range(count)],
        "lessons": list(lesson_cases(rng, count)),
    }


def _linked(document: Document) -> dict[str, Any]:
    try:
        link: str | None = to_link(document, name="Größe ψ")
    except TooLarge:
        link = None
    return {"document": document.dumps(), "link": link}


def _circuit(rng: random.Random, made: Document) -> dict[str, Any]:
    """A circuit with three terms to measure; null where it is refused, as by log(-1)."""
    body = made.body
    assert isinstance(body, Circuit)
    labels = {"".join(rng.choice("IXYZ") for _ in range(body.num_qubits)) for _ in "abc"}
    observable = Observable({each: rng.uniform(-1, 1) for each in sorted(labels)})
    document = replace(made, observable=observable)
    values = {name: document.values[name] for name in body.parameters}
    try:
        energy, gradient = Simulator(body, observable).gradient(values)
        numbers: dict[str, Any] | None = {"energy": energy, "gradient": gradient.tolist()}
    except QdesignError:
        numbers = None
    return _linked(document) | {"values": list(values.values()), "numbers": numbers}


def _diagram(rng: random.Random) -> dict[str, Any]:
    """A diagram with a selection, and the rules of the page that apply to it, in order."""
    known = {name for name, row in rows(RuleRow).items() if in_page(row)}
    body = random_diagram(rng, spiders=rng.randrange(1, 8))
    ids = [each.id for each in (*body.spiders, *body.edges)]
    selection = rng.sample(ids, rng.randrange(1, min(4, len(ids) + 1)))
    applying = [rule.name for rule in explain(body, selection) if not rule.refused]
    rules = [name for name in applying if name in known]
    return _linked(Document(body)) | {"selection": selection, "rules": rules}
