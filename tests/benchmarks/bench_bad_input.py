"""Bad input: the longest time and the most memory that any refusal takes, from the command line."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from tests.benchmarks.report import Row
from tests.test_bad_input import TEXTS


def rows() -> Iterable[Row]:
    seconds: dict[str, float] = {}
    bytes_taken: dict[str, float] = {}
    refused = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, content in TEXTS.items():
            path = Path(folder) / name
            path.write_bytes(content.encode() if isinstance(content, str) else content)
            status, seconds[name], bytes_taken[name] = measured("info", path)
            refused += status == 2
    slowest = max(seconds, key=lambda name: seconds[name])
    largest = max(bytes_taken, key=lambda name: bytes_taken[name])
    yield Row.at_least("bad files refused with status 2", goal=len(TEXTS), measured=refused)
    yield Row.at_most(f"slowest: {slowest}", goal=5, measured=seconds[slowest], unit="s")
    most = bytes_taken[largest] / 1e6
    yield Row.at_most(f"largest: {largest}", goal=1000, measured=most, unit="MB")
    starts = [measured("--help")[1] for _ in range(5)]
    yield Row.at_most("qdesign --help", goal=0.5, measured=min(starts), unit="s")


def measured(*arguments: str | Path) -> tuple[int, float, float]:
    """Exit status, seconds and peak resident bytes of the process and its children."""
    started = time.perf_counter()
    child = subprocess.Popen(
        [sys.executable, "-m", "qdesign.cli", *map(str, arguments)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(child.pid, 0)
    return os.waitstatus_to_exitcode(status), time.perf_counter() - started, usage.ru_maxrss * 1024
