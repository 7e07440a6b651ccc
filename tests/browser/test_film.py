"""The film of a proof: what is looked at, runs, a goal, figures, steps taken again."""

import re

from playwright.sync_api import Page, expect

import qdesign as qd
from qdesign import Document
from qdesign.zx.bodies import circuit_of
from tests.browser.drawing import Drawn
from tests.browser.hosts import Lab
from tests.browser.servers import FileServers, eventually
from tests.browser.test_access import expect_accessible

WIRE = "rz(a) 0; rz(b) 0; rz(c) 0; rz(d) 0; h 0; rx(e) 0; cx 0 1; cx 0 1"


def proved() -> qd.zx.Proof:
    """Three spiders fused into one, and the whole reduced."""
    proof = qd.zx.Proof(qd.zx.layout(qd.zx.to_diagram(qd.Circuit.of(2, WIRE))))
    for _ in range(3):
        proof.apply("fuse", proof.matches("fuse")[0])
    proof.simplify("full")
    return proof


def test_a_film_folds_runs_previews_reaches_its_goal_and_takes_steps_again(
    page: Page, files: FileServers
) -> None:
    proof = proved()
    server = files.serve(Document(proof.body).with_proof(proof))
    page.goto(server.url)
    studio = Drawn(page, page.locator(".qdesign-host")).wait()
    root = studio.root
    root.get_by_role("tab", name=re.compile("^Proof")).click()
    film = root.locator("[data-part=proof]")
    card = film.locator("[data-step]")
    expect(card).to_have_count(3)
    expect(film.locator("[data-step='1–3']")).to_contain_text("× 3")
    # Two-qubit gates after extraction are what Python extracts.
    for step, body in (("0", proof.start), ("4", proof.body)):
        gates = circuit_of(body).stats.num_two_qubit
        words = film.locator(f"[data-step='{step}'] .qd-film-figures")
        expect(words).to_contain_text(f"{gates} two-qubit*")
    expect(root.locator("[data-part=after]")).to_contain_text("After: Full reduction")

    # The run opens while a step inside it is shown, and by its button.
    film.locator("[data-step='1–3']").click()
    film.get_by_role("button", name="3 ▸").click()
    expect(card).to_have_count(5)
    film.locator("[data-step='2']").click()
    film.get_by_role("button", name="More", exact=True).click()
    root.get_by_role("menuitem", name="Set this drawing as the goal").click()
    expect(film.get_by_role("status")).to_have_text("Goal reached: same drawing")
    film.locator("[data-step='2']").press("ArrowLeft")
    expect(film.get_by_role("status")).to_contain_text("Goal: equal map")
    expect(film.locator(".qd-film-goal")).to_have_count(1)

    # A rule that is looked at stands as a branch, dashed, until it is taken; a jump drops it.
    spider = root.locator(".qd-zx .qd-spider[data-kind=Z]").first
    spider.click()
    rule = root.locator("[data-rule=change_color] > button")
    rule.hover()
    expect(film.locator(".qd-film-place[data-preview]")).to_contain_text("Change color")
    expect(root.locator("[data-part=after]")).to_contain_text("After: Change color")
    expect_accessible(page)
    film.locator("[data-step='0']").click()
    expect(film.locator(".qd-film-place[data-preview]")).to_have_count(0)
    film.locator("[data-step='1']").click()
    spider.click()
    rule.click()
    expect(film.locator("[aria-current]")).to_have_attribute("data-step", "2b")

    # What the branch left is taken again on it as far as it applies; undo takes all of it back.
    film.get_by_role("button", name="More", exact=True).click()
    root.get_by_role("menuitem", name=re.compile("Take steps again here")).click()
    expect(root.get_by_label("Status")).to_contain_text("is where it stops")
    studio.type("Control+z")
    film.locator("[data-step='0']").click()
    film.get_by_role("button", name="More", exact=True).click()
    root.get_by_role("menuitem", name=re.compile("Take steps again here")).click()
    expect(root.get_by_label("Status")).to_contain_text("3 steps taken again. Step 4")

    # It plays from the start, and pauses.
    film.locator("[data-step='0']").click()
    film.locator("[data-step='0']").press("p")
    expect(film.locator("[aria-current]")).not_to_have_attribute("data-step", "0")
    film.locator("[aria-current]").press(" ")
    expect(film.get_by_role("button", name="Play")).to_be_visible()

    # A run gets a name; a strategy from a step in the middle is a branch.
    film.locator("[data-step='0']").click()
    film.locator("[data-step='0']").press("Shift+ArrowRight")
    film.locator("[data-step='0']").press("Shift+ArrowRight")
    film.get_by_role("button", name="More", exact=True).click()
    root.get_by_role("menuitem", name=re.compile("Show the marked steps as one")).click()
    film.get_by_label("Name of the group").fill("Two at once")
    page.keyboard.press("Enter")
    film.locator("[data-step='0']").click()
    film.get_by_role("button", name="Simplify from here").click()
    root.get_by_role("menuitem", name=re.compile("Full")).click()
    expect(film.locator("[aria-current]")).to_contain_text("Full reduction")
    page.get_by_role("button", name="Save", exact=True).click()
    file = server.folder / "mine.qdesign"
    eventually(lambda: "Two at once" in file.read_text(encoding="utf-8"))
    kept = Document.loads(file.read_text(encoding="utf-8")).proof
    assert kept.goal is not None
    assert [step.group for step in kept.steps[:3]] == ["Two at once", "Two at once", ""]
    assert kept.steps[-1].after == ""
    assert kept.check().ok


