import math

import pytest
from qiskit import QuantumCircuit
from qiskit.quantum_info import Statevector

from qdesign import qasm
from qdesign.circuit import Block, Circuit, Condition, Operation
from qdesign.convert.qiskit import to_qiskit
from qdesign.errors import InvalidRequest, InvalidTarget, MissingValue, UnknownParameter
from qdesign.hardware.lower import lower, measured
from qdesign.hardware.provider import target
from qdesign.hardware.providers import local

DEVICES = ["local:fake_manila", "local:fake_torino", "local:fake_almaden", "local:fake_brisbane"]
ANSATZ = Circuit.of(4, "h 0; ry(a) 1; ccx 0 1 2; crx(b) 2 3; rzz(a-2*b) 0 3; swap 1 2; u(a,b,1) 0")
VALUES = {"a": 0.8, "b": -2.1}


def exact(circuit: QuantumCircuit, qubits: list[int]) -> dict[str, float]:
    """Probabilities of the bits that `qubits` are measured into, in that order."""
    return Statevector(circuit).probabilities_dict(qubits)


def probabilities_of(lowered: Circuit) -> dict[str, float]:
    """Exact probabilities of a lowered circuit's bits, on the qubits in use alone."""
    compact = lowered.on_qubits(lowered.used_qubits)
    measurements = {
        o.clbits[0]: o.qubits[0] for o in compact.plain_operations if o.gate == "measure"
    }
    bare = compact.with_operations(o for o in compact.plain_operations if o.gate != "measure")
    return exact(to_qiskit(bare), [measurements[bit] for bit in sorted(measurements)])


@pytest.mark.parametrize("level", [0, 1, 2, 3])
@pytest.mark.parametrize("name", DEVICES)
def test_the_lowered_text_has_the_same_probabilities_in_the_devices_gates(name, level):
    device = target(name)
    submission = lower(ANSATZ, VALUES, device, shots=10, seed=level, optimization_level=level)
    read = qasm.loads(submission.text)
    same = {"p": "u1", "u": "u3"}
    for operation in read.plain_operations:
        if operation.gate not in ("measure", "barrier"):
            gate = operation.gate
            assert {gate, same.get(gate, gate)} & set(device.basis_gates)
        if len(operation.qubits) == 2:
            assert operation.qubits in (device.coupling or ())
    oracle = exact(to_qiskit(ANSATZ.bind(VALUES)), [0, 1, 2, 3])
    seen = probabilities_of(read)
    for bits in oracle.keys() | seen.keys():
        assert seen.get(bits, 0.0) == pytest.approx(oracle.get(bits, 0.0), abs=1e-9)


def test_the_ideal_target_takes_the_circuit_as_it_is():
    submission = lower(ANSATZ, VALUES, target("local:ideal"), shots=10, seed=1)
    gates = [o.gate for o in qasm.loads(submission.text).plain_operations]
    assert gates == [o.gate for o in measured(ANSATZ.placed()).plain_operations]
    assert submission.layout == (0, 1, 2, 3)
    assert submission.figures.success is None


def test_lowering_is_the_same_each_time_and_the_seed_matters():
    device = target("local:fake_torino")
    texts = [lower(ANSATZ, VALUES, device, shots=10, seed=seed).text for seed in (1, 1)]
    assert texts[0] == texts[1]


def test_layout_names_the_devices_qubits_that_the_circuit_starts_on():
    flips = Circuit.of(3, "x 1")
    submission = lower(flips, None, target("local:fake_torino"), shots=1, seed=5)
    flipped = {o.qubits[0] for o in submission.circuit.plain_operations if o.gate == "x"}
    assert flipped == {submission.layout[1]}


def test_a_circuit_that_measures_keeps_its_measurements():
    circuit = Circuit(2, (Operation("h", (0,)), Operation("measure", (0,), clbits=(0,))), 1)
    submission = lower(circuit, None, target("local:fake_manila"), shots=1, seed=1)
    assert submission.notes == ()
    assert [o.gate for o in submission.circuit.plain_operations].count("measure") == 1


