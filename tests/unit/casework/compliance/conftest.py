"""Pages of a school's compliance, seen as those of its set-up are."""

from tests.unit.casework.set_up.conftest import browser as browser
