"""Take the README's pictures of the studio: `.venv/bin/python -m scripts.picture`.

Opens two documents with `qdesign studio` in Chromium and writes docs/NAME-light.png and
docs/NAME-dark.png, 1440 x 900: `studio` is the tuned Hamiltonian-variational ansatz of a 4-site
Ising chain, `analyze` the figures of circuit 5 of Sim et al. beside two others. With names it takes
those. Needs `make build` and a Chromium (the variable QDESIGN_CHROMIUM, else `chromium` on the
PATH).
"""

import io
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PIL import Image
from playwright.sync_api import Page, ViewportSize, expect, sync_playwright

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


def circuit_5() -> Document:
    """An ansatz with redundant parameters, for the same chain."""
    return Document(qd.ansatz.sim(5, num_qubits=4)).with_problem(qd.problems.tfim(4))


def has_ground_state(page: Page) -> None:
    """Lets the studio find the exact ground state."""
    page.locator("[data-part=bars] > path.qd-tick[d^=M]").wait_for()


def has_figures(page: Page) -> None:
    """Shows the figures, and two templates beside them in the table."""
    page.locator(".qd-canvas").focus()
    page.keyboard.press("Alt+4")
    view = page.get_by_role("main", name="Analyze")
    table = view.get_by_role("region", name="Compared")
    for number, name in enumerate(("Circuit 6", "Circuit 14"), 2):
        table.get_by_role("button", name="Ansatz", exact=True).click()
        page.get_by_role("menuitem", name=name).first.click()
        expect(table.locator("tbody tr")).to_have_count(number)
    expect(table.locator("td[data-waits]")).to_have_count(0)
    expect(view.locator("[aria-busy=true]")).to_have_count(0)
    view.evaluate("each => each.scrollTo(0, 0)")


SHOWN: Final[dict[str, tuple[Callable[[], Document], Callable[[Page], None]]]] = {
    "studio": (tuned, has_ground_state),
    "analyze": (circuit_5, has_figures),
}


def shoot(page: Page, url: str, show: Callable[[Page], None], file: Path) -> None:
    """Opens the studio, brings it to what is shown, and writes the picture."""
    page.goto(url)
    Drawn(page, page.locator(".qdesign-host")).wait()
    show(page)
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
    """Takes those that are named, else all."""
    executable = os.environ.get("QDESIGN_CHROMIUM") or shutil.which("chromium")
    expect.set_options(timeout=300_000)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=executable, args=FLAGS)
        for name in sys.argv[1:] or SHOWN:
            make, show = SHOWN[name]
            document = Path(folder, "ising_4.qdesign" if name == "studio" else "sim_5.qdesign")
            make().save(document)
            server = start_panel(Path(folder), document)
            size: ViewportSize = {"width": 1440, "height": 900}
            try:
                for theme in ("light", "dark"):
                    page = browser.new_page(viewport=size, color_scheme=theme)
                    page.set_default_timeout(300_000)
                    shoot(page, server.url, show, DOCS / f"{name}-{theme}.png")
                    page.close()
            finally:
                server.stop()
        browser.close()


if __name__ == "__main__":
    main()
