"""Settings for every run of pytest."""

import os
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from scripts.campaign import Outcome, cases, note

# Before numpy is there, and for the servers and workers that tests start: where several processes
# of tests share a few cores, threads for small matrices mostly wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# A machine under load must not fail a law: time is a concern of benchmarks. The same examples in
# each run, so that a change is judged by what it changes; HYPOTHESIS_PROFILE=search draws new ones.
settings.register_profile(
    "qdesign",
    deadline=None,
    derandomize=True,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("search", settings.get_profile("qdesign"), derandomize=False)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "qdesign"))


def pytest_configure(config: pytest.Config) -> None:
    # Nobody's own lemmas are read or written.
    os.environ["QDESIGN_RULEBOOK"] = str(Path(tempfile.mkdtemp()) / "rulebook.json")
    config.addinivalue_line(
        "markers", "sized(name): tries as many cases as scripts/campaign.json says for this run"
    )
    config.addinivalue_line("markers", "kit(name): needs the environment of a provider's kit")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says at the end which kits' tests were skipped, and the command that would run them."""
    reasons = {
        str(report.longrepr[2]).removeprefix("Skipped: ")
        for report in terminalreporter.getreports("skipped")
        if "hardware/kits/" in report.nodeid and isinstance(report.longrepr, tuple)
    }
    if reasons:
        terminalreporter.section("skipped: providers whose kit is not here")
        for reason in sorted(reasons):
            terminalreporter.line(reason)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Notes what tests of campaigns gave."""
    report = yield
    sized = item.get_closest_marker("sized")
    ended = report.when == "call" or not report.passed
    if ended and (sized or item.get_closest_marker("campaign")) and not report.skipped:
        name = sized.args[0] if sized else item.name.removeprefix("test_").replace("_", " ")
        tried = cases(name) if sized else 1
        note(Outcome(name, tried, int(report.failed), report.duration))
    return report


@pytest.fixture(scope="session")
def without_node(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment whose PATH has the tools of a shell and no Node."""
    tools = tmp_path_factory.mktemp("tools")
    for name in ("bash", "env", "rm", "sed", "sh"):
        found = shutil.which(name)
        if found:
            (tools / name).symlink_to(found)
    home = tmp_path_factory.mktemp("home")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL", "npm_"))}
    kept |= {"PATH": str(tools), "HOME": str(home), "QDESIGN_QUEUE": str(home / "queue.sqlite")}
    assert shutil.which("node", path=kept["PATH"]) is None
    return kept
