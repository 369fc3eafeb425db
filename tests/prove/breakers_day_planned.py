"""How to break the rules behind plans, reports, reasons and permission; see `breakers.py`."""

from __future__ import annotations

from tests.prove.breakers import POLICY, Breaker, Edit, moved

SITE = "supportfirst/casework"
PLANS = f"{SITE}/queries/planned_absences.py"
MARK = f"{SITE}/queries/mark_history.py"
WIDNES = f"{POLICY}/widnes-academy/values/day.yaml"

BREAKERS: dict[str, Breaker] = {
    "WID-45": Edit(
        f"{SITE}/bridge/school_days.py", "            school.doors_open,\n", "            None,\n"
    ),
    "WID-46": Edit(
        f"{SITE}/bridge/school_days.py",
        "school.late_after or school.day_starts,",
        "school.day_starts and school.morning_closes,",
    ),
    "WID-29": Edit(f"{SITE}/actions/report_absence.py", '            "method": told.method,\n', ""),
    "WID-33": moved("widnes-academy/values/day", "report.by", "09:31"),
    "WID-34": moved("widnes-academy/values/school", "absence.contact_after_days", 4),
    "HAL-39": moved("halton/values/day", "report.each_day", "no"),
    "WID-37": Edit(f"{SITE}/bridge/planned.py", "and not (ours and ours.evidence):", "and ours and False:"),
    "WID-53": Edit(f"{SITE}/actions/submit_register.py", '(reasons or {}).get(each, "")', '""'),
    "WID-94": Edit(f"{SITE}/actions/permitting.py", "if not asked or may(", "if True or may("),
    "WID-95": Edit(MARK, "if actor.today <= last:", "if actor.today >= day:"),
    "WID-96": Edit(WIDNES, "kept off unnecessarily: O", "kept off unnecessarily: I"),
    "WID-97": moved("widnes-academy/values/day", "appointment.whole_day", "yes"),
    "HAL-50": Edit(
        f"{SITE}/queries/register_page.py", "expected=expected_code(", "expected='' and expected_code("
    ),
    "SC-F3": moved("widnes-academy/values/day", "appointment.whole_day", "yes"),
    "SC-F8": Edit(f"{SITE}/bridge/school_age.py", "    if day in span:\n", "    if day not in span:\n"),
    "WID-36": Edit(PLANS, "notified_on=plan.notified_on", "notified_on=None"),
    "HAL-153": Edit(PLANS, "education_offered=plan.education_offered", 'education_offered=""'),
    "SC-F2": moved("england/values/day", "after_close_default", "L", step=1),
}
