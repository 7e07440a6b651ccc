"""qdesign, its notebooks and lessons → a site of JupyterLite, `build/lite/`: Python in the browser.

    .venv/bin/python -m scripts.lite [--pyodide PLACE]

Pyodide knows its packages by a lock. It gets qdesign and all pure wheels that this needs, pinned as
everything else, so that `import qdesign` finds them in the site. Its compiled packages (numpy and
scipy) are in no registry: they come from PLACE, a full distribution of Pyodide (a folder or its
`.tar.bz2`), or else each reader's browser fetches them from where Pyodide publishes them.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Iterable, Iterator
from importlib.metadata import requires
from pathlib import Path
from typing import Any, Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

import qdesign as qd
from scripts.gallery import lessons

ROOT: Final = Path(__file__).parents[1]
SITE: Final = ROOT / "build" / "lite"
CORE: Final = ROOT / "extension" / "node_modules" / "pyodide"
ENVIRONMENT: Final = Path(sys.prefix) / "lite"
COMPILED: Final = ("numpy", "scipy")
_OF_KERNEL: Final = ("ipython", "jedi", "comm", "packaging")
_ALONE: Final = "micropip"
"""Installs packages in a page; it needs what Pyodide has."""
_EXTENSIONS: Final = ("anywidget", "@jupyter-widgets/jupyterlab-manager")
_CORE_FILES: Final = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
_TEXTS: Final = ("qdesign", "qasm", "qlesson", "handin", "zxg", "zxp", "zxr", "tikz")
"""Endings of files that JupyterLite would take for bytes."""
_KERNEL: Final = "@jupyterlite/pyodide-kernel-extension:kernel"
_PYTHON: Final = {"python_version": "3.14", "python_full_version": "3.14.0"}
_IN_PAGE: Final = {**_PYTHON, "sys_platform": "emscripten", "platform_system": "Emscripten"}


def main() -> int:
    """Builds the site anew; what is downloaded is kept in `build/`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pyodide", type=Path, help="a full distribution of Pyodide")
    place: Path | None = parser.parse_args().pyodide
    names = closure("qdesign", *_OF_KERNEL) | {_ALONE: []}
    wheels = _wheels(names)
    shutil.rmtree(SITE, ignore_errors=True)
    _build_lab()
    into = SITE / "static" / "pyodide"
    into.mkdir(parents=True)
    for name in _CORE_FILES:
        shutil.copy(CORE / name, into)
    for wheel in wheels:
        shutil.copy(wheel, into)
    lock = json.loads((CORE / "pyodide-lock.json").read_text("utf-8"))
    compiled = [lock["packages"][name] for name in COMPILED]
    if place is not None:
        take(place, compiled, into)
    published = f"https://cdn.jsdelivr.net/pyodide/v{_version()}/full/"
    for each in lock["packages"].values():
        if not (into / each["file_name"]).exists():
            each["file_name"] = published + each["file_name"]
    for wheel in wheels:
        entry = _entry(wheel, names)
        lock["packages"][canonicalize_name(entry["name"])] = entry
    (into / "pyodide-lock.json").write_text(json.dumps(lock), "utf-8")
    _configure()
    _later_parts()
    size = sum(file.stat().st_size for file in SITE.rglob("*") if file.is_file())
    print(f"{SITE.relative_to(ROOT)}: {size / 1e6:.0f} MB")
    if place is None:
        print(
            f"{' and '.join(COMPILED)} are not in it: readers' browsers fetch them from Pyodide's "
            "own address. make lite PYODIDE=… takes them from a full distribution."
        )
    return 0


def closure(*names: str) -> dict[str, list[str]]:
    """What packages need in a page, by name, as far as it is not compiled."""
    found: dict[str, list[str]] = {}
    waiting = [canonicalize_name(name) for name in names]
    while waiting:
        name = waiting.pop()
        if name in found or name in COMPILED:
            continue
        own = name == "qdesign"  # an installation that is edited knows what it once needed
        texts = _project()["dependencies"] if own else requires(name) or []
        needed = [Requirement(text) for text in texts]
        found[name] = sorted(
            canonicalize_name(each.name)
            for each in needed
            if each.marker is None or each.marker.evaluate({**_IN_PAGE, "extra": ""})
        )
        waiting += found[name]
    return found


def pinned(names: Iterable[str]) -> str:
    """What the lock says of packages for Python in a page, as requirements of pip."""
    wanted = set(names)
    found: list[str] = []
    text = re.sub(r"^ *#.*\n", "", (ROOT / "requirements.lock").read_text("utf-8"), flags=re.M)
    for entry in text.replace("\\\n", " ").splitlines():
        pin, *hashes = entry.split("--hash=")
        requirement = Requirement(pin)
        marker = requirement.marker
        if canonicalize_name(requirement.name) in wanted and (
            marker is None or marker.evaluate(_IN_PAGE)
        ):
            line = [f"{requirement.name}{requirement.specifier}", *hashes]
            found.append(" --hash=".join(each.strip() for each in line))
    return "\n".join(found)


