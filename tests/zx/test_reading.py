"""Diagrams that are circuits as they stand, read without a rewrite."""

import numpy as np
import pytest

from qdesign.circuit import Circuit
from qdesign.zx.reading import read_off
from qdesign.zx.translate import to_diagram
from tests.notation import diagram
from tests.simulate.oracle import random_circuit
from tests.zx.oracle import distance, unitary, values_for


@pytest.mark.parametrize("seed", range(30))
def test_the_diagram_of_a_circuit_is_read_back(seed: int) -> None:
    rng = np.random.default_rng(seed)
    given = random_circuit(4, 12, rng)
    read = read_off(to_diagram(given))
    assert read is not None
    values = values_for(tuple(dict.fromkeys((*given.parameters, *read.parameters))), rng)
    mine = unitary(read, {name: values[name] for name in read.parameters})
    assert distance(mine, unitary(given, {n: values[n] for n in given.parameters})) < 1e-9


@pytest.mark.parametrize(
    "text",
    [
        "in0 - a:Z - out0\na - b:Z(t)",  # a spider beside the wire that is no hub
        "in0 - a:Z - out0\nin1 - b:Z - out1\na - b",  # two of one color, fused
        "in0 - a:Z - out0\na = a",
        "in0 - a:H - out0",
        "in0 - a:X(t) - in1\nout0 - out1",
        "in0 - a:Z(t)",
    ],
)
def test_what_is_no_circuit_as_it_stands_is_not_read(text: str) -> None:
    assert read_off(diagram(text)) is None


def test_wires_that_cross_end_in_swaps() -> None:
    read = read_off(diagram("in0 - a:Z(t) - out1\nin1 = out0"))
    assert read is not None
    expected = unitary(Circuit.of(2, "rz(t) 0; h 1; swap 0 1"), {"t": 0.4})
    assert distance(unitary(read, {"t": 0.4}), expected) < 1e-12
