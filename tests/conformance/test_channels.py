"""Every noise channel: nothing at probability 0, completely positive, trace kept."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from qdesign.gates import PAULI
from qdesign.rows import rows
from qdesign.simulate.channel import Channel

CHANNELS = list(rows(Channel).values())
ALONE = [row for row in CHANNELS if row.transfer is not None]
LETTERS = [PAULI[letter] for letter in "IXYZ"]


@pytest.mark.parametrize("row", CHANNELS, ids=lambda row: row.name)
def test_a_channel_says_what_it_does_in_one_way(row: Channel) -> None:
    assert (row.together is None) != (row.transfer is None)
    assert row.options
    assert all((option.low, option.high, option.default) == (0, 1, 0.0) for option in row.options)


@pytest.mark.parametrize("row", ALONE, ids=lambda row: row.name)
def test_a_transfer_matrix_is_a_physical_map(row: Channel) -> None:
    assert row.transfer is not None
    assert np.allclose(row.transfer(*[0.0] * len(row.options)), np.eye(4))
    for values in product((0.0, 0.1, 0.37, 0.5), repeat=len(row.options)):
        matrix = row.transfer(*values)
        assert matrix.shape == (4, 4)
        assert np.allclose(matrix[0], [1, 0, 0, 0])  # the trace is kept
        choi = sum(
            matrix[i, j] * np.kron(LETTERS[i], LETTERS[j].T) for i, j in product(range(4), repeat=2)
        )
        lowest = float(np.linalg.eigvalsh(choi)[0])
        # A readout error acts on each basis alone: on expectations, not as one map on states.
        assert row.where == "readout" or lowest > -1e-12
