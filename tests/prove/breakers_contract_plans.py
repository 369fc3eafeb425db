"""How to break what is kept of plans and contracts, one for each requirement it proves."""

from __future__ import annotations

from tests.prove.breakers import POLICY, Breaker, Edit

RECORDING = "supportfirst/casework/actions/record_contract.py"
SHOWN = "supportfirst/casework/queries/child_contracts.py"
ESSEX = f"{POLICY}/essex/values/contracts.yaml"
ENGLAND = f"{POLICY}/england/values/contracts.yaml"
RECORDS = f"{POLICY}/england/records/support.yaml"
COVENTRY = f"{POLICY}/coventry/values/contract_site.yaml"
VIEW = "supportfirst/casework/web/views/child_contracts.py"
PARTIES = "supportfirst/casework/queries/contract_parties.py"

BREAKERS: dict[str, Breaker] = {
    "ESX-C-03": Edit(ESSEX, "ground, ground_because, adults", "adults"),
    "ESX-C-06": Edit(RECORDING, 'if page.makes and event.data.get("review_on")', "if False"),
    "ESX-C-09": Edit(RECORDING, "if not adults or not set(adults) <=", "if adults and not set(adults) <="),
    "ESX-C-10": Edit(ESSEX, "independent, non-maintained special", "academy"),
    "ESX-C-12": Edit(ENGLAND, "requirements, support, from, to", "requirements, from, to"),
    "ESX-C-13": Edit(ESSEX, "parent_said, ", ""),
    "ESX-C-15": Edit(RECORDS, "      adults_because: {", "      adults_why: {"),
    "ESX-C-16": Edit(
        ESSEX,
        "value: yes, source: essex-contracts, passage: contracts cannot",
        "value: no, source: essex-contracts, passage: contracts cannot",
    ),
    "ESX-C-17": Edit(SHOWN, "for each in event.adults]", "for each in event.adults[:1]]"),
    "ESX-C-18": Edit(
        SHOWN, "for each in reversed(events) if each.kind == CONTRACT", "for each in events[-1:]"
    ),
    "ESX-C-20": Edit(PARTIES, '(given if told else missing).append(f"{made}', 'given.append(f"{made}'),
    "ESX-C-21": Edit(ESSEX, "contract_copy, attendance_policy", "attendance_policy"),
    "ESX-C-22": Edit(ESSEX, "lead, parent_said", "parent_said"),
    "ESX-C-24": Edit(ENGLAND, "{contract_not_made: reason}", "{contract_warning: reason}"),
    "ESX-C-25": Edit(ENGLAND, "requirements, support, from, to", "requirements, support, from"),
    "ESX-C-26": Edit(SHOWN, "if last > months_later", "if last >= months_later"),
    "ESX-C-27": Edit(SHOWN, "if None not in signed.values():", "if None not in by_parents:"),
    "ESX-C-28": Edit(ESSEX, "understood, ", ""),
    "ESX-C-29": Edit(RECORDING, "    if foreign:", "    if len(foreign) > 1:"),
    "ESX-C-48": Edit(ENGLAND, "requirements, support, from, to", "requirements, support, from"),
    "ESX-C-49": Edit(ENGLAND, "requirements, support, from, to", "support, from, to"),
    "ESX-C-50": Edit(ENGLAND, "requirements, support, from, to", "requirements, from, to"),
    "ESX-C-51": Edit(PARTIES, 'PARENT: contract.data.get("signed_on")', 'PARENT: contract.data.get("from")'),
    "ESX-C-52": Edit(VIEW, '[*told.get("requirements", ()), *picked]', "picked"),
    "ESX-C-53": Edit(ESSEX, '          advice: "Support and advice services, such as on benefits"\n', ""),
    "ESX-C-54": Edit(
        ENGLAND, 'contract_non_compliance: "seek_explanation', 'contract_warning: "seek_explanation'
    ),
    "ESX-C-55": Edit(ESSEX, "{essex_explanation: still_useful}", "{contract_warning: reason}"),
    "ESX-C-56": Edit(ESSEX, "explanation: no_fault", "explanation: accepted"),
    "ESX-C-58": Edit(RECORDING, "warned = any(each.kind == WARNING", "warned = any(each.kind == ENDED"),
    "ESX-C-59": Edit(
        RECORDING, "if page.terms.ends_from_review and", "if not page.terms.ends_from_review and"
    ),
    "COV-99": Edit(COVENTRY, "value: coventry.contract_form_accepted", 'value: ""'),
    "COV-100": Edit(COVENTRY, "value: coventry.laao,", "value: school,"),
    "COV-103": Edit(COVENTRY, 'value: "supervising_officer, review_on"', "value: lead"),
    "COV-106": Edit(SHOWN, "last = max([last,", "last = min([last,"),
    "COV-107": Edit(RECORDING, "if terms.review_at_end and", "if not terms.review_at_end and"),
    "COV-109": Edit(RECORDING, "for adult in event.adults:", "for adult in event.adults[:1]:"),
    "COV-111": Edit(RECORDING, "if not first <= on.isoformat() <= last:", "if on.isoformat() > last:"),
    "LAW-09": Edit(
        ESSEX,
        "value: yes, source: essex-contracts, passage: contracts cannot",
        "value: no, source: essex-contracts, passage: contracts cannot",
    ),
    "SC-D1": Edit(SHOWN, "    if _without_parent(event, terms):\n        return IMPLEMENTED\n", ""),
    "SC-D2": Edit(COVENTRY, "value: allowed_as_expectation", "value: not_allowed"),
    "SC-D3": Edit(COVENTRY, "value: coventry.laao,", "value: school,"),
    "SC-D5": Edit(RECORDING, 'if data["to"] != fixed:', 'if data["to"] < fixed:'),
    "SC-D6": Edit(SHOWN, 'each.data.get("why") == REFUSED', 'each.data.get("why") == ENDED'),
    "SC-D11": Edit(ESSEX, "value: attendance_policy,", "value: nothing,"),
    "SC-D13": Edit(ESSEX, "independent, non-maintained special", "academy"),
    "SC-D15": Edit(
        ENGLAND, 'refused: "An attendance contract was explored and not agreed', 'declined: "Not agreed'
    ),
    "SC-D7": Edit(
        "supportfirst/casework/bridge/contract_terms.py", "own = entries[-1] if", "own = entries[0] if"
    ),
    "SC-D9": Edit(ESSEX, "Only the review meeting ends it; without", "Without"),
    "SC-D10": Edit(
        ESSEX,
        "value: 1, source: essex-contracts, passage: failure",
        "value: 5, source: essex-contracts, passage: failure",
    ),
    "SC-D14": Edit(SHOWN, "last = max([last,", "last = min([last,"),
    "SC-D8": Edit(
        f"{POLICY}/essex/records/essex.yaml",
        "choice: [accepted, no_fault, not_satisfactory, none]",
        "choice: [no_fault, not_satisfactory, none]",
    ),
}
