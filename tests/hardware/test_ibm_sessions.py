"""IBM's sessions and batches with its own kit: one for a group, found again, closed, priced."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from qdesign.circuit import Circuit
from qdesign.hardware.estimate import figures_of
from qdesign.hardware.loopback import Fault
from qdesign.hardware.lower import Submission
from qdesign.hardware.provider import Provider
from qdesign.hardware.providers.ibm import IBM, IBM_QUANTUM
from qdesign.hardware.providers.ibm_loopback import BETWEEN, Service
from qdesign.hardware.remote import LostAnswer, Program, Refused
from qdesign.hardware.target import Target
from tests.hardware.test_ibm import PAIR

pytestmark = pytest.mark.filterwarnings(
    "ignore:.*SamplerV2:DeprecationWarning", "ignore:Unable to retrieve IBM Cloud access token"
)


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Service]:
    with Service() as made:
        for name, value in made.environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("QDESIGN_DATA", str(tmp_path / "data"))
        yield made


def program(token: str, *, is_last: bool = False, execution: str = "session") -> Program:
    return Program(
        target="ibm_pair",
        text=PAIR,
        shots=100,
        token=token,
        options={"execution": execution, "max_time": 300},
        group="g-1",
        is_last=is_last,
    )


def test_jobs_of_a_group_share_a_session_that_a_new_process_finds(service: Service) -> None:
    first = IBM().submit(program("t1"))
    second = IBM().submit(program("t2"))  # nothing is known of the first process
    ((name, session),) = service.sessions.items()
    assert (session["mode"], session["max_ttl"], session["backend_name"]) == (
        "dedicated",
        300,
        "ibm_pair",
    )
    assert [service.taken[job]["session_id"] for job in (first, second)] == [name] * 2
    assert "qdesign-group-g-1" in service.taken[first]["tags"]
    assert session["accepting_jobs"]
    IBM().submit(program("t3", is_last=True))
    assert len(service.sessions) == 1
    assert not service.sessions[name]["accepting_jobs"]  # it takes no more after the last


def test_a_session_that_is_closed_makes_room_for_another(service: Service) -> None:
    ibm = IBM()
    ibm.submit(program("t1", is_last=True))
    late = ibm.submit(program("t2", is_last=True))  # such as one that was given up before
    assert len(service.sessions) == 2
    assert service.taken[late]["session_id"] == list(service.sessions)[1]


def test_a_batch_of_ibm_is_made_without_a_longest_time(service: Service) -> None:
    IBM().submit(program("t1", execution="batch"))
    ((_, session),) = service.sessions.items()
    assert (session["mode"], session["max_ttl"]) == ("batch", 28_800)
    IBM().submit(program("t2", execution="job"))
    assert len(service.sessions) == 1


def test_a_lost_answer_inside_a_session_is_found_by_the_token(service: Service) -> None:
    service.faults.append(Fault("submit", "lost"))
    with pytest.raises(LostAnswer):
        IBM().submit(program("t1", is_last=True))
    found = IBM().find("t1")
    assert found is not None
    assert service.asked["submit"] == 1
    again = IBM().submit(program("t2", is_last=True))
    assert len(service.sessions) == 1
    assert service.taken[again]["session_id"] == service.taken[found]["session_id"]


def test_a_plan_without_sessions_says_so(service: Service) -> None:
    service.plan_has_sessions = False
    with pytest.raises(Refused, match=r"no such session .*: Your plan has no sessions\. Set"):
        IBM().submit(program("t1"))
    assert not service.jobs


def test_what_a_session_cost_is_told_once_it_is_over(service: Service) -> None:
    ibm = IBM()
    first = ibm.submit(program("t1"))
    for _ in service.times:
        ibm.poll([first])
    assert ibm.result(first).cost is None  # it takes more jobs
    second = ibm.submit(program("t2", is_last=True))
    for _ in service.times:
        ibm.poll([second])
    assert ibm.result(second).cost == pytest.approx(service.usage(100) + BETWEEN)
    assert ibm.result(first).cost == pytest.approx(service.usage(100) + BETWEEN)
    batch = ibm.submit(replace(program("t3", execution="batch"), group="g-2"))
    assert ibm.result(batch).cost == pytest.approx(service.usage(100))


# --- what it costs -------------------------------------------------------------------------------

TARGET = Target(name="ibm:ibm_pair", provider="ibm", num_qubits=5, max_shots=100_000)


def submission(shots: int, *, execution: str, max_time: int = 300) -> Submission:
    circuit = Circuit.of(2, "h 0")
    return Submission(
        target=TARGET.name,
        text="",
        circuit=circuit,
        shots=shots,
        seed=0,
        layout=(),
        figures=figures_of(circuit),
        options={"execution": execution, "max_time": max_time},
    )


def prices(row: Provider, shots: list[int], *, execution: str, max_time: int = 300) -> list[float]:
    found: list[float] = []
    for each in shots:
        made = submission(each, execution=execution, max_time=max_time)
        price = row.priced(made, TARGET, shots)
        assert price is not None
        assert sum(price.parts.values()) == pytest.approx(price.high)
        found.append(price.high)
    return found


@pytest.mark.parametrize(
    ("shots", "longest"), [([1000, 2000, 3000], 300), ([90_000] * 4, 60), ([90_000] * 4, 1)]
)
def test_jobs_of_a_session_set_aside_what_it_may_cost(shots: list[int], longest: int) -> None:
    usage = prices(IBM_QUANTUM, shots, execution="job")
    assert prices(IBM_QUANTUM, shots, execution="batch") == usage
    assert sum(usage) == pytest.approx(1.2 * (2 + 250e-6 * sum(shots)))  # one overhead
    long = prices(IBM_QUANTUM, shots, execution="session", max_time=longest)
    assert max(longest, sum(usage)) <= sum(long) * (1 + 1e-9)
    assert sum(long) <= longest + sum(usage)


def test_a_session_of_one_job_costs_from_its_usage_to_its_longest_time() -> None:
    price = IBM_QUANTUM.priced(submission(1000, execution="session"), TARGET, ())
    assert price is not None
    assert (price.low, price.high) == (pytest.approx(0.8 * 2.25), 300)
    assert "wall-clock" in price.source
