"""The ask about the noise of a device, as its calibration says it."""

from __future__ import annotations

from qdesign.errors import InvalidRequest
from qdesign.session import port
from qdesign.session.replies import Answer, Report
from qdesign.showing.tables import count
from qdesign.simulate.noise import Noise


def noise_of(question: port.NoiseOfQuestion, report: Report) -> Answer[port.NoiseOfResult]:
    """The rates of some of a device's qubits, as many as the circuit has."""
    from qdesign.hardware.calibration import first_coupled

    report("Reading the calibration")
    wanted = question.num_qubits
    qubits = question.qubits or first_coupled(question.target, wanted)
    if len(qubits) != wanted:
        raise InvalidRequest(
            f"{count(len(qubits), 'qubit')} of the device for {count(wanted, 'wire')}: name one "
            "for each wire."
        )
    made = Noise.from_target(question.target, qubits)
    return Answer(port.NoiseOfResult(made.to_json(), made.target, qubits))
