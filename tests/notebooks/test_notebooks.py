"""The notebooks run from the top, and every number they claim is what comes out."""

import json
import os
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from scripts.notebooks import faults

FOLDER = Path(__file__).parents[2] / "notebooks"
NAMES = (
    "01-first-ansatz",
    "02-simplify-with-zx",
    "03-from-drawing-to-device",
    "04-h2-to-chemical-accuracy",
    "05-qaoa-on-a-ring",
    "06-noise-and-extrapolation",
)


def run(name: str, folder: Path, expressions: dict[str, str]) -> tuple[dict[str, Any], str]:
    """Runs a notebook; returns what `expressions` are at its end, and its words."""
    notebook = nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)
    pairs = ", ".join(f"{key!r}: {value}" for key, value in expressions.items())
    asked = f"import json as _json\nprint(_json.dumps({{{pairs}}}))"
    notebook.cells.append(nbformat.v4.new_code_cell(asked))
    resources = {"metadata": {"path": str(folder)}}
    NotebookClient(notebook, timeout=240, kernel_name="python3", resources=resources).execute()
    words = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    return json.loads(notebook.cells[-1].outputs[0].text), words


@pytest.fixture(autouse=True)
def own_queue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QDESIGN_QUEUE", str(tmp_path / "queue.sqlite"))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.setenv("PYTHONPATH", str(FOLDER.parent) + os.pathsep + os.getenv("PYTHONPATH", ""))


