"""The program's bytes and its builder."""

from __future__ import annotations

import struct

import numpy as np
import pytest

from qdesign.errors import InvalidRequest
from qdesign.simulate.program import ProgramBuilder, encode_observable


def test_the_bytes_of_a_program_are_as_documented() -> None:
    builder = ProgramBuilder(2, ["a", "b"], 1)
    builder.rotation(builder.slot(0.5, {"b": 2.0}), x=1, z=1, mask=2, value=2)
    builder.measure(1, 0)
    data = builder.build().data
    assert struct.unpack_from("<4s9I", data) == (b"QGDP", 1, 2, 1, 2, 1, 1, 0, 2, 0)
    assert struct.unpack_from("<dd", data, 40) == (0.5, 2.0)
    assert struct.unpack_from("<3I", data, 56) == (0, 1, 1)
    assert struct.unpack_from("<8I", data, 68) == (0, 0, 2, 2, 1, 1, 0, 0)
    assert struct.unpack_from("<8I", data, 100) == (5, 0, 0, 0, 2, 0, 0, 0)
    assert len(data) == 132


def test_equal_angles_and_matrices_are_stored_once() -> None:
    builder = ProgramBuilder(2, ["a", "b"])
    first = builder.slot(0.0, {"a": 1.0, "b": 2.0})
    assert builder.slot(0.0, {"b": 2.0, "a": 1.0}) == first
    assert builder.slot(1.0, {"a": 1.0, "b": 2.0}) != first
    for target in (0, 1):
        builder.matrix(np.eye(2, dtype=complex), target)
    assert len(builder.build().data) == 40 + 16 + 32 + 64 + 12 + 16 + 64


def test_a_program_says_whether_it_is_unitary() -> None:
    builder = ProgramBuilder(1)
    builder.flip(1)
    assert builder.build().is_unitary
    builder.reset(0)
    assert not builder.build().is_unitary


def test_terms_of_an_observable_are_sorted_by_what_they_flip() -> None:
    data = encode_observable(2, [(3, 0, 1.0), (0, 1, -2.0)])
    assert struct.unpack_from("<4s3I", data) == (b"QGDO", 1, 2, 2)
    assert struct.unpack_from("<dd4I", data, 16) == (-2.0, 1.0, 0, 3, 1, 0)


def test_a_mask_beyond_its_word_is_refused() -> None:
    with pytest.raises(InvalidRequest, match="32 bits"):
        ProgramBuilder(40).flip(1 << 35)
