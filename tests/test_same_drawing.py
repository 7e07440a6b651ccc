"""Diagrams that are one drawing, up to ids and places, are equal at once."""

from __future__ import annotations

import random
from dataclasses import replace

import qdesign as qd
from qdesign.diagram import Diagram
from qdesign.equivalence.drawings import same_drawing
from qdesign.zx.notation import diagram


def shuffled(given: Diagram, seed: int) -> Diagram:
    rng = random.Random(seed)
    names = [spider.id for spider in given.spiders]
    new = dict(
        zip(names, rng.sample([f"n{k}" for k in range(len(names))], len(names)), strict=True)
    )
    spiders = [replace(s, id=new[s.id], x=rng.random()) for s in given.spiders]
    edges = [
        replace(e, id=f"x{e.id}", source=new[e.target], target=new[e.source]) for e in given.edges
    ]
    rng.shuffle(spiders)
    rng.shuffle(edges)
    inputs, outputs = (tuple(new[n] for n in side) for side in (given.inputs, given.outputs))
    return Diagram(tuple(spiders), tuple(edges), inputs, outputs, given.booleans)


def test_other_ids_and_places_are_the_same_drawing() -> None:
    wide = qd.Circuit.of(
        30, "; ".join(f"h {k}; cx {k} {(7 * k + 1) % 30}; rz(a) {k}" for k in range(30))
    )
    boxes = diagram(
        "in0 - a:Z(x) - h:H - b:Z(x) - out0\na - g:H - b\nc:Z(y) - d:X - e:Z(y)\na - z:X\nb - w:X"
    )
    for given in (qd.zx.to_diagram(wide), boxes):
        verdict = qd.equivalent(given, shuffled(given, 1))
        assert verdict.is_exact
        assert "the same drawing" in verdict.method


def test_another_phase_edge_or_order_is_another_drawing() -> None:
    given = diagram("in0 - a:Z(x) - b:X - out0\nin1 - c:Z(x) - d:X - out1\na - d")
    assert same_drawing(given, shuffled(given, 2))
    for other in (
        "in0 - a:Z(x) - b:X - out0\nin1 - c:Z(2*x) - d:X - out1\na - d",
        "in0 - a:Z(x) - b:X - out0\nin1 - c:Z(x) - d:X - out1\na = d",
        "in0 - a:Z(x) - b:X - out1\nin1 - c:Z(x) - d:X - out0\na - d",
    ):
        assert not same_drawing(given, diagram(other))
