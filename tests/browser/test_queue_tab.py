"""A job sent from the page: what would run and its figures, then its counts over the ideal."""

import csv
import json
import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

import qdesign as qd
from qdesign.circuit import Condition, Operation
from qdesign.document import Document
from qdesign.hardware.job import State
from qdesign.hardware.lock import WorkerLock
from qdesign.hardware.queue import Queue
from qdesign.hardware.store import Order, Store
from tests.browser.drawing import Drawn, passes
from tests.browser.servers import Server, start_panel

SHOTS = 4096


def opened(page: Page, server: Server) -> Locator:
    """The studio with its queue in front."""
    page.goto(server.url)
    root = page.locator(".qdesign-host")
    Drawn(page, root).wait()
    root.get_by_role("tab", name="Queue").click()
    return root


def test_a_job_is_sent_and_laid_over_the_ideal(page: Page, tmp_path: Path) -> None:
    circuit = qd.Circuit.of(3, "ry(2*pi/5) 0; cx 0 1; cx 0 2; ry(0.3) 1")
    Document(circuit).save(tmp_path / "pair.qdesign")
    server = start_panel(tmp_path, tmp_path / "pair.qdesign")
    try:
        page.goto(server.url)
        root = page.locator(".qdesign-host")
        Drawn(page, root).wait()
        root.get_by_role("button", name="Send…").click()
        root.locator(".qd-target", has_text="Ideal").first.click()
        root.get_by_role("button", name=re.compile("Send to Ideal")).click()
        job = root.locator("[data-part=jobs] .qd-job")
        expect(job).to_contain_text("COMPLETED")
        job.locator(".qd-job-name").click()
        expect_counts(root, circuit)
        root.get_by_role("button", name="Back", exact=True).click()
        # It leads back to Send, which folds what is below.
        root.get_by_role("tab", name="Queue").click()
        expect_news_while_seen(page, root, server.folder)
    finally:
        server.stop()


def test_a_finished_energy_stands_beside_ideal_and_noisy(page: Page, tmp_path: Path) -> None:
    circuit = qd.Circuit.of(2, "ry(0.7) 0; cx 0 1; rx(0.3) 1")
    observable = qd.Observable({"ZZ": 1.0, "XX": -0.5, "II": 3.0})
    with Queue.open(tmp_path / "queue.sqlite") as queue:
        job = queue.submit(
            circuit,
            observable=observable,
            target="local:fake_manila",
            shots=2000,
            seed=5,
            name="two",
        )
        done = queue.wait(job.id, timeout=300)
        assert done.energy is not None
        assert done.energy_error is not None
        noisy = queue.expected_energy_with_noise(job.id)
        counts = queue.parts(job.id)[1].counts
        assert counts is not None
    server = start_panel(tmp_path)
    try:
        root = opened(page, server)
        row = root.locator("[data-part=jobs] .qd-job")
        digits = max(0, 1 - math.floor(math.log10(done.energy_error)))
        measured = f"{done.energy:.{digits}f}"
        expect(row).to_contain_text(f"{measured} ± {done.energy_error:.{digits}f}, sampled")
        expect(row).to_contain_text(", took ")
        row.locator(".qd-job-name").click()
        energies = root.get_by_role("table", name="Energies")
        expect(energies.locator("tr[data-of=measured]")).to_contain_text(measured)
        expect(energies.locator("tr[data-of=measured]")).to_contain_text("sampled, 2,000 shots")
        exact = qd.Simulator(circuit, observable).expectation()
        expect(energies.locator("tr[data-of=ideal]")).to_contain_text(f"{exact:.4f}")
        off = (done.energy - noisy) / done.energy_error
        beside = energies.locator("tr[data-of=noise]")
        expect(beside).to_contain_text(f"{noisy:.4f}")
        expect(beside).to_contain_text(f"{'+' if off > 0 else '−'}{abs(off):.1f} σ")
        # Its circuits, each with its counts and its program.
        circuits = root.get_by_role("table", name="Circuits").locator("tbody tr")
        expect(circuits).to_have_count(2)
        expect(root.get_by_role("region", name="Counts of circuit 1")).to_be_visible()
        circuits.nth(1).click()
        told = root.get_by_role("region", name="Counts of circuit 2")
        expect(told).to_contain_text(f"sampled, {sum(counts.values()):,} shots")
        expect(told.locator("rect.qd-bar-noise").first).to_be_attached()
        made = root.get_by_role("complementary", name="What made it")
        expect(made).to_contain_text("Text of circuit 2")
        expect(made).not_to_contain_text("not written yet")
        # Sent again, it is the same energy.
        root.get_by_role("button", name="Resubmit…").click()
        expect(root.get_by_role("button", name="Energy", exact=True)).to_have_attribute(
            "aria-pressed", "true"
        )
        expect(root.get_by_role("button", name="Send to Manila")).to_be_visible()
        expect(root.get_by_label("Shots", exact=True)).to_have_value("2000")
        expect(root.get_by_label("Seed", exact=True)).to_have_value("5")
    finally:
        server.stop()


