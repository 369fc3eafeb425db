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
    "HAL-77": Edit(
        f"{SITE}/queries/letter_addressees.py",
        "if link.parental_responsibility or link.day_to_day_care:",
        "if link.parental_responsibility:",
    ),
    "COV-19": Edit(
        f"{SITE}/bridge/school_target.py",
        "100 * attended < target * possible",
        "100 * attended < 100 * possible",
    ),
    "WID-50": Edit(
        "supportfirst/policy/widnes-academy/entries/papers.yaml",
        "    text: To the parents, never to the child.\n    to: [parent]\n",
        "    text: To the child.\n    to: [pupil]\n",
    ),
    "COV-76": Edit(
        "supportfirst/policy/coventry/letters/leave_warning.yaml",
        "We have thought about whether there are exceptional circumstances here.",
        "We have thought about it.",
    ),
    "ESX-C-57": Edit(
        "supportfirst/policy/essex/entries/letters.yaml",
        "    also_records: contract_warning\n",
        "",
    ),
    "HAL-101": Edit(
        "supportfirst/policy/halton/facts/stage_2.yaml",
        "    words: a review was held since Halton Stage 2 began\n    any: [review]\n",
        "    words: a review was held since Halton Stage 2 began\n    any: [questionnaire]\n",
    ),
    "COV-110": Edit(
        "supportfirst/policy/coventry/entries/letters.yaml",
        '    also_says: ["result: cover_letter_left"]\n',
        '    also_says: ["result: given"]\n',
    ),
}
