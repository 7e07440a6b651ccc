"""What notebooks and terminals show of values: short, bounded, escaped, with their origin."""

from __future__ import annotations

import re
import subprocess
import sys
from base64 import b64decode
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest

import qdesign as qd
from qdesign.counts import Counts
from qdesign.errors import InvalidRequest, MissingKit
from qdesign.hardware.lower import lower

ROOT = Path(__file__).parents[2]
HOSTILE = "<img src=x onerror=alert(1)>"
ANSATZ = qd.Circuit.of(2, "ry(theta) 1; x 0; cx 1 0")
LARGE = qd.Circuit.of(8, ";".join("h 0; cx 0 1; rz(a) 1; cx 3 7" for _ in range(1000)))
H2 = qd.problems.h2()


def shown() -> dict[str, Any]:
    """One of everything that a person prints first."""
    sim = qd.ansatz.sim(2, num_qubits=3, layers=1)
    best = qd.optimize(ANSATZ, H2.observable, seed=1)
    return {
        "circuit": ANSATZ,
        "large circuit": LARGE,
        "wide circuit": qd.Circuit.of(400, "h 0; cx 0 399"),
        "empty circuit": qd.Circuit(0),
        "diagram": qd.to_diagram(ANSATZ),
        "large diagram": qd.to_diagram(LARGE),
        "document": qd.Document(ANSATZ, observable=H2.observable),
        "problem": H2,
        "large problem": qd.problems.tfim(40),
        "observable": H2.observable,
        "simplification": qd.simplify(ANSATZ, "teleport"),
        "stats": ANSATZ.stats,
        "verdict": qd.equivalent(ANSATZ, ANSATZ),
        "rank": qd.parameter_rank(sim),
        "dropped": qd.drop_redundant(sim, qd.parameter_rank(sim).redundant),
        "optimization": best,
        "landscape": qd.landscape(sim, qd.problems.tfim(3).observable, x="theta_0", y="theta_1",
                                  values=dict.fromkeys(sim.parameters, 0.0), points=8),
        "counts": qd.Simulator(ANSATZ).shots(4000, best.values, seed=7),
        "many counts": Counts({format(k, "012b"): k + 1 for k in range(4096)}),
        "no counts": Counts(),
        "submission": lower(ANSATZ, best.values, qd.targets("local")[0]),
        "drawing": ANSATZ.draw(),
    }  # fmt: skip


SHOWN = shown()


class Reader(HTMLParser):
    """Tags, attributes and words of HTML."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: dict[str, list[str]] = {}
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            self.attributes.setdefault(name, []).append(value or "")

    def handle_data(self, data: str) -> None:
        self.words += f" {data}"


def pictures(html: str) -> list[ElementTree.Element]:
    found = re.findall(r"data:image/svg\+xml;base64,([\w+/=]+)", html)
    return [ElementTree.fromstring(b64decode(data)) for data in found]


@pytest.mark.parametrize("name", [name for name in SHOWN if name != "drawing"])
def test_a_repr_is_one_short_line(name: str) -> None:
    text = repr(SHOWN[name])
    assert "\n" not in text
    assert len(text) < 300 or name == "verdict"


@pytest.mark.parametrize("name", list(SHOWN))
def test_html_is_plain_and_bounded(name: str) -> None:
    html = SHOWN[name]._repr_html_()
    read = Reader(html)
    assert set(read.tags) <= {"table", "thead", "tbody", "tr", "th", "td", "div", "b", "img"}
    assert set(read.attributes) <= {"style", "alt", "src"}
    assert set(read.attributes.get("style", [])) <= {"text-align:left"}
    assert all(
        src.startswith("data:image/svg+xml;base64,") for src in read.attributes.get("src", [])
    )
    assert len(html) < 250_000
    for root in pictures(html):
        assert {node.tag.partition("}")[2] for node in root.iter()} <= {
            *("svg", "title", "rect", "line", "circle", "text")
        }


def test_a_large_circuit_is_drawn_in_part_and_says_how_much_is_left() -> None:
    (root,) = pictures(LARGE._repr_html_())
    words = [node.text or "" for node in root.iter("{http://www.w3.org/2000/svg}text")]
    columns = len({item.column for item in LARGE.placed().operations})
    told = re.search(r"… ([\d,]+) more columns", " ".join(words))
    assert told
    drawn = columns - int(told[1].replace(",", ""))
    assert 20 < drawn < 40
    assert float(root.attrib["width"]) < 1600
    text = str(LARGE.draw())
    assert max(map(len, text.splitlines())) <= 100
    assert re.search(r"\n… 1,9\d\d more columns\n$", text)
    # A picture that is asked for by name is as large as files of pictures are.
    assert LARGE.draw("svg").count("<circle") > 1000


def test_a_picture_is_read_on_a_white_and_on_a_black_page() -> None:
    """Bare lines and words have contrast with both; there is no page of its own."""
    body = qd.Circuit.of(3, "h 0; cx 0 1; swap 1 2; cz 0 2; rz(a) 1")
    for drawn in (body, qd.to_diagram(body)):
        root = ElementTree.fromstring(drawn._repr_svg_())
        view = root.attrib["viewBox"].split()
        for node in root:
            tag = node.tag.partition("}")[2]
            assert (node.get("width"), node.get("height")) != (view[2], view[3])
            if tag == "line":
                assert least_contrast(node.attrib["stroke"]) >= 3
            if tag == "text" and node.get("text-anchor") == "end":
                assert least_contrast(node.attrib["fill"]) >= 4


def least_contrast(color: str) -> float:
    """With white and with JupyterLab's dark page, as WCAG counts it."""
    light = luminance(color) + 0.05
    return min(1.05 / light, light / (luminance("#111111") + 0.05))


