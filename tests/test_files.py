"""Files: read within a limit, replaced whole; devices and pipes are written to, never replaced."""

from __future__ import annotations

import os
import stat
import threading
from pathlib import Path

import pytest

from qdesign.errors import InvalidFile
from qdesign.files import read_text, write_text


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
    with pytest.raises(InvalidFile, match="cannot be written: Is a directory"):
        write_text(tmp_path, "text")


def test_names_as_long_as_the_system_allows_are_written(tmp_path: Path) -> None:
    place = tmp_path / ("a" * 250 + ".qasm")
    write_text(place, "text")
    assert read_text(place) == "text"
