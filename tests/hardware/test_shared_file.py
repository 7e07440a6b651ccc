"""Two processes that submit to and look at one queue file at once: nothing is lost or refused."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from qdesign.hardware.job import State
from qdesign.hardware.known import refresh_targets
from qdesign.hardware.queue import Queue
from scripts.campaign import cases
from tests.hardware.loopback_provider import Service
from tests.hardware.test_sending import SAFETY, end_worker

pytestmark = pytest.mark.usefixtures("loopback")
ROUNDS = "rounds of two processes that submit to one queue and poll it"
PERSON = """
import json, sys
from pathlib import Path
import qdesign as qd
path, rounds, name = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
pair = qd.Circuit.of(2, "h 0; cx 0 1")
ids, seen = [], None
with qd.Queue.open(path, linger=60) as queue:
    for k in range(rounds):
        target = "local:ideal" if k % 10 == 0 else "loopback/token:pair"
        job = queue.submit(pair, target=target, shots=50, name=f"{name} {k}", max_cost=10)
        ids.append(job.id)
        for old in ids[-20:]:
            queue.job(old)
        queue.jobs(limit=50)
        if k % 7 == 3:
            queue.annotate(job.id, tags=[name])
    done = [queue.wait(each, timeout=300) for each in ids]
print(json.dumps({"ids": ids, "states": sorted({job.state for job in done})}))
"""


@pytest.mark.sized(ROUNDS)
def test_two_processes_share_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, rounds = tmp_path / "queue.sqlite", cases(ROUNDS)
    with Service() as service:
        for name, value in service.environment.items():
            monkeypatch.setenv(name, value)
        refresh_targets("loopback/token")
        people = [
            subprocess.Popen(
                [sys.executable, "-c", PERSON, str(path), str(rounds), name],
                cwd=Path(__file__).parents[2],
                env=os.environ,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            for name in ("ada", "grace")
        ]
        said = [person.communicate(timeout=SAFETY) for person in people]
        end_worker(path)
    assert [err for _, err in said] == ["", ""]
    told = [json.loads(out) for out, _ in said]
    assert [each["states"] for each in told] == [["COMPLETED"]] * 2
    ids = [id_ for each in told for id_ in each["ids"]]
    with Queue.open(path) as queue:
        kept = {job.id: job for job in queue.jobs()}
    assert set(ids) == set(kept)
    assert len(ids) == 2 * rounds
    assert {job.state for job in kept.values()} == {State.COMPLETED}
    assert len(service.jobs) == sum(job.provider != "local" for job in kept.values())
    assert "lock" not in Path(f"{path}.log").read_text().lower()
