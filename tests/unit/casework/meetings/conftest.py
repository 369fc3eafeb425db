"""A browser for the pages of meetings: the registers' own."""

from tests.unit.casework.registers.conftest import browser

__all__ = ["browser"]
