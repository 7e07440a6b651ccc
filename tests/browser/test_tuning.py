"""Optimize, problems and what is said about them, in tabs of one JupyterLab and once in Panel."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from qdesign import problems, qasm
from qdesign.ansatz import Template, hamiltonian_variational, sim
from qdesign.circuit import Circuit
from qdesign.document import Document
from qdesign.pauli import Observable
from qdesign.problems import ProblemRow
from qdesign.rows import Value, rows
from qdesign.simulate.noise import Noise
from qdesign.simulate.simulator import Simulator
from qdesign.tune.landscape import landscape
from qdesign.tune.optimize import optimize as optimum
from qdesign.tune.optimizer import Optimizer
from tests.browser.drawing import Drawn, box_of, passes
from tests.browser.hosts import Lab
from tests.browser.servers import FileServers
from tests.browser.test_panel_host import studio_on

CARDS = {row.title: row for row in rows(Template).values() if row.on_card}
Opened = Callable[[Document | str], Drawn]


@pytest.fixture
def opened(tabs: Lab) -> Opened:
    """Opens a document, or an empty one, in place of that of the test before."""
    return lambda document: tabs.open_tab(
        document if isinstance(document, str) else document.dumps()
    )


def energy(studio: Drawn) -> float:
    expect(studio.energy).to_have_attribute("data-energy", re.compile(r"\d"))
    return float(studio.energy.get_attribute("data-energy") or "nan")


def expect_energy_between(studio: Drawn, low: float, high: float) -> None:
    assert low <= energy(studio) < high


def optimize(studio: Drawn) -> str:
    """Presses Optimize and waits until it says why it ended."""
    studio.root.locator('[data-part="optimizer"]').get_by_role("button", name="Optimize").click()
    said = studio.root.locator('[data-part="ended"]')
    expect(said).to_be_visible(timeout=60_000)
    return said.inner_text()


@pytest.mark.parametrize("title", CARDS)
def test_a_card_opens_with_its_problem_and_optimize_improves_it(opened: Opened, title: str) -> None:
    row = CARDS[title]
    studio = opened("")
    studio.root.locator(".qd-cardbutton", has_text=title).click()
    problem = problems.get(row.problem, **({} if row.num_qubits else {"num_qubits": 4}))
    expect(studio.root.get_by_label("Problem", exact=True).locator("option").first).to_have_text(
        problem.name
    )
    before = energy(studio)
    assert optimize(studio).startswith(("Converged", "Out of steps"))
    exact = problem.exact_energy
    assert exact is not None
    passes(expect_energy_between, studio, exact - 1e-9, before - 0.05 * abs(exact))


def test_qaoa_comes_with_maxcut_and_its_exact_marks_go_with_it(opened: Opened) -> None:
    studio = opened("")
    studio.put_in("QAOA, MaxCut on a ring")
    problem = studio.root.get_by_label("Problem", exact=True)
    expect(problem.locator("option").first).to_have_text("MaxCut on a ring")
    # The problem is not offered a second time under another name.
    expect(problem.locator("option", has_text="MaxCut")).to_have_count(1)
    legend = studio.root.locator(".qd-bars .qd-legend", has_text="exact")
    expect(legend).to_have_text("exact, mean of 2 ground states")
    marks = studio.root.locator(".qd-bars svg .qd-tick[fill]:not([data-part])")
    path = marks.get_attribute("d") or ""
    heights = {float(y) for y in re.findall(r"M[\d.]+ ([\d.]+)h", path)}
    # 0101 and 1010 have one half each, below the top of the axis; the others have none.
    assert len(heights) == 2
    assert min(heights) > 8
    problem.select_option(label="No problem")
    expect(legend).to_have_count(0)
    expect(studio.root.locator('[data-part="energy"]')).to_have_count(0)


@pytest.mark.parametrize(
    ("problem", "name"),
    [
        (problems.tfim(4, field=0.3), "Ising chain, field 0.3"),
        (problems.heisenberg(4, jz=0.5), "Heisenberg chain, couplings 1 1 0.5"),
        (problems.h2(0.9), "H₂ at 0.9 Å"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_problem_keeps_its_name_after_reopening(
    opened: Opened, problem: problems.Problem, name: str
) -> None:
    circuit = Circuit.of(problem.num_qubits, "ry(a) 0")
    studio = opened(Document(circuit).with_problem(problem))
    own = studio.root.get_by_label("Problem", exact=True).locator("option").first
    expect(own).to_have_text(name)
    exact = studio.root.locator(".qd-energy .qd-other")
    assert problem.exact_energy is not None
    expect(exact).to_have_text(f"−{abs(problem.exact_energy):.4f}")


TYPED = {
    "edges": "0-1,1-2:0.5",
    "fields": "0.5,-1,0,1,2,0.2",
    "numbers": "4,5,6,7,8,9",
    "terms": "0:-1,0-3:2",
}


ENERGIES = [row for row in rows(ProblemRow).values() if not row.is_labeled]


@pytest.mark.parametrize("qubits", sorted({row.num_qubits or 4 for row in ENERGIES}))
def test_the_form_of_each_problem_has_every_option_of_its_row_and_puts_it_in(
    opened: Opened, qubits: int
) -> None:
    studio = opened(Document(Circuit.of(qubits, "ry(a) 0")))
    for row in ENERGIES:
        if (row.num_qubits or 4) == qubits:
            put_in_and_undo(studio, row, qubits)


def put_in_and_undo(studio: Drawn, row: ProblemRow, qubits: int) -> None:
    """Every option is given something else than its default."""
    studio.root.get_by_role("button", name="Options of the problem").click()
    form = studio.root.get_by_role("form", name="Problem")
    form.get_by_label("Problem", exact=True).select_option(row.name)
    given: dict[str, Value] = {}
    for option in row.options:
        field = form.get_by_label(re.compile(rf"^{option.title}\b"))
        if option.kind == "flag":
            field.check()
            given[option.name] = True
            continue
        if option.choices:
            field.select_option(option.choices[-1])
            given[option.name] = option.parsed(option.choices[-1])
            continue
        if option.name == "num_qubits":
            value = qubits + 2
        else:
            value = TYPED.get(option.name, 1 if option.kind == "integer" else 1.7)
        field.fill(str(value))
        given[option.name] = value
    wanted = problems.get(row.name, **given)
    terms = f"{len(wanted.observable.terms)} terms"
    assert wanted.exact_energy is not None
    exact = f"{wanted.exact_energy:.4f}".replace("-", "−")
    of = f" of {wanted.sector}" if wanted.sector else ""
    more = f". {wanted.warning}" if wanted.warning else ""
    said = f"{terms}; lowest energy{of} {exact}, exact{more}"
    expect(form.get_by_role("status")).to_have_text(said)
    form.get_by_role("button", name="Put in").click()
    expect(form).to_have_count(0)
    own = studio.root.get_by_label("Problem", exact=True).locator("option").first
    expect(own).to_have_text(wanted.name)
    expect(studio.root.get_by_role("button", name="Options of the problem")).to_be_focused()
    expect(studio.root.locator(".qd-energy .qd-other")).to_have_text(exact)
    # Opened again, the form has what the problem was made with; one step is undone.
    studio.root.get_by_role("button", name="Options of the problem").click()
    for option in row.options:
        if option.kind != "flag":
            field = form.get_by_label(re.compile(rf"^{option.title}\b"))
            expect(field).to_have_value(str(given[option.name]))
    studio.page.keyboard.press("Escape")
    expect(form).to_have_count(0)
    studio.canvas.focus()
    studio.page.keyboard.press("Control+z")
    expect(own).to_have_text("None")


def test_the_form_of_a_problem_says_what_is_wrong(opened: Opened) -> None:
    studio = opened(Document(Circuit.of(4, "ry(a) 0")))
    studio.root.get_by_role("button", name="Options of the problem").click()
    form = studio.root.get_by_role("form", name="Problem")
    form.get_by_label("Problem", exact=True).select_option("maxcut")
    form.get_by_label("Edges").fill("0-1,1-9")
    expect(form.get_by_role("alert")).to_have_text(
        "Edge '1-9': nodes are numbered 0 to 3, one a qubit."
    )
    expect(form.get_by_role("button", name="Put in")).to_be_disabled()
    edges = form.get_by_label("Edges")
    for text, said in (
        (
            "0-1,2-2",
            "Edge '2-2' joins node 2 with itself, which no cut counts. Give two different nodes.",
        ),
        (
            "0-1:2,1-0:3",
            "Edge '1-0:3': 1 and 0 are joined twice. Give each pair once, with its whole weight.",
        ),
    ):
        edges.fill(text)
        expect(form.locator(".qd-option").get_by_role("alert")).to_have_text(said)
        expect(edges).to_have_attribute("aria-invalid", "true")
    form.get_by_label("Qubits").fill("3")
    expect(form.locator(".qd-option").get_by_role("alert")).to_have_text(
        "Qubits must be a whole number from 4 to 100."
    )


def test_every_method_lowers_the_energy_from_the_arrow_beside_optimize(
    opened: Opened,
) -> None:
    problem = problems.tfim(3, field=0.7)
    circuit = sim(2, num_qubits=3, layers=2)
    start = dict.fromkeys(circuit.parameters, 0.2)
    document = Document(circuit).with_problem(problem).with_values(start)
    studio = opened(document)
    before = energy(studio)
    ended = studio.root.locator('[data-part="ended"]')
    menu = studio.root.get_by_role("dialog", name="Method and start")
    assert problem.exact_energy is not None
    for row in rows(Optimizer).values():
        studio.root.get_by_role("button", name="Method and start").click()
        expect(menu.get_by_label("Method", exact=True)).to_be_focused()
        menu.get_by_label("Method", exact=True).select_option(row.name)
        menu.get_by_role("button", name="Optimize").click()
        expect(menu).to_have_count(0)
        # What the one before came to is told "at other values than these".
        expect(ended).to_have_text(re.compile(r"^(Converged|Out of steps)[^,]*$"), timeout=180_000)
        passes(expect_energy_between, studio, problem.exact_energy - 1e-9, before - 0.1)
        wanted = optimum(circuit, problem.observable, method=row.name, start=start, seed=1)
        passes(expect_energy_between, studio, wanted.energy - 1e-6, wanted.energy + 1e-6)
        expect(studio.root.get_by_text(re.compile(r"exact · [\d,]+ steps"))).to_be_visible()
        # It is one step to undo.
        studio.canvas.focus()
        studio.page.keyboard.press("Control+z")
        passes(expect_energy_between, studio, before - 1e-9, before + 1e-9)


def test_what_is_drawn_while_python_optimizes_stays_and_the_result_is_offered(
    opened: Opened,
) -> None:
    """COBYLA with so many steps and so tight a goal that a person is faster; drawing ends it."""
    circuit = sim(6, num_qubits=6, layers=2)
    studio = opened(Document(circuit).with_problem(problems.heisenberg(6)))
    studio.root.get_by_role("button", name="Method and start").click()
    menu = studio.root.get_by_role("dialog", name="Method and start")
    menu.get_by_label("Method", exact=True).select_option("cobyla")
    menu.get_by_label("Start", exact=True).select_option("random")
    menu.get_by_label("Steps at most").fill("1000000")
    menu.get_by_role("button", name="More settings").click()
    menu.get_by_label("Tolerance").fill("0")
    menu.get_by_role("button", name="Optimize").click()
    going = studio.root.locator(".qd-going, .qd-status").get_by_text(
        re.compile(r"COBYLA: \d+ steps")
    )
    expect(going.first).to_be_visible(timeout=60_000)
    own = studio.gates.filter(has_text="H")  # the view holds a part of the circuit
    expect(own).to_have_count(0)
    studio.type("h")
    expect(own).to_have_count(1)
    expect(studio.root.get_by_text("Optimize is done, but you went on drawing")).to_be_visible()
    expect(own).to_have_count(1)
    # What it came to is not told of what was drawn meanwhile.
    expect(studio.root.locator('[data-part="ended"]')).to_have_count(0)


def test_a_start_without_slope_is_left_and_an_energy_that_nothing_changes_is_told(
    opened: Opened,
) -> None:
    chain = problems.tfim(4).observable
    for circuit, said in (
        (hamiltonian_variational(chain, 2), "Converged; kicked off a point without slope."),
        (sim(9), "Stationary: no value changes this energy."),
    ):
        studio = opened(Document(circuit, observable=chain))
        # The document holds no name: it is known by what it is.
        own = studio.root.get_by_label("Problem", exact=True).locator("option").first
        expect(own).to_have_text("Ising chain, field 1")
        before = energy(studio)
        assert optimize(studio) == said
        if not said.startswith("Stationary"):
            passes(expect_energy_between, studio, -10, before - 0.5)


def test_the_landscape_tells_the_true_minimum_not_that_of_its_grid(
    opened: Opened,
) -> None:
    circuit, observable = Circuit.of(2, "ry(a) 0; ry(b) 1; cx 0 1"), Observable({"ZZ": 1, "XI": 1})
    studio = opened(Document(circuit, observable=observable))
    exact = landscape(circuit, observable, x="a", y="b").lowest
    studio.root.get_by_role("tab", name="Landscape").click()
    said = studio.root.get_by_text(re.compile(r"Exact: lowest"))
    expect(said).to_contain_text(f"lowest −{abs(exact):.4f}")


def test_the_landscape_a_slider_and_the_optimizer_follow_noise(
    opened: Opened,
) -> None:
    """The panel, the ring, the cut below a slider and a run tell one energy with noise."""
    circuit, observable = Circuit.of(2, "ry(a) 0; ry(b) 1; cx 0 1"), Observable({"ZZ": 1, "XI": 1})
    values = {"a": 0.5, "b": 0.3}
    noise = Noise({"depolarizing": {"1": 0.01, "2": 0.05}, "readout": 0.02})
    document = Document(circuit, observable=observable).with_values(values).with_noise(noise)
    studio = opened(document)
    root, mouse = studio.root, studio.page.mouse
    form = root.locator('[data-part="optimizer"]')
    expect(form.get_by_text("Lowers the energy with noise.")).to_be_visible()
    here = Simulator(circuit, observable, noise=noise).expectation(values)
    studio.expect_energy(here)
    root.get_by_role("tab", name="Landscape").click()
    said = root.get_by_text(re.compile(r"Exact, with noise: lowest"))
    lowest = landscape(circuit, observable, x="a", y="b", noise=noise).lowest
    expect(said).to_contain_text(f"lowest −{abs(lowest):.4f}")
    name = re.compile(rf"Energy along a, now {here:.4f}")
    expect(root.get_by_role("img", name=name)).to_be_visible()
    root.get_by_role("button", name="32 random starts").click()
    starts = root.locator('[data-part="minima"]')
    expect(starts).to_contain_text("Energies: exact, with noise", timeout=60_000)
    expect(starts).to_contain_text(f"−{abs(lowest):.4f}")
    root.get_by_role("button", name="Ideal", exact=True).click()
    said = root.get_by_text(re.compile(r"Exact, without noise: lowest"))
    ideal = landscape(circuit, observable, x="a", y="b").lowest
    expect(said).to_contain_text(f"lowest −{abs(ideal):.4f}")
    box = box_of(studio.slider("a"))
    mouse.move(box["x"] + 0.5 * box["width"], box["y"] + box["height"] / 2)
    mouse.down()
    expect(root.locator('[data-part="slider-cut"]')).to_contain_text("exact, with noise")
    mouse.up()
    optimize(studio)
    passes(lambda: expect_near(energy(studio), lowest, 1e-5))
    far = root.locator('[data-part="far"]')
    expect(far).to_contain_text("exact, with noise")
    root.get_by_role("switch", name="Noise").click()
    expect(root.get_by_text(re.compile(r"Exact: lowest"))).to_be_visible()
    expect(form.locator('[data-part="with-noise"]')).to_have_count(0)
    form.get_by_role("button", name="Optimize").click()
    runs = root.get_by_role("list", name="Runs").locator("li")
    expect(runs).to_have_count(2)
    expect(runs.first).to_contain_text("with noise")
    expect(runs.locator("i[data-noisy]")).to_have_count(1)


def test_python_lowers_an_energy_with_noise_on_more_qubits_than_the_page(
    opened: Opened,
) -> None:
    problem, noise = problems.tfim(9), Noise({"depolarizing": 0.01})
    circuit = hamiltonian_variational(problem)
    values = {name: 0.3 + 0.2 * k for k, name in enumerate(circuit.parameters)}
    document = Document(circuit).with_problem(problem).with_values(values).with_noise(noise)
    studio = opened(document)
    form = studio.root.locator('[data-part="optimizer"]')
    expect(form.get_by_text("Lowers the energy with noise, in Python.")).to_be_visible()
    form.get_by_label("Steps at most").fill("3")
    assert optimize(studio).startswith("Out of steps")
    wanted = optimum(
        circuit, problem.observable, method="adam", start=values, noise=noise, max_steps=3
    )
    for name, value in wanted.values.items():
        expect_near(studio.value(name), value, 1e-6)
    expect(studio.root.locator('[data-part="far"]')).to_contain_text("exact, with noise")
    studio.root.get_by_role("tab", name="Landscape").click()
    why = "Exact energies with noise are found on up to 8 qubits here"
    expect(studio.root.get_by_text(re.compile(why))).to_be_visible()
    expect(studio.root.get_by_text(re.compile(r"Exact, without noise: lowest"))).to_be_visible()


def test_a_slider_a_map_and_an_optimizer_with_shots_tell_one_story(
    opened: Opened,
) -> None:
    """A held slider shows its cut; the map is dragged; shots are measured, rest and stop; undo."""
    circuit, observable = Circuit.of(2, "ry(a) 0; ry(b) 1; cx 0 1"), Observable({"ZZ": 1, "XI": 1})
    studio = opened(Document(circuit, observable=observable).with_values({"a": 0.5, "b": 0.3}))
    root, mouse = studio.root, studio.page.mouse
    form = root.locator('[data-part="optimizer"]')
    expect(form.get_by_label("Shots a point")).to_be_visible()
    box = box_of(studio.slider("a"))
    mouse.move(box["x"] + 0.5 * box["width"], box["y"] + box["height"] / 2)
    mouse.down()
    expect(root.locator('[data-part="slider-cut"]')).to_contain_text("exact")
    mouse.up()
    expect(root.locator('[data-part="slider-cut"]')).to_have_count(0)
    root.get_by_role("tab", name="Landscape").click()
    field = root.get_by_role("img", name="Energy over a and b")
    expect(root.get_by_text(re.compile("from 9 energies"))).to_be_visible()
    expect(root.get_by_role("img", name="Energy along a")).to_be_visible()
    before = studio.value("b")
    box = box_of(field)
    mouse.move(box["x"] + 0.5 * box["width"], box["y"] + 0.5 * box["height"])
    mouse.down()
    mouse.move(box["x"] + 0.75 * box["width"], box["y"] + 0.25 * box["height"])
    passes(expect_values, studio, 1.571, 1.571)
    mouse.up()
    studio.canvas.focus()
    studio.page.keyboard.press("Control+z")
    passes(lambda: expect_near(studio.value("b"), before, 1e-9))
    form.get_by_label("Shots a point").fill("0")
    said = "Shots a point must be a whole number from 1 to 1,000,000, or empty for exact energies."
    expect(form.get_by_role("alert")).to_have_text(said)
    form.get_by_label("Shots a point").fill("200")
    form.get_by_label("Steps at most").fill("1000000")
    form.get_by_role("button", name="Optimize").click()
    form.get_by_role("button", name="Pause").click()
    expect(form.get_by_role("status").first).to_have_text("paused")
    form.get_by_role("button", name="Resume").click()
    expect(form.get_by_role("status").first).to_have_text("running")
    expect(root.get_by_text("ideal there")).to_be_visible()
    form.get_by_role("button", name="Stop, keep these").click()
    expect(root.locator('[data-part="ended"]')).to_have_text("Stopped.")
    expect(root.get_by_text(re.compile("sampled, 200 shots a point"))).to_be_visible()
    studio.canvas.focus()
    studio.page.keyboard.press("Control+z")
    passes(lambda: expect_near(studio.value("b"), before, 1e-9))
    expect(root.locator('[data-part="far"]')).to_have_text(re.compile(r"steps?, stopped$"))


def test_a_python_method_samples_under_noise_rests_goes_on_and_leaves_what_is_frozen(
    page: Page,
    files: FileServers,
) -> None:
    """The same words and buttons as for the page's methods; the lock holds for these, too."""
    circuit = Circuit.of(2, "ry(a) 0; ry(b) 1; cx 0 1; ry(c) 0")
    document = Document(circuit, observable=Observable({"ZZ": 1, "XI": 1}))
    document = document.with_values({"a": 0.5, "b": 0.3, "c": 0.2})
    studio = studio_on(page, files.serve(document.with_noise({"depolarizing": {"2": 0.02}})))
    root = studio.root
    form = root.locator('[data-part="optimizer"]')
    root.get_by_role("button", name="Freeze b").click()
    expect(form.get_by_text("b is frozen.")).to_be_visible()
    form.get_by_label("Method", exact=True).select_option("cobyla")
    form.get_by_label("Shots a point").fill("300")
    expect(form.get_by_label("Steps at most")).to_have_value("200")
    expect(form.get_by_text("Lowers the energy with noise.")).to_be_visible()
    ended, far = root.locator('[data-part="ended"]'), root.locator('[data-part="far"]')
    form.get_by_role("button", name="Optimize").click()
    expect(ended).to_have_text("Converged.", timeout=60_000)
    expect(far).to_contain_text(re.compile(r"± 0\.\d+, sampled, 300 shots a point, with noise"))
    assert studio.value("b") == 0.3
    assert studio.value("a") != 0.5
    # QN-SPSA goes on until it is stopped.
    form.get_by_label("Method", exact=True).select_option("qn_spsa")
    form.get_by_label("Steps at most").fill("1000000")
    form.get_by_role("button", name="Optimize").click()
    way = root.locator(".qd-descent")
    expect(way).to_have_attribute("data-steps", re.compile(r"\d\d"), timeout=60_000)
    form.get_by_role("button", name="Pause").click()
    expect(form.get_by_role("status").first).to_have_text("paused")
    before = int(way.get_attribute("data-steps") or "0")
    form.get_by_role("button", name="Resume").click()
    expect(form.get_by_role("status").first).to_have_text("running")
    passes(lambda: expect_more(way, before))
    form.get_by_role("button", name="Stop, keep these").click()
    expect(ended).to_have_text("Stopped.")
    assert studio.value("b") == 0.3
    studio.page.keyboard.press("Control+z")
    expect(ended).to_have_text("Stopped, at other values than these.")
    # In the page, from a random start.
    form.get_by_label("Method", exact=True).select_option("adam")
    form.get_by_label("Shots a point").fill("")
    form.get_by_label("Start", exact=True).select_option("best")
    assert optimize(studio).startswith("Converged")
    assert studio.value("b") == 0.3
    # Where the section is out of sight, the status line says why.
    said = root.get_by_label("Status")
    expect(said).to_contain_text("Adam: converged")
    # Esc gives the focus back to the arrow, and Ctrl+Enter runs from there, too.
    root.get_by_role("button", name="Method and start").click()
    studio.page.keyboard.press("Escape")
    studio.page.keyboard.press("Control+z")
    expect(ended).to_have_text(re.compile("at other values than these"))
    studio.page.keyboard.press("Control+Enter")
    expect(ended).to_have_text("Converged.")


