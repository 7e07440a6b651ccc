"""Runs qdesign as Python in a web page has it, and prints what each door gave as JSON.

Its own process: what Pyodide has is loaded first, the libraries that it lacks are hidden, nothing
starts a process or a thread, and the engine runs behind `js` (javascript.py, which has wasmtime
for itself).
"""

import json
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any

import anywidget  # noqa: F401
import networkx as nx
import numpy as np
import pyzx  # noqa: F401
import scipy.linalg
import scipy.optimize
import scipy.sparse.linalg  # noqa: F401

from tests.wasm import javascript

HIDDEN = (
    *("bokeh", "cma", "distributed", "jupyter_server", "jupyterlab", "openqasm3", "pandas"),
    *("panel", "pennylane", "plotly", "pyarrow", "pyqir", "pytket", "qdk", "qiskit", "qiskit_aer"),
    *("qiskit_ibm_runtime", "qiskit_qasm3_import", "rustworkx", "stim"),
)
TEXT = "OPENQASM 3.0; qubit[1] q; U(0, 0, 0) q[0];"


def enter() -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise OSError(138, "emscripten does not support processes.")

    def refuse_thread(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    sys.modules["js"] = javascript
    for name in HIDDEN:
        sys.modules[name] = None  # type: ignore[assignment]
    subprocess.Popen.__init__ = refuse  # type: ignore[method-assign,assignment]
    threading.Thread.start = refuse_thread  # type: ignore[method-assign,assignment]
    sys.platform = "emscripten"


def asked(**question: Any) -> Any:
    from qdesign.session import Session

    replies: list[Any] = []
    Session(lambda reply, _: replies.append(reply)).receive({"id": 1, **question})
    last = replies[-1]
    return last["error"]["message"] if "error" in last else sorted(last["result"])


def doors() -> dict[str, Callable[[], Any]]:
    import qdesign as qd

    c = qd.Circuit.of(2, "h 0; rx(a) 1; cx 0 1")
    wide = qd.Circuit.of(2, "rx(a) 0; ry(b) 1; cx 0 1")
    h = qd.Observable({"ZZ": 1.0})
    d = qd.to_diagram(c)
    noise = qd.Noise({"depolarizing": 1e-2})
    at = {"a": 0.2}
    lessons = qd.catalog("lesson")
    return {
        "text": lambda: qd.qasm.dumps(c, at, dialect="ibm")[:12],
        "document": lambda: qd.Document.loads(qd.Document(body=c).dumps()).body == c,
        "energy": lambda: round(qd.Simulator(c, h).expectation(at), 12),
        "sweep": lambda: qd.sweep(c, h, np.array([[0.0], [0.2]])).shape,
        "landscape": lambda: qd.landscape(wide, h, x="a", y="b", points=4).energies.shape,
        "noise": lambda: qd.Simulator(c, h, noise=noise).expectation(at) < 1,
        "counts": lambda: qd.Simulator(c, h).sample(at, shots=100, seed=0).shots,
        "optimize": lambda: round(qd.optimize(c, h).energy, 6),
        "ground state": lambda: round(qd.problems.h2().exact_energy or 0, 6),
        "cut": lambda: round(qd.problems.maxcut(nx.cycle_graph(4)).exact_energy or 0, 6),
        "extract": lambda: bool(qd.equivalent(qd.zx.extract(d), c)),
        "layout": lambda: len(qd.zx.layout(d).spiders),
        "proof": lambda: qd.zx.Proof(d).check() is not None,
        "simplify": lambda: qd.simplify(qd.ansatz.sim(6, num_qubits=3)).verdict.equal,
        "rank": lambda: qd.parameter_rank(c).zx,
        "lessons": lambda: sorted({str(o.check(o.reference).outcome) for o in lessons.values()}),
        "wrong": lambda: str(qd.lessons.get("pair").check(c).outcome),
        "studio": lambda: qd.Studio(c).circuit == c,
        "picture": lambda: len(c._repr_html_()) > 0,
        "asks": lambda: asked(ask="catalog"),
        "asks for text": lambda: asked(ask="parse", text=TEXT, format="auto"),
        "reading": lambda: qd.qasm.loads(TEXT),
        "qiskit": lambda: qd.to_qiskit(c),
        "pennylane": lambda: qd.to_pennylane(c),
        "routing": lambda: qd.simplify(c, coupling="line"),
        "devices": lambda: [target.ready for target in qd.targets("local")],
        "plot": lambda: qd.landscape(wide, h, x="a", y="b", points=4).plot(),
        "cma": lambda: qd.optimize(c, h, method="cma_es"),
    }


def main() -> None:
    enter()
    from qdesign.errors import QdesignError

    found: dict[str, Any] = {}
    for name, door in doors().items():
        try:
            found[name] = door()
        except QdesignError as error:
            found[name] = str(error)
    found["native"] = "qdesign.wasm.native" in sys.modules
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
