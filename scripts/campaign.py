"""The sizes of the long campaigns, and the table of what they gave.

`make test` runs a seeded sample of each; `make campaign` runs them whole, with QDESIGN_CAMPAIGN
naming the file that takes one line of JSON a test. `python -m scripts.campaign FILE` prints them.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

VARIABLE: Final = "QDESIGN_CAMPAIGN"
# JSON, so that the page's tests read the same.
SIZES: Final[dict[str, dict[str, int]]] = json.loads(
    Path(__file__).with_suffix(".json").read_text("utf-8")
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one test of a campaign gave, or all of it.

    Attributes:
        campaign: its name.
        cases: how many were tried.
        failures: tests that failed; one stops at its first wrong case.
        seconds: how long it took.
    """

    campaign: str
    cases: int
    failures: int
    seconds: float


def cases(name: str) -> int:
    """How many cases of a campaign this run tries."""
    return SIZES[name]["whole" if os.environ.get(VARIABLE) else "sample"]


def note(outcome: Outcome) -> None:
    """Adds an outcome to the file of a whole run; without one, nothing is kept."""
    _write([outcome.campaign, outcome.cases, outcome.failures, round(outcome.seconds, 1)])


def measured(name: str, value: str, *, goal: str) -> None:
    """Keeps a figure of a campaign in a whole run, which the table tells beside its goal."""
    _write({"campaign": name, "measured": value, "goal": goal})


def _write(line: object) -> None:
    path = os.environ.get(VARIABLE)
    if path:
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")


def figures(lines: Iterable[str]) -> list[str]:
    """One line for each figure: what was measured, and the goal."""
    read = [json.loads(line) for line in lines]
    return [
        f"{each['campaign']}: {each['measured']} (goal: {each['goal']})"
        for each in read
        if isinstance(each, dict)
    ]


def outcomes(lines: Iterable[str]) -> list[Outcome]:
    """One outcome for each campaign, those that did not run with no cases and one failure."""
    sums = dict.fromkeys(SIZES, (0, 0, 0.0))
    for read in map(json.loads, lines):
        if isinstance(read, dict):  # a figure
            continue
        name, tried, failed, seconds = read
        before = sums.get(name, (0, 0, 0.0))
        sums[name] = (before[0] + tried, before[1] + failed, before[2] + seconds)
    return [
        Outcome(name, tried, failed if tried else 1, seconds)
        for name, (tried, failed, seconds) in sums.items()
    ]


def table(rows: Iterable[Outcome]) -> str:
    """The outcomes in columns, with a line of sums."""
    rows = list(rows)
    failures, seconds = sum(row.failures for row in rows), sum(row.seconds for row in rows)
    cells = [("campaign", "cases", "failures", "seconds")]
    cells += [
        (row.campaign, f"{row.cases:,}", str(row.failures), f"{row.seconds:,.1f}") for row in rows
    ]
    cells.append(("all", f"{sum(row.cases for row in rows):,}", str(failures), f"{seconds:,.1f}"))
    width = max(len(name) for name, *_ in cells)
    return "\n".join(f"{name:{width}} {a:>9} {b:>9} {c:>9}" for name, a, b, c in cells)


def main(path: str) -> int:
    """Prints the table; the number of failures is the exit status, at most 1."""
    file = Path(path)
    lines = file.read_text("utf-8").splitlines() if file.exists() else []
    rows = outcomes(lines)
    print(table(rows))
    for line in figures(lines):
        print(line)
    for row in rows:
        if not row.cases:
            print(f"'{row.campaign}' did not run.")
    return min(1, sum(row.failures for row in rows))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
