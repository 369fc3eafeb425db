"""How to break the rules of Cambridgeshire's casework, one for each requirement that they prove."""

from __future__ import annotations

from tests.prove.breakers import POLICY, Breaker, Edit, moved

SUPPORT = "cambridgeshire/values/support"

BREAKERS: dict[str, Breaker] = {
    "CAM-01": moved("england/values/patterns", "weekday_pattern.min_sessions", 5),
    "CAM-24": Edit(
        f"{POLICY}/cambridgeshire/facts/ladder.yaml",
        'where:\n      - {field: outcome, is: [convicted]}\n      - {field: for_leave, is: ["no"]}',
        "where:\n      - {field: outcome, is: [convicted]}",
    ),
    "CAM-43": moved("cambridgeshire/values/evidence_period", "evidence_period.min_school_weeks", 9),
    "SC-B8": moved(SUPPORT, "cambridgeshire.early_help_weeks", 11),
    "SC-B9": moved(SUPPORT, "cambridgeshire.targeted_service_weeks", 5),
    "SC-B10": moved(SUPPORT, "cambridgeshire.ehcp_review_months", 13),
    "SC-B11": moved(SUPPORT, "cambridgeshire.iaep_review_cycles", 1),
}
