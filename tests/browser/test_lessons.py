"""Lessons in the studio: found, predicted, drawn by keys, checked, handed in; and a proof."""

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

import qdesign as qd
from qdesign.lessons import HandIn
from tests.browser.drawing import Drawn, box_of
from tests.browser.hosts import Notebook
from tests.browser.servers import Server
from tests.browser.test_access import expect_accessible
from tests.browser.test_lab_host import OpenLab, run_command, studios
from tests.browser.test_panel_host import studio_on

FINISHED = re.compile("Lesson done")


def lesson_on(studio: Drawn, name: str) -> Locator:
    """Opens a lesson by keys from the list; gives the panel."""
    studio.type("Control+k")
    studio.page.keyboard.type("lessons")
    studio.page.keyboard.press("Enter")
    entry = studio.root.locator(f'[data-lesson="{name}"]')
    entry.focus()
    studio.page.keyboard.press("Enter")
    panel = studio.root.get_by_role("region", name="Lesson")
    expect(panel.get_by_role("heading", name=qd.lessons.get(name).title)).to_be_visible()
    return panel


def goal(panel: Locator, name: str) -> Locator:
    return panel.locator(f'[data-goal="{name}"]')


def predict(page: Page, asked: Locator, choice: str) -> None:
    """Says it by keys."""
    asked.get_by_label(choice, exact=True).focus()
    page.keyboard.press("Space")
    asked.get_by_role("button", name="Answer").press("Enter")


def met(panel: Locator, name: str) -> None:
    expect(goal(panel, name)).to_have_attribute("data-outcome", "pass")


def test_a_lesson_is_predicted_drawn_met_and_handed_in(
    page: Page, panel: Server, tmp_path: Path
) -> None:
    studio = studio_on(page, panel)
    studio.type("x")
    side = lesson_on(studio, "pair")
    shelf = studio.root.get_by_role("navigation", name="Gates here")
    expect(shelf.locator("[data-gate]")).to_have_count(3)
    expect(studio.gates).to_have_count(0)
    met(side, "two")
    expect(side.get_by_role("button", name="Next", exact=True)).to_be_disabled()
    expect_accessible(page, "a prediction")

    # Nothing is drawn before the prediction; what was said wrongly stands once something is.
    studio.type("h")
    expect(studio.root.get_by_text("Predict first")).to_be_visible()
    expect(studio.gates).to_have_count(0)
    length = goal(side, "length")
    predict(page, length, "1")
    expect(length).to_contain_text("Not so.")
    studio.type("h")
    expect(studio.gates).to_have_count(1)
    expect(length).to_contain_text("You said 1. Start over to say it again.")
    side.get_by_role("button", name="Start over").click()
    predict(page, length, "0")
    expect(length).to_contain_text("As predicted, on try 2.")
    expect(length).to_have_attribute("data-state", "just")
    expect(length).to_contain_text("Well done.")

    # A goal says how far it is, and is well done until the next change.
    bell = goal(side, "bell")
    studio.type("h")
    expect(bell).to_contain_text("Fidelity 0.250; 0.750 is missing.")
    expect(length).to_have_attribute("data-state", "met")
    side.get_by_role("button", name=re.compile("Hint")).click()
    expect(side.get_by_text("First one qubit has to be undecided.")).to_be_visible()
    shelf.get_by_role("button", name=re.compile("X controlled|CX|Controlled")).first.click()
    page.mouse.click(studio.end(), studio.wire(0))
    page.keyboard.press("Escape")
    expect(bell).to_have_attribute("data-state", "just")
    expect(side.get_by_text(FINISHED)).to_be_visible()

    # Undo takes the gate, and not what was predicted; redo brings it back.
    studio.type("Control+z")
    expect(bell).to_have_attribute("data-outcome", "fail")
    met(side, "length")
    studio.type("Control+Shift+z")
    met(side, "bell")

    # What is handed in passes where it is graded.
    side.get_by_role("button", name="Hand in…").click()
    side.get_by_label("Your name").fill("Wren <b>")
    with page.expect_download() as download:
        side.get_by_role("button", name="Save the file").click()
    download.value.save_as(tmp_path / download.value.suggested_filename)
    handed = HandIn.load(tmp_path / "pair.handin")
    assert (handed.student, handed.hints) == ("Wren <b>", 1)
    assert handed.check(qd.lessons.get("pair"))
    reached = handed.document.kept["lesson"].data["goals"]
    assert {name: each["outcome"] for name, each in reached.items()} == dict.fromkeys(
        ("length", "bell", "two"), "pass"
    )
    assert reached["length"]["tries"] == 2

    # Start over is one step; the list knows what is done, after a reload too.
    side.get_by_role("button", name="Start over").click()
    expect(studio.gates).to_have_count(0)
    studio.type("Control+z")
    expect(studio.gates).to_have_count(2)
    side.get_by_role("button", name="Next", exact=True).click()
    expect(side.get_by_text("5 of 12")).to_be_visible()
    expect(side.get_by_role("img", name="1 of 12 lessons done")).to_be_visible()
    side.get_by_title("All lessons").click()
    page.emulate_media(color_scheme="dark")
    expect_accessible(page, "the list, dark")
    side.get_by_role("button", name="Leave the lesson").click()
    expect(studio.root.get_by_role("navigation", name="Gates", exact=True)).to_be_visible()


