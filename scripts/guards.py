"""Which of our guards against faults of other libraries can go: `python -m scripts.guards`.

Each guard stands in our code only because a peer is wrong. A probe asks the peer's installed
release whether it still is. This is a report and never fails: our own tests hold our results.
"""

from __future__ import annotations

import copy
import importlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from importlib.metadata import PackageNotFoundError, version
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, TypeVar

import numpy as np

_SECONDS: Final = 300
_Given = TypeVar("_Given")


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


def _extraction_raises_anything() -> bool:
    """On a wire that is cut; on a whole one it must work, or nothing is known."""
    _extract(whole=True)
    try:
        _extract(whole=False)
    except Exception as error:
        return type(error).__module__ == "builtins"
    return False


def _extract(*, whole: bool) -> None:
    pyzx = _module("pyzx")
    graph = pyzx.Graph()
    ports = [graph.add_vertex(pyzx.VertexType.BOUNDARY, 0, row) for row in (0, 1)]
    if whole:
        graph.add_edge(tuple(ports))
    graph.set_inputs((ports[0],))
    graph.set_outputs((ports[1],))
    pyzx.extract_circuit(graph)


def _reserves_a_gigabyte() -> bool:
    """Of addresses; pages of 4 KiB, as Linux counts them."""
    said = _run("-c", "import qdk.openqasm; print(open('/proc/self/statm').read().split()[0])")
    return int(said) * 4096 > 2**30


def _deep_nesting_kills() -> bool:
    return _fails_only_with(_parse_nested, 10, 200_000)


def _parse_nested(depth: int) -> None:
    text = f"'input float x; output float y; y = ' + '(' * {depth} + 'x' + ')' * {depth} + ';'"
    _run("-c", f"from qdk.openqasm import parser; parser.parse('OPENQASM 3.0; ' + {text})")


def _no_unequal_registers() -> bool:
    return _fails_only_with(_read_condition, "==", "!=")


def _read_condition(sign: str) -> None:
    head = 'OPENQASM 3.0; include "stdgates.inc"; qubit q; bit[2] c; '
    _module("qiskit.qasm3").loads(f"{head} if (c {sign} 1) {{ x q; }}")


def _replies_go_to_subshells_that_are_gone() -> bool:
    comm = _module("ipykernel.comm.comm").BaseComm(target_name="probe", primary=False)
    comm._reply_subshell_id = "gone"
    return comm._reply_subshell_for({}, None) == "gone"


def _saves_in_place() -> bool:
    fileio = _module("jupyter_server.services.contents.fileio")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.qdesign")
        path.write_text("whole")
        with fileio.atomic_writing(str(path)) as file:
            file.write("ha")
            file.flush()
            return path.read_text() != "whole"


def _connections_keep_half_a_message() -> bool:
    """Bokeh's own text: does a connection that connects again take a new receiver?"""
    scripts = Path(_module("bokeh").__file__).parent / "server" / "static" / "js"
    text = (scripts / "bokeh.js").read_text(encoding="utf-8")
    body = text[text.index("class ClientConnection") :]
    return body[: body.index("_schedule_reconnect(")].count("new receiver_1.Receiver()") == 1


def _fixtures_warn() -> bool:
    return _fails_only_with(_use_fixture, "browser_name", "base_url")


def _use_fixture(name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "test_page.py").write_text(f"def test_page({name}): pass\n")
        _run("-m", "pytest", "-q", "-c", os.devnull, "-W", "error", folder)


def _module(name: str) -> Any:
    """A peer is asked, not typed: what it lacks is an answer."""
    return importlib.import_module(name)


def _fails_only_with(call: Callable[[_Given], None], good: _Given, bad: _Given) -> bool:
    """Whether `bad` fails; where `good` fails, too, the probe itself is out of date and raises."""
    call(good)
    try:
        call(bad)
    except Exception:
        return True
    return False


def _run(*arguments: str) -> str:
    """What a Python of its own prints, the user's environment without our guards in it."""
    bare = {name: value for name, value in os.environ.items() if not name.startswith("MIMALLOC")}
    command = [sys.executable, *arguments]
    return subprocess.run(
        command, capture_output=True, timeout=_SECONDS, check=True, env=bare, text=True
    ).stdout


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
    Guard(
        "any exception of extraction means that there is no circuit",
        "qdesign/zx/extraction.py: extract_graph",
        *("pyzx", "0.10.8", _extraction_raises_anything),
    ),
    Guard(
        "text that nests deeply is refused before it is parsed",
        "qdesign/qasm/limits.py: MAX_NESTING",
        *("qdk", "1.33.1", _deep_nesting_kills),
    ),
    Guard(
        "the parser process starts with a small reserve of memory",
        "qdesign/qasm/parsing.py: MIMALLOC_ARENA_RESERVE",
        *("qdk", "1.33.1", _reserves_a_gigabyte),
    ),
    Guard(
        "unequal registers are written as the other branch",
        "qdesign/qasm/writer.py: _open",
        *("qiskit-qasm3-import", "0.6.0", _no_unequal_registers),
    ),
    Guard(
        "a widget's messages reach whichever subshell is left",
        "qdesign/ui/subshells.py: keep_reachable",
        *("ipykernel", "7.4.0", _replies_go_to_subshells_that_are_gone),
    ),
    Guard(
        "documents are saved whole or not at all",
        "qdesign/server/contents.py: save_safely",
        *("jupyter-server", "2.21.1", _saves_in_place),
    ),
    Guard(
        "half a message of a dropped line is thrown away",
        "extension/src/hosts/bokeh.ts: _receiver",
        *("bokeh", "3.9.2", _connections_keep_half_a_message),
    ),
    Guard(
        "a warning of pytest-playwright is no error",
        "pyproject.toml: filterwarnings",
        *("pytest-playwright", "0.10.0", _fixtures_warn),
    ),
)


def report() -> Iterator[str]:
    """A line for each guard: its peer is still wrong, the guard can go, or nobody can tell."""
    for guard in GUARDS:
        yield f"{_said(guard)}: {guard.what} ({guard.where})"


def _said(guard: Guard) -> str:
    try:
        release = f"{guard.peer} {version(guard.peer)}"
        return f"{release}: still wrong" if guard.is_wrong() else f"{release}: can go"
    except PackageNotFoundError:
        return f"{guard.peer}: not installed"
    except Exception as error:  # a peer that moved its parts must not stop the report
        return f"{guard.peer}: cannot be asked, {type(error).__name__}: {error}"


def main() -> None:
    """Prints the report."""
    for line in report():
        print(line, flush=True)


if __name__ == "__main__":
    main()
