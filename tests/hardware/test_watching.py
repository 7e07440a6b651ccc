"""Finding a job again: words, batches, what it was made with, and what a person answered."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from qdesign.circuit import Circuit
from qdesign.document import Document
from qdesign.errors import InvalidRequest, InvalidTarget
from qdesign.hardware import outbox, tasks
from qdesign.hardware.job import DeviceThen, Figures, State
from qdesign.hardware.lower import lower
from qdesign.hardware.moves import NEVER_ARRIVED
from qdesign.hardware.provider import target
from qdesign.hardware.queue import Queue
from qdesign.hardware.store import SEARCHED, Lowered, Order, Store

BELL = Circuit.of(2, "h 0; cx 0 1")
SAFETY = 120.0


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store.open(tmp_path / "queue.sqlite")
    yield made
    made.close()


def add(store: Store, name: str, *, device: str = "local:ideal", tags: tuple[str, ...] = ()) -> str:
    source = Document(BELL).dumps()
    order = Order(source=source, values={}, target=device, shots=100, seed=1, name=name, tags=tags)
    return store.add(order).id


def test_all_words_of_a_search_are_in_name_target_tags_or_id(store: Store) -> None:
    sweep = add(store, "Layer sweep", tags=("best of landscape",))
    check = add(store, "noise check", device="local:fake_manila")
    found = lambda words: [job.id for job in store.listing(search=words).jobs]  # noqa: E731
    assert found("SWEEP best") == [sweep]
    assert found("manila") == [check]
    assert found(check[:6]) == [check]
    assert found("sweep manila") == []
    assert found("%") == []
    assert found("") == [sweep, check]
    store.move(sweep, State.FAILED, reason="no")
    assert store.count(archived=False, search="e") == 2
    assert store.count(archived=False, states=[State.FAILED], search="layer") == 1


def test_a_search_looks_at_the_words_of_tags_and_not_at_how_they_are_kept(store: Store) -> None:
    tagged = add(store, "first", tags=("sweep", "Über mir", 'in "quotes"'))
    plain = add(store, "second")
    found = lambda words: [job.id for job in store.listing(search=words).jobs]  # noqa: E731
    assert found('"') == found("quotes") == found("Über") == found("mir SWEEP") == [tagged]
    assert found("[") == found("sweep,") == found("u00dc") == []
    with store.transaction() as connection:
        connection.execute("UPDATE jobs SET tags = '[\"sweep' WHERE id = ?", (tagged,))
    assert found("sweep") == []
    assert found("second") == [plain]


def test_a_search_reads_no_circuits(store: Store) -> None:
    for k in range(3):
        add(store, f"job {k}")
    with store.reading() as connection:
        query = (
            "EXPLAIN QUERY PLAN SELECT number FROM jobs WHERE whole = '' AND archived = 0 AND "
            f"{SEARCHED}"
        )
        plan = " ".join(row[3] for row in connection.execute(query, ("x",)))
    assert "COVERING INDEX jobs_by_words" in plan


def test_batches_say_how_many_are_done(store: Store) -> None:
    source = Document(BELL).dumps()
    orders = [
        Order(source=source, values={}, target="local:ideal", shots=1, seed=k, token=f"t{k}")
        for k in range(3)
    ]
    group = store.add_group(orders, name="sweep", any_seed=False)
    first = store.listing(group=group).jobs[0].id
    store.move(first, State.RUNNING)
    store.move(first, State.COMPLETED, counts={"00": 1})
    assert store.groups([group]) == ((group, "sweep", 1, 3),)
    assert store.groups(["none"]) == ()


def test_answers_about_an_unknown_job_are_written_down(store: Store) -> None:
    ids = [add(store, name, device="elsewhere:x") for name in ("found", "gone")]
    for id_ in ids:
        for state in (State.SUBMITTING, State.UNKNOWN):
            assert store.move(id_, state)
    assert tasks.adopt(store, ids[0], "d4k2", now=time.time())
    outbox.cancel(store, ids[1], now=time.time())
    last = [store.history(id_)[-1] for id_ in ids]
    assert (last[0].state, last[0].words) == (State.QUEUED, "You found it at the provider as d4k2.")
    assert (last[1].state, last[1].words) == (State.CANCELLED, NEVER_ARRIVED)


def test_a_job_keeps_the_device_as_it_was_and_the_versions(store: Store) -> None:
    device = DeviceThen("2026-11-20T14:26:00", (3, 5), {"cz": (0.003, 0.004)})
    lowered = Lowered(
        text="OPENQASM 3.0;",
        layout=(3, 5),
        figures=Figures(num_qubits=2, num_gates=2, num_two_qubit=1, depth=2),
        notes=(),
        device=device,
        versions={"qdesign": "1.0"},
    )
    id_ = add(store, "kept")
    assert store.set_lowered(id_, lowered)
    job = store.job(id_)
    assert (job.device, job.versions) == (device, {"qdesign": "1.0"})
    assert job.to_dict()["device"] == device.to_dict()


def test_errors_then_are_those_of_the_operations_in_use() -> None:
    pytest.importorskip("qiskit_ibm_runtime")
    chosen = target("local:fake_manila")
    made = lower(BELL, {}, chosen, seed=3)
    then = made.device
    assert then is not None
    assert chosen.calibration_date is not None
    assert then.calibrated == chosen.calibration_date.isoformat()
    assert then.qubits == made.circuit.used_qubits
    low, high = then.errors["cx"]
    assert 0 < low == high < 0.1
    assert 0 < then.errors["measure"][0] <= then.errors["measure"][1] < 0.2
    assert lower(BELL, {}, target("local:ideal")).device is None


def test_distance_of_a_job_is_from_its_ideal(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "queue.sqlite")
    done, waits = add(store, "done"), add(store, "waits")
    store.move(done, State.RUNNING)
    store.move(done, State.COMPLETED, counts={"00": 60, "11": 40})
    store.close()
    with Queue.open(tmp_path / "queue.sqlite") as queue:
        found = queue.distance(done)
        assert found.total_variation == pytest.approx(0.1)
        assert found.hellinger_fidelity == pytest.approx((0.3**0.5 + 0.2**0.5) ** 2)
        assert queue.expected(done) == pytest.approx({"00": 0.5, "11": 0.5})
        with pytest.raises(InvalidRequest, match="has no counts"):
            queue.distance(waits)


def test_the_noise_model_gives_what_many_shots_of_it_do(tmp_path: Path) -> None:
    pytest.importorskip("qiskit_ibm_runtime")
    circuit = Circuit.of(3, "ry(0.8) 0; cx 0 1; ry(1.9) 2; cx 1 2")
    with Queue.open(tmp_path / "queue.sqlite") as queue:
        job = queue.submit(circuit, target="local:fake_manila", shots=20_000, seed=5)
        job = queue.wait(job.id, timeout=SAFETY)
        assert job.state is State.COMPLETED, job.reason
        whole = queue.expected_with_noise(job.id)
        assert sum(whole.values()) == pytest.approx(1)
        from_noise, from_ideal = queue.distance(job.id, of="noise"), queue.distance(job.id)
        assert from_noise.total_variation < 3 * from_noise.shot_total_variation
        assert from_ideal.is_seen
        assert from_ideal.total_variation > 3 * from_noise.total_variation
        for bits, share in whole.items():  # five standard deviations
            spread = 5 * (share * (1 - share) / 20_000) ** 0.5
            assert abs((job.counts or {}).get(bits, 0) / 20_000 - share) <= spread


def test_no_noise_model_says_why(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "queue.sqlite")
    id_ = add(store, "ideal")
    store.close()
    with (
        Queue.open(tmp_path / "queue.sqlite") as queue,
        pytest.raises(InvalidTarget, match="local:ideal has no noise"),
    ):
        queue.expected_with_noise(id_)