def test_a_check_leaves_its_better_verdicts_on_the_cards(tabs: Lab) -> None:
    proof = qd.zx.Proof(qd.zx.layout(qd.zx.to_diagram(qd.Circuit.of(2, WIRE))))
    proof.apply("fuse", proof.matches("fuse")[0])
    root = tabs.open_tab(Document(proof.body).with_proof(proof).dumps()).root
    root.get_by_role("tab", name=re.compile("^Proof")).click()
    film, after = root.locator("[data-part=proof]"), root.locator("[data-part=after]")
    expect(film.locator(".qd-film-verdict").nth(1)).to_have_text("✓ 2 points")
    film.get_by_role("button", name="Re-check").click()
    expect(film.get_by_role("status")).to_contain_text("✓ 1 step re-checked")
    expect(film.locator(".qd-film-verdict").nth(1)).to_have_text("✓ exact")
    expect(after.locator(".qd-badge").first).to_have_text("✓ exact")


def test_parameters_that_meet_already_are_reduced_as_the_proof_ends(tabs: Lab) -> None:
    proof = qd.zx.Proof(qd.zx.layout(qd.zx.to_diagram(qd.Circuit.of(1, "rz(a) 0; rz(b) 0"))))
    proof.apply("fuse", proof.matches("fuse")[0])
    studio = tabs.open_tab(Document(proof.body).with_proof(proof).dumps())
    studio.root.get_by_role("tab", name="Figures").click()
    reduce = studio.root.get_by_role("button", name="End the proof and reduce to 1")
    status = studio.root.get_by_label("Status")
    reduce.click()
    expect(status).to_contain_text("1 parameter")
    expect(studio.root.get_by_role("tab", name="Proof", exact=True)).to_be_visible()
    studio.type("Control+z")
    expect(status).to_contain_text("2 parameters")
    expect(studio.root.get_by_role("tab", name="Proof 1")).to_be_visible()


def test_a_lemma_of_a_run_gets_a_name_of_its_own(tabs: Lab) -> None:
    proof = proved()
    root = tabs.open_tab(Document(proof.body).with_proof(proof).dumps()).root
    root.get_by_role("tab", name=re.compile("^Proof")).click()
    root.get_by_role("button", name="Name as lemma…").click()
    name = root.get_by_role("form", name="New lemma").get_by_label("Name")
    expect(name).to_have_value("Lemma 1")
    expect(name).to_be_focused()
    tabs.page.keyboard.type("Mine")
    expect(name).to_have_value("Mine")
