"""IBM against its loopback service and the kit's local mode: posts, counts, errors, usage."""

from __future__ import annotations

import base64
import io
import warnings
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from qiskit import QuantumCircuit, qpy

from qdesign.circuit import Circuit
from qdesign.errors import InvalidTarget, QdesignError
from qdesign.exporters.ibm import write_placed
from qdesign.hardware.known import add_target
from qdesign.hardware.loopback import SECRET, Fault, Kind
from qdesign.hardware.lower import fit, lower
from qdesign.hardware.provider import target, targets, validate
from qdesign.hardware.providers import local
from qdesign.hardware.providers.ibm import IBM, IBM_QUANTUM, circuit_of, counts_of, estimate
from qdesign.hardware.providers.ibm_loopback import Service
from qdesign.hardware.remote import LostAnswer, Program, Refused, Waiting
from qdesign.hardware.target import Target
from qdesign.qasm import loads
from tests.simulate.oracle import random_circuit

pytestmark = pytest.mark.filterwarnings(
    "ignore:.*SamplerV2:DeprecationWarning", "ignore:Unable to retrieve IBM Cloud access token"
)
PAIR = """OPENQASM 3.0;
include "stdgates.inc";
bit[2] c;
sx $0;
cz $0, $1;
c[0] = measure $0;
c[1] = measure $1;
"""


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Service]:
    with Service() as made:
        for name, value in made.environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("QDESIGN_DATA", str(tmp_path / "data"))
        yield made


def program(text: str = PAIR, *, shots: int = 100, token: str = "token-1") -> Program:
    return Program(target="ibm_pair", text=text, shots=shots, token=token)


def posted(service: Service, id: str) -> tuple[QuantumCircuit, Mapping[str, Any]]:  # noqa: A002
    """The circuit of a job as the service got it, and the whole request."""
    body = service.taken[id]
    content = zlib.decompress(base64.standard_b64decode(body["params"]["pubs"][0][0]["__value__"]))
    return qpy.load(io.BytesIO(content))[0], body


def test_devices_come_with_couplings_calibration_queue_and_plan(service: Service) -> None:
    rows = IBM().targets()
    assert [row["name"] for row in rows] == ["ibm_pair", "ibm_large"]
    first = rows[0]
    assert first["coupling"][:2] == [(0, 1), (1, 0)]
    assert set(first["basis_gates"]) == {"cz", "rzz", "id", "rx", "rz", "sx", "x"}
    assert (first["queue"], first["max_shots"], first["conditions"]) == (3, 100_000, True)
    assert first["calibration_date"].startswith("2026-11-01")
    assert "free within your plan 'open'" in first["cost"]
    facts = first["device"]
    assert facts["qubits"][0] == pytest.approx({"t1": 2e-4, "t2": 1.5e-4})
    gate = facts["gates"]["cz"][0]
    assert (gate["error"], gate["duration"]) == pytest.approx((3e-3, 68e-9))
    assert facts["gates"]["measure"][0]["error"] == pytest.approx(0.01)
    assert facts["rep_delay"] == pytest.approx(250e-6)


def test_a_job_is_posted_once_with_its_token_among_the_tags(service: Service) -> None:
    ibm = IBM()
    id_ = ibm.submit(program(shots=321))
    circuit, body = posted(service, id_)
    assert set(body["tags"]) == {"qdesign", "token-1"}
    assert body["backend"] == "ibm_pair"
    assert body["params"]["pubs"][0][2] == 321
    assert [item.operation.name for item in circuit.data] == ["sx", "cz", "measure", "measure"]
    assert ibm.find("token-1") == id_
    assert ibm.find("token-2") is None
    assert ibm.poll([id_])[id_].state == "RUNNING"
    assert ibm.poll([id_])[id_].state == "COMPLETED"
    result = ibm.result(id_)
    assert sum(result.counts.values()) == 321
    assert result.cost == pytest.approx(service.usage(321))
    assert SECRET not in str(body)


SINGLE = """OPENQASM 3.0;
include "stdgates.inc";
bit[1] c;
sx $0;
c[0] = measure $0;
"""


def test_several_programs_are_one_job_with_a_pub_each(service: Service) -> None:
    ibm = IBM()
    programs = [program(shots=300), program(SINGLE, shots=100)]
    id_ = ibm.submit_many(programs, "task-1")
    assert (service.asked["submit"], len(service.jobs)) == (1, 1)
    body = service.taken[id_]
    assert set(body["tags"]) == {"qdesign", "task-1"}
    assert [pub[2] for pub in body["params"]["pubs"]] == [300, 100]
    assert ibm.find("task-1") == id_
    names = [f"{id_}#{place}" for place in range(2)]
    asked = service.asked["poll"]
    assert {status.state for status in ibm.poll(names).values()} == {"RUNNING"}
    assert service.asked["poll"] == asked + 1
    ibm.poll(names)
    pair, single = (ibm.result(name) for name in names)
    assert service.asked["result"] == 1
    assert (pair.counts, single.counts) == ({"00": 150, "11": 150}, {"0": 50, "1": 50})
    assert pair.cost == pytest.approx(service.usage(400) * 3 / 4)  # by their shots
    assert single.cost == pytest.approx(service.usage(400) / 4)
    ibm.cancel(names[1])
    assert service.jobs[id_].is_cancelled


