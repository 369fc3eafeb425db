"""How to break contact with families, one for each requirement it proves."""

from __future__ import annotations

from tests.prove.breakers import POLICY, Breaker, Edit

END_DAY = "supportfirst/casework/actions/end_day.py"

ENGAGED = "supportfirst/casework/queries/child_engagement.py"
REFERRAL = "supportfirst/casework/queries/child_referral.py"
ESSEX_RULES = f"{POLICY}/essex/rules/engagement.yaml"

BREAKERS: dict[str, Breaker] = {
    "ESX-R-14": Edit(REFERRAL, "each.kind == ALTERNATIVE]", "each.kind != ALTERNATIVE]"),
    "ESX-R-17": Edit(ENGAGED, "in_school and met.result == MISSED", "in_school and met.result == HELD"),
    "ESX-R-18": Edit(
        ENGAGED, "for each in attempts if each.answered}", "for each in attempts if not each.on}"
    ),
    "ESX-R-22": Edit(
        ESSEX_RULES,
        "Was a virtual meeting tried?, any: [{asks: Was one arranged?",
        "Was a virtual meeting tried?, none: [{asks: Was one arranged?",
    ),
    "HAL-27": Edit(
        f"{POLICY}/halton/facts/contact.yaml",
        """    field: answer
    is: [continuing]""",
        """    field: answer
    is: [not_continuing]""",
    ),
    "HAL-62": Edit(ENGAGED, 'or recent["trend"] < 0:', 'or recent["trend"] > 0:'),
    "HAL-72": Edit(
        f"{POLICY}/halton/values/contact.yaml",
        "value: 14, source: halton-framework",
        "value: 15, source: halton-framework",
    ),
    "HAL-63": Edit(
        f"{POLICY}/halton/values/contact.yaml",
        "value: {letter: letters home,",
        "value: {e_mail: letters home,",
    ),
    "HAL-68": Edit(
        f"{POLICY}/halton/records/casework.yaml",
        'what the colleague said, or why none was asked yet", required: yes',
        'what the colleague said, or why none was asked yet", required: no',
    ),
    "HAL-95": Edit(END_DAY, "or asked_since[pupil.pk] >= day:", "or asked_since[pupil.pk] > date.min:"),
    "HAL-103": Edit(
        f"{POLICY}/halton/tracks/stages.yaml",
        "holds: halton.improvement_told",
        "fails: halton.improvement_told",
    ),
}
