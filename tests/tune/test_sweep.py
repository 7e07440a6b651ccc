"""Sweeps over many kinds of points, kept on disk, and gone on with where they ended."""

from __future__ import annotations

import math
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import qdesign as qd
from qdesign import ansatz, problems
from qdesign.errors import (
    Cancelled,
    InvalidFile,
    InvalidRequest,
    MissingValue,
    QdesignError,
    TooLarge,
)
from qdesign.simulate.simulator import Simulator
from qdesign.tune.chunks import LEAST_SECONDS, Feed
from qdesign.tune.tasks import setting_of, tasks_of, tasks_of_array

CIRCUIT = ansatz.sim(14, num_qubits=3)
TFIM = problems.tfim(3).observable
POINTS = np.random.default_rng(0).uniform(-3, 3, (700, len(CIRCUIT.parameters)))


def indices(store: Path) -> list[int]:
    parquet: Any = pytest.importorskip("pyarrow.parquet")
    parts = [parquet.ParquetFile(part) for part in store.glob("part-*.parquet")]
    return sorted(index for part in parts for index in part.read(["index"])["index"].to_pylist())


def test_an_array_gives_the_same_whoever_runs_it(tmp_path: Path) -> None:
    expected = [Simulator(CIRCUIT, TFIM).expectation(point) for point in POINTS[:50]]
    found = qd.sweep(CIRCUIT, TFIM, POINTS)
    assert np.allclose(found[:50], expected, atol=1e-12)
    assert np.array_equal(qd.sweep(CIRCUIT, TFIM, POINTS, store=tmp_path / "s"), found)
    assert indices(tmp_path / "s") == list(range(700))


def test_a_grid_is_over_circuits_problems_sizes_seeds_and_noise() -> None:
    noise = {"depolarizing": 0.02}
    grid = {
        "circuit": ["ry_full", ansatz.sim(2, num_qubits=2)],
        "observable": ["tfim"],
        "num_qubits": [2],
        "seed": [3, 4],
        "noise": [None, noise],
    }
    found = qd.sweep(None, None, grid)
    assert len(found) == 8
    assert list(found.columns) == list(grid)
    observable = problems.tfim(2).observable
    for k, (seed, rates) in enumerate([(3, None), (3, noise), (4, None), (4, noise)]):
        circuit = ansatz.template("ry_full", num_qubits=2)
        values = np.random.default_rng(seed).uniform(-np.pi, np.pi, len(circuit.parameters))
        given = None if rates is None else qd.Noise(rates)
        energy = Simulator(circuit, observable, noise=given).expectation(values)
        assert found.energies[k] == pytest.approx(energy, abs=1e-12)
    rows = [{"seed": 3, "theta_0": 0.5}, {"seed": 3}]
    named = qd.sweep(CIRCUIT, TFIM, rows)
    drawn = np.random.default_rng(3).uniform(-np.pi, np.pi, len(CIRCUIT.parameters))
    moved = drawn.copy()
    moved[CIRCUIT.parameters.index("theta_0")] = 0.5
    assert np.allclose(
        named.energies, [Simulator(CIRCUIT, TFIM).expectation(v) for v in (moved, drawn)]
    )


def test_an_optimizer_goes_down_from_each_point() -> None:
    found = qd.sweep("ry_full", "h2", {"layers": [1], "seed": [0, 1, 2]}, method="lbfgs")
    assert found.energies.max() == pytest.approx(problems.h2().exact_energy, abs=1e-6)
    assert found.num_evaluations.min() > 1
    pandas: Any = pytest.importorskip("pandas")
    table = found.to_pandas()
    assert isinstance(table, pandas.DataFrame)
    assert list(table.columns) == ["layers", "seed", "energy", "num_evaluations"]


def test_a_cancelled_sweep_goes_on_from_its_store(tmp_path: Path) -> None:
    store = tmp_path / "s"

    def cancel() -> bool:
        return any(store.glob("part-*"))

    with pytest.raises(Cancelled):
        qd.sweep(CIRCUIT, TFIM, POINTS, store=store, cancel=cancel)
    before = indices(store)
    assert 0 < len(before) < 700
    # What was measured is believed, not run again.
    parquet: Any = pytest.importorskip("pyarrow.parquet")
    part = sorted(store.glob("part-*"))[0]
    table = parquet.read_table(part)
    changed = table.set_column(table.column_names.index("energy"), "energy", [[7.0] * len(table)])
    parquet.write_table(changed, part)
    found = qd.sweep(CIRCUIT, TFIM, POINTS, store=store)
    assert indices(store) == list(range(700))
    assert (found == 7.0).sum() == len(table)
    part.write_bytes(b"PAR1 and no more")
    assert np.array_equal(
        qd.sweep(CIRCUIT, TFIM, POINTS, store=store), qd.sweep(CIRCUIT, TFIM, POINTS)
    )


