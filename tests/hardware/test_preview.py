"""Previews: of what each gate was made, stages, ideal beside noisy, places on a map."""

import math
import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from qiskit import QuantumCircuit
from qiskit.converters import circuit_to_dag
from qiskit.transpiler import PassManager, StagedPassManager, TransformationPass

import qdesign as qd
from qdesign.angle import Angle
from qdesign.circuit import Circuit, Operation
from qdesign.errors import InvalidRequest
from qdesign.hardware.device import facts_from
from qdesign.hardware.forecast import hellinger_fidelity, total_variation
from qdesign.hardware.known import add_target
from qdesign.hardware.lower import lower
from qdesign.hardware.noise import noise_of, simulate
from qdesign.hardware.origins import Trace
from qdesign.hardware.places import pairs_of, places
from qdesign.hardware.preview import Prepared, Preview, prepare, preview
from qdesign.hardware.provider import imitation, target, targets
from qdesign.hardware.providers.local import compiler_target

TFIM = (
    "h 0; h 1; h 2; h 3; rzz(0.6) 0 1; rzz(0.6) 1 2; rzz(0.6) 2 3; "
    "rx(0.8) 0; rx(0.8) 1; rx(0.8) 2; rx(0.8) 3"
)


def prepared(circuit: Circuit, name: str, level: int = 2) -> Prepared:
    return prepare(circuit, None, target(name), shots=1024, seed=3, optimization_level=level)


def previewed(circuit: Circuit, name: str) -> Preview:
    return preview(circuit, None, target(name), shots=1024, seed=3, optimization_level=2)


def random_circuit(seed: int, num_qubits: int = 4, num_gates: int = 30) -> Circuit:
    draw = random.Random(seed)
    parts: list[str] = []
    for _ in range(num_gates):
        pair = " ".join(str(q) for q in draw.sample(range(num_qubits), 2))
        angle = round(draw.uniform(0.2, 1.2), 3)
        one = f"{draw.choice(['h', f'ry({angle})', f'rz({angle})', 'x', 't'])} {pair[0]}"
        two = f"{draw.choice(['cx', 'cz', 'swap', f'rzz({angle})'])} {pair}"
        parts.append(draw.choice([one, two]))
    return Circuit.of(num_qubits, "; ".join(parts))


def made_of(found: Prepared) -> list[tuple[Operation, tuple[str, ...]]]:
    assert found.origins is not None
    operations = [o for o in found.submission.circuit.plain_operations if o.gate != "barrier"]
    return list(zip(operations, found.origins, strict=True))


def test_gates_say_of_which_drawn_gates_they_were_made() -> None:
    circuit = Circuit.of(4, TFIM).placed()
    ids = {o.id: o for o in circuit.plain_operations}
    found = made_of(prepared(circuit, "local:fake_torino"))
    for coupling in (o.id for o in circuit.plain_operations if o.gate == "rzz"):
        mine = [o for o, origins in found if coupling in origins]
        assert sum(o.gate == "cz" for o in mine) == 2
    # Each two-qubit gate is of one coupling alone.
    assert all(
        [ids[each].gate for each in origins] == ["rzz"] for o, origins in found if o.gate == "cz"
    )


@pytest.mark.parametrize("level", [0, 1, 2, 3])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_gate_that_depends_on_a_drawn_one_names_it(seed: int, level: int) -> None:
    """What changes when a drawn angle is changed a little was made of that gate, among others."""
    circuit = random_circuit(seed).placed()
    before = made_of(prepared(circuit, "local:fake_torino", level))
    checked = 0
    for operation in circuit.plain_operations:
        if not operation.angles:
            continue
        turned = operation.map_angles(lambda angle: angle + Angle(radians=0.01))
        other = circuit.with_operations(
            [turned if o.id == operation.id else o for o in circuit.plain_operations]
        )
        after = made_of(prepared(other, "local:fake_torino", level))
        if [(o.gate, o.wires) for o, _ in before] != [(o.gate, o.wires) for o, _ in after]:
            continue  # other gates altogether
        for (old, origins), (new, _) in zip(before, after, strict=True):
            if abs(sum(a.at({}) for a in old.angles) - sum(a.at({}) for a in new.angles)) > 1e-6:
                checked += 1
                assert operation.id in origins
    assert checked


