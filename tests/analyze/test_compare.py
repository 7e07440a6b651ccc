"""Ansätze beside each other: the table has the figures, and words where there is none."""

from __future__ import annotations

import pytest

from qdesign import ansatz, problems
from qdesign.analyze import compare, expressibility, gradient_variance, light_cone, tuned_energy
from qdesign.circuit import Circuit
from qdesign.errors import Cancelled, InvalidObservable, InvalidRequest
from qdesign.pauli import Observable
from qdesign.tune.optimize import optimize

PROBLEM = problems.tfim(3)
SOME = {f"sim {k}": ansatz.sim(k, num_qubits=3) for k in (1, 2, 9)}


def test_the_table_has_the_figures_with_their_errors() -> None:
    told: list[str] = []
    found = compare(SOME, PROBLEM, starts=2, seed=3, progress=told.append)
    table = found.to_pandas().set_index("ansatz")
    for name, circuit in SOME.items():
        row = table.loc[name]
        assert row["KL"] == expressibility(circuit, seed=3).value
        assert row["KL low"] < row["KL"] < row["KL high"]
        varied = gradient_variance(circuit, PROBLEM.observable)
        assert row["gradient variance"] == pytest.approx(varied.value)
        assert row["dead"] == len(light_cone(circuit, PROBLEM.observable).dead)
        energies = [optimize(circuit, PROBLEM, seed=s, max_steps=300).energy for s in (3, 4)]
        assert row["energy"] == pytest.approx(min(energies), abs=1e-9)
        above = max(energies) - (PROBLEM.exact_energy or 0)
        assert row["worst start"] == pytest.approx(above, abs=1e-9)
    assert found.verdict == table["energy above exact"].idxmin()
    shown = found._repr_html_()
    for name in (*SOME, "KL", "gradient variance", "energy above exact"):
        assert f">{name}</th>" in shown
    low, high = found.columns["KL low"][0], found.columns["KL high"][0]
    assert f"({low:.3g} to {high:.3g})" in shown
    assert any(each.startswith("sim 9: tuning") for each in told)
    for what in ("expressibility", "trainability", "energy"):
        assert [trace.name for trace in found.plot(what).data] == list(SOME)
    with pytest.raises(InvalidRequest, match="no picture"):
        found.plot("nothing")  # type: ignore[arg-type]  # what a person may type


def test_what_an_ansatz_does_not_have_is_told() -> None:
    wide = Circuit.of(30, "; ".join(f"ry(a{q}) {q}" for q in range(30)))
    observable = Observable.from_sparse(30, {((q, "Z"),): 1.0 for q in range(30)})
    found = compare({"wide": wide, "empty": Circuit(30)}, observable, starts=1)
    assert found.value is None
    assert found.columns["two-qubit gates"] == (0, 0)
    assert "14 qubits" in found.missing["wide"]["independent"]
    assert "Tuned up to 14 qubits" in found.missing["wide"]["energy above exact"]
    assert found.columns["gradient variance"][0] == pytest.approx(1 / 2)  # of sin a


def test_independent_is_the_rank_of_the_map_and_beside_it_that_of_the_state() -> None:
    # 4 qubits have states of 2·16 − 2 = 30 real dimensions, fewer than the 40 angles.
    full = {"full": ansatz.template("ry_rz_cx", 4, 4)}
    columns = compare(full, problems.tfim(4), starts=0).columns
    assert [columns[k] for k in ("parameters", "independent", "on |0…0⟩")] == [(40,), (40,), (30,)]


def test_bad_input_is_told_in_words() -> None:
    with pytest.raises(InvalidRequest, match="one at least"):
        compare({}, PROBLEM)
    with pytest.raises(InvalidObservable, match="'other'"):
        compare({"sim": ansatz.sim(1, 3), "other": Circuit(2)}, PROBLEM)
    with pytest.raises(Cancelled):
        compare(SOME, PROBLEM, cancel=lambda: True)


def test_energies_below_rounding_are_told_so() -> None:
    exact = compare({"one": Circuit.of(1, "ry(a) 0")}, Observable({"Z": 1.0}), starts=2)
    assert exact.number == "< 1e−9"
    assert "less than 1e−9 above the exact energy" in exact.says


def test_an_ansatz_without_parameters_has_its_energy() -> None:
    still = Circuit.of(2, "h 0; cx 0 1")
    beside = compare({"still": still, "turns": ansatz.sim(2, 2)}, problems.tfim(2), starts=1)
    assert beside.columns["energy"][0] == pytest.approx(-1.0)  # ⟨ZZ⟩ = 1, ⟨X⟩ = 0
    found = tuned_energy(still, problems.tfim(2))
    assert (found.basis, found.energy) == ("exact", pytest.approx(-1.0))
    assert found.value == pytest.approx(-1.0 + 5**0.5)  # the lowest of −ZZ − X₀ − X₁ is −√5
    assert not beside.missing.get("still", {}).get("energy above exact")


def test_rounding_decides_no_winner() -> None:
    circuit = ansatz.sim(2, num_qubits=3)
    found = compare({"a": circuit, "b": circuit}, PROBLEM, starts=1)
    assert found.says.startswith("a and b come equally near, ")
    assert found.verdict == "a"
