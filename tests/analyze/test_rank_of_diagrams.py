"""Parameter ranks of diagrams: through their circuit, else by their map, against circuits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings

from qdesign import ansatz
from qdesign.analyze.diagrams import check_width, map_tangents, point
from qdesign.analyze.rank import parameter_rank
from qdesign.angle import Angle
from qdesign.circuit import Circuit
from qdesign.diagram import Diagram, Edge, Spider, SpiderKind
from qdesign.document import Document
from qdesign.equivalence import equivalent
from qdesign.errors import InvalidDiagram, InvalidRequest, TooLarge
from qdesign.session import describe
from qdesign.zx.dense import tensor
from qdesign.zx.reduce import reduce
from qdesign.zx.translate import to_diagram
from tests.strategies import circuits

THREE = Circuit.of(2, "rz(a) 0; cx 0 1; rz(b) 0; rx(c) 1")


def bent(diagram: Diagram) -> Diagram:
    """All inputs as outputs: the state of a map."""
    return replace(diagram, inputs=(), outputs=(*diagram.inputs, *diagram.outputs))


@pytest.mark.parametrize("made", [to_diagram, lambda c: reduce(to_diagram(c))])
def test_a_diagram_has_the_ranks_of_its_circuit(made: Callable[[Circuit], Diagram]) -> None:
    for circuit in (THREE, ansatz.sim(10, num_qubits=3), Circuit.of(2, "rz(x*y) 0; rx(x) 1; h 0")):
        wanted, found = parameter_rank(circuit), parameter_rank(made(circuit))
        assert (found.zx, found.unitary, found.state) == (wanted.zx, wanted.unitary, wanted.state)
        assert "circuit" in found.conventions


def test_a_map_without_circuit_is_ranked_by_its_derivatives() -> None:
    circuit = ansatz.sim(10, num_qubits=3)
    wanted, found = parameter_rank(circuit), parameter_rank(bent(to_diagram(circuit)))
    assert found.unitary == found.state == wanted.unitary
    assert "no circuit form" in found.conventions
    assert "0 inputs to 6 outputs" in found.conventions
    drawn = bent(to_diagram(THREE))
    found = parameter_rank(drawn)
    assert (found.unitary, list(found.redundant), found.minimal) == (2, ["b"], None)
    changed = drawn.substitute(found.redundant["b"].substitution)
    assert equivalent(drawn, changed).equal is True


@settings(max_examples=15)
@given(circuits(max_qubits=2))
def test_derivatives_of_maps_are_differences(circuit: Circuit) -> None:
    diagram = to_diagram(circuit.without_final_measurements())
    names = diagram.parameters
    values = point(diagram, names, np.random.default_rng(1))
    check_width(diagram)
    _, slopes, _ = map_tangents(diagram, names, values)
    for name, slope in zip(names, slopes, strict=True):
        sides = [tensor(diagram, {**values, name: values[name] + h}) for h in (1e-5, -1e-5)]
        near = (sides[0] - sides[1]) / 2e-5
        assert np.abs(near - slope).max() < 1e-5 * max(1.0, float(np.abs(slope).max()))


def test_h_boxes_and_more_inputs_than_outputs_are_ranked() -> None:
    ends = tuple(Spider(name, SpiderKind.BOUNDARY) for name in ("a", "b", "c"))
    box = Spider("h", SpiderKind.H, Angle.parameter("t"))
    edges = tuple(Edge(f"e{name}", name, "h") for name in ("a", "b", "c"))
    found = parameter_rank(Diagram((*ends, box), edges, ("a", "b"), ("c",)))
    assert (found.zx, found.unitary, found.state) == (1, 1, 0)
    number = Spider("n", SpiderKind.Z, Angle.parameter("u"))
    scaled = parameter_rank(Diagram((*ends, box, number), edges, ("a", "b"), ("c",)))
    assert (scaled.num_parameters, scaled.unitary) == (2, 1)


def test_what_has_no_rank_is_told_plainly() -> None:
    drawn = to_diagram(THREE)
    zero = Spider("zero", SpiderKind.Z, Angle(Fraction(1)))
    nothing = drawn.with_spiders((*drawn.spiders, zero))
    assert equivalent(nothing, THREE).equal is False
    with pytest.raises(InvalidDiagram, match="zero map"):
        parameter_rank(nothing)
    vanishing = replace(zero, phase=Angle.parameter("a"))
    assert not equivalent(drawn.with_spiders((*drawn.spiders, vanishing)), THREE).is_exact
    with pytest.raises(InvalidRequest, match="'a' is 0 or 1"):
        parameter_rank(replace(drawn, booleans=("a",)))
    wide = bent(to_diagram(Circuit.of(10, "rx(a) 0")))
    with pytest.raises(TooLarge, match="at most 14"):
        parameter_rank(wide)


def test_a_document_is_described_with_the_ranks_of_its_diagram() -> None:
    told = describe(Document(bent(to_diagram(THREE))))
    assert (told["rank"]["unitary"], list(told["rank"]["redundant"])) == (2, ["b"])
    drawn = replace(to_diagram(THREE), booleans=("a",))
    assert "'a' is 0 or 1" in describe(Document(drawn))["rank_note"]
