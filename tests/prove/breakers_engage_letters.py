"""How to break what is proved of the wordings of letters; see `breakers.py`."""

from __future__ import annotations

from tests.prove.breakers import Breaker, Disable

LETTERS = "supportfirst.attendance.letters"

BREAKERS: dict[str, Breaker] = {
    "COV-81": Disable(f"{LETTERS}.words:banned_in", "[]"),
}