def test_a_store_is_of_one_sweep(tmp_path: Path) -> None:
    store = tmp_path / "s"
    qd.sweep(CIRCUIT, TFIM, POINTS[:5], store=store)
    others: list[Callable[[], Any]] = [
        lambda: qd.sweep(CIRCUIT, TFIM, POINTS[:6], store=store),
        lambda: qd.sweep(CIRCUIT, TFIM, POINTS[5:10], store=store),
        lambda: qd.sweep(CIRCUIT, problems.heisenberg(3).observable, POINTS[:5], store=store),
        lambda: qd.sweep(CIRCUIT, TFIM, POINTS[:5], store=store, method="lbfgs"),
    ]
    for other in others:
        with pytest.raises(InvalidRequest, match="another sweep"):
            other()
    (tmp_path / "t").mkdir()
    (tmp_path / "t" / "a.txt").write_text("mine")
    with pytest.raises(InvalidRequest, match="files and no sweep"):
        qd.sweep(CIRCUIT, TFIM, POINTS[:5], store=tmp_path / "t")
    with pytest.raises(InvalidFile):
        qd.sweep(CIRCUIT, TFIM, POINTS[:5], store=tmp_path / "t" / "a.txt")
    (store / "_manifest.json").write_text("{")
    with pytest.raises(InvalidFile, match="damaged"):
        qd.sweep(CIRCUIT, TFIM, POINTS[:5], store=store)


def test_a_stored_sweep_takes_a_seed_of_any_size(tmp_path: Path) -> None:
    grid = {"seed": [1, 2**70]}
    found = qd.sweep(CIRCUIT, TFIM, grid, store=tmp_path / "s")
    assert np.array_equal(found.energies, qd.sweep(CIRCUIT, TFIM, grid).energies)
    with pytest.raises(InvalidRequest, match="another sweep"):
        qd.sweep(CIRCUIT, TFIM, {"seed": [1, 2**71]}, store=tmp_path / "s")


FULL = """
import pathlib, resource, signal, sys
import numpy as np
import qdesign as qd
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
store = pathlib.Path(sys.argv[1])

def fill():
    # Not before: engines are made by way of a file.
    if len(list(store.glob("part-*"))) >= 4:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
    return False

circuit, observable = qd.ansatz.sim(14, num_qubits=3), qd.problems.tfim(3).observable
points = np.random.default_rng(0).uniform(-3, 3, (4000, len(circuit.parameters)))
rows = [dict(zip(circuit.parameters, point, strict=True)) for point in points]
noise = qd.Noise({"depolarizing": 0.01})
try:
    qd.sweep(circuit, observable, rows, noise=noise, store=store, cancel=fill)
except qd.QdesignError as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="limits of files are Linux's")
def test_a_disk_that_takes_no_more_leaves_no_half_of_a_part(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(tmp_path / "s")],
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert "cannot be written" in done.stdout, done.stderr
    assert done.stdout.count("\n") == 1
    names = {entry.name for entry in (tmp_path / "s").iterdir()}
    parts = {name for name in names if name.startswith("part-")}
    assert len(parts) >= 4
    assert names == parts | {"_manifest.json"}
    kept = indices(tmp_path / "s")
    assert len(set(kept)) == len(kept) < 4000


WRITING = """
import pathlib, sys
import numpy as np
import qdesign as qd
store = pathlib.Path(sys.argv[1])

def hold():
    if any(store.glob("part-*")):
        print("writing", flush=True)
        sys.stdin.read()
    return False