def test_resubmit_of_the_circuit_that_is_open_leaves_its_document(
    page: Page, tmp_path: Path
) -> None:
    observable = qd.Observable({"ZZ": 1.0, "XI": -0.5})
    circuit = qd.Circuit.of(2, "ry(a) 0; cx 0 1")
    document = Document(circuit, observable=observable)
    path = tmp_path / "pair.qdesign"
    path.write_text(document.with_values({"a": 0.7}).dumps(), encoding="utf-8")
    with Queue.open(tmp_path / "queue.sqlite") as queue:
        made = queue.submit(circuit, {"a": 0.7}, target="local:fake_manila", shots=777, name="pair")
        queue.wait(made.id, timeout=300)
    server = start_panel(tmp_path, path)
    try:
        root = opened(page, server)
        root.locator("[data-part=jobs] .qd-job .qd-job-name").click()
        root.get_by_role("button", name="Resubmit…").click()
        expect(root.get_by_role("button", name="Send to Manila")).to_be_enabled()
        expect(root.get_by_label("Shots", exact=True)).to_have_value("777")
        expect(root.get_by_label("Layout")).to_have_value("best")
        energy = root.get_by_role("button", name="Energy", exact=True)
        expect(energy).to_have_attribute("aria-pressed", "false")
        expect(root.locator('[data-part="saved"]')).to_have_text("saved")
    finally:
        server.stop()


def test_resubmit_in_jupyterlab_opens_send_with_what_was_sent(
    open_lab: Callable[..., Page], lab: Server
) -> None:
    circuit = qd.Circuit.of(2, "ry(a) 0; cx 0 1")
    with Queue.open(lab.folder / ".jupyter" / "queue.sqlite") as queue:
        job = queue.submit(
            circuit,
            [0.7],
            target="local:fake_manila",
            shots=777,
            seed=9,
            name="again",
            optimization_level=3,
            layout=[3, 2],
        )
        queue.wait(job.id, timeout=300)
    page = open_lab(workspace="resubmit")
    page.evaluate(
        "(job) => void window.jupyterapp.commands.execute('qdesign:open-job', { job })", job.id
    )
    page.get_by_role("button", name="Resubmit…").click()
    studio = page.locator(".qdesign-Studio:visible")
    expect(studio.get_by_role("button", name="Send to Manila")).to_be_enabled()
    expect(studio.get_by_label("Shots", exact=True)).to_have_value("777")
    expect(studio.get_by_label("Seed", exact=True)).to_have_value("9")
    expect(studio.get_by_label("Optimization level")).to_have_value("3")
    expect(studio.get_by_label("Layout")).to_have_value("hand")
    tab = page.locator("#jp-main-dock-panel .lm-TabBar-tab.jp-mod-current")
    expect(tab).to_contain_text("again.qdesign")
    expect(
        page.get_by_text("The drawing of again is in a new file, again.qdesign.")
    ).to_be_visible()
    # Other tests of this server know of no jobs.
    with Queue.open(lab.folder / ".jupyter" / "queue.sqlite") as queue:
        queue.delete(job.id)


def fill(path: Path, count: int) -> list[str]:
    """Ids of finished jobs, and of one that waits."""
    store = Store.open(path)
    source = Document(qd.Circuit.of(1, "h 0")).dumps()
    order = Order(source=source, values={}, target="local:ideal", shots=10, seed=1, name="coin")
    ids = [store.add(order).id for _ in range(count + 1)]
    for id_ in ids[:-1]:
        store.move(id_, State.COMPLETED, counts={"0": 4, "1": 6})
    store.close()
    return ids


