"""Files: read within a limit, replaced whole; devices and pipes are written to, never replaced."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from qdesign import files
from qdesign.errors import InvalidFile, ReadOnlyFile
from qdesign.files import read_text, save_text, write_text
from scripts.campaign import cases

SAVES = "saves over linked files killed"
POSIX = pytest.mark.skipif(os.name != "posix", reason="links, owners and locks of POSIX")


@pytest.mark.skipif(os.name != "posix", reason="named pipes")
def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    received: list[str] = []
    reader = threading.Thread(target=lambda: received.append(pipe.read_text()))
    reader.start()
    write_text(pipe, "h 0;")
    reader.join(120)
    assert received == ["h 0;"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert list(tmp_path.iterdir()) == [pipe]


def test_a_symlink_stays_and_its_file_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write_text(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink()
    assert read_text(tmp_path / "real") == "new"


def test_a_folder_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(InvalidFile, match="cannot be written: it is a folder"):
        write_text(tmp_path, "text")


def test_names_as_long_as_the_system_allows_are_written(tmp_path: Path) -> None:
    place = tmp_path / ("a" * 250 + ".qasm")
    write_text(place, "text")
    assert read_text(place) == "text"


@POSIX
@pytest.mark.parametrize("mode", [0o444, 0o400])
def test_a_read_only_file_is_refused_in_words_and_stays(tmp_path: Path, mode: int) -> None:
    place = tmp_path / "kept.qdesign"
    place.write_text("old")
    place.chmod(mode)
    with pytest.raises(ReadOnlyFile, match="is read-only"):
        write_text(place, "new")
    assert place.read_text() == "old"
    assert stat.S_IMODE(place.stat().st_mode) == mode
    assert list(tmp_path.iterdir()) == [place]


@POSIX
@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664, 0o755])
def test_permissions_stay(tmp_path: Path, mode: int) -> None:
    place = tmp_path / "a.qasm"
    place.write_text("old")
    place.chmod(mode)
    write_text(place, "new")
    assert (read_text(place), stat.S_IMODE(place.stat().st_mode)) == ("new", mode)


@POSIX
@pytest.mark.parametrize("text", ["a longer text than before", "x"])
def test_hard_links_stay(tmp_path: Path, text: str) -> None:
    first, second = tmp_path / "first.qasm", tmp_path / "second.qasm"
    first.write_text("the old text")
    second.hardlink_to(first)
    write_text(second, text)
    assert first.samefile(second)
    assert read_text(first) == text
    assert sorted(tmp_path.iterdir()) == [first, second]


@POSIX
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="gives a file away")
def test_an_owner_stays(tmp_path: Path) -> None:
    place = tmp_path / "theirs.qasm"
    place.write_text("old")
    os.chown(place, 1234, 4321)
    write_text(place, "new")
    facts = place.stat()
    assert (facts.st_uid, facts.st_gid, place.read_text()) == (1234, 4321, "new")


@POSIX
def test_a_pipe_is_no_file_to_save_to(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.qdesign")
    with pytest.raises(InvalidFile, match="is a pipe or a device"):
        save_text(tmp_path / "pipe.qdesign", "text")


OLD, NEW = "old " * 50_000, "new text " * 60_000
SAVE_OVER = """
import os, signal, sys
from pathlib import Path
from qdesign import files
stock, seen = files._overwrite, 0
def overwrite(handle, data):
    global seen
    seen += 1
    if seen == 3:  # the file itself; before come the new text and both texts, beside it
        os.lseek(handle, 0, os.SEEK_SET)
        os.write(handle, data[: int(sys.argv[2])])
        os.kill(os.getpid(), signal.SIGKILL)
    stock(handle, data)