circuit, observable = qd.ansatz.sim(14, num_qubits=3), qd.problems.tfim(3).observable
points = np.random.default_rng(0).uniform(-3, 3, (700, len(circuit.parameters)))
qd.sweep(circuit, observable, points, store=store, cancel=hold)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="its folders have no locks")
def test_one_process_at_a_time_writes_to_a_store(tmp_path: Path) -> None:
    store = tmp_path / "s"
    with subprocess.Popen(
        [sys.executable, "-c", WRITING, str(store)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"writing\n"
        before = indices(store)
        with pytest.raises(InvalidRequest, match="Another sweep writes to the store"):
            qd.sweep(CIRCUIT, TFIM, POINTS, store=store)
        assert indices(store) == before
        other.kill()
    found = qd.sweep(CIRCUIT, TFIM, POINTS, store=store)
    assert np.array_equal(found, qd.sweep(CIRCUIT, TFIM, POINTS))
    assert indices(store) == list(range(700))
    assert not list(store.glob(".*"))


def test_chunks_are_as_long_as_points_take() -> None:
    tasks = tasks_of_array(setting_of(CIRCUIT, TFIM), POINTS)
    feed = Feed(tasks, [(0, 700)], workers=2)
    first = feed.take()
    assert first is not None
    feed.learn(first, len(first) * LEAST_SECONDS / 10)
    taken = [first]
    while (chunk := feed.take()) is not None:
        taken.append(chunk)
    assert [chunk.start for chunk in taken[1:]] == [chunk.stop for chunk in taken[:-1]]
    assert taken[-1].stop == 700
    assert min(len(chunk) for chunk in taken[1:-1]) >= 10


def test_chunks_never_mix_settings() -> None:
    tasks = tasks_of(None, None, {"circuit": ["ry_full"], "observable": ["tfim"],
                     "num_qubits": [2, 3], "layers": [1], "seed": list(range(100))},
                     noise=None, method=None)  # fmt: skip
    assert len(tasks.settings) == 2
    feed = Feed(tasks, [(10, 150)], workers=2)
    seen: list[int] = []
    while (chunk := feed.take()) is not None:
        assert {int(k) for k in tasks.setting[chunk.start : chunk.stop]} == {chunk.setting}
        seen += range(chunk.start, chunk.stop)
    assert seen == list(range(10, 150))


def asked(points: Any, circuit: Any = CIRCUIT, observable: Any = TFIM, **more: Any) -> Any:
    return lambda: qd.sweep(circuit, observable, points, **more)


LARGE = {"seed": range(10**4), "theta_0": range(10**4)}
ASKED: list[tuple[Callable[[], Any], type[QdesignError], str]] = [
    (asked({"theta_0": []}), InvalidRequest, "at least one point"),
    (asked({"theta_0": 0.5}), InvalidRequest, "list of one"),
    (asked({"theta_0": np.array(0.5)}), InvalidRequest, "list of one"),
    (asked(LARGE), TooLarge, "10,000,000"),
    (asked({"seed": range(10**12)}), TooLarge, "10,000,000"),
    (asked({"seed": range(10**30)}), TooLarge, "10,000,000"),
    (asked({"seed": [0], "theta_0": iter([])}), InvalidRequest, "at least one point"),
    (asked({"seed": [1]}, cancel=5), InvalidRequest, "function .* or an event"),
    (asked([{"q": 1.0, "seed": 1}]), InvalidRequest, "Point 1 .* 'q'"),
    (asked([{"theta_0": 1.0}]), MissingValue, "theta_1"),
    (asked([{"seed": 1}], None), InvalidRequest, "a circuit and an observable"),
    (asked(POINTS, "ry_full", "tfim"), InvalidRequest, "points by name"),
    (asked([{"seed": 1, "num_qubits": 0}]), InvalidRequest, "'num_qubits' is of templates"),
    (asked([{"seed": 1, "layers": 2}], observable="tfim"), InvalidRequest, "'layers' is of"),
    (asked([{"seed": 1, "method": "guess"}]), InvalidRequest, "guess"),
    (asked([{"seed": 1, "noise": {"depolarizing": 2}}]), InvalidRequest, "depolarizing"),
    (asked([{"seed": 1, "theta_0": math.nan}]), QdesignError, "finite"),
    (asked(POINTS, client=object()), InvalidRequest, "distributed.Client"),
]


@pytest.mark.parametrize(("call", "kind", "words"), ASKED)
def test_what_is_no_sweep_is_said_in_a_sentence(
    call: Callable[[], Any], kind: type[QdesignError], words: str
) -> None:
    with pytest.raises(kind, match=words):
        call()


def test_progress_is_one_line_that_ends_with_all(capsys: pytest.CaptureFixture[str]) -> None:
    qd.sweep(CIRCUIT, TFIM, POINTS, progress=True)
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "0 of 700 points"
    assert lines[-1].startswith("700 of 700 points, ")
    assert len(lines) == 2