def luminance(color: str) -> float:
    channels = np.array([int(color[k : k + 2], 16) for k in (1, 3, 5)]) / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def test_names_never_become_markup() -> None:
    named = qd.Circuit(1, ANSATZ.operations[1:2], qubit_names=(HOSTILE,))
    problem = qd.problems.Problem(HOSTILE, H2.observable)
    circuit = qd.Circuit(1, (qd.Operation("ry", (0,), (qd.Angle.parameter(HOSTILE),)),))
    best = qd.optimize(circuit, qd.Observable({"Z": 1.0}), max_steps=1)
    for value in (named, problem, circuit, best, qd.to_diagram(circuit)):
        read = Reader(value._repr_html_())
        assert "onerror" not in read.attributes
        assert not any("x" in src[:3] for src in read.attributes.get("src", []))
    assert HOSTILE in Reader(problem._repr_html_()).words
    assert "<img" not in best.plot().layout.xaxis.title.text


def test_text_drawings_name_gates_controls_and_conditions() -> None:
    drawn = str(qd.Circuit.of(3, "h 0; ccx 0 1 2; rzz(a) 0 2; swap 0 1; cz 0 2").draw())
    assert drawn.splitlines() == [
        "q0: ─H─●─RZZ(a)─×─●─",
        "       │   │    │ │",
        "q1: ───●───┼────×─┼─",
        "       │   │      │",
        "q2: ───⊕─RZZ(a)───●─",
    ]
    told = qd.qasm.loads(
        'OPENQASM 3.0; include "stdgates.inc"; qubit[2] q; bit c; '
        "c = measure q[0]; if (c) { x q[1]; }"
    )
    assert "if X" in told.draw()
    assert "\x1b" not in qd.Circuit(1, (), qubit_names=("\x1b[31mred",)).draw()


def test_draw_takes_pictures_of_the_catalog_only() -> None:
    assert ANSATZ.draw("svg").startswith("<svg")
    assert "quantikz" in ANSATZ.draw("quantikz")
    assert "tikzpicture" in qd.to_diagram(ANSATZ).draw("tikz")
    with pytest.raises(InvalidRequest, match=r"not drawn as 'mpl'\. Choose one of: quantikz, svg"):
        ANSATZ.draw("mpl")


def test_rows_of_the_catalog_print_as_names_and_titles() -> None:
    row = qd.catalog("template")["ry_rz_cx"]
    assert repr(row) == "Template('ry_rz_cx', 'RY RZ layers, CX ladder')"


