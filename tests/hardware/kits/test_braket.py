"""Braket's own SDK, in its environment: it reads what is written, and keeps what is promised.

The environment weighs 630 MB and takes a minute or two: `qdesign kit install braket`.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import pytest

import qdesign as qd
from qdesign import Angle, Circuit, Condition, Operation, qasm
from qdesign.errors import NotConvertible, QdesignError
from qdesign.exporters.braket import verbatim
from qdesign.gates import ROWS
from qdesign.hardware.conformance import bench
from qdesign.hardware.environment import environment_of, python_of
from qdesign.hardware.job import State
from qdesign.hardware.lower import measured
from qdesign.hardware.provider import Provider
from qdesign.hardware.providers.braket_loopback import Service
from qdesign.hardware.providers.braket_remote import counts_of
from qdesign.hardware.providers.braket_sets import action_of, result_of
from qdesign.hardware.remote_lane import ask_provider
from qdesign.qasm.library import DEFINED
from qdesign.qasm.names import encoded
from qdesign.rows import find
from qdesign.simulate.branches import branches
from qdesign.simulate.simulator import Simulator

ROW: Final = find(Provider, "braket")
NAMES: Final = ("t", "pi", "gate", "θ[0]", "output", "i", "v", "xx", "beta", "E", "lambda")
UNITARY: Final = [row for row in ROWS if row.is_unitary]
SHOTS: Final = 20_000
DATA: Final = Path(__file__).parents[2] / "data"
READS: Final = Path(__file__).with_name("braket_reads.py")

pytestmark = pytest.mark.kit("braket")


def read(jobs: list[list[Any]]) -> list[Any]:
    """What Braket's simulator makes of `[text, inputs, shots]`: states, or counts and qubits."""
    command = [python_of(ROW), str(READS)]
    done = subprocess.run(
        command, input=json.dumps(jobs), capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def inputs(values: dict[str, float]) -> dict[str, float]:
    words = {name: encoded(name, taken=("i", "v", "xx")) for name in values}
    return {words[name]: value for name, value in values.items()}


def with_state(circuit: Circuit, text: str) -> str:
    """The program, with every qubit in use and its state told."""
    wires = [f"{n}[{k}]" for n, held in circuit.qubit_registers.items() for k in range(len(held))]
    wires = wires or [f"q[{k}]" for k in range(circuit.num_qubits)]
    idle = "".join(f"i {wire};\n" for wire in wires)
    return f"{text}{idle}#pragma braket result state_vector\n"


def as_ours(found: Any, num_qubits: int) -> np.ndarray:
    """Braket's state, whose first qubit is the highest place."""
    state = np.array(found[0]) + 1j * np.array(found[1])
    return state.reshape([2] * num_qubits).transpose(range(num_qubits)[::-1]).reshape(-1)


def random_circuit(rng: random.Random) -> Circuit:
    size = rng.randrange(1, 6)
    operations: list[Operation] = []
    for _ in range(rng.randrange(3, 16)):
        row = rng.choice([row for row in UNITARY if row.num_qubits <= size])
        wires = rng.sample(range(size), size)
        rest = wires[row.num_qubits :]
        extra = rng.randrange(min(2, len(rest)) + 1) if rng.random() < 0.4 else 0
        closed = rng.randrange(extra + 1)
        operations.append(
            Operation(
                row.name,
                tuple(wires[: row.num_qubits]),
                tuple(_angle(rng) for _ in row.angles),
                tuple(rest[:closed]),
                tuple(rest[closed:extra]),
            )
        )
    return Circuit(size, tuple(operations), global_phase=Angle.parse(rng.choice(("0", "pi/3"))))


def _angle(rng: random.Random) -> Angle:
    fixed = Angle.parse(rng.choice(("pi/4", "0.3", "-3*pi/2", "0")))
    if rng.random() < 0.4:
        return fixed
    scale = rng.choice(("2*x", "-x", "x/2"))
    return fixed + Angle.parse(scale).substitute({"x": Angle.parameter(rng.choice(NAMES))})


def test_braket_reads_the_same_states_global_phase_included() -> None:
    rng = random.Random(11)
    circuits = [random_circuit(rng) for _ in range(200)]
    values = [{name: rng.uniform(-3, 3) for name in c.parameters} for c in circuits]
    texts = [qasm.dumps(circuit, dialect="braket") for circuit in circuits]
    found = read(
        [
            [with_state(circuit, text), inputs(given), 0]
            for circuit, text, given in zip(circuits, texts, values, strict=True)
        ]
    )
    for circuit, text, given, state in zip(circuits, texts, values, found, strict=True):
        assert not isinstance(state, str), f"{state}\n{text}"
        assert set(qasm.loads(text).parameters) == set(circuit.parameters)
        want = Simulator(circuit).statevector(given)
        assert np.abs(as_ours(state, circuit.num_qubits) - want).max() < 1e-9, text


def test_braket_and_we_mean_the_same_by_its_gates() -> None:
    calls = {row.braket: len(row.angles) for row in ROWS if row.braket and row.num_qubits}
    calls |= {name: len(d.parameters) for name, d in DEFINED.items() if name != "rc3x"}
    sizes = {row.braket: row.num_qubits for row in ROWS if row.braket}
    sizes |= {name: definition.num_qubits for name, definition in DEFINED.items()}
    texts: list[str] = []
    for name, angles in calls.items():
        given = f"({', '.join(['0.3', '0.7', '1.1'][:angles])})" if angles else ""
        wires = ", ".join(f"q[{k}]" for k in range(sizes[name]))
        before = "h q[0]; ry(0.4) q[1]; v q[2]; cnot q[0], q[2]; t q[0];"
        texts.append(f"OPENQASM 3.0;\nqubit[3] q;\n{before}\n{name}{given} {wires};\n")
    circuits = [qasm.loads(text) for text in texts]
    found = read([[with_state(c, text), {}, 0] for c, text in zip(circuits, texts, strict=True)])
    for circuit, text, state in zip(circuits, texts, found, strict=True):
        assert not isinstance(state, str), f"{state}\n{text}"
        want = Simulator(circuit).statevector({})
        assert np.abs(as_ours(state, 3) - want).max() < 1e-9, text


def random_program(rng: random.Random) -> Circuit:
    size, bits = rng.randrange(1, 4), rng.randrange(1, 4)
    operations: list[Operation] = []
    for _ in range(rng.randrange(4, 12)):
        read_bits = tuple(rng.sample(range(bits), rng.randrange(1, bits + 1)))
        condition = Condition(read_bits, rng.randrange(1 << len(read_bits)), rng.random() < 0.6)
        conditions = (condition,) if rng.random() < 0.4 else ()
        qubit = rng.randrange(size)
        match rng.choice(("measure", "reset", "h", "sx", "x", "cx")):
            case "measure":
                operations.append(Operation("measure", (qubit,), clbits=(rng.randrange(bits),)))
            case "cx" if size > 1:
                wires = tuple(rng.sample(range(size), 2))
                operations.append(Operation("cx", wires, conditions=conditions))
            case "reset":
                operations.append(Operation("reset", (qubit,)))
            case "h" | "sx" | "x" as gate:
                operations.append(Operation(gate, (qubit,), conditions=conditions))
            case _:
                operations.append(Operation("h", (qubit,)))
    last = tuple(Operation("measure", (q,), clbits=(q % bits,)) for q in range(min(size, bits)))
    return Circuit(size, (*operations, *last), num_clbits=bits)


def test_measurements_resets_and_conditions_give_the_same_distribution() -> None:
    rng = random.Random(5)
    circuits = [random_program(rng) for _ in range(40)]
    texts = [qasm.dumps(circuit, dialect="braket") for circuit in circuits]
    found = read([[text, {}, SHOTS] for text in texts])
    for circuit, text, seen in zip(circuits, texts, found, strict=True):
        assert not isinstance(seen, str), f"{seen}\n{text}"
        counts = split(text, seen)
        start = np.eye(1, 1 << circuit.num_qubits, dtype=complex)[0]
        want = {
            f"{record:0{circuit.num_clbits}b}": sum(float(np.vdot(s, s).real) for s in states)
            for record, states in branches(circuit, {}, start).items()
        }
        distance = sum(abs(counts.get(k, 0) / SHOTS - want.get(k, 0)) for k in {*counts, *want})
        assert distance / 2 < 0.03, text


def split(text: str, seen: Any) -> dict[str, int]:
    """Counts of Braket's simulator, as the provider's half reads them."""
    counts, measured = seen
    shots = [list(map(int, word)) for word, times in counts.items() for _ in range(times)]
    return counts_of(
        {
            "measurements": shots,
            "measuredQubits": measured,
            "additionalMetadata": {"action": {"source": text}},
        }
    )


def test_programs_that_nobody_here_wrote_are_read_equal() -> None:
    programs: dict[str, tuple[Circuit, dict[str, float], str]] = {}
    for path in sorted(DATA.glob("*/*.qasm")):
        with contextlib.suppress(QdesignError):
            circuit = without_measurements(qasm.loads(path.read_text("utf-8")))
            values = {name: 0.3 + 0.1 * k for k, name in enumerate(circuit.parameters)}
            text = qasm.dumps(circuit, dialect="braket")
            if circuit.num_qubits <= 6 and not any(o.conditions for o in circuit.plain_operations):
                programs[path.name] = (circuit, values, text)
    assert len(programs) > 15
    found = read([[with_state(c, text), inputs(v), 0] for c, v, text in programs.values()])
    for (name, (circuit, values, _)), state in zip(programs.items(), found, strict=True):
        assert not isinstance(state, str), f"{name}: {state}"
        want = Simulator(circuit).statevector(values)
        assert np.abs(as_ours(state, circuit.num_qubits) - want).max() < 1e-9, name


def without_measurements(circuit: Circuit) -> Circuit:
    flat = circuit.flat()
    gates = tuple(o for o in flat.plain_operations if o.gate not in ("measure", "reset"))
    return replace(flat, operations=gates)


def test_a_verbatim_box_gives_the_same_distribution() -> None:
    circuit = Circuit.of(4, "sx 3; rz(0.4) 3; u(0.9, 0.3-pi/2, pi/2-0.3) 1; cz 3 1; x 1; sxdg 1")
    measured = (Operation("measure", (3,), clbits=(0,)), Operation("measure", (1,), clbits=(1,)))
    placed = Circuit(4, (*circuit.operations, *measured), num_clbits=2)
    (seen,) = read([[verbatim(placed), {}, SHOTS]])
    counts = split(verbatim(placed), seen)
    probabilities = np.abs(Simulator(circuit).statevector({})) ** 2
    want = {f"{b:b}{a:b}": 0.0 for a in (0, 1) for b in (0, 1)}
    for index, share in enumerate(probabilities):
        want[f"{index >> 1 & 1:b}{index >> 3 & 1:b}"] += float(share)
    assert sum(abs(counts.get(k, 0) / SHOTS - p) for k, p in want.items()) / 2 < 0.03


def test_what_braket_cannot_say_is_refused_before_it_is_asked() -> None:
    under = Operation("measure", (1,), clbits=(1,), conditions=(Condition((0,), 1),))
    circuit = Circuit(2, (Operation("measure", (0,), clbits=(0,)), under), num_clbits=2)
    with pytest.raises(NotConvertible, match="Operation measure on q1"):
        qasm.dumps(circuit, dialect="braket")


def test_the_provider_keeps_what_all_promise() -> None:
    report = qd.providers.conformance("braket")
    assert [str(failure) for failure in report.failed] == []
    assert report.skipped == ""
    assert len(report.passed) > 40


def test_a_program_set_is_what_the_kit_calls_one_and_its_results_are_read() -> None:
    """The SDK's own schema reads what is sent; its simulator's results are split by program."""
    circuits = [Circuit.of(2, "x 0; cx 0 1"), Circuit.of(1, "x 0"), Circuit.of(3, "x 2")]
    texts = [qasm.dumps(measured(circuit), dialect="braket") for circuit in circuits]
    code = (
        "import json, sys\n"
        "from braket.ir.openqasm import ProgramSet\n"
        "from braket.default_simulator import StateVectorSimulator\n"
        "made = ProgramSet.parse_raw(sys.stdin.read())\n"
        "found = StateVectorSimulator().run(made, shots=60)\n"
        "print(made.num_executables, found.json())\n"
    )
    done = subprocess.run(
        [python_of(ROW), "-c", code],
        input=json.dumps(action_of(texts)),
        capture_output=True,
        text=True,
        check=True,
    )
    number, _, said = done.stdout.partition(" ")
    assert number == "3"
    found = json.loads(said)
    counts = [counts_of(result_of(found, place, 20, lambda path: None)) for place in range(3)]
    assert counts == [{"11": 20}, {"1": 20}, {"100": 20}]


def test_a_sweep_is_one_program_set_whose_fee_is_paid_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with bench(ROW) as made:
        ids = made.send_together([Circuit.of(2, f"rx({k}) 0; cx 0 1") for k in range(1, 4)])
        jobs = [made.end(id_) for id_ in ids]
        assert len(made.service.jobs) == 1
    for job in jobs:
        assert job.counts == {"00": 50, "11": 50}, job.reason
        assert job.estimate is not None
        assert job.cost == pytest.approx(0.3 / 3 + 100 * 0.001)
        assert job.estimate.high == pytest.approx(0.3 / 3 + 100 * 0.001)


def test_a_job_runs_on_the_simulator_of_the_kit(tmp_path: Path) -> None:
    text = "qubit[2] v; bit[2] a; bit b; x v[0]; a[1] = measure v[0]; if (a[1]) x v[1]; "
    with qd.Queue.open(tmp_path / "queue.sqlite") as queue:
        job = queue.submit(qasm.loads(f"{text} b = measure v[1];"), target="braket:local", shots=50)
        assert dict(queue.wait(job.id).counts or {}) == {"1 10": 50}


def test_a_device_gets_a_verbatim_box_and_tells_what_it_cost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "kits").symlink_to(environment_of(ROW).folder.parent)
    monkeypatch.setenv("QDESIGN_DATA", str(tmp_path / "data"))
    with Service() as service:
        for name, value in service.environment.items():
            monkeypatch.setenv(name, value)
        target = next(t.name for t in qd.targets("braket", refresh=True) if "Square" in t.name)
        with qd.Queue.open(tmp_path / "queue.sqlite") as queue:
            pair = Circuit.of(2, "h 0; cx 0 1")
            preview = queue.preview(pair, [], target=target, shots=500)
            job = queue.submit(pair, [], target=target, shots=500, max_cost=2)
            done = queue.wait(job.id)
    assert "#pragma braket verbatim\nbox{\n  prx(" in preview.text
    assert preview.estimate is not None
    assert done.cost == pytest.approx(preview.estimate.high) == pytest.approx(0.8)
    assert dict(done.counts or {}) == {"00": 250, "11": 250}


