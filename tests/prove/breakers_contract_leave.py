"""How to break what is kept and decided about leave, one for each requirement it proves."""

from __future__ import annotations

from tests.prove.breakers import POLICY, Breaker, Edit

RECORDING = "supportfirst/casework/actions/record_leave.py"
SHOWN = "supportfirst/casework/queries/child_leave.py"
TERMS = "supportfirst/casework/bridge/leave_terms.py"
ENGLAND = f"{POLICY}/england/values/leave.yaml"
RECORDS = f"{POLICY}/england/records/legal.yaml"
APPLYING = "supportfirst/casework/actions/apply_for_leave_notice.py"
LISTED = "supportfirst/casework/queries/leave_application.py"
LIST_PAGE = "supportfirst/casework/web/templates/pages/leave_application.html"
COVENTRY = f"{POLICY}/coventry/rules/leave.yaml"
COVENTRY_FACTS = f"{POLICY}/coventry/facts/leave.yaml"
COVENTRY_VALUES = f"{POLICY}/coventry/values/legal.yaml"
WIDNES = f"{POLICY}/widnes-academy/values/school.yaml"

BREAKERS: dict[str, Breaker] = {
    "WID-39": Edit(SHOWN, "for adult in each.request.adults]", "for adult in each.request.adults[1:]]"),
    "WID-40": Edit(RECORDING, "if not page.may_decide:", "if False:"),
    "WID-122": Edit(ENGLAND, 'value: "form, last_day, booked"', 'value: "form, last_day"'),
    "WID-123": Edit(
        RECORDING, "if page.kind.kind == REQUEST and page.terms.is_too_late", "if False and page"
    ),
    "WID-124": Edit(ENGLAND, "value: reasons,", "value: decision,"),
    "WID-125": Edit(ENGLAND, "value: G, source", "value: O, source"),
    "WID-126": Edit(ENGLAND, "value: exceptional,", "value: decision,"),
    "WID-127": Edit(WIDNES, 'value: "cultural_needs, family_circumstances"', "value: cultural_needs"),
    "WID-128": Edit(RECORDING, "days > usual and", "days > usual + 1 and"),
    "WID-129": Edit(WIDNES, "value: justification,", "value: form,"),
    "WID-130": Edit(SHOWN, "if actor.today > due:", "if actor.today >= due:"),
    "CAM-25": Edit(
        f"{POLICY}/cambridgeshire/facts/ladder.yaml",
        "field: ground, is: [irregular, late_after_close]",
        "field: ground, is: [leave, irregular, late_after_close]",
    ),
    "COV-67": Edit(LISTED, "each.rule.track == track and", "each.rule.track != track and"),
    "COV-68": Edit(LISTED, 'if terms.get("papers") in _groups(each)]', "if _groups(each)]"),
    "COV-69": Edit(
        COVENTRY_VALUES,
        'operator: ">=", value: 10, source: coventry-staged-model, passage: "Appendix 2, Leave of Absence"',
        'operator: ">=", value: 9, source: coventry-staged-model, passage: "Appendix 2, Leave of Absence"',
    ),
    "COV-70": Edit(COVENTRY_FACTS, "fact: leave_10_school_weeks.current", "fact: longest_run.days"),
    "COV-71": Edit(APPLYING, "    if homeless:", "    if len(homeless) > 1:"),
    "COV-72": Edit(APPLYING, "CHOSEN if choice.included else LEFT_OUT", "CHOSEN"),
    "COV-73": Edit(COVENTRY_FACTS, "paper, is: [leave_request_form]", "paper, is: [reply]"),
    "COV-74": Edit(
        COVENTRY,
        "declines the leave?, holds: coventry.declined_letter",
        "declines the leave?, holds: leave.requested",
    ),
    "COV-75": Edit(COVENTRY_FACTS, "field: exceptional_considered, is: [yes]", "field: letter, present: no"),
    "COV-77": Edit(RECORDING, "if not back or min(back) > on:", "if back and min(back) > on:"),
    "HAL-48": Edit(SHOWN, "elif last < today:", "elif last > today:"),
    "SC-E14": Edit(ENGLAND, 'value: "reason, end_date, review_on"', 'value: "reason, end_date"'),
    "SC-B12": Edit(TERMS, "return min(school_day_after", "return max(school_day_after"),
    "SC-B13": Edit(ENGLAND, 'operator: ">=", value: 0', 'operator: ">=", value: -1'),
    "SC-C9": Edit(
        COVENTRY_VALUES,
        "value: no, source: coventry-staged-model",
        "value: yes, source: coventry-staged-model",
    ),
    "SC-C10": Edit(LISTED, "_count(pupil.measures, COUNTS[1])", "_count(pupil.measures, COUNTS[0])"),
    "SC-C11": Edit(LIST_PAGE, "A general list, which is not local", "A general list"),
    "ESX-R-06": Edit(LIST_PAGE, 'page.cause == "irregular"', "page.judged"),
    "SC-F1": Edit(ENGLAND, "value: exceptional,", "value: decision,"),
}
