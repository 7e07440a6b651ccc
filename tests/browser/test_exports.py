"""The drawing taken elsewhere: every format is downloaded or copied once, and is what it says."""

import io
import json
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from qiskit.quantum_info import Operator

import qdesign as qd
from qdesign.angle import Angle
from qdesign.ansatz import Template
from qdesign.circuit import Operation
from qdesign.convert.qiskit import to_qiskit
from qdesign.diagram import Diagram, Edge, EdgeKind, Spider, SpiderKind
from qdesign.document import Document
from tests.browser.drawing import Drawn, box_of, passes
from tests.browser.servers import FileServers, free_port, start

# Markup, LaTeX, PDF strings and Python in every name; two names that read alike as code.
EVIL = "</text><script>window.pwned=1</script>"
TEX = r"\input{/etc/passwd} $x$ % & _^~ {"
QUOTES = "'); import os #"
DRAWN = qd.Circuit.of(3, "h 0; cx 0 1; ry(2*a + pi/4) 1; rz(b) 2; swap 1 2; u2(b, a) 0")
CIRCUIT = qd.Circuit(
    3,
    (
        Operation("rz", (2,), (Angle.parameter(QUOTES),)),
        *DRAWN.operations,
        # Reads like the name that the first parameter gets in Python.
        Operation("rx", (2,), (Angle.parameter("p0"),), controls=(0,)),
    ),
    qubit_names=(EVIL, TEX, "<img src=x onerror=window.pwned=2>"),
)


def opened(page: Page, files: FileServers, body: qd.Circuit | Diagram = CIRCUIT) -> Drawn:
    page.goto(files.serve(Document(body)).url)
    return Drawn(page, page.locator(".qdesign-host")).wait()


def choose(studio: Drawn, item: str) -> None:
    studio.root.get_by_role("button", name="Export").first.click()
    studio.root.get_by_role("menuitem", name=item).click()


def downloaded(studio: Drawn, item: str, folder: Path) -> bytes:
    with studio.page.expect_download() as download:
        choose(studio, item)
    download.value.save_as(folder / "export")
    return (folder / "export").read_bytes()


def copied(studio: Drawn, item: str) -> str:
    studio.page.evaluate("navigator.clipboard.writeText('')")
    choose(studio, item)
    studio.page.wait_for_function("navigator.clipboard.readText().then((text) => text !== '')")
    return studio.page.evaluate("navigator.clipboard.readText()")


def test_every_export_is_what_it_says(page: Page, files: FileServers, tmp_path: Path) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    studio = opened(page, files)
    expect_svg(downloaded(studio, "Picture of the circuit SVG", tmp_path).decode(), "</text><", "H")
    expect_png(downloaded(studio, "Picture of the circuit PNG", tmp_path))
    shapes = expect_pdf(downloaded(studio, "Picture of the circuit PDF", tmp_path))
    assert "(H) Tj" in shapes
    assert shapes.count(" l S") >= 3
    assert b"\\begin{tikzpicture}" in downloaded(studio, "TikZ diagram", tmp_path)
    expect_quantikz(copied(studio, "Quantikz"))
    expect_same_matrix(copied(studio, "Qiskit"))
    assert page.evaluate("window.pwned") is None


def test_a_png_that_nobody_can_read_says_what_to_take_instead(
    page: Page, files: FileServers, tmp_path: Path
) -> None:
    studio = opened(page, files, qd.Circuit.of(2, "; ".join(["h 0", "cx 0 1"] * 500)))
    data = downloaded(studio, "Picture of the circuit PNG", tmp_path)
    assert max(Image.open(io.BytesIO(data)).size) == 16_000
    alert = studio.root.get_by_text(re.compile(r"letters in the PNG are \d\.\d px high"))
    expect(alert).to_contain_text("Export PDF or SVG")

    # It is read whole and closed in a small studio; the next thing that is done takes it along.
    page.set_viewport_size({"width": 853, "height": 480})
    close = studio.root.get_by_role("button", name="Close", exact=True)

    def is_whole() -> None:
        edge = box_of(studio.root.get_by_label("Status"))
        for part in (box_of(alert), box_of(close)):
            assert edge["x"] <= part["x"]
            assert part["x"] + part["width"] <= edge["x"] + edge["width"]
            assert edge["y"] <= part["y"]
            assert part["y"] + part["height"] <= edge["y"] + edge["height"] <= 480
        assert alert.evaluate("(e) => e.scrollWidth <= e.clientWidth || !e.clientWidth")

    passes(is_whole)
    studio.root.get_by_role("tab", name="Steps").click()
    expect(alert).to_have_count(0)
    downloaded(studio, "Picture of the circuit PNG", tmp_path)
    expect(alert).to_have_count(1)
    downloaded(studio, "Picture of the circuit SVG", tmp_path)
    expect(alert).to_have_count(0)


