"""How to break what the site proves of a school's set-up, classes, years and numbers; see `breakers.py`."""

from __future__ import annotations

from tests.prove.breakers import POLICY, Breaker, Edit

SITE = "supportfirst/casework"
LATE_AFTER = "            school.late_after or school.day_starts,\n"

ALLOCATION = f"{SITE}/access/allocation.py"
NAMED = f"{SITE}/queries/named_people.py"
NOBODY = "    missing = [role for role in roles if now[role.id] is None]\n"
HALTON = f"{POLICY}/halton/entries/people.yaml"

BREAKERS: dict[str, Breaker] = {
    "CAM-03": Edit(
        f"{SITE}/actions/name_person.py",
        "    reaching.update(last_day=first_day - timedelta(days=1))\n",
        "",
    ),
    "HAL-42": Edit(HALTON, "    named_by: school\n    fills: [senior_attendance_champion]\n", ""),
    "HAL-43": Edit(HALTON, "    named_by: school\n    fills: [governor]\n", ""),
    "HAL-53": Edit(
        f"{SITE}/actions/set_traded.py",
        "TradedSpan.objects.create(school=school, buys=buys, first_day=first_day, last_day=last_day)",
        "TradedSpan.objects.create(school=school, buys=buys)",
    ),
    "HAL-52": Edit(ALLOCATION, "if _is_of_an_officer(each) and here else", "if not here else"),
    "COV-12": Edit(NAMED, NOBODY, "    missing: list[NamedRole] = []\n"),
    "COV-13": Edit(ALLOCATION, "        if row.user_id == officer and (", "        if ("),
    "COV-14": Edit(
        f"{SITE}/queries/worklist_row.py",
        "contacts=contacts_of(stored.school, actor.today)",
        "contacts={}",
    ),
    "LAW-12": Edit(
        f"{SITE}/queries/mark_history.py",
        "kept_until(pack, entered_on(each.at)) for each in entries",
        "kept_until(pack, entered_on(entries[0].at)) for each in entries",
    ),
    "WID-115": Edit(
        f"{SITE}/queries/procedures.py",
        "filter(school=school, fingerprint=told.fingerprint)",
        "filter(school=school)",
    ),
    "WID-120": Edit(
        f"{SITE}/access/rights.py",
        "Role.GOVERNOR: frozenset({Right.SEE_NUMBERS}),",
        "Role.GOVERNOR: frozenset({Right.SEE_NUMBERS, Right.SEE_WORKLIST}),",
    ),
    "SC-B15": Edit(
        f"{SITE}/actions/submit_register.py",
        "        check_times(school, sheet.half, where=sheet.where)\n",
        "        pass\n",
    ),
    "SC-B16": Edit(f"{SITE}/bridge/school_days.py", LATE_AFTER, "            school.day_starts,\n"),
}
