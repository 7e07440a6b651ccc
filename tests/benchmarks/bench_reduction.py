"""Simplification: the corpus beside its peers, ansätze, verdicts, speed.

Peers count two-qubit gates as they report them: pytket's exchanges of wires are free there, ours
are written out as CX gates and counted.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from qdesign import ansatz, qasm
from qdesign.angle import Angle
from qdesign.circuit import Circuit, Operation
from qdesign.equivalence import equivalent
from qdesign.errors import Cancelled
from qdesign.reduction.cost import COSTS
from qdesign.reduction.simplify import simplify
from qdesign.rows import catalog
from tests.benchmarks.report import Row
from tests.simulate.oracle import random_circuit, to_qiskit
from tests.zx.oracle import distance, unitary, values_for

CORPUS = Path(__file__).parents[1] / "data" / "zx"


def rows() -> Iterator[Row]:
    yield from corpus_rows()
    yield from t_rows()
    yield from ansatz_rows()
    yield from random_rows()
    yield from verdict_rows()
    yield from large_rows()


def corpus() -> dict[str, Circuit]:
    return {path.stem: qasm.loads(path.read_text()) for path in sorted(CORPUS.glob("*.qasm"))}


def geometric_mean(ratios: list[float]) -> float:
    return math.exp(sum(math.log(ratio) for ratio in ratios) / len(ratios))


# --- the corpus and the peers ---------------------------------------------------------------------


def corpus_rows() -> Iterator[Row]:
    best: list[float] = []
    peers: list[float] = []
    beaten = 0
    for name, circuit in corpus().items():
        before = circuit.stats
        start = time.perf_counter()
        two_qubit = simplify(circuit, minimize="two_qubit")
        seconds = time.perf_counter() - start
        theirs = peer_counts(circuit)
        rival = min(theirs, key=lambda peer: theirs[peer])
        best.append(two_qubit.after.num_two_qubit / before.num_two_qubit)
        peers.append(theirs[rival] / before.num_two_qubit)
        beaten += two_qubit.after.num_two_qubit > theirs[rival]
        assert two_qubit.verdict.equal is True
        print(
            f"  {name}: two-qubit {before.num_two_qubit} -> {two_qubit.after.num_two_qubit} in "
            f"{seconds:.1f} s; peers {theirs}",
            flush=True,
        )
    note = f"best of all peers circuit by circuit {geometric_mean(peers):.3f}"
    yield Row.at_most(
        "two-qubit gates out/in, 12 circuits, geometric mean",
        goal=0.72,
        measured=geometric_mean(best),
        note=note,
    )
    yield Row.at_most("circuits where a peer has fewer two-qubit gates", goal=0, measured=beaten)


def t_rows() -> Iterator[Row]:
    """T gates without and with extra qubits, beside full_reduce and what is published."""
    without: list[float] = []
    extra: list[float] = []
    peers: list[float] = []
    beaten = 0
    longest = 0.0
    for name, circuit in corpus().items():
        if name == "qft_4":
            continue
        before = circuit.stats
        plain = simplify(circuit, "todd", minimize="t")
        start = time.process_time()
        wide = simplify(circuit, extra_qubits=True)
        seconds = time.process_time() - start
        theirs = full_reduce_t(circuit)
        peers.append(theirs / before.num_t)
        without.append(plain.after.num_t / before.num_t)
        extra.append(wide.after.num_t / before.num_t)
        longest = max(longest, seconds)
        beaten += plain.after.num_t > theirs
        assert plain.verdict.equal is wide.verdict.equal is True
        assert plain.after.num_qubits == before.num_qubits
        print(
            f"  {name}: T {before.num_t} -> {plain.after.num_t}, {wide.after.num_t} with "
            f"{wide.after.num_qubits - before.num_qubits} extra qubits in {seconds:.1f} s; "
            f"full_reduce {theirs}",
            flush=True,
        )
    yield Row.at_most(
        "T gates out/in, no added qubits, 11 circuits, geometric mean",
        goal=0.50,
        measured=geometric_mean(without),
        note=f"full_reduce {geometric_mean(peers):.3f}",
    )
    yield Row.at_most("circuits where full_reduce has fewer T gates", goal=0, measured=beaten)
    yield Row.at_most(
        "T gates out/in, with extra qubits, 11 circuits, geometric mean",
        goal=0.42,
        measured=geometric_mean(extra),
        note="published (TODD to FastTODD, arXiv:1712.01557, 2407.08695) 0.395",
    )
    yield Row.at_most(
        "the longest of them, with its proof", goal=60, measured=longest, unit="s of one core"
    )


def full_reduce_t(circuit: Circuit) -> int:
    """T gates that pyzx's full_reduce leaves."""
    from pyzx.simplify import full_reduce, tcount

    from qdesign.convert.pyzx import to_pyzx
    from qdesign.zx.translate import to_diagram

    graph: Any = to_pyzx(to_diagram(circuit))
    full_reduce(graph)
    return tcount(graph)


