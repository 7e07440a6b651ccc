"""Figures of an ansatz: how many of its parameters count, and how its layers are built."""
