"""Azure Quantum through its real kit against the loopback service."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator

import pytest

import qdesign as qd
from qdesign.circuit import Circuit
from qdesign.errors import QdesignError
from qdesign.hardware.conformance import Bench, bench
from qdesign.hardware.job import State
from qdesign.hardware.lower import lower
from qdesign.hardware.provider import target
from qdesign.hardware.providers.azure import AZURE
from qdesign.hardware.providers.azure_loopback import Service
from qdesign.hardware.remote_lane import ask_provider
from qdesign.hardware.store import Lowered, Order

pytestmark = pytest.mark.kit("azure")


@pytest.fixture
def made() -> Iterator[Bench]:
    with bench(AZURE) as found:
        yield found


def test_it_passes_the_suite() -> None:
    report = qd.providers.conformance("azure")
    assert [str(failure) for failure in report.failed] == []
    assert report.skipped == ""
    assert len(report.passed) > 40


def test_targets_say_what_they_take_and_pulses_are_left_out(made: Bench) -> None:
    rows = {row.name: row for row in made.targets}
    assert list(rows) == [
        "azure:ionq.simulator",
        "azure:ionq.qpu.forte-1",
        "azure:quantinuum.qpu.h2-1",
    ]
    assert not rows["azure:ionq.qpu.forte-1"].mid_circuit
    assert rows["azure:quantinuum.qpu.h2-1"].conditions
    assert "about 10 min" in rows["azure:quantinuum.qpu.h2-1"].notes
    assert AZURE.estimate is not None
    free = lower(Circuit.of(1, "h 0"), None, rows["azure:ionq.simulator"])
    assert AZURE.estimate(free, rows["azure:ionq.simulator"]) is not None
    assert AZURE.estimate(free, rows["azure:ionq.qpu.forte-1"]) is None


def test_bits_come_back_where_the_circuit_put_them(made: Bench) -> None:
    circuit = qd.qasm.loads(
        'include "stdgates.inc"; qubit[3] q; bit[2] a; bit[2] b; x q[0]; '
        "a[1] = measure q[0]; b[1] = measure q[1];"
    )
    chosen = target("azure:ionq.qpu.forte-1")
    program = lower(circuit, None, chosen, shots=100, seed=1)
    assert isinstance(made.service, Service)
    made.service.shows = {"[1, 0]": 100}
    order = Order(
        source=qd.Document(circuit).dumps(),
        values={},
        target=chosen.name,
        shots=100,
        seed=1,
        token="any words",
        provider="azure",
        max_cost=9.0,
    )
    id_ = made.store.add(order).id
    kept = Lowered(
        text=program.text, layout=program.layout, figures=program.figures, notes=program.notes
    )
    made.store.set_lowered(id_, kept)
    job = made.end(id_)
    assert dict(job.counts or {}) == {"00 10": 100}
    assert job.cost == 1.5
    (body,) = made.service.taken.values()
    assert body["inputDataFormat"] == "qir.v1"
    assert body["inputParams"]["shots"] == 100
    assert body["inputParams"]["target_profile"] == "Base"
    (text,) = made.service.blobs.values()
    assert text.decode() == program.text


def test_a_connection_string_that_is_none_is_said_and_not_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AZURE_QUANTUM_CONNECTION_STRING", "nonsense-1234")
    with pytest.raises(QdesignError, match=r"names the workspace.* cannot be used") as caught:
        ask_provider(AZURE, "targets")
    assert "nonsense" not in str(caught.value)


@pytest.mark.skipif(sys.platform != "linux", reason="kills a process by its id")
def test_a_process_that_is_killed_at_any_moment_sends_no_job_twice(made: Bench) -> None:
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