def test_jobs_are_archived_with_undo_and_deleted_with_a_word_about_what_goes(
    page: Page, tmp_path: Path
) -> None:
    path = tmp_path / "queue.sqlite"
    ids = fill(path, 3)
    lock = WorkerLock(path)  # so that no worker runs the one that waits
    assert lock.acquire()
    server = start_panel(tmp_path)
    try:
        root = opened(page, server)
        rows = root.locator("[data-part=jobs] .qd-job")
        expect(rows).to_have_count(4)
        expect(rows.first.get_by_role("button", name="Cancel")).to_be_visible()
        rows.nth(1).get_by_role("button", name="Archive").click()
        expect(rows).to_have_count(3)
        undo = root.locator(".qd-jobs-foot").get_by_role("button", name="Undo")
        expect(undo).to_be_focused()
        undo.click()
        expect(rows).to_have_count(4)
        root.get_by_role("button", name="Archive finished").click()
        expect(rows).to_have_count(1)
        root.get_by_role("button", name="Archive (3)").click()
        expect(rows).to_have_count(3)
        rows.last.get_by_role("button", name="Delete").click()
        expect(rows.last).to_contain_text("Its circuit and counts go for good.")
        rows.last.get_by_role("button", name="Keep it").click()
        rows.last.get_by_role("button", name="Delete").click()
        rows.last.get_by_role("button", name="Delete it").click()
        expect(rows).to_have_count(2)
        root.get_by_role("button", name="Back to the queue").click()
        expect(rows).to_have_count(1)
    finally:
        server.stop()
        lock.release()
    with Queue.open(path) as queue:
        assert [job.id for job in queue.archived()] == ids[1:3]
        assert [job.id for job in queue.jobs()] == ids[3:]


