"""Runs the notebooks and keeps their outputs, so that they are read where nothing runs.

    .venv/bin/python -m scripts.notebooks           write them
    .venv/bin/python -m scripts.notebooks --check   say which would change

    .venv/bin/python -m scripts.notebooks 01 06     these alone

Each starts in an empty folder with a queue of its own. Widgets and figures are kept as pictures,
and nothing is kept that differs from run to run: no times, versions, addresses of memory or paths.
"""

# nbformat is typed in part.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import nbformat
from nbclient import NotebookClient

from qdesign.showing.drawing import image
from scripts.figure_pictures import FIGURE, Camera

ROOT: Final = Path(__file__).parents[1]
FOLDER: Final = ROOT / "notebooks"
_WIDGET: Final = "application/vnd.jupyter.widget-view+json"
_LIVE: Final = "<div><i>Shown live when the cell is run.</i></div>"
_PEAK: Final = """from pathlib import Path
_told = Path("/proc/self/status")
print(_told.read_text().partition("VmHWM:")[2][:20] if _told.exists() else "")"""
_LOCAL: Final = re.compile(r"/home/|/root/|/tmp/|/Users/|[A-Z]:\\\\|0x[0-9a-f]{6,}")


@dataclass(frozen=True, slots=True)
class Run:
    """A notebook that ran from the top.

    Attributes:
        notebook: with the outputs as they are saved.
        seconds: how long it took, the start of its kernel included.
        peak: MiB of memory that its kernel took at most; None where the system does not tell.
    """

    notebook: Any
    seconds: float
    peak: float | None


def paths() -> list[Path]:
    """The notebooks in their order."""
    return sorted(FOLDER.glob("*.ipynb"))


def executed(path: Path, camera: Camera | None = None) -> Run:
    """A fresh run of a notebook.

    Args:
        path: of the notebook.
        camera: takes the pictures of figures, which are left out without one.

    Raises:
        nbclient.exceptions.CellExecutionError: a cell failed.
    """
    notebook: Any = nbformat.read(path, as_version=4)
    metadata = dict(notebook.metadata)
    notebook.cells.append(nbformat.v4.new_code_cell(_PEAK, id="peak"))
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        paths = (str(ROOT), os.environ.get("PYTHONPATH", ""))
        own = {
            "IPYTHONDIR": folder, "PYTHONPATH": os.pathsep.join(paths),
            "QDESIGN_QUEUE": str(Path(folder) / "queue.sqlite"), "PYTHONHASHSEED": "0",
        }  # fmt: skip
        NotebookClient(
            notebook, timeout=600, kernel_name="python3", record_timing=False,
            resources={"metadata": {"path": folder}},
        ).execute(env={**os.environ, **own})  # fmt: skip
    seconds = time.monotonic() - began
    kilobytes = re.search(r"\d+", notebook.cells.pop().outputs[0].text)
    notebook.metadata = nbformat.from_dict(metadata)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.metadata = nbformat.from_dict({})
            cell.outputs = [kept for each in cell.outputs if (kept := _kept(each, camera))]
    return Run(notebook, seconds, int(kilobytes[0]) / 1024 if kilobytes else None)


def _kept(output: Any, camera: Camera | None) -> Any:
    """An output as it is saved, None for what says nothing."""
    data = output.get("data")
    if data is None:
        return output
    if _WIDGET in data:
        picture = data.get("image/svg+xml")
        if picture is None:
            data["text/plain"] = "Shown live when the cell is run."
        data["text/html"] = _LIVE if picture is None else image("".join(picture))
        del data[_WIDGET]
    if FIGURE in data:
        figure = data.pop(FIGURE)
        data["text/plain"] = "A figure"
        data["text/html"] = "" if camera is None else image(camera.picture(figure))
    if "text/html" in data:
        data.pop("image/svg+xml", None)
    output.metadata = nbformat.from_dict({})
    return output


def faults(notebook: Any) -> Iterator[str]:
    """What an output must not hold: errors, warnings, paths of this machine."""
    for number, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", ()):
            if output.output_type == "error" or output.get("name") == "stderr":
                yield f"cell {number} has an output of errors"
            # Pictures are letters and digits in no order.
            text = re.sub(r"base64,[\w+/=]+", "", nbformat.writes(_alone(output)))
            found = _LOCAL.search(text)
            if found:
                yield f"cell {number} names '{found.group()}'"


def _alone(output: Any) -> Any:
    cell: Any = nbformat.v4.new_code_cell(outputs=[output], id="alone")
    return nbformat.v4.new_notebook(cells=[cell])


def main() -> int:
    """Writes or checks the notebooks."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing")
    parser.add_argument("names", nargs="*", help="how names begin, such as 01; all without")
    options = parser.parse_args()
    chosen = [p for p in paths() if not options.names or p.name.startswith(tuple(options.names))]
    worst, total = 0, 0.0
    with Camera() as camera:
        for path in chosen:
            run = executed(path, camera)
            for fault in faults(run.notebook):
                print(f"{path.name}: {fault}")
                worst = 1
            text = nbformat.writes(run.notebook) + "\n"
            changed = text != path.read_text("utf-8")
            if changed and options.check:
                worst = 1
            elif changed:
                path.write_text(text, "utf-8")
            said = ("would change" if options.check else "changed") if changed else "as it was"
            total += run.seconds
            print(f"{path.name}: {said}; {run.seconds:.0f} s, {run.peak or 0:.0f} MiB", flush=True)
    print(f"{total:.0f} s in all")
    return worst


if __name__ == "__main__":
    sys.exit(main())
