"""A device that a provider described: it is Qiskit's own description over again."""

import json

import pytest
from qiskit import transpile
from qiskit_aer.noise import NoiseModel

import qdesign as qd
from qdesign.hardware.device import device_of, facts_from
from qdesign.hardware.estimate import figures_on
from qdesign.hardware.noise import _part_of_device, noise_of, simulate
from qdesign.hardware.provider import target
from qdesign.hardware.providers import local


@pytest.mark.parametrize("name", ["local:fake_manila", "local:fake_torino", "local:fake_oslo"])
def test_what_is_told_is_read_back(name):
    theirs = local.compiler_target(name)
    told = json.loads(json.dumps(facts_from(theirs, "2026-01-01")))
    ours = device_of(told)
    assert facts_from(ours, "2026-01-01") == {
        **told,
        "gates": {gate: told["gates"][gate] for gate in ours.operation_names},
    }
    assert {"measure", "sx", "rz"} <= set(ours.operation_names)
    ansatz = qd.ansatz.sim(5, num_qubits=4)
    circuit = qd.to_qiskit(ansatz.bind(ansatz.values_of([0.1 * k for k in range(28)])))
    circuit.measure_all()
    fitted = transpile(circuit, target=ours, seed_transpiler=3, optimization_level=2)
    assert figures_on(fitted, theirs) == figures_on(fitted, ours)


def test_a_program_for_a_target_keeps_its_parameters():
    circuit = qd.qasm.loads(
        "OPENQASM 3.0; input float t; qubit[2] q; rx(t) q[0]; rzz(t/2) q[0], q[1];"
    )
    text = qd.qasm.dumps(circuit, target="local:fake_manila")
    back = qd.qasm.loads(text)
    assert back.parameters == ("t",)
    assert {o.gate for o in back.plain_operations} <= {"rz", "sx", "x", "cx"}
    assert back.num_qubits == 5


@pytest.mark.parametrize(
    ("name", "said"),
    [("nowhere:x", "There is no target 'nowhere:x'"), ("local:fake_nothing", "no target")],
)
def test_a_program_for_no_target_is_refused(name, said):
    with pytest.raises(qd.QdesignError, match=said):
        qd.qasm.dumps(qd.Circuit.of(1, "h 0"), target=name)


def test_noise_is_that_of_the_target():
    device = target("local:fake_manila")
    circuit = qd.to_qiskit(qd.Circuit.of(1, "x 0"))
    circuit.measure_all()
    noise = noise_of(device, (0,))
    counts = simulate(circuit, noise=noise, shots=20_000, seed=1)
    error = local.compiler_target("local:fake_manila")["measure"][(0,)].error
    assert 0.3 * error < counts["0"] / 20_000 < 3 * error


@pytest.mark.parametrize("duration", [None, 1e-6])
def test_a_device_whose_errors_are_not_told_has_none(duration):
    made = device_of(
        {
            "date": None,
            "dt": None,
            "qubits": [{}, {}],
            "gates": {
                "x": [{"on": [q], "error": None, "duration": None} for q in range(2)],
                "cz": [{"on": [0, 1]}],
                "measure": [{"on": [q], "error": None, "duration": duration} for q in range(2)],
            },
        }
    )
    circuit = qd.to_qiskit(qd.Circuit.of(2, "x 0"))
    circuit.measure_all()
    noise = NoiseModel.from_backend(_part_of_device(made))
    assert simulate(circuit, noise=noise, shots=100, seed=1) == {"01": 100}
