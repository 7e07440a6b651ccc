"""IBM's kit in its own environment against its loopback service: the whole suite.

The environment weighs about 370 MB and takes half a minute: `qdesign kit install ibm`.
"""

from __future__ import annotations

import os
import signal
import sys

import pytest

import qdesign as qd
from qdesign.errors import InvalidRequest
from qdesign.hardware.conformance import bench
from qdesign.hardware.environment import environment_of
from qdesign.hardware.job import State
from qdesign.hardware.loopback import Fault
from qdesign.hardware.providers.ibm import IBM_QUANTUM
from qdesign.hardware.providers.ibm_loopback import Service

_MISSING = environment_of(IBM_QUANTUM).missing

pytestmark = pytest.mark.skipif(bool(_MISSING), reason=f"ibm: {_MISSING}")


def test_it_passes_the_suite() -> None:
    report = qd.providers.conformance("ibm")
    assert [str(failure) for failure in report.failed] == []
    assert report.skipped == ""
    assert len(report.passed) > 40


def test_its_sampler_gets_the_options_of_a_job() -> None:
    with bench(IBM_QUANTUM) as made:
        asked = {"dynamical_decoupling": "XY4", "twirling": "both"}
        assert made.end(made.send(shots=320, options=asked)).state == State.COMPLETED
        assert isinstance(made.service, Service)
        ((_, posted),) = made.service.taken.items()
        options = posted["params"]["options"]
        assert options["dynamical_decoupling"] == {"enable": True, "sequence_type": "XY4"}
        assert options["twirling"] == {
            "enable_gates": True,
            "enable_measure": True,
            "num_randomizations": 32,
            "shots_per_randomization": 10,
        }
        with pytest.raises(InvalidRequest, match="a multiple of 32, such as 96"):
            made.send(shots=100, options=asked)


@pytest.mark.skipif(sys.platform != "linux", reason="kills a process by its id")
def test_a_process_that_is_killed_at_any_moment_sends_no_job_twice() -> None:
    phases = ("submit", "find", "poll", "result")
    with bench(IBM_QUANTUM) as made:
        for moment, phase in [(m, p) for m in ("before", "taken", "answered") for p in phases]:
            left = [(moment, phase)]

            def kill(*seen: str, left: list[tuple[str, str]] = left) -> None:
                child = made.lane._child
                if seen in left and child is not None:
                    left.clear()
                    os.kill(child.process.pid, signal.SIGKILL)

            if phase == "find":
                made.service.faults.append(Fault("submit", "lost"))
            made.service.hook = kill
            id_ = made.send()
            job = made.end(id_)
            assert not left or phase == "result", f"nothing was killed {moment} {phase}"
            assert (job.state, made.made(id_)) == (State.COMPLETED, 1), f"{moment} {phase}"