def test_templates_of_the_menu_are_those_that_python_makes(
    page: Page, files: FileServers, tmp_path: Path
) -> None:
    studio = opened(page, files, qd.Circuit(4))

    def operations() -> tuple[Operation, ...]:
        body = qd.Document.loads(downloaded(studio, "Document", tmp_path).decode()).body
        assert isinstance(body, qd.Circuit)
        return body.plain_operations

    def of_python(row: Template) -> tuple[Operation, ...]:
        circuit = Document(qd.ansatz.template(row.name, 4, row.card_layers)).body
        assert isinstance(circuit, qd.Circuit)
        return circuit.plain_operations

    rows: dict[str, Template] = dict(qd.catalog("template"))
    for row in (row for row in rows.values() if row.on_card):
        studio.root.locator(".qd-cardbutton", has_text=row.title).click()
        assert operations() == of_python(row)
        studio.root.get_by_role("button", name="Undo").click()
    studio.put_in("Circuit 10")
    expect(studio.root.get_by_role("heading", name="Draw an ansatz")).to_have_count(0)
    assert operations() == of_python(rows["sim_10"])


DIAGRAM = qd.Diagram(
    spiders=(
        Spider("i", SpiderKind.BOUNDARY),
        Spider("z", SpiderKind.Z, Angle.parameter(EVIL), 2, 0),
        Spider("x", SpiderKind.X, Angle.pi_times(0.25), 4, 1),
        Spider("h", SpiderKind.H, Angle.pi_times(0.5), 6, 0),
        Spider("o", SpiderKind.BOUNDARY, x=8, y=0),
    ),
    edges=(
        Edge("iz", "i", "z"),
        Edge("zx", "z", "x", EdgeKind.HADAMARD),
        Edge("zx2", "z", "x"),
        Edge("zh", "z", "h"),
        Edge("ho", "h", "o"),
    ),
    inputs=("i",),
    outputs=("o",),
)


def test_pictures_of_a_diagram_are_of_what_is_drawn(
    browser: Browser, files: FileServers, tmp_path: Path
) -> None:
    context = browser.new_context(color_scheme="dark", viewport={"width": 1400, "height": 900})
    page = context.new_page()
    try:
        studio = opened(page, files, DIAGRAM)
        text = downloaded(studio, "Picture of the diagram SVG", tmp_path).decode()
        expect_svg(text, "</text>", "π")
        root = ElementTree.fromstring(text)
        drawn = {label: shape for shape in root.iter() if (label := shape.get("aria-label"))}
        # Every spider and edge of the canvas, in its place, and no more.
        canvas = studio.root.locator(".qd-zx [aria-label]")
        assert sorted(drawn) == sorted({e.get_attribute("aria-label") or "" for e in canvas.all()})
        assert len(drawn) == len(DIAGRAM.spiders) + len(DIAGRAM.edges)
        for shape in canvas.all():
            twin = drawn[shape.get_attribute("aria-label") or ""]
            assert twin.get("d") == shape.get_attribute("d")
            assert twin.get("transform") == shape.get_attribute("transform")
        styles = " ".join(e.get("style", "") for e in root.iter())
        # Light, though the page is dark: white, and the green of Z-spiders there.
        assert "fill:rgb(255, 255, 255)" in styles
        assert "fill:rgb(211, 242, 214)" in styles
        assert "stroke-dasharray:5px, 3px" in styles
        left, top, width, height = map(float, (root.get("viewBox") or "").split())
        assert left < -20
        assert left + width > 8 * 88 + 20
        assert -60 < top < -20
        assert 64 + 20 < top + height < 64 + 60

        data = downloaded(studio, "Picture of the diagram PNG", tmp_path)
        pixels = np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))
        assert pixels.shape[:2] == (2 * height, 2 * width)
        assert (pixels[0] == 255).all()
        assert (pixels == (211, 242, 214)).all(axis=2).any()

        pdf = downloaded(studio, "Picture of the diagram PDF", tmp_path)
        assert pdf.startswith(b"%PDF-1.")
        shapes = expect_pdf(pdf)
        # The Hadamard edge; Z, X with its ring and H-box with their phases; two edges that differ.
        assert shapes.count("[5 3] 0 d") == 1
        assert shapes.count("(p) Tj") == 2
        assert shapes.count("0.827 0.949 0.839 rg") == 1
        assert shapes.count("0.773 0.227 0.204 RG") == 2
        edges = [line for line in shapes.splitlines() if line.startswith("0.365 0.408 0.459 RG")]
        assert len({line for line in edges if " c S" in line or " l S" in line}) == 4
        assert page.evaluate("window.pwned") is None
    finally:
        context.close()