@pytest.mark.skipif(sys.platform != "linux", reason="kills a process by its id")
def test_a_process_that_is_killed_at_any_moment_sends_no_task_twice() -> None:
    with bench(ROW) as made:
        for moment in ("before", "taken", "answered"):
            for phase in ("submit", "poll", "result"):
                left = [(moment, phase)]

                def kill(*seen: str, left: list[tuple[str, str]] = left) -> None:
                    child = made.lane._child
                    if seen in left and child is not None:
                        left.clear()
                        os.kill(child.process.pid, signal.SIGKILL)

                made.service.hook = kill
                id_ = made.send()
                job = made.end(id_)
                assert not left or phase == "result", f"nothing was killed {moment} {phase}"
                assert (job.state, made.made(id_)) == (State.COMPLETED, 1), f"{moment} {phase}"


def test_a_task_that_is_not_there_hides_no_other() -> None:
    with bench(ROW) as made:
        id_ = made.send()
        made.until(lambda: bool(made.service.jobs))
        (known,) = made.service.jobs
        lost = known.rpartition("/")[0] + "/none"
        said = ask_provider(ROW, "poll", ids=[lost, "nonsense", known])
        assert said[lost]["state"] is None
        assert "is not there" in said[lost]["reason"]
        assert said["nonsense"]["status"] == "NOT_FOUND"
        assert said[known]["state"] in ("QUEUED", "RUNNING", "COMPLETED")
        assert made.end(id_).state is State.COMPLETED
