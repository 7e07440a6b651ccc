"""Environments of providers' kits → the virtual environment, for the tests that need them.

`python -m scripts.kits NAME …` makes those that are not there or of another lock, two at a time.
What cannot be made is said; its tests are skipped then.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from qdesign.errors import QdesignError
from qdesign.hardware.environment import environments, install

DATA: Final = Path(sys.prefix) / "data-of-tests"


def made(name: str) -> str:
    """Makes an environment that is not ready; why not, where it cannot be made."""
    try:
        install(name, lambda _: None)
    except QdesignError as error:
        return f"SKIPPED: {name}. {error}"
    return f"The kit '{name}' is installed for the tests."


def main(names: Sequence[str]) -> None:
    """Makes what is missing, and says of each what became of it."""
    os.environ["QDESIGN_DATA"] = str(DATA)
    ready = {each.name for each in environments() if each.state == "ready"}
    with ThreadPoolExecutor(2) as pool:
        for said in pool.map(made, [name for name in names if name not in ready]):
            print(said, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
