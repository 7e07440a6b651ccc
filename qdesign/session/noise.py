"""The ask about the noise of a device, as its calibration says it."""

from __future__ import annotations

from qdesign.session import port
from qdesign.session.replies import Answer, Report
from qdesign.simulate.noise import Noise


def noise_of(question: port.NoiseOfQuestion, report: Report) -> Answer[port.NoiseOfResult]:
    """The rates of a device's first qubits, as many as the circuit has."""
    report("Reading the calibration")
    made = Noise.from_target(question.target, range(question.num_qubits))
    return Answer(port.NoiseOfResult(made.to_json(), made.target))