def expect_more(way: Locator, than: int) -> None:
    assert int(way.get_attribute("data-steps") or "0") > than


def expect_near(value: float, wanted: float, within: float) -> None:
    assert abs(value - wanted) <= within


def expect_values(studio: Drawn, a: float, b: float) -> None:
    """To a few hundredths: pixels of the map are no finer."""
    expect_near(studio.value("a"), a, 0.08)
    expect_near(studio.value("b"), b, 0.08)


def test_an_input_that_no_gate_uses_has_a_row_and_is_removed_with_undo(
    page: Page, files: FileServers
) -> None:
    program = "OPENQASM 3.0;\nqubit q;\ninput float spare;\ninput float a;\nrx(a) q;\n"
    studio = studio_on(page, files.serve(program, "mine.qasm"))
    expect(studio.slider("spare")).to_be_visible()
    expect(studio.root.get_by_text("not used", exact=True)).to_have_count(1)
    studio.root.locator('[data-part="remove-parameter"]').click()
    expect(studio.slider("spare")).to_have_count(0)
    page.keyboard.press("Control+z")
    expect(studio.slider("spare")).to_be_visible()


def test_optimize_takes_its_start_and_steps_from_its_form(opened: Opened) -> None:
    studio = opened("")
    studio.root.locator(".qd-cardbutton", has_text="RY RZ").click()
    form = studio.root.get_by_role("group", name="Method, start and steps")
    expect(form.get_by_text("Runs in this page.")).to_be_visible()
    form.get_by_label("Steps at most").fill("3")
    form.get_by_label("Start", exact=True).select_option("random")
    form.get_by_label("Seed").fill("5")
    assert optimize(studio) == "Out of steps."
    expect(studio.root.get_by_text("3 steps", exact=False).first).to_be_visible()
    # Pressed again, it starts elsewhere, and the form says from which seed.
    expect(form.get_by_label("Seed")).to_have_value("5")
    first = energy(studio)
    ended = studio.root.locator('[data-part="ended"]')
    studio.root.locator('[data-part="optimizer"]').get_by_role("button", name="Optimize").click()
    expect(form.get_by_label("Seed")).to_have_value("6")
    expect(ended).to_have_text("Out of steps.")
    assert abs(energy(studio) - first) > 1e-6
    form.get_by_label("Start", exact=True).select_option("present")
    studio.root.locator('[data-part="optimizer"]').get_by_role("button", name="Optimize").click()
    expect(ended).to_have_text("Out of steps; Optimize goes on from here.")
    form.get_by_label("Steps at most").fill("0")
    expect(form.get_by_role("alert")).to_have_text("Steps at most must be a whole number from 1.")
    studio.canvas.focus()
    studio.page.keyboard.press("Control+z")
    expect(studio.root.locator(".qd-slider").first).to_be_visible()


