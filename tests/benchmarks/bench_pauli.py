"""Pauli strings back through circuits: a polynomial against pauli-prop, and tables of strings.

Kicked Ising on 127 qubits (Kim et al., Nature 618, 500): RX(θ) on each qubit, RZZ(-π/2) on each
pair of a heavy hexagon, every θ a parameter of its own. Both keep the same number of strings, by
their coefficients at the same θ. pauli-prop's time for one value is put beside a tick of the
polynomial, and beside all that it takes until the first value.
"""

import json
import subprocess
import tempfile
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import numpy as np

import qdesign as qd
from qdesign.circuit import Circuit, Operation
from qdesign.pauli import Observable
from qdesign.simulate.beyond import Limits, Surrogate, Table
from qdesign.simulate.simulator import Simulator
from qdesign.simulate.turns import Turns, turns_of
from tests.benchmarks.report import Row, interleaved, minimum_time

QUBITS: Final = 127
MIDDLE: Final = 62
CASES: Final = ((5, 100_000, 0.7), (20, 1_000, 0.3), (20, 10_000, 0.3), (20, 10_000, 0.7))
"""Steps, strings, θ."""


def rows() -> Iterable[Row]:
    """Every figure."""
    yield exact()
    for steps, strings, theta in CASES:
        yield from against(steps, strings, theta)
    found = in_node(turns_of(kicked(20)), "polynomial")
    note = f"10,000 strings; made in {found['made']:.0f} ms, gradient {found['gradient']:.1f} ms"
    yield Row.at_most(
        "tick in Node, 20 steps", goal=16, measured=found["tick"], unit="ms", note=note
    )
    clifford = random_clifford(1000, 15_000)
    measured = in_node(turns_of(clifford), "table")["table"]
    what = "table, 1,000 qubits x 15,000 gates, all Bloch vectors, in Node"
    yield Row.at_most(what, goal=20, measured=measured, unit="ms")
    table = Table(clifford)
    seconds = minimum_time(lambda: table.bloch_vectors(np.zeros(0)))
    yield Row.at_most(
        "the same from Python", goal=20, measured=1e3 * seconds, unit="ms", note="made before"
    )


@cache
def pairs() -> tuple[tuple[int, int], ...]:
    """The pairs of a heavy hexagon on 127 qubits."""
    from qiskit_ibm_runtime.fake_provider import FakeBrisbane

    edges = FakeBrisbane().coupling_map.get_edges()
    return tuple(sorted({(min(edge), max(edge)) for edge in edges}))


def kicked(steps: int) -> Circuit:
    """The circuit, a parameter for each RX."""
    gates: list[Operation] = []
    for step in range(steps):
        turned = [qd.Angle.parameter(f"t{step}_{q}") for q in range(QUBITS)]
        gates += [Operation("rx", (q,), (angle,)) for q, angle in enumerate(turned)]
        quarter = qd.Angle.parse("-pi/2")
        gates += [Operation("rzz", pair, (quarter,)) for pair in pairs()]
    return Circuit(QUBITS, tuple(gates))


def against(steps: int, strings: int, theta: float) -> Iterable[Row]:
    """One value by pauli-prop, beside a tick of ours and beside making it with its first value."""
    import pauli_prop  # pyright: ignore[reportMissingImports]
    from qiskit import QuantumCircuit
    from qiskit.quantum_info import SparsePauliOp

    circuit = kicked(steps)
    values = np.full(len(circuit.parameters), theta)
    theirs: Any = QuantumCircuit(QUBITS)
    for _ in range(steps):
        theirs.rx(theta, range(QUBITS))
        for pair in pairs():
            theirs.rzz(-np.pi / 2, *pair)
    operator: Any = SparsePauliOp.from_sparse_list([("Z", [MIDDLE], 1.0)], num_qubits=QUBITS)
    limits = Limits(max_terms=strings, near=values, max_nodes=16_000_000)
    found: dict[str, Any] = {}

    def ours() -> None:
        found["made"] = Surrogate(circuit, [(0, 1 << MIDDLE)], limits=limits)
        found["ours"] = found["made"].expectations(values)[0]

    def peer() -> None:
        gates = pauli_prop.circuit_to_rotation_gates(theirs)
        back: Any
        back, _ = pauli_prop.propagate_through_rotation_gates(
            operator, gates, max_terms=strings, atol=0.0, frame="h"
        )
        found["peer"] = back.coeffs[~back.paulis.x.any(axis=1)].sum().real

    times = interleaved({"ours": ours, "peer": peer}, seconds=1.0, least=2)
    tick = minimum_time(lambda: found["made"].expectations(values))
    what = f"kicked Ising, {steps} steps, {strings:,} strings, θ = {theta}"
    ratio = times["peer"] / tick
    yield Row.at_least(
        f"{what}: tick",
        goal=5,
        measured=ratio,
        unit="x pauli-prop",
        note=f"{1e3 * tick:.2f} ms, {found['made'].num_nodes:,} parts; it {times['peer']:.2f} s",
    )
    numbers = f"{found['ours']:.4f} and {found['peer']:.4f}"
    yield Row.at_least(
        f"{what}: made, with the first value",
        goal=5,
        measured=times["peer"] / times["ours"],
        unit="x pauli-prop",
        note=f"{times['ours']:.2f} s; values {numbers}",
    )


def exact() -> Row:
    """Ten qubits, nothing cut, against the state vector."""
    layer = "; ".join(
        f"ry(a{k}) {k}; rz(b{k}) {k}; rzz(c{k}) {k} {(k + 3) % 10}" for k in range(10)
    )
    circuit = Circuit.of(10, f"{layer}; {'; '.join(f'cx {k} {(k + 1) % 10}' for k in range(10))}")
    observable: Observable = qd.problems.tfim(10).observable
    values = np.random.default_rng(0).uniform(-3, 3, len(circuit.parameters))
    run = Simulator(circuit, observable, engine="pauli", max_terms=1_000_000)
    assert run.error_kind == "exact", "strings were cut"
    energy, slopes = run.gradient(values)
    wanted, derivatives = Simulator(circuit, observable).gradient(values)
    off = max(abs(energy - wanted), float(np.abs(slopes - derivatives).max()))
    return Row.at_most("10 qubits, nothing cut, off the state vector by", goal=1e-10, measured=off)


def random_clifford(num_qubits: int, gates: int) -> Circuit:
    """H, S and CX on random qubits."""
    rng = np.random.default_rng(0)
    chosen: list[Operation] = []
    for name in rng.choice(["h", "s", "cx"], gates):
        wires = rng.choice(num_qubits, 2 if name == "cx" else 1, replace=False)
        chosen.append(Operation(name, tuple(wires.tolist())))
    return Circuit(num_qubits, tuple(chosen))


def in_node(turns: Turns, what: str) -> dict[str, float]:
    """Times in milliseconds, as the page has them."""
    script = Path(__file__).with_name("beyond_node.mjs")
    wasm = files("qdesign") / "static" / "beyond.wasm"
    with tempfile.NamedTemporaryFile() as held:
        held.write(turns.data)
        held.flush()
        command = ["node", str(script), str(wasm), held.name, what]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)
