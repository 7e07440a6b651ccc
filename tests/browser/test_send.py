"""Sending: targets that are searched, sizes that do not fit, shots not taken, the way out."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

import qdesign as qd
from qdesign.document import Document
from qdesign.hardware.conformance import bench
from qdesign.hardware.provider import Provider
from qdesign.hardware.queue import Queue
from qdesign.rows import find
from tests.browser.drawing import Drawn, box_of, passes
from tests.browser.servers import Server, start_panel
from tests.browser.test_keys import FOCUSED
from tests.browser.test_panel_host import studio_on

CIRCUIT = qd.Circuit.of(8, "h 0; cx 0 7; ry(a) 3")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("send")
    Document(CIRCUIT).save(folder / "eight.qdesign")
    server = start_panel(folder, folder / "eight.qdesign")
    yield server
    server.stop()


def send_on(page: Page, server: Server) -> Drawn:
    studio = studio_on(page, server)
    studio.root.get_by_role("button", name="Send…").click()
    expect(studio.root.locator(".qd-target").first).to_be_visible()
    return studio


def test_targets_are_searched_and_say_whether_the_circuit_fits(page: Page, served: Server) -> None:
    studio = send_on(page, served)
    cards = studio.root.locator(".qd-target")

    # Those that take it stand first.
    def sorted_by_fitness() -> None:
        able = cards.evaluate_all("all => all.map(each => 'able' in each.dataset)")
        assert able == sorted(able, reverse=True)
        assert {True, False} == set(able)

    passes(sorted_by_fitness)
    count = cards.count()
    page.keyboard.press("/")
    search = studio.root.get_by_label("Search targets")
    expect(search).to_be_focused()
    page.keyboard.type("algiers 27")
    expect(cards).to_have_count(1)
    expect(cards.first.locator("[data-column=qubits]")).to_have_text("27")
    expect(cards.first).to_contain_text("ready")
    page.keyboard.press("Enter")
    expect(studio.root.get_by_role("button", name="Send to Algiers")).to_be_enabled()
    # The first Escape clears the search, arrows walk the cards.
    page.keyboard.press("Escape")
    expect(cards).to_have_count(count)
    page.keyboard.press("ArrowDown")
    expect(cards.first).to_be_focused()
    search.fill("no such device")
    expect(cards).to_have_count(0)
    expect(studio.root.get_by_text("No target has all of")).to_be_visible()
    studio.root.get_by_role("button", name=f"Show all {count}").click()
    # Chips narrow the list down, a head sorts it, and both are kept while the page is open.
    studio.root.get_by_role("button", name="Qubits ≥ 8").click()
    expect(studio.root.get_by_role("button", name="Qubits ≥ 8")).to_have_attribute(
        "aria-pressed", "true"
    )
    studio.root.get_by_role("button", name="2-qubit error").click()

    def sorted_by_error() -> None:
        shown = studio.root.locator(".qd-target [data-column=error]").all_inner_texts()
        known = [float(text.split()[0]) for text in shown if text != "–"]
        assert known == sorted(known)
        assert len(known) > 10

    passes(sorted_by_error)
    studio.root.get_by_role("button", name="Send…").click()
    expect(cards).to_have_count(0)
    studio.root.get_by_role("button", name="Send…").click()
    expect(studio.root.get_by_role("button", name="Qubits ≥ 8")).to_have_attribute(
        "aria-pressed", "true"
    )
    passes(sorted_by_error)


def test_a_target_that_is_too_small_is_not_ready_and_is_not_sent_to(
    page: Page, served: Server, tmp_path: Path
) -> None:
    studio = send_on(page, served)
    studio.root.get_by_label("Search targets").fill("manila")
    card = studio.root.locator(".qd-target")
    expect(card).to_contain_text("too small: needs 8")
    expect(card).not_to_contain_text("ready")
    expect(card).to_have_count(1)
    card.click()
    said = studio.root.locator(".qd-send-main").get_by_role("alert")
    expect(said).to_contain_text(
        "The circuit has 8 qubits and Manila has 5. Choose a target with 8 or more."
    )
    button = studio.root.get_by_role("button", name="Send to Manila")
    expect(button).to_be_disabled()
    studio.root.get_by_label("Shots").press("Enter")
    with Queue.open(served.folder / "queue.sqlite") as queue:
        assert list(queue.jobs()) == []


def test_fitting_is_progress_and_no_error(page: Page, served: Server) -> None:
    studio = send_on(page, served)
    # Every tone that is shown from the choice until the figures are there.
    page.evaluate(
        """() => {
          window.said = [];
          const look = root => {
            for (const each of root.querySelectorAll("*"))
              if (each.shadowRoot) look(each.shadowRoot);
            const main = root.querySelector(".qd-send-main");
            if (!main) return;
            new MutationObserver(() => {
              for (const each of main.querySelectorAll("[role=status], [role=alert]"))
                window.said.push([each.getAttribute("role"), each.textContent.trim()]);
            }).observe(main, { childList: true, subtree: true, characterData: true });
          };
          look(document);
        }"""
    )
    studio.root.locator(".qd-target", has_text="Algiers").click()
    form = studio.root.get_by_role("complementary", name="Send")
    figures = form.get_by_role("table", name="Figures")
    expect(studio.root.get_by_role("heading", name="On Algiers")).to_be_visible()
    expect(figures).to_be_visible()
    # They count what is measured at the end, which the status bar's depth does not.
    section = form.locator(".qd-section").filter(has=page.get_by_role("table", name="Figures"))
    expect(section).to_contain_text("drawn, measured → on device")
    said = page.evaluate("window.said")
    assert {role for role, _ in said} == {"status"}
    assert any(text.endswith("…") for _, text in said)


def test_shots_are_refused_in_one_sentence_and_never_changed(page: Page, served: Server) -> None:
    studio = send_on(page, served)
    shots = studio.root.get_by_label("Shots")
    button = studio.root.get_by_role("button", name="Send to Ideal")
    said = studio.root.get_by_role("complementary", name="Send").get_by_role("alert")
    for text in ("0", "-5", "2.5", "1e3", "many", "1,000,001", ""):
        shots.fill(text)
        expect(said).to_have_text("Shots are a whole number from 1 to 1,000,000 on Ideal.")
        expect(shots).to_have_value(text)
        expect(button).to_be_disabled()
    shots.fill("1 000")
    expect(said).to_have_count(0)
    shots.press("Enter")
    job = studio.root.locator("[data-part=jobs] .qd-job").first
    expect(job).to_contain_text("1,000")
    # Another target takes other numbers; what was typed stays.
    shots.fill("200000")
    studio.root.locator(".qd-target", has_text="Algiers").click()
    expect(said).to_have_text("Shots are a whole number from 1 to 100,000 on Algiers.")
    expect(shots).to_have_value("200000")


@pytest.mark.parametrize("way", ["button", "keys"])
def test_escape_leaves_to_where_one_was(page: Page, served: Server, way: str) -> None:
    studio = studio_on(page, served)
    studio.canvas.focus()
    page.keyboard.press("Alt+2")
    diagram = studio.root.get_by_role("button", name="ZX", exact=True)
    expect(diagram).to_have_attribute("aria-pressed", "true")
    opener = studio.root.get_by_role("button", name="Send…")
    if way == "button":
        opener.click()
    else:
        page.keyboard.press("Control+Shift+Enter")
    expect(studio.root.locator(".qd-target").first).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.press("Escape")
    expect(studio.root.locator(".qd-target")).to_have_count(0)
    expect(diagram).to_have_attribute("aria-pressed", "true")
    if way == "button":
        expect(opener).to_be_focused()
    else:
        page.wait_for_function(f"({FOCUSED})() !== ''")


def test_a_phone_sends_in_one_column(page: Page, served: Server) -> None:
    page.set_viewport_size({"width": 375, "height": 700})
    studio = send_on(page, served)
    # The button stands at the foot from the start, above the navigation.
    foot = box_of(studio.root.locator(".qd-send-foot"))
    panes = box_of(studio.root.get_by_role("navigation", name="Panes"))
    assert abs(foot["y"] + foot["height"] - panes["y"]) <= 1
    expect(studio.root.locator(".qd-send-foot")).to_contain_text("free")
    for part in (
        studio.root.get_by_label("Search targets"),
        studio.root.locator(".qd-target").first,
        studio.root.get_by_role("button", name="Send to Ideal"),
    ):
        part.scroll_into_view_if_needed()
        box = box_of(part)
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 375
        assert box["height"] >= 36
        assert box["width"] > 200
        part.click(trial=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    studio.root.get_by_role("navigation", name="Panes").get_by_role("button", name="State").click()
    expect(studio.root.locator(".qd-target")).to_have_count(0)
    expect(studio.root.locator(".qd-bars")).to_be_visible()


def test_a_phone_says_what_became_of_the_job(page: Page, served: Server) -> None:
    page.set_viewport_size({"width": 375, "height": 700})
    studio = send_on(page, served)
    studio.root.get_by_role("button", name="Send to Ideal").click()
    form = studio.root.get_by_role("complementary", name="Send")
    said = form.get_by_role("status").filter(has_text="shots")
    expect(said).to_contain_text("COMPLETED 4,096 shots")
    form.get_by_role("button", name="Show the queue").click()
    job = studio.root.locator("[data-part=jobs] .qd-job").first
    expect(job).to_contain_text("COMPLETED")
    expect(job).to_be_visible()


def test_an_energy_is_previewed_circuit_by_circuit_and_measured(page: Page, tmp_path: Path) -> None:
    circuit = qd.Circuit.of(2, "ry(a) 0; cx 0 1; rx(0.3) 1")
    observable = qd.Observable({"ZZ": 1.0, "XX": -0.5, "YY": 0.25, "II": 3.0})
    document = Document(circuit, observable=observable).with_values({"a": 0.7})
    document.save(tmp_path / "three.qdesign")
    server = start_panel(tmp_path, tmp_path / "three.qdesign")
    try:
        studio = send_on(page, server)
        studio.root.get_by_label("Search targets").fill("manila")
        studio.root.locator(".qd-target").first.click()
        form = studio.root.get_by_role("complementary", name="Send")
        form.get_by_role("button", name="Energy", exact=True).click()
        energy = studio.root.get_by_role("region", name="Energy")
        exact = qd.Simulator(circuit, observable).expectation({"a": 0.7})
        ideal = energy.locator("tr[data-of=ideal]")
        expect(ideal).to_contain_text(f"{exact:.4f}")
        expect(ideal).to_contain_text("exact")
        with Queue.open(server.folder / "queue.sqlite") as queue:
            seen = queue.preview(
                circuit,
                {"a": 0.7},
                observable=observable,
                target="local:fake_manila",
                shots=4096,
                seed=0,
            )
        noisy = energy.locator("tr[data-of=noise]")
        expect(noisy).to_contain_text(f"{seen.noisy:.4f}")
        expect(noisy).to_contain_text("with the noise of Manila")
        expect(energy.locator("tr[data-of=measured]")).to_contain_text(f"± {seen.energy_error:.3f}")
        expect(energy.locator("svg .qd-whisker").first).to_be_attached()
        circuits = energy.get_by_role("table", name="Circuits").locator("tbody tr")
        expect(circuits).to_have_count(3)
        expect(circuits.first).to_contain_text(f"{seen.shots[0]:,}")
        # A circuit that is chosen is drawn, with its outcomes.
        circuits.nth(1).click()
        expect(studio.root.get_by_role("heading", name="On Manila, circuit 2")).to_be_visible()
        expect(studio.root.get_by_role("heading", name="Expected of circuit 2")).to_be_visible()
        expect(studio.root.locator(".qd-send-made .qd-badge")).to_contain_text("✓")
        form.get_by_role("button", name="Send to Manila").click()
        job = studio.root.locator("[data-part=jobs] .qd-job").first
        expect(job).to_contain_text("COMPLETED")
        expect(job).to_contain_text("energy of 4,096 shots")
        with Queue.open(server.folder / "queue.sqlite") as queue:
            (kept,) = queue.jobs()
            assert kept.num_parts == 3
            assert kept.energy is not None
            found = queue.observable(kept.id)
            assert found is not None
            assert found.as_dict() == observable.as_dict()
    finally:
        server.stop()


def test_what_does_not_fit_is_told_with_the_nearest_that_does(page: Page, served: Server) -> None:
    studio = send_on(page, served)
    studio.root.get_by_label("Search targets").fill("manila")
    studio.root.locator(".qd-target").first.click()
    said = studio.root.locator(".qd-send-main").get_by_role("alert")
    expect(said).to_contain_text("the nearest that takes it")
    studio.root.get_by_label("Search targets").fill("")
    way_out = said.get_by_role("button")
    name = way_out.inner_text().removeprefix("Take ")
    way_out.click()
    expect(said).to_have_count(0)
    expect(studio.root.get_by_role("button", name=f"Send to {name}")).to_be_enabled()


def test_each_press_of_an_arrow_moves_a_qubit_on_the_map(page: Page, served: Server) -> None:
    studio = send_on(page, served)
    studio.root.get_by_label("Search targets").fill("torino")
    studio.root.locator(".qd-target").first.click()
    form = studio.root.get_by_role("complementary", name="Send")
    layout = form.get_by_label("Layout")
    form.get_by_label("Optimization level").select_option("0")
    expect(layout.locator("option:checked")).to_have_text("First qubits")
    qubit = studio.root.get_by_role("slider", name="Drawn qubit 0", exact=True)
    expect(qubit).to_have_attribute("aria-valuenow", "0")
    qubit.focus()
    for _ in range(10):
        qubit.press("ArrowRight")
    expect(qubit).to_have_attribute("aria-valuenow", "10")
    said = studio.root.locator(".qd-send-map").get_by_role("status")
    expect(said).to_contain_text("Drawn qubit 0 on 10.")
    expect(layout.locator("option:checked")).to_have_text("By hand")
    used = studio.root.get_by_role("table", name="Qubits and couplings in use")
    expect(used.locator("tbody tr").first).to_contain_text("on 10")
    expect(used).to_contain_text("readout error")


def test_options_of_a_provider_are_a_form_that_goes_with_the_job(
    page: Page, tmp_path: Path
) -> None:
    Document(qd.Circuit.of(2, "h 0; cx 0 1")).save(tmp_path / "pair.qdesign")
    with bench(find(Provider, "ionq")):
        server = start_panel(tmp_path, tmp_path / "pair.qdesign")
        try:
            studio = send_on(page, server)
            studio.root.get_by_label("Search targets").fill("forte")
            studio.root.locator(".qd-target").first.click()
            form = studio.root.get_by_role("complementary", name="Send")
            options = form.get_by_role("group", name="Options of IonQ")
            # IonQ chooses the qubits itself.
            expect(form.get_by_label("Seed")).to_be_visible()
            expect(form.get_by_label("Layout")).to_have_count(0)
            debiasing = options.get_by_label("Debiasing")
            expect(debiasing).to_have_value("auto")
            expect(options).to_contain_text("spreads the shots over many equal circuits")
            expect(form).to_contain_text("with debiasing")
            # What it costs without is asked anew.
            debiasing.select_option("off")
            expect(form).not_to_contain_text("with debiasing")
            options.get_by_role("button", name="Defaults").click()
            expect(debiasing).to_have_value("auto")
            debiasing.select_option("on")
            form.get_by_label("Shots", exact=True).fill("100")
            said = form.get_by_role("alert")
            expect(said).to_contain_text("IonQ debiases from 500 shots on, and 100 were asked for")
            expect(said).to_contain_text(
                "set 'debiasing' to 'auto' (IonQ's choice, on from 500 shots)"
            )
            # What was prepared before stays, paler.
            expect(
                studio.root.locator(".qd-send-preview[data-old] .qd-send-made svg")
            ).to_be_visible()
            form.get_by_label("Shots", exact=True).fill("600")
            expect(said).to_have_count(0)
            # They are kept while the page is open, as other settings are.
            studio.root.get_by_role("button", name="Send…").click()
            studio.root.get_by_role("button", name="Send…").click()
            expect(debiasing).to_have_value("on")
            form.get_by_role("checkbox").check()
            form.get_by_role("button", name=re.compile("^Send to ")).click()
            job = studio.root.locator("[data-part=jobs] .qd-job").first
            expect(job).to_be_visible()
            with Queue.open(server.folder / "queue.sqlite") as queue:
                (kept,) = queue.jobs()
                assert kept.options == {"debiasing": "on"}
                queue.wait(kept.id, timeout=300)
        finally:
            server.stop()


def test_a_slash_right_after_send_goes_to_the_targets(page: Page, served: Server) -> None:
    studio = studio_on(page, served)
    studio.root.get_by_role("button", name="Send…").click()
    page.keyboard.press("/")
    search = studio.root.get_by_label("Search targets")
    expect(search).to_be_focused()
    expect(studio.root.get_by_role("dialog")).to_have_count(0)
    page.keyboard.type("manila")
    expect(search).to_have_value("manila")


def test_gates_are_linked_both_ways(page: Page, served: Server) -> None:
    studio = send_on(page, served)
    studio.root.get_by_label("Search targets").fill("algiers")
    studio.root.locator(".qd-target").first.click()
    drawn = studio.root.get_by_role("group", name="As drawn: arrows walk over the gates")
    made = studio.root.get_by_role("group", name="On Algiers: arrows walk over the gates")
    expect(made.locator("[data-id]").first).to_be_visible()
    expect(made.locator(".qd-lit")).to_have_count(0)
    said = studio.root.locator(".qd-send-made").get_by_role("status")
    # Keys walk over the drawn gates; what the first became is lit.
    drawn.focus()
    page.keyboard.press("ArrowRight")
    expect(drawn.locator(".qd-lit")).to_have_count(1)
    expect(made.locator(".qd-lit").first).to_be_attached()
    expect(said).to_contain_text("lit: the")
    # And back.
    made.focus()
    page.keyboard.press("ArrowRight")
    expect(made.locator(".qd-lit")).to_have_count(1)
    expect(drawn.locator(".qd-lit").first).to_be_attached()
    expect(said).to_contain_text("of ")
    page.keyboard.press("Escape")
    expect(made.locator(".qd-lit")).to_have_count(0)


def test_the_preview_says_what_is_to_be_expected_and_is_read_back(
    page: Page, served: Server
) -> None:
    studio = send_on(page, served)
    studio.root.get_by_label("Search targets").fill("algiers")
    studio.root.locator(".qd-target").first.click()
    expect(studio.root.get_by_text("read back equal")).to_be_visible()
    outcomes = studio.root.locator(".qd-send-outcomes")
    expect(outcomes.locator(".qd-badge")).to_have_text("exact")
    expect(outcomes).to_contain_text("total variation 0.")
    expect(outcomes).to_contain_text("(Hellinger)")
    expect(studio.root.locator(".qd-send-made .qd-badge")).to_contain_text("✓")


def test_a_qubit_is_put_elsewhere_by_keys_and_back(page: Page, served: Server) -> None:
    studio = send_on(page, served)
    studio.root.get_by_label("Search targets").fill("torino")
    studio.root.locator(".qd-target").first.click()
    first = studio.root.get_by_role("slider", name="Drawn qubit 0")
    expect(first).to_be_visible()
    layout = studio.root.get_by_label("Layout")
    expect(layout).to_have_value("best")
    before = first.get_attribute("aria-valuenow")
    first.focus()
    page.keyboard.press("ArrowRight")
    expect(layout).to_have_value("hand")
    expect(first).not_to_have_attribute("aria-valuenow", before or "")
    layout.select_option("best")
    expect(first).to_have_attribute("aria-valuenow", before or "")


def test_a_kit_is_installed_only_after_a_question(page: Page, served: Server) -> None:
    studio = send_on(page, served)
    row = studio.root.locator(".qd-target", has_text="kit missing").first
    expect(row).to_be_attached()
    expect(row.get_by_role("button", name="Install the kit")).to_have_text(
        re.compile(r"Install the kit, \d+ MB")
    )
    row.get_by_role("button", name="Install the kit").click()
    question = studio.root.get_by_role("alertdialog")
    expect(question).to_contain_text("packages from PyPI")
    expect(question).to_contain_text("each checked by its hash")
    expect(question).to_contain_text(re.compile(r"They take about \d+ MB there"))
    expect(question.get_by_role("button", name="Install", exact=True)).to_be_focused()
    page.keyboard.press("Escape")
    expect(question).to_have_count(0)
    expect(studio.root.locator(".qd-target").first).to_be_visible()