def test_a_circuit_shown_as_a_diagram_gives_the_picture_of_the_half_used_last(
    page: Page, files: FileServers, tmp_path: Path
) -> None:
    studio = opened(page, files)
    studio.root.get_by_role("button", name="Split").click()
    spiders = studio.root.locator(".qd-zx .qd-spider")
    expect(spiders.first).to_be_visible()
    circuit = downloaded(studio, "Picture of the circuit SVG", tmp_path).decode()
    assert "Z-spider" not in circuit
    studio.root.locator(".qd-zx").click(position={"x": 20, "y": 200})
    diagram = downloaded(studio, "Picture of the diagram SVG", tmp_path).decode()
    expect_svg(diagram, "'); im", "π")
    drawn = [e for e in ElementTree.fromstring(diagram).iter() if "transform" in e.attrib]
    assert len(drawn) == spiders.count()
    studio.canvas.first.focus()
    studio.root.get_by_role("button", name="Export").click()
    expect(studio.root.get_by_role("menuitem", name="Picture of the circuit SVG")).to_be_visible()


NAMES = ("ancilla_register_17", "gyjpq", "θ₁₂", "кубит", "量子", "🐱", "سلام", "W" * 40)


@pytest.mark.parametrize("kind", ["circuit", "diagram"])
def test_pictures_have_room_for_every_name_and_letters_of_every_script(
    page: Page, files: FileServers, tmp_path: Path, kind: str
) -> None:
    turns = tuple(Operation("rz", (k,), (Angle.parameter(n),)) for k, n in enumerate(NAMES))
    body = qd.Circuit(len(NAMES), turns, qubit_names=NAMES)
    ends = Diagram(
        spiders=tuple(
            Spider(f"s{k}", SpiderKind.Z, Angle.parameter(name), x=2 * k, y=k % 3)
            for k, name in enumerate(NAMES)
        ),
    )
    studio = opened(page, files, body if kind == "circuit" else ends)
    item = f"Picture of the {kind}"
    svg = downloaded(studio, f"{item} SVG", tmp_path).decode()
    png = downloaded(studio, f"{item} PNG", tmp_path)
    pdf = downloaded(studio, f"{item} PDF", tmp_path)
    shown = words_inside(page, svg)
    assert all(name in shown for name in NAMES[3:7])
    if kind == "circuit":
        assert all(name in shown for name in NAMES[:7])
    words_inside(page, qd.catalog("exporter")["svg"].write(body if kind == "circuit" else ends))
    edges = np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))
    for edge in (edges[:8], edges[-8:], edges[:, :8], edges[:, -8:]):
        assert (edge == 255).all()
    strings = re.findall(r"\((.*)\) Tj", expect_pdf(pdf))
    assert strings
    assert not any("?" in each for each in strings)
    # What is painted is found and copied as what it says.
    for name in NAMES[3:7]:
        assert f"<41> <{name.encode('utf-16-be').hex()}>".encode() in pdf


def words_inside(page: Page, svg: str) -> list[str]:
    """The words of a picture, each of which lies within it."""
    page.set_content(svg)
    words: list[tuple[str, bool]] = page.locator("svg").evaluate(
        """(svg) => [...svg.querySelectorAll("text")].map((text) => {
          const [box, view] = [text.getBBox(), svg.viewBox.baseVal];
          const at = text.getCTM().inverse().multiply(svg.getCTM()).inverse();
          const [x, y] = [box.x + at.e, box.y + at.f];
          const inside = x >= view.x && x + box.width <= view.x + view.width &&
            y >= view.y && y + box.height <= view.y + view.height;
          return [text.textContent, inside];
        })"""
    )
    assert words
    assert [text for text, inside in words if not inside] == []
    return [text for text, _ in words]


def expect_svg(text: str, *wanted: str) -> None:
    root = ElementTree.fromstring(text)
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert not tags & {"script", "img", "image", "foreignObject", "use", "style", "a", "iframe"}
    for element in root.iter():
        for name, value in element.attrib.items():
            assert not name.rpartition("}")[2].lower().startswith(("on", "href", "src"))
            assert "://" not in value
            assert re.findall(r"url\((?!['\"]?#)", value) == []
    words = " ".join("".join(e.itertext()) for e in root.iter() if e.tag.endswith("}text"))
    assert all(each in words for each in wanted)


def expect_png(data: bytes) -> None:
    picture = np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))
    assert picture.shape[0] > 100
    assert picture.shape[1] > 300
    background = (picture == picture[0, 0]).all(axis=2)
    assert 0.02 < 1 - background.mean() < 0.6
    # Three wires run from left to right.
    assert sum((~background[:, 600:-80]).mean(axis=1) > 0.8) >= 3