def peer_counts(circuit: Circuit) -> dict[str, int]:
    """Two-qubit gates of each peer, given CX and one-qubit gates."""
    import qiskit
    from pytket.passes import FullPeepholeOptimise, GreedyPauliSimp
    from pytket.qasm.qasm import circuit_from_qasm_str
    from pyzx.circuit import Circuit as PyzxCircuit
    from pyzx.extract import extract_circuit
    from pyzx.optimize import basic_optimization
    from pyzx.simplify import full_reduce, teleport_reduce
    from qiskit import qasm2

    plain = qiskit.transpile(
        to_qiskit(circuit, {}),
        basis_gates=["cx", "h", "s", "sdg", "t", "tdg", "x", "z"],
        optimization_level=0,
    )
    text = qasm2.dumps(plain)
    found: dict[str, int] = {}
    given = circuit_from_qasm_str(text)
    for name, each in (
        ("GreedyPauliSimp", GreedyPauliSimp()),
        ("FullPeepholeOptimise", FullPeepholeOptimise(allow_swaps=False)),
    ):
        copy = given.copy()
        each.apply(copy)
        found[name] = copy.n_2qb_gates()
    level3 = qiskit.transpile(
        plain, basis_gates=["cx", "rz", "sx", "x"], optimization_level=3, seed_transpiler=0
    )
    found["qiskit level 3"] = level3.count_ops().get("cx", 0)
    theirs: Any = PyzxCircuit.from_qasm(text)
    graph: Any = teleport_reduce(theirs.to_graph())
    again = basic_optimization(PyzxCircuit.from_graph(graph).to_basic_gates())
    found["pyzx teleport and basic"] = again.twoqubitcount()
    graph = theirs.to_graph()
    full_reduce(graph)
    found["pyzx extraction"] = extract_circuit(graph).to_basic_gates().twoqubitcount()
    return found


# --- ansätze --------------------------------------------------------------------------------------


def ansatz_rows() -> Iterator[Row]:
    five = simplify(ansatz.sim(5, num_qubits=4, layers=1))
    yield Row.at_most(
        "Sim 5, n = 4, L = 1: two-qubit gates", goal=9, measured=five.after.num_two_qubit
    )
    rotations = five.after.num_rotations
    yield Row("Sim 5, n = 4, L = 1: rotations", 22, rotations, "", rotations == 22, "of 28")
    wrong = grown = count = 0
    for layers in (1, 2):
        for number in range(1, 20):
            circuit = ansatz.sim(number, num_qubits=4, layers=layers)
            values = values_for(circuit.parameters, np.random.default_rng(number))
            expected = unitary(circuit, values)
            for strategy in catalog("strategy"):
                for minimize in COSTS:
                    result: Any = simplify(circuit, strategy, minimize, time_budget=1.0)  # type: ignore[arg-type]
                    count += 1
                    wrong += distance(unitary(result.body, values), expected) > 1e-8
                    wrong += result.verdict.equal is not True
                    grown += result.after.num_two_qubit > result.before.num_two_qubit
    note = f"{count} runs: 19 circuits, n = 4, L = 1, 2, every strategy and cost"
    yield Row.at_most("Sim circuits: results that differ from the input", goal=0, measured=wrong)
    yield Row.at_most(
        "Sim circuits: results with more two-qubit gates", goal=0, measured=grown, note=note
    )
    yield from first_answer_row()
    yield from rotation_rows()


