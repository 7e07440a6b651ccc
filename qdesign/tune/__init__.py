"""Trained values, landscapes and sweeps of an ansatz with an observable."""