def test_listed_jobs_are_exported(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "queue.sqlite"
    ids = fill(path, 3)
    lock = WorkerLock(path)
    assert lock.acquire()
    server = start_panel(tmp_path)
    try:
        root = opened(page, server)
        root.get_by_role("button", name="Done 3").click()
        expect(root.locator("[data-part=jobs] .qd-job")).to_have_count(3)
        with page.expect_download() as download:
            root.get_by_role("button", name="Export as CSV").click()
        assert download.value.suggested_filename == "jobs.csv"
        rows = list(csv.DictReader(download.value.path().read_text("utf-8").splitlines()))
        assert [row["id"] for row in rows] == ids[:3]
        assert json.loads(rows[0]["counts"]) == {"0": 4, "1": 6}
        root.get_by_role("button", name="All 4").click()
        with page.expect_download() as download:
            root.get_by_role("button", name="Export as JSON").click()
        told = json.loads(download.value.path().read_text("utf-8"))
        assert [row["id"] for row in told] == ids
        expect(root.get_by_text("4 jobs in the file.")).to_be_visible()
    finally:
        server.stop()
        lock.release()


def test_rows_fit_the_pane_whatever_its_width(page: Page, tmp_path: Path) -> None:
    fill(tmp_path / "queue.sqlite", 3)
    server = start_panel(tmp_path)
    try:
        root = opened(page, server)
        scroll = root.locator(".qd-jobs")
        expect(scroll).to_contain_text("COMPLETED")
        for width in (700, 900, 1024, 1280, 1440):
            page.set_viewport_size({"width": width, "height": 800})
            expect(root.locator(".qd")).to_have_css("width", f"{width}px")
            passes(expect_no_sideways_scroll, scroll)
    finally:
        server.stop()


def expect_no_sideways_scroll(part: Locator) -> None:
    assert part.evaluate("e => e.scrollWidth <= e.clientWidth")


def test_a_long_queue_comes_in_pages(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "queue.sqlite"
    fill(path, 250)
    lock = WorkerLock(path)
    assert lock.acquire()
    server = start_panel(tmp_path)
    try:
        root = opened(page, server)
        rows = root.locator("[data-part=jobs] .qd-job")
        expect(rows).to_have_count(200)
        expect(root.locator(".qd-jobs-foot")).to_contain_text("200 of 251 jobs")
        root.get_by_role("button", name="Show older").click()
        expect(rows).to_have_count(251)
        expect(root.get_by_role("button", name="Show older")).to_have_count(0)
        # All that a page lists goes elsewhere; the newest of the others take its place.
        page.reload()
        Drawn(page, root).wait()
        root.get_by_role("tab", name="Queue").click()
        expect(rows).to_have_count(200)
        with Queue.open(path) as queue:
            listed = [job.id for job in queue.jobs(limit=200)]
            queue.cancel(listed[-1])
            queue.archive(*listed)
        page.evaluate("window.dispatchEvent(new CustomEvent('qdesign-jobs'))")
        expect(rows).to_have_count(51)
    finally:
        server.stop()
        lock.release()


def expect_counts(root: Locator, circuit: qd.Circuit) -> None:
    counts = root.get_by_role("region", name="Counts of pair")
    expect(counts).to_contain_text("sampled, 4,096 shots")
    wanted = qd.Simulator(circuit).probabilities()
    likely = [k for k in range(8) if wanted[k] * SHOTS > 0.05]
    assert 0 < len(likely) < 8
    bars, ticks = counts.locator("rect.qd-bar"), counts.locator("line.qd-tick")
    expect(bars).to_have_count(len(likely))
    expect(ticks).to_have_count(len(likely))
    base = float(counts.locator("line.qd-gridline").first.get_attribute("y1") or "nan")
    measured = [float(bar.get_attribute("height") or "nan") for bar in bars.all()]
    ideal = [base - float(tick.get_attribute("y1") or "nan") for tick in ticks.all()]
    for place, k in enumerate(likely):
        assert abs(ideal[place] / sum(ideal) - wanted[k]) < 0.01  # the line lies on a pixel
        # Five standard deviations of a share of so many shots.
        spread = 5 * (wanted[k] * (1 - wanted[k]) / SHOTS) ** 0.5
        assert abs(measured[place] / sum(measured) - wanted[k]) < spread
    expect(root.get_by_role("region", name="How far off")).to_contain_text("Total variation")
    expect(root.get_by_role("region", name="Its way")).to_contain_text("COMPLETED")


def expect_news_while_seen(page: Page, root: Locator, folder: Path) -> None:
    """A list with a job under way asks again and again, and not while it cannot be seen."""
    page.evaluate(
        """() => {
          window.jobAsks = 0;
          const stock = WebSocket.prototype.send;
          WebSocket.prototype.send = function (data) {
            if (typeof data === 'string' && data.includes('"jobs"')) window.jobAsks += 1;
            return stock.call(this, data);
          };
        }"""
    )
    with Queue.open(folder / "queue.sqlite") as queue:
        slow = queue.submit(slow_circuit(), target="local:ideal", shots=1_000_000, seed=1)
        page.evaluate("window.dispatchEvent(new CustomEvent('qdesign-jobs'))")
        expect(root.locator("[data-part=jobs] .qd-job")).to_have_count(2)
        page.wait_for_function("window.jobAsks >= 3")
        root.get_by_role("tab", name="State").click()
        expect(root.locator("[data-part=jobs]")).to_have_count(0)
        before: Any = page.evaluate("window.jobAsks")
        page.wait_for_timeout(2_000)
        assert page.evaluate("window.jobAsks") <= before
        root.get_by_role("tab", name="Queue").click()
        row_of_job = root.locator("[data-part=jobs] .qd-job").first
        row_of_job.get_by_role("button", name="Cancel").click()
        expect(row_of_job).to_contain_text("CANCELLED")
        assert str(queue.job(slow.id).state) == "CANCELLED"


def slow_circuit() -> qd.Circuit:
    """A circuit that measures before it goes on, so that each shot is simulated by itself."""
    layer = [step for k in range(15) for step in (f"ry({0.1 + k}) {k}", f"cx {k} {k + 1}")]
    gates = qd.Circuit.of(16, "; ".join(layer * 10)).operations
    measure = Operation("measure", (0,), clbits=(0,))
    flip = Operation("x", (0,), conditions=(Condition((0,), 1),))
    return qd.Circuit(16, (*gates, measure, flip, *gates, measure), num_clbits=1)
