"""ZX diagrams by mouse and by keys: draw, lay out, simplify, extract; checked against Python."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

import qdesign as qd
from qdesign.document import Document
from qdesign.zx.dense import distance, tensor
from tests.browser.drawing import Drawn, box_of
from tests.browser.hosts import Host, Lab, Panel
from tests.browser.servers import Server, eventually
from tests.browser.test_access import expect_accessible, expect_accessible_in_both


@pytest.fixture(params=["lab", "panel"])
def host(request: pytest.FixtureRequest, page: Page, tmp_path: Path) -> Callable[[str], Host]:
    def make(name: str) -> Host:
        if request.param == "panel":
            return Panel(page, request.getfixturevalue("panel"), tmp_path)
        return Lab(page, request.getfixturevalue("lab"), name)

    return make


class Sheet:
    """The ZX canvas of a studio."""

    def __init__(self, studio: Drawn) -> None:
        self.studio, self.root, self.page = studio, studio.root, studio.page

    def start(self) -> "Sheet":
        """Makes a diagram of the empty circuit: bare wires."""
        self.root.get_by_role("button", name="ZX", exact=True).click()
        self.root.get_by_role("button", name="Edit as a diagram").click()
        expect(self.tools).to_be_visible()
        return self

    @property
    def tools(self) -> Locator:
        return self.root.get_by_role("toolbar", name="ZX tools")

    def spiders(self, kind: str) -> Locator:
        return self.root.locator(f".qd-zx .qd-spider[data-kind={kind}]")

    @property
    def edges(self) -> Locator:
        return self.root.locator(".qd-zx .qd-edge[data-edge]")

    def tool(self, name: str) -> None:
        self.tools.get_by_role("button", name=re.compile(f"^{name}")).click()

    def between(self, first: Locator, second: Locator, share: float) -> tuple[float, float]:
        """A point on the way from one spider to another, on the page."""
        (ax, ay), (bx, by) = self.middle(first), self.middle(second)
        return ax + share * (bx - ax), ay + share * (by - ay)

    def middle(self, spider: Locator) -> tuple[float, float]:
        box = box_of(spider.locator(".qd-disk"))
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def put(self, tool: str, wire: int, share: float) -> None:
        """Clicks a spider onto a wire of bare boundaries."""
        kind = tool[0]
        before = self.spiders(kind).count()
        self.tool(tool)
        ends = self.spiders("boundary")
        wires = ends.count() // 2
        self.page.mouse.click(*self.between(ends.nth(wire), ends.nth(wires + wire), share))
        expect(self.spiders(kind)).to_have_count(before + 1)

    def drag(self, first: Locator, second: Locator) -> None:
        self.page.mouse.move(*self.middle(first))
        self.page.mouse.down()
        self.page.mouse.move(*self.between(first, second, 0.5))
        self.page.mouse.move(*self.middle(second))
        self.page.mouse.up()

    def phase(self, text: str) -> Locator:
        """Types into the phase field that Enter opens."""
        self.page.keyboard.press("Enter")
        field = self.root.get_by_label("Phase", exact=True)
        expect(field).to_be_focused()
        field.fill(text)
        self.page.keyboard.press("Enter")
        return field


def diagram_in(text: str) -> qd.Diagram:
    body = Document.loads(text).body
    assert isinstance(body, qd.Diagram)
    return body


def test_a_diagram_drawn_by_mouse_is_what_python_reads(host: Callable[[str], Host]) -> None:
    place = host("zx-mouse")
    sheet = Sheet(place.open()).start()
    page = sheet.page
    sheet.put("Z-spider", 0, 0.3)
    sheet.put("X-spider", 1, 0.5)
    sheet.put("H-box", 1, 0.8)
    z, x = sheet.spiders("Z").first, sheet.spiders("X").first
    sheet.tool("Plain edge")
    sheet.drag(z, x)
    expect(sheet.edges).to_have_count(6)
    sheet.tool("Select")
    page.mouse.click(*sheet.middle(z))
    expect(z).to_have_attribute("aria-label", "Z-spider, selected")
    field = sheet.phase("2*gamma +")
    expect(sheet.root.locator("[data-part=spider]").get_by_role("alert")).to_be_visible()
    expect(z).to_have_attribute("aria-label", "Z-spider, selected")
    field.fill("2*gamma + pi/4")
    page.keyboard.press("Enter")
    expect(z).to_have_attribute("aria-label", re.compile("^Z-spider with phase 2γ"))

    # The edge is made a Hadamard edge in the inspector, and undone.
    page.mouse.click(*sheet.between(z, x, 0.5))
    inspector = sheet.root.locator("[data-part=edge]")
    inspector.get_by_role("button", name="Hadamard").click()
    expect(sheet.root.locator(".qd-edge[data-selected]")).to_have_attribute("data-kind", "hadamard")
    sheet.studio.type("Control+z")
    expect(sheet.root.locator(".qd-edge[data-edge][data-kind=hadamard]")).to_have_count(0)

    drawn = diagram_in(place.save(sheet.studio))
    wanted = qd.Circuit.of(2, "p(2*gamma + pi/4) 0; cx 0 1; h 1")
    values = {"gamma": 0.37}
    assert distance(tensor(drawn, values), tensor(qd.to_diagram(wanted), values)) < 1e-9
    assert qd.equivalent(drawn, wanted).equal is True

    sheet.studio.type("l")
    laid_out = diagram_in(place.save(sheet.studio) if isinstance(place, Panel) else saved(place))
    assert [(s.id, s.kind, s.phase) for s in laid_out.spiders] == [
        (s.id, s.kind, s.phase) for s in drawn.spiders
    ]
    assert laid_out.edges == drawn.edges


def saved(place: Host) -> str:
    """The text on disk once it is saved again; a layout that moved nothing needs no saving."""
    assert isinstance(place, Lab)
    kept = place.page.locator(
        "#jp-main-dock-panel .lm-TabBar-tab.jp-mod-current:not(.jp-mod-dirty)"
    )

    def saves() -> bool:
        # A layout may come after the first save.
        place.page.keyboard.press("Control+s")
        place.page.wait_for_timeout(500)
        return kept.count() == 1

    eventually(saves)
    return place.path.read_text(encoding="utf-8")


def test_a_diagram_drawn_by_keys_is_simplified_and_extracted(host: Callable[[str], Host]) -> None:
    place = host("zx-keys")
    sheet = Sheet(place.open()).start()
    studio, page = sheet.studio, sheet.page
    # Two Z-rotations on one wire, and a CNOT to the other: walk, put, name, join.
    studio.type("ArrowRight", "Shift+Z")
    sheet.phase("alpha")
    expect(studio.canvas).to_be_focused()
    page.keyboard.press("Shift+Z")
    sheet.phase("beta")
    expect(studio.canvas).to_be_focused()
    for key in ("Shift+Z", "ArrowDown", "Escape"):
        page.keyboard.press(key)
    expect(sheet.spiders("Z")).to_have_count(3)
    for key in ("ArrowRight", "ArrowDown", "Shift+X"):
        page.keyboard.press(key)
    expect(sheet.spiders("X")).to_have_count(1)
    expect(sheet.spiders("X")).to_have_attribute("aria-label", "X-spider, selected")
    # Moved on below the last Z-spider; both selected, then joined.
    for key in (*["Alt+ArrowRight"] * 8, "Shift+ArrowUp"):
        page.keyboard.press(key)
    expect(sheet.spiders("Z").last).to_have_attribute("aria-label", "Z-spider, selected")
    expect(sheet.root.locator(".qd-zx .qd-ring")).to_have_count(2)
    studio.type("e")
    expect(sheet.edges).to_have_count(7)
    before = diagram_in(place.save(studio))
    wanted = qd.Circuit.of(2, "p(alpha) 0; p(beta) 0; cx 0 1")
    assert qd.equivalent(before, wanted).equal is True

    sheet.root.get_by_role("button", name="Simplify", exact=True).click()
    page.get_by_role("menuitem", name="Full reduction").click()
    steps = sheet.root.get_by_role("tabpanel", name=re.compile("Steps"))
    expect(steps.get_by_role("img", name="Drawing before")).to_be_visible()
    expect(steps.get_by_role("img", name="Drawing after")).to_be_visible()
    expect(steps.locator(".qd-badge").first).to_contain_text("✓")
    expect(steps.get_by_role("row", name=re.compile("^Spiders"))).to_be_visible()
    simpler = diagram_in(place.save(studio))
    rotations = [sum(not s.phase.is_clifford for s in d.spiders) for d in (before, simpler)]
    assert rotations == [2, 1]
    assert qd.equivalent(simpler, wanted).equal is True

    sheet.root.get_by_role("button", name="Extract circuit").click()
    expect(sheet.root.locator(".qd-canvas .qd-wire")).to_have_count(2)
    body = Document.loads(place.save(studio)).body
    assert isinstance(body, qd.Circuit)
    assert qd.equivalent(body, wanted).equal is True
    assert set(body.parameters) == {"alpha", "beta"}


def test_a_diagram_without_circuit_form_says_so_where_it_is_drawn(tabs: Lab) -> None:
    sheet = Sheet(tabs.open_tab("")).start()
    sheet.studio.type("ArrowRight", "Shift+Z", "Shift+O")
    expect(sheet.spiders("boundary")).to_have_count(5)
    sheet.root.get_by_role("button", name="Extract circuit").click()
    notice = sheet.root.locator("[data-part=zx] [role=alert]")
    expect(notice).to_contain_text("2 inputs and 3 outputs; a circuit has as many of each")
    expect(sheet.edges).to_have_count(4)
    assert len(diagram_in(tabs.save(sheet.studio)).outputs) == 3


def test_the_circuit_of_a_diagram_is_shown_and_the_document_stays(tabs: Lab) -> None:
    sheet = Sheet(tabs.open_tab("")).start()
    studio = sheet.studio
    before = tabs.save(studio)
    shown = sheet.root.locator("[data-part=circuit-of]")
    picture = shown.get_by_role("group", name="Circuit of the diagram")
    sheet.root.get_by_role("button", name="Circuit", exact=True).click()
    expect(picture).to_be_visible()
    sheet.root.get_by_role("button", name="Split").click()
    expect(picture).to_be_visible()
    expect(sheet.root.locator("svg.qd-zx")).to_be_visible()
    assert tabs.save(studio) == before
    # Of what has no circuit the words stand there, and what blocks is found.
    sheet.root.get_by_role("button", name="ZX", exact=True).click()
    expect(shown).to_have_count(0)
    studio.type("ArrowRight", "Shift+Z", "Shift+O")
    sheet.page.keyboard.press("Alt+1")
    expect(shown).to_contain_text("2 inputs and 3 outputs; a circuit has as many of each")
    shown.get_by_role("button", name="Back to the diagram").click()
    expect(sheet.spiders("boundary")).to_have_count(5)


def test_spiders_travel_by_the_clipboard_and_by_boxes(tabs: Lab) -> None:
    sheet = Sheet(tabs.open_tab("")).start()
    sheet.put("Z-spider", 0, 0.4)
    sheet.put("X-spider", 1, 0.4)
    sheet.tool("Hadamard edge")
    sheet.page.mouse.click(*sheet.middle(sheet.spiders("Z").first))
    sheet.page.mouse.click(*sheet.middle(sheet.spiders("X").first))
    expect(sheet.edges).to_have_count(5)
    sheet.tool("Select")
    left, top = sheet.middle(sheet.spiders("Z").first)
    right, bottom = sheet.middle(sheet.spiders("X").first)
    sheet.page.mouse.move(left - 30, top - 30)
    sheet.page.mouse.down()
    sheet.page.mouse.move(right, bottom)
    sheet.page.mouse.move(right + 30, bottom + 30)
    sheet.page.mouse.up()
    expect(sheet.root.locator(".qd-zx .qd-ring")).to_have_count(2)
    sheet.page.keyboard.press("Control+c")
    sheet.page.keyboard.press("Control+v")
    expect(sheet.spiders("Z")).to_have_count(2)
    expect(sheet.edges).to_have_count(6)
    sheet.page.keyboard.press("Control+x")
    expect(sheet.spiders("Z")).to_have_count(1)
    sheet.page.keyboard.press("Control+v")
    expect(sheet.spiders("X")).to_have_count(2)
    sheet.page.keyboard.press("Control+z")
    sheet.page.keyboard.press("Control+z")
    sheet.page.keyboard.press("Control+z")
    expect(sheet.spiders("X")).to_have_count(1)
    # A drag moves what is selected, in one step; the wire follows.
    z = sheet.spiders("Z").first
    x, y = sheet.middle(z)
    sheet.page.mouse.move(x, y)
    sheet.page.mouse.down()
    sheet.page.mouse.move(x + 20, y)
    sheet.page.mouse.move(x + 60, y)
    sheet.page.mouse.up()
    diagram = diagram_in(tabs.save(sheet.studio))
    assert qd.equivalent(diagram, qd.Circuit.of(2, "cz 0 1; h 1")).equal is not None
    moved = sheet.middle(z)
    assert moved[0] > x + 20
    sheet.studio.type("Control+z")
    expect(z).not_to_have_attribute("transform", "")
    assert sheet.middle(z) == (x, y)


def test_the_zx_view_passes_axe(page: Page, panel: Server, tmp_path: Path) -> None:
    sheet = Sheet(Panel(page, panel, tmp_path).open()).start()
    sheet.studio.type("ArrowRight", "Shift+Z", "Shift+X", "Shift+H", "ArrowLeft", "n")
    expect(sheet.root.locator(".qd-edge[data-selected]")).to_have_count(1)
    for width in (1400, 375):
        page.set_viewport_size({"width": width, "height": 800})
        expect_accessible_in_both(page)
        sheet.studio.type("Control+a")
        expect_accessible_in_both(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_rule_shows_what_it_would_do_is_taken_and_undone(
    page: Page, panel: Server, tmp_path: Path
) -> None:
    place = Panel(page, panel, tmp_path)
    sheet = Sheet(place.open()).start()
    sheet.put("Z-spider", 0, 0.3)
    sheet.put("X-spider", 1, 0.6)
    sheet.tool("Plain edge")
    page.mouse.click(*sheet.middle(sheet.spiders("Z").first))
    page.mouse.click(*sheet.middle(sheet.spiders("X").first))
    sheet.tool("Select")
    before = tensor(diagram_in(place.save(sheet.studio)))
    page.mouse.click(*sheet.middle(sheet.spiders("Z").first))
    page.keyboard.down("Shift")
    page.mouse.click(*sheet.middle(sheet.spiders("X").first))
    page.keyboard.up("Shift")
    rules = sheet.root.locator("[data-part=rules]")
    row = rules.get_by_role("button", name=re.compile("Bialgebra"))
    row.hover()
    expect(sheet.root.locator(".qd-preview-legend")).to_contain_text("comes, 4 spiders")
    expect(sheet.root.locator(".qd-spider[data-going]")).to_have_count(2)
    assert len(diagram_in(place.save(sheet.studio)).edges) == 5
    rules.get_by_text("Not here").click()
    expect(rules).to_contain_text("the colors differ")
    row.click()
    # Nor does the pointer lie on what is listed next.
    page.mouse.move(2, 2)
    expect(sheet.root.locator(".qd-preview-legend")).to_have_count(0)
    expect(sheet.spiders("X")).to_have_count(2)
    after = diagram_in(place.save(sheet.studio))
    assert after.num_spiders == 4
    assert distance(before, tensor(after)) < 1e-9
    expect(sheet.root.get_by_text("Bialgebra: proved for all values.")).to_be_visible()
    sheet.studio.type("Control+z")
    expect(sheet.spiders("X")).to_have_count(1)
    # With nothing selected a rule shows all its places, of which a click takes one.
    sheet.studio.type("Escape")
    page.mouse.click(*sheet.between(sheet.spiders("Z").first, sheet.spiders("X").first, 3))
    rules.get_by_text("Rules anywhere").click()
    rules.get_by_role("button", name=re.compile("Change color")).click()
    expect(sheet.root.locator(".qd-places .qd-lit")).to_have_count(2)
    page.mouse.click(*sheet.middle(sheet.spiders("Z").first))
    expect(sheet.spiders("X")).to_have_count(2)


def test_rules_taken_make_a_proof_to_walk_and_branch_in(tabs: Lab) -> None:
    sheet = Sheet(tabs.open_tab("")).start()
    sheet.put("Z-spider", 0, 0.3)
    sheet.tool("Select")
    rule = sheet.root.locator("[data-part=rules] [data-rule=change_color] > button")

    def take() -> None:
        sheet.page.mouse.click(
            *sheet.middle(sheet.root.locator(".qd-zx [data-kind=Z], .qd-zx [data-kind=X]").first)
        )
        rule.click()

    take()
    expect(sheet.spiders("X")).to_have_count(1)
    sheet.root.get_by_role("tab", name="Proof").click()
    film = sheet.root.locator("[data-part=proof]")
    steps = film.locator("[data-step]")
    expect(steps).to_have_count(2)
    expect(film.locator("[aria-current]")).to_have_attribute("data-step", "1")
    film.locator("[data-step='0']").click()
    expect(sheet.spiders("Z")).to_have_count(1)
    take()
    expect(film.locator("[data-step='1b']")).to_be_visible()
    film.get_by_role("button", name="Re-check").click()
    expect(film.get_by_role("status")).to_contain_text("2 steps re-checked")
    expect_accessible(sheet.page, within=".qdesign-Studio")
    proof = Document.loads(tabs.save(sheet.studio)).proof
    assert proof is not None
    assert len(proof) == 2
    assert proof.check().ok
    assert proof.body == Document.loads(tabs.save(sheet.studio)).body
    film.locator("[data-step='1b']").press("ArrowLeft")
    expect(sheet.spiders("Z")).to_have_count(1)
    sheet.studio.type("Control+z")
    expect(sheet.spiders("X")).to_have_count(1)
