"""What a job asks of its provider beside shots: checked, kept, priced and sent with it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from qdesign.circuit import Circuit
from qdesign.errors import InvalidRequest, QueueError
from qdesign.hardware.conformance import bench
from qdesign.hardware.job import State
from qdesign.hardware.lower import lower
from qdesign.hardware.provider import Provider, target
from qdesign.hardware.queue import Queue
from qdesign.rows import find
from tests.hardware.loopback_provider import Service
from tests.hardware.test_sending import end_worker, known_service

pytestmark = pytest.mark.usefixtures("loopback")
PAIR = Circuit.of(2, "h 0; cx 0 1")
TARGET = "loopback/token:pair"


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    with Service() as made:
        known_service(made, monkeypatch)
        yield made


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[Queue]:
    with Queue.open(tmp_path / "queue.sqlite", linger=300) as made:
        yield made
        end_worker(made.path)


def test_options_go_with_the_job_and_stay_with_it(service: Service, queue: Queue) -> None:
    job = queue.submit(PAIR, target=TARGET, shots=100, max_cost=5.0, options={"repeats": 3}, seed=1)
    done = queue.wait(job.id, timeout=300)
    assert done.state == State.COMPLETED
    assert service.posted[done.remote_id] == {"repeats": 3}
    assert done.options == {"repeats": 3} == done.to_dict()["options"]
    assert done.estimate is not None
    assert done.estimate.high == pytest.approx(3.0)


def test_a_preview_and_a_cap_know_what_an_option_costs(service: Service, queue: Queue) -> None:
    price = queue.preview(PAIR, target=TARGET, shots=100, options={"repeats": 3}).estimate
    assert price is not None
    assert price.high == pytest.approx(3.0)
    job = queue.submit(PAIR, target=TARGET, shots=100, max_cost=2.0, options={"repeats": 3})
    failed = queue.wait(job.id, timeout=300)
    assert failed.state == State.FAILED
    assert "may cost 1.50 to 3.00 USD" in failed.reason
    assert not service.posted


def test_the_parts_of_an_energy_and_of_a_batch_ask_for_the_same(
    service: Service, queue: Queue
) -> None:
    whole = queue.submit(
        PAIR,
        target=TARGET,
        shots=100,
        max_cost=9.0,
        options={"repeats": 2},
        observable={"ZZ": 1.0, "XX": 0.5},
    )
    group = queue.submit_batch(
        PAIR, [None, None], target=TARGET, shots=10, max_cost=9.0, options={"repeats": 4}
    )
    assert [part.options["repeats"] for part in queue.parts(whole.id)] == [2, 2]
    assert [job.options["repeats"] for job in group.jobs] == [4, 4]
    queue.wait(whole.id, timeout=300)
    for job in group.jobs:
        queue.wait(job.id, timeout=300)
    assert sorted(said["repeats"] for said in service.posted.values()) == [2, 2, 4, 4]


def test_what_no_provider_takes_is_refused_before_anything_is_kept(
    service: Service, queue: Queue
) -> None:
    with pytest.raises(InvalidRequest, match="has no option 'twirl'; it takes repeats"):
        queue.submit(PAIR, target=TARGET, max_cost=1.0, options={"twirl": True})
    with pytest.raises(InvalidRequest, match="has no option 'repeats'; it takes noise"):
        queue.submit(PAIR, target="local:ideal", options={"repeats": 2})
    with pytest.raises(InvalidRequest, match="a whole number from 1"):
        queue.preview(PAIR, target=TARGET, options={"repeats": 0})
    with pytest.raises(InvalidRequest, match="more repeats than shots"):
        queue.preview(PAIR, target=TARGET, shots=10, options={"repeats": 11})
    many = {"values": [None], "max_cost": 1.0}
    for ask, more in ((queue.submit, {}), (queue.preview, {}), (queue.submit_batch, many)):
        for wrong in (5, "repeats", 0):
            given: Any = {"target": TARGET, "options": wrong, **more}
            with pytest.raises(InvalidRequest, match=r"names to values, such as \{'repeats': 1\}"):
                ask(PAIR, **given)
    assert queue.jobs() == ()


def test_a_token_stands_for_its_options(service: Service, queue: Queue) -> None:
    how = {"target": TARGET, "shots": 10, "max_cost": 1.0, "token": "one", "seed": 1}
    first = queue.submit(PAIR, options={"repeats": 2}, **how)
    assert queue.submit(PAIR, options={"repeats": 2}, **how).id == first.id
    with pytest.raises(QueueError, match="set of options"):
        queue.submit(PAIR, options={"repeats": 3}, **how)


def test_ionq_debiases_on_devices_from_500_shots_on(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    row = find(Provider, "ionq")
    with bench(row) as made:
        device = target("ionq:qpu.forte-1")
        auto, on, off = (
            lower(PAIR, None, device, shots=1000, options={"debiasing": choice})
            for choice in ("auto", "on", "off")
        )
        assert row.estimate is not None
        prices = [row.estimate(each, device) for each in (auto, on, off)]
        assert [price and "with debiasing" in price.source for price in prices] == [
            True,
            True,
            False,
        ]
        with pytest.raises(InvalidRequest, match="from 500 shots on, and 499"):
            lower(PAIR, None, device, shots=499, options={"debiasing": "on"})
        with pytest.raises(InvalidRequest, match="on its devices alone"):
            lower(PAIR, None, target("ionq:simulator"), shots=500, options={"debiasing": "on"})
        del made


def test_an_energy_with_too_few_shots_for_an_option_is_refused_before_it_is_kept(
    tmp_path: Path,
) -> None:
    with bench(find(Provider, "ionq")), Queue.open(tmp_path / "queue.sqlite") as queue:
        how = {"target": "ionq:qpu.forte-1", "options": {"debiasing": "on"}}
        with pytest.raises(InvalidRequest, match=r"lightest of 2 .* at least 500. Ask for 1,5\d\d"):
            queue.submit(PAIR, shots=1000, max_cost=99, observable={"ZZ": 1.0, "XX": 0.5}, **how)
        assert queue.jobs() == ()
