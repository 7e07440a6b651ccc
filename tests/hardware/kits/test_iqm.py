"""IQM's own client against its service on this machine; 480 MB, installed in about a minute."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

import qdesign as qd
from qdesign.hardware.job import State
from qdesign.hardware.known import facts_of, refresh_targets
from qdesign.hardware.provider import Provider
from qdesign.hardware.providers.iqm_loopback import Service
from qdesign.hardware.remote_lane import ask_provider
from qdesign.rows import find

ROW = find(Provider, "iqm")
pytestmark = pytest.mark.kit("iqm")
SAFETY = 300


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    with Service() as made:
        for name, value in made.environment.items():
            monkeypatch.setenv(name, value)
        yield made


def test_it_keeps_what_every_provider_promises() -> None:
    report = qd.providers.conformance("iqm")
    assert [str(failure) for failure in report.failed] == []
    assert report.skipped == ""


def test_its_client_tells_the_device(service: Service) -> None:
    (target,) = refresh_targets("iqm")
    assert (target.name, target.num_qubits) == ("iqm:garnet", 5)
    assert target.coupling == ((0, 2), (1, 2), (2, 3), (2, 4))
    assert target.calibrated == "2026-11-01"
    facts = facts_of("iqm", "iqm:garnet")
    assert facts is not None
    assert facts["calibration_set"].startswith("0a3f9c52")
    assert facts["qubits"][0] == {"t1": 4e-5, "t2": 2e-5}
    cz, measure = facts["gates"]["cz"][0], facts["gates"]["measure"][0]
    assert cz["duration"] == 4e-8
    assert np.isclose(cz["error"], 0.01)
    assert np.isclose(measure["error"], 0.02)


def test_a_job_goes_there_and_back(service: Service, tmp_path: Path) -> None:
    refresh_targets("iqm")
    circuit = qd.Circuit.of(3, "h 0; cx 0 1; cx 1 2; ry(0.7) 2")
    with qd.Queue.open(tmp_path / "queue.sqlite", linger=1) as queue:
        job = queue.submit(circuit, target="iqm:garnet", shots=20_000, seed=1, max_cost=5)
        job = queue.wait(job.id, timeout=SAFETY)
        assert job.state is State.COMPLETED, job.reason
        assert job.counts is not None
        wanted = qd.Simulator(circuit).probabilities([])
        for place, share in enumerate(wanted):
            assert abs(job.counts.get(f"{place:03b}", 0) / 20_000 - share) < 0.02
    (body,) = service.taken.values()
    assert {each["name"] for each in body["circuits"][0]["instructions"]} <= {
        *("prx", "cz", "measure", "barrier"),
    }


@pytest.mark.parametrize(("asked", "mode"), [(True, "enabled"), (False, "disabled")])
def test_a_job_may_ask_for_dynamical_decoupling(
    service: Service, tmp_path: Path, asked: bool, mode: str
) -> None:
    refresh_targets("iqm")
    with qd.Queue.open(tmp_path / "queue.sqlite", linger=1) as queue:
        job = queue.submit(
            qd.Circuit.of(2, "h 0; cx 0 1"),
            target="iqm:garnet",
            shots=100,
            max_cost=5,
            options={"dynamical_decoupling": asked},
        )
        assert queue.wait(job.id, timeout=SAFETY).state is State.COMPLETED
    (body,) = service.taken.values()
    assert body["dd_mode"] == mode


@pytest.mark.parametrize("variable", ["IQM_TOKEN", "IQM_TOKENS_FILE"])
def test_without_a_token_it_says_where_to_put_it(
    service: Service, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, variable: str
) -> None:
    monkeypatch.delenv("IQM_TOKEN")
    said = "There is no token for IQM"
    if variable == "IQM_TOKENS_FILE":
        monkeypatch.setenv(variable, os.fspath(tmp_path / "nothing.json"))
        said = "IQM does not take the token"
    with pytest.raises(qd.QdesignError, match=said):
        ask_provider(ROW, "targets")
