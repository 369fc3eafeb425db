"""How to break the rules behind what the site proves of messages and the first morning; see `breakers.py`."""

from __future__ import annotations

from tests.prove.breakers import POLICY, Breaker, Edit

SITE = "supportfirst/casework"

BREAKERS: dict[str, Breaker] = {
    "COV-18": Edit(f"{SITE}/queries/unaccounted.py", "return not asked and all(", "return False and all("),
    "HAL-96": Edit(f"{POLICY}/england/values/concern.yaml", " child_in_need social_worker", " child_in_need"),
    "SC-B17": Edit(f"{POLICY}/widnes-academy/values/day.yaml", 'value: "09:30"', 'value: "09:45"'),
}
