"""The answers of the exercises are what comes out."""

import re
from pathlib import Path

import nbformat
import pytest

from scripts.notebooks import FOLDER, executed, paths
from tests.notebooks.answers import ANSWERS


def answers(name: str) -> list[str]:
    """The answers of a notebook's exercises, each on one line."""
    cells = nbformat.read(FOLDER / f"{name}.ipynb", as_version=4).cells
    (text,) = (cell.source for cell in cells if "<summary>Answers" in cell.source)
    told = text.partition("<summary>Answers")[2].partition("</details>")[0]
    return [" ".join(each.split()) for each in re.split(r"^\d\. ", told, flags=re.M)[1:]]


def test_every_answer_is_held() -> None:
    assert list(ANSWERS) == [path.stem for path in paths()]
    for name, held in ANSWERS.items():
        for answer, (words, _) in zip(answers(name), held, strict=True):
            assert words in answer


@pytest.mark.campaign
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
@pytest.mark.parametrize("name", ANSWERS)
def test_the_answers_are_what_comes_out(name: str, tmp_path: Path) -> None:
    notebook = nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)
    for place, (_, code) in enumerate(ANSWERS[name]):
        notebook.cells.append(nbformat.v4.new_code_cell(code, id=f"answer-{place}"))
    path = tmp_path / "answered.ipynb"
    nbformat.write(notebook, path)
    executed(path)
