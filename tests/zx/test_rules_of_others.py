"""The rule of docs/extending.md, from another package, and what the translation refuses."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from qdesign.document import Document
from qdesign.errors import RefusedRewrite
from qdesign.rows import rows
from qdesign.zx import rulebook
from qdesign.zx.edit import Edit
from qdesign.zx.matching import Selection
from qdesign.zx.notation import diagram
from qdesign.zx.rule import Options, RuleRow
from scripts.rules_copy import Outside, translated

ROOT = Path(__file__).parents[2]
ENTRIES = "[qdesign.rule]\nmerge_edges = acme_rules:MERGE_EDGES\n"
USED = """
import pathlib

import qdesign as qd
from qdesign.session.asks import answer
from qdesign.zx.notation import diagram

given = diagram("in0 - a:Z(t) - b:Z(u) - out0\\na - b")
assert qd.zx.matches(given, "acme/merge_edges") == (("a", "b"),)
assert "acme/merge_edges" in [rule.name for rule in qd.zx.rules(given, ["a", "b"])]
made = qd.zx.step(given, "acme/merge_edges", ["a", "b"])
assert len(made.diagram.edges) == 3
assert made.verdict.equal is True
# The studio asks for it, and a proof that took it is written for who has it not.
about = {"ask": "zx_step", "document": qd.Document(given).dumps(), "selection": ["a", "b"]}
for rule, told in (("", "rules"), ("acme/merge_edges", "made")):
    found = getattr(answer({**about, "rule": rule, "options": {}}, print).result, told)
    assert found and (rule or "acme/merge_edges" in [each.name for each in found])
proof = qd.zx.Proof(given)
proof.apply("acme/merge_edges", ["a", "b"])
assert proof.check().unknown == ()
pathlib.Path("PROOF").write_text(qd.Document(proof.body).with_proof(proof).dumps())
print("done")
"""


@pytest.fixture(scope="module")
def example() -> str:
    """The first code of the section on rules."""
    section = (ROOT / "docs/extending.md").read_text("utf-8").partition("\n## A rule\n")[2]
    return section.partition("```python\n")[2].partition("```")[0]


def test_a_rule_of_another_package_is_one_file_and_an_entry_point(
    tmp_path: Path, example: str
) -> None:
    (tmp_path / "acme_rules.py").write_text(example, "utf-8")
    info = tmp_path / "acme-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(ENTRIES)
    place = {**os.environ, "PYTHONPATH": os.pathsep.join((str(tmp_path), str(ROOT)))}
    proof = tmp_path / "proof.qdesign"
    assert _run(["-c", USED.replace("PROOF", str(proof))], place).endswith("done\n")
    # Without the package the step is unknown, and not wrong.
    checked = Document.load(proof).proof.check()
    assert checked.ok
    assert "'acme/merge_edges' is not installed" in str(checked.verdicts["p1"])
    tests = "tests/conformance/test_rules.py"
    said = _run(["-m", "pytest", "-q", "-p", "no:playwright", tests, "-k", "acme"], place)
    assert "3 passed" in said


def test_a_rule_of_another_package_that_fails_is_left_out(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def found(edit: Edit) -> list[Selection]:
        return [["gone"], ["a", "b"]]

    def change(edit: Edit, names: Selection, options: Options) -> None:
        raise ZeroDivisionError("division by zero")

    fuse = rows(RuleRow)["fuse"]
    bad = replace(
        fuse, name="acme/bad", origin="acme", match=found,
        sure=True, change=change,
    )  # fmt: skip
    known = {"acme/bad": bad, "fuse": fuse}

    def listed(of: type[RuleRow]) -> dict[str, RuleRow]:
        return known

    monkeypatch.setattr(rulebook, "rows", listed)
    given = diagram("in0 - a:Z(t) - b:Z(u) - out0")
    assert [rule.name for rule in rulebook.rules(given, ["a", "b"])] == ["fuse"]
    told = rulebook.explain(given, ["a", "b"])[0].refused
    assert told == "the rule of acme fails with ZeroDivisionError: division by zero"
    assert "'acme/bad' of acme fails" in caplog.text
    assert rulebook.matches(given, bad) == ()
    with pytest.raises(RefusedRewrite, match="ZeroDivisionError"):
        rulebook.step(given, bad, ["a", "b"])


def test_the_example_is_in_the_small_part_of_python(tmp_path: Path, example: str) -> None:
    copy = _translated(tmp_path, example)
    assert "function written_match(edit) {" in copy
    assert "function written_change(edit, names, options) {" in copy


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("with edit: pass", "line 3: 'With' is outside"),
        ("return lambda n: n", "line 3: 'Lambda' is outside"),
        ("return open(names[0])", "line 3: 'open' is outside"),
        ("return f'{names[0]:>3}'", "line 3: a format is outside"),
        ("return names[::2]", "line 3: a step is outside"),
        ("return edit.put('Z', near=names)", "line 3: an argument by name is outside"),
        ("return any(names)", "line 3: 'any' of anything but a comprehension is outside"),
        ("names @ edit", "line 3: 'BinOp' is outside"),
    ],
)
def test_what_is_outside_is_refused_with_file_and_line(
    tmp_path: Path, line: str, what: str
) -> None:
    with pytest.raises(Outside) as refused:
        _translated(tmp_path, f'"""Odd."""\ndef _match(edit, names):\n    {line}\n')
    assert str(refused.value).startswith(f"written.py, {what}")


def _translated(folder: Path, text: str) -> str:
    path = folder / "written.py"
    path.write_text(text, "utf-8")
    spec = importlib.util.spec_from_file_location("written", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    sys.modules["written"] = module
    try:
        return translated(module)
    finally:
        del sys.modules["written"]


def _run(arguments: list[str], environment: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
