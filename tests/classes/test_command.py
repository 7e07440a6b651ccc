"""`qdesign class`: what it refuses, in a sentence, before anything is served."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

import pytest

from qdesign.classes import Room
from qdesign.cli import main
from qdesign.cli.commands.class_ import _tell
from qdesign.lessons import get


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["none.qlesson"], "There is no file 'none.qlesson'"),
        (["folder"], "no file ends in .qlesson"),
        (["nolesson"], "no lesson 'nolesson'"),
        (["pair", "pair"], "Two lessons are called 'pair'"),
        (["--code", "x"], "4 to 24 letters"),
        (["--page", "folder"], "no index.html"),
        (["--port", "70000"], "70000 is not a port"),
        (["--data", "none/class.sqlite"], "cannot be made"),
        (["--data", "folder"], "is no file"),
        (["pair", "-o", "x.csv"], "-o is of"),
        (["export"], "Name one file"),
        (["export", "none.sqlite"], "There is no file 'none.sqlite'"),
        (["export", "text.sqlite"], "cannot be kept"),
    ],
)
def test_what_is_no_class_is_said(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    (tmp_path / "text.sqlite").write_text("no class, but " * 100)
    assert main(["class", "--no-browser", *words]) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert said in told


def test_a_class_that_has_ended_says_how_to_go_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    room = Room.open(tmp_path / "class.sqlite", [get("pair")], code="LARK-42")
    room.addresses = ("http://localhost:5006/",)
    options = Namespace(data="class.sqlite", address="127.0.0.1")
    room.end()
    _tell(options, room)
    ended = capsys.readouterr().out
    room.reopen()
    _tell(options, room)
    room.close()
    assert "has ended" in ended
    assert "--reopen" in ended
    assert "LARK" not in ended
    assert "Students join with LARK-42" in capsys.readouterr().out
