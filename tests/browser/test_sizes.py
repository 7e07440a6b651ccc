"""From a small phone to a wall: the drawing, a slider, the energy, Optimize and Send in reach."""

import pytest
from playwright.sync_api import Locator, Page, expect

import qdesign as qd
from qdesign.document import Document
from tests.browser.drawing import Drawn, box_of, passes
from tests.browser.hosts import Lab, Notebook
from tests.browser.servers import FileServers, Server

# Two are windows at 150 % and 200 %: 1280 × 720 and 1440 × 900.
SIZES = [
    *((320, 400), (375, 667), (480, 640), (540, 480), (600, 800), (720, 450)),
    *((853, 480), (1024, 360), (1024, 768), (1280, 800), (1920, 1080), (3840, 2160)),
]
DOCUMENT = Document(
    qd.ansatz.sim(5, num_qubits=4, layers=1), observable=qd.problems.tfim(4).observable
)


@pytest.fixture
def served(files: FileServers) -> Server:
    return files.serve(DOCUMENT)


def within(studio: Drawn, part: Locator) -> tuple[float, float]:
    """Width and height of a part, all of which is inside the studio."""

    def check() -> None:
        box, whole = box_of(part), box_of(studio.root.locator(".qd"))
        assert box["x"] >= whole["x"] - 0.5
        assert box["y"] >= whole["y"] - 0.5
        assert box["x"] + box["width"] <= whole["x"] + whole["width"] + 0.5
        assert box["y"] + box["height"] <= whole["y"] + whole["height"] + 0.5

    passes(check)
    box = box_of(part)
    return box["width"], box["height"]


def expect_room(studio: Drawn, *, width: float = 180, height: float = 120) -> None:
    found = within(studio, studio.canvas)
    assert found[0] >= width
    assert found[1] >= height


def expect_all_in_reach(studio: Drawn) -> None:
    root = studio.root
    passes(expect_room, studio)
    # A trial click fails where anything lies over the part.
    studio.root.locator(".qd-slider:visible").first.click(trial=True)
    energy = root.get_by_text("Energy", exact=True).locator("visible=true")
    within(studio, energy)
    send = root.get_by_role("button", name="Send…")
    within(studio, send)
    send.click(trial=True)
    panes = root.get_by_role("navigation", name="Panes")
    on_phone = panes.is_visible()
    if on_phone:
        panes.get_by_role("button", name="Parameters").click()
        expect(root.locator(".qd-inspector")).to_be_visible()
    root.get_by_role("button", name="Optimize").locator("visible=true").first.click(trial=True)
    if on_phone:
        panes.get_by_role("button", name="Drawing").click()
    expect_unscrolled(studio)


def expect_unscrolled(studio: Drawn) -> None:
    whole = studio.root.locator(".qd")
    expect(whole).to_have_js_property("scrollLeft", 0)
    expect(whole).to_have_js_property("scrollTop", 0)