def test_counts_are_a_mapping_that_says_it_was_sampled() -> None:
    counts = SHOWN["counts"]
    assert counts == dict(counts)
    assert counts.shots == 4000
    assert "sampled, 4,000 shots" in counts._repr_html_()
    assert "█" in counts._repr_html_()
    assert "16 most frequent of 4,096" in SHOWN["many counts"]._repr_html_()
    table = counts.to_pandas()
    assert table["shots"].to_dict() == counts
    assert table["share"].sum() == pytest.approx(1)
    figure = counts.plot()
    assert list(figure.data[0].x) == sorted(counts)
    assert said(figure) == ("Counts", "sampled, 4,000 shots; bit 0 is rightmost")
    assert (figure.layout.xaxis.title.text, figure.layout.yaxis.title.text) == ("outcome", "shots")


def test_a_history_is_a_table_and_a_figure() -> None:
    best = SHOWN["optimization"]
    assert best.to_pandas()["energy"].tolist() == list(best.history)
    figure = best.plot()
    assert list(figure.data[0].y) == list(best.history)
    title, origin = said(figure)
    assert title == "Energy −1.137306"
    assert origin.endswith("exact")
    assert "converged" in origin
    assert figure.layout.yaxis.title.text == "energy (observable's unit)"


def test_a_landscape_is_a_table_and_a_figure() -> None:
    found = SHOWN["landscape"]
    assert np.array_equal(found.to_pandas().to_numpy(), found.energies)
    assert found.to_pandas().index.name == "theta_0"
    figure = found.plot()
    surface, lowest = figure.data
    # Plotly's rows go up the second axis.
    assert np.array_equal(surface.z, found.energies.T)
    assert (lowest.x[0], lowest.y[0]) == found.lowest_at
    assert (figure.layout.xaxis.title.text, figure.layout.yaxis.title.text) == (
        "θ₀ (rad)",
        "θ₁ (rad)",
    )
    assert said(figure)[0] == "Energy over θ₀ and θ₁"
    assert said(figure)[1].startswith("exact, 8 × 8 points")
    # As the studio's map: blue is low, orange is high.
    assert [color for _, color in surface.colorscale][:: len(surface.colorscale) - 1] == [
        "#142254",
        "#cd6e28",
    ]


def said(figure: Any) -> tuple[str, str]:
    return figure.layout.title.text, figure.layout.title.subtitle.text


@pytest.mark.parametrize(("module", "what"), [("plotly", "plot"), ("pandas", "to_pandas")])
def test_a_missing_library_is_one_sentence(
    module: str, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == module]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, module, None)
    for name in ("counts", "optimization", "landscape"):
        with pytest.raises(MissingKit, match=rf"needs {module}, .* 'qdesign\[plots\]'"):
            getattr(SHOWN[name], what)()


def test_types_follow_what_is_simplified(tmp_path: Path) -> None:
    """`simplify` of a circuit gives a circuit, of a diagram a diagram; pyright says so."""
    pyright = ROOT / "extension" / "node_modules" / ".bin" / "pyright"
    file = tmp_path / "typed.py"
    file.write_text(
        "import qdesign as qd\n"
        "from typing import assert_type\n"
        "c = qd.Circuit.of(1, 'rz(a) 0')\n"
        "assert_type(qd.simplify(c).body, qd.Circuit)\n"
        "assert_type(qd.simplify(qd.to_diagram(c)).body, qd.Diagram)\n"
        "qd.optimize(qd.simplify(c).body, qd.Observable({'Z': 1.0}))\n"
    )
    done = subprocess.run(
        [pyright, "--pythonpath", sys.executable, file],
        capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


def test_a_picture_rounds_radians_and_its_title_has_them_all() -> None:
    (root,) = pictures(qd.Circuit.of(1, "rz(2.9180556598142937) 0")._repr_html_())
    words = [
        "".join(node.itertext()) for node in root.iter() if node.tag.endswith(("text", "title"))
    ]
    assert "RZ 2.918" in words
    assert "RZ 2.9180556598142937 on q0" in words