def expect_pdf(data: bytes) -> str:
    """A sound PDF of one page; returns what it draws."""
    assert data.startswith(b"%PDF-1.")
    assert data.rstrip().endswith(b"%%EOF")
    assert data.count(b"/Type /Page ") == 1
    assert b"/Count 1" in data
    start = int(re.findall(rb"startxref\n(\d+)", data)[0])
    assert data[start : start + 4] == b"xref"
    for offset in re.findall(rb"(\d{10}) 00000 n", data):
        assert re.match(rb"\d+ 0 obj", data[int(offset) :])
    found = re.search(rb"stream\n(.*?)\nendstream", data, re.DOTALL)
    assert found is not None
    for unsafe in (b"/JavaScript", b"/JS", b"/OpenAction", b"/URI", b"/Launch"):
        assert unsafe not in data
    return found[1].decode("latin-1")


def expect_quantikz(text: str) -> None:
    needs, text = text.split("\n", 1)
    assert needs == r"% \usepackage{tikz} \usetikzlibrary{quantikz2}"
    assert text.count(r"\begin{quantikz}") == text.count(r"\end{quantikz}") == 1
    bare = re.sub(r"\\[\\{}$&#%_^~]", "", text)
    assert bare.count("{") == bare.count("}")
    assert not set(bare) & set("$%#")
    commands = set(re.findall(r"\\([A-Za-z]+)", text))
    assert not commands & {"input", "write", "catcode", "def", "include", "immediate", "csname"}
    rows = text.split(r"\begin{quantikz}")[1].split(r"\end")[0].strip().split("\\\\\n")
    assert len(rows) == 3
    assert len({re.sub(r"\\&", "", row).count("&") for row in rows}) == 1


def expect_same_matrix(code: str) -> None:
    """Runs the code on its own; two parameters must not have become one."""
    values = dict(zip(CIRCUIT.parameters, (0.3, -1.1, 0.7, 2.2), strict=True))
    ask = (
        f"\nimport json\nfrom qiskit.quantum_info import Operator\nvalues = {values!r}\n"
        "m = Operator(qc.assign_parameters({p: values[p.name] for p in qc.parameters}))\n"
        "print(json.dumps([[z.real, z.imag] for z in m.data.ravel()]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code + ask], capture_output=True, text=True, check=True, timeout=120
    )
    pairs = np.array(json.loads(done.stdout))
    own = Operator(to_qiskit(CIRCUIT.bind(values))).data
    assert np.allclose((pairs[:, 0] + 1j * pairs[:, 1]).reshape(8, 8), own, atol=1e-9)


def test_panel_serve_gives_every_session_its_own_document(
    page: Page, browser: Browser, tmp_path: Path
) -> None:
    module = Path(qd.__file__).parent / "panel"
    port = free_port()
    command = [
        *(sys.executable, "-m", "panel", "serve", str(module), "--port", str(port)),
        *("--address", "127.0.0.1", "--allow-websocket-origin", f"127.0.0.1:{port}"),
    ]
    environment = {"QDESIGN_QUEUE": str(tmp_path / "queue.sqlite"), "QDESIGN_TOKEN": ""}
    server = start(command, f"http://127.0.0.1:{port}/panel", tmp_path, environment)
    try:
        page.goto(server.url)
        first = Drawn(page, page.locator(".qdesign-host")).wait()
        first.drop("h", 0)
        context = browser.new_context(viewport={"width": 1400, "height": 900})
        other = context.new_page()
        other.goto(server.url)
        second = Drawn(other, other.locator(".qdesign-host")).wait()
        second.type("x", "x")
        expect(second.gates).to_have_count(2)
        expect(first.gates).to_have_count(1)
        # Python answers each about its own drawing.
        for studio, count in ((first, 1), (second, 2)):
            with studio.page.expect_download() as download:
                studio.page.get_by_role("button", name="Download .qasm").click()
            text = Path(download.value.path()).read_text()
            assert len(qd.qasm.loads(text).operations) == count
        context.close()
    finally:
        server.stop()


def test_panel_serve_shows_no_studio_where_nobody_is_asked(page: Page, tmp_path: Path) -> None:
    module = Path(qd.__file__).parent / "panel"
    port = free_port()
    command = [
        *(sys.executable, "-m", "panel", "serve", str(module), "--port", str(port)),
        *("--address", "127.0.0.1", "--allow-websocket-origin", f"127.0.0.1:{port}"),
    ]
    server = start(command, f"http://127.0.0.1:{port}/panel", tmp_path, {})
    try:
        page.goto(server.url)
        expect(page.get_by_text("This server asks nobody who they are")).to_be_visible()
        expect(page.locator(".qdesign-host")).to_have_count(0)
    finally:
        server.stop()
