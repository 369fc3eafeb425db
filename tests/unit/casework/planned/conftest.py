"""A browser for the pages of plans, reports and reasons: the registers' own."""

from tests.unit.casework.registers.conftest import browser

__all__ = ["browser"]
