import itertools
import os
import sqlite3
import stat
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qdesign.errors import QueueError
from qdesign.hardware import schema
from qdesign.hardware.job import MOVES, Figures, State
from qdesign.hardware.store import Lowered, Order, Store

ORDER = Order(source="{}", values={"a": 0.5}, target="local:ideal", shots=10, seed=3, name="one")
LOWERED = Lowered(
    text="OPENQASM 3.0;",
    layout=(4, 2),
    figures=Figures(num_qubits=2, num_gates=3, num_two_qubit=1, depth=2),
    notes=("measured",),
)


@pytest.fixture
def store(tmp_path: Path):
    opened = Store.open(tmp_path / "queue.sqlite")
    yield opened
    opened.close()


def test_a_job_is_there_after_the_file_was_closed(tmp_path):
    first = Store.open(tmp_path / "q.sqlite")
    job = first.add(ORDER)
    first.close()
    second = Store.open(tmp_path / "q.sqlite")
    assert second.job(job.id) == job
    assert (job.state, job.values, job.name, job.shots) == ("CREATED", {"a": 0.5}, "one", 10)
    second.close()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(wishes=st.lists(st.tuples(st.integers(0, 2), st.sampled_from(list(State))), max_size=30))
def test_states_in_the_file_never_step_back(store, wishes):
    jobs = [store.add(ORDER).id for _ in range(3)]
    here = dict.fromkeys(jobs, State.CREATED)
    for index, wish in wishes:
        moved = store.move(jobs[index], wish)
        assert moved == (wish in MOVES[here[jobs[index]]])
        if moved:
            here[jobs[index]] = wish
    for id_, state in here.items():
        assert store.job(id_).state is state
        walk = [move.state for move in store.history(id_)]
        assert all(b in MOVES[a] for a, b in itertools.pairwise(walk))


def test_one_of_many_racing_ends_wins(store):
    for _ in range(10):
        id_ = store.add(ORDER).id
        ends = [State.COMPLETED, State.FAILED, State.CANCELLED] * 2
        won = []

        def end(state, id_=id_, won=won):
            other = Store.open(store.path)
            if other.move(id_, state):
                won.append(state)
            other.close()

        threads = [threading.Thread(target=end, args=(state,)) for state in ends]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert won == [store.job(id_).state]


def test_the_same_token_gives_the_same_job(store):
    order = Order(source="{}", values={}, target="local:ideal", shots=1, seed=1, token="abc")
    assert store.add(order).id == store.add(order).id
    assert len(store.listing().jobs) == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"source": "{ }"}, "circuit"),
        ({"values": {"a": 0.25}}, "set of values"),
        ({"target": "local:fake_manila"}, "target"),
        ({"shots": 11}, "number of shots"),
        ({"seed": 4}, "seed"),
        ({"name": "two"}, "name"),
        ({"optimization_level": 1}, "optimization level"),
    ],
)
def test_a_token_of_another_order_is_refused_in_words(store, change, words):
    order = replace(ORDER, token="abc")
    job = store.add(order)
    with pytest.raises(QueueError, match=f"'{job.id}' has the token 'abc' .* another {words}[.]"):
        store.add(replace(order, **change))
    assert store.listing().jobs == (job,)
    assert store.add(order).id == job.id


def test_a_seed_that_nobody_chose_fits_the_job_with_the_token(store):
    order = replace(ORDER, token="abc")
    job = store.add(order, any_seed=True)
    assert store.add(replace(order, seed=8), any_seed=True) == job


def test_every_order_without_token_gets_one_of_its_own(store):
    tokens = {store.order(store.add(ORDER).id).token for _ in range(20)}
    assert len(tokens) == 20
    assert "" not in tokens


def test_the_lowered_text_is_kept_once(store):
    id_ = store.add(ORDER).id
    assert store.set_lowered(id_, LOWERED)
    again = Lowered(text="other", layout=(), figures=LOWERED.figures, notes=())
    assert not store.set_lowered(id_, again)
    job = store.job(id_)
    assert (job.text, job.layout, job.figures, job.notes) == (
        LOWERED.text,
        LOWERED.layout,
        LOWERED.figures,
        LOWERED.notes,
    )


def test_attempts_count_up_until_the_end(store):
    id_ = store.add(ORDER).id
    assert store.start_attempt(id_, before=0)
    assert not store.start_attempt(id_, before=0)  # another one has claimed it
    assert store.start_attempt(id_, before=1)
    assert store.job(id_).attempts == 2
    store.move(id_, State.CANCELLED)
    assert not store.start_attempt(id_, before=2)


