"""Circuits and observables → the simulator that was made for them last time.

Making one takes as long as dozens of runs of a small circuit. Both are values that never change, so
that the same two objects stand for the same simulator.
"""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from typing import Final

from qdesign.circuit import Circuit
from qdesign.convert.bodies import as_circuit
from qdesign.errors import InvalidRequest
from qdesign.pauli import Observable, as_observable
from qdesign.simulate.simulator import Simulator

_MOST: Final = 16
_MOST_QUBITS: Final = 14
"""Beyond it states take much memory, and a run takes longer than the making."""

_Key = tuple[int, int, int]
_kept: OrderedDict[_Key, tuple[Circuit, Observable, Simulator]] = OrderedDict()
_lock = threading.Lock()


def kept_simulator(circuit: Circuit, observable: Observable) -> Simulator:
    """A simulator of the circuit with the observable, the same for the same two objects.

    Raises:
        InvalidRequest: no engine is exact on this circuit.
    """
    circuit = as_circuit(circuit)
    observable = as_observable(observable, num_qubits=circuit.num_qubits, names=circuit.qubit_names)
    if circuit.num_qubits > _MOST_QUBITS:
        return _exact(circuit, observable)
    # An engine belongs to the process that made it. Both objects are held, so that no other ones
    # get their numbers.
    key = (os.getpid(), id(circuit), id(observable))
    with _lock:
        found = _kept.get(key)
        if found is not None:
            _kept.move_to_end(key)
            return found[2]
    made = Simulator(circuit, observable)
    with _lock:
        _kept[key] = (circuit, observable, made)
        while len(_kept) > _MOST:
            _kept.popitem(last=False)
    return made


def _exact(circuit: Circuit, observable: Observable) -> Simulator:
    made = Simulator(circuit, observable)
    if made.error_kind != "exact":
        raise InvalidRequest(
            f"No engine is exact on this circuit of {circuit.num_qubits} qubits; '{made.engine}' "
            "would run it with an error. Ask qd.Simulator(circuit, observable) for energies at "
            "values, and its error(values)."
        )
    return made