def test_gates_in_blocks_and_composite_gates_are_named_by_what_is_drawn() -> None:
    text = (
        "OPENQASM 3.0; include 'stdgates.inc'; gate pair a, b { h a; cx a, b; } "
        "qubit[3] q; pair q[0], q[1]; for int i in [0:2] { rx(0.3) q[2]; cz q[1], q[2]; }"
    )
    circuit = qd.qasm.loads(text.replace("'", '"')).placed()
    found = made_of(prepared(circuit, "local:fake_torino"))
    drawn = {each for _, origins in found for each in origins}
    assert "" not in drawn
    assert drawn <= {item.id for item in circuit.operations} | {
        inner.id for item in circuit.operations for inner in getattr(item, "operations", ())
    }
    assert len(drawn) >= 3


def test_stages_say_what_they_did() -> None:
    found = prepared(random_circuit(4), "local:fake_torino")
    names = [stage.name for stage in found.stages]
    order = ["init", "layout", "routing", "translation", "optimization"]
    assert names == [name for name in order if name in names]
    assert {"layout", "translation"} <= set(names)
    figures = found.submission.figures
    last = found.stages[-1]
    assert (last.depth, last.num_two_qubit, last.num_gates) == (
        figures.depth,
        figures.num_two_qubit,
        figures.num_gates,
    )


@pytest.mark.parametrize("level", [0, 1, 2, 3])
@pytest.mark.parametrize("layout", [[61, 80, 92, 99], [0, 5, 50, 100], [3, 1, 2, 0]])
def test_swaps_over_qubits_that_a_circuit_does_not_use_are_followed(
    layout: list[int], level: int
) -> None:
    circuit = Circuit.of(4, TFIM).placed()
    found = prepare(
        circuit,
        None,
        target("local:fake_torino"),
        shots=100,
        seed=3,
        optimization_level=level,
        layout=layout,
    )
    assert found.swaps == max(stage.swaps for stage in found.stages) > 0
    couplings = {o.id for o in circuit.plain_operations if o.gate == "rzz"}
    origins = [each for _, each in made_of(found)]
    assert couplings <= {id_ for each in origins for id_ in each}
    assert max(len(each) for each in origins) <= 5  # of eleven


class Rewriting(TransformationPass):
    """Routes, and writes the gates anew in a way that is not followed."""

    def run(self, dag: Any) -> Any:
        made = QuantumCircuit(4)
        made.swap(0, 1)
        made.swap(1, 2)
        made.ccx(1, 2, 3)
        made.ccx(1, 2, 3)
        made.cx(2, 3)
        return circuit_to_dag(made)


def test_swaps_are_counted_where_gates_are_not_followed() -> None:
    drawn = QuantumCircuit(4)
    drawn.cx(0, 3)
    manager: Any = StagedPassManager(["routing"], routing=PassManager([Rewriting()]))
    trace = Trace()
    trace.end(manager.run(drawn, callback=trace.begin(drawn, manager)))
    assert trace.swaps == 2
    assert trace.found[-1] == {0}


def test_a_way_around_broken_gates_that_is_not_there_leaves_what_was_followed() -> None:
    """Qubits 16 and 19 of this device have no neighbors but over gates that never work."""
    found = prepare(
        Circuit.of(3, "cx 0 1; cx 1 2; cx 0 2"),
        None,
        target("local:fake_torino"),
        shots=100,
        seed=3,
        optimization_level=3,
        layout=[16, 19, 11],
    )
    assert found.submission.figures.success_gates == 0
    assert found.swaps == max(stage.swaps for stage in found.stages) > 0
    assert found.origins is not None
    assert found.stages[-1].num_gates == found.submission.figures.num_gates


def test_a_layout_by_hand_is_kept() -> None:
    circuit = Circuit.of(3, "h 0; cx 0 1; cx 1 2")
    torino = target("local:fake_torino")
    assert lower(circuit, None, torino, layout=[4, 3, 2]).layout == (4, 3, 2)
    wrongs: list[Any] = [[4, 3], [4, 4, 2], [4, 3, 133], "432", [4, 3, "x"]]
    for wrong in wrongs:
        with pytest.raises(InvalidRequest, match="give 3 different qubits"):
            lower(circuit, None, torino, layout=wrong)
    with pytest.raises(InvalidRequest, match="no layout can be given"):
        lower(circuit, None, target("local:ideal"), layout=[0, 1, 2])


