"""Run every `bench_*.py` of this folder and print its figures beside their goals.

`python -m tests.benchmarks zx engine` runs `bench_zx.py` and `bench_engine.py` alone. A module
offers `rows() -> Iterable[Row]`; the first line of its docstring is its heading. `--seconds N` is
for those whose `rows` take `seconds`.
"""

import importlib
import inspect
import sys
import time
import traceback
from pathlib import Path

from tests.benchmarks.report import Row, table


def names() -> list[str]:
    """The benchmarks there are, without `bench_`."""
    return sorted(
        path.stem.removeprefix("bench_") for path in Path(__file__).parent.glob("bench_*.py")
    )


def run(name: str, seconds: float | None = None) -> list[Row]:
    """Import one benchmark, run it, print its table."""
    module = importlib.import_module(f"tests.benchmarks.bench_{name}")
    heading = (module.__doc__ or name).strip().splitlines()[0]
    print(f"\n{heading}", flush=True)
    start = time.perf_counter()
    takes = seconds is not None and "seconds" in inspect.signature(module.rows).parameters
    rows = list(module.rows(seconds=seconds) if takes else module.rows())
    print(table(rows))
    print(f"({name}: {time.perf_counter() - start:.1f} s)", flush=True)
    return rows


def main(chosen: list[str]) -> int:
    """Run `chosen`, or all. A missed goal is reported; only a benchmark that breaks fails."""
    seconds = None
    if "--seconds" in chosen:
        at = chosen.index("--seconds")
        seconds = float(chosen[at + 1])
        chosen = [*chosen[:at], *chosen[at + 2 :]]
    unknown = sorted(set(chosen) - set(names()))
    if unknown:
        print(f"No benchmark called {', '.join(unknown)}. There are: {', '.join(names())}.")
        return 2
    rows: list[Row] = []
    broken: list[str] = []
    for name in chosen or names():
        try:
            rows += run(name, seconds)
        except Exception:
            traceback.print_exc()
            broken.append(name)
    missed = [row.what for row in rows if not row.ok]
    print(f"\n{len(rows)} figures, {len(rows) - len(missed)} meet their goal.")
    for what in missed:
        print(f"  missed: {what}")
    for name in broken:
        print(f"  broken: {name}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