def test_the_way_to_an_energy_goes_with_it(opened: Opened) -> None:
    """Undo and a slider leave the energy that Optimize came to, a gate the way there too."""
    studio = opened("")
    studio.root.locator(".qd-cardbutton", has_text="RY RZ").click()
    assert optimize(studio)
    told = studio.root.locator('[data-part="ended"]')
    way = studio.root.locator(".qd-descent")
    expect(told).to_have_count(1)
    expect(studio.root.get_by_text(re.compile(r"exact · [\d,]+ steps"))).to_be_visible()

    elsewhere = re.compile("at other values than these")
    studio.canvas.focus()
    studio.page.keyboard.press("Control+z")
    expect(told).to_have_text(elsewhere)
    studio.page.keyboard.press("Control+Shift+z")
    expect(told).not_to_have_text(elsewhere)
    studio.root.locator(".qd-slider").first.focus()
    studio.page.keyboard.press("ArrowLeft")
    expect(told).to_have_text(elsewhere)
    studio.page.keyboard.press("Control+z")
    expect(told).not_to_have_text(elsewhere)
    expect(way).to_have_count(1)
    studio.canvas.focus()
    studio.type("h")
    expect(told).to_have_count(0)
    expect(way).to_have_count(0)


def test_parts_of_the_energy_are_named_as_such(opened: Opened) -> None:
    circuit = Circuit.of(3, "ry(a) 0")
    studio = opened(Document(circuit).with_problem(problems.tfim(3, field=0.3)))
    expect(studio.root.locator(".qd-terms")).to_have_text("−Σ ZZ−2.0000−0.3 Σ X0.0000")


