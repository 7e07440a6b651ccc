"""Circuits on the pairs of qubits that a device has: `coupling.py` is the map, `router.py` fits."""
