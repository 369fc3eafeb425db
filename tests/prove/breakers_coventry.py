"""How to break the rules of Coventry's casework, one for each requirement that they prove."""

from __future__ import annotations

from tests.prove.breakers import POLICY, Breaker, Edit, moved

BANDS = "coventry/values/bands"
FACTS = f"{POLICY}/coventry/facts"

BREAKERS: dict[str, Breaker] = {
    "COV-16": moved(BANDS, "bands.stage_2_to", 91),
    "COV-17": Edit(
        f"{FACTS}/support.yaml",
        "at_stage: [coventry.stage_2, coventry.stage_3]",
        "at_stage: [coventry.stage_1, coventry.stage_2, coventry.stage_3]",
    ),
    "COV-22": moved(BANDS, "bands.stage_2_to", 89),
    "COV-40": moved(BANDS, "stage3_entry", "<=", key="operator"),
    "COV-82": moved("coventry/values/penalty", "local_threshold.sessions", 9),
    "SC-E17": Edit(
        f"{FACTS}/irregular.yaml",
        '        - {asks: "Was the interview under caution offered, with its result recorded?", '
        "holds: coventry.interview_over}\n",
        "",
    ),
    "SC-E18": Edit(
        f"{FACTS}/irregular.yaml",
        "where: [{field: form, is: [stage_3_contract]}]",
        "where: [{field: form, is: [stage_2_penalty_notice]}]",
    ),
}
