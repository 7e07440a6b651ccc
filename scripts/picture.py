"""Take the README's pictures of the studio: `.venv/bin/python -m scripts.picture`.

Tunes the Hamiltonian-variational ansatz of a 4-site Ising chain, opens it with `qdesign studio` in
Chromium, and writes docs/studio-light.png and docs/studio-dark.png, 1440 x 900. Needs `make build`
and a Chromium (the variable QDESIGN_CHROMIUM, else `chromium` on the PATH).
"""

import io
import os
import shutil
import tempfile
from pathlib import Path
from typing import Final

from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright

import qdesign as qd
from qdesign.document import Document, Parameter
from tests.browser.conftest import FLAGS
from tests.browser.drawing import Drawn
from tests.browser.servers import start_panel

DOCS: Final = Path(__file__).resolve().parents[1] / "docs"
MOST_BYTES: Final = 250_000


def tuned() -> Document:
    """The ansatz with its values near the ground state."""
    problem = qd.problems.tfim(4)
    circuit = qd.ansatz.hamiltonian_variational(problem, 3)
    best = qd.optimize(circuit, problem.observable, method="lbfgs", seed=7)
    print(f"energy {best.energy:.6f}, exact {problem.exact_energy:.6f}")
    parameters = tuple(Parameter(name, best.values[name]) for name in circuit.parameters)
    return Document(circuit, parameters).with_problem(problem)


def shoot(page: Page, url: str, file: Path) -> None:
    """Opens the studio, lets it find the exact ground state, and writes the picture."""
    page.goto(url)
    Drawn(page, page.locator(".qdesign-host")).wait()
    page.locator("[data-part=bars] > path.qd-tick[d^=M]").wait_for()
    expect(page.get_by_text("Loading…")).to_have_count(0)
    page.evaluate("document.activeElement.blur()")
    page.wait_for_function("document.fonts.status === 'loaded'")
    page.mouse.move(1, 1)
    image = Image.open(io.BytesIO(page.screenshot(animations="disabled", caret="hide")))
    image.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(file, optimize=True)
    size = file.stat().st_size
    print(f"{file.name} {size / 1000:.0f} kB")
    assert size < MOST_BYTES, "the picture is too large for a README"


def main() -> None:
    """Takes both pictures."""
    executable = os.environ.get("QDESIGN_CHROMIUM") or shutil.which("chromium")
    expect.set_options(timeout=60_000)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        document = Path(folder, "ising_4.qdesign")
        tuned().save(document)
        server = start_panel(Path(folder), document)
        browser = play.chromium.launch(executable_path=executable, args=FLAGS)
        try:
            for theme in ("light", "dark"):
                page = browser.new_page(viewport={"width": 1440, "height": 900}, color_scheme=theme)
                shoot(page, server.url, DOCS / f"studio-{theme}.png")
                page.close()
        finally:
            browser.close()
            server.stop()


if __name__ == "__main__":
    main()