@pytest.mark.parametrize(
    ("program", "method"), [("", "Adam"), ("h q[0]; c[0] = measure q[0];", "L-BFGS")]
)
def test_optimize_says_at_once_where_no_gate_has_a_parameter(
    opened: Opened, program: str, method: str
) -> None:
    circuit = qasm.loads(f"OPENQASM 3.0; qubit[1] q; bit[1] c; {program}")
    studio = opened(Document(circuit, observable=Observable({"Z": 1.0})))
    studio.root.get_by_role("button", name="Method and start").click()
    form = studio.root.get_by_role("dialog", name="Method and start")
    form.get_by_label("Method", exact=True).select_option(label=method)
    form.get_by_role("button", name="Optimize").click()
    said = "There is nothing to tune: no gate has a parameter."
    expect(studio.root.get_by_role("alert").filter(has_text=said)).to_be_visible()
    expect(studio.root.get_by_role("button", name="Stop")).to_have_count(0)


def test_reset_brings_back_what_the_template_brought_and_undo_what_was_before(
    opened: Opened,
) -> None:
    studio = opened("")
    studio.root.locator(".qd-cardbutton").first.click()
    expect(studio.energy).to_be_visible()
    values = studio.root.locator(".qd-param .qd-pvalue")
    brought = values.evaluate_all("all => all.map(each => each.title)")
    assert any(not text.startswith("0 ") for text in brought)
    optimize(studio)
    best = values.evaluate_all("all => all.map(each => each.title)")
    assert best != brought
    studio.root.get_by_role("button", name="Reset", exact=True).click()
    passes(expect_titles, studio, brought)
    studio.type("Control+z")
    passes(expect_titles, studio, best)
    studio.type("Control+z")
    passes(expect_titles, studio, brought)