def _project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def _wheels(names: Iterable[str]) -> list[Path]:
    """The wheel of qdesign, and those of the lock that run anywhere."""
    kept = ROOT / "build" / "lite-wheels"
    shutil.rmtree(kept, ignore_errors=True)
    pip = [sys.executable, "-m", "pip", "--quiet"]
    anywhere = ("--platform=any", "--implementation=py", "--abi=none", "--only-binary=:all:")
    listed = ROOT / "build" / "lite-requirements.txt"
    listed.parent.mkdir(exist_ok=True)
    listed.write_text(pinned(names), "utf-8")
    subprocess.run(
        [
            *(*pip, "download", "--no-deps", "--dest", kept, *anywhere, "--python-version=3.14"),
            *("--require-hashes", "--requirement", listed),
        ],
        cwd=ROOT,
        check=True,
    )
    subprocess.run(
        [*pip, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", kept, "."],
        cwd=ROOT,
        check=True,
    )
    return sorted(kept.glob("*.whl"))


def _build_lab() -> None:
    """JupyterLab with the studio, and the files to begin with."""
    files = ROOT / "build" / "lite-files"
    shutil.rmtree(files, ignore_errors=True)
    (files / "lessons").mkdir(parents=True)
    for path in sorted((ROOT / "notebooks").glob("0[1-6]-*.ipynb")):
        shutil.copy(path, files)
    for number, (name, lesson) in enumerate(qd.catalog("lesson").items(), 1):
        (files / "lessons" / f"{number:02}-{name}.qlesson").write_text(lesson.dumps(), "utf-8")
    shown = ROOT / "build" / "lite-extensions"
    shutil.rmtree(shown, ignore_errors=True)
    shutil.copytree(ROOT / "qdesign" / "labextension", shown / "qdesign")
    for name in _EXTENSIONS:
        installed = Path(sys.prefix) / "share" / "jupyter" / "labextensions"
        shutil.copytree(installed / name, shown / name)
    subprocess.run(
        [
            *(ENVIRONMENT / "bin" / "jupyter", "lite", "build", "--no-sourcemaps"),
            *("--apps", "lab", "--contents", files, "--output-dir", SITE),
            f"--FederatedExtensionAddon.extra_labextensions_path={shown}",
        ],
        cwd=files,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def take(place: Path, entries: Iterable[dict[str, Any]], into: Path) -> None:
    """Files of a full distribution, if they are those that its lock names."""
    for entry in entries:
        name = entry["file_name"]
        data = _found(place, name)
        if hashlib.sha256(data).hexdigest() != entry["sha256"]:
            raise SystemExit(
                f"{name} in {place} is not that of Pyodide {_version()}. Give that version's full "
                "distribution."
            )
        (into / name).write_bytes(data)


def _found(place: Path, name: str) -> bytes:
    if place.is_dir():
        for path in place.rglob(name):
            return path.read_bytes()
    elif place.is_file():
        with tarfile.open(place) as archive:
            for member in archive:
                held = archive.extractfile(member) if member.name.endswith(f"/{name}") else None
                if held is not None:
                    return held.read()
    raise SystemExit(
        f"{name} is not in {place}. Give a full distribution of Pyodide {_version()}: its folder "
        "or its .tar.bz2."
    )


def _version() -> str:
    return json.loads((CORE / "package.json").read_text("utf-8"))["version"]


def _entry(wheel: Path, names: dict[str, list[str]]) -> dict[str, Any]:
    """A wheel as Pyodide's lock has it."""
    name, version, _, _ = parse_wheel_filename(wheel.name)
    return {
        "name": str(name),
        "version": str(version),
        "file_name": wheel.name,
        "install_dir": "site",
        "package_type": "package",
        "sha256": hashlib.sha256(wheel.read_bytes()).hexdigest(),
        "imports": sorted(set(_modules(wheel))),
        "depends": names[name],
        "unvendored_tests": False,
    }


def _modules(wheel: Path) -> Iterator[str]:
    with zipfile.ZipFile(wheel) as held:
        for name in held.namelist():
            first, _, rest = name.partition("/")
            if rest and first.isidentifier():
                yield first
            elif not rest and first.endswith(".py"):
                yield first.removesuffix(".py")


def _configure() -> None:
    path = SITE / "jupyter-lite.json"
    config = json.loads(path.read_text("utf-8"))
    data = config["jupyter-config-data"]
    data["appName"] = "qdesign"
    for ending in _TEXTS:
        data["fileTypes"][ending] = {
            "name": ending,
            "extensions": [f".{ending}"],
            "fileFormat": "text",
            "mimeTypes": ["text/plain"],
        }
    kernel = data["litePluginSettings"][_KERNEL]
    kernel["pyodideUrl"] = "./static/pyodide/pyodide.mjs"
    kernel["loadPyodideOptions"] = {"lockFileURL": "./static/pyodide/pyodide-lock.json"}
    path.write_text(json.dumps(config, indent=1), "utf-8")


def _later_parts() -> None:
    """What the studio asks Python for elsewhere lies beside it, since no server is there."""
    beside = SITE / "extensions" / "qdesign" / "static"
    for name in ("later.js", "editor.js"):
        shutil.copy(ROOT / "qdesign" / "static" / name, beside)
    (beside / "lessons.json").write_text(json.dumps(lessons(), ensure_ascii=False), "utf-8")


if __name__ == "__main__":
    sys.exit(main())
