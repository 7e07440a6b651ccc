"""Which of our guards against faults of other libraries can go: `python -m scripts.guards`.

Each guard stands in our code only because a peer is wrong. A probe asks the peer's installed
release whether it still is. This is a report and never fails: our own tests hold our results.
"""

from __future__ import annotations

import copy
import importlib
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from importlib.metadata import version
from itertools import pairwise
from typing import Any, Final

import numpy as np


@dataclass(frozen=True, slots=True)
class Guard:
    """A guard, the peer that makes it necessary, and how to ask whether it still does.

    Attributes:
        what: what our code does because of the fault.
        where: the file that does it.
        peer: distribution that is at fault.
        seen: release in which the fault was measured.
        is_wrong: is the installed release still wrong?
    """

    what: str
    where: str
    peer: str
    seen: str
    is_wrong: Callable[[], bool]


def _raises(call: Callable[[], object]) -> bool:
    try:
        call()
    except Exception:  # whatever it is, the peer cannot do it
        return True
    return False


def _symbolic() -> Any:
    import pyzx as zx
    from pyzx.symbolic import new_var

    kit: Any = zx
    circuit = kit.Circuit(2)
    circuit.add_gate("HAD", 0)
    circuit.add_gate("ZPhase", 0, new_var("a", False))
    circuit.add_gate("CNOT", 0, 1)
    return circuit


def _symbols_stop_optimizers() -> bool:
    from pyzx.optimize import basic_optimization

    call: Any = basic_optimization
    return _raises(lambda: _symbolic().stats()) or _raises(lambda: call(_symbolic()))


def _adjoints_are_wrong() -> bool:
    import pyzx as zx
    from pyzx.circuit import gates

    kit: Any = zx
    rows: Any = gates
    third, fifth, seventh = Fraction(1, 3), Fraction(1, 5), Fraction(1, 7)
    made = (
        rows.U2(0, third, fifth),
        rows.U3(0, third, fifth, seventh),
        rows.CU(0, 1, third, fifth, seventh, Fraction(1, 9)),
        rows.CU3(0, 1, third, fifth, seventh),
        rows.CSX(0, 1),
    )
    for gate in made:
        circuit = kit.Circuit(2)
        circuit.add_gate(gate)
        product = circuit.adjoint().to_matrix() @ circuit.to_matrix()
        product /= product[0, 0]
        if not np.allclose(product, np.eye(4), atol=1e-6):
            return True
    return False


def _gadgets_cannot_be_copied() -> bool:
    from pyzx.circuit import gates

    rows: Any = gates
    return _raises(lambda: rows.RZZ(0, 1, Fraction(1, 3)).copy()) or _raises(
        lambda: rows.PhaseGadget(Fraction(1, 3), 0, 1).copy()
    )


def _clones_share_edges() -> bool:
    from pyzx.graph.multigraph import Multigraph
    from pyzx.utils import EdgeType, VertexType

    original: Any = Multigraph()
    ends = [original.add_vertex(VertexType.BOUNDARY, 0, row) for row in (0, 2)]
    middle = original.add_vertex(VertexType.Z, 0, 1)
    original.add_edges([(ends[0], middle), (middle, ends[1])])
    other = original.clone()
    other.set_edge_type(next(iter(other.edges())), EdgeType.HADAMARD)
    return any(original.edge_type(edge) == EdgeType.HADAMARD for edge in original.edges())


def _cancelled_symbols_stay() -> bool:
    from pyzx.graph.graph_s import GraphS
    from pyzx.symbolic import Poly, new_var
    from pyzx.utils import VertexType

    a: Any = new_var("a", False)
    graph: Any = GraphS()
    vertex = graph.add_vertex(VertexType.Z)
    graph.set_phase(vertex, a - a + Fraction(1, 4))
    return isinstance(graph.phase(vertex), Poly)


def _names_break_json() -> bool:
    import pyzx as zx
    from pyzx.graph.graph_s import GraphS
    from pyzx.symbolic import new_var
    from pyzx.utils import VertexType

    kit: Any = zx
    graph = kit.Circuit(1).to_graph()
    vertex = graph.add_vertex(VertexType.Z)
    graph.set_phase(vertex, new_var("θ", False, graph.var_registry))
    reader: Any = GraphS
    return _raises(lambda: reader.from_json(graph.to_json()))


