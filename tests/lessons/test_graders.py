"""The check of a lesson as nbgrader and otter autograde it, each installed from PyPI."""

import csv
import json
import os
import re
import subprocess
import sysconfig
import venv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_raw_cell

import qdesign as qd

ROOT = Path(__file__).parents[2]
LESSON = qd.lessons.get("between")
BEGIN = 'import qdesign as qd\nlesson = qd.lessons.get("between")'
ANSWERS = {"right": "answer = qd.Circuit.of(1, 'h 0; z 0; h 0')", "wrong": "answer = qd.Circuit(1)"}
OPEN = re.compile(r"YOUR CODE HERE|answer = \.\.\.")
CHECK = "found = lesson.check(answer)\nassert found, found"
KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}


class Tools:
    """An environment with one tool, to which the project's own libraries are added."""

    def __init__(self, folder: Path, package: str) -> None:
        self.folder = folder
        venv.create(folder / "environment", with_pip=True, symlinks=True)
        self.bin = folder / "environment" / "bin"
        own = {"HOME": str(folder), "JUPYTER_DATA_DIR": str(folder / "jupyter")}
        self.variables = {**os.environ, **own, "PATH": f"{self.bin}{os.pathsep}{os.defpath}"}
        done = self.tried("pip", "install", "--quiet", package)
        if done.returncode:
            pytest.skip(f"{package} cannot be installed: {done.stderr.strip()[-300:]}")
        [site] = (folder / "environment").glob("lib/python*/site-packages")
        (site / "project.pth").write_text(f"{ROOT}\n{sysconfig.get_path('purelib')}\n", "utf-8")

    def tried(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(self.bin / command[0]), *command[1:]],
            cwd=self.folder,
            env=self.variables,
            capture_output=True,
            text=True,
            check=False,
        )

    def run(self, *command: str) -> str:
        done = self.tried(*command)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr


def put(path: Path, cells: Sequence[Any], facts: Mapping[str, Any] = KERNEL) -> None:
    """A notebook of these cells."""
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(new_notebook(cells=list(cells), metadata=facts), path)


def hand_in(given: Path, to: Path, answer: str) -> None:
    """The notebook that was given out, with an answer in the cell that waits for one."""
    notebook: Any = nbformat.read(given, as_version=4)
    [cell] = (each for each in notebook.cells if OPEN.search(each.source))
    cell.source = answer
    put(to, notebook.cells, notebook.metadata)


def assert_said(text: str) -> None:
    """What fails is told in the lesson's own words."""
    missed = [goal for goal in LESSON.check(qd.Circuit(1)) if goal.outcome == "fail"]
    assert missed
    for goal in missed:
        assert goal.message in text, text


def of_nbgrader(name: str, **facts: Any) -> dict[str, Any]:
    """The facts by which nbgrader knows a cell."""
    plain = {"schema_version": 3, "grade": False, "solution": False, "locked": False, "task": False}
    return {"nbgrader": {**plain, "grade_id": name, **facts}}


@pytest.mark.campaign
def test_nbgrader_grades_an_assertion_about_a_lesson(tmp_path: Path) -> None:
    tools = Tools(tmp_path, "nbgrader")
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\n", "utf-8")
    solved = f"### BEGIN SOLUTION\n{ANSWERS['right']}\n### END SOLUTION"
    put(
        tmp_path / "source" / "first" / "turn.ipynb",
        [
            new_code_cell(BEGIN),
            new_code_cell(solved, metadata=of_nbgrader("answer", solution=True)),
            new_code_cell(CHECK, metadata=of_nbgrader("check", grade=True, points=2, locked=True)),
        ],
    )
    tools.run("nbgrader", "generate_assignment", "first", "--create")
    given = tmp_path / "release" / "first" / "turn.ipynb"
    assert ANSWERS["right"] not in given.read_text("utf-8")
    for student, answer in ANSWERS.items():
        hand_in(given, tmp_path / "submitted" / student / "first" / "turn.ipynb", answer)
    tools.run("nbgrader", "autograde", "first", "--create")
    tools.run("nbgrader", "export")
    rows = csv.DictReader((tmp_path / "grades.csv").read_text("utf-8").splitlines())
    scores = {row["student_id"]: (float(row["score"]), float(row["max_score"])) for row in rows}
    assert scores == {"right": (2, 2), "wrong": (0, 2)}
    graded = tmp_path / "autograded" / "wrong" / "first" / "turn.ipynb"
    notebook: Any = nbformat.read(graded, as_version=4)
    [failed] = notebook.cells[-1].outputs
    assert failed.ename == "AssertionError"
    assert_said(failed.evalue)


@pytest.mark.campaign
def test_otter_grades_an_assertion_about_a_lesson(tmp_path: Path) -> None:
    tools = Tools(tmp_path, "otter-grader")
    put(
        tmp_path / "turn.ipynb",
        [
            new_raw_cell("# ASSIGNMENT CONFIG\nname: first"),
            new_code_cell(BEGIN),
            new_raw_cell("# BEGIN QUESTION\nname: q1\npoints: 2"),
            new_markdown_cell("X of two others."),
            new_raw_cell("# BEGIN SOLUTION"),
            new_code_cell(f"{ANSWERS['right']} # SOLUTION"),
            new_raw_cell("# END SOLUTION"),
            new_raw_cell("# BEGIN TESTS"),
            new_code_cell(CHECK),
            new_raw_cell("# END TESTS"),
            new_raw_cell("# END QUESTION"),
        ],
    )
    tools.run("otter", "assign", "turn.ipynb", "made", "--no-pdfs")
    [grader] = (tmp_path / "made" / "autograder").glob("*.zip")
    given = tmp_path / "made" / "student" / "turn.ipynb"
    results: dict[str, Any] = {}
    for student, answer in ANSWERS.items():
        handed = tmp_path / student / "turn.ipynb"
        hand_in(given, handed, answer)
        tools.run("otter", "run", str(handed), "-a", str(grader), "-o", str(handed.parent))
        results[student] = json.loads((handed.parent / "results.json").read_text("utf-8"))
    marks = {student: found["tests"][-1] for student, found in results.items()}
    scores = {student: (mark["score"], mark["max_score"]) for student, mark in marks.items()}
    assert scores == {"right": (2, 2), "wrong": (0, 2)}
    assert_said(marks["wrong"]["output"])
