"""What the newest releases break: results of an environment without the lock → words.

`make test-newest` made the environment and ran the tests there. Each test that failed is run again
with the lock; one that passes then was broken by a release, and those that its failure tells of
are named beside it.
"""

from __future__ import annotations

import importlib.metadata
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).parents[1]
_LISTS = (
    "import importlib.metadata as m, json;"
    "print(json.dumps({d.name.lower().replace('_', '-'): d.version for d in m.distributions()}))"
)


def main(environment: Path) -> int:
    """Prints the report.

    Returns:
        1 when a release broke something or a run gave no result, else 0.
    """
    locked, newest = releases(Path(sys.executable)), releases(environment / "bin" / "python")
    changed = {
        name: f"{name} {locked[name]} → {version}"
        for name, version in sorted(newest.items())
        if name in locked and locked[name] != version
    }
    for line in changed.values():
        print(line)
    if not changed:
        print("The lock has the newest release of everything.")
    missing = [
        part
        for part in ("unit", "server-tests", "browser-tests")
        if not (environment / "results" / f"{part}.xml").is_file()
    ]
    for part in missing:
        print(f"{part} gave no result: see what make printed above.")
    failed = dict(failures(environment / "results"))
    print(f"{len(failed)} tests fail on the newest releases.")
    broken = 0
    for test, text in failed.items():
        if passes_with_the_lock(test):
            broken += 1
            guilty = suspects(text, changed) or ["no release is named in its failure"]
            print(f"BROKEN  {test}\n        {'; '.join(guilty)}")
        else:
            print(f"        {test} fails with the lock as well")
    return 1 if broken or missing else 0


def releases(python: Path) -> dict[str, str]:
    """The version of each distribution that a Python has."""
    done = subprocess.run([str(python), "-c", _LISTS], check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def failures(results: Path) -> Iterator[tuple[str, str]]:
    """Each test that did not pass, as pytest takes it, with what it printed."""
    for path in sorted(results.glob("*.xml")):
        for case in ElementTree.parse(path).iter("testcase"):  # noqa: S314 - our own pytest wrote it
            bad = [child for child in case if child.tag in ("failure", "error")]
            if bad:
                yield (
                    address(case.get("classname", ""), case.get("name", "")),
                    "\n".join(child.text or "" for child in bad),
                )


def address(classname: str, name: str) -> str:
    """`tests.zx.test_rules` and `test_x[0]` → `tests/zx/test_rules.py::test_x[0]`."""
    parts = classname.split(".")
    for count in range(len(parts), 0, -1):
        path = Path(*parts[:count]).with_suffix(".py")
        if (ROOT / path).is_file():
            return "::".join((path.as_posix(), *parts[count:], name))
    return name.replace(".", "/") + ".py"  # a file that could not be collected


def passes_with_the_lock(test: str) -> bool:
    """Does it pass in this environment?"""
    command = [sys.executable, "-m", "pytest", "-q", "--doctest-modules", test]
    if "tests/browser" not in test:
        command[3:3] = ["-p", "no:playwright"]
    return subprocess.run(command, cwd=ROOT, check=False, capture_output=True).returncode == 0


def suspects(text: str, changed: Mapping[str, str]) -> list[str]:
    """Changed releases that a failure tells of: by a file of theirs, or by their name."""
    modules: dict[str, set[str]] = {}
    for module, names in importlib.metadata.packages_distributions().items():
        for name in names:
            modules.setdefault(name.lower().replace("_", "-"), set()).add(module)
    return [
        line
        for name, line in changed.items()
        if any(f"site-packages/{m}/" in text or f"{m}." in text for m in modules.get(name, {name}))
    ]


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