def test_a_proof_is_checked_and_an_own_lesson_is_opened(
    page: Page, panel: Server, tmp_path: Path
) -> None:
    studio = studio_on(page, panel)
    side = lesson_on(studio, "fuse")
    one = goal(side, "one")
    expect(one).to_contain_text("No step is taken yet.")
    spiders = studio.root.locator(".qd-zx .qd-spider[data-spider^=s]")
    rule = studio.root.locator("[data-part=rules] [data-rule=fuse] > button")
    for left in (2, 1):
        studio.type("Escape")
        for k in (0, 1):
            box = box_of(spiders.nth(k))
            if k == 1:
                page.keyboard.down("Shift")
            page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.keyboard.up("Shift")
        rule.click()
        expect(spiders).to_have_count(left)
    expect(one).to_have_attribute("data-state", "just")
    expect(one).to_contain_text("Reached in 2 steps, and each holds.")
    expect(side.get_by_text(FINISHED)).to_be_visible()

    # A lesson of one's own, whose words stay words.
    own = qd.lessons.get("turn").dumps()
    own = own.replace('"name": "turn"', '"name": "own"').replace(
        qd.lessons.get("turn").title, "<img src=x> **own**"
    )
    (tmp_path / "own.qlesson").write_text(own, encoding="utf-8")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Open…").click()
    chooser.value.set_files(tmp_path / "own.qlesson")
    expect(side.get_by_role("heading", name="<img src=x> own")).to_be_visible()
    expect(side.locator("img:not([role])")).to_have_count(0)
    (tmp_path / "bad.qlesson").write_text("{}", encoding="utf-8")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Open…").click()
    chooser.value.set_files(tmp_path / "bad.qlesson")
    expect(studio.root.get_by_text("This is no lesson")).to_be_visible()


def test_a_drawing_is_made_a_lesson_that_python_proves(
    page: Page, panel: Server, tmp_path: Path
) -> None:
    studio = studio_on(page, panel)
    studio.type("h")
    expect(studio.gates).to_have_count(1)
    studio.type("Control+k")
    page.keyboard.type("make this")
    page.keyboard.press("Enter")
    form = studio.root.get_by_role("form", name="Make this a lesson")
    expect(form.get_by_label("Title", exact=True)).to_be_focused()
    save = form.get_by_role("button", name="Save the lesson")
    expect(save).to_be_disabled()
    page.keyboard.type("Both <i>ways</i>")
    form.get_by_label("Text").fill("Reach $|+⟩$.\n\nThat is **all**.")
    form.get_by_label("Hints").fill("One gate is enough.")
    expect_accessible(page, "a form")

    # What the start would change cannot be asked for.
    form.get_by_label("Change nothing of what it does", exact=True).check()
    save.click()
    expect(form.get_by_role("alert")).to_contain_text("does not meet")
    form.get_by_label("Change nothing of what it does", exact=True).uncheck()
    form.get_by_label("At most 1 gate", exact=True).check()
    form.get_by_label("Question").fill("How likely is 1?")
    form.get_by_label("Choices, between commas").fill("0, 0.5, 1")
    form.get_by_label("Right answer").fill("2")
    save.click()
    expect(form.get_by_role("alert")).to_contain_text("none of its choices")
    form.get_by_label("Right answer").fill("0.5")
    with page.expect_download() as download:
        save.click()
    assert download.value.suggested_filename == "both_i_ways_i.qlesson"
    download.value.save_as(tmp_path / "own.qlesson")
    lesson = qd.lessons.load(tmp_path / "own.qlesson")
    assert qd.lessons.prove(lesson)
    assert lesson.title == "Both <i>ways</i>"
    assert [each["name"] for each in lesson.goals] == ["prediction", "state", "gates"]
    assert lesson.palette == ("h",)


def test_jupyterlab_opens_a_lesson_beside_its_file_and_a_notebook_by_its_name(
    page: Page, lab: Server, open_lab: OpenLab
) -> None:
    own = qd.lessons.get("turn").dumps().replace('"name": "turn"', '"name": "own"')
    (lab.folder / "own.qlesson").write_text(own, encoding="utf-8")
    # As a double click, or a link to the file, opens it.
    run_command(open_lab(workspace="lesson"), "docmanager:open", path="own.qlesson")
    side = studios(page).get_by_role("region", name="Lesson")
    expect(side.get_by_role("heading", name=qd.lessons.get("turn").title)).to_be_visible()
    expect(page.locator(".lm-TabBar-tab", has_text="own.qdesign")).to_be_visible()
    expect(page.locator(".lm-TabBar-tab", has_text="own.qlesson")).to_have_count(0)
    assert (lab.folder / "own.qlesson").read_text(encoding="utf-8") == own

    studio = Notebook(page, lab, "lesson").open('studio = qd.Studio(lesson="own.qlesson")')
    strip = studio.root.locator(".qd-lesson, .qd-lesson-strip").first
    expect(strip).to_contain_text(qd.lessons.get("turn").goals[0]["title"])