def test_measured_also_reaches_into_blocks():
    block = Block((Operation("measure", (0,), clbits=(0,)),), count=2)
    submission = lower(Circuit(1, (block,), 1), None, target("local:ideal"), shots=1, seed=1)
    assert submission.notes == ()


def test_conditions_survive_lowering():
    circuit = Circuit(
        2,
        (
            Operation("h", (0,)),
            Operation("measure", (0,), clbits=(0,)),
            Operation("x", (1,), conditions=(Condition((0,), 1),)),
            Operation("measure", (1,), clbits=(1,)),
        ),
        num_clbits=2,
    )
    read = qasm.loads(lower(circuit, None, target("local:fake_torino"), shots=1, seed=1).text)
    assert any(o.conditions for o in read.plain_operations)


@pytest.mark.parametrize("name", ["local:ideal", "local:fake_manila"])
def test_values_that_do_not_fit_are_named(name):
    with pytest.raises(MissingValue, match="'b'"):
        lower(ANSATZ, {"a": 1.0}, target(name))
    with pytest.raises(UnknownParameter, match="'c'"):
        lower(ANSATZ, {**VALUES, "c": 1.0}, target(name))


@pytest.mark.parametrize("level", [-1, 4, 1.0, True, "2"])
def test_other_optimization_levels_are_refused(level):
    with pytest.raises(InvalidRequest, match="Optimization level"):
        lower(ANSATZ, VALUES, target("local:fake_manila"), optimization_level=level)


def test_figures_agree_with_qiskit_and_with_products_by_hand():
    submission = lower(ANSATZ, VALUES, target("local:fake_manila"), shots=1, seed=3)
    device = local.compiler_target("local:fake_manila")
    figures = submission.figures
    circuit = to_qiskit(qasm.loads(submission.text))
    assert figures.depth == circuit.depth()
    assert figures.num_gates == sum(circuit.count_ops().values())
    assert figures.num_two_qubit == circuit.num_nonlocal_gates()
    gates = readout = 1.0
    for item in circuit.data:
        qubits = tuple(circuit.find_bit(qubit).index for qubit in item.qubits)
        error = device[item.operation.name][qubits].error or 0.0
        if item.operation.name == "measure":
            readout *= 1 - error
        else:
            gates *= 1 - error
    assert figures.success_gates == pytest.approx(gates)
    assert figures.success_readout == pytest.approx(readout)
    assert figures.success_idle is not None
    assert 0.9 < figures.success_idle < 1
    assert figures.success == pytest.approx(gates * readout * figures.success_idle)


def test_duration_is_the_longest_path_and_waiting_costs_success():
    text = "x 0; x 0; x 0; x 0; cx 0 1"
    busy = Circuit.of(2, f"x 1; {text}")
    device = local.compiler_target("local:fake_manila")
    submission = lower(busy, None, target("local:fake_manila"), seed=1, optimization_level=0)
    first, second = submission.layout
    x = device["x"][(first,)].duration
    cx = device["cx"][(first, second)].duration
    measure = device["measure"][(first,)].duration
    assert submission.figures.duration == pytest.approx(4 * x + cx + measure)
    facts = device.qubit_properties[second]
    wait = 3 * x
    kept = 0.5 + math.exp(-wait / facts.t2) / 3 + math.exp(-wait / facts.t1) / 6
    assert submission.figures.success_idle == pytest.approx(kept)


def test_broken_gates_are_avoided_or_said():
    note = "marks gates that this circuit needs as broken"
    pair = Circuit.of(2, "h 0; cx 0 1")
    assert any(note in n for n in lower(pair, None, target("local:fake_kyoto")).notes)
    wide = Circuit.of(20, "; ".join(f"h {q}; cx {q} {(7 * q + 1) % 20}" for q in range(20)))
    for seed in range(4):
        submission = lower(wide, None, target("local:fake_marrakesh"), seed=seed)
        assert submission.figures.success_gates
        assert not any(note in n for n in submission.notes)


def test_a_circuit_for_a_target_that_is_not_there_is_refused():
    with pytest.raises(InvalidTarget, match="not available"):
        lower(ANSATZ, VALUES, target("ibm:any"))