def test_twirled_programs_with_shots_of_their_own_are_split_by_ibm(service: Service) -> None:
    given = [replace(program(shots=shots), options={"twirling": "both"}) for shots in (320, 640)]
    id_ = IBM().submit_many(given, "task-1")
    twirled = service.taken[id_]["params"]["options"]["twirling"]
    assert (twirled["num_randomizations"], twirled["shots_per_randomization"]) == (32, "auto")


def test_fractional_gates_and_branches_arrive_as_qiskit_s_own(service: Service) -> None:
    made = loads("qubit[2] q; bit[2] c; c[0] = measure q[0]; if (c[0]) { rzz(-2) q[0], q[1]; }")
    id_ = IBM().submit(program(write_placed(replace(made, declared=type(made.declared)()))))
    circuit, _ = posted(service, id_)
    branch = next(item.operation for item in circuit.data if item.operation.name == "if_else")
    angles = [item.operation.params[0] for item in branch.blocks[0].data if item.name == "rzz"]
    assert angles == pytest.approx([3.141592653589793 - 2])


@pytest.mark.parametrize("kind", ["lost", "garbage", "html", 500, 502, 503, 504])
def test_the_kit_repeats_no_post(service: Service, kind: Kind) -> None:
    ibm = IBM()
    service.faults.append(Fault("submit", kind))
    with pytest.raises(LostAnswer) as caught:
        ibm.submit(program())
    assert service.asked["submit"] == 1
    assert "<" not in str(caught.value)
    assert ibm.find("token-1") in service.jobs


def test_what_is_over_and_what_may_come_later_are_told_apart(service: Service) -> None:
    ibm = IBM()
    service.faults.append(Fault("submit", 401, is_taken=False))
    with pytest.raises(Waiting, match="does not take the token"):
        ibm.submit(program())
    service.faults.append(Fault("submit", 429, is_taken=False))
    with pytest.raises(Waiting, match="asks to come later"):
        ibm.submit(program())
    with pytest.raises(Refused, match=r"IBM refused it \(400\): The circuit cannot be read"):
        ibm.submit(program(shots=200_000))
    with pytest.raises(Refused, match=r"instruction cz on qubits \(0, 3\) is not supported"):
        ibm.submit(program(PAIR.replace("cz $0, $1", "cz $0, $3")))
    assert not service.jobs
    service.faults.append(Fault("other", 500))  # the device's status, before anything is posted
    with pytest.raises(Waiting, match="before a job is sent"):
        ibm.submit(program())
    assert not service.jobs


@pytest.mark.parametrize("kind", ["lost", "garbage", "html", 500])
def test_devices_that_cannot_be_listed_are_not_said_to_be_none(
    service: Service, kind: Kind
) -> None:
    ibm = IBM()
    service.faults.append(Fault("targets", kind))
    with pytest.raises(LostAnswer):
        ibm.targets()
    service.faults.append(Fault("targets", kind))
    with pytest.raises(Waiting):
        ibm.submit(program())
    assert len(ibm.targets()) == 2


def test_a_device_that_is_gone_is_refused(service: Service) -> None:
    with pytest.raises(Refused, match="Your account has no device 'ibm_gone' at IBM"):
        IBM().submit(replace(program(), target="ibm_gone"))
    assert not service.jobs


def test_no_network_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    with Service() as service:
        for name, value in service.environment.items():
            monkeypatch.setenv(name, value)
        ibm = IBM()
    ibm._wire.close()  # else the connection that stands is used
    with pytest.raises(Waiting, match=r"cannot be reached\. Is there a network"):
        ibm.submit(program())
    with pytest.raises(Waiting, match=r"cannot be reached\. Is there a network"):
        IBM()


def test_a_missing_token_is_told_with_its_places(monkeypatch: pytest.MonkeyPatch) -> None:
    from qiskit_ibm_runtime.accounts import management

    monkeypatch.delenv("QISKIT_IBM_TOKEN", raising=False)
    monkeypatch.setattr(management, "_DEFAULT_ACCOUNT_CONFIG_JSON_FILE", "/nowhere/none.json")
    with pytest.raises(Waiting, match=r"no token for IBM.*QISKIT_IBM_TOKEN or ~/.qiskit"):
        IBM()


@pytest.fixture
def pair(service: Service) -> Target:
    """The device of the service as a target."""
    return add_target("ibm", next(iter(IBM().targets())))


