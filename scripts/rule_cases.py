"""Random diagrams and what the rules make of them, for both languages (see `scripts/corpus.py`)."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from typing import Any, Final

from qdesign.angle import Angle
from qdesign.diagram import Diagram, Edge, EdgeKind, Spider, SpiderKind
from qdesign.document import Document
from qdesign.errors import RefusedRewrite
from qdesign.proofs import Lemma, Proof
from qdesign.rows import rows
from qdesign.zx.dense import tensor
from qdesign.zx.notation import diagram
from qdesign.zx.rule import RuleRow
from qdesign.zx.rulebook import explain, matches, step

PHASES: Final = (
    *("0", "0", "0", "pi", "pi", "pi/2", "-pi/2", "pi/4", "a", "-a", "θ/3 + 0.3", "2*a + pi"),
    *("pi*b", "pi*b + pi", "pi/2 + pi*b", "a*c"),
)
"""Of spiders, b a Boolean parameter."""


LEMMAS: Final = (
    Lemma(
        diagram("in0 - u:Z(x) - v:X(pi) - out0"),
        diagram("in0 - u:X(pi) - v:Z(-x) - out0"),
        name="π to the left",
    ),
    Lemma(
        diagram("in0 - u:Z(x) - v:Z(y/2 + 0.3) - out0\nu - out1\nv = in1"),
        diagram("in0 - u:Z(x + y/2 + 0.3) - out0\nu - out1\nu = in1"),
        name="fused",
    ),
    Lemma(diagram("in0 = u:Z(x) = out0"), diagram("in0 - u:X(x) - out0"), name="color"),
)
"""Tried on every diagram."""


def random_diagram(
    rng: random.Random, *, spiders: int = 6, boxes: bool = True, ports: int = 3
) -> Diagram:
    """Spiders with symbols, loops, parallel edges, H-boxes, isolated spiders, bare wires."""
    kinds = [SpiderKind.Z, SpiderKind.Z, SpiderKind.X, SpiderKind.X]
    if boxes:
        kinds.append(SpiderKind.H)
    inside: list[Spider] = []
    for k in range(spiders):
        kind = rng.choice(kinds)
        box = kind is SpiderKind.H and rng.random() < 0.7
        phase = Angle.pi_times(1) if box else Angle.parse(rng.choice(PHASES))
        inside.append(Spider(f"v{k}", kind, phase, float(k), float(k % 3)))
    inputs = [f"in{k}" for k in range(rng.randrange(ports))]
    outputs = [f"out{k}" for k in range(rng.randrange(ports))]
    names = [s.id for s in inside]
    pairs: list[tuple[str, str]] = []
    loose = [*inputs, *outputs]
    if len(loose) > 1 and (not names or rng.random() < 0.2):
        pairs.append((loose.pop(), loose.pop()))
    if not names and len(loose) % 2:
        # A wire needs two ends.
        gone = loose.pop()
        inputs, outputs = [n for n in inputs if n != gone], [n for n in outputs if n != gone]
    pairs += [(name, rng.choice(names)) for name in loose]
    for _ in range(rng.randrange(spiders, 2 * spiders + 1)):
        pair = (rng.choice(names), rng.choice(names))
        pairs += [pair] * rng.choice((1, 1, 1, 2))
    edges = [Edge(f"e{k}", a, b, rng.choice(list(EdgeKind))) for k, (a, b) in enumerate(pairs)]
    ends = [Spider(name, SpiderKind.BOUNDARY, x=8.0) for name in (*inputs, *outputs)]
    return Diagram((*inside, *ends), tuple(edges), tuple(inputs), tuple(outputs), booleans=("b",))


def graph_like(rng: random.Random, *, spiders: int = 6) -> Diagram:
    """Z-spiders joined by single Hadamard edges, some with an output."""
    inside = [
        Spider(f"v{k}", SpiderKind.Z, Angle.parse(rng.choice(PHASES)), float(k), float(k % 3))
        for k in range(spiders)
    ]
    ends = [f"out{k}" for k in range(spiders) if rng.random() < 0.4]
    pairs = [(a.id, b.id) for a, b in combinations(inside, 2) if rng.random() < 0.5]
    edges = [Edge(f"e{k}", a, b, EdgeKind.HADAMARD) for k, (a, b) in enumerate(pairs)]
    edges += [Edge(f"o{name}", name.replace("out", "v"), name) for name in ends]
    ports = [Spider(name, SpiderKind.BOUNDARY, x=8.0) for name in ends]
    return Diagram((*inside, *ports), tuple(edges), (), tuple(ends), booleans=("b",))


def rule_cases(rng: random.Random, count: int) -> Iterator[dict[str, Any]]:
    """Diagrams with the matches of each rule, one result, and what is said of a few selections."""
    examples = [diagram(row.example) for row in rows(RuleRow).values()]
    boolean = diagram("in0 - x:X(pi*b + pi) - z:Z(pi/4) = y:X(pi*b) - v:Z(-pi/3) - out0")
    examples += [replace(boolean, booleans=("b",))] * 3
    examples.append(diagram("in0 - a:Z(0.3) = b:Z(1.1) - c:X(2.7) - d:Z(pi/4) = e:Z - out0"))
    examples.append(diagram("in0 - a:X(pi/2) - b:Z(pi) - c:X(pi/4) - d:Z(-pi/3) - out0"))
    for case in range(count):
        spiders = rng.randrange(1, 8)
        made = random_diagram(rng, spiders=spiders)
        if rng.random() < 0.3:
            made = graph_like(rng, spiders=spiders)
        if case < len(examples):
            made = examples[case]
        ids = [s.id for s in made.spiders] + [e.id for e in made.edges]
        selections = [rng.sample(ids, rng.randrange(min(4, len(ids) + 1))) for _ in range(3)]
        selections += [[e.source, e.target] for e in made.edges if e.source != e.target][:2]
        yield {
            "document": Document(made).dumps(),
            "rules": {
                name: _applied(rng, made, name)
                for name, row in rows(RuleRow).items()
                if in_page(row)
            },
            "explained": [[chosen, _explained(made, chosen)] for chosen in selections],
            "map": _map(rng, made),
            "lemmas": [_lemma_taken(made, lemma) for lemma in LEMMAS],
        }


def _applied(rng: random.Random, made: Diagram, name: str) -> dict[str, Any]:
    found = matches(made, name)
    if not found:
        return {"matches": []}
    chosen = rng.choice(found)
    try:
        after = step(made, name, chosen)
    except RefusedRewrite as error:
        return {"matches": found, "refused": [chosen, str(error)]}
    text = Document(after.diagram).dumps()
    verdict = [after.verdict.equal, after.verdict.is_exact]
    return {
        "matches": found,
        "at": chosen,
        "after": text,
        "origins": dict(after.origins),
        "verdict": verdict,
    }


def _lemma_taken(made: Diagram, lemma: Lemma) -> dict[str, Any]:
    """Where a lemma applies each way, and what it gives there."""
    ways: list[list[Any]] = []
    for backwards in (False, True) if lemma.both_ways else (False,):
        found = lemma.matches(made, backwards=backwards)
        after = (
            [Document(lemma.apply(made, found[0], backwards=backwards)).dumps()] if found else []
        )
        ways.append([found, *after])
    return {"lemma": Document(made).with_proof(_proof_of(lemma)).dumps(), "ways": ways}


def _proof_of(lemma: Lemma) -> Proof:
    proof = Proof(lemma.left)
    proof.lemmas[lemma.name] = lemma
    return proof


def _map(rng: random.Random, made: Diagram) -> dict[str, Any]:
    """The dense map at some values, row by row."""
    values = {name: rng.uniform(-3, 3) for name in made.parameters}
    values.update({name: float(rng.randrange(2)) for name in made.booleans})
    entries = tensor(made, values).ravel()
    return {"values": values, "re": entries.real.tolist(), "im": entries.imag.tolist()}


def _explained(made: Diagram, chosen: list[str]) -> dict[str, list[Any]]:
    everywhere = {name for name, row in rows(RuleRow).items() if in_page(row)}
    return {
        rule.name: [rule.refused, rule.spiders, rule.edges]
        for rule in explain(made, chosen)
        if rule.name in everywhere
    }


def in_page(row: RuleRow) -> bool:
    """Does the page have the rule, too?"""
    return row.runs == "everywhere" and row.origin == "qdesign"
