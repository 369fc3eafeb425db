"""How to break what the site proves of an authority's partner services; see `breakers.py`."""

from __future__ import annotations

from tests.prove.breakers import Breaker, Edit

BREAKERS: dict[str, Breaker] = {
    "COV-06": Edit(
        "supportfirst/casework/access/scope.py",
        "flags_today(actor).filter(name__in=OF_SERVICE[Role(each.role)])",
        "flags_today(actor)",
    ),
}
