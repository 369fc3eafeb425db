"""A browser for the pages of leave: the registers' own."""

from tests.unit.casework.registers.conftest import browser

__all__ = ["browser"]
