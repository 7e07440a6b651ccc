"""What mybinder.org needs: the package built, the server started. Its pins: test_lock.py."""

import os
import signal
import subprocess
import time
import urllib.request
import venv
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import sync_playwright

from scripts.campaign import measured
from scripts.chromium import candidates, starts
from tests.browser.servers import TOKEN, free_port

ROOT = Path(__file__).parents[1]
BINDER = ROOT / "binder"
LESSON = "qdesign/lessons/shipped/01-turn.qlesson"
NOTEBOOK = "notebooks/01-first-ansatz.ipynb"


def test_no_pin_is_a_local_path() -> None:
    """A path or another file makes every commit rebuild everything."""
    lines = (BINDER / "requirements.txt").read_text("utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith((" ", "#"))]
    assert pins
    assert not [line for line in pins if "/" in line or line.startswith("-")]


def test_the_scripts_stop_on_errors_and_hand_over() -> None:
    assert "set -euo pipefail" in (BINDER / "postBuild").read_text("utf-8")
    assert (BINDER / "start").read_text("utf-8").rstrip().endswith('exec "$@"')
    for name in ("postBuild", "start"):
        assert os.access(BINDER / name, os.X_OK)


@pytest.mark.campaign
def test_binder_builds_a_clone_without_node(tmp_path: Path, without_node: dict[str, str]) -> None:
    """As repo2docker does it: the requirements, then `postBuild` in the folder of the clone."""
    clone, environment = tmp_path / "clone", tmp_path / "environment"
    subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)
    venv.create(environment, with_pip=True, symlinks=True)
    path = os.pathsep.join((str(environment / "bin"), without_node["PATH"]))
    variables = {**without_node, "PATH": path}
    for command in (
        ["pip", "install", "--quiet", "--requirement", "binder/requirements.txt"],
        ["bash", "binder/postBuild"],
    ):
        done = subprocess.run(
            command, cwd=clone, env=variables, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
    assert "qdesign v" in done.stdout + done.stderr
    told = subprocess.run(
        ["qdesign", "demo"], cwd=tmp_path, env=variables, capture_output=True, text=True, check=True
    )
    assert "measured" in told.stdout
    assert not (clone / "extension" / "node_modules").exists()
    size = sum(file.stat().st_blocks * 512 for file in environment.rglob("*"))
    measured("Binder: environment", f"{size / 1e6:.0f} MB", goal="at most 1 GB")
    look_at(clone, variables)


@pytest.mark.campaign
def test_repo2docker_reads_the_folder_as_meant(tmp_path: Path) -> None:
    """Its output is read, not its exit status."""
    clone, environment = tmp_path / "clone", tmp_path / "environment"
    subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)
    venv.create(environment, with_pip=True, symlinks=True)
    tools = environment / "bin"
    subprocess.run([tools / "pip", "install", "--quiet", "jupyter-repo2docker"], check=True)
    done = subprocess.run(
        [
            *(tools / "jupyter-repo2docker", "--no-build", "--debug"),
            *("--Repo2Docker.default_buildpack=None", "."),
        ],
        cwd=clone,
        capture_output=True,
        text=True,
        check=False,
    )
    said = done.stdout + done.stderr
    for line in (
        "Building conda environment for python=3.11",
        'pip install --no-cache-dir -r "binder/requirements.txt"',
        "RUN ./binder/postBuild",
        'R2D_ENTRYPOINT="${REPO_DIR}/binder/start"',
    ):
        assert line in said, said


def look_at(clone: Path, variables: dict[str, str]) -> None:
    """Opens the links in Chromium: how soon one draws, and what memory all takes."""
    with serving(clone, variables) as (base, process), sync_playwright() as kit:
        browser = kit.chromium.launch(
            executable_path=next(filter(starts, candidates())),
            args=["--headless", "--no-sandbox"],
        )
        page = browser.new_page(viewport={"width": 1400, "height": 900})
        begun = time.monotonic()
        page.goto(f"{base}lab/tree/{LESSON}?token={TOKEN}")
        page.locator(".qd-canvas >> visible=true").first.wait_for(timeout=120_000)
        seconds = time.monotonic() - begun
        measured("Binder: ready to draw", f"{seconds:.1f} s", goal="at most 5 s")
        page.goto(f"{base}lab/tree/{NOTEBOOK}?token={TOKEN}")
        page.locator(".jp-CodeCell .cm-content").first.click(timeout=120_000)
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        page.locator(".jp-OutputArea .qd-canvas >> visible=true").first.wait_for(timeout=120_000)
        server = psutil.Process(process.pid)
        family = [server, *server.children(recursive=True)]
        memory = sum(each.memory_full_info().pss for each in family)
        told = f"{memory / 1e6:.0f} MB"
        measured("Binder: server, kernel and studio", told, goal="at most 1 GB of memory")
        browser.close()


@contextmanager
def serving(
    clone: Path, variables: dict[str, str]
) -> Generator[tuple[str, subprocess.Popen[bytes]]]:
    """JupyterLab as Binder starts it, once it answers."""
    port = free_port()
    base = f"http://127.0.0.1:{port}/"
    process = subprocess.Popen(
        [
            *("bash", "binder/start", "jupyter", "lab", "--no-browser", "--allow-root"),
            *(f"--ServerApp.port={port}", f"--IdentityProvider.token={TOKEN}"),
        ],
        cwd=clone,
        env=variables,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while process.poll() is None:
            try:
                with urllib.request.urlopen(f"{base}api/status?token={TOKEN}"):
                    break
            except OSError:
                time.sleep(0.1)
        assert process.poll() is None
        yield base, process
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()
