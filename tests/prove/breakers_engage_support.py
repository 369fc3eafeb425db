"""How to break what is kept of barriers, early help and support, one for each requirement it proves."""

from __future__ import annotations

from tests.prove.breakers import POLICY, Breaker, Disable, Edit, moved

CAMBRIDGESHIRE = "cambridgeshire/values/support"
BLOCKS = f"{POLICY}/cambridgeshire/rules/support_blocks.yaml"
MAP_STEPS = f"{POLICY}/widnes-academy/rules/map_steps.yaml"
RECORDS = f"{POLICY}/england/records/support.yaml"
HALTON = f"{POLICY}/halton/records/casework.yaml"
COVENTRY = f"{POLICY}/coventry/records/coventry.yaml"
FIRST = f"{POLICY}/coventry/values/support.yaml"
RECORDING = "supportfirst.casework.actions.record_support"
ESSEX = f"{POLICY}/essex/facts/referral.yaml"

BREAKERS: dict[str, Breaker] = {
    "CAM-29": Edit(
        BLOCKS,
        "holds: cambridgeshire.answer_is_waiting}",
        "fails: cambridgeshire.answer_is_waiting}",
    ),
    "CAM-35": moved(CAMBRIDGESHIRE, "cambridgeshire.early_help_weeks", 13),
    "CAM-36": moved(CAMBRIDGESHIRE, "cambridgeshire.targeted_service_weeks", 13),
    "CAM-37": Edit(BLOCKS, "fails: cambridgeshire.eha_offered}", "holds: cambridgeshire.eha_offered}"),
    "CAM-38": Edit(
        RECORDS,
        "[letter, phone, meeting, door_knock, email, other]",
        "[letter, phone, meeting, email, other]",
    ),
    "CAM-39": moved(CAMBRIDGESHIRE, "cambridgeshire.specialist_teaching_weeks", 13),
    "CAM-40": moved(CAMBRIDGESHIRE, "cambridgeshire.iaep_review_cycles", 3),
    "COV-36": Edit(
        f"{POLICY}/coventry/rules/support.yaml",
        'value: families.criteria, is: "<"}',
        "value: families.criteria}",
    ),
    "ESX-R-68": Edit(ESSEX, "      - {field: acted_on, present: yes}\n", ""),
    "ESX-R-70": Edit(ESSEX, "      - {field: used, present: yes}\n", ""),
    "WID-06": Edit(
        MAP_STEPS,
        "{asks: Is no offer on record?, fails: early_help.offered}",
        "{asks: Is an offer on record?, holds: early_help.offered}",
    ),
    "WID-69": Edit(
        MAP_STEPS,
        "{asks: Considered?, holds: early_help.considered}",
        "{asks: Considered?, fails: early_help.considered}",
    ),
    "WID-72": Edit(MAP_STEPS, "holds: widnes.barriers_found}", "fails: widnes.barriers_found}"),
    "WID-73": Edit(
        MAP_STEPS,
        "- {asks: Was early help offered?, holds: early_help.offered}",
        "- {asks: Was early help offered?, fails: early_help.offered}",
    ),
    "WID-77": Edit(MAP_STEPS, "holds: widnes.programme_reviewed}", "holds: widnes.support_reviewed}"),
    "WID-85": Edit(MAP_STEPS, "holds: widnes.offer_reviewed}", "holds: widnes.support_reviewed}"),
    "WID-99": Edit(
        f"{POLICY}/widnes-academy/rules/school.yaml",
        "{asks: Persistently absent to date?, holds: persistently_absent}",
        "{asks: Persistently absent to date?, fails: persistently_absent}",
    ),
    "HAL-57": Edit(
        "supportfirst/casework/queries/social_workers.py",
        'return "yes"',
        'return "no: attendance is not in it"',
    ),
    "SC-E15": Edit(
        "supportfirst/casework/bridge/early_help_terms.py",
        "order.index(state) < order.index(self.legal_from)",
        "order.index(state) <= order.index(self.legal_from)",
    ),
    "SC-E16": Edit(
        "supportfirst/casework/queries/early_help.py",
        'terms.proposal.get("enough" if criteria >= terms.criteria',
        'terms.proposal.get("enough" if criteria > terms.criteria',
    ),
    "COV-09": Edit(COVENTRY, "[early_help_plan, whole_family_plan]", "[early_help_plan]"),
    "COV-26": Edit(COVENTRY, "send, esnaap, social_care", "send, social_care"),
    "COV-27": Edit(
        f"{POLICY}/coventry/rules/support.yaml",
        "when: {asks: Is the pupil at Coventry Stage 2 or 3?, holds: coventry.stage_2_or_3}",
        "when: {asks: Is the pupil at Coventry Stage 1?, holds: coventry.at_stage_1}",
    ),
    "COV-28": Edit(
        f"{POLICY}/coventry/facts/support.yaml",
        "{field: attendance_outcome, present: no}",
        "{field: attendance_outcome, present: yes}",
    ),
    "COV-30": Edit(
        COVENTRY, "      offer_explained_on: {date: yes, words: the day the offer was explained}\n", ""
    ),
    "COV-31": Edit(COVENTRY, "referral, signposting, advice", "referral, advice"),
    "COV-32": Edit(FIRST, ", request_for_help: ehac_involvement", ""),
    "COV-34": Edit(FIRST, "lead_professional_decided: family_circumstances, ", ""),
    "COV-35": Edit(FIRST, "lead_professional_decided: reason, ", ""),
    "CAM-41": Edit(
        BLOCKS,
        "was last reviewed?, fails: cambridgeshire.ehcp_day_written}",
        "was last reviewed?, holds: cambridgeshire.ehcp_day_written}",
    ),
    "CAM-09": Edit(
        "supportfirst/casework/actions/record_attendance_event.py",
        "row.schools.set([offered.school, *others])",
        "row.schools.set([offered.school])",
    ),
    "CAM-10": Edit(
        "supportfirst/casework/queries/attendance_events.py",
        "for name in terms.each_term if name not in kinds]",
        "for name in terms.each_term if name in kinds]",
    ),
    "HAL-19": Edit(
        "supportfirst/casework/actions/record_attendance_event.py", "parents=told.parents,", "parents=None,"
    ),
    "ESX-C-62": Edit(
        "supportfirst/casework/queries/support_directory.py",
        "all(word in _read(each) for word in words)",
        "all(word in each.name for word in words)",
    ),
    "ESX-R-13": Edit(ESSEX, "{field: barrier, present: no}", "{field: barrier, present: yes}"),
    "HAL-47": Edit(
        RECORDS,
        "the adaptation, required: yes}\n      owner: {text: yes, words: who sees to it, required: yes}\n",
        "the adaptation, required: yes}\n",
    ),
    "HAL-64": Edit(f"{POLICY}/halton/values/support.yaml", "{review: halton", "{no_such_kind: halton"),
    "HAL-66": Edit(HALTON, "words: whether there is a plan, required: yes", "words: whether there is a plan"),
    "HAL-69": Edit(
        HALTON,
        "words: whether there is a medical need, required: yes",
        "words: whether there is a medical need",
    ),
    "HAL-70": Edit(
        HALTON,
        "words: whether catch-up for missed work was offered, required: yes",
        "words: whether catch-up for missed work was offered",
    ),
    "HAL-71": Edit(
        RECORDS, 'words: "the app, service or person", required: yes', 'words: "the app, service or person"'
    ),
    "HAL-82": Disable(f"{RECORDING}:_check_consent", "None"),
    "HAL-154": Edit(RECORDS, "      start_on: {date: yes, words: the day it starts, required: yes}\n", ""),
    "HAL-176": Edit(f"{POLICY}/halton/values/support.yaml", "{Family Hub: 19}", "{Family Hub: 20}"),
    "WID-10": Edit(RECORDS, "      strategy: {text: yes, words: what is done about it}\n", ""),
    "WID-32": Edit(RECORDS, "[parent, child, school, other]", "[parent, school, other]"),
    "WID-100": Disable(f"{RECORDING}:_check_written", "None"),
}
