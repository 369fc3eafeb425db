"""A browser for the morning's pages: the registers' own."""

from tests.unit.casework.registers.conftest import browser

__all__ = ["browser"]
