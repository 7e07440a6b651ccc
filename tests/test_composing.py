"""Diagrams one after the other and side by side, against products of their matrices."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from qdesign.circuit import Circuit
from qdesign.diagram import Diagram, Edge, EdgeKind, Spider, SpiderKind
from qdesign.errors import InvalidDiagram, InvalidRequest
from qdesign.zx.dense import distance, tensor, width
from qdesign.zx.translate import to_diagram


@st.composite
def wired(draw: st.DrawFn, num_inputs: int, num_outputs: int) -> Diagram:
    """Ends that are joined to few spiders or to each other: wires, cups and caps among them."""
    ends = [f"b{k}" for k in range(num_inputs + num_outputs)]
    kinds = st.sampled_from([SpiderKind.Z, SpiderKind.X])
    inner = [Spider(f"s{k}", draw(kinds)) for k in range(draw(st.integers(1, 3)))]
    order = draw(st.permutations(ends))
    pairs = draw(st.integers(0, len(ends) // 2))
    joins = [(order[2 * k], order[2 * k + 1]) for k in range(pairs)]
    joins += [(end, draw(st.sampled_from(inner)).id) for end in order[2 * pairs :]]
    edge_kinds = st.sampled_from(EdgeKind)
    edges = tuple(Edge(f"e{k}", a, b, draw(edge_kinds)) for k, (a, b) in enumerate(joins))
    boundaries = tuple(Spider(name, SpiderKind.BOUNDARY) for name in ends)
    return Diagram((*boundaries, *inner), edges, tuple(ends[:num_inputs]), tuple(ends[num_inputs:]))


@settings(max_examples=80)
@given(st.data())
def test_joined_diagrams_are_products_of_their_maps(data: st.DataObject) -> None:
    sizes = [data.draw(st.integers(0, 3)) for _ in range(3)]
    a, b = data.draw(wired(sizes[0], sizes[1])), data.draw(wired(sizes[1], sizes[2]))
    joined, beside = a.then(b), a.tensor(b)
    assume(max(width(joined), width(beside)) <= 12)
    assert distance(tensor(joined), tensor(b) @ tensor(a)) < 1e-9
    assert distance(tensor(beside), np.asarray(np.kron(tensor(b), tensor(a)), np.complex128)) < 1e-9
    assert (len(joined.inputs), len(joined.outputs)) == (sizes[0], sizes[2])


def test_a_loop_that_closes_stays_and_may_be_the_zero_map() -> None:
    ends = (Spider("a", SpiderKind.BOUNDARY), Spider("b", SpiderKind.BOUNDARY))
    cup = Diagram(ends, (Edge("e", "a", "b", EdgeKind.HADAMARD),), (), ("a", "b"))
    cap = Diagram(ends, (Edge("e", "a", "b"),), ("a", "b"), ())
    closed = cup.then(cap)
    assert (closed.num_spiders, len(closed.edges)) == (1, 1)
    assert abs(tensor(closed)).max() < 1e-12
    assert abs(tensor(cap.adjoint().then(cap)).max() - 2) < 1e-12


def test_a_boolean_stays_one_only_where_both_say_so() -> None:
    turned = to_diagram(Circuit.of(1, "rz(pi*a) 0"))
    (name,) = turned.parameters
    boolean = Diagram(turned.spiders, turned.edges, turned.inputs, turned.outputs, (name,))
    assert boolean.then(boolean).booleans == (name,)
    assert boolean.tensor(turned).booleans == ()


def test_what_does_not_fit_is_refused_in_words() -> None:
    one, two = to_diagram(Circuit(1)), to_diagram(Circuit(2))
    with pytest.raises(InvalidDiagram, match="1 output and the second 2 inputs"):
        one.then(two)
    circuit: object = Circuit(1)
    with pytest.raises(InvalidRequest, match="to_diagram"):
        one.tensor(circuit)  # pyright: ignore[reportArgumentType]
