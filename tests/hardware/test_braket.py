"""What Braket's half makes of answers, without its kit: devices, hours, results, prices."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from qdesign import Circuit, qasm
from qdesign.convert.qiskit import from_qiskit, to_qiskit
from qdesign.equivalence import equivalent
from qdesign.exporters.braket import verbatim
from qdesign.hardware.device import device_of
from qdesign.hardware.estimate import figures_of
from qdesign.hardware.lower import Submission, lower, measured
from qdesign.hardware.provider import provider_of
from qdesign.hardware.providers.braket import estimate
from qdesign.hardware.providers.braket_device import device_row, opens_at
from qdesign.hardware.providers.braket_loopback import Service
from qdesign.hardware.providers.braket_prices import prices
from qdesign.hardware.providers.braket_remote import counts_of, name_of
from qdesign.hardware.providers.braket_sets import result_of
from qdesign.hardware.remote import Refused
from qdesign.hardware.target import Target
from qdesign.routing.router import fitted

_SIMULATOR = "arn:aws:braket:::device/quantum-simulator/amazon/sv1"
_SQUARE = "arn:aws:braket:us-east-1::device/qpu/loopback/Square"


def told(arn: str) -> Any:
    with Service() as service:
        return service.answer("GET", f"/device/{arn}", None)[1]


def result(text: str, *, shots: list[str], measured: list[int]) -> dict[str, Any]:
    return {
        "measurements": [list(map(int, shot)) for shot in shots],
        "measuredQubits": measured,
        "taskMetadata": {"shots": len(shots)},
        "additionalMetadata": {"action": {"source": text}},
    }


def test_counts_are_split_into_the_registers_of_the_circuit() -> None:
    program = qasm.loads("qubit[2] v; bit[2] a; bit b; a[1] = measure v[0]; b = measure v[1];")
    text = qasm.dumps(program, dialect="braket")
    found = counts_of(result(text, shots=["10", "10", "01"], measured=[0, 1]))
    assert found == {"0 10": 2, "1 00": 1}
    assert counts_of(result(text, shots=["01", "01", "10"], measured=[1, 0])) == found


def test_a_qubit_that_is_measured_twice_is_told_in_the_order_of_the_bits() -> None:
    text = "bit[2] c;\nqubit[1] q;\nc[1] = measure q[0];\nx q[0];\nc[0] = measure q[0];\n"
    assert counts_of(result(text, shots=["10"], measured=[0, 0])) == {"01": 1}


def test_shares_become_counts_that_add_up() -> None:
    text = "bit[1] c;\nc[0] = measure $4;\n"
    found = result(text, shots=[], measured=[4])
    found["taskMetadata"]["shots"] = 3
    found["measurementProbabilities"] = {"0": 0.333333, "1": 0.666667}
    assert counts_of(found) == {"0": 1, "1": 2}


def test_a_device_is_told_with_its_gates_errors_times_and_price() -> None:
    row = device_row(told(_SQUARE))
    assert row is not None
    assert row["basis_gates"] == ["cz", "r"]
    assert row["queue"] == 7
    assert row["calibration_date"].startswith("2026-01-02")
    assert "4 qubits, called 1 to 4" in row["notes"]
    device = row["device"]
    assert device["qubits"][1] == pytest.approx({"t1": 3e-5, "t2": 2e-5})
    first = device["gates"]["cz"][0]
    assert first == {"on": [1, 2], "error": pytest.approx(0.01), "duration": None}
    assert device["price"]["shot"] == 0.001
    assert json.loads(json.dumps(row)) == row | {"coupling": [list(p) for p in row["coupling"]]}


@pytest.mark.parametrize("native", [["RX", "RZ", "ISWAP"], ["RX", "RZ", "CZ"], ["PRX", "CZ"]])
def test_native_gates_of_each_vendor_are_enough_to_fit_a_circuit(native: list[str]) -> None:
    device = told(_SQUARE)
    facts = json.loads(device["deviceCapabilities"])
    facts["paradigm"]["nativeGateSet"] = native
    for pair in facts["standardized"]["twoQubitProperties"].values():
        pair["twoQubitGateFidelity"][0]["gateName"] = native[-1]
    row = device_row({**device, "deviceCapabilities": facts})
    assert row is not None
    circuit = Circuit.of(3, "h 0; cx 0 1; u(0.1, 0.2, 0.3) 1; cx 1 2; cx 0 2")
    given = to_qiskit(measured(circuit))
    found = fitted(given, "it", level=2, seed=1, target=device_of(row["device"]))
    text = verbatim(from_qiskit(found))
    gates = set(re.findall(r"^  (\w+)\(?.* \$", text, re.MULTILINE))
    assert gates == {name.lower() for name in native}
    assert equivalent(qasm.loads(text), from_qiskit(found)).equal is True


def test_a_device_that_braket_compiles_for_gets_gates_that_it_takes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("QDESIGN_DATA", str(tmp_path))
    name = "braket:arn:aws:braket:us-east-1::device/qpu/ionq/Forte-1"
    facts = {
        "operations": [
            "x",
            "y",
            "z",
            "h",
            "rx",
            "ry",
            "rz",
            "cnot",
            "s",
            "si",
            "t",
            "ti",
            "v",
            "vi",
            "xx",
            "yy",
            "zz",
            "swap",
        ]
    }
    path = tmp_path / "targets" / "braket" / f"{quote(name, safe='')}.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(facts))
    target = Target(name=name, provider="braket", num_qubits=36, max_shots=5000)
    circuit = Circuit.of(
        3, "h 0; ccx 0 1 2; cp(0.3) 0 1; u(0.1, 0.2, 0.3) 2; rxx(0.4) 0 2; ecr 0 1"
    )
    made = lower(circuit, None, target, shots=100)
    gates = set(re.findall(r"^(\w+)\(?.* q\[", made.text, re.MULTILINE))
    assert gates - {"qubit", "bit", "c"} <= set(facts["operations"])
    assert "xx(0.4) q[0], q[2];" in made.text
    assert equivalent(qasm.loads(made.text), measured(circuit), up_to="measured").equal is True


@pytest.mark.parametrize("level", [0, 1, 2, 3])
def test_a_device_that_counts_from_one_is_fitted_at_every_level(level: int) -> None:
    row = device_row(told(_SQUARE))
    assert row is not None
    for circuit in (Circuit.of(1, "h 0"), Circuit.of(3, "h 0; cx 0 1; cx 1 2; cx 0 2")):
        given = to_qiskit(measured(circuit))
        found = fitted(given, "it", level=level, seed=1, target=device_of(row["device"]))
        assert found.layout is not None
        assert 0 not in found.layout.initial_index_layout(filter_ancillas=True)


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ("2026-11-23T10:00", None),  # a Monday
        ("2026-11-23T22:00", "2026-11-24T09:00"),
        ("2026-11-27T22:00", "2026-11-30T09:00"),
    ],
)
def test_a_closed_device_says_when_it_opens(now: str, opens: str | None) -> None:
    window = {
        "executionDay": "Weekdays",
        "windowStartHour": "09:00:00",
        "windowEndHour": "17:30:00",
    }
    wanted = None if opens is None else datetime.fromisoformat(opens).replace(tzinfo=UTC)
    assert opens_at([window], datetime.fromisoformat(now).replace(tzinfo=UTC)) == wanted


def test_hours_may_pass_midnight() -> None:
    window = {"executionDay": "Monday", "windowStartHour": "20:00", "windowEndHour": "03:00"}
    assert opens_at([window], datetime(2026, 11, 24, 2, 0, tzinfo=UTC)) is None
    monday = datetime(2026, 11, 30, 20, 0, tzinfo=UTC)
    assert opens_at([window], datetime(2026, 11, 24, 4, 0, tzinfo=UTC)) == monday


def submission(name: str, num_qubits: int) -> tuple[Submission, Target]:
    circuit = Circuit.of(num_qubits, "h 0")
    made = Submission(
        target=name,
        text="",
        circuit=circuit,
        shots=1000,
        seed=0,
        layout=(),
        figures=figures_of(circuit),
    )
    return made, Target(name=name, provider="braket", num_qubits=34, max_shots=100_000)


def test_prices_ship_with_their_source_and_date() -> None:
    garnet = estimate(*submission("braket:arn:aws:braket:eu-north-1::device/qpu/iqm/Garnet", 2))
    assert garnet is not None
    assert garnet.low == garnet.high == pytest.approx(0.3 + 1.45)
    assert garnet.date == prices()["date"]
    assert garnet.source.startswith("https://aws.amazon.com/braket")
    assert estimate(*submission("braket:arn:aws:braket:us-east-1::device/qpu/new/One", 2)) is None


def test_a_program_that_braket_could_not_run_says_why() -> None:
    failed = {
        "inputsIndex": 0,
        "failureMetadata": {"failureReason": "No\nqubit", "retryable": False},
    }
    files = {"a/results.json": {"source": "p.json", "executableResults": ["x/0.json"]}}
    files |= {"a/p.json": {"source": "text"}, "a/x/0.json": failed}
    with pytest.raises(Refused, match="Braket could not run it: No qubit"):
        result_of({"programResults": ["a/results.json"]}, 0, 10, files.__getitem__)


def test_devices_that_tell_of_program_sets_take_as_many_as_they_tell(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("QDESIGN_DATA", str(tmp_path))
    for arn, limits in ((_SQUARE, [(100, 50), (1000, 20), (50_000, 1)]), ("SV1", [(100, 1)])):
        target = Target(name=f"braket:{arn}", provider="braket", num_qubits=4, max_shots=10**5)
        row = device_row(told(arn if arn != "SV1" else _SIMULATOR))
        assert row is not None
        if "device" in row:
            path = tmp_path / "targets" / "braket" / f"{quote(target.name, safe='')}.json"
            path.parent.mkdir(parents=True)
            path.write_text(json.dumps(row["device"]))
        for shots, most in limits:
            assert provider_of(target).jobs_a_task(target, shots) == most


def test_simulators_cost_a_range_that_ends_where_braket_ends_them() -> None:
    small = estimate(*submission("braket:SV1", 3))
    large = estimate(*submission("braket:SV1", 34))
    assert small is not None
    assert large is not None
    assert small.low == large.low == pytest.approx(3 / 60 * 0.075)
    assert small.high < 0.01 < large.high <= 6 * 60 * 0.075
    tensor = estimate(*submission("braket:TN1", 3))
    assert tensor is not None
    assert tensor.high == pytest.approx(6 * 60 * 0.275)
    free = estimate(*submission("braket:local", 3))
    assert free is not None
    assert free.high == 0


def test_a_callers_token_is_fit_for_braket_and_for_files() -> None:
    assert name_of("0f-1a") == "0f-1a"
    assert len(name_of("../é" * 40)) == 64
    assert "/" not in name_of("../x")
