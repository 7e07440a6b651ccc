"""Providers, one file each, in the order in which targets are listed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qdesign.hardware.provider import Provider, hand_over
from qdesign.hardware.providers.azure import AZURE
from qdesign.hardware.providers.braket import BRAKET
from qdesign.hardware.providers.ibm import IBM_QUANTUM
from qdesign.hardware.providers.ionq import IONQ
from qdesign.hardware.providers.iqm import IQM
from qdesign.hardware.providers.local import LOCAL
from qdesign.hardware.providers.qiskit import QISKIT
from qdesign.hardware.providers.qrmi import QRMI
from qdesign.hardware.providers.quantinuum import QUANTINUUM

if TYPE_CHECKING:
    from qdesign.hardware.conformance import Report

__all__ = ["ROWS", "conformance", "hand_over"]

ROWS: Final[tuple[Provider, ...]] = (
    LOCAL,
    IBM_QUANTUM,
    BRAKET,
    QUANTINUUM,
    IONQ,
    AZURE,
    IQM,
    QRMI,
    QISKIT,
)


def conformance(name: str) -> Report:
    """What a provider keeps of what all of them promise, tried against its service on this machine.

    Args:
        name: of the provider.

    Returns:
        `.passed`, `.failed` and `.skipped`.

    Raises:
        InvalidRequest: there is no such provider.
    """
    from qdesign.hardware import conformance as suite

    return suite.conformance(name)
