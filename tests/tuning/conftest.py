"""The reference providers, as the tests of the queue have them."""

from tests.hardware.conftest import loopback

__all__ = ["loopback"]