def expect_titles(studio: Drawn, titles: list[str]) -> None:
    values = studio.root.locator(".qd-param .qd-pvalue")
    assert values.evaluate_all("all => all.map(each => each.title)") == titles


def test_edges_of_the_graph_are_joined_and_cut_beside_the_problem(
    opened: Opened,
) -> None:
    problem = problems.get("maxcut", graph="cube", num_qubits=8)
    studio = opened(Document(Circuit.of(8, "x 0; x 3")).with_problem(problem))
    graph = studio.root.locator('[data-part="problem-graph"]')
    edges = graph.locator(".qd-problem-edge")
    nodes = graph.locator(".qd-problem-node")
    own = studio.root.get_by_label("Problem", exact=True).locator("option").first
    expect(edges).to_have_count(12)
    expect(graph.locator("[data-bit='1']")).to_have_count(2)
    expect(graph.get_by_role("status")).to_have_text(
        "Likeliest 00001001, 100.0 %: cuts 6 of 12 edges"
    )
    nodes.nth(0).click()
    expect(graph.get_by_role("status")).to_contain_text("Node 0: choose another")
    nodes.nth(1).click()
    expect(edges).to_have_count(11)
    expect(own).to_contain_text("MaxCut on 8 nodes, 11 edges")
    # The same by keys, which join again what was cut.
    nodes.nth(1).press("Enter")
    nodes.nth(0).press("Enter")
    expect(edges).to_have_count(12)
    expect(own).to_contain_text("12 edges")
    studio.canvas.focus()
    for wanted in ("11 edges", "on the cube"):
        studio.page.keyboard.press("Control+z")
        expect(own).to_contain_text(wanted)


