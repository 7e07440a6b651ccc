"""What tests of the queue share: the reference providers, found as those of other packages are."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from qdesign import rows

PLUGINS = Path(__file__).parent / "plugins"


@pytest.fixture
def loopback(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """The reference providers are there, in this process and in those it starts."""
    monkeypatch.syspath_prepend(str(PLUGINS))
    monkeypatch.setenv("PYTHONPATH", str(PLUGINS))
    monkeypatch.setenv("QDESIGN_DATA", str(tmp_path / "data"))
    rows._rows.cache_clear()
    yield
    rows._rows.cache_clear()
