"""OpenQASM: 10⁵ gates read and written, beside Qiskit; real programs that load and round-trip."""

import json
import os
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import qiskit.qasm2
import qiskit.qasm3

from qdesign.errors import InvalidText
from qdesign.qasm import dumps, loads
from tests.benchmarks.report import Row

GATES = 100_000
PEER_GATES = 5_000
ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "data"
HEAD3 = 'OPENQASM 3.0;\ninclude "stdgates.inc";\ninput float[64] a;\nqubit[20] q;\n'
HEAD2 = 'OPENQASM 2.0;\ninclude "qelib1.inc";\nqreg q[20];\n'


def program(count: int, kind: str) -> str:
    """Rotations and CX in turn, every angle another one."""
    lines: list[str] = []
    for k in range(count // 2):
        angle = f"{k * 0.001}*a + pi/{k % 7 + 1}" if kind == "symbolic" else f"{k * 0.001}"
        lines.append(f"rx({angle}) q[{k % 20}];")
        lines.append(f"cx q[{k % 20}], q[{(k + 1) % 20}];")
    return (HEAD2 if kind == "version 2" else HEAD3) + "\n".join(lines) + "\n"


def seconds(call: Callable[[], object], repeats: int = 3) -> float:
    """The fastest of a few calls."""
    best = float("inf")
    for _ in range(repeats):
        start = time.perf_counter()
        call()
        best = min(best, time.perf_counter() - start)
    return best


def peak_gigabytes(kind: str) -> float:
    """Greatest memory of reading and writing one program, with the parser's, in a fresh process."""
    code = (
        "import json, resource\n"
        "from qdesign.qasm import dumps, loads\n"
        "from tests.benchmarks.bench_qasm import GATES, program\n"
        f"dumps(loads(program(GATES, {kind!r})))\n"
        "own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss\n"
        "print(json.dumps((own + child) / 2**20))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return float(json.loads(done.stdout))


def rows() -> Iterator[Row]:
    """Times, memory, then the corpus."""
    texts = {kind: program(GATES, kind) for kind in ("numeric", "symbolic", "version 2")}
    small = program(PEER_GATES, "symbolic")
    peer3 = seconds(lambda: qiskit.qasm3.loads(small), 1) * GATES / PEER_GATES
    peer2 = seconds(lambda: qiskit.qasm2.loads(texts["version 2"]))
    peers = {
        "numeric": "",
        "symbolic": f"qiskit.qasm3.loads {peer3:.0f} s (from {PEER_GATES:,} gates)",
        "version 2": f"qiskit.qasm2.loads {peer2:.2f} s (Rust, numbers only)",
    }
    for kind, text in texts.items():
        before = os.times()
        taken = seconds(lambda text=text: loads(text))
        after = os.times()
        spent = (after.user + after.system - before.user - before.system) / 3
        note = f"{spent:.2f} s of them at work here, the rest waiting; {peers[kind]}"
        yield Row.at_most(
            f"read 10⁵ gates, {kind}", goal=3.0, measured=taken, unit="s", note=note.rstrip("; ")
        )
    circuit = loads(texts["symbolic"])
    theirs = qiskit.qasm3.loads(small)
    peer = seconds(lambda: qiskit.qasm3.dumps(theirs), 1) * GATES / PEER_GATES
    taken = seconds(lambda: dumps(circuit))
    note = f"qiskit.qasm3.dumps {peer:.2f} s (from {PEER_GATES:,} gates)"
    yield Row.at_most("write 10⁵ gates, symbolic", goal=3.0, measured=taken, unit="s", note=note)
    peak = peak_gigabytes("symbolic")
    note = "this process and the parser's together"
    yield Row.at_most("memory for both", goal=1.0, measured=peak, unit="GiB", note=note)
    yield from corpus()


def corpus() -> Iterator[Row]:
    """Every program either round-trips or is refused with line and column."""
    programs = sorted([*DATA.glob("openqasm2/*.qasm"), *DATA.glob("openqasm3/*.qasm")])
    circuits = refused = read_by_qiskit = 0
    for path in programs:
        try:
            circuit = loads(path.read_text())
        except InvalidText:
            refused += 1
            continue
        text = dumps(circuit)
        circuits += loads(text) == circuit
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            read_by_qiskit += qiskit.qasm3.loads(text).num_qubits == circuit.num_qubits
    yield Row.at_least(
        "programs that round-trip or are refused with a place",
        goal=len(programs),
        measured=circuits + refused,
        note=f"{circuits} circuits, {refused} others; Qiskit reads {read_by_qiskit} of ours back",
    )