def test_what_a_device_gives_with_noise_is_exact_where_it_is_small() -> None:
    circuit = Circuit.of(4, TFIM)
    name = "local:fake_manila"
    found = previewed(circuit, name)
    assert found.noisy is not None
    assert found.expected is not None
    assert found.forecast.shots == 0
    assert sum(found.noisy.values()) == pytest.approx(1)
    used = found.circuit.used_qubits
    shots = 200_000
    counts = simulate(
        qd.to_qiskit(found.circuit.on_qubits(used)),
        noise=noise_of(target(name), used),
        shots=shots,
        seed=5,
    )
    sampled = {text: count / shots for text, count in counts.items()}
    assert total_variation(found.noisy, sampled) < 3 * np.sqrt(16 / shots)
    assert found.forecast.total_variation == pytest.approx(
        total_variation(found.expected, found.noisy)
    )
    assert found.forecast.fidelity == pytest.approx(hellinger_fidelity(found.expected, found.noisy))


def test_an_ideal_target_has_no_noise_and_says_so() -> None:
    found = previewed(Circuit.of(2, "h 0; cx 0 1"), "local:ideal")
    assert found.noisy is None
    assert found.forecast.why == "local:ideal has no noise."
    assert found.expected == pytest.approx({"00": 0.5, "11": 0.5})


def test_lattices_stand_on_a_grid_and_no_two_qubits_on_each_other() -> None:
    for each in targets("local"):
        if not each.coupling:
            continue
        pairs = pairs_of(each.coupling)
        points = places(each.num_qubits, pairs)
        assert len({(round(x, 3), round(y, 3)) for x, y in points}) == each.num_qubits
        if each.num_qubits > 100:
            assert all(
                abs(points[a][0] - points[b][0]) + abs(points[a][1] - points[b][1]) == 1
                for a, b in pairs
            )


def test_qubits_that_are_all_coupled_stand_on_a_ring() -> None:
    pairs = tuple((a, b) for a in range(36) for b in range(a + 1, 36))
    points = places(36, pairs)
    gaps = [math.dist(points[k], points[(k + 1) % 36]) for k in range(36)]
    assert gaps == pytest.approx([1.0] * 36)
    assert min(min(point) for point in points) >= 0


def test_a_job_keeps_its_layout(tmp_path: object) -> None:
    circuit = Circuit.of(2, "h 0; cx 0 1")
    with qd.Queue.open(f"{tmp_path}/queue.sqlite") as queue:
        job = queue.submit(circuit, target="local:fake_manila", shots=100, seed=1, layout=[3, 4])
        done = queue.wait(job.id, 240)
        assert done.layout == (3, 4)
        assert "measure q[3]" in done.text


def test_the_noise_of_another_providers_device_runs_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QDESIGN_DATA", str(tmp_path))
    facts = facts_from(compiler_target("local:fake_manila"), "2026-03-01T00:00:00+00:00")
    row = {"name": "moon", "num_qubits": 5, "basis_gates": ["cx", "rz", "sx", "x"], "max_shots": 9}
    add_target("ibm", {**row, "cost": "much", "queue": 12, "device": facts})
    moon = target("ibm:moon")
    assert moon.two_qubit_error == target("local:fake_manila").two_qubit_error
    here = imitation(moon)
    assert here is not None
    assert (here.name, here.cost, here.queue) == ("local:noise:ibm:moon", "", None)
    assert target(here.name) == here
    assert imitation(here) is None
    circuit = Circuit.of(2, "h 0; cx 0 1")
    with qd.Queue.open(tmp_path / "queue.sqlite") as queue:
        job = queue.submit(circuit, target=here.name, shots=500, seed=1)
        counts = queue.wait(job.id, 240).counts
    assert counts is not None
    assert sum(counts.values()) == 500
    assert {"01", "10"} & set(counts)
