"""Libraries that only some people need, each behind an extra of the package.

What needs one imports it inside `needed_by`, so that a missing one is said in one sentence.
"""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import dataclass
from typing import Final

from qdesign.errors import MissingKit


@dataclass(frozen=True, slots=True)
class Kit:
    """An optional library.

    Attributes:
        title: its name on PyPI.
        module: what is imported.
        extra: the extra of qdesign that brings it; empty for one that every installation has.
        in_page: can Python in a web page (Pyodide) install it?
    """

    title: str
    module: str
    extra: str
    in_page: bool = False

    @property
    def is_installed(self) -> bool:
        """Can it be found? It is not imported for that."""
        return importlib.util.find_spec(self.module) is not None

    def missing(self, what: str) -> str:
        """What to say where it is missing, `what` being what needs it."""
        package = f"'qdesign[{self.extra}]'" if self.extra else "qdesign"
        if sys.platform == "emscripten" and not self.in_page:
            return (
                f"{what} needs {self.title}, which Python in a web page does not have. "
                f"Do it where qdesign is installed: pip install {package}"
            )
        if sys.platform == "emscripten":
            package = self.title
        return (
            f"{what} needs {self.title}, which is not installed. Install it: pip install {package}"
        )

    def needed_by(self, what: str) -> _NeededBy:
        """A `with` block for imports of the library.

        Raises:
            MissingKit: at the end of the block, when the library is not there.
        """
        return _NeededBy(self, what)


@dataclass(frozen=True, slots=True)
class _NeededBy:
    kit: Kit
    what: str

    def __enter__(self) -> None: ...

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, ModuleNotFoundError):
            module = (error.name or "").partition(".")[0]
            if module == self.kit.module:
                kit = self.kit
                raise MissingKit(kit.missing(self.what), kit=kit.title, extra=kit.extra) from None


AER: Final = Kit("qiskit-aer", "qiskit_aer", "devices")
CMA: Final = Kit("cma", "cma", "tune", in_page=True)
DISTRIBUTED: Final = Kit("distributed", "distributed", "cluster")
FAKE_DEVICES: Final = Kit("qiskit-ibm-runtime", "qiskit_ibm_runtime", "devices")
GYMNASIUM: Final = Kit("gymnasium", "gymnasium", "search")
JUPYTER: Final = Kit("jupyter_server", "jupyter_server", "lab")
PANEL: Final = Kit("panel", "panel", "panel")
PANDAS: Final = Kit("pandas", "pandas", "plots", in_page=True)
PENNYLANE: Final = Kit("pennylane", "pennylane", "pennylane")
PLOTLY: Final = Kit("plotly", "plotly", "plots", in_page=True)
PYARROW: Final = Kit("pyarrow", "pyarrow", "parquet")
PYMATCHING: Final = Kit("pymatching", "pymatching", "codes")
STIM: Final = Kit("stim", "stim", "stabilizer")
TKET: Final = Kit("pytket", "pytket", "tket")
# Every installation has these; Python in a web page has not.
QDK: Final = Kit("qdk", "qdk", "")
QISKIT: Final = Kit("qiskit", "qiskit", "")
WASMTIME: Final = Kit("wasmtime", "wasmtime", "")

KITS: Final = (
    AER,
    CMA,
    DISTRIBUTED,
    FAKE_DEVICES,
    GYMNASIUM,
    JUPYTER,
    PANDAS,
    PANEL,
    PENNYLANE,
    PLOTLY,
    PYARROW,
    PYMATCHING,
    STIM,
    TKET,
)
