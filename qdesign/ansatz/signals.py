"""Signal processing: phases → polynomials of a signal, by one extra qubit."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from qdesign.angle import Angle
from qdesign.ansatz.drawing import check_size
from qdesign.circuit import Circuit, Operation
from qdesign.errors import InvalidRequest

_MOST_DEGREE: Final = 200


def qsp(degree: int = 3, *, phases: Sequence[float] | None = None) -> Circuit:
    """Quantum signal processing: e^{iφ_0 Z} W e^{iφ_1 Z} W … with the signal W = e^{i x_0 X}.

    ⟨0|U|0⟩ is a polynomial in cos x_0, of the degree's parity. Where all phases are 0 it is the
    Chebyshev polynomial T_d: cos(d x_0).

    Args:
        degree: how often the signal is used.
        phases: degree + 1 radians; parameters phi_0, phi_1, … when None.

    Raises:
        InvalidRequest: another number of phases.

    Example:
        >>> qsp(2).parameters
        ('phi_0', 'x_0', 'phi_1', 'phi_2')

    Source: Low and Chuang, arXiv:1606.02685; Martyn et al., arXiv:2105.02859.
    """
    check_size(1, degree, per_layer=2)
    if phases is None:
        turns = [Angle.parameter(f"phi_{k}", -2) for k in range(degree + 1)]
    else:
        turns = [Angle.of(-2 * float(phase)) for phase in phases]
    if len(turns) != degree + 1:
        raise InvalidRequest(
            f"Degree {degree} needs {degree + 1} phases, and {len(turns)} were given."
        )
    signal = Operation("rx", (0,), (Angle.parameter("x_0", -2),))
    found: list[Operation] = []
    for turn in turns:
        found += [Operation("rz", (0,), (turn,)), signal]
    return Circuit(1, tuple(found[:-1]))


def signal_filter(coefficients: Any, signal: Circuit | None = None) -> Circuit:
    """Σ_k c_k U^k, a polynomial of a unitary U, as a block: where the last qubit is 0 and stays 0.

    Args:
        coefficients: c_0 to c_d, complex; |Σ c_k e^{ikx}| is below 1 for every x.
        signal: U; when None, one qubit that is begun in |1⟩ and has the phase x_0.

    Raises:
        InvalidRequest: the polynomial is not below 1, or too long.

    Example:
        >>> signal_filter([0.5, 0.4]).num_qubits
        2

    Source: Motlagh and Wiebe, arXiv:2308.01501; the complement by Fourier transforms:
    Berntson and Sünderhauf, arXiv:2406.04246.
    """
    given = _polynomial(coefficients)
    angles, last = _angles_of(given)
    n = 1 if signal is None else signal.num_qubits
    found: list[Operation] = []
    if signal is None:
        found.append(Operation("x", (0,)))
        body = (Operation("p", (0,), (Angle.parameter("x_0"),)),)
    else:
        body = signal.flat().plain_operations
    used = tuple(replace(each, anticontrols=(*each.anticontrols, n)) for each in body)
    for k, (theta, phi) in enumerate(angles):
        # The last factor of the first rotation alone.
        turn = (2 * theta, -phi, math.pi - (last if k == 0 else 0.0))
        found += used if k else ()
        found.append(Operation("u", (n,), tuple(Angle.of(each) for each in turn)))
    return Circuit(n + 1, tuple(found))


def _polynomial(coefficients: Any) -> NDArray[np.complex128]:
    try:
        given = np.asarray(coefficients, dtype=np.complex128)
    except (TypeError, ValueError):
        raise InvalidRequest("Coefficients are given as numbers, c_0 first.") from None
    if given.ndim != 1 or not 2 <= given.size <= _MOST_DEGREE + 1:
        raise InvalidRequest(
            f"A filter has 2 to {_MOST_DEGREE + 1} coefficients, not an array of shape "
            f"{given.shape}."
        )
    highest = np.abs(np.fft.fft(given, 64 * given.size)).max()
    if not highest < 1 - 1e-9:
        raise InvalidRequest(
            f"The polynomial reaches {highest:.6g}; a filter stays below 1. Scale the coefficients."
        )
    return given


def _complement(p: NDArray[np.complex128]) -> NDArray[np.complex128]:
    """Q of the same degree with |P|² + |Q|² = 1 on the unit circle, its last coefficient large."""
    margin = 1 - float(np.abs(np.fft.fft(p, 64 * p.size)).max()) ** 2
    size = 1 << max(10, math.ceil(math.log2(16 * p.size / margin**0.5)))
    size = min(size, 1 << 22)
    logs = np.log(1 - np.abs(np.fft.fft(p, size)) ** 2)
    modes = np.fft.ifft(logs)
    modes[0] /= 2
    modes[size // 2] /= 2
    modes[size // 2 + 1 :] = 0
    outer = np.fft.ifft(np.exp(np.fft.fft(modes)))[: p.size]
    # Turned round, so that what is stripped first is far from 0.
    return outer[::-1].conj()


def _angles_of(p: NDArray[np.complex128]) -> tuple[list[tuple[float, float]], float]:
    """θ_k and φ_k of every rotation, and λ of the first one."""
    rows = np.array([p, _complement(p)])
    found: list[tuple[float, float]] = []
    for degree in reversed(range(p.size)):
        a, b = rows[0, degree], rows[1, degree]
        theta = math.atan2(abs(b), abs(a))
        phi = float(np.angle(a) - np.angle(b))
        found.append((theta, phi))
        if degree == 0:
            return found[::-1], float(np.angle(b))
        c, s, turn = math.cos(theta), math.sin(theta), np.exp(-1j * phi)
        rows = np.array([[turn * c, s], [turn * s, -c]]) @ rows
        rows = np.array([rows[0, 1 : degree + 1], rows[1, :degree]])
    raise AssertionError


def low_pass(degree: int, cutoff: float) -> NDArray[np.complex128]:
    """Coefficients of a smooth filter: near 1 for phases |x| below the cutoff, near 0 above it.

    A Fejér mean of the window, times e^{i degree/2 x}; between 0 and 0.98.

    Args:
        degree: an even number.
        cutoff: radians, between 0 and π.
    """
    if degree < 2 or degree % 2 or degree > _MOST_DEGREE:
        raise InvalidRequest(
            f"The degree of a filter is an even number from 2 to {_MOST_DEGREE}, not {degree}."
        )
    half = degree // 2
    k = np.arange(-half, half + 1)
    window = cutoff / math.pi * np.sinc(k * cutoff / math.pi)
    return (0.98 * (1 - np.abs(k) / (half + 1)) * window).astype(np.complex128)
