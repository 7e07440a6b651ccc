"""Circuits with the bytes that they compile to, which hold TypeScript's compiler to Python's.

`golden.py` writes them into extension/test/fixtures; tests/simulate/test_golden.py and
extension/test/live check them. Hashes of states are of the engine that is built when it runs.
"""

from __future__ import annotations

import base64
import hashlib
import json
import random
import sys
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Final

import numpy as np

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from qdesign.angle import Angle  # noqa: E402
from qdesign.circuit import (  # noqa: E402
    Block,
    Circuit,
    Condition,
    GateDefinition,
    Operation,
)
from qdesign.document import Document  # noqa: E402
from qdesign.gates import GATES  # noqa: E402
from qdesign.pauli import Observable  # noqa: E402
from qdesign.simulate.compile import compile_circuit  # noqa: E402
from qdesign.simulate.engine import Engine  # noqa: E402
from qdesign.simulate.program import Program, encode_observable  # noqa: E402
from qdesign.simulate.simulator import Simulator  # noqa: E402

FIXTURES: Final = ROOT / "extension" / "test" / "fixtures"
SEED: Final = 20_240_815
TRAJECTORY_SEED: Final = 7
MOVED_TO: Final = 1.25
_NUM_RANDOM: Final = 40
_FEWEST_READ: Final = 4


def circuits() -> Iterator[tuple[str, Circuit]]:
    """The circuits by name; together they meet every branch of the compiler."""
    for name in GATES:
        if name != "barrier":
            yield f"row {name}", _row_circuit(name)
            if GATES[name].is_unitary:
                yield f"controlled {name}", _row_circuit(name, controls=(5,), anticontrols=(1, 6))
    yield from _structured()
    rng = random.Random(SEED)  # noqa: S311
    for index in range(_NUM_RANDOM):
        yield f"random {index}", _random_circuit(rng)


def _row_circuit(
    name: str, controls: tuple[int, ...] = (), anticontrols: tuple[int, ...] = ()
) -> Circuit:
    row = GATES[name]
    wires = (4, 0, 3)[: row.num_qubits]
    angles = tuple(Angle.parse(text) for text in ("2*a/3 + pi/7", "b - 0.3", "-c", "a + pi"))
    clbits = (1,) if name == "measure" else ()
    operations = (
        *(Operation("h", (q,)) for q in wires),
        Operation(name, wires, angles[: len(row.angles)], controls, anticontrols, clbits),
        Operation("rx", (0,), (Angle.parse("a"),)),
        Operation("ry", (4,), (Angle.parse("0.25"),)),
        Operation("sx", (5,)),
    )
    return Circuit(7, operations, num_clbits=2)


def _structured() -> Iterator[tuple[str, Circuit]]:
    a, b, g = (Angle.parameter(name) for name in "abg")
    yield "nothing", Circuit(0)
    yield "idle wires", Circuit(3)
    yield "phases", Circuit(1, (Operation("gphase", (), (a,)),), global_phase=Angle.parse("b/2"))
    yield (
        "shared",
        Circuit.of(2, "rz(2*a) 0; rz(a/2) 1; rzz(a + b) 0 1; ry(-a - pi/3) 0; rz(2*a) 1"),
    )
    layer = (
        Operation("ry", (0,), (g,)),
        Operation("rzz", (0, 1), (2 * g + b,)),
        Operation("cx", (1, 2)),
    )
    block = Block(layer, 3, "layer", (("g", ("g_1", "g_2", "g_1")),))
    yield "block", Circuit(3, (Operation("h", (2,)), block, Operation("p", (0,), (a,))))
    yield "plain block", Circuit(3, (Block(layer, 2), Block(layer, 0)))
    nested = Block((Block(layer, 2, "", (("g", ("b", "x")),)), *layer), 2, "", (("b", ("u", "v")),))
    yield "nested blocks", Circuit(3, (nested,))
    yield "composites", _composites()
    yield "conditions", _conditions()
    final = Circuit.of(3, "h 0; cx 0 1; ry(a) 2", num_clbits=3)
    measures = tuple(Operation("measure", (q,), (), (), (), (2 - q,)) for q in range(3))
    yield "final measurements", final.with_operations((*final.operations, *measures))
    used = (measures[0], Operation("x", (0,)), measures[1], Operation("barrier", (0, 1, 2)))
    yield "measured in the middle", final.with_operations((*final.operations, *used))
    yield "teleportation", _teleportation()
    rng = random.Random(16)  # noqa: S311
    for number in range(12):
        yield f"measured {number}", _measured(rng)


