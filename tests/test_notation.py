"""The notation in which the other tests draw."""

from qdesign.circuit import Circuit
from qdesign.diagram import EdgeKind, SpiderKind
from tests import notation


def test_a_drawn_circuit_reads_column_by_column() -> None:
    drawn = notation.circuit(
        """
        q0: h  ●  rz(θ)     rzz(2*a)  ●
        q1: .  X  [p(π/4)]  ~         [rz(b)]
        """
    )
    assert drawn == Circuit.of(2, "h 0; cx 0 1; rz(θ) 0; p(pi/4) 1; rzz(2*a) 0 1; crz(b) 0 1")


def test_a_drawn_anti_control_becomes_a_modifier() -> None:
    (operation,) = notation.circuit("q0: ○\nq1: ●\nq2: X").plain_operations
    assert (operation.gate, operation.qubits) == ("x", (2,))
    assert (operation.controls, operation.anticontrols) == ((1,), (0,))


def test_a_drawn_diagram_has_its_spiders_edges_and_ends() -> None:
    drawn = notation.diagram(
        """
        in0 - a:Z(π/4) = X(θ) - out0
        in1 - b:Z - out1
        a = b
        """
    )
    assert drawn.parameters == ("θ",)
    assert (drawn.inputs, drawn.outputs) == (("in0", "in1"), ("out0", "out1"))
    assert [s.kind for s in drawn.spiders if s.id in "ab"] == [SpiderKind.Z] * 2
    assert sum(edge.kind is EdgeKind.HADAMARD for edge in drawn.edges) == 2
