"""How to break the rules behind what the site proves of files of registers; see `breakers.py`."""

from __future__ import annotations

from tests.prove.breakers import Breaker, Edit

FILES = "supportfirst/casework/bridge/register_files.py"
DIFFERENT = '            found.corrected.append(Difference(*key, symbol_of(stands), 0, "", read))\n'

OPEN_TOO_LONG = "if minutes > bound.value:"

BREAKERS: dict[str, Breaker] = {
    "SC-B14": Edit(
        "supportfirst/casework/bridge/school_days.py", OPEN_TOO_LONG, "if minutes > bound.value + 60:"
    ),
    "WID-61": Edit(FILES, DIFFERENT, "            found.unchanged += 1\n"),
}