def test_everything_is_in_reach_and_whole_at_every_size(page: Page, served: Server) -> None:
    page.goto(served.url)
    studio = Drawn(page, page.locator(".qdesign-host")).wait()
    spheres = studio.root.locator(".qd-sphere")
    expect(spheres).to_have_count(4)
    for width in (902, 1024, 1140, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        expect(studio.root.locator(".qd")).to_have_css("width", f"{width}px")
        passes(expect_whole, studio)
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        expect(studio.root.locator(".qd")).to_have_css("width", f"{width}px")
        expect_all_in_reach(studio)
    status = studio.root.locator(".qd-status-figures")
    for width in (600, 640, 700, 800, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        expect(studio.root.locator(".qd")).to_have_css("width", f"{width}px")
        passes(expect_figures_whole, status)


def expect_whole(studio: Drawn) -> None:
    around = box_of(studio.root.get_by_role("region", name="Bloch vectors"))
    boxes = [box_of(studio.root.locator(".qd-sphere").nth(k)) for k in range(4)]
    assert len({box["y"] for box in boxes}) == 1
    assert boxes[0]["x"] >= around["x"]
    assert boxes[3]["x"] + boxes[3]["width"] <= around["x"] + around["width"]


def test_tabs_fold_in_a_low_window_and_open_on_demand_below_the_drawing(
    page: Page, served: Server
) -> None:
    page.set_viewport_size({"width": 853, "height": 480})
    page.goto(served.url)
    studio = Drawn(page, page.locator(".qdesign-host")).wait()
    pane = studio.root.get_by_role("tabpanel")
    expect(pane).to_be_hidden()
    studio.root.get_by_role("tab", name="State").click()
    expect(pane).to_be_visible()
    _, height = within(studio, studio.canvas)
    assert height >= 120
    studio.root.get_by_role("button", name="Fold the views").click()
    expect(pane).to_be_hidden()
    # The drawing stays in the middle of what is left of the window.
    studio.root.get_by_role("tab", name="Queue").click()
    expect(studio.root.get_by_role("tabpanel")).to_be_visible()
    passes(lambda: [within(studio, studio.gates.nth(k)) for k in (0, 3)])
    canvas = box_of(studio.canvas)
    assert studio.wire(0) > canvas["y"]
    assert studio.wire(3) < canvas["y"] + canvas["height"]


def test_a_long_name_leaves_the_badge_whole_and_keeps_its_end(
    page: Page, files: FileServers
) -> None:
    name = "a_long_name_of_a_file_that_has_versions_2"
    page.goto(files.serve(DOCUMENT, f"{name}.qdesign").url)
    studio = Drawn(page, page.locator(".qdesign-host")).wait()
    shown = studio.root.locator(".qd-name")
    expect(shown).to_have_text(name)
    badge = studio.root.locator('[data-part="saved"] > span')
    for width in (902, 1024, 1240, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        expect(studio.root.locator(".qd")).to_have_css("width", f"{width}px")
        passes(expect_uncut, badge)
        within(studio, shown.locator("b"))
        within(studio, studio.root.get_by_role("button", name="Send…"))


def expect_uncut(part: Locator) -> None:
    assert part.evaluate("e => e.scrollWidth <= e.clientWidth")


def expect_figures_whole(status: Locator) -> None:
    line = box_of(status)
    boxes = [each.bounding_box() for each in status.locator(":scope > span").all()]
    on_line = [box for box in boxes if box and box["y"] < line["y"] + line["height"] / 2]
    assert on_line
    assert all(box["x"] + box["width"] <= line["x"] + line["width"] + 0.5 for box in on_line)


def narrow(studio: Drawn, width: int, height: int) -> None:
    """A phone's window, with JupyterLab's file browser put away."""
    studio.page.evaluate("window.jupyterapp.shell.collapseLeft()")
    studio.page.set_viewport_size({"width": width, "height": height})
    expect(studio.root.locator(".qd")).to_have_attribute("data-size", "phone")


def test_in_jupyterlab_menus_stand_below_their_buttons_and_a_small_phone_has_all(
    page: Page, lab: Server
) -> None:
    studio = Lab(page, lab, "sizes").open(DOCUMENT.dumps())
    for name in ("Export", "Simplify"):
        button = studio.root.get_by_role("button", name=name, exact=True)
        button.click()
        menu = studio.root.get_by_role("menu", name=name)
        within(studio, menu)
        above, below = box_of(button), box_of(menu)
        assert 0 <= below["y"] - above["y"] - above["height"] <= 12
        assert below["x"] <= above["x"] + 1 <= below["x"] + below["width"]
        expect_unscrolled(studio)
        page.keyboard.press("Escape")
    # On a phone JupyterLab's own bars leave 240 × 300 px of 320 × 400.
    narrow(studio, 320, 400)
    expect_all_in_reach(studio)
    whole, host = box_of(studio.root.locator(".qd")), box_of(page.locator("#jp-main-dock-panel"))
    assert whole["x"] + whole["width"] <= host["x"] + host["width"]


def test_in_a_box_and_low_in_a_notebook(page: Page, lab: Server) -> None:
    setup = (
        "import ipywidgets\n"
        f"inner = qd.Studio(qd.Document.loads({DOCUMENT.dumps()!r}), height=360)\n"
        "studio = ipywidgets.HBox([inner])"
    )
    studio = Notebook(page, lab, "boxed").open(setup)
    expect_all_in_reach(studio)


def test_on_a_small_phone_in_a_notebook(page: Page, lab: Server) -> None:
    setup = f"studio = qd.Studio(qd.Document.loads({DOCUMENT.dumps()!r}))"
    studio = Notebook(page, lab, "small").open(setup)
    narrow(studio, 320, 568)
    expect_all_in_reach(studio)
    whole = box_of(studio.root.locator(".qd"))
    cell = box_of(page.locator(".jp-OutputArea-output:visible").first)
    assert whole["x"] + whole["width"] <= cell["x"] + cell["width"] + 0.5


def test_between_a_phone_and_a_laptop(page: Page, served: Server) -> None:
    """At 600 px: what compares, what resets, what is sent and what it runs as are all in view."""
    page.set_viewport_size({"width": 600, "height": 800})
    page.goto(served.url)
    studio = Drawn(page, page.locator(".qdesign-host")).wait()
    root = studio.root
    views = root.get_by_role("group", name="View", exact=True)
    views.get_by_role("button", name="Compare").click()
    expect(root.get_by_role("combobox", name="What is compared")).to_be_visible()
    views.get_by_role("button", name="Circuit").click()
    inspector = box_of(root.locator(".qd-inspector"))
    reset = root.get_by_role("button", name="Reset")
    reset.scroll_into_view_if_needed()
    box = box_of(reset)
    assert box["x"] + box["width"] <= inspector["x"] + inspector["width"]
    root.get_by_role("button", name="Send…").click()
    pictures = root.locator(".qd-send-picture").first
    expect(pictures).to_be_visible()
    assert box_of(pictures)["width"] >= 300
    expect_unscrolled(studio)
