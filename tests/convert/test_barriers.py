"""Barriers inside of definitions, under controls and conditions, through every door alike."""

import numpy as np
import pytest
from qiskit import QuantumCircuit, qasm3
from qiskit.circuit.library import n_local
from qiskit.quantum_info import Operator

import qdesign as qd
from qdesign.circuit import Circuit, Condition, GateDefinition, Operation
from qdesign.hardware.lower import lower
from qdesign.hardware.provider import target

HEAD = 'OPENQASM 3.0;\ninclude "stdgates.inc";\n'
WITH = HEAD + "gate g a, b {{ h a; {} cx a, b; }}\ngate o a, b {{ g b, a; }}\nqubit[3] q;\n{}\n"
CALLS = {
    "plain": "g q[0], q[1];",
    "nested": "o q[0], q[1];",
    "controlled": "ctrl @ g q[2], q[0], q[1];",
    "controlled nested": "negctrl @ o q[2], q[0], q[1];",
    "inverse": "inv @ g q[0], q[1];",
}


def both(call: str) -> tuple[Circuit, Circuit]:
    """A program with the barrier, and without."""
    with_it, without = (qd.qasm.loads(WITH.format(b, call)) for b in ("barrier a, b;", ""))
    return with_it, without


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_a_barrier_in_a_definition_changes_nothing_behind_any_door(call: str) -> None:
    circuit, bare = both(call)
    wanted = np.asarray(Operator(qd.to_qiskit(bare)).data)
    assert np.allclose(Operator(qd.to_qiskit(circuit)).data, wanted)
    for text in (qd.qasm.dumps(circuit), qd.qasm.dumps(circuit, dialect="openqasm2")):
        assert np.allclose(Operator(qd.to_qiskit(qd.qasm.loads(text))).data, wanted)
    assert circuit.stats == bare.stats
    assert qd.equivalent(circuit, bare).equal
    assert qd.equivalent(qd.simplify(circuit).body, bare).equal
    assert np.allclose(qd.zx.tensor(qd.to_diagram(circuit)), qd.zx.tensor(qd.to_diagram(bare)))
    state = qd.Simulator(circuit).statevector({})
    assert np.allclose(state, wanted[:, 0])
    lowered = lower(circuit, {}, target("local:fake_manila"), seed=1)
    assert lowered.circuit.num_operations > 0


def test_a_barrier_stays_where_it_is_and_is_under_nothing() -> None:
    circuit, _ = both(CALLS["controlled"])
    gates = [(o.gate, o.controls, o.conditions) for o in circuit.flat().plain_operations]
    assert gates == [("h", (2,), ()), ("barrier", (), ()), ("cx", (2,), ())]
    assert [i.operation.name for i in qd.to_qiskit(circuit).data] == ["ch", "barrier", "ccx"]
    asked = qd.qasm.loads(
        HEAD + "qubit[2] q; bit c; c = measure q[0]; if (c) { barrier q; x q[1]; }"
    )
    assert [o.conditions for o in asked.plain_operations] == [(), (), (Condition((0,), 1),)]


def test_openqasm_2_gets_no_barrier_that_waits_for_a_bit() -> None:
    waits = Operation("barrier", (0, 1), conditions=(Condition((0,), 1), Condition((1,), 1)))
    text = qd.qasm.dumps(Circuit(2, (waits,), num_clbits=2), dialect="openqasm2")
    assert "\nbarrier q[0], q[1];" in text


def test_parameters_of_a_definition_with_a_barrier_are_assigned_in_qiskit() -> None:
    body = (Operation("rx", (0,), (qd.Angle.parameter("t"),)), Operation("barrier", (0,)))
    gate = GateDefinition("turn", 1, body, ("t",))
    circuit = Circuit(1, (Operation("turn", (0,), (qd.Angle.parameter("a"),)),), gates=(gate,))
    given = qd.to_qiskit(circuit).assign_parameters({"a": 0.3})
    assert np.allclose(Operator(given).data, Operator(qd.to_qiskit(circuit.bind({"a": 0.3}))).data)


def test_ansaetze_of_qiskit_with_barriers_come_and_go() -> None:
    made = n_local(3, "ry", "cz", reps=2, insert_barriers=True)
    circuit = qd.from_qiskit(made)
    values = {name: 0.1 * k for k, name in enumerate(circuit.parameters)}
    back = qd.to_qiskit(circuit)
    assert isinstance(back, QuantumCircuit)
    ours = Operator(back.assign_parameters({p: values[p.name] for p in back.parameters}))
    theirs = made.assign_parameters({p: values[p.name] for p in made.parameters})
    assert np.allclose(ours.data, Operator(theirs).data)


def test_what_we_write_of_controlled_barriers_qiskit_reads() -> None:
    inner = "gate g(t) a, b { h a; barrier a, b; crx(t) a, b; gphase(0.3); }\n"
    outer = "gate o a, b, c { ctrl @ g(0.2) a, b, c; }\n"
    text = (
        f'OPENQASM 3.0;\ninclude "stdgates.inc";\n{inner}{outer}qubit[4] q;\n'
        "ctrl @ g(0.7) q[2], q[0], q[1];\nnegctrl @ o q[3], q[0], q[1], q[2];\n"
        "o q[1], q[2], q[3];\n"
    )
    circuit = qd.qasm.loads(text)
    written = qd.qasm.dumps(circuit)
    assert "barrier" in written
    assert qd.equivalent(qd.qasm.loads(written), circuit, up_to="exactly").equal is True
    assert qd.equivalent(qd.from_qiskit(qasm3.loads(written)), circuit).equal is True
