"""Runs the notebooks and keeps their outputs, so that they are read where nothing runs.

    .venv/bin/python -m scripts.notebooks           write them
    .venv/bin/python -m scripts.notebooks --check   say which would change

Each starts in an empty folder with a queue of its own. Widgets are kept as their pictures, and
nothing is kept that differs from run to run: no times, versions, addresses of memory or paths.
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
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import nbformat
from nbclient import NotebookClient

from qdesign.showing.drawing import image

ROOT: Final = Path(__file__).parents[1]
FOLDER: Final = ROOT / "notebooks"
_WIDGET: Final = "application/vnd.jupyter.widget-view+json"
_LIVE: Final = "<div><i>Shown live when the cell is run.</i></div>"
_LOCAL: Final = re.compile(r"/home/|/root/|/tmp/|/Users/|[A-Z]:\\\\|0x[0-9a-f]{6,}")


def executed(path: Path) -> Any:
    """The notebook with the outputs of a fresh run.

    Raises:
        nbclient.exceptions.CellExecutionError: a cell failed.
    """
    notebook: Any = nbformat.read(path, as_version=4)
    metadata = dict(notebook.metadata)
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
    notebook.metadata = nbformat.from_dict(metadata)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.metadata = nbformat.from_dict({})
            cell.outputs = [kept for each in cell.outputs if (kept := _kept(each))]
    return notebook


def _kept(output: Any) -> Any:
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
    options = parser.parse_args()
    worst = 0
    for path in sorted(FOLDER.glob("*.ipynb")):
        notebook = executed(path)
        for fault in faults(notebook):
            print(f"{path.name}: {fault}")
            worst = 1
        text = nbformat.writes(notebook) + "\n"
        changed = text != path.read_text("utf-8")
        if changed and options.check:
            print(f"{path.name} would change")
            worst = 1
        elif changed:
            path.write_text(text, "utf-8")
        print(f"{path.name}: {'changed' if changed else 'as it was'}")
    return worst


if __name__ == "__main__":
    sys.exit(main())
