"""QRMI itself against IBM's service on this machine; 126 MB, installed in half a minute."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import qdesign as qd
from qdesign.hardware.job import State
from qdesign.hardware.known import refresh_targets
from qdesign.hardware.provider import Provider
from qdesign.hardware.providers.qrmi_loopback import NAME, Service
from qdesign.rows import find

ROW = find(Provider, "qrmi")
pytestmark = pytest.mark.kit("qrmi")
SAFETY = 300


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    with Service() as made:
        for name, value in made.environment.items():
            monkeypatch.setenv(name, value)
        yield made


def test_it_keeps_what_every_provider_promises() -> None:
    report = qd.providers.conformance("qrmi")
    assert [str(failure) for failure in report.failed] == []
    assert report.skipped == ""


def test_a_job_is_sent_in_the_session_that_slurm_acquired(service: Service, tmp_path: Path) -> None:
    (target,) = refresh_targets("qrmi")
    assert target.name == f"qrmi:{NAME}"
    circuit = qd.Circuit.of(2, "h 0; cx 0 1")
    with qd.Queue.open(tmp_path / "queue.sqlite", linger=1) as queue:
        job = queue.submit(circuit, target=target.name, shots=10, seed=1, max_cost=5)
        job = queue.wait(job.id, timeout=SAFETY)
        assert job.state is State.COMPLETED, job.reason
        assert job.counts == {"00": 5, "11": 5}
    (body,) = service.taken.values()
    assert body["session_id"] == "session-1"
    assert body["params"]["pubs"][0][2] == 10


@pytest.mark.parametrize(
    ("variable", "said"),
    [
        ("QRMI_JOB_QPU_RESOURCES", "Slurm gave this process no quantum resource"),
        (f"{NAME}_QRMI_IBM_QCS_IAM_APIKEY", f"{NAME}_QRMI_IBM_QCS_IAM_APIKEY"),
    ],
)
def test_outside_of_slurm_it_says_what_is_missing(
    service: Service, monkeypatch: pytest.MonkeyPatch, variable: str, said: str
) -> None:
    monkeypatch.delenv(variable)
    with pytest.raises(qd.QdesignError, match=said):
        refresh_targets("qrmi")


def test_other_resources_say_that_nothing_is_built_in(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QRMI_JOB_QPU_RESOURCES", f"{NAME},FRESNEL")
    monkeypatch.setenv("QRMI_JOB_QPU_TYPES", "ibm-quantum-compute-service,pasqal-cloud")
    found = {target.name: target for target in refresh_targets("qrmi")}
    assert found[f"qrmi:{NAME}"].available
    assert "nothing is built in for resources of the type pasqal-cloud" in (
        found["qrmi:FRESNEL"].missing
    )
