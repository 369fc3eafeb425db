"""How to break what Halton's and Widnes Academy's packs prove; see `breakers.py`."""

from __future__ import annotations

from tests.prove.breakers import ABSENCE, MAP, POLICY, Breaker, Edit, item, moved

STAGES = "halton/values/stages"
SCHOOL = "widnes-academy/values/school"
AMOUNTS = "england/values/notice_amounts"
HALTON_RULES = f"{POLICY}/halton/rules/stages.yaml"
HALTON_FACTS = f"{POLICY}/halton/facts/stages.yaml"
WIDNES_RULES = f"{POLICY}/widnes-academy/rules/map.yaml"
PEOPLE = "entries/people.yaml"
NOT_MET_NOTE = "[halton_twelve_weeks_not_met, halton_twelve_weeks_met]"
DAY_STEPS = "attendance_map.day_steps"

BREAKERS: dict[str, Breaker] = {
    "HAL-01": Edit(f"{POLICY}/halton/{PEOPLE}", "first_day: 2026-09-01", "first_day: 2027-09-01"),
    "HAL-06": Edit(f"{POLICY}/halton/records/casework.yaml", "level_3, level_4]", "level_3]"),
    "HAL-105": moved("halton/values/warning_letter", "unauthorised_12_weeks.threshold_sessions", 9),
    "HAL-106": Edit(
        f"{POLICY}/halton/rules/routes.yaml",
        "service?, holds: school.trades}\n    groups: [warnings]",
        "service?, fails: school.trades}\n    groups: [warnings]",
    ),
    "SC-C17": Edit(
        f"{POLICY}/halton/rules/warning_letter.yaml",
        "[national_governs, halton_notice_for_all]",
        "[national_governs]",
    ),
    "HAL-07": Edit(
        HALTON_FACTS,
        "the case is at Halton Stage 3, at_stage: [halton.stage_3]",
        "the case is at Halton Stage 3, at_stage: [halton.stage_1, halton.stage_3]",
    ),
    "HAL-08": Edit(HALTON_RULES, "holds: school.trades", "fails: school.trades"),
    "HAL-25": Edit(
        HALTON_FACTS,
        "fact: sessions_unauthorised_absence, value: one_or_more",
        "fact: sessions_unauthorised_absence, value: halton.review_cycles_prompt",
    ),
    "SC-B1": Edit(f"{POLICY}/halton/rules/routes.yaml", NOT_MET_NOTE, "[halton_twelve_weeks_met]"),
    "SC-B2": moved(STAGES, "halton.window_lost_percent", 20),
    "SC-B7": moved(STAGES, "halton.review_cycles_prompt", 3),
    "SC-B18": Edit(f"{POLICY}/widnes-academy/{PEOPLE}", "first_day: 2024-11-23", "first_day: 2034-11-23"),
    "SC-B20": Edit(f"{POLICY}/halton/{PEOPLE}", "last_day: 2025-03-31", "last_day: 2035-03-31"),
    "SC-E1": Edit(WIDNES_RULES, "title: Widnes 7-day step (Stage 2 letter)", "title: Stage 2"),
    "SC-E2": Edit(
        f"{POLICY}/widnes-academy/rules/labels.yaml",
        "fails: halton.evidence_complete",
        "holds: halton.evidence_complete",
    ),
    "SC-E3": Edit(HALTON_RULES, "holds: halton.moved_to_stage_2", "holds: halton.stage_2_letter"),
    "SC-E4": Edit(
        HALTON_FACTS,
        "Is a concern recorded?, holds: concern.open",
        "Is a concern recorded?, holds: halton.was_ended",
    ),
    "SC-E5": Edit(HALTON_RULES, " (order inferred from a damaged source)", ""),
    "SC-E6": Edit(HALTON_RULES, "Recent trend: ", ""),
    "SC-E7": Edit(
        f"{POLICY}/halton/rules/evidence.yaml",
        "holds: threshold.met",
        "holds: halton.in_casework",
    ),
    "SC-E13": moved(STAGES, "halton.at_risk_percent", 93),
    "WID-41": moved(AMOUNTS, "penalty_notice.lower_pounds", 70, step=2),
    "WID-42": moved(AMOUNTS, "penalty_notice.lower_days", 22, step=2),
    "WID-65": Edit(
        f"{POLICY}/widnes-academy/facts/map.yaml",
        "fact: sessions_unauthorised_absence, value: one_or_more",
        "fact: sessions_absent, value: one_or_more",
    ),
    "WID-66": Edit(WIDNES_RULES, 'day_steps.1, is: "<"', 'day_steps.1, is: ">"'),
    "WID-67": item(MAP, DAY_STEPS, 0, 5),
    "WID-74": item(MAP, DAY_STEPS, 2, 11),
    "WID-79": item(MAP, DAY_STEPS, 3, 14),
    "WID-89": moved(ABSENCE, "pa_headline", 11, step=2),
    "WID-104": moved(MAP, "pn_percent_gate", "<=", key="operator"),
    "WID-105": moved(SCHOOL, "widnes.excluded_days", 6),
    "WID-106": moved(SCHOOL, "widnes.ground_sessions", 4),
    "WID-107": moved(SCHOOL, "widnes.ground_sessions", 7),
    "WID-108": moved(AMOUNTS, "penalty_notice.post_days", 3),
}
