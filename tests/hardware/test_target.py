import json
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from qdesign.circuit import Circuit, Condition, Operation
from qdesign.errors import InvalidRequest, InvalidTarget, TooLarge
from qdesign.hardware.provider import target, targets
from qdesign.hardware.providers import local
from qdesign.hardware.target import check, check_seed, check_shots

MANILA = target("local:fake_manila")
OLD = target("local:fake_rochester")


@pytest.mark.filterwarnings("ignore:Properties of fake_nighthawk")
def test_every_fake_device_that_ships_is_listed_with_its_calibration_date():
    from qiskit_ibm_runtime.fake_provider import FakeProviderForBackendV2

    listed = {item.name: item for item in targets("local") if item.available}
    shipped = FakeProviderForBackendV2().backends()
    assert set(listed) == {"local:ideal", "local:noisy"} | {
        f"local:{backend.name}" for backend in shipped
    }
    for backend in shipped:
        item = listed[f"local:{backend.name}"]
        assert item.num_qubits == backend.num_qubits
        properties = json.loads(Path(backend.dirname, backend.props_filename).read_text("utf-8"))
        assert item.calibration_date == datetime.fromisoformat(properties["last_update_date"])
        assert set(item.basis_gates) == set(backend._conf_dict["basis_gates"]) - {"reset"}


def test_what_is_missing_for_a_vendor_is_said():
    missing = [item for item in targets() if not item.available]
    assert missing
    assert all(item.missing for item in missing)
    with pytest.raises(InvalidTarget, match="not available: "):
        check(Circuit.of(1, "h 0"), target("ibm:ibm_torino"))


def test_a_target_that_looks_alike_is_suggested():
    with pytest.raises(InvalidTarget, match="Did you mean local:fake_torino"):
        target("local:fake_torinno")


@pytest.mark.parametrize(
    "name", ["", "local:", "local:fake_", "local:fake_../x", "nowhere", "a\nb"]
)
def test_a_name_that_is_no_target_is_refused(name):
    with pytest.raises(InvalidTarget, match="There is no target"):
        target(name)


def test_too_many_qubits_are_refused_in_words():
    with pytest.raises(InvalidTarget, match="has 7 qubits; local:fake_manila has 5"):
        check(Circuit.of(7, "h 0"), MANILA)


@pytest.mark.parametrize("name", ["local:ideal", "local:fake_torino"])
def test_forty_qubits_are_refused_before_memory_is_taken(name):
    with pytest.raises(TooLarge, match="Simulating 40 qubits needs 16,384 GiB"):
        check(Circuit.of(40, "h 0"), target(name))


def test_a_circuit_without_qubits_is_refused():
    with pytest.raises(InvalidRequest, match="nothing to run"):
        check(Circuit.of(0), MANILA)


def test_an_old_device_refuses_what_it_cannot_do():
    empty = Circuit.of(2, num_clbits=2)
    measure = Operation("measure", (0,), clbits=(0,))
    cases = {
        "reset": (Operation("reset", (0,)),),
        "operations after a measurement": (measure, Operation("x", (0,))),
        "classical conditions": (
            measure,
            Operation("x", (1,), conditions=(Condition((0,), 1),)),
        ),
    }
    for what, operations in cases.items():
        with pytest.raises(InvalidTarget, match=f"local:fake_rochester does not take {what}"):
            check(empty.with_operations(operations), OLD)
        check(empty.with_operations(operations), target("local:fake_torino"))


@pytest.mark.parametrize("shots", [0, -1, 100_001, 10**30, 1.5, "10", None, True])
def test_shots_out_of_range_are_refused(shots):
    with pytest.raises(InvalidRequest, match=r"[Ss]hots"):
        check_shots(shots, MANILA)


def test_whole_numbers_of_numpy_are_whole_numbers():
    assert check_shots(np.int64(5), MANILA) == 5
    assert check_seed(np.uint8(5)) == 5


@pytest.mark.parametrize("seed", [-1, 2**31, 0.5, "1", True])
def test_a_seed_out_of_range_is_refused(seed):
    with pytest.raises(InvalidRequest, match="Seed"):
        check_seed(seed)


def test_listing_targets_builds_no_device():
    local._backend.cache_clear()
    targets()
    assert local._backend.cache_info().currsize == 0