def rotation_rows() -> Iterator[Row]:
    """Rotations that are left of the Sim circuits, beside those of full_reduce."""
    from pyzx.simplify import full_reduce

    from qdesign.convert.pyzx import from_pyzx, to_pyzx
    from qdesign.zx.translate import to_diagram

    above = ours = theirs = 0
    for layers in (1, 2, 3):
        for number in range(1, 20):
            circuit = ansatz.sim(number, num_qubits=4, layers=layers)
            graph: Any = to_pyzx(to_diagram(circuit))
            full_reduce(graph)
            peer = sum(not spider.phase.is_clifford for spider in from_pyzx(graph).spiders)
            left = simplify(circuit, "teleport", "rotations").after.num_rotations
            above += left > peer
            ours += left
            theirs += peer
    note = f"19 circuits, n = 4, L = 1, 2, 3: {ours} rotations in all, full_reduce {theirs}"
    yield Row.at_most("Sim circuits: more rotations than pyzx", goal=0, measured=above, note=note)


def first_answer_row() -> Iterator[Row]:
    from pyzx.simplify import full_reduce

    from qdesign.convert.pyzx import to_pyzx
    from qdesign.zx.translate import to_diagram

    circuit = ansatz.sim(6, num_qubits=8, layers=2)
    times: list[float] = []
    for _ in range(3):
        result = simplify(circuit, time_budget=0.3)
        times.append(next(step.seconds for step in result.steps if step.stats is not None))
    graph = to_pyzx(to_diagram(circuit))
    start = time.perf_counter()
    full_reduce(graph)
    note = f"pyzx full_reduce alone {time.perf_counter() - start:.2f} s"
    yield Row.at_most(
        "Sim 6, n = 8, L = 2, symbolic: first answer of best",
        goal=0.2,
        measured=min(times),
        unit="s",
        note=note,
    )


# --- random circuits and verdicts -----------------------------------------------------------------


def random_rows() -> Iterator[Row]:
    wrong = count = 0
    for seed in range(40):
        rng = np.random.default_rng(7000 + seed)
        circuit = random_circuit(int(rng.integers(1, 6)), 20, rng)
        values = values_for(circuit.parameters, rng)
        expected = unitary(circuit, values)
        for strategy in catalog("strategy"):
            result: Any = simplify(circuit, strategy, time_budget=2.0)  # type: ignore[arg-type]
            count += 1
            wrong += distance(unitary(result.body, values), expected) > 1e-8
    yield Row.at_most(
        "40 random symbolic circuits, every strategy: wrong",
        goal=0,
        measured=wrong,
        note=f"{count} runs against Qiskit's matrices",
    )
    wrong = 0
    for seed in range(150):
        rng = np.random.default_rng(9000 + seed)
        circuit = random_circuit(int(rng.integers(1, 6)), 15, rng)
        values = values_for(circuit.parameters, rng)
        expected = unitary(circuit, values)
        for strategy in ("teleport", "full"):
            result = simplify(circuit, strategy)  # type: ignore[arg-type]
            wrong += distance(unitary(result.body, values), expected) > 1e-8
    yield Row.at_most(
        "150 random symbolic circuits, teleport and full: wrong", goal=0, measured=wrong
    )


