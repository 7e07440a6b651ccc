"""The whole main job on a built-in ansatz, printed stage by stage."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

import qdesign as qd
from qdesign.hardware.provider import target


def run() -> None:
    """Reads, simplifies, verifies, tunes, exports and queues an ansatz; prints each stage."""
    ansatz = qd.ansatz.sim(5, num_qubits=4, layers=1)
    _stage(1, "Read an ansatz", "Sim, Johnson, Aspuru-Guzik circuit 5 (arXiv:1905.10876)")
    text = qd.qasm.dumps(ansatz)
    circuit = qd.qasm.loads(text)
    stats = circuit.stats
    print(
        f"   {stats.num_qubits} qubits, {stats.num_parameters} parameters, "
        f"{stats.num_two_qubit} two-qubit gates, depth {stats.depth}"
    )

    _stage(2, "See what is redundant", "ranks of parameters → unitary")
    rank = qd.parameter_rank(circuit)
    print(
        f"   {rank.num_parameters} parameters move {rank.unitary} independent directions "
        f"(zx rank {rank.zx})"
    )

    _stage(3, "Simplify, every step verified", "fewest two-qubit gates")
    done = qd.simplify(circuit)
    small = done.body
    assert isinstance(small, qd.Circuit)
    for label, old, new in (
        ("two-qubit gates", done.before.num_two_qubit, done.after.num_two_qubit),
        ("rotations", done.before.num_rotations, done.after.num_rotations),
        ("depth", done.before.depth, done.after.depth),
    ):
        print(f"   {label:<16}{old:>4} → {new}")
    print(f"   verdict: {done.verdict}")
    for note in done.left_out:
        print(f"   {note}")

    _stage(4, "Tune it", "transverse-field Ising ring of 4 sites, gradients by the adjoint method")
    problem = qd.problems.tfim(4, field=1.0, periodic=True)
    tuned = qd.optimize(small, problem.observable, method="lbfgs", seed=7)
    print(
        f"   energy {tuned.energy:.6f}, exact {problem.exact_energy:.6f}, "
        f"{len(tuned.history)} steps"
    )

    _stage(5, "Export OpenQASM 3", "free parameters are inputs; here they are bound")
    exported = qd.qasm.dumps(small, values=tuned.values)
    print(f"   {len(exported.splitlines())} lines, for example:")
    for line in exported.splitlines()[2:6]:
        print(f"      {line}")

    _stage(6, "Send it to a queue", "local:fake_manila, the noise of a real device")
    chosen = target("local:fake_manila")
    if chosen.available:
        _queue(small, tuned.values, chosen.name)
    else:
        print(f"   left out: {chosen.missing}")
    print("\nWith a circuit of yours: qdesign --help, or in Python: import qdesign as qd.")


def _queue(circuit: qd.Circuit, values: Mapping[str, float], target_name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        queue = qd.Queue.open(Path(folder) / "queue.sqlite")
        job = queue.submit(circuit, values, target=target_name, shots=2000, seed=7, name="demo")
        print(f"   job {job.id}: {job.state}")
        finished = queue.wait(job.id)
        print(f"   job {finished.id}: {finished.state}")
        counts: Mapping[str, int] = finished.counts or {}
        most = sorted(counts.items(), key=lambda entry: -entry[1])[:4]
        ideal = qd.Simulator(circuit).probabilities(values)
        for bits, count in most:
            print(f"   {bits}  measured {count / 2000:.3f}   ideal {ideal[int(bits, 2)]:.3f}")
        queue.close()


def _stage(number: int, title: str, about: str) -> None:
    print(f"\n{number}. {title}: {about}")
