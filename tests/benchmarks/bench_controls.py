"""X and Z under 3 to 30 controls, in CX, beside the best of Qiskit's methods."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

from qdesign.circuit import Circuit, Operation
from tests.benchmarks.report import Row

CONTROLS = range(3, 31)
CX = {"cx": 1, "cp": 2, "crz": 2, "ccx": 6, "ccz": 6}
FREE: dict[str, Callable[[int], int]] = {
    "no free wire": lambda _: 0,
    "one free wire": lambda _: 1,
    "two free wires": lambda _: 2,
    "half as many free wires": lambda controls: -(-(controls - 2) // 2),
    "as many free wires": lambda controls: controls,
}


def rows() -> Iterable[Row]:
    for name, gate in (("X", "x"), ("Z", "z")):
        for title, free in FREE.items():
            pairs = [(k, ours(gate, k, free(k)), qiskits(gate, k, free(k))) for k in CONTROLS]
            worst = max(pairs, key=lambda pair: pair[1] / pair[2])
            told = ", ".join(f"{k}: {mine}/{theirs}" for k, mine, theirs in pairs)
            yield Row.at_most(
                f"{name} under 3 to 30 controls, {title}: largest CX over Qiskit's",
                goal=1,
                measured=worst[1] / worst[2],
                note=told,
            )


def ours(gate: str, controls: int, free: int) -> int:
    """CX as written, with nothing merged afterwards."""
    operation = Operation(gate, (controls,), (), tuple(range(controls)))
    circuit = Circuit(controls + 1 + free, (operation,)).elementary()
    return sum(CX.get(o.gate, 0) for o in circuit.plain_operations)


@cache
def qiskits(gate: str, controls: int, free: int) -> int:
    """CX of the best method with so many wires in any state, after transpiling at level 3."""
    return min(_transpiled(circuit) for circuit in _circuits(gate, controls, free))


def _circuits(gate: str, controls: int, free: int) -> Iterator[Any]:
    from qiskit import QuantumCircuit
    from qiskit.circuit.library import MCMTGate, PhaseGate, XGate, ZGate
    from qiskit.synthesis import multi_controlled

    size = controls + 1 + free
    target = [controls]

    def around(inner: Any) -> Any:
        """The method's circuit on the first wires, between H where Z is asked for."""
        made = QuantumCircuit(size)
        if gate == "z":
            made.h(controls)
        made.compose(inner, range(inner.num_qubits), inplace=True)
        if gate == "z":
            made.h(controls)
        return made

    for method in ("noaux_v24", "noaux_hp24", "noaux_sp22", "1_dirty_kg24", "2_dirty_kg24",
                   "n_dirty_i15", "n_dirty_m15"):  # fmt: skip
        inner = getattr(multi_controlled, f"synth_mcx_{method}")(controls)
        if inner.num_qubits <= size:
            yield around(inner)
    plain = QuantumCircuit(size)
    if gate == "x":
        plain.append(XGate().control(controls), range(controls + 1))
        yield plain
        return
    plain.append(ZGate().control(controls), range(controls + 1))
    yield plain
    for made in (PhaseGate(3.141592653589793).control(controls), MCMTGate(ZGate(), controls, 1)):
        other = QuantumCircuit(size)
        other.append(made, [*range(controls), *target])
        yield other


def _transpiled(circuit: Any) -> int:
    from qiskit import transpile  # pyright: ignore[reportUnknownVariableType]

    made: Any = transpile(
        circuit,
        basis_gates=["cx", "u"],
        optimization_level=3,
        seed_transpiler=1,
        qubits_initially_zero=False,
    )
    return int(made.count_ops().get("cx", 0))
