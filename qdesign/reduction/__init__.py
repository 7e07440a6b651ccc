"""Bodies → equal bodies with less, every step verified."""
