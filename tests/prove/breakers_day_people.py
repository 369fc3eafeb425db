"""How to break the rules behind what the site proves of children and their families; see `breakers.py`."""

from __future__ import annotations

from tests.prove.breakers import Breaker, Edit

SITE = "supportfirst/casework"

BREAKERS: dict[str, Breaker] = {
    "ESX-C-14": Edit(
        f"{SITE}/queries/child_family.py",
        '    if because:\n        return f"yes',
        '    if len(because) == len(said):\n        return f"yes',
    ),
    "ESX-R-12": Edit(
        f"{SITE}/queries/parents_see.py", "        for each in held\n", "        for each in held[:0]\n"
    ),
    "WID-35": Edit(
        f"{SITE}/queries/child_edit.py",
        "rows.filter(Q(confirmed_on=None) | Q(confirmed_on__lt=bound))",
        "rows.filter(Q(confirmed_on=None))",
    ),
    "SC-F9": Edit(f"{SITE}/actions/keep_references.py", "[A-Za-z0-9/.-]{1,60}", "[A-Za-z0-9/. -]{1,60}|.*"),
}
