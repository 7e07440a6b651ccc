"""Children: asked and answered, limited, told apart by why they are gone, and never left behind."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from qdesign.errors import NotStarted
from qdesign.process.child import Child, Ended

ECHO = "tests.process.echo"
ROOT = Path(__file__).parents[2]
POSIX = pytest.mark.skipif(os.name != "posix", reason="signals and forks")


@pytest.fixture
def child() -> Iterator[Child]:
    made = Child(ECHO)
    yield made
    made.kill()


def wait_for(question: Callable[[], object], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not question():
        assert time.monotonic() < end
        time.sleep(0.02)


def is_gone(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0]
    except OSError:
        return True
    return state == "Z"


def test_frames_of_any_size_go_there_and_back(child: Child) -> None:
    for buffers in ([], [b""], [b"\x00" * 5, bytes(3_000_000)]):
        child.send({"θ": 0.5}, buffers)
        frame = child.receive(60)
        assert frame is not None
        assert frame[0]["told"] == {"θ": 0.5}
        assert frame[1] == buffers
    assert frame[0]["pid"] == child.process.pid


def test_what_a_library_prints_does_not_mix_with_frames(
    child: Child, capfd: pytest.CaptureFixture[str]
) -> None:
    child.send({"print": "any\n"})
    frame = child.receive(60)
    assert frame is not None
    assert frame[0]["told"] == {"print": "any\n"}
    child.kill()


def test_silence_is_told_and_is_no_end(child: Child) -> None:
    assert child.wait_started(60)
    assert child.receive(0.01) is None
    child.send({"sleep": 0.2})
    assert child.receive(0.0) is None
    assert child.receive(60) is not None


def test_a_missing_package_is_told_apart_and_named() -> None:
    child = Child(ECHO, "missing", is_quiet=True)
    for _ in range(2):
        with pytest.raises(NotStarted, match="No module named") as caught:
            child.receive(60)
        assert caught.value.missing == "qdesign_has_no_such_module"
        assert caught.value.status is None
    assert not child.is_alive
    with pytest.raises(NotStarted):
        child.send({})


@pytest.mark.parametrize(
    ("how", "said"),
    [("ended", "ended with status 7 before it was ready"), ("broken", "a fault while loading")],
)
def test_a_start_that_fails_is_told_with_its_reason(how: str, said: str) -> None:
    with pytest.raises(NotStarted, match=said):
        Child(ECHO, how, is_quiet=True).wait_started(60)


def test_a_module_that_is_not_there_is_told() -> None:
    with pytest.raises(NotStarted) as caught:
        Child("tests.process.nobody", is_quiet=True).receive(60)
    assert caught.value.missing == "tests.process.nobody"


def test_an_end_in_the_middle_of_work_is_another_thing(child: Child) -> None:
    child.send({"exit": 3})
    for _ in range(2):
        with pytest.raises(Ended) as caught:
            child.receive(60)
        assert caught.value.status == 3
    with pytest.raises(Ended):
        child.send({})


@POSIX
def test_a_child_that_takes_nothing_is_ended(child: Child) -> None:
    assert child.wait_started(60)
    os.kill(child.process.pid, signal.SIGSTOP)
    with pytest.raises(Ended):
        child.send({}, [bytes(10_000_000)], seconds=0.2)
    assert child.process.returncode == -signal.SIGKILL


@POSIX
def test_an_interrupt_of_the_group_leaves_it_alone(child: Child) -> None:
    assert child.wait_started(60)
    os.kill(child.process.pid, signal.SIGINT)
    child.send({"a": 1})
    assert child.receive(60) is not None


@POSIX
@pytest.mark.parametrize("thread", ["main", "another"])
def test_it_ends_with_a_killed_parent(thread: str) -> None:
    code = (
        "import sys, threading, time\n"
        "from qdesign.process.child import Child\n"
        "def make():\n"
        "    child = Child('tests.process.echo')\n"
        "    child.send({'sleep': 0})\n"
        "    assert child.receive(60)\n"
        "    print(child.process.pid, flush=True)\n"
        "    return child\n"
        "if sys.argv[1] == 'main':\n"
        "    kept = make()\n"
        "else:\n"
        "    kept = []\n"
        "    worker = threading.Thread(target=lambda: kept.append(make()))\n"
        "    worker.start()\n"
        "    worker.join()\n"
        "    time.sleep(0.2)\n"
        "    kept[0].send({})\n"
        "    assert kept[0].receive(60)  # it outlives the thread that made it\n"
        "print('ready', flush=True)\n"
        "time.sleep(600)\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", code, thread], stdout=subprocess.PIPE, cwd=ROOT
    )
    assert parent.stdout is not None
    with parent.stdout as lines:
        pid = int(lines.readline())
        assert lines.readline() == b"ready\n"
        assert not is_gone(pid)
        parent.kill()
        parent.wait()
    wait_for(lambda: is_gone(pid))


@POSIX
def test_a_fork_has_no_part_in_it(child: Child) -> None:
    child.send({"a": 1})
    assert child.receive(60) is not None
    fork = os.fork()
    if fork == 0:
        assert child.process.stdin is not None
        os._exit(0 if not child.is_alive and child.process.stdin.closed else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(fork, 0)[1]) == 0
    child.send({"a": 2})
    assert child.receive(60) is not None


def test_it_is_ended_at_exit() -> None:
    code = (
        "from qdesign.process.child import Child\n"
        "kept = Child('tests.process.echo')\n"
        "kept.wait_started(60)\n"
        "kept.send({'sleep': 600})\n"
        "print(kept.process.pid)\n"
    )
    done = subprocess.run(
        [sys.executable, "-X", "dev", "-c", code], capture_output=True, text=True, cwd=ROOT
    )
    assert done.returncode == 0
    assert done.stderr == ""
    assert is_gone(int(done.stdout))


def test_it_says_how_much_memory_it_holds(child: Child) -> None:
    assert child.wait_started(60)
    held = child.resident_bytes()
    assert held > 1_000_000 or not Path("/proc/self/statm").exists()
    child.kill()
    assert child.resident_bytes() == 0


def test_no_thread_stays_behind() -> None:
    before = threading.active_count()
    made = Child(ECHO)
    made.wait_started(60)
    made.kill()
    assert threading.active_count() == before


@POSIX
def test_an_interrupt_of_its_parent_does_not_reach_a_child_that_starts(child: Child) -> None:
    """Ctrl+C, and Jupyter's interrupt, signal a whole group of processes."""
    assert os.getpgid(child.process.pid) != os.getpgid(0)
