"""A drawing by fingers alone, on a phone; on tablets buttons are as large as fingers."""

import re
from collections.abc import Iterator, Mapping

import pytest
from playwright.sync_api import Browser, CDPSession, FloatRect, Page, expect

import qdesign as qd
from qdesign.document import Document
from tests.browser.drawing import FRAME, Drawn, box_of, passes
from tests.browser.servers import FileServers, Server

CIRCUIT = qd.Circuit.of(2, "h 0; rz(a) 0")
Place = tuple[float, float]


@pytest.fixture
def served(files: FileServers) -> Server:
    return files.serve(Document(CIRCUIT, observable=qd.problems.tfim(2).observable))


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 375, "height": 700}, has_touch=True)
    yield context.new_page()
    context.close()


@pytest.fixture
def studio(page: Page, served: Server) -> Drawn:
    page.goto(served.url)
    return Drawn(page, page.locator(".qdesign-host")).wait()


def middle(box: FloatRect) -> Place:
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


class Fingers:
    """Fingers that go down, move and come up, as the browser hears them."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.session: CDPSession = page.context.new_cdp_session(page)

    def _send(self, kind: str, points: Mapping[int, Place]) -> None:
        touches = [{"x": x, "y": y, "id": each} for each, (x, y) in points.items()]
        self.session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})
        self.page.evaluate(FRAME)

    def drag(self, *paths: tuple[Place, Place], steps: int = 8) -> None:
        """Each finger from one place to another, one after the other down and all up at once."""
        starts = dict(enumerate(path[0] for path in paths))
        for finger in starts:
            self._send("touchStart", {k: at for k, at in starts.items() if k <= finger})
        for k in range(1, steps + 1):
            share = k / steps
            points = {
                finger: (a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1]))
                for finger, (a, b) in enumerate(paths)
            }
            self._send("touchMove", points)
        self._send("touchEnd", {})


def pick(studio: Drawn, gate: str) -> None:
    """Taps a gate of the palette, which closes after it."""
    gates = studio.root.get_by_role("toolbar", name="Studio").get_by_role("button", name="Gates")
    gates.tap()
    studio.root.locator(f'.qd-tile[data-gate="{gate}"]').tap()
    expect(studio.root.locator(".qd-palette")).to_be_hidden()


def expect_picked(studio: Drawn, gate: str, picked: str) -> None:
    gates = studio.root.get_by_role("toolbar", name="Studio").get_by_role("button", name="Gates")
    expect(gates).to_have_attribute("aria-pressed", picked)
    gates.tap()
    tile = studio.root.locator(f'.qd-tile[data-gate="{gate}"]')
    expect(tile).to_have_attribute("aria-pressed", picked)
    gates.tap()
    expect(tile).to_have_count(0)


def test_a_drawing_is_made_by_fingers_on_a_phone(page: Page, studio: Drawn) -> None:
    root, fingers = studio.root, Fingers(page)
    expect(studio.gates).to_have_count(2)
    pick(studio, "ry")
    expect_picked(studio, "ry", "true")
    # Where the finger is lifted it stands, and the next tap places another one.
    end = studio.end()
    fingers.drag(((end, studio.wire(0)), (end, studio.wire(1))))
    expect(studio.gates).to_have_count(3)
    ry = root.locator('.qd-canvas [data-id][aria-label*="RY"]')
    expect(ry).to_have_count(1)
    page.touchscreen.tap(studio.end(), studio.wire(1))
    expect(studio.gates).to_have_count(4)
    root.get_by_role("button", name="Undo").tap()
    expect(studio.gates).to_have_count(3)

    # A gate that is touched is meant itself: it moves, nothing more is placed, and it is chosen.
    at = middle(box_of(ry))
    fingers.drag((at, (at[0], studio.wire(0))))
    expect(studio.gates).to_have_count(3)
    passes(lambda: _expect_on(studio, studio.wire(0)))
    expect_picked(studio, "ry", "false")
    page.touchscreen.tap(end + 40, studio.wire(1))
    expect(studio.gates).to_have_count(3)

    page.touchscreen.tap(*middle(box_of(ry)))
    root.get_by_role("button", name="Edit the angle").tap()
    angle = root.locator(".qd-inspector .qd-angle input")
    angle.fill("pi/2")
    angle.press("Enter")
    expect(ry).to_have_attribute("aria-label", re.compile("π/2|0.5 π|pi/2"))
    root.get_by_role("button", name="Delete this gate").tap()
    expect(studio.gates).to_have_count(2)


def _expect_on(studio: Drawn, y: float) -> None:
    ry = studio.root.locator('.qd-canvas [data-id][aria-label*="RY"]')
    assert abs(middle(box_of(ry))[1] - y) < 8


def test_a_second_tap_on_a_tile_drops_it(page: Page, studio: Drawn) -> None:
    pick(studio, "x")
    sheet = studio.root.get_by_role("region", name="Selected gate")
    expect(sheet).to_contain_text("X is picked: tap where it goes")
    expect_picked(studio, "x", "true")
    pick(studio, "x")
    expect(sheet).not_to_contain_text("is picked")
    expect_picked(studio, "x", "false")
    page.touchscreen.tap(studio.end(), studio.wire(1))
    expect(studio.gates).to_have_count(2)


def test_a_tap_beside_the_gates_clears_the_selection(page: Page, studio: Drawn) -> None:
    sheet = studio.root.get_by_role("region", name="Selected gate")
    page.touchscreen.tap(*middle(box_of(studio.gates.first)))
    expect(sheet.get_by_text("H", exact=True)).to_be_visible()
    page.touchscreen.tap(studio.end() + 20, studio.wire(1))
    expect(sheet.get_by_text("H", exact=True)).to_have_count(0)


def test_two_fingers_zoom_and_place_nothing(page: Page, studio: Drawn) -> None:
    pick(studio, "x")
    before = box_of(studio.gates.first)["height"]
    x, y = 200.0, studio.wire(1) + 40
    Fingers(page).drag(((x - 20, y), (x - 90, y)), ((x + 20, y), (x + 90, y)))
    passes(lambda: _expect_larger(studio, before))
    expect(studio.gates).to_have_count(2)
    expect(studio.root.get_by_role("button", name="Undo")).to_be_disabled()


def _expect_larger(studio: Drawn, before: float) -> None:
    assert box_of(studio.gates.first)["height"] > 1.5 * before


def test_a_slider_follows_a_finger(page: Page, studio: Drawn) -> None:
    box = box_of(studio.slider("a"))
    at = middle(box)
    before = studio.value("a")
    Fingers(page).drag((at, (box["x"] + 0.9 * box["width"], at[1])))
    passes(lambda: _expect_more(studio, before))


def _expect_more(studio: Drawn, before: float) -> None:
    assert studio.value("a") > before + 1


def test_buttons_of_a_tablet_are_as_large_as_a_finger(page: Page, studio: Drawn) -> None:
    toolbar = studio.root.get_by_role("toolbar", name="Studio")
    for width in (600, 768, 1024, 1366):
        page.set_viewport_size({"width": width, "height": 800})
        expect(studio.root.locator(".qd")).to_have_css("width", f"{width}px")
        for button in toolbar.get_by_role("button").all():
            box = box_of(button)
            assert min(box["width"], box["height"]) >= 44, button.get_attribute("aria-label")
        send = box_of(toolbar.get_by_role("button", name="Send…"))
        assert send["x"] + send["width"] <= width