def _composites() -> Circuit:
    pair = GateDefinition(
        "pair",
        2,
        (
            Operation("rx", (1,), (Angle.parse("s - t/3"),)),
            Operation("cu", (0, 1), tuple(Angle.parse(x) for x in ("s", "t", "0.1", "s + t"))),
            Operation("x", (0,), (), (1,)),
        ),
        ("s", "t"),
        Angle.parse("s/4 + pi/8"),
    )
    outer = GateDefinition(
        "outer",
        3,
        (
            Operation("pair", (2, 0), (Angle.parse("2*r"), Angle.parse("pi/5"))),
            Block((Operation("u", (1,), tuple(Angle.parse(x) for x in ("r", "0", "q"))),), 2, "",
                  (("q", ("r", "r")),)),
        ),
        ("r",),
    )  # fmt: skip
    operations = (
        Operation("outer", (3, 1, 0), (Angle.parse("a + b"),)),
        Operation("outer", (0, 1, 2), (Angle.parse("pi/2"),), (4,), (3,)),
        Operation("pair", (1, 2), (Angle.parse("b"), Angle.parse("0.7"))),
    )
    return Circuit(5, operations, gates=(pair, outer), global_phase=Angle.parse("a/3"))


def _conditions() -> Circuit:
    measure = [Operation("measure", (q,), (), (), (), (q,)) for q in range(3)]
    when = Condition
    operations = (
        *(Operation("h", (q,)) for q in range(3)),
        *measure,
        Operation("x", (3,), (), (), (), (), (when((0,), 1),)),
        Operation("cu", (2, 3), tuple(Angle.parse(x) for x in ("a", "b", "0", "1")),
                  (), (), (), (when((0, 2), 2), when((1,), 0))),
        Operation("rz", (3,), (Angle.parse("a"),), (), (), (), (when((2, 1, 0), 5, False),)),
        Operation("barrier", (0, 1), (), (), (), (), (when((0,), 1),)),
        Operation("reset", (1,), (), (), (), (), (when((1,), 1),)),
        Operation("measure", (3,), (), (), (), (1,), (when((0,), 0, False),)),
    )  # fmt: skip
    return Circuit(4, operations, num_clbits=3)


def _teleportation() -> Circuit:
    sent = Circuit.of(3, "ry(1.1) 0; h 1; cx 1 2; cx 0 1; h 0", num_clbits=2)
    received = (
        Operation("measure", (0,), clbits=(0,)),
        Operation("measure", (1,), clbits=(1,)),
        Operation("x", (2,), conditions=(Condition((1,), 1),)),
        Operation("z", (2,), conditions=(Condition((0,), 1),)),
    )
    return sent.with_operations((*sent.operations, *received))


def _measured(rng: random.Random) -> Circuit:
    """Gates with measurements, resets and conditions strewn in."""
    circuit = _random_circuit(rng)
    operations: list[Operation] = []
    for operation in circuit.plain_operations:
        qubit = rng.randrange(circuit.num_qubits)
        kind = rng.random()
        if kind < 0.1:
            operations.append(Operation("measure", (qubit,), clbits=(rng.randrange(2),)))
        elif kind < 0.15:
            operations.append(Operation("reset", (qubit,)))
        when = (Condition((rng.randrange(2),), rng.randrange(2)),) if rng.random() < 0.2 else ()
        operations.append(replace(operation, conditions=when))
    return replace(circuit, operations=tuple(operations), num_clbits=2)


def _random_circuit(rng: random.Random) -> Circuit:
    num_qubits = rng.randint(1, 6)
    names = [n for n, row in GATES.items() if row.is_unitary and row.num_qubits <= num_qubits]
    operations: list[Operation] = []
    for _ in range(rng.randint(1, 40)):
        row = GATES[rng.choice(names)]
        wires = rng.sample(range(num_qubits), num_qubits)
        own, rest = wires[: row.num_qubits], wires[row.num_qubits :]
        split = rng.randint(0, len(rest)) if rng.random() < 0.2 else 0
        cut = rng.randint(0, split)
        operations.append(
            Operation(
                row.name,
                tuple(own),
                tuple(_random_angle(rng) for _ in row.angles),
                tuple(rest[:cut]),
                tuple(rest[cut:split]),
            )
        )
    return Circuit(num_qubits, tuple(operations), global_phase=_random_angle(rng))


def _random_angle(rng: random.Random) -> Angle:
    angle = Angle.pi_times(Fraction(rng.randint(-8, 8), rng.choice((1, 2, 3, 4, 7, 12))))
    if rng.random() < 0.3:
        angle += Angle.of(rng.uniform(-4, 4))
    for name in rng.sample(("alpha", "θ[0]", "odd name", "z"), rng.randint(0, 2)):
        share = Fraction(rng.randint(-4, 4), rng.choice((1, 2, 3)))
        angle += Angle.parameter(name, share)
    return angle