def test_a_molecule_says_its_sector_warns_and_draws_its_ansatz(
    opened: Opened,
) -> None:
    problem = problems.get("heh+")
    studio = opened(Document(Circuit.of(4, "ry(a) 0")).with_problem(problem))
    expect(studio.root.locator('[data-part="problem-warning"]')).to_have_text(problem.warning)
    expect(studio.root.locator('[data-part="exact-of"]')).to_have_text(f"Lowest, {problem.sector}")
    suggest = studio.root.get_by_role("button", name="Suggested ansatz")
    suggest.click()
    keeps = studio.root.locator('[data-part="keeps-sector"]')
    expect(keeps).to_have_text(f"This circuit keeps {problem.sector}.")
    expect(studio.root.locator('[data-part="problem-warning"]')).to_have_count(0)
    expect(suggest).to_have_count(0)
    # At zeros it is the state of Hartree and Fock.
    passes(expect_energy_between, studio, -2.8415, -2.8413)
    assert optimize(studio).startswith("Converged")
    passes(expect_energy_between, studio, -2.85103, -2.8510)
    studio.canvas.focus()
    for _ in range(2):
        studio.page.keyboard.press("Control+z")
    expect(studio.root.get_by_label("a", exact=True).first).to_be_visible()
    expect(keeps).to_have_count(0)
    expect(suggest).to_be_visible()


