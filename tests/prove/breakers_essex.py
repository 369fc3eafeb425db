"""How to break the rules behind what Essex and the invented authority prove; see `breakers.py`."""

from __future__ import annotations

from tests.prove.breakers import POLICY, Breaker, MoveValue, moved

CASEWORK = "essex/values/casework"
RULE_SET = (f"{POLICY}/{CASEWORK}.yaml", ("values", "essex.rule_set", "steps", 1, "start"))
LIMIT = (
    "samples/policy/marlow-vale/values/marlow.yaml",
    ("values", "marlow.proceedings_limit", "steps", 0, "value"),
)

BREAKERS: dict[str, Breaker] = {
    "ESX-R-77": MoveValue(*RULE_SET, "2024-08-20"),
    "ESX-C-02": moved(CASEWORK, "essex.contract_rules_from", "1 September 2024"),
    "SC-B19": MoveValue(*LIMIT, 7),
}
