"""A browser for the pages of contact with families: the registers' own."""

from tests.unit.casework.registers.conftest import browser

__all__ = ["browser"]
