"""Fused stages against the same program run operation by operation."""

from __future__ import annotations

import numpy as np
import pytest

from qdesign.simulate.engine import Engine
from qdesign.simulate.program import Program, ProgramBuilder, encode_observable
from tests.simulate.test_engine import random_observable, random_program


def compare(program: Program, rng: np.random.Generator, *, gradients: bool = True) -> None:
    """State, single-precision state, energy and gradient, fused and plain."""
    n = program.num_qubits
    terms, _ = random_observable(n, 6, rng) if n <= 6 else (wide_terms(n, rng), None)
    fused, plain = Engine(program), Engine(program, plain=True)
    values = rng.uniform(-np.pi, np.pi, size=len(program.parameters))
    for engine in (fused, plain):
        engine.observe(encode_observable(n, terms))
        engine.run(values)
    np.testing.assert_allclose(fused.state(), plain.state(), atol=1e-12)
    assert fused.expectation() == pytest.approx(plain.expectation(), abs=1e-11)
    assert fused.tick(values) == pytest.approx(plain.expectation(), abs=1e-11)
    np.testing.assert_allclose(fused.latest_probabilities(), plain.probabilities(), atol=1e-12)
    fused.run_single(values)
    np.testing.assert_allclose(fused.single_state(), plain.state(), atol=1e-5)
    if gradients:
        expected_energy, expected = plain.gradient(values)
        for keep in (None, 0):
            engine = Engine(program)
            engine.observe(encode_observable(n, terms))
            energy, gradient = engine.gradient(values, keep_at_most=keep)
            assert energy == pytest.approx(expected_energy, abs=1e-11)
            np.testing.assert_allclose(gradient, expected, atol=1e-10)


def wide_terms(n: int, rng: np.random.Generator) -> list[tuple[int, int, float]]:
    lone = [(1 << q, 0, float(rng.normal())) for q in range(n)]
    flat = [(0, 1 << q | 1 << (q + 1) % n, float(rng.normal())) for q in range(n)]
    mixed = [(3, 3, 0.5), (3, 0, -0.25), (1 << n - 1 | 1, 1, 0.7), (1, 2, 0.3)]
    return lone + flat + mixed


def builder_of(n: int, count: int) -> tuple[ProgramBuilder, list[int]]:
    builder = ProgramBuilder(n, [f"p{k}" for k in range(count)])
    return builder, [builder.slot(0.0, {f"p{k}": 1.0}) for k in range(count)]


@pytest.mark.parametrize("seed", range(60))
def test_random_programs_are_the_same_fused(seed: int) -> None:
    rng = np.random.default_rng(1000 + seed)
    both = random_program(1 + seed % 9, 60, rng, plain=0.8)
    compare(both.builder.build(), rng)


@pytest.mark.parametrize("n", [2, 5, 9, 14])
def test_layers_about_both_axes_with_rings_are_the_same_fused(n: int) -> None:
    rng = np.random.default_rng(n)
    builder, slots = builder_of(n, 6 * n)
    for layer in range(2):
        for q in range(n):
            at = 3 * (layer * n + q)
            builder.rotation(slots[at], x=1 << q, z=1 << q if (q + layer) % 3 else 0)
            builder.rotation(slots[at + 1], x=0, z=1 << q)
            builder.rotation(slots[at + 2], x=0, z=1 << q | 1 << (q + 1) % n if n > 1 else 1)
        for q in range(n):
            builder.flip(1 << (q + 1) % n, mask=1 << q, value=(1 << q) * (q % 4 != 3))
    compare(builder.build(), rng)


@pytest.mark.parametrize("n", [4, 7, 10])
def test_phases_between_all_pairs_are_the_same_fused(n: int) -> None:
    rng = np.random.default_rng(n)
    pairs = [(a, b) for a in range(n) for b in range(a)]
    builder, slots = builder_of(n, len(pairs) + n)
    for q in range(n):
        builder.matrix(np.array([[1, 1], [1, -1]], dtype=complex) / np.sqrt(2), q)
    for k, (a, b) in enumerate(pairs):
        if k % 2:
            builder.rotation(slots[k], x=0, z=1 << a | 1 << b)
        else:
            builder.phase(slots[k], mask=1 << a | 1 << b, value=1 << a | (1 << b) * (k % 4 == 0))
    builder.phase(slots[0], mask=0b111, value=0b101)
    for q in range(n):
        builder.rotation(slots[len(pairs) + q], x=1 << q, z=0)
    compare(builder.build(), rng)


def test_runs_of_gates_on_one_wire_keep_their_gradients() -> None:
    rng = np.random.default_rng(5)
    n = 4
    builder, slots = builder_of(n, 12)
    for _ in range(2):
        for q in range(n):
            for k in range(5):
                axis = int(rng.integers(4))
                slot = slots[int(rng.integers(12))]
                if axis == 3:
                    builder.phase(slot, mask=1 << q, value=(1 << q) * int(rng.integers(2)))
                elif k == 2:
                    builder.flip(1 << q)
                else:
                    builder.rotation(slot, x=(axis != 2) << q, z=(axis != 0) << q)
        builder.exchange(0, 3)
        builder.flip(0b0110, mask=1, value=1)
    compare(builder.build(), rng)


@pytest.mark.parametrize("angle", [0.0, np.pi, -np.pi, np.pi / 2, 3 * np.pi, 1e-9, np.pi - 1e-9])
@pytest.mark.parametrize("n", [3, 13])
def test_steep_rotations_lose_nothing(angle: float, n: int) -> None:
    builder = ProgramBuilder(n)
    slot = builder.slot(angle)
    tilt = builder.slot(0.3)
    for q in range(n):
        builder.rotation(tilt, x=1 << q, z=1 << q)
    for _ in range(2):
        for q in range(n):
            builder.flip(1 << (q + 1) % n, mask=1 << q, value=1 << q)
            builder.rotation(tilt, x=0, z=1 << q)
        for q in range(n):
            builder.rotation(slot, x=1 << q, z=(q % 2) << q)
    compare(builder.build(), np.random.default_rng(0), gradients=False)


def test_a_wide_state_is_rotated_in_blocks() -> None:
    rng = np.random.default_rng(0)
    n = 16
    builder, slots = builder_of(n, 3 * n)
    for layer in range(3):
        for q in range(n):
            builder.rotation(slots[layer * n + q], x=1 << q, z=(layer != 1) << q)
        if layer == 0:
            for q in range(n - 1):
                builder.flip(2 << q, mask=1 << q, value=1 << q)
        elif layer == 1:
            for q in range(0, n - 1, 2):
                builder.phase(slots[q], mask=3 << q, value=3 << q)
    compare(builder.build(), rng)


def test_the_stages_of_a_ring_ansatz_are_few() -> None:
    n, layers = 6, 4
    builder, slots = builder_of(n, 2)
    for _ in range(layers):
        for q in range(n):
            builder.rotation(slots[0], x=1 << q, z=1 << q)
            builder.rotation(slots[1], x=0, z=1 << q)
        for q in range(n):
            builder.flip(1 << (q + 1) % n, mask=1 << q, value=1 << q)
    assert Engine(builder.build()).num_stages == layers + 1