def _observable(num_qubits: int) -> Observable | None:
    if num_qubits == 0:
        return None
    rng = random.Random(num_qubits)  # noqa: S311
    labels = {"".join(rng.choice("IXYZ") for _ in range(num_qubits)) for _ in range(6)}
    return Observable({label: round(rng.uniform(-1, 1), 3) for label in sorted(labels)})


def values_of(count: int) -> list[float]:
    """Values for `count` parameters, the same everywhere."""
    return [0.4 + 0.7 * k - 0.05 * k * k for k in range(count)]


def cases() -> Iterator[dict[str, object]]:
    """Each circuit with its bytes: whole, and where a state is wanted."""
    for name, circuit in circuits():
        placed = circuit.placed()
        observable = _observable(circuit.num_qubits)
        text = Document(body=placed, observable=observable).dumps()
        body = Document.loads(text).body
        assert isinstance(body, Circuit)
        parameters = body.parameters
        columns = sorted({item.column or 0 for item in body.operations})
        program = compile_circuit(body.without_final_measurements(), parameters)
        whole = compile_circuit(body, parameters)
        case: dict[str, object] = {"name": name, "document": text, "program": _text(program)}
        if whole != program:
            case["whole"] = _text(whole)
        if observable is not None:
            data = encode_observable(circuit.num_qubits, observable.masks())
            case["observable"] = base64.b64encode(data).decode()
        if columns:
            column = columns[len(columns) // 2]
            kept = body.with_operations(o for o in body.operations if (o.column or 0) <= column)
            prefix = compile_circuit(kept.without_final_measurements(), parameters)
            digest = hashlib.sha256(prefix.data).hexdigest()
            case["prefix"] = {"column": column, "sha256": digest}
        yield case


def _text(program: Program) -> str:
    return base64.b64encode(program.data).decode()


def program_text() -> str:
    """Circuits and bytes, one case a line."""
    lines = [json.dumps(case, ensure_ascii=False) for case in cases()]
    return "[\n" + ",\n".join(lines) + "\n]\n"


def state_text() -> str:
    """Hashes of states by the engine that is built now, energies and gradients."""
    states: dict[str, dict[str, object]] = {}
    for name, circuit in circuits():
        body = Document.loads(Document(body=circuit.placed()).dumps()).body
        assert isinstance(body, Circuit)
        program = compile_circuit(body.without_final_measurements(), body.parameters)
        engine = Engine(program)
        values = np.array(values_of(len(program.parameters)))
        if not program.is_unitary:
            engine.run_trajectory(values, seed=TRAJECTORY_SEED)
            states[name] = {"state": _digest(engine), "bits": engine.clbits().tolist()}
            states[name]["mixture"] = _mixture(body, values)
            continue
        engine.run(values)
        found = states[name] = {"state": _digest(engine)}
        observable = _observable(circuit.num_qubits)
        if observable is not None:
            engine.observe(encode_observable(circuit.num_qubits, observable.masks()))
            found["energy"] = engine.expectation()
            found["gradient"] = engine.gradient(values)[1].tolist()
        if circuit.num_qubits and len(values):
            found["moved"] = _moved(engine, values)
        if circuit.num_qubits >= _FEWEST_READ and name.startswith("random"):
            engine.run(values)
            found["sample"] = engine.sample(20, seed=11).tolist()
            simulator = Simulator(body)
            found["bloch"] = simulator.bloch_vectors(values).ravel().tolist()
            found["marginal"] = simulator.marginal((2, 0), values).tolist()
            found["entropy"] = simulator.entropy((1, 3), values)
            reduced = simulator.reduced_state((3, 1), values)
            found["density"] = reduced.ravel().view(np.float64).tolist()
    lines = [f"{json.dumps(name)}: {json.dumps(each)}" for name, each in states.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _mixture(body: Circuit, values: np.ndarray) -> dict[str, object]:
    """What all branches give together."""
    simulator = Simulator(body, _observable(body.num_qubits))
    energy, gradient = simulator.gradient(values)
    return {
        "probabilities": simulator.probabilities(values).tolist(),
        "bloch": simulator.bloch_vectors(values).ravel().tolist(),
        "energy": energy,
        "gradient": gradient.tolist(),
    }


def _moved(engine: Engine, values: np.ndarray) -> dict[str, object]:
    """What the first parameter gives when it moves."""
    engine.grab(0, values)
    energy = engine.move(MOVED_TO)
    probabilities = hashlib.sha256(engine.probabilities().tobytes()).hexdigest()
    return {"energy": energy, "probabilities": probabilities, "state": _digest(engine)}


def _digest(engine: Engine) -> str:
    return hashlib.sha256(engine.state().tobytes()).hexdigest()


def golden_texts() -> dict[str, str]:
    """The fixtures by file name."""
    return {"programs.json": program_text(), "states.json": state_text()}


def main() -> int:
    """Writes the fixtures."""
    for name, text in golden_texts().items():
        (FIXTURES / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
