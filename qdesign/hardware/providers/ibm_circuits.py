"""What the kit's sampler takes and gives: a text of ours as a circuit, a result as counts."""

from __future__ import annotations

import warnings
from typing import Any, cast


def circuit_of(text: str) -> Any:
    """The `QuantumCircuit` of a text of ours; gates that it defines are Qiskit's own again."""
    from qiskit import qasm3
    from qiskit.circuit.library import (
        get_standard_gate_name_mapping,  # pyright: ignore[reportUnknownVariableType]
    )

    known: Any = get_standard_gate_name_mapping()

    def own(circuit: Any) -> Any:
        made = circuit.copy_empty_like()
        for item in circuit.data:
            operation = item.operation
            if getattr(operation, "blocks", ()):
                operation = operation.replace_blocks([own(block) for block in operation.blocks])
            elif operation.definition is not None and operation.name in known:
                operation = known[operation.name].base_class(*operation.params)
            made.append(operation, item.qubits, item.clbits)
        return made

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what Qiskit's reader uses itself
        return own(cast("Any", qasm3).loads(text))


def counts_of(result: Any) -> dict[str, int]:
    """Counts of a sampler's result: registers with blanks between them, the last one first."""
    parts = [bits.get_bitstrings() for bits in reversed(list(result.data.values()))]
    counts: dict[str, int] = {}
    for shot in zip(*parts, strict=True):
        seen = " ".join(shot)
        counts[seen] = counts.get(seen, 0) + 1
    return counts
