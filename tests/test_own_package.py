"""The package of docs/extending.md, copied from there, installed, and used as is written there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "extending.md").read_text("utf-8")
SHOWN = """
assert round(chain.exact_energy, 6) == -4.472136
assert qd.zx.matches(double, "acme/merge_edges") == (("s1", "s2"),)
assert len(step.diagram.edges) == 3
assert step.verdict.equal
"""


def section(title: str) -> str:
    """What stands below a title, to the next one of its rank."""
    return TEXT.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def block(title: str, language: str, number: int = 0) -> str:
    """A block of code below a title."""
    return re.findall(rf"^```{language}\n(.*?)^```", section(title), re.M | re.S)[number]


def test_a_package_is_what_the_guide_says(tmp_path: Path) -> None:
    source, site = tmp_path / "acme", tmp_path / "site"
    source.mkdir()
    (source / "pyproject.toml").write_text(block("In a package of your own", "toml"), "utf-8")
    (source / "acme_problems.py").write_text(block("A problem", "python"), "utf-8")
    (source / "acme_rules.py").write_text(block("A rule", "python"), "utf-8")
    assert {path.name for path in source.iterdir()} == set(
        re.findall(r"^  (\S+)", block("In a package of your own", "text"), re.M)
    )
    # What the guide installs by name is here already, and nothing is asked of an index.
    offline = ["--no-deps", "--no-build-isolation", "--no-index", "--target", str(site)]
    _run(["-m", "pip", "install", "--quiet", *offline, str(source)], tmp_path)
    _run(["-c", block("In a package of your own", "python") + SHOWN], tmp_path, site)
    (tmp_path / "one.qasm").write_text("OPENQASM 3.0;\nqubit[2] q;\nx q[0];\n", "utf-8")
    tune = block("In a package of your own", "sh", 1).replace("FILE", "one.qasm").split()[1:]
    assert "exact   -2.0" in _run(["-m", "qdesign", *tune], tmp_path, site)
    # The rule's tests: tests/zx/test_rules_of_others.py.
    tests = [str(ROOT / "tests" / "conformance" / "test_problems.py"), "-k", "acme"]
    plain = ["-m", "pytest", "-q", "-p", "no:playwright", "--rootdir", str(ROOT)]
    assert re.search(r"^\d+ passed", _run([*plain, *tests], ROOT, site), re.M)


def _run(arguments: list[str], place: Path, site: Path | None = None) -> str:
    """What Python prints; the error output where it fails."""
    path = os.pathsep.join(str(each) for each in (site, ROOT) if each)
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=place,
        env={**os.environ, "PYTHONPATH": path, "PIP_DISABLE_PIP_VERSION_CHECK": "1"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
