"""Ways of searching for a circuit, one file each."""

from __future__ import annotations

from typing import Final

from qdesign.search.method import Method
from qdesign.search.methods.beam import BEAM
from qdesign.search.methods.greedy import GREEDY
from qdesign.search.methods.random import RANDOM
from qdesign.search.methods.slopes import ADAPT

ROWS: Final[tuple[Method, ...]] = (BEAM, GREEDY, ADAPT, RANDOM)
