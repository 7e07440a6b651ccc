"""Jobs as a table in a file: every column in each format, whole or not at all, page by page."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from qdesign import kits
from qdesign.circuit import Circuit
from qdesign.document import Document
from qdesign.errors import InvalidFile, InvalidRequest, MissingKit, QueueError
from qdesign.hardware.exported import COLUMNS
from qdesign.hardware.job import Figures, State
from qdesign.hardware.queue import Queue
from qdesign.hardware.store import Listing, Lowered, Order, Store
from qdesign.kits import Kit

BELL = Document(Circuit.of(2, "ry(a) 0; cx 0 1")).dumps()
FORMATS = (".csv", ".json", ".parquet")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store.open(tmp_path / "queue.sqlite")
    yield made
    made.close()


@pytest.fixture
def queue(store: Store) -> Iterator[Queue]:
    with Queue.open(store.path) as made:
        yield made


def add(store: Store, name: str, *, tags: tuple[str, ...] = (), note: str = "") -> str:
    order = Order(
        source=BELL,
        values={"a": 0.1 + 0.2},
        target="local:ideal",
        shots=100,
        seed=7,
        name=name,
        tags=tags,
        note=note,
    )
    return store.add(order).id


def finish(store: Store, id_: str) -> None:
    figures = Figures(num_qubits=2, num_gates=2, num_two_qubit=1, depth=2)
    text = 'OPENQASM 3.0;\ninclude "stdgates.inc";\n'
    store.set_lowered(id_, Lowered(text=text, layout=(0, 1), figures=figures, notes=()))
    store.move(id_, State.RUNNING)
    store.move(id_, State.COMPLETED, counts={"00": 60, "11": 40})


def read(path: Path) -> list[dict[str, Any]]:
    """The rows of a table, data as they are and moments as such, whatever the format."""
    rows: list[dict[str, Any]]
    if path.suffix == ".json":
        rows = json.loads(path.read_text("utf-8"))
        data = lambda held: held  # noqa: E731
    elif path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as file:
            rows = [
                {name: held or (None if name != "note" else "") for name, held in row.items()}
                for row in csv.DictReader(file)
            ]
        for row in rows:
            row |= {name: int(row[name]) for name in ("shots", "seed")}
        data = lambda held: held and json.loads(held)  # noqa: E731
    else:
        parquet: Any = pytest.importorskip("pyarrow.parquet")
        rows = parquet.read_table(path).to_pylist()
        data = lambda held: held and json.loads(held)  # noqa: E731
    for row in rows:
        row |= {name: data(row[name]) for name in ("tags", "counts", "values")}
        for name in ("created", "updated"):
            held = row[name]
            row[name] = held if isinstance(held, datetime) else datetime.fromisoformat(held)
    return rows


@pytest.mark.parametrize("ending", FORMATS)
def test_a_table_has_what_is_known_of_each_job(
    ending: str, store: Store, queue: Queue, tmp_path: Path
) -> None:
    first = add(store, 'α, "quoted"', tags=("best of, two", "ü"), note="one line\nand another")
    second = add(store, "waits")
    finish(store, first)
    path = tmp_path / f"jobs{ending}"
    assert queue.export(path).num_jobs == 2
    rows = read(path)
    assert [row["id"] for row in rows] == [first, second]
    assert all(tuple(row) == COLUMNS for row in rows)
    job = queue.job(first)
    assert rows[0] == {
        "id": first,
        "name": job.name,
        "state": "COMPLETED",
        "target": "local:ideal",
        "shots": 100,
        "seed": 7,
        "created": job.created,
        "updated": job.updated,
        "cost": None,
        "unit": None,
        "energy": None,
        "energy_error": None,
        "tags": ["best of, two", "ü"],
        "note": job.note,
        "counts": {"00": 60, "11": 40},
        "values": {"a": 0.1 + 0.2},
        "program": job.text,
    }
    assert rows[1]["counts"] is None


def test_types_of_a_parquet_file_are_those_of_the_columns(
    store: Store, queue: Queue, tmp_path: Path
) -> None:
    parquet: Any = pytest.importorskip("pyarrow.parquet")
    queue.export(tmp_path / "none.parquet")
    kinds = {
        field.name: str(field.type) for field in parquet.read_schema(tmp_path / "none.parquet")
    }
    assert kinds["shots"] == "int64"
    assert kinds["energy"] == kinds["cost"] == "double"
    assert kinds["created"] == "timestamp[us, tz=UTC]"
    assert kinds["counts"] == kinds["program"] == "string"


def test_a_table_has_the_jobs_that_are_asked_for(
    store: Store, queue: Queue, tmp_path: Path
) -> None:
    ids = [add(store, name, tags=("vqe",) if k % 2 else ()) for k, name in enumerate("abcd")]
    for id_ in ids[:3]:
        finish(store, id_)
    queue.archive(ids[0])
    path = tmp_path / "jobs.json"

    def found(*args: Any, **options: Any) -> list[str]:
        queue.export(path, *args, **options)
        return [row["id"] for row in read(path)]

    assert found() == ids[1:]
    assert found([ids[2], ids[0]]) == [ids[0], ids[2]]
    assert found([]) == []
    assert found(archived=True) == ids[:1]
    assert found(search="vqe") == ids[1::2]
    assert found(states=[State.CREATED]) == ids[3:]
    assert found(states="CREATED") == ids[3:]
    assert found(limit=2) == ids[2:]
    wrong: dict[str, Any]
    for wrong in ({"states": ["foo"]}, {"search": 5}, {"limit": -1}, {"limit": 0}, {"limit": 1.5}):
        with pytest.raises(InvalidRequest, match=r"no state 'foo'|given as text|from 1 on, not"):
            queue.export(path, **wrong)
    with pytest.raises(QueueError, match="There is no job 'nothere1'"):
        queue.export(path, [ids[0], "nothere1"])
    assert [row["id"] for row in read(path)] == ids[2:]


@pytest.mark.parametrize("ending", FORMATS)
def test_ten_thousand_jobs_are_read_a_page_at_a_time(
    ending: str, store: Store, queue: Queue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = Order(source=BELL, values={"a": 0.3}, target="local:ideal", shots=1, seed=1)
    store.add_group([order] * 10_000, name="many", any_seed=True)
    stock, pages = Store.listing, list[int]()

    def listing(self: Store, **given: Any) -> Listing:
        found = stock(self, **given)
        pages.append(len(found.jobs))
        return found

    monkeypatch.setattr(Store, "listing", listing)
    path = tmp_path / f"jobs{ending}"
    assert queue.export(path).num_jobs == sum(pages) == 10_000
    assert max(pages) <= 200
    assert len({row["id"] for row in read(path)}) == 10_000


def test_a_job_that_cannot_be_read_is_named_and_the_others_are_written(
    store: Store, queue: Queue, tmp_path: Path
) -> None:
    ids = [add(store, name) for name in "abc"]
    with store.transaction() as connection:
        damage = "UPDATE jobs SET parameter_values = CAST(x'7bff' AS TEXT) WHERE id = ?"
        connection.execute(damage, (ids[1],))
    done = queue.export(tmp_path / "jobs.csv")
    assert done.num_jobs == 2
    assert [each.id for each in done.damaged] == [ids[1]]
    assert [row["id"] for row in read(tmp_path / "jobs.csv")] == [ids[0], ids[2]]


def test_a_table_that_is_not_finished_leaves_the_old_file(
    store: Store, queue: Queue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(store, "a")
    path = tmp_path / "out" / "jobs.csv"
    path.parent.mkdir()
    path.write_text("old")

    def broken(self: Store, **given: Any) -> Listing:
        raise QueueError("The file is gone.")

    monkeypatch.setattr(Store, "listing", broken)
    with pytest.raises(QueueError, match="gone"):
        queue.export(path)
    assert path.read_text() == "old"
    assert list(path.parent.iterdir()) == [path]


def test_a_hard_link_and_permissions_stay(store: Store, queue: Queue, tmp_path: Path) -> None:
    add(store, "a")
    path, link = tmp_path / "jobs.csv", tmp_path / "link.csv"
    path.write_text("old " * 100_000)
    path.chmod(0o640)
    link.hardlink_to(path)
    queue.export(path)
    assert link.read_text() == path.read_text()
    assert len(read(link)) == 1
    assert path.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("name", ["jobs.xlsx", "jobs"])
def test_other_endings_are_refused_with_those_that_there_are(
    name: str, queue: Queue, tmp_path: Path
) -> None:
    with pytest.raises(InvalidRequest, match=r"endings: \.csv, \.json, \.parquet"):
        queue.export(tmp_path / name)
    with pytest.raises(InvalidFile, match="its folder is not there"):
        queue.export(tmp_path / "none" / "jobs.csv")


def test_parquet_says_what_it_needs(
    queue: Queue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    assert Kit("pyarrow", "pyarrow", "parquet") == kits.PYARROW
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingKit, match=r"pip install 'qdesign\[parquet\]'"):
        queue.export(tmp_path / "jobs.parquet")
    assert not (tmp_path / "jobs.parquet").exists()
