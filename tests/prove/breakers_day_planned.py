"""How to break the rules behind plans, reports, reasons and permission; see `breakers.py`."""

from __future__ import annotations

from tests.prove.breakers import Breaker, moved

SITE = "supportfirst/casework"
DAY_VALUES = f"{SITE}/bridge/day_values.py"

BREAKERS: dict[str, Breaker] = {
    "SC-F2": moved("england/values/day", "after_close_default", "L", step=1),
}