def _programs_declare_no_inputs() -> bool:
    circuit = _symbolic()
    return _raises(lambda: circuit.to_qasm(3)) or "input" not in circuit.to_qasm(3)


def _pushing_pi_is_wrong() -> bool:
    """Does PyZX's rule change what a small graph means, or raise on it, anywhere it is tried?"""
    from pyzx.utils import VertexType

    rule: Any = importlib.import_module("pyzx.simplify").pi_commute_rewrite
    same: Any = importlib.import_module("pyzx.tensor").compare_tensors
    for seed in range(40):
        graph = _random_graph(np.random.default_rng(seed))
        expected = graph.to_tensor()
        if np.abs(expected).max() < 1e-9:
            continue
        for vertex in list(graph.vertices()):
            if graph.type(vertex) == VertexType.BOUNDARY:
                continue
            changed = copy.deepcopy(graph)
            if _raises(lambda changed=changed, vertex=vertex: rule.apply(changed, vertex)):
                return True
            if not same(expected, changed.to_tensor(), preserve_scalar=False):
                return True
    return False


def _random_graph(rng: np.random.Generator) -> Any:
    """Three spiders in a row, each with an output, with random colors, phases and edges."""
    from pyzx.graph.graph_s import GraphS
    from pyzx.utils import EdgeType, VertexType

    graph: Any = GraphS()
    kinds, phases = (VertexType.Z, VertexType.X), (0, 1, Fraction(1, 4), Fraction(1, 2))
    places = [graph.add_vertex(VertexType.BOUNDARY, 0, 0)]
    for row in range(1, 4):
        kind, phase = kinds[rng.integers(2)], phases[rng.integers(4)]
        places.append(graph.add_vertex(kind, 0, row, phase))
    places.append(graph.add_vertex(VertexType.BOUNDARY, 0, 4))
    for one, other in pairwise(places):
        graph.add_edge((one, other), (EdgeType.SIMPLE, EdgeType.HADAMARD)[rng.integers(2)])
    outputs = [places[-1]]
    for row in range(1, 4):
        outputs.append(graph.add_vertex(VertexType.BOUNDARY, 1, row))
        graph.add_edge((places[row], outputs[-1]))
    graph.set_inputs((places[0],))
    graph.set_outputs(tuple(outputs))
    return graph


GUARDS: Final = (
    Guard(
        "figures and optimizers of circuits with symbols are our own",
        "qdesign/circuit.py, qdesign/reduction",
        *("pyzx", "0.10.7", _symbols_stop_optimizers),
    ),
    Guard(
        "inverses of u2, u, cu and csx are the gate table's",
        "qdesign/control.py",
        *("pyzx", "0.10.7", _adjoints_are_wrong),
    ),
    Guard(
        "gates of PyZX are never copied",
        "qdesign/convert/pyzx.py",
        *("pyzx", "0.10.7", _gadgets_cannot_be_copied),
    ),
    Guard(
        "graphs are copied by deepcopy and not by clone",
        "qdesign/zx/reduce.py",
        *("pyzx", "0.10.7", _clones_share_edges),
    ),
    Guard(
        "phases are normalized before a reduction",
        "qdesign/convert/pyzx.py: normalize",
        *("pyzx", "0.10.7", _cancelled_symbols_stay),
    ),
    Guard(
        "names of symbols are written in ASCII",
        "qdesign/convert/pyzx.py: to_symbol",
        *("pyzx", "0.10.7", _names_break_json),
    ),
    Guard(
        "OpenQASM is never taken from PyZX",
        "qdesign/qasm",
        *("pyzx", "0.10.7", _programs_declare_no_inputs),
    ),
    Guard(
        "pi_commute is our own rule",
        "qdesign/zx",
        *("pyzx", "0.10.7", _pushing_pi_is_wrong),
    ),
)


def report() -> list[tuple[Guard, str]]:
    """Each guard with what the installed peer says: still wrong, can go, or cannot be asked."""
    said: list[tuple[Guard, str]] = []
    for guard in GUARDS:
        try:
            word = "still wrong" if guard.is_wrong() else "can go"
        except Exception as error:  # a peer that moved its parts must not stop the report
            word = f"cannot be asked: {type(error).__name__}: {error}"
        said.append((guard, word))
    return said


def main() -> None:
    """Prints the report."""
    for guard, word in report():
        print(f"{guard.peer} {version(guard.peer)}: {word}: {guard.what} ({guard.where})")


if __name__ == "__main__":
    main()
