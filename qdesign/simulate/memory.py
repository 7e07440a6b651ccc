"""Memory and time of a run, computed before anything is taken, in words that a person reads."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from qdesign.errors import TooLarge

_ADDRESSABLE: Final = 4 << 30
_MARGIN: Final = 64 << 20
_MOST_SECONDS: Final = 600
_SECONDS_EACH: Final = 2e-9
"""For a term and a basis state, as measured on one core; in caches, so that it is a low guess."""


def state_bytes(num_qubits: int) -> int:
    """Bytes of one double-precision state."""
    return 16 << num_qubits


def free_memory() -> int:
    """Bytes that this machine can still give; the address limit where it does not say."""
    try:
        for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) << 10
    except OSError:
        pass
    try:
        return os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, OSError, ValueError):
        return _ADDRESSABLE


def check_memory(num_qubits: int, states: float, *, noisy: bool = False) -> None:
    """Refuse what does not fit, before anything is taken.

    Args:
        num_qubits: of the program.
        states: how many buffers as large as a double-precision state are needed, or with `noisy`
            as a vector of 4^n reals.
        noisy: is it a vector of Pauli expectations that is needed?

    Raises:
        TooLarge: more than the engine can address or than this machine has free.
    """
    size = 8 << 2 * min(num_qubits, 500) if noisy else state_bytes(min(num_qubits, 1000))
    needed = int(size * states)
    subject = f"{num_qubits} qubits{' with noise' if noisy else ''}"
    if needed < _MARGIN:
        # What every process has: no question to the machine, which takes as long as a small run.
        return
    free = free_memory()
    if needed + _MARGIN > free:
        raise TooLarge(
            f"{subject} need {size_text(needed)}; this machine has {size_text(free)} "
            "free. Simulate fewer qubits."
        )
    if needed + _MARGIN > _ADDRESSABLE:
        raise TooLarge(
            f"{subject} need {size_text(needed)} here; the engine addresses 4 GiB. "
            "Simulate fewer qubits."
        )


def check_matrix(num_qubits: int) -> None:
    """Refuse a dense density matrix that this machine has no room for.

    Raises:
        TooLarge: it has not.
    """
    # Beside the matrix stands what it is multiplied from.
    needed, free = 2 * (16 << 2 * num_qubits), free_memory()
    if needed > max(_MARGIN, free - _MARGIN):
        raise TooLarge(
            f"The density matrix of {num_qubits} qubits needs {size_text(needed)}; this machine "
            f"has {size_text(free)} free. Ask for fewer qubits."
        )


def check_time(num_qubits: int, flips: NDArray[np.unsignedinteger]) -> None:
    """Refuse an observable of which one energy would take many minutes, in a call without an end.

    Args:
        num_qubits: of the program.
        flips: the x mask of every term, sorted. Terms with the same one share most of the work.

    Raises:
        TooLarge: it would.
    """
    _, counts = np.unique(flips, return_counts=True)
    shared = np.minimum(counts, 1 + num_qubits // 8).sum()
    seconds = float(shared) * 2.0**num_qubits * _SECONDS_EACH
    if seconds > _MOST_SECONDS:
        raise TooLarge(
            f"One energy of these {len(flips):,} terms on {num_qubits} qubits would take about "
            f"{seconds / 60:,.0f} minutes; at most {_MOST_SECONDS // 60} are taken. Leave out "
            "small terms, or simulate fewer qubits."
        )


def spare_memory() -> int:
    """Bytes that may be taken for what only saves time."""
    return min(max(0, free_memory() - _MARGIN), _ADDRESSABLE - 1)


def size_text(size: int) -> str:
    """Bytes as a person reads them.

    Example:
        >>> size_text(16 << 34)
        '256 GiB'
    """
    amount = float(size) if size < 1 << 1000 else float("inf")
    for unit in ("bytes", "KiB", "MiB", "GiB", "TiB"):
        if amount < 1024:
            digits = 0 if amount >= 10 or unit == "bytes" else 1
            return f"{amount:.{digits}f} {unit}"
        amount /= 1024
    return f"{amount:.3g} PiB"
