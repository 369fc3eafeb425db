"""How to break what the site proves of a school's set-up, classes, years and numbers; see `breakers.py`."""

from __future__ import annotations

from tests.prove.breakers import Breaker, Edit

SITE = "supportfirst/casework"
LATE_AFTER = "            school.late_after or school.day_starts,\n"

BREAKERS: dict[str, Breaker] = {
    "SC-B15": Edit(
        f"{SITE}/actions/submit_register.py",
        "        check_times(school, sheet.half, where=sheet.where)\n",
        "        pass\n",
    ),
    "SC-B16": Edit(f"{SITE}/bridge/school_days.py", LATE_AFTER, "            school.day_starts,\n"),
}