def test_a_circuit_is_lowered_to_the_device_with_rzz_in_its_quarter(pair: Target) -> None:
    circuit = Circuit.of(3, "h 0; rzz(4.5) 0 1; rzz(-0.3) 1 2; rx(0.7) 2; rzz(2) 0 2")
    made = lower(circuit, None, pair, shots=100, seed=3)
    used = [o for o in loads(made.text).plain_operations if o.gate == "rzz"]
    assert used
    assert all(0 <= o.angles[0].at({}) <= 1.5707963267948967 for o in used)
    assert made.figures.duration is not None
    free = write_placed(fit(Circuit.of(2, "rzz(a) 0 1; rx(b) 0"), pair))
    assert {o.gate for o in loads(free).plain_operations} <= {"rz", "sx", "x", "cz"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("if (a) b = measure q[1];", "Operation measure on qubit 1 is under a condition"),
        ("if (a) reset q[2];", "Operation reset on qubit 2 is under a condition"),
        (
            "if (a) { if (b) { rx(0.3) q[2]; } }",
            "Operation rx on qubit 2 waits for bits of several",
        ),
    ],
)
def test_conditions_that_are_not_taken_are_refused_at_once(
    pair: Target, text: str, words: str
) -> None:
    circuit = loads("qubit[3] q; bit a; bit b; a = measure q[0]; b = measure q[1];" + text)
    with pytest.raises(InvalidTarget, match=f"ibm:ibm_pair does not take it: {words}"):
        validate(circuit, pair)


def test_usage_is_estimated_within_a_quarter(service: Service, pair: Target) -> None:
    """Of what the service charges, whose lengths are from Qiskit's own schedule."""
    rng = np.random.default_rng(5)
    device: Any = IBM_QUANTUM.compiler_target
    worst = 0.0
    for seed in range(50):
        circuit = random_circuit(int(rng.integers(1, 6)), int(rng.integers(1, 60)), rng)
        shots = int(rng.choice([10, 100, 1_000, 4_000, 20_000, 100_000]))
        values = [0.3] * len(circuit.parameters)
        made = lower(circuit, values, pair, shots=shots, seed=seed)
        service.length = circuit_of(made.text).estimate_duration(device(pair.name, True))
        charged = service.usage(shots)
        found = estimate(made, pair)
        assert found is not None
        assert found.unit == "s"
        assert found.low <= charged <= found.high
        assert sum(found.parts.values()) == pytest.approx(found.high)
        worst = max(worst, abs((found.low + found.high) / 2 / charged - 1))
    assert worst < 0.05


def in_local_mode(text: str, shots: int) -> dict[str, int]:
    """Counts of the kit's own local mode, with Aer's noise of a device that it ships."""
    from qiskit_aer import AerSimulator
    from qiskit_ibm_runtime import SamplerV2
    from qiskit_ibm_runtime.fake_provider import FakeManilaV2

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        device: Any = AerSimulator.from_backend(FakeManilaV2(), seed_simulator=5)
        sampler: Any = SamplerV2(mode=device)
        return counts_of(sampler.run([circuit_of(text)], shots=shots).result()[0])


@pytest.mark.parametrize("seed", range(3))
def test_counts_agree_with_the_kit_s_local_mode(seed: int) -> None:
    rng = np.random.default_rng(seed)
    device = target("local:fake_manila")
    circuit = random_circuit(3, 12, rng)
    values = [0.3 * k for k in range(len(circuit.parameters))]
    made = lower(circuit, values, device, shots=20_000, seed=1)
    text = write_placed(made.circuit)
    theirs = in_local_mode(text, 20_000)
    ours = local.run(text, target=device, shots=20_000, seed=2)
    distance = sum(abs(theirs.get(k, 0) - ours.get(k, 0)) for k in {*theirs, *ours}) / 40_000
    assert distance < 0.03


def test_registers_stand_in_counts_as_everywhere_here() -> None:
    device = target("local:fake_manila")
    made = loads(
        "qubit[3] q; bit[1] zed; bit[2] a; x q[0]; x q[2]; "
        "zed[0] = measure q[0]; a[0] = measure q[1]; a[1] = measure q[2];"
    )
    text = write_placed(lower(made, None, device, shots=500, seed=1).circuit)
    theirs = in_local_mode(text, 500)
    ours = local.run(text, target=device, shots=500, seed=2)
    assert max(theirs, key=lambda bits: theirs[bits]) == "10 1"
    assert max(ours, key=lambda bits: ours[bits]) == "10 1"


def test_devices_are_not_asked_for_without_the_kit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QDESIGN_DATA", str(tmp_path))
    with pytest.raises(QdesignError) as caught:
        targets("ibm", refresh=True)
    assert str(caught.value) == (
        "IBM Quantum cannot be asked: its kit is not installed. Install it: "
        "qdesign kit install ibm."
    )