def test_a_state_of_ones_own_is_what_is_prepared(opened: Opened) -> None:
    studio = opened(Document(Circuit.of(2, "h 0")))
    chosen = studio.root.get_by_label("Problem", exact=True)
    chosen.select_option(label="Own state…")
    form = studio.root.get_by_role("form", name="Own state")
    form.get_by_label("Own state").fill("|00> + x|11>")
    expect(form.get_by_role("alert")).to_contain_text("'x' is not known")
    expect(form.get_by_role("button", name="Put in")).to_be_disabled()
    form.get_by_label("Own state").fill("|00> + |11>")
    expect(form.locator('[data-part="own-told"]')).to_contain_text("2 qubits.")
    form.get_by_role("button", name="Put in").click()
    expect(chosen.locator("option").first).to_have_text("Own state")
    studio.expect_energy(0.75)


def test_a_circuit_of_ones_own_is_said_to_keep_the_sector(
    opened: Opened,
) -> None:
    problem = problems.get("heh+")
    circuit = Circuit.of(4, "x 0; x 1; rxx(a) 0 2; ryy(a) 0 2; h 0")
    studio = opened(Document(circuit).with_problem(problem))
    warning = studio.root.locator('[data-part="problem-warning"]')
    keeps = studio.root.locator('[data-part="keeps-sector"]')
    expect(warning).to_be_visible()
    studio.gates.last.click()
    studio.page.keyboard.press("Delete")
    expect(keeps).to_have_text(f"This circuit keeps {problem.sector}.")
    expect(warning).to_have_count(0)
    # It is not the suggested one.
    expect(studio.root.get_by_role("button", name="Suggested ansatz")).to_be_visible()
    studio.page.keyboard.press("Control+z")
    expect(warning).to_be_visible()
    expect(keeps).to_have_count(0)


