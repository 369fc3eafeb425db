"""How to break the rules behind plans, reports, reasons and permission; see `breakers.py`."""

from __future__ import annotations

from tests.prove.breakers import Breaker, Edit, moved

SITE = "supportfirst/casework"
PLANS = f"{SITE}/queries/planned_absences.py"
DAY_VALUES = f"{SITE}/bridge/day_values.py"

BREAKERS: dict[str, Breaker] = {
    "WID-36": Edit(PLANS, "notified_on=plan.notified_on", "notified_on=None"),
    "HAL-153": Edit(PLANS, "education_offered=plan.education_offered", 'education_offered=""'),
    "SC-F2": moved("england/values/day", "after_close_default", "L", step=1),
}
