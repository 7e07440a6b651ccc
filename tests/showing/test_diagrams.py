"""Drawn diagrams say what is joined: no edge through a foreign spider or along another."""

from __future__ import annotations

import pytest

from qdesign.diagram import Diagram, Edge, EdgeKind, Spider, SpiderKind
from qdesign.exporters.picture import picture
from qdesign.exporters.tikz import tikz
from qdesign.showing.vector import Curve, Line
from tests.drawn import misleading


def drawn(edges: str, *, y: float = 0.0) -> Diagram:
    """Spiders a, b, c, … side by side, with edges such as "ab" and "ab=" (Hadamard)."""
    names = sorted({name for edge in edges.split() for name in edge[:2]})
    return Diagram(
        spiders=tuple(Spider(name, SpiderKind.Z, x=float(k), y=y) for k, name in enumerate(names)),
        edges=tuple(
            Edge(f"e{k}", edge[0], edge[1], EdgeKind.HADAMARD if "=" in edge else EdgeKind.PLAIN)
            for k, edge in enumerate(edges.split())
        ),
    )


@pytest.mark.parametrize(
    "edges", ["ac bb", "ac ab bc", "ad bc ac bd", "ab ab= ab", "aa aa= ab", "ae bd ac ce"]
)
def test_no_edge_runs_through_a_foreign_spider_or_along_another(edges: str) -> None:
    assert misleading(drawn(edges)) == (0, 0)


def test_the_measure_finds_what_misleads() -> None:
    # b hides in the long edge here, as every edge of this drawing hides another.
    body = drawn("ac ab")
    flat = body.with_spiders(tuple(Spider(s.id, s.kind, x=0.1 * s.x, y=s.y) for s in body.spiders))
    assert misleading(flat) != (0, 0)


def test_what_is_clear_stays_straight_and_parallel_edges_fan() -> None:
    lines = [shape for shape in picture(drawn("ab bc ab")).shapes if isinstance(shape, Line)]
    assert len(lines) == 1
    fan = [shape for shape in picture(drawn("ab ab")).shapes if isinstance(shape, Curve)]
    first, second = fan
    assert first.points[3] - first.points[1] == pytest.approx(second.points[1] - second.points[3])
    assert first.points != second.points


def test_tikz_draws_parallel_edges_and_loops_apart() -> None:
    edges = [line for line in tikz(drawn("ab ab= aa aa")).splitlines() if "\\draw" in line]
    assert len(set(edges)) == 4