def test_a_cancelled_job_takes_no_counts(store):
    id_ = store.add(ORDER).id
    store.move(id_, State.CANCELLED)
    assert not store.move(id_, State.COMPLETED, counts={"0": 10})
    assert store.job(id_).counts is None


def test_an_unknown_job_is_named(store):
    with pytest.raises(QueueError, match="There is no job 'nope'"):
        store.job("nope")


@pytest.mark.skipif(os.name != "posix", reason="permission bits")
def test_only_the_owner_can_read_the_files(tmp_path):
    path = tmp_path / "new" / "queue.sqlite"
    store = Store.open(path)
    store.add(ORDER)
    for file in path.parent.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    store.close()


def test_two_processes_may_make_the_file_at_once(tmp_path):
    opened = []

    def make():
        opened.append(Store.open(tmp_path / "q.sqlite"))

    threads = [threading.Thread(target=make) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(opened) == 8
    for store in opened:
        store.add(ORDER)
    assert len(opened[0].listing().jobs) == 8
    for store in opened:
        store.close()


@pytest.mark.parametrize("content", [b"not a database, only text" * 50, b"\x00" * 4096])
def test_a_file_that_is_no_queue_is_refused_and_stays(tmp_path, content):
    path = tmp_path / "other"
    path.write_bytes(content)
    with pytest.raises(QueueError, match="cannot be used"):
        Store.open(path)
    assert path.read_bytes() == content


def test_another_programs_database_is_refused_and_stays(tmp_path):
    path = tmp_path / "other.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE theirs (a)")
    connection.commit()
    connection.close()
    before = path.read_bytes()
    with pytest.raises(QueueError, match="another program"):
        Store.open(path)
    assert path.read_bytes() == before


def test_a_queue_of_a_later_version_is_refused(tmp_path):
    path = tmp_path / "q.sqlite"
    Store.open(path).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 9")
    connection.close()
    with pytest.raises(QueueError, match="version 9; this program knows version 5"):
        Store.open(path)


def test_a_folder_is_no_queue(tmp_path):
    with pytest.raises(QueueError, match="cannot be used"):
        Store.open(tmp_path)


# --- revisions, archive, delete ------------------------------------------------------------------


def finished(store: Store) -> str:
    id_ = store.add(ORDER).id
    store.move(id_, State.COMPLETED, counts={"0": 10})
    return id_


def test_news_is_what_changed_since_a_revision_by_any_process(store):
    first, second = finished(store), finished(store)
    start = store.news("", limit=10)
    assert start.changed is None
    assert store.news(start.revision, limit=10).changed == ()
    other = Store.open(store.path)
    third = other.add(ORDER).id
    other.set_progress(third, "Simulating.")
    other.archive([second])
    later = store.news(start.revision, limit=10)
    assert later.changed == (third, second)
    other.delete([first])
    assert store.news(later.revision, limit=10).changed == (first,)
    assert store.news(start.revision, limit=2).changed is None  # too many
    other.close()


@pytest.mark.parametrize(
    "since", ["", ":", "x:1", ":1", "{name}:", "{name}:-1", "{name}:99999", "{name}:" + "9" * 30]
)
def test_an_unknown_revision_means_everything(store, since):
    finished(store)
    name = store.news("", limit=10).revision.partition(":")[0]
    assert store.news(since.format(name=name), limit=10).changed is None


def test_another_file_has_other_revisions(tmp_path, store):
    finished(store)
    other = Store.open(tmp_path / "other.sqlite")
    finished(other)
    assert other.news(store.news("", limit=10).revision, limit=10).changed is None
    other.close()


def test_archived_and_deleted_jobs_leave_the_list(store):
    first, second, third = (finished(store) for _ in range(3))
    store.archive([first])
    store.delete([second])
    assert [job.id for job in store.listing(archived=False).jobs] == [third]
    assert [job.id for job in store.listing(archived=True).jobs] == [first]
    assert (store.count(archived=True), store.count(archived=False)) == (1, 1)
    store.archive([first], archived=False)
    assert [job.id for job in store.listing(archived=False).jobs] == [first, third]
    assert store.history(second) == ()


def test_what_is_not_finished_is_neither_archived_nor_deleted(store):
    done, waiting = finished(store), store.add(ORDER).id
    for change in (store.archive, store.delete):
        with pytest.raises(QueueError, match=f"'{waiting}' is not at its end. Cancel it first"):
            change([done, waiting])
        with pytest.raises(QueueError, match="There is no job 'nope'"):
            change([done, "nope"])
    assert len(store.listing(archived=False).jobs) == 2


