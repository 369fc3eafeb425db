"""How to break what is proved of letters that wait, and of to whom they go; see `breakers.py`."""

from __future__ import annotations

from tests.prove.breakers import Breaker, Edit

SITE = "supportfirst/casework"
HALTON = "supportfirst/policy/halton/entries/letters.yaml"

BREAKERS: dict[str, Breaker] = {
    "HAL-185": Edit(HALTON, "    only_after: halton.meeting_tried_again\n", ""),
    "SC-E12": Edit(
        f"{SITE}/actions/record_about_child.py",
        "if told.data.get(BY_HEAD) is True and",
        "if told.data.get(BY_HEAD) is None and",
    ),
}
