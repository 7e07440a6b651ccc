"""A law is told where sizes tell it, with the conditions, and not otherwise."""

from __future__ import annotations

import json
import math

import pytest

from qdesign import ansatz
from qdesign.analyze.laws import fitted
from qdesign.analyze.trainability import trainability
from qdesign.circuit import Circuit
from qdesign.errors import Cancelled, InvalidRequest
from qdesign.pauli import Observable


def _toy(n: int) -> Circuit:
    return Circuit.of(n, "; ".join(f"rx(t{k}) {k}" for k in range(n)))


def _mean(n: int) -> Observable:
    return Observable({"I" * k + "Z" + "I" * (n - 1 - k): 1 / n for k in range(n)})


def _all(n: int) -> Observable:
    return Observable({"Z" * n: 1.0})


def _first(n: int) -> Observable:
    return Observable({"I" * (n - 1) + "Z": 1.0})


def _layers(n: int, *, layers: int) -> Circuit:
    text: list[str] = []
    for layer in range(layers):
        text += [f"ry(a{layer}_{q}) {q}; rz(b{layer}_{q}) {q}" for q in range(n)]
        text += [f"cz {q} {q + 1}" for q in range(layer % 2, n - 1, 2)]
    return Circuit.of(n, "; ".join(text))


def test_powers_are_trainable_and_exponentials_are_barren_plateaus() -> None:
    power = trainability(_toy, range(2, 9), _mean)
    assert (power.verdict, power.tone) == ("trainable", "good")
    assert power.exponent is not None
    assert power.exponent[0] == pytest.approx(2, rel=1e-9)
    assert power.says.startswith("Falls as n^−2, about 0.0012 at 20 qubits")
    assert power.power is not None
    low, high = power.power.between(20)
    assert low <= 1 / 800 <= high
    falls = trainability(_toy, range(2, 9), _all)
    assert (falls.verdict, falls.tone) == ("barren plateau", "warn")
    assert falls.base == pytest.approx(2, rel=1e-9)
    assert falls.value == pytest.approx(2.0**-8)
    assert falls.halves == pytest.approx(1)
    assert "It is below 1e−4 from 14 qubits on" in falls.says  # 2^−14 < 1e−4 < 2^−13
    deep = trainability(lambda n: _layers(n, layers=4 * n), range(2, 8), _first)
    assert deep.verdict == "barren plateau"
    assert "all there is" in deep.reasons[-1].words
    flat = trainability(lambda n: _layers(n, layers=2), range(4, 40, 6), _first, parameter="a0_0")
    assert flat.verdict == "trainable"
    assert "hardly falls" in flat.says


def test_a_variance_that_levels_off_is_no_law() -> None:
    ring = ansatz.template

    def chain(n: int) -> Observable:
        terms = {"I" * k + "ZZ" + "I" * (n - 2 - k): -1.0 for k in range(n - 1)}
        return Observable(terms | {"I" * k + "X" + "I" * (n - 1 - k): -1.0 for k in range(n)})

    found = trainability(lambda n: ring("ry_rz_ring", n), range(2, 9), chain)
    assert found.verdict == "trainable"
    assert found.says == "It levels off: from 5 to 8 qubits it is about 0.15."
    assert (found.power, found.exponential) == (None, None)
    rough = trainability(lambda n: ring("ry_rz_cx", n, 3), range(2, 9), _first)
    assert "only roughly" in rough.says
    assert "if that goes on" not in rough.says


def test_rounding_is_no_variance() -> None:
    # ⟨Z⟩ is 0 at all values, by a parity that grids and points do not know.
    found = trainability(lambda n: ansatz.template("zz_feature_map", n), range(2, 6), _first)
    assert (found.verdict, found.value) == ("unknown", 0.0)


def test_what_sizes_do_not_tell_is_unknown() -> None:
    few = trainability(_toy, (2, 4, 8), _mean)
    assert (few.verdict, few.exponent) == ("unknown", None)
    near = trainability(_toy, range(10, 15), _mean)
    assert (near.verdict, near.tone) == ("unknown", "unknown")
    assert "too near" in near.says
    still = trainability(lambda n: Circuit.of(n, "rz(a) 0"), range(2, 8), _first)
    assert "Every slope is 0" in still.says
    rough = trainability(lambda n: ansatz.sim(5, num_qubits=n), range(2, 6), _first, samples=20)
    assert rough.verdict in ("unknown", "trainable")
    assert rough.convention["methods"] == "sampled"


def test_a_certificate_has_its_conditions_its_data_and_its_picture() -> None:
    found = trainability(_toy, range(2, 7), _mean)
    assert any("from 2 to 6 qubits" in each for each in found.conditions)
    assert any("uniformly" in each for each in found.conditions)
    assert found.columns["qubits"] == (2, 3, 4, 5, 6)
    assert found.chart is not None
    kinds = [(each.kind, each.name) for each in found.chart.series]
    assert kinds == [("line", "power of n"), ("dashed", "exponential"), ("points", "variance")]
    assert found.chart.log_y
    json.dumps(found.to_dict(), allow_nan=False)
    assert list(found.to_pandas().method) == ["exact"] * 5


def test_errors_of_values_weigh_in_the_fit() -> None:
    sizes = [2.0, 3.0, 4.0, 5.0, 6.0]
    values = [n**-1.5 for n in sizes]
    values[2] *= 10
    errors = [1e-6, 1e-6, 100.0, 1e-6, 1e-6]
    assert fitted("power", sizes, values, errors).rate == pytest.approx(1.5, abs=1e-3)
    exact = fitted("exponential", sizes, [3.0**-n for n in sizes], [0.0] * 5)
    assert exact.rate == pytest.approx(math.log(3))
    assert exact.at(10) == pytest.approx(3.0**-10)


def test_bad_input_is_refused_in_words() -> None:
    with pytest.raises(InvalidRequest, match="whole number"):
        trainability(_toy, [2.5], _mean)  # type: ignore[list-item]
    with pytest.raises(InvalidRequest, match="Give sizes"):
        trainability(_toy, [], _mean)
    with pytest.raises(InvalidRequest, match="At most 60"):
        trainability(_toy, range(1, 10**9), _mean)
    with pytest.raises(InvalidRequest, match="function of n"):
        trainability(_toy, [2], _mean(2))  # type: ignore[arg-type]
    with pytest.raises(Cancelled):
        trainability(_toy, [2], _mean, cancel=lambda: True)
    said: list[str] = []
    trainability(_toy, [2, 3], _mean, progress=said.append)
    assert said == ["2 qubits", "3 qubits"]


@pytest.mark.parametrize(("each", "verdict"), [(9, "barren plateau"), (12, "slow decay")])
def test_an_exponential_that_halves_slowly_is_no_barren_plateau(each: int, verdict: str) -> None:
    # One letter more for so many qubits more: each letter halves the variance.
    def letters(n: int) -> Observable:
        return Observable({"I" * (n - n // each) + "Z" * (n // each): 1.0})

    found = trainability(_toy, range(each, 7 * each, each), letters, parameter="t0")
    assert (found.verdict, found.halves) == (verdict, pytest.approx(each))
    assert (f"It takes {each} qubits to halve it" in found.says) == (verdict == "slow decay")
    assert f"It is below 1e−4 from {math.ceil(each * math.log2(1e4))} qubits on" in found.says