def test_lists_come_in_pages_and_by_state(store):
    ids = [finished(store) for _ in range(5)]
    waiting = store.add(ORDER).id
    assert [job.id for job in store.listing(limit=2).jobs] == [ids[4], waiting]
    assert [job.id for job in store.listing(before=ids[3], limit=2).jobs] == ids[1:3]
    assert [job.id for job in store.listing(states=[State.CREATED]).jobs] == [waiting]


def old_queue(path: Path, version: int) -> None:
    """A queue file as an older version of the tables had it."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    for statement in (each for step in schema._STEPS[:version] for each in step):
        connection.execute(statement)
    if version > 1:
        connection.execute("INSERT INTO facts VALUES ('queue', 'abc')")
    connection.execute(f"PRAGMA application_id = {schema._APPLICATION}")
    connection.execute(f"PRAGMA user_version = {version}")
    connection.execute(
        "INSERT INTO jobs (id, token, state, target, shots, seed, name, created, updated, source, "
        "parameter_values, optimization_level) VALUES ('abc', 't', 'CREATED', 'local:ideal', 5, "
        "1, 'old', 1.0, 1.0, '{}', '{}', 2)"
    )
    if version > 2:
        connection.execute("UPDATE jobs SET provider = 'local'")
    connection.commit()
    connection.close()


def contents(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    try:
        return list(connection.iterdump())
    finally:
        connection.close()


@pytest.mark.parametrize("version", [1, 2, 3, 4])
def test_a_queue_of_an_older_version_is_brought_up_to_date_and_kept(tmp_path, version):
    path = tmp_path / "q.sqlite"
    old_queue(path, version)
    before = contents(path)
    store = Store.open(path)
    assert (store.job("abc").name, store.job("abc").provider) == ("old", "local")
    revision = store.news("", limit=10).revision
    store.move("abc", State.FAILED, reason="because")
    assert store.news(revision, limit=10).changed == ("abc",)
    store.close()
    kept = tmp_path / f"q.sqlite.version-{version}"
    assert contents(kept) == before
    assert kept.stat().st_mode & 0o077 == 0 or os.name != "posix"
    Store.open(path).close()  # once is enough
    beside = {file.name for file in tmp_path.iterdir()}
    assert beside == {"q.sqlite", kept.name}


def test_a_kept_old_file_is_not_written_over(tmp_path):
    path = tmp_path / "q.sqlite"
    kept = tmp_path / "q.sqlite.version-2"
    kept.write_text("an earlier one")
    old_queue(path, 2)
    Store.open(path).close()
    assert kept.read_text() == "an earlier one"
    assert (tmp_path / "q.sqlite.version-2-2").exists()


def test_an_update_that_fails_in_the_middle_leaves_the_old_queue(tmp_path, monkeypatch):
    path = tmp_path / "q.sqlite"
    old_queue(path, 2)
    before = contents(path)
    broken = (*schema._THIRD[:-2], "CREATE TABLE jobs (a)")
    monkeypatch.setattr(schema, "_STEPS", (*schema._STEPS[:2], broken))
    with pytest.raises(QueueError, match="cannot be used"):
        Store.open(path)
    monkeypatch.undo()
    assert contents(path) == before
    Store.open(path).close()


def test_many_may_bring_a_queue_up_to_date_at_once(tmp_path):
    path = tmp_path / "q.sqlite"
    old_queue(path, 2)
    threads = [threading.Thread(target=lambda: Store.open(path).close()) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    store = Store.open(path)
    assert store.job("abc").name == "old"
    assert sorted(each.name for each in tmp_path.glob("*.version-*")) == ["q.sqlite.version-2"]
    store.close()


def test_a_queue_of_a_later_version_is_not_touched(tmp_path):
    path = tmp_path / "q.sqlite"
    old_queue(path, 2)
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 9")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(QueueError, match=r"version 9; this program knows .* Update qdesign"):
        Store.open(path)
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["q.sqlite"]


# --- damage --------------------------------------------------------------------------------------


def test_nothing_is_acknowledged_when_the_file_was_deleted_while_open(store):
    store.add(ORDER)
    for file in store.path.parent.glob("queue.sqlite*"):
        file.unlink()
    with pytest.raises(QueueError, match="was deleted or replaced while it was open"):
        store.add(ORDER)
    assert not store.path.exists()


@pytest.mark.parametrize("layout", [(), (3, 2)])
def test_a_layout_that_lowering_found_was_not_asked_for(store, layout):
    id_ = store.add(replace(ORDER, layout=layout)).id
    assert store.order(id_).layout == layout
    assert store.set_lowered(id_, LOWERED)
    assert store.job(id_).layout == LOWERED.layout
    assert store.order(id_).layout == (LOWERED.layout if layout else ())
