"""Layouts say what is joined, are the same each time, and keep what they are asked to keep."""

from __future__ import annotations

import random

import pytest

from qdesign.circuit import Circuit
from qdesign.diagram import Diagram, Edge, Spider, SpiderKind
from qdesign.errors import InvalidRequest
from qdesign.zx import layout, to_diagram
from qdesign.zx.reduce import reduce
from scripts.campaign import cases
from tests.drawn import misleading

SIZE = "reduced diagrams laid out"
GATES = ("h {}", "t {}", "s {}", "cx {} {}", "cx {} {}", "cz {} {}", "rz(a) {}", "rx(b) {}")
TOFFOLI = (
    "h 2; cx 1 2; tdg 2; cx 0 2; t 2; cx 1 2; tdg 2; cx 0 2; t 1; t 2; "
    "h 2; cx 0 1; t 0; tdg 1; cx 0 1"
)


def reduced(seed: int) -> Diagram:
    """A random circuit as a diagram, reduced, of up to 60 spiders."""
    some = random.Random(seed)
    qubits = some.randint(2, 8)
    gates = (some.choice(GATES) for _ in range(some.randint(10, 90)))
    text = "; ".join(g.format(*some.sample(range(qubits), g.count("{}"))) for g in gates)
    diagram = reduce(to_diagram(Circuit.of(qubits, text)), kind=some.choice(("full", "clifford")))
    return diagram if diagram.num_spiders <= 60 else reduced(seed + 1_000_003)


def gadget(legs: int) -> Diagram:
    """A phase gadget on as many wires."""
    wires = range(legs)
    ends = [Spider(f"{side}{k}", SpiderKind.BOUNDARY) for k in wires for side in "io"]
    inner = [Spider(f"w{k}", SpiderKind.Z) for k in wires]
    joins = [(f"i{k}", f"w{k}") for k in wires] + [(f"w{k}", f"o{k}") for k in wires]
    joins += [(f"w{k}", "hub") for k in wires] + [("hub", "leaf")]
    return Diagram(
        (*ends, *inner, Spider("hub", SpiderKind.X), Spider("leaf", SpiderKind.Z)),
        tuple(Edge(f"e{k}", a, b) for k, (a, b) in enumerate(joins)),
        tuple(f"i{k}" for k in wires),
        tuple(f"o{k}" for k in wires),
    )


@pytest.mark.sized(SIZE)
def test_nothing_misleads_in_random_reduced_diagrams() -> None:
    found = {seed: misleading(layout(reduced(seed))) for seed in range(cases(SIZE))}
    assert {seed for seed, faults in found.items() if faults != (0, 0)} == set()


def test_nothing_misleads_in_gadgets_and_a_reduced_toffoli() -> None:
    toffoli = reduce(to_diagram(Circuit.of(3, TOFFOLI)))
    for diagram in (gadget(3), gadget(4), toffoli):
        assert misleading(layout(diagram)) == (0, 0)


def test_hub_and_leaf_of_a_gadget_stand_together() -> None:
    for legs in (2, 3, 4, 7):
        placed = layout(gadget(legs)).by_id
        hub, leaf = placed["hub"], placed["leaf"]
        assert abs(hub.x - leaf.x) + abs(hub.y - leaf.y) <= 1
        assert len({placed[f"w{k}"].x for k in range(legs)}) == 1


def test_the_same_wherever_spiders_stood_and_only_what_is_new_is_placed() -> None:
    diagram = gadget(3)
    thrown = diagram.with_spiders(
        Spider(s.id, s.kind, s.phase, x=7.3 * k, y=-k) for k, s in enumerate(diagram.spiders)
    )
    places = [(s.x, s.y) for s in layout(diagram).spiders]
    assert [(s.x, s.y) for s in layout(thrown).spiders] == places
    kept = layout(thrown, keep=[s.id for s in thrown.spiders if s.id != "hub"])
    for before, after in zip(thrown.spiders, kept.spiders, strict=True):
        same = (before.x, before.y) == (after.x, after.y)
        assert same == (before.id != "hub")


def test_what_is_to_be_kept_must_be_there() -> None:
    with pytest.raises(InvalidRequest, match="no spider 'x' to keep"):
        layout(gadget(2), keep=["x"])


def test_loops_isolated_spiders_and_bare_wires_find_places() -> None:
    body = Diagram(
        (
            *(Spider(name, SpiderKind.Z) for name in "abc"),
            *(Spider(name, SpiderKind.BOUNDARY) for name in "io"),
        ),
        (Edge("1", "a", "a"), Edge("2", "i", "o"), Edge("3", "b", "b")),
        ("i",),
        ("o",),
    )
    placed = layout(body)
    assert len({(s.x, s.y) for s in placed.spiders}) == 5
    assert misleading(placed) == (0, 0)
    assert layout(Diagram()) == Diagram()
