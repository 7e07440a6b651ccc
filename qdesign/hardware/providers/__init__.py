"""Providers, one file each, in the order in which targets are listed."""

from typing import Final

from qdesign.hardware.provider import Provider
from qdesign.hardware.providers.braket import BRAKET
from qdesign.hardware.providers.ibm import IBM
from qdesign.hardware.providers.ionq import IONQ
from qdesign.hardware.providers.iqm import IQM
from qdesign.hardware.providers.local import LOCAL
from qdesign.hardware.providers.quantinuum import QUANTINUUM

ROWS: Final[tuple[Provider, ...]] = (LOCAL, IBM, BRAKET, QUANTINUUM, IONQ, IQM)
