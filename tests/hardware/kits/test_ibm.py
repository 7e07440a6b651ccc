"""IBM's kit in its own environment against its loopback service: the whole suite.

The environment weighs about 370 MB and takes half a minute: `qdesign kit install ibm`.
"""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import replace

import pytest

import qdesign as qd
from qdesign.circuit import Circuit
from qdesign.errors import InvalidRequest
from qdesign.hardware.conformance import bench
from qdesign.hardware.job import State
from qdesign.hardware.loopback import Fault
from qdesign.hardware.providers.ibm import IBM_QUANTUM
from qdesign.hardware.providers.ibm_loopback import Service
from scripts.campaign import cases

pytestmark = pytest.mark.kit("ibm")
KILLS = "processes of a provider's kit killed"


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


@pytest.mark.sized(KILLS)
@pytest.mark.skipif(sys.platform != "linux", reason="kills a process by its id")
def test_a_process_that_is_killed_at_any_moment_sends_no_job_twice() -> None:
    moments, phases = ("before", "taken", "answered"), ("submit", "find", "poll", "result")
    # Each phase and each moment in a sample too.
    pairs = [(moments[k % 3], phases[k % 4]) for k in range(cases(KILLS))]
    with bench(IBM_QUANTUM) as made:
        for moment, phase in pairs:
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


@pytest.mark.skipif(sys.platform != "linux", reason="kills a process by its id")
def test_the_tasks_of_a_batch_share_a_session_whatever_is_killed() -> None:
    pair = Circuit.of(2, "h 0; cx 0 1")
    with bench(replace(IBM_QUANTUM, task_size=2)) as made:
        assert isinstance(made.service, Service)
        left = ["answered", "taken"]  # of what was posted, and who posted it is killed

        def kill(moment: str, phase: str) -> None:
            child = made.lane._child
            if left and (moment, phase) == (left[0], "submit") and child is not None:
                left.pop(0)
                os.kill(child.process.pid, signal.SIGKILL)

        made.service.hook = kill
        ids = made.send_together([pair] * 5, options={"execution": "session", "max_time": 120})
        jobs = [made.end(id_) for id_ in ids]
        assert not left
        # Each task may have to make a session, so each sets the longest one aside.
        reserved = [job.estimate.high for job in jobs if job.estimate is not None]
        assert sum(reserved) >= 3 * 120
        assert {job.state for job in jobs} == {State.COMPLETED}
        assert len(made.service.jobs) == 3  # two, two and one
        ((name, session),) = made.service.sessions.items()
        assert {posted["session_id"] for posted in made.service.taken.values()} == {name}
        assert (session["max_ttl"], session["accepting_jobs"]) == (120, False)