files._overwrite = overwrite
files.save_text(sys.argv[1], "new text " * 60_000)
"""


@POSIX
@pytest.mark.parametrize("written", [0, 1, 4096, 200_000, 540_000])
def test_a_save_over_a_linked_file_that_was_killed_is_finished(
    tmp_path: Path, written: int
) -> None:
    place, link = tmp_path / "a.qasm", tmp_path / "b.qasm"
    place.write_text(OLD)
    link.hardlink_to(place)
    command = [sys.executable, "-c", SAVE_OVER, str(place), str(written)]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    assert place.read_text() == NEW[:written] + OLD[written:]
    read, other = (link, place) if written % 2 else (place, link)
    assert read_text(read) == NEW
    assert other.read_text() == NEW
    assert sorted(tmp_path.iterdir()) == [place, link]


# One process forks savers, so that a kill costs milliseconds.
NURSERY = """
import os, signal, sys, time
from pathlib import Path
from qdesign.files import read_text, save_text

folder, kills = Path(sys.argv[1]), int(sys.argv[2])
first, second = folder / "a.qdesign", folder / "b.qdesign"
first.write_text("-1 " * 20_000 + "end")
second.hardlink_to(first)
number = lost = damaged = 0
for kill in range(kills):
    out, into = os.pipe()
    child = os.fork()
    if child == 0:
        while True:
            save_text(first, f"{number} " * 20_000 + "end")
            os.write(into, f"{number}\\n".encode())
            number += 1
    os.close(into)
    acknowledged = os.read(out, 100)
    time.sleep(0.0005 * (kill % 40))
    os.kill(child, signal.SIGKILL)
    while more := os.read(out, 65536):
        acknowledged += more
    os.waitpid(child, 0)
    os.close(out)
    last = int(acknowledged.split()[-1])
    text = read_text(first)
    numbers = set(text.split()[:-1])
    damaged += not text.endswith("end") or len(numbers) != 1 or not first.samefile(second)
    lost += int(numbers.pop()) < last
    number = last + 1
save_text(first, "end")
print(damaged, lost, len(list(folder.iterdir())))
"""


@pytest.mark.sized(SAVES)
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_kills_during_saves_over_a_linked_file_damage_and_lose_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "-c", NURSERY, str(tmp_path), str(cases(SAVES))]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60 + 5 * cases(SAVES))
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.split() == ["0", "0", "2"]


@POSIX
def test_what_somebody_wrote_after_a_kill_stays(tmp_path: Path) -> None:
    place = tmp_path / "a.qasm"
    place.write_text(OLD)
    (tmp_path / "b.qasm").hardlink_to(place)
    command = [sys.executable, "-c", SAVE_OVER, str(place), "4096"]
    subprocess.run(command, check=False)
    place.write_text("theirs")
    assert read_text(place) == "theirs"


@POSIX
def test_what_killed_saves_left_is_swept_and_a_save_that_runs_is_not(tmp_path: Path) -> None:
    place = tmp_path / "a.qasm"
    running, hidden = files._open_beside(place)
    left = tmp_path / ".b.qasm.0123456789ab.saving"
    mine = tmp_path / ".notes.saving"
    for file in (left, mine):
        file.write_text("text")
    write_text(place, "new")
    assert sorted(tmp_path.iterdir()) == sorted([place, hidden, mine])
    os.close(running)
    write_text(place, "newer")
    assert sorted(tmp_path.iterdir()) == sorted([place, mine])


@POSIX
def test_a_full_disk_leaves_a_linked_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "a.qasm"
    place.write_text("the old text")
    (tmp_path / "b.qasm").hardlink_to(place)
    stock = files._overwrite

    def overwrite(handle: int, data: bytes) -> None:
        if data == b"the new text":
            os.lseek(handle, 0, os.SEEK_SET)
            os.write(handle, data[:5])
            raise OSError(28, "No space left on device")
        stock(handle, data)

    monkeypatch.setattr(files, "_overwrite", overwrite)
    with pytest.raises(InvalidFile, match="the disk is full"):
        write_text(place, "the new text")
    assert place.read_text() == "the old text"
    assert len(list(tmp_path.iterdir())) == 2
