"""Diagrams: what is checked when they are made, and what is read off them."""

from __future__ import annotations

import numpy as np
import pytest

from qdesign.angle import Angle
from qdesign.diagram import Diagram, Edge, EdgeKind, Spider, SpiderKind
from qdesign.errors import InvalidDiagram, MissingValue, UnknownParameter
from tests import notation

END = SpiderKind.BOUNDARY


def wire() -> Diagram:
    return notation.diagram("in0 - a:Z(α + π/4) = b:X(2*β) - out0\na - b")


def test_parameters_and_neighbors_are_read_off() -> None:
    diagram = wire()
    assert diagram.parameters == ("α", "β")
    assert diagram.num_spiders == 2
    assert [len(diagram.neighbors[name]) for name in ("in0", "a", "b", "out0")] == [1, 3, 3, 1]
    looped = notation.diagram("a:Z - a")
    assert [edge.source for edge in looped.neighbors["a"]] == ["a"]


def test_binding_puts_numbers_and_refuses_other_names() -> None:
    bound = wire().bind({"α": 0.5})
    assert bound.parameters == ("β",)
    assert bound.by_id["a"].phase == Angle.parse("0.5 + pi/4")
    with pytest.raises(UnknownParameter, match="'γ'"):
        wire().bind({"γ": 1.0})


def test_the_adjoint_turns_the_map_round() -> None:
    from qdesign.zx.dense import tensor

    values = {"α": 0.3, "β": -1.1}
    mine, turned = tensor(wire(), values), tensor(wire().adjoint(), values)
    assert np.allclose(turned, mine.conj().T)
    assert wire().adjoint().adjoint() == wire()
    with pytest.raises(MissingValue):
        tensor(wire())


def test_parallel_edges_and_self_loops_are_allowed() -> None:
    assert len(notation.diagram("in0 - a:Z - b:X - out0\na - b\na = a\na = b").edges) == 6


@pytest.mark.parametrize(
    ("spiders", "edges", "inputs", "outputs", "said"),
    [
        ("aa", "", "", "", "same id"),
        ("ab", "ab ab", "", "", "same id"),
        ("a", "ab", "", "", "not a spider"),
        ("a", "", "a", "", "not a boundary"),
        ("", "", "q", "", "not a boundary"),
        ("aE", "aE", "E", "E", "twice"),
        ("aE", "aE", "", "", "neither an input nor an output"),
        ("aE", "", "E", "", "0 edges"),
        ("abE", "aE bE", "E", "", "2 edges"),
    ],
)
def test_parts_that_do_not_fit_are_refused_in_words(
    spiders: str, edges: str, inputs: str, outputs: str, said: str
) -> None:
    made = tuple(Spider(name, END if name == "E" else SpiderKind.Z) for name in spiders)
    joins = tuple(
        Edge("e" if said == "same id" else f"e{k}", pair[0], pair[1])
        for k, pair in enumerate(edges.split())
    )
    with pytest.raises(InvalidDiagram, match=said):
        Diagram(made, joins, tuple(inputs), tuple(outputs))


def test_where_spiders_are_drawn_is_not_compared() -> None:
    drawn = Spider("a", SpiderKind.Z, x=3.0, y=1.0)
    assert Diagram((drawn,)) == Diagram((Spider("a", SpiderKind.Z),))
    assert Edge("e", "a", "b") != Edge("e", "a", "b", EdgeKind.HADAMARD)