def minus(number: float, digits: int) -> str:
    """A number as the text prints it, with a true minus."""
    return f"{number:.{digits}f}".replace("-", "−")


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
class TestNotebooks:
    def test_the_first_ansatz_reaches_the_exact_energy_of_hydrogen(self, tmp_path: Path) -> None:
        found, words = run(
            NAMES[0],
            tmp_path,
            {
                "energy": "best.energy",
                "exact": "h2.exact_energy",
                "start": "simulator.expectation({'theta': 0.0})",
                "theta": "studio.values['theta']",
                "slider": "studio.sliders['theta'].value",
                "said": "label.value",
            },
        )
        assert found["energy"] == pytest.approx(-1.137306, abs=1e-6)
        assert found["energy"] == pytest.approx(found["exact"], abs=1e-9)
        assert minus(found["exact"], 6) in words
        assert minus(found["start"], 6) in words
        assert minus(found["theta"], 6) in words
        assert found["slider"] == found["theta"]
        assert f"{found['energy']:.6f}" in found["said"]
        assert (tmp_path / "h2.qdesign").is_file()

    def test_extrapolation_helps_where_there_is_noise_and_shots(self, tmp_path: Path) -> None:
        found, _ = run(
            NAMES[5],
            tmp_path,
            {"verdict": "found.verdict", "rows": "{k: v['verdict'] for k, v in rows.items()}"},
        )
        assert found["verdict"] == "helps"
        assert set(found["rows"]) >= {"zne", "readout", "twirling", "cdr", "pec"}

    def test_28_parameters_are_22(self, tmp_path: Path) -> None:
        found, words = run(
            NAMES[1],
            tmp_path,
            {
                "ranks": "[rank.num_parameters, rank.zx, rank.unitary, rank.state]",
                "redundant": "len(rank.redundant)",
                "equal": "simpler.verdict.equal",
                "rotations": "simpler.after.num_rotations",
                "minimal": "[len(minimal.parameters), qd.parameter_rank(minimal).unitary]",
                "overlap": "float(overlap)",
                "two_qubit": "[fewest.before.num_two_qubit, fewest.after.num_two_qubit]",
                "shown": "studio.circuit.stats.num_two_qubit",
            },
        )
        assert found["ranks"] == [28, 22, 22, 22]
        assert found["redundant"] == 6
        assert found["equal"] is True
        assert found["rotations"] == 22
        assert found["minimal"] == [22, 22]
        assert found["overlap"] == pytest.approx(1.0, abs=1e-9)
        assert found["two_qubit"][0] == 12
        assert found["two_qubit"][1] <= 9
        assert found["shown"] == found["two_qubit"][1]
        assert "28 angles, 22 independent directions" in words

    def test_a_drawing_reaches_a_noisy_device(self, tmp_path: Path) -> None:
        found, _ = run(
            NAMES[2],
            tmp_path,
            {
                "energy": "best.energy",
                "success": "lowered.figures.success",
                "two_qubit": "lowered.figures.num_two_qubit",
                "ideal": "ideal_counts",
                "noisy": "noisy_counts",
                "wrong": "wrong",
                "distances": "[float(distance_before), float(distance_after)]",
            },
        )
        assert found["energy"] == pytest.approx(-1.137306, abs=1e-6)
        assert found["two_qubit"] == 1
        assert 0.9 < found["success"] < 1.0
        assert sum(found["ideal"].values()) == sum(found["noisy"].values()) == 4000
        assert set(found["ideal"]) == {"01", "10"}
        # sin²(θ/2) = 0.0124; four standard deviations of 4000 shots are 0.007.
        assert found["ideal"]["10"] / 4000 == pytest.approx(0.0124, abs=0.007)
        assert 0.01 < found["wrong"] < 0.08
        assert found["distances"][1] < found["distances"][0] / 3

    def test_hydrogen_is_chemically_accurate_at_all_bond_lengths(self, tmp_path: Path) -> None:
        found, words = run(
            NAMES[3],
            tmp_path,
            {
                "general": "[round(1000 * (run.energy - h2.exact_energy), 3) for run in runs]",
                "error": "error",
                "worst": "max(row[3] for row in rows)",
                "exact": "[row[1] for row in rows]",
            },
        )
        assert sorted(found["general"])[1:] == [20.307] * 5
        assert "20.307 mHa too high" in words
        assert abs(found["error"]) < 1e-6
        assert found["worst"] < 1e-3  # mHa
        assert found["exact"][1] == pytest.approx(-1.137306, abs=1e-6)

    def test_rings_are_cut_by_three_quarters_and_more(self, tmp_path: Path) -> None:
        found, _ = run(
            NAMES[4], tmp_path, {"shares": "list(shares.values())", "lowest": "landscape.lowest"}
        )
        assert found["shares"] == pytest.approx([3 / 4, 5 / 6, 7 / 8], abs=1e-6)
        assert found["lowest"] == pytest.approx(-6.0, abs=1e-9)


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_is_saved_with_its_outputs(name: str) -> None:
    """So that it is read where nothing runs; `python -m scripts.notebooks` writes them."""
    notebook = nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)
    nbformat.validate(notebook)
    assert list(faults(notebook)) == []
    assert notebook.metadata.language_info == {"name": "python"}
    counts = [cell.execution_count for cell in notebook.cells if cell.cell_type == "code"]
    assert counts == list(range(1, len(counts) + 1))
    told = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.outputs]
    assert len(told) >= len(counts) - 3
    pictures = 0
    for cell in told:
        assert not cell.metadata
        for output in cell.outputs:
            data = output.get("data", {"text/plain": ""})
            # No widgets, which need a kernel, and no figures that need a script.
            assert set(data) <= {"text/plain", "text/html"}
            assert " at 0x" not in data["text/plain"]
            pictures += "<img" in data.get("text/html", "")
    assert pictures


def test_the_first_notebook_shows_the_energy_that_it_promises() -> None:
    notebook = nbformat.read(FOLDER / f"{NAMES[0]}.ipynb", as_version=4)
    best = next(cell for cell in notebook.cells if cell.source.endswith("\nbest"))
    assert '<td style="text-align:left">−1.137306</td>' in best.outputs[0].data["text/html"]
    said = next(cell for cell in notebook.cells if cell.source == "print(label.value)")
    assert said.outputs[0].text == "energy -1.137306 hartree, exact -1.137306\n"


def test_what_an_output_must_not_hold_is_found() -> None:
    cell = nbformat.v4.new_code_cell(outputs=[
        nbformat.v4.new_output("stream", name="stderr", text="Warning"),
        nbformat.v4.new_output("stream", name="stdout", text="/home/ada/a.qdesign"),
        nbformat.v4.new_output("error", ename="E", evalue="", traceback=[]),
    ])  # fmt: skip
    assert len(list(faults(nbformat.v4.new_notebook(cells=[cell])))) == 3


@pytest.mark.parametrize("name", NAMES)
def test_links_between_notebooks_lead_somewhere(name: str) -> None:
    import re

    text = (FOLDER / f"{name}.ipynb").read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)]+\.ipynb)\)", text):
        assert (FOLDER / target).is_file()
