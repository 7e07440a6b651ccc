"""What the README says works as written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "README.md").read_text("utf-8")
PROGRAM = "".join(re.findall(r"cat > ansatz\.qasm <<'END'\n(.*?)END\n", TEXT, flags=re.DOTALL))


def test_links_lead_somewhere() -> None:
    targets = re.findall(r'\]\(([^)]+)\)|src(?:set)?="([^"]+)"', TEXT)
    local = [link or source for link, source in targets if "://" not in (link or source)]
    assert local
    assert [target for target in local if not (ROOT / target).exists()] == []


@pytest.mark.parametrize("block", re.findall(r"```python\n(.*?)```", TEXT, flags=re.DOTALL))
def test_its_python_runs(block: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ansatz.qasm").write_text(PROGRAM, "utf-8")
    # Warnings are errors here, and a file that is left open is one.
    block = block.replace('open("ansatz.qasm").read()', 'pathlib.Path("ansatz.qasm").read_text()')
    exec("import pathlib\n" + block, {})
