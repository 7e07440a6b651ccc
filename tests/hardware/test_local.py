import importlib

import numpy as np
import pytest
from qiskit import QuantumCircuit
from qiskit.transpiler import generate_preset_pass_manager

from qdesign import qasm
from qdesign.circuit import Circuit, Operation
from qdesign.convert.qiskit import from_qiskit
from qdesign.errors import TooLarge
from qdesign.hardware.provider import target
from qdesign.hardware.providers import local

# Coupled by cx with reset in the basis, by u1/u2/u3, and by ecr; 27, 20 and 27 qubits.
DEVICES = {
    "kolkata": "FakeKolkataV2",
    "almaden": "FakeAlmadenV2",
    "peekskill": "FakePeekskill",
}


def random_circuit(kind: str) -> QuantumCircuit:
    rng = np.random.default_rng(5)
    circuit = QuantumCircuit(4, 4)
    for _ in range(60):
        choice = rng.integers(3)
        if choice == 0:
            control, flipped = rng.choice(4, 2, replace=False)
            circuit.cx(int(control), int(flipped))
        elif kind == "clifford":
            circuit.h(int(rng.integers(4)))
        else:
            theta, phi, lam = rng.uniform(0, 6, 3)
            circuit.u(theta, phi, lam, int(rng.integers(4)))
    if kind == "mid-circuit":
        circuit.measure(0, 0)
        circuit.x(0)
        circuit.cx(0, 1)
    circuit.measure(range(4), range(4))
    return circuit


@pytest.fixture(scope="module", params=DEVICES)
def device(request):
    """A fake device with the noise model of the whole of it."""
    from qiskit_aer.noise import NoiseModel

    module = importlib.import_module("qiskit_ibm_runtime.fake_provider")
    backend = getattr(module, DEVICES[request.param])()
    return request.param, backend, NoiseModel.from_backend(backend)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("kind", ["random", "clifford", "mid-circuit"])
def test_noise_of_the_used_qubits_gives_the_very_counts_of_the_whole_device(device, kind):
    """The oracle shares nothing with us: Qiskit's circuit, the whole device, its whole noise."""
    from qiskit_aer import AerSimulator

    name, backend, noise = device
    manager = generate_preset_pass_manager(1, target=backend.target, seed_transpiler=2)
    physical = manager.run(random_circuit(kind))
    simulator = AerSimulator(noise_model=noise)
    oracle = simulator.run(physical, shots=3000, seed_simulator=9).result().get_counts()
    text = qasm.dumps(from_qiskit(physical))
    counts = local.run(text, target=target(f"local:fake_{name}"), shots=3000, seed=9)
    assert counts == {bits.replace(" ", ""): count for bits, count in oracle.items()}


def test_run_reads_the_text_and_nothing_else():
    text = (
        'OPENQASM 3.0;\ninclude "stdgates.inc";\nbit[2] c;\nqubit[5] q;\n'
        "x q[3];\nc[1] = measure q[3];\n"
    )
    assert local.run(text, target=target("local:ideal"), shots=7, seed=1) == {"10": 7}


@pytest.mark.parametrize("name", ["ideal", "fake_manila", "fake_torino"])
def test_a_qubit_goes_on_after_a_condition_read_its_bit(name):
    text = (
        'OPENQASM 3.0;\ninclude "stdgates.inc";\nbit[2] c;\nqubit[3] q;\nh q[0];\n'
        "c[0] = measure q[1];\nif (c[0]) { x q[2]; }\nh q[1];\nc[1] = measure q[1];\n"
    )
    counts = local.run(text, target=target(f"local:{name}"), shots=2000, seed=1)
    # Half each, within what noise and 2000 shots may differ.
    assert set(counts) <= {"00", "01", "10", "11"}
    assert counts["00"] + counts["10"] > 1800
    assert abs(sum(counts[key] for key in counts if key[0] == "1") - 1000) < 200


def test_too_many_qubits_in_use_are_refused_in_words():
    circuit = Circuit.of(40, "; ".join(f"h {q}" for q in range(40)), num_clbits=1)
    measure = Operation("measure", (0,), clbits=(0,))
    text = qasm.dumps(circuit.with_operations((*circuit.operations, measure)))
    with pytest.raises(TooLarge, match="Simulating 40 qubits needs 16,384 GiB"):
        local.run(text, target=target("local:fake_torino"), shots=1, seed=1)
