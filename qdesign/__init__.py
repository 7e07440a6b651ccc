"""qdesign: draw, simplify, tune and run parametrized quantum circuits.

Names load when first used; `import qdesign` needs numpy and the standard library alone.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from qdesign import analyze, ansatz, lessons, problems, qasm, search, tune, zx
    from qdesign.analyze.dropping import drop_redundant
    from qdesign.analyze.rank import parameter_rank
    from qdesign.angle import Angle
    from qdesign.circuit import Block, Circuit, Condition, GateDefinition, Operation
    from qdesign.convert.pennylane import from_pennylane
    from qdesign.convert.pennylane_writing import to_pennylane
    from qdesign.convert.pyzx import from_pyzx, to_pyzx
    from qdesign.convert.qiskit import from_qiskit, to_qiskit
    from qdesign.diagram import Diagram, Edge, Spider
    from qdesign.document import Document, Parameter
    from qdesign.equivalence import Verdict, equivalent
    from qdesign.errors import QdesignError
    from qdesign.hardware import providers
    from qdesign.hardware.provider import targets
    from qdesign.hardware.queue import Queue
    from qdesign.links import from_link, to_link
    from qdesign.mitigation.mitigate import mitigate
    from qdesign.pauli import Observable
    from qdesign.reduction.simplify import simplify
    from qdesign.rows import catalog
    from qdesign.simulate.noise import Noise
    from qdesign.simulate.simulator import Simulator
    from qdesign.tune.adapt import adapt
    from qdesign.tune.gradients import hessian
    from qdesign.tune.landscape import landscape
    from qdesign.tune.sweep import sweep
    from qdesign.tuning import optimize
    from qdesign.tuning.slopes import gradient
    from qdesign.tuning.splits import over_splits
    from qdesign.ui.widget import Studio
    from qdesign.zx.translate import to_diagram

__version__ = "0.1.0"

_HOMES: Final[dict[str, str]] = {
    "Angle": "angle",
    "Block": "circuit",
    "Circuit": "circuit",
    "Condition": "circuit",
    "Diagram": "diagram",
    "Document": "document",
    "Edge": "diagram",
    "GateDefinition": "circuit",
    "Noise": "simulate.noise",
    "Observable": "pauli",
    "Operation": "circuit",
    "Parameter": "document",
    "QdesignError": "errors",
    "Queue": "hardware.queue",
    "Simulator": "simulate.simulator",
    "Spider": "diagram",
    "Studio": "ui.widget",
    "Verdict": "equivalence",
    "adapt": "tune.adapt",
    "catalog": "rows",
    "drop_redundant": "analyze.dropping",
    "equivalent": "equivalence",
    "from_link": "links",
    "from_pennylane": "convert.pennylane",
    "from_pyzx": "convert.pyzx",
    "from_qiskit": "convert.qiskit",
    "gradient": "tuning.slopes",
    "hessian": "tune.gradients",
    "landscape": "tune.landscape",
    "mitigate": "mitigation.mitigate",
    "optimize": "tuning",
    "over_splits": "tuning.splits",
    "parameter_rank": "analyze.rank",
    "simplify": "reduction.simplify",
    "sweep": "tune.sweep",
    "targets": "hardware.provider",
    "to_diagram": "zx.translate",
    "to_link": "links",
    "to_pennylane": "convert.pennylane_writing",
    "to_pyzx": "convert.pyzx",
    "to_qiskit": "convert.qiskit",
}
_MODULES: Final = {
    "analyze": "analyze",
    "ansatz": "ansatz",
    "lessons": "lessons",
    "problems": "problems",
    "providers": "hardware.providers",
    "qasm": "qasm",
    "search": "search",
    "tune": "tune",
    "zx": "zx",
}

__all__ = [
    "Angle",
    "Block",
    "Circuit",
    "Condition",
    "Diagram",
    "Document",
    "Edge",
    "GateDefinition",
    "Noise",
    "Observable",
    "Operation",
    "Parameter",
    "QdesignError",
    "Queue",
    "Simulator",
    "Spider",
    "Studio",
    "Verdict",
    "adapt",
    "analyze",
    "ansatz",
    "catalog",
    "drop_redundant",
    "equivalent",
    "from_link",
    "from_pennylane",
    "from_pyzx",
    "from_qiskit",
    "gradient",
    "hessian",
    "landscape",
    "lessons",
    "mitigate",
    "optimize",
    "over_splits",
    "parameter_rank",
    "problems",
    "providers",
    "qasm",
    "search",
    "simplify",
    "sweep",
    "targets",
    "to_diagram",
    "to_link",
    "to_pennylane",
    "to_pyzx",
    "to_qiskit",
    "tune",
    "zx",
]


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return importlib.import_module(f"qdesign.{_MODULES[name]}")
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'qdesign' has no attribute '{name}'")
    value = getattr(importlib.import_module(f"qdesign.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
