"""Distances of counts from distributions, against numpy, scipy and Qiskit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from qdesign.errors import InvalidRequest
from qdesign.hardware.distance import distance, shot_total_variation


def random_distribution(rng: np.random.Generator, size: int) -> dict[str, float]:
    weights = rng.dirichlet(np.ones(size))
    return {format(k, "04b"): float(weight) for k, weight in enumerate(weights)}


def drawn(rng: np.random.Generator, p: Mapping[str, float], shots: int) -> dict[str, int]:
    found = rng.multinomial(shots, list(p.values()))
    return {name: int(n) for name, n in zip(p, found, strict=True) if n}


@pytest.mark.parametrize("seed", range(5))
def test_figures_are_those_of_numpy_and_qiskit(seed: int) -> None:
    analysis: Any = pytest.importorskip("qiskit.quantum_info.analysis")
    rng = np.random.default_rng(seed)
    p, q = random_distribution(rng, 16), random_distribution(rng, 16)
    counts = drawn(rng, p, 1000)
    found = distance(counts, q)
    shares = np.array([counts.get(name, 0) / 1000 for name in q])
    ideal = np.array(list(q.values()))
    assert found.total_variation == pytest.approx(0.5 * np.abs(shares - ideal).sum())
    assert found.hellinger_fidelity == pytest.approx(np.sqrt(shares * ideal).sum() ** 2)
    assert found.hellinger_fidelity == pytest.approx(
        analysis.hellinger_fidelity(counts, q), abs=1e-9
    )
    for value, (low, high) in (
        (found.total_variation, found.total_variation_interval),
        (found.hellinger_fidelity, found.hellinger_fidelity_interval),
    ):
        assert 0 <= low <= value <= high <= 1


@pytest.mark.parametrize("shots", [1, 7, 100, 4096])
def test_shots_alone_are_the_mean_over_the_binomial(shots: int) -> None:
    stats: Any = pytest.importorskip("scipy.stats")
    q = np.random.default_rng(3).dirichlet(np.ones(8))
    k = np.arange(shots + 1)
    each = [(np.abs(k / shots - x) * stats.binom.pmf(k, shots, x)).sum() for x in q]
    assert shot_total_variation(q, shots) == pytest.approx(0.5 * sum(each), rel=1e-9)
    assert shot_total_variation(np.array([1.0, 0.0]), shots) == 0


def test_counts_of_the_distribution_are_as_far_as_shots_alone() -> None:
    rng = np.random.default_rng(11)
    q = random_distribution(rng, 16)
    found = [distance(drawn(rng, q, 4096), q, seed=k) for k in range(40)]
    alone = found[0].shot_total_variation
    assert np.mean([each.total_variation for each in found]) == pytest.approx(alone, rel=0.1)
    assert sum(each.is_seen for each in found) <= 6
    assert sum(each.total_variation_interval[0] == 0 for each in found) >= 36
    assert sum(each.hellinger_fidelity_interval[1] == 1 for each in found) >= 36


def test_intervals_hold_the_true_distance() -> None:
    rng = np.random.default_rng(5)
    q = random_distribution(rng, 16)
    p = {name: 0.8 * weight + 0.2 / 16 for name, weight in q.items()}
    shares, ideal = np.array(list(p.values())), np.array(list(q.values()))
    far, near = 0.5 * np.abs(shares - ideal).sum(), np.sqrt(shares * ideal).sum() ** 2
    found = [distance(drawn(rng, p, 4096), q, seed=k) for k in range(60)]
    assert all(each.is_seen for each in found)
    held = [each.total_variation_interval for each in found]
    assert sum(low <= far <= high for low, high in held) >= 52
    held = [each.hellinger_fidelity_interval for each in found]
    assert sum(low <= near <= high for low, high in held) >= 52


UNIFORM = np.full(16, 1 / 16)
PEAKED = np.array([0.9, *[0.1 / 15] * 15])
ONE = np.array([1.0, 0.0])
SHIFTED = np.array([0.02, 0.98])


def named(weights: Any) -> dict[str, float]:
    return {format(k, "04b"): float(weight) for k, weight in enumerate(weights)}


@pytest.mark.parametrize("shots", [100, 1000, 8192])
@pytest.mark.parametrize(
    ("p", "q"),
    [
        (UNIFORM, UNIFORM),
        (PEAKED, PEAKED),
        (0.9 * PEAKED + 0.1 * UNIFORM, PEAKED),
        (0.9 * UNIFORM + 0.1 * PEAKED, UNIFORM),
        (np.array([0.5, 0.5]), np.array([0.49, 0.51])),
        (np.array([0.98, 0.02]), ONE),
        (SHIFTED, ONE),
    ],
)
def test_intervals_hold_the_true_distance_in_19_of_20_runs(p: Any, q: Any, shots: int) -> None:
    rng = np.random.default_rng(8)
    far, near = 0.5 * np.abs(p - q).sum(), np.sqrt(p * q).sum() ** 2
    held = np.zeros(2)
    for k in range(40):
        found = distance(drawn(rng, named(p), shots), named(q), seed=k)
        both = (
            (far, found.total_variation, found.total_variation_interval),
            (near, found.hellinger_fidelity, found.hellinger_fidelity_interval),
        )
        assert all(0 <= low <= value <= high <= 1 for _, value, (low, high) in both)
        held += [low - 1e-12 <= true <= high + 1e-12 for true, _, (low, high) in both]
    assert min(held) >= 0.95 * 40


@pytest.mark.parametrize("shots", [1, 100, 1024, 8192])
@pytest.mark.parametrize("q", [UNIFORM, PEAKED, ONE, SHIFTED])
def test_counts_that_are_as_expected_have_an_interval_too(q: Any, shots: int) -> None:
    shares = np.floor(q * shots)
    shares[np.argmax(q)] += shots - shares.sum()
    counts = {name: int(n) for name, n in named(shares).items() if n}
    found = distance(counts, named(q))
    low, high = found.total_variation_interval
    assert 0 == low <= found.total_variation < high <= 1
    low, high = found.hellinger_fidelity_interval
    assert 0 <= low < found.hellinger_fidelity <= high == 1


def test_the_same_seed_gives_the_same_intervals_and_outcomes_never_seen_count() -> None:
    q = {"0": 0.5, "1": 0.25, "2": 0.25}
    assert distance({"0": 60, "1": 40}, q, seed=1) == distance({"0": 60, "1": 40}, q, seed=1)
    found = distance({"0": 100}, q)
    assert found.total_variation == pytest.approx(0.5)
    assert found.hellinger_fidelity == pytest.approx(0.5)
    assert found.num_outcomes == 3
    apart = distance({"9": 10}, q)
    assert (apart.total_variation, apart.hellinger_fidelity) == (1.0, 0.0)
    assert apart.total_variation_interval[1] == 1
    assert apart.hellinger_fidelity_interval[0] == 0


@pytest.mark.parametrize(
    ("counts", "probabilities"),
    [({}, {"0": 1.0}), ({"0": 1}, {"0": 0.4}), ({"0": 1}, {"0": float("nan")}), ({"0": 1}, {})],
)
def test_no_shots_and_no_distribution_are_refused(
    counts: dict[str, int], probabilities: dict[str, float]
) -> None:
    with pytest.raises(InvalidRequest):
        distance(counts, probabilities)
