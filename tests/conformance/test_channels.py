"""Every noise channel: nothing at rate 0, completely positive, trace kept."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from qdesign.gates import PAULI
from qdesign.rows import rows
from qdesign.simulate.channel import Channel
from qdesign.simulate.noise import Noise

CHANNELS = list(rows(Channel).values())
ALONE = [row for row in CHANNELS if row.transfer is not None]
LETTERS = [PAULI[letter] for letter in "IXYZ"]


@pytest.mark.parametrize("row", CHANNELS, ids=lambda row: row.name)
def test_a_channel_says_what_it_does_in_one_way(row: Channel) -> None:
    assert sum(map(bool, (row.together, row.transfer, row.beside))) == 1
    assert not row.beside or (len(row.beside) == 2 and set(row.beside) <= set("XYZ"))
    assert (row.rate is None) == (row.where == "readout")
    assert row.rate is not None or row.options
    numbers = [*([row.rate] if row.rate else []), *row.options]
    assert all(option.kind == "number" and option.low is not None for option in numbers)
    assert row.rate is None or (row.rate.low, row.rate.default) == (0, 0.0)


@pytest.mark.parametrize("row", CHANNELS, ids=lambda row: row.name)
def test_a_bare_number_is_for_every_kind_of_gate_or_every_option(row: Channel) -> None:
    keys = row.kinds if row.where == "gate" else tuple(option.name for option in row.options)
    needed = dict.fromkeys(row.needs, 1.0)
    noise = Noise({row.name: {**dict.fromkeys(keys, 0.01), **needed}})
    assert set(noise.channels[row.name]) == {*keys, *needed}
    if not needed:
        assert noise == Noise({row.name: 0.01})


@pytest.mark.parametrize("row", ALONE, ids=lambda row: row.name)
def test_a_transfer_matrix_is_a_physical_map(row: Channel) -> None:
    assert row.transfer is not None
    rates = [[0.0, 0.1, 0.37, 0.5]] if row.rate else []
    given = [option for option in row.options if option.name not in row.needs]
    needs = [{}, *({name: 0.4} for name in row.needs), dict.fromkeys(row.needs, 0.4)]
    for needed in needs:
        still = row.transfer(*[0.0] * (len(rates) + len(given)), **needed)
        assert np.allclose(still, np.eye(4))
        for values in product(*rates, *[(0.0, 0.1, 0.37, 0.5)] * len(given)):
            matrix = row.transfer(*values, **needed)
            assert matrix.shape == (4, 4)
            assert np.allclose(matrix[0], [1, 0, 0, 0])  # the trace is kept
            choi = sum(
                matrix[i, j] * np.kron(LETTERS[i], LETTERS[j].T)
                for i, j in product(range(4), repeat=2)
            )
            lowest = float(np.linalg.eigvalsh(choi)[0])
            # A readout error acts on each basis alone: on expectations, not as one map on states.
            assert row.where == "readout" or lowest > -1e-12
