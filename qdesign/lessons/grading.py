"""A folder of what was handed in → a row for each, as CSV and as a page."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from qdesign.errors import InvalidFile, InvalidRequest, QdesignError, TooLarge
from qdesign.files import write_text
from qdesign.given import given_path
from qdesign.lessons.checked import SIGNS, Checked, Outcome
from qdesign.lessons.handing import HandIn
from qdesign.lessons.lesson import Lesson
from qdesign.rows import rows
from qdesign.showing.tables import count, text_of

HEADS: Final = ("file", "student", "lesson", "outcome", "score", "hints", "same as", "message")
MOST: Final = 10_000
"""Files in a folder."""
_ENDING: Final = ".handin"
_RISKY: Final = ("=", "+", "-", "@", "\t", "\r")
_PAGE: Final = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Grades</title>
<style>
  body {{ font: 14px/1.5 system-ui, sans-serif; margin: 32px; color: #1b1f24; background: #fff }}
  table {{ border-collapse: collapse }} th, td {{ text-align: left; padding: 6px 16px 6px 0;
  border-bottom: 1px solid #d8dee4; vertical-align: top; white-space: pre-line }}
  .pass {{ color: #116329 }} .fail {{ color: #a40e26 }} .undecided, .error {{ color: #7d4e00 }}
  @media (prefers-color-scheme: dark) {{ body {{ color: #e6edf3; background: #0d1117 }}
  th, td {{ border-color: #30363d }} .pass {{ color: #4ac26b }} .fail {{ color: #ff7b72 }}
  .undecided, .error {{ color: #d4a72c }} }}
</style>
<h1>Grades</h1><p>{summary}</p><table><thead><tr>{heads}</tr></thead><tbody>
{rows}
</tbody></table></html>
"""


@dataclass(frozen=True, slots=True)
class Grade:
    """What was found of one file.

    Attributes:
        file: its name in the folder.
        same_as: the first file with the same drawing; empty for none.
    """

    file: str
    student: str
    lesson: str
    outcome: Outcome
    score: float
    hints: int
    same_as: str
    message: str

    @property
    def cells(self) -> tuple[str, ...]:
        """As texts, in the order of `HEADS`."""
        score = f"{self.score:.2f}"
        hints = str(self.hints)
        named = (self.file, self.student, self.lesson, self.outcome, score, hints, self.same_as)
        return (*named, self.message)


@dataclass(frozen=True, slots=True)
class Grades:
    """What was found of a folder, a row a file."""

    rows: tuple[Grade, ...]

    def __iter__(self) -> Iterator[Grade]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def summary(self) -> str:
        """One sentence."""
        passed = sum(row.outcome == "pass" for row in self.rows)
        return f"{passed} of {count(len(self.rows), 'file')} passed."

    def to_csv(self) -> str:
        """As CSV with heads; what a spreadsheet would run begins with an apostrophe."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(HEADS)
        for row in self.rows:
            writer.writerow(map(harmless, row.cells))
        return out.getvalue()

    def to_html(self) -> str:
        """As a page of its own."""
        heads = "".join(f"<th>{head.capitalize()}</th>" for head in HEADS)
        lines = [
            f'<tr class="{row.outcome}">'
            + "".join(f"<td>{text_of(cell)}</td>" for cell in _shown(row))
            + "</tr>"
            for row in self.rows
        ]
        return _PAGE.format(summary=text_of(self.summary), heads=heads, rows="\n".join(lines))

    def save(self, path: str | os.PathLike[str]) -> tuple[Path, Path]:
        """Writes CSV to `path`, and the page beside it; gives both."""
        table = Path(given_path(path))
        page = table.with_suffix(".html")
        if page == table:
            raise InvalidRequest("The page stands beside the table as .html; name another ending.")
        write_text(table, self.to_csv())
        write_text(page, self.to_html())
        return table, page


def harmless(cell: str) -> str:
    """A cell of a CSV that no spreadsheet runs."""
    return f"'{cell}" if cell.startswith(_RISKY) else cell


def _shown(row: Grade) -> tuple[str, ...]:
    cells = list(row.cells)
    cells[3] = f"{SIGNS[row.outcome]} {row.outcome}"
    return tuple(cells)


def grade(folder: str | os.PathLike[str]) -> Grades:
    """Checks every hand-in (`.handin`) in a folder and in folders within.

    Lessons are those of the catalog, and the `.qlesson` files at the top of the folder. Files with
    the same drawing are checked once.

    Raises:
        InvalidFile: there is no such folder.
        InvalidRequest: nothing is handed in there.
        TooLarge: more than 10,000 files.
    """
    top = Path(given_path(folder))
    if not top.is_dir():
        raise InvalidFile(f"There is no folder '{folder}'. Check the name.")
    files = sorted(path for path in top.rglob(f"*{_ENDING}") if path.is_file())
    if not files:
        raise InvalidRequest(f"Nothing is handed in in '{folder}': no file ends in {_ENDING}.")
    if len(files) > MOST:
        raise TooLarge(
            f"'{folder}' holds {len(files):,} files; at most {MOST:,} are graded at once."
        )
    lessons = _lessons(top)
    seen: _Seen = {}
    return Grades(tuple(_grade(path, top, lessons, seen) for path in files))


def _lessons(top: Path) -> Mapping[str, Lesson]:
    from qdesign.lessons import load

    # What stands further in may be a student's, and would be another lesson of the same name.
    own = (load(path) for path in sorted(top.glob("*.qlesson")))
    return {**rows(Lesson), **{lesson.name: lesson for lesson in own}}


_Seen = dict[tuple[str, str, str], tuple[str, Checked | str]]
"""Lesson, revision and drawing → the first file with them, and what was found."""


def _found(handed: HandIn, lesson: Lesson | None) -> Checked | str:
    if lesson is None:
        return f"There is no lesson '{handed.lesson}' here. Put its .qlesson file into the folder."
    try:
        return handed.check(lesson)
    except QdesignError as error:
        return str(error)


def _grade(path: Path, top: Path, lessons: Mapping[str, Lesson], seen: _Seen) -> Grade:
    name = path.relative_to(top).as_posix()
    try:
        handed = HandIn.load(path)
    except QdesignError as error:
        return Grade(name, "", "", "error", 0.0, 0, "", str(error))
    key = (handed.lesson, handed.revision, handed.document.dumps())
    known = seen.get(key)
    same, found = known or ("", _found(handed, lessons.get(handed.lesson)))
    if known is None:
        seen[key] = name, found
    if isinstance(found, str):
        return Grade(name, handed.student, handed.lesson, "error", 0.0, handed.hints, same, found)
    score, message = found.score, found.message
    return Grade(
        name, handed.student, handed.lesson, found.outcome, score, handed.hints, same, message
    )
