"""How to break what the site proves of papers about one child; see `breakers.py`."""

from __future__ import annotations

from tests.prove.breakers import Breaker, Edit

SITE = "supportfirst/casework"

BREAKERS: dict[str, Breaker] = {
    "WID-09": Edit(
        f"{SITE}/actions/share_profile.py",
        "        adults=[reader],\n",
        "        adults=[],\n",
    ),
    "HAL-150": Edit(
        f"{SITE}/queries/front_door.py",
        "        codes=codes_counted(sessions),\n        weekdays=weekdays_of(sessions),\n",
        "        codes=codes_counted(sessions),\n        weekdays=[],\n",
    ),
}
