"""Where tests find the kit that they need: what `make kits` made, else the person's own."""

from pathlib import Path

import pytest

from qdesign.hardware.environment import data_folder, environment_of
from qdesign.hardware.provider import Provider
from qdesign.rows import rows
from scripts.kits import DATA

HERE = Path(__file__).parents[3]


@pytest.fixture(autouse=True)
def kit(
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """A data folder with the kit of the mark `kit` alone; skips the test where that is missing."""
    mark = request.node.get_closest_marker("kit")
    if mark is None:
        return
    (name,) = mark.args
    made, own = (folder / "kits" / name for folder in (DATA, data_folder()))
    kits = tmp_path_factory.mktemp("data") / "kits"
    kits.mkdir()
    (kits / name).symlink_to(made if made.exists() else own)
    monkeypatch.setenv("QDESIGN_DATA", str(kits.parent))
    row = next(row for row in rows(Provider).values() if row.kit == name)
    if environment_of(row).missing:
        file = Path(__file__).with_name(request.path.name).relative_to(HERE)
        run = f"make kits KITS={name} && .venv/bin/pytest {file}"
        pytest.skip(f"{name}: its kit is not installed. What would run: {run}")
