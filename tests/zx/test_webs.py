"""Pauli webs: each against the map and the spiders, all against PyZX's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pytest
from pyzx.pauliweb import compute_pauli_webs

import qdesign as qd
from qdesign.angle import Angle
from qdesign.diagram import Diagram, Edge, Spider, SpiderKind
from qdesign.errors import TooLarge
from qdesign.zx.webs import PauliWeb, is_cut, pauli_webs
from tests.notation import diagram
from tests.zx.oracle import linear_map, random_diagram

X = np.array([[0, 1], [1, 0]])
Z = np.diag([1, -1])
PAULIS = {"I": np.eye(2), "X": X, "Y": 1j * X @ Z, "Z": Z}


def test_webs_leave_the_map_and_are_all_there() -> None:
    rng = np.random.default_rng(1)
    full = 0
    for seed in range(60):
        given = random_diagram(rng, spiders=4)
        webs = pauli_webs(given)
        opened, ends = with_legs(given)
        whole = linear_map(opened, {})
        letters = [letters_of(web, given, ends) for web in webs]
        for web, found in zip(webs, letters, strict=True):
            assert stabilizes(found, whole), (seed, str(web))
        if np.abs(whole).max() < 1e-9 or not whole.ndim:
            continue
        bits = [sum(("IXZY".index(p)) << 2 * k for k, p in enumerate(each)) for each in letters]
        assert rank(bits) == whole.ndim, seed
        full += 1
    assert full > 30


def test_webs_go_through_every_spider() -> None:
    rng = np.random.default_rng(2)
    for seed in range(20):
        given = random_diagram(rng, spiders=5)
        for web in pauli_webs(given):
            for spider in given.spiders:
                if spider.kind in (SpiderKind.Z, SpiderKind.X):
                    assert goes_through(web, given, spider), (seed, spider.id, str(web))


def test_webs_of_another_package_are_products_of_these() -> None:
    seen = 0
    for seed in range(4):
        drawn = qd.zx.to_diagram(qd.ansatz.sim(2 + 3 * seed, 3))
        webs = pauli_webs(drawn)
        half = {
            (e.id, k): n for n, (e, k) in enumerate((e, k) for e in drawn.edges for k in (0, 1))
        }
        bits = [
            sum(
                "IXZY".index(p) << 2 * half[name, k]
                for name, of in w.edges.items()
                for k, p in enumerate(of)
            )
            for w in webs
        ]
        ids = [spider.id for spider in drawn.spiders]
        between = {(e.source, e.target): (e.id, 0) for e in drawn.edges}
        between |= {(e.target, e.source): (e.id, 1) for e in drawn.edges}
        order, *theirs = compute_pauli_webs(qd.to_pyzx(drawn))
        told = {*order, *(ids.index(name) for name in (*drawn.inputs, *drawn.outputs))}
        # Others that it has are open at a Clifford spider or at an edge.
        for name, found in ((name, web) for webs in theirs for name, web in webs.items()):
            if name not in told:
                continue
            halves = {between[ids[a], ids[b]]: p for (a, b), p in found.half_edges().items()}
            bit = sum("IXZY".index(p) << 2 * half[at] for at, p in halves.items())
            assert rank([*bits, bit]) == rank(bits)
            seen += 1
    assert seen > 40


def test_webs_say_where_they_begin_and_end() -> None:
    given = diagram("in0 = a:Z(pi/2) - b:X(t) - out0")
    assert [str(web) for web in pauli_webs(given)] == [
        "X in 0 → Z out 0; Z at b",
        "Z in 0 → Y out 0; Z at b",
        "X out 0; X at b",
    ]
    sure = replace(diagram("in0 - a:Z(b*pi) - out0"), booleans=("b",))
    assert [web.cuts for web in pauli_webs(sure)] == [{}, {}]
    assert "a" in pauli_webs(diagram("in0 - a:Z(b*pi) - out0"))[0].cuts


def test_a_box_of_three_legs_ends_webs_at_each() -> None:
    given = diagram("in0 - h:H(pi) - out0\nh - out1")
    webs = pauli_webs(given)
    assert len(webs) == 6
    assert all(len(web.edges) == 1 for web in webs)
    wire = diagram("in0 - h:H(pi) - out0")
    assert [str(web) for web in pauli_webs(wire)] == ["X in 0 → Z out 0", "Z in 0 → X out 0"]


def test_webs_of_a_large_diagram_are_refused_in_words() -> None:
    spiders = (Spider("a", SpiderKind.Z), Spider("b", SpiderKind.Z))
    edges = tuple(Edge(f"e{k}", "a", "b") for k in range(2001))
    with pytest.raises(TooLarge, match="2,001 edges are not worked out"):
        pauli_webs(Diagram(spiders, edges))


def with_legs(given: Diagram) -> tuple[Diagram, list[str]]:
    """The diagram without the phases that end webs, each of which becomes an output."""
    cuts = [
        s.id
        for s in given.spiders
        if s.kind is not SpiderKind.BOUNDARY and is_cut(s, ()) and joined(given, s.id)
    ]
    bare = [replace(s, phase=Angle()) if is_cut(s, ()) else s for s in given.spiders]
    ends = tuple(Spider(f"end {name}", SpiderKind.BOUNDARY) for name in cuts)
    legs = tuple(Edge(f"leg {name}", name, f"end {name}") for name in cuts)
    outputs = given.outputs + tuple(end.id for end in ends)
    return Diagram((*bare, *ends), given.edges + legs, given.inputs, outputs), cuts


def joined(given: Diagram, name: str) -> bool:
    return any(name in (edge.source, edge.target) for edge in given.edges)


def letters_of(web: PauliWeb, given: Diagram, cuts: Iterable[str]) -> list[str]:
    """A letter for each axis of the map with legs."""
    inside = [web.inputs.get(k, "I") for k in range(len(given.inputs))]
    outside = [web.outputs.get(k, "I") for k in range(len(given.outputs))]
    return [*inside, *outside, *(web.cuts.get(name, "I") for name in cuts)]


def stabilizes(letters: list[str], whole: np.ndarray) -> bool:
    """Is the tensor the same up to a sign with a Pauli on each axis?"""
    moved = whole.astype(complex)
    for axis, letter in enumerate(letters):
        moved = np.moveaxis(np.tensordot(PAULIS[letter], moved, (1, axis)), 0, axis)
    return any(np.allclose(moved, sign * whole) for sign in (1, -1))


def goes_through(web: PauliWeb, given: Diagram, spider: Spider) -> bool:
    """Is the spider alone, its phase open where it ends webs, the same with the web's letters?"""
    at = [
        web.edges.get(edge.id, ("I", "I"))[k]
        for edge in given.edges
        for k, end in enumerate((edge.source, edge.target))
        if end == spider.id
    ]
    if is_cut(spider, ()):
        at.append(web.cuts.get(spider.id, "I"))
        spider = replace(spider, phase=Angle())
    ends = tuple(Spider(f"o{k}", SpiderKind.BOUNDARY) for k in range(len(at)))
    edges = tuple(Edge(f"e{k}", spider.id, end.id) for k, end in enumerate(ends))
    alone = Diagram((spider, *ends), edges, (), tuple(end.id for end in ends))
    return stabilizes(at, linear_map(alone, {}))


def rank(bits: list[int]) -> int:
    """Over GF(2)."""
    kept: list[int] = []
    for bit in bits:
        for each in kept:
            bit = min(bit, bit ^ each)
        if bit:
            kept.append(bit)
    return len(kept)
