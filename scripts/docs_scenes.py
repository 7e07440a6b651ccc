"""Takes the small pictures of the documentation's first page.

`.venv/bin/python -m scripts.docs_scenes` takes all, with names those. Each shows a part of the real
studio at work, in light and dark: docs/scenes/NAME-THEME.png. Needs `make build` and a Chromium
(the variable QDESIGN_CHROMIUM, else `chromium` on the PATH).
"""

from __future__ import annotations

import io
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from PIL import Image
from playwright.sync_api import Browser, FloatRect, Page, expect, sync_playwright

from tests.browser.conftest import FLAGS
from tests.browser.drawing import Drawn, box_of
from tests.browser.servers import start_panel

DOCS: Final = Path(__file__).resolve().parents[1] / "docs"
WIDTH, HEIGHT = 672, 420
THEMES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")


@dataclass(frozen=True, slots=True)
class Scene:
    """A picture: of which document, what is done before, and what its corner shows.

    Attributes:
        name: of the picture.
        document: a piece of the gallery.
        act: brings the studio there and returns the part whose left upper corner is the picture's.
        size: of the page.
        zoom: pixels of the picture for one of the page.
    """

    name: str
    document: str
    act: Callable[[Page], FloatRect]
    size: tuple[int, int] = (1280, 800)
    zoom: float = 1.0


def draw(page: Page) -> FloatRect:
    """The circuit on its canvas, a gate chosen."""
    box = box_of(page.locator(".qd-canvas"))
    return {**box, "x": box["x"] - 8}


def tune(page: Page) -> FloatRect:
    """The landscape of two parameters."""
    page.get_by_role("tab", name="Landscape").click()
    expect(page.get_by_text(re.compile("Exact: lowest"))).to_be_visible()
    box = box_of(page.get_by_role("tab", name="Landscape"))
    return {**box, "x": 154, "y": 900 - HEIGHT / 1.4}


def analyze(page: Page) -> FloatRect:
    """Cards with the figures of an ansatz, all of them there."""
    page.locator(".qd-canvas").focus()
    page.keyboard.press("Alt+4")
    view = page.get_by_role("main", name="Analyze")
    expect(view.locator("[data-figure=entangling_capability] .qd-fig-stamp")).to_be_visible()
    expect(view.locator("[aria-busy=true]")).to_have_count(0)
    box = box_of(view.locator("[data-figure=trainability]"))
    return {**box, "x": box["x"] - 8, "y": box["y"] - 8}


def simplify(page: Page) -> FloatRect:
    """Before and after, above each other."""
    page.get_by_role("button", name="Simplify").click()
    page.locator(".qd-menu").get_by_role("menuitem").first.click()
    page.locator(".qd-pair").get_by_role("button", name="Compare").click()
    expect(page.locator("[data-part=compare]")).to_be_visible()
    page.wait_for_timeout(1500)
    return box_of(page.locator("[data-part=compare]"))


def prove(page: Page) -> FloatRect:
    """The film of a proof, below its diagram."""
    page.get_by_role("tab", name=re.compile("^Proof")).click()
    expect(page.locator("[data-part=proof]")).to_be_visible()
    page.wait_for_timeout(1500)
    box = box_of(page.locator(".qd-zx, .qd-canvas").first)
    return {**box, "x": box["x"] + 30, "y": 660 - HEIGHT / 1.1}


def send(page: Page) -> FloatRect:
    """Targets, and the circuit as a device runs it."""
    page.get_by_role("button", name="Send…").click()
    page.get_by_text("Athens").first.click()
    expect(page.get_by_text(re.compile(r"\d operations"))).to_have_count(2)
    box = box_of(page.get_by_text("Targets").first)
    return {**box, "x": box["x"] - 12, "y": box["y"] - 12}


def learn(page: Page) -> FloatRect:
    """A lesson and its goals."""
    page.locator(".qd-canvas").click(position={"x": 300, "y": 20})
    page.keyboard.press("Control+k")
    page.keyboard.type("Lessons…")
    page.keyboard.press("Enter")
    page.get_by_text("A pair that agrees").first.click()
    page.get_by_role("radio", name="0", exact=True).click()
    page.get_by_role("button", name="Answer").click()
    page.locator(".qd-canvas").click(position={"x": 300, "y": 20})
    page.keyboard.press("h")
    page.keyboard.press("c")
    page.wait_for_timeout(2500)
    box = box_of(page.get_by_text("A pair that agrees").first)
    return {**box, "x": 0, "y": box["y"] - 48}


SCENES: Final = (
    Scene("draw", "ising", draw),
    Scene("tune", "ising", tune, (1100, 900), 1.4),
    Scene("analyze", "circuit-5", analyze, (1280, 900)),
    Scene("simplify", "circuit-5", simplify, (1280, 900)),
    Scene("prove", "phase-gadget", prove, (960, 660), 1.1),
    Scene("send", "ising", send),
    Scene("learn", "bell", learn, (1100, 800)),
)


def take(scene: Scene, theme: Literal["light", "dark"], url: str, browser: Browser) -> None:
    """Takes one picture."""
    width, height = scene.size
    page = browser.new_page(
        viewport={"width": width, "height": height},
        color_scheme=theme,
        device_scale_factor=scene.zoom,
    )
    page.goto(url)
    Drawn(page, page.locator(".qdesign-host")).wait()
    expect(page.get_by_text("Loading…")).to_have_count(0)
    corner = scene.act(page)
    page.evaluate("document.fonts.ready")
    clip: FloatRect = {
        "x": corner["x"],
        "y": corner["y"],
        "width": WIDTH / scene.zoom,
        "height": HEIGHT / scene.zoom,
    }
    page.mouse.move(1, 1)
    taken = page.screenshot(clip=clip, animations="disabled", caret="hide")
    image = Image.open(io.BytesIO(taken)).convert("RGB")
    target = DOCS / "scenes" / f"{scene.name}-{theme}.png"
    target.parent.mkdir(exist_ok=True)
    image.quantize(128, dither=Image.Dither.NONE).save(target, optimize=True)
    print(target.name, target.stat().st_size)
    page.close()


def main() -> int:
    """Takes those that are named, else all."""
    executable = os.environ.get("QDESIGN_CHROMIUM") or shutil.which("chromium")
    expect.set_options(timeout=120_000)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=executable, args=FLAGS)
        for scene in SCENES:
            if sys.argv[1:] and scene.name not in sys.argv[1:]:
                continue
            file = Path(folder, f"{scene.document}.qdesign")
            shutil.copy(DOCS / "gallery" / file.name, file)
            server = start_panel(Path(folder), file)
            try:
                for theme in THEMES:
                    take(scene, theme, server.url, browser)
            finally:
                server.stop()
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
