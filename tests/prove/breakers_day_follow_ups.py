"""How to break the rules behind what the site proves of follow-ups; see `breakers.py`."""

from __future__ import annotations

from tests.prove.breakers import POLICY, Breaker, Edit, moved

SITE = "supportfirst/casework"
QUERIES, ACTIONS, BRIDGE = f"{SITE}/queries", f"{SITE}/actions", f"{SITE}/bridge"
FOLLOW_UP = "england/values/follow_up"
TALKS = f"{POLICY}/essex/values/casework.yaml"

BREAKERS: dict[str, Breaker] = {
    "WID-02": Edit(
        f"{QUERIES}/absence_patterns.py",
        "[row for row in late.pupils if row.patterns]",
        "[row for row in late.pupils if row.times]",
    ),
    "WID-03": Edit(f"{ACTIONS}/end_day.py", "return _ask_home(school, at, away, due_on) + ", "return "),
    "WID-12": Edit(
        f"{QUERIES}/exceptions.py",
        "asks_home = each.any_of(UNEXPLAINED, UNAUTHORISED)",
        "asks_home = each.any_of(UNEXPLAINED)",
    ),
    "WID-19": moved(FOLLOW_UP, "follow_up.continuing_school_days", 6),
    "WID-21": Edit(
        f"{ACTIONS}/close_task.py",
        'return event.kind == CONTACT and event.data.get("channel") == task.by_channel',
        "return True",
    ),
    "WID-30": Edit(
        f"{POLICY}/england/records/follow_ups.yaml", "[engaging, partly, not_engaging]", "[engaging, partly]"
    ),
    "WID-31": Edit(
        f"{QUERIES}/punctuality.py",
        "    _add_lessons(found, school, first, last, repeated)\n    ordered",
        "    ordered",
    ),
    "WID-54": Edit(f"{ACTIONS}/record_about_child.py", "(Role.HEAD, Role.PASTORAL)", "(Role.HEAD,)"),
    "WID-57": Edit(f"{QUERIES}/liaisons.py", 'person=str(data.get("person", "")),', 'person="",'),
    "WID-58": moved(FOLLOW_UP, "follow_up.unexplained_school_days", 4),
    "WID-64": Edit(
        f"{SITE}/access/confidence.py",
        "restricted = [event for event in held if event.restricted]",
        "restricted: list[CaseEvent] = []",
    ),
    "HAL-24": moved(FOLLOW_UP, "follow_up.fall_percent", 20),
    "HAL-44": Edit(f"{BRIDGE}/day_absences.py", "elif code.symbol in late:", "elif code.symbol in late[:1]:"),
    "ESX-R-20": Edit(TALKS, "primary: drop_off pick_up", "primary: pick_up"),
    "ESX-R-21": Edit(TALKS, "call_after: event", "call_after: pick_up"),
    "SC-F6": Edit(f"{POLICY}/{FOLLOW_UP}.yaml", 'letter_sent: "Formal: to parents"', "letter_sent: Informal"),
}