def test_the_list_has_problems_of_other_sizes_and_opens_their_form(
    opened: Opened,
) -> None:
    studio = opened(Document(Circuit.of(3, "ry(a) 0")))
    problem = studio.root.get_by_label("Problem", exact=True)
    expect(problem.locator("option", has_text="H₂ (2 qubits)")).to_be_disabled()
    problem.select_option(label="HeH⁺ (4 qubits)")
    form = studio.root.get_by_role("form", name="Problem")
    expect(form.get_by_label("Problem", exact=True)).to_have_value("heh+")
    form.get_by_role("button", name="Put in").click()
    expect(studio.root.locator('[data-part="problem-warning"]')).to_be_visible()
    expect(problem.locator("option").first).to_have_text(problems.get("heh+").name)


def test_an_observable_of_ones_own_is_typed_pasted_and_undone(
    page: Page,
    files: FileServers,
) -> None:
    circuit = Circuit.of(3, "ry(a) 0; ry(b) 1; cx 0 1").bind({"a": 0.3, "b": 0.4})
    studio = studio_on(page, files.serve(Document(circuit).with_problem(problems.tfim(3))))
    chosen = studio.root.get_by_label("Problem", exact=True)
    before = energy(studio)
    chosen.select_option(label="Own observable…")
    form = studio.root.get_by_role("form", name="Own observable")
    field = form.get_by_role("textbox")
    expect(field).to_be_focused()
    expect(field).to_have_value(re.compile(r"^-1 IZZ\n"))
    put = form.get_by_role("button", name="Put in")
    # What cannot be read says where, and nothing is lost.
    field.fill("0.5 ZZI\n+ <b>")
    expect(form.get_by_role("alert")).to_have_text("Line 2, column 3: '<' cannot stand here.")
    expect(put).to_be_disabled()
    # Strings of fewer letters are widened on request alone.
    field.fill("SparsePauliOp(['ZZ', 'XI'],\n              coeffs=[-1. +0.j,  0.5+0.j])")
    told = form.locator('[data-part="own-told"]')
    expect(told).to_have_text(
        "2 terms on 2 qubits, Hermitian; lowest energy −1.1180, exact.", timeout=30_000
    )
    expect(put).to_be_disabled()
    form.get_by_role("button", name="I on q2").click()
    expect(form.locator("tbody tr")).to_have_text(["IZZ−1", "IXI0.5"])
    put.click()
    expect(form).to_have_count(0)
    wanted = Simulator(circuit, Observable({"IZZ": -1.0, "IXI": 0.5})).expectation()
    passes(expect_energy_between, studio, wanted - 1e-9, wanted + 1e-9)
    # By the palette of commands: wires that it needs are added, all as one step.
    studio.canvas.focus()
    studio.page.keyboard.press("Control+k")
    studio.page.keyboard.type("Own observable")
    studio.page.keyboard.press("Enter")
    field.fill("0.5 * (Z(0) @ Z(1)) + -1.2 * X(4)")
    expect(told).to_contain_text("The drawing has 3 and gets 2 more.")
    field.press("Control+Enter")
    expect(chosen.locator("option").first).to_have_text("Observable of 2 terms")
    studio.canvas.focus()
    studio.page.keyboard.press("Control+z")
    passes(expect_energy_between, studio, wanted - 1e-9, wanted + 1e-9)
    studio.page.keyboard.press("Control+z")
    passes(expect_energy_between, studio, before - 1e-9, before + 1e-9)