def verdict_rows() -> Iterator[Row]:
    seen = claimed = total = 0
    seed = 0
    while total < 200:
        seed += 1
        rng = np.random.default_rng(20_000 + seed)
        num_qubits = int(rng.integers(2, 9))
        circuit = random_circuit(num_qubits, 25, rng)
        pair = (with_other_angle if total % 2 else with_moved_cx)(circuit, rng)
        if pair is None:
            continue
        values = values_for(circuit.parameters, rng)
        if distance(unitary(pair[1], values), unitary(pair[0], values)) < 1e-6:
            continue
        total += 1
        verdict = equivalent(*pair)
        seen += verdict.equal is False
        claimed += verdict.equal is True
    yield Row.at_least(
        "pairs unequal by one angle of 1e-3 or one CX moved: seen", goal=200, measured=seen
    )
    yield Row.at_most("of these, claimed equal", goal=0, measured=claimed)


def with_other_angle(circuit: Circuit, rng: np.random.Generator) -> tuple[Circuit, Circuit] | None:
    """A circuit, and the same with one angle larger by 1e-3."""
    operations = list(circuit.plain_operations)
    places = [k for k, o in enumerate(operations) if o.angles and o.gate != "gphase"]
    if not places:
        return None
    place = places[rng.integers(len(places))]
    first, *rest = operations[place].angles
    operations[place] = replace(operations[place], angles=(first + Angle.of(1e-3), *rest))
    return circuit, circuit.with_operations(operations)


def with_moved_cx(circuit: Circuit, rng: np.random.Generator) -> tuple[Circuit, Circuit] | None:
    """A circuit with one more CX, and the same with that CX elsewhere."""
    operations = list(circuit.plain_operations)
    a, b = (int(q) for q in rng.permutation(circuit.num_qubits)[:2])
    cx = Operation("cx", (a, b))
    first, second = sorted(int(k) for k in rng.integers(0, len(operations), 2))
    if first == second:
        return None
    with_cx = [*operations[:first], cx, *operations[first:]]
    moved = [*operations[:second], cx, *operations[second:]]
    return (
        None
        if with_cx == moved
        else (circuit.with_operations(with_cx), circuit.with_operations(moved))
    )


# --- size -----------------------------------------------------------------------------------------


def large_rows() -> Iterator[Row]:
    circuit = large_circuit(1000, 8)
    start = time.perf_counter()
    result = simplify(circuit)
    seconds = time.perf_counter() - start
    note = f"two-qubit {result.before.num_two_qubit} -> {result.after.num_two_qubit}"
    yield Row.at_most(
        "1,000 gates on 8 qubits, best, by habit", goal=5, measured=seconds, unit="s", note=note
    )
    circuit = large_circuit()
    start = time.perf_counter()
    result = simplify(circuit, "teleport")
    seconds = time.perf_counter() - start
    note = f"rotations {result.before.num_rotations} -> {result.after.num_rotations}"
    yield Row.at_most(
        "10,000 gates on 20 qubits, teleport", goal=60, measured=seconds, unit="s", note=note
    )
    worst = 0.0
    for delay in (0.2, 0.5, 1.0, 1.5, 2.0, 2.5):
        event = threading.Event()
        asked = [0.0]

        def ask(delay: float = delay, event: Any = event, asked: list[float] = asked) -> None:
            time.sleep(delay)
            asked[0] = time.perf_counter()
            event.set()

        thread = threading.Thread(target=ask)
        thread.start()
        try:
            simplify(circuit, "teleport", cancel=event)
        except Cancelled:
            worst = max(worst, time.perf_counter() - asked[0])
        thread.join()
    yield Row.at_most("the same, until it stops once cancelled", goal=1, measured=worst, unit="s")


def large_circuit(count: int = 10_000, num_qubits: int = 20) -> Circuit:
    rng = np.random.default_rng(0)
    operations: list[Operation] = []
    for k in range(count):
        a, b = (int(q) for q in rng.permutation(num_qubits)[:2])
        chance = rng.random()
        if chance < 0.35:
            operations.append(Operation("cx", (a, b)))
        elif chance < 0.6:
            operations.append(Operation(("h", "s", "t")[k % 3], (a,)))
        else:
            angle = (Angle.parameter(f"a{k % 500}"),)
            operations.append(Operation(("rx", "ry", "rz")[k % 3], (a,), angle))
    return Circuit(num_qubits, tuple(operations))
