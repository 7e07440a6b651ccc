"""Settings for every run of pytest."""

import os
import shutil

import pytest
from hypothesis import HealthCheck, settings

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
