"""The page with no server: drawing, links, offline use, from any folder of a plain file server."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

import qdesign as qd
from qdesign import lessons
from tests.browser.conftest import watched
from tests.browser.drawing import box_of
from tests.browser.page_server import PageServer, serving
from tests.browser.test_access import expect_accessible


@pytest.fixture
def server(tmp_path: Path) -> Iterator[PageServer]:
    server = PageServer(tmp_path)
    yield server
    server.stop()


def _open_card(page: Page, title: str) -> None:
    card = page.get_by_role("button", name=title)
    expect(card.locator("svg.qd-still")).to_be_visible()
    card.click()
    expect(page.locator(".qd-canvas")).to_be_visible()


def _slider(page: Page) -> Locator:
    return page.get_by_role("slider").first


def _start(page: Page) -> None:
    page.get_by_role("button", name="Start", exact=True).click()


def test_a_drawing_goes_from_a_card_into_a_link_and_a_telephone(
    page: Page, context: BrowserContext, server: PageServer
) -> None:
    page.goto(server.address)
    _open_card(page, "Ising chain")
    expect(page.get_by_text("−4.7353")).to_be_visible()
    # What was only looked at is not kept.
    _start(page)
    expect(page.get_by_role("button", name="Bell pair")).to_be_visible()
    expect(page.get_by_role("button", name="Go on")).to_have_count(0)
    page.go_back()
    _slider(page).focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("−4.7353")).to_have_count(0)
    moved = str(_slider(page).get_attribute("aria-valuetext"))

    page.get_by_role("button", name="Share", exact=True).click()
    link = page.get_by_role("textbox", name="Link", exact=True)
    expect(link).to_have_value(re.compile(r"/a/page/#d1\.\d+\.[\w-]+$"))
    page.get_by_role("button", name="QR code").click()
    expect(page.get_by_role("img", name="QR code of the link")).to_be_visible()
    shared = link.input_value()

    other = context.new_page()
    wrong = watched(other)
    other.set_viewport_size({"width": 375, "height": 812})
    other.goto(shared)
    expect(_slider(other)).to_have_attribute("aria-valuetext", moved)
    # An address that differs in its fragment alone does not load the page anew.
    other.goto(shared[: len(server.address) + 200])
    expect(other.get_by_role("alert")).to_contain_text("cut off after 200 characters")
    expect(other.get_by_role("button", name="Bell pair")).to_be_visible()
    other.set_viewport_size({"width": 1200, "height": 800})
    other.goto(server.address + "?embed" + shared[len(server.address) :])
    expect(_slider(other)).to_have_attribute("aria-valuetext", moved)
    expect(other.get_by_role("navigation", name="Page")).to_be_hidden()
    assert wrong == []
    other.close()

    page.reload()
    expect(_slider(page)).to_have_attribute("aria-valuetext", moved)
    _start(page)
    expect(page.get_by_role("button", name="Go on: Ising chain")).to_be_visible()


def test_drawings_from_python_show_its_energies_and_come_back(
    page: Page, server: PageServer
) -> None:
    """The built page on a few documents; extension/test/hosts/same-as-python.test.ts has many."""
    for k in (1, 5, 12):
        circuit = qd.ansatz.sim(k, num_qubits=4, layers=1)
        start = {name: 0.1 * j - 0.4 for j, name in enumerate(circuit.parameters)}
        problem = qd.problems.tfim(4)
        document = qd.Document(circuit).with_values(start).with_problem(problem)
        page.goto(qd.to_link(document, page=server.address, name=f"sim {k}"))
        energy = qd.Simulator(circuit, problem.observable).expectation(start)
        expect(page.locator(".qd-name")).to_have_text(f"sim {k}")
        expect(page.get_by_text(f"{energy:.4f}".replace("-", "−")).first).to_be_visible()
        page.get_by_role("button", name="Share", exact=True).click()
        link = page.get_by_role("textbox", name="Link", exact=True)
        expect(link).not_to_have_value("")
        assert qd.from_link(link.input_value()).dumps() == document.dumps()


def test_a_lesson_is_learned_in_the_page_and_gone_on_with(page: Page, server: PageServer) -> None:
    page.goto(server.address)
    page.get_by_role("button", name="Lessons", exact=True).click()
    expect(page.get_by_text("0 of 12 done")).to_be_visible()
    expect_accessible(page, "lessons")
    page.get_by_role("button", name="All or none").click()
    lesson = page.locator(".qd-lesson")
    expect(lesson.get_by_role("heading", name="All or none")).to_be_visible()
    expect(lesson.get_by_title("All lessons")).to_have_text("6 of 12")
    for gate in ("h 1", "cx 1 2", "cx 1 0", "cx 2 3"):
        page.locator(".qd-canvas").focus()
        page.keyboard.press("Control+k")
        page.keyboard.type(gate)
        page.keyboard.press("Enter")
    expect(lesson.get_by_text("Lesson done")).to_be_visible()
    _start(page)
    card = page.get_by_role("button", name="Go on: Lesson 6")
    expect(card).to_contain_text("done")
    page.get_by_role("button", name="Keys", exact=True).click()
    expect(page.get_by_text("Place RZZ")).to_be_visible()
    expect_accessible(page, "keys")
    page.get_by_role("button", name="About", exact=True).click()
    expect(page.get_by_role("heading", name="qdesign")).to_be_visible()
    expect_accessible(page, "about")
    # An organizer's link leads straight into a lesson; one that was drawn for goes on.
    page.goto(server.address + "#lesson=chain")
    expect(lesson.get_by_text("Lesson done")).to_be_visible()
    page.goto(server.address + "#lesson=nothing")
    expect(page.get_by_role("alert")).to_contain_text("no lesson 'nothing' here")
    expect(page.get_by_role("button", name="All or none")).to_be_visible()


def test_a_proof_of_a_lesson_is_checked_in_the_page(page: Page, server: PageServer) -> None:
    page.goto(server.address + "#lesson=fuse")
    lesson = page.locator(".qd-lesson")
    expect(lesson.get_by_text("No step is taken yet.")).to_be_visible()
    spiders = page.locator(".qd-zx .qd-spider[data-spider^=s]")
    for left in (2, 1):
        page.keyboard.press("Escape")
        for k in (0, 1):
            box = box_of(spiders.nth(k))
            if k == 1:
                page.keyboard.down("Shift")
            page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.keyboard.up("Shift")
        page.locator("[data-part=rules] [data-rule=fuse] > button").click()
        expect(spiders).to_have_count(left)
    one = lesson.locator("[data-goal=one]")
    expect(one).to_contain_text("Reached in 2 steps, and each holds.")
    expect(lesson.get_by_text("Lesson done")).to_be_visible()


def test_after_the_first_visit_the_page_needs_no_network(page: Page, server: PageServer) -> None:
    page.goto(server.address)
    expect(page.get_by_role("contentinfo")).to_contain_text("kept for offline use")
    expect(page.get_by_role("contentinfo")).not_to_contain_text("not kept")
    server.stop()
    page.reload()
    _open_card(page, "Teleportation")
    page.locator(".qd-canvas").focus()
    page.keyboard.press("x")
    page.reload()
    page.get_by_role("tab", name="OpenQASM").click()
    expect(page.locator(".cm-editor")).to_contain_text("ry(theta) q[0]")
    expect(page.locator(".cm-editor")).to_contain_text("x q[0]")
    # What needs Python is gray and says where that is.
    send = page.get_by_role("button", name="Send…")
    expect(send).to_be_disabled()
    expect(send).to_have_attribute("title", re.compile("pip install qdesign"))
    page.get_by_role("button", name="Simplify").click()
    expect(page.get_by_role("menuitem", name="Best of all")).to_be_disabled()
    expect(page.get_by_text("pip install qdesign")).to_be_visible()


def test_files_and_programs_open_and_what_cannot_be_read_says_why(
    page: Page, server: PageServer, tmp_path: Path
) -> None:
    page.goto(server.address)
    drop = page.get_by_role("button", name="Drop a file here")
    with page.expect_file_chooser() as chooser:
        drop.click()
    program = tmp_path / "pair.qasm"
    program.write_text(
        'OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit[3] q;\nh q[0];\ncx q[0], q[2];\n'
    )
    chooser.value.set_files(program)
    expect(page.locator(".qd-status")).to_contain_text("3 qubits")
    expect(page.locator(".qd-name")).to_have_text("pair")
    _start(page)
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Open file…").click()
    broken = tmp_path / "b.qdesign"
    broken.write_text('{"<img src=x>": 1}')
    chooser.value.set_files(broken)
    expect(page.get_by_role("alert")).not_to_be_empty()
    expect(page.get_by_role("button", name="Bell pair")).to_be_visible()
    for name, text, words in (
        ("no.qasm", " ", "is empty"),
        ("no.qdesign", "garbage", "not JSON"),
        ("a.handin", "{}", "is a hand-in"),
        ("a.qlesson", "{", "not JSON"),
        ("picture.qasm", "\x00PNG", "'picture.qasm' is not taken"),
        ("b.zxg", '{"wire_vertices": {}}', "are read by Python"),
    ):
        (tmp_path / name).write_text(text)
        with page.expect_file_chooser() as chooser:
            page.get_by_role("button", name="Open file…").click()
        chooser.value.set_files(tmp_path / name)
        expect(page.get_by_role("alert")).to_contain_text(words)
        expect(page.get_by_role("button", name="Bell pair")).to_be_visible()
    page.set_viewport_size({"width": 320, "height": 700})
    page.get_by_role("button", name="Drawing", exact=True).click()
    share = page.get_by_role("button", name="Share", exact=True).bounding_box()
    tabs = page.get_by_role("navigation", name="Page").bounding_box()
    assert share is not None
    assert tabs is not None
    assert tabs["x"] + tabs["width"] <= share["x"]
    page.set_viewport_size({"width": 1280, "height": 700})
    _start(page)
    lesson = lessons.get("chain")
    (tmp_path / "chain.qlesson").write_text(lesson.dumps())
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Open file…").click()
    chooser.value.set_files(tmp_path / "chain.qlesson")
    expect(page.locator(".qd-root, .qd").get_by_text(lesson.title).first).to_be_visible()
    _start(page)
    page.get_by_role("button", name="Open link…").click()
    page.get_by_role("textbox", name="Link to open").fill("https://example.org/#other")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("no link to a drawing")


def test_two_tabs_with_one_drawing_keep_both(
    page: Page, context: BrowserContext, server: PageServer
) -> None:
    page.goto(server.address)
    _open_card(page, "Ising chain")
    _slider(page).focus()
    page.keyboard.press("ArrowRight")
    other = context.new_page()
    wrong = watched(other)
    other.goto(server.address)
    other.get_by_role("button", name="Go on").first.click()
    expect(_slider(other)).to_be_visible()
    page.keyboard.press("ArrowRight")
    _start(page)
    _slider(other).focus()
    other.keyboard.press("ArrowRight")
    expect(other.get_by_role("alert")).to_contain_text("both are kept")
    expect(other.locator(".qd-name")).to_contain_text(" 2")
    expect(page.get_by_role("button", name="Go on")).to_have_count(2)
    assert wrong == []


def test_course_pages_of_another_site_embed_studios_that_cannot_reach_them(
    page: Page, server: PageServer, tmp_path: Path
) -> None:
    links = [
        qd.to_link(qd.Circuit.of(1 + k, f"ry(a) 0; x {k}"), page="https://example.org/")
        for k in (1, 2)
    ]
    scripts = [
        f'<script src="{server.address}embed.js" data-link="{link}" data-height="400"></script>'
        for link in (*links, links[0][:-9], "javascript:alert(1)")
    ]
    scripts.append(f'<script src="{server.address}embed.js" data-lesson="agree"></script>')
    course = tmp_path / "course"
    course.mkdir()
    (course / "index.html").write_text(f"<!doctype html><h1>Course</h1>{''.join(scripts)}")
    with serving(course) as address:
        page.goto(address)
        expect(page.locator("iframe")).to_have_count(4)
        expect(page.get_by_text("data-link is no link to a drawing")).to_be_visible()
        frames = [page.frame_locator("iframe").nth(k) for k in range(4)]
        for k, wires in ((0, "2 qubits"), (1, "3 qubits")):
            page.locator("iframe").nth(k).scroll_into_view_if_needed()
            expect(frames[k].locator(".qd-status")).to_contain_text(wires)
        slider = frames[0].get_by_role("slider").first
        slider.focus()
        page.keyboard.press("ArrowRight")
        expect(slider).to_have_attribute("aria-valuenow", "0.01")
        page.locator("iframe").nth(2).scroll_into_view_if_needed()
        expect(frames[2].get_by_role("alert")).to_contain_text("cut off")
        page.locator("iframe").nth(3).scroll_into_view_if_needed()
        expect(frames[3].get_by_role("heading", name="Neighbors that agree")).to_be_visible()
        reach = "() => { try { return parent.document.title } catch (e) { return e.name } }"
        assert page.frames[1].evaluate(reach) == "SecurityError"
        assert page.frames[1].evaluate(
            "() => { try { top.location = '/x' } catch (e) { return 1 } }"
        )
