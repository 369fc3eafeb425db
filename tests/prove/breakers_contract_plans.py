"""How to break what is kept of plans and contracts, one for each requirement it proves."""

from __future__ import annotations

from tests.prove.breakers import POLICY, Breaker, Edit

RECORDING = "supportfirst/casework/actions/record_contract.py"
SHOWN = "supportfirst/casework/queries/child_contracts.py"
ESSEX = f"{POLICY}/essex/values/contracts.yaml"
ENGLAND = f"{POLICY}/england/values/contracts.yaml"
RECORDS = f"{POLICY}/england/records/support.yaml"

BREAKERS: dict[str, Breaker] = {
    "ESX-C-03": Edit(ESSEX, "ground, ground_because, adults", "adults"),
    "ESX-C-06": Edit(RECORDING, 'if page.makes and event.data.get("review_on")', "if False"),
    "ESX-C-09": Edit(RECORDING, "if not adults or not set(adults) <=", "if adults and not set(adults) <="),
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
    "ESX-C-22": Edit(ESSEX, "lead, parent_said", "parent_said"),
    "ESX-C-24": Edit(ENGLAND, "{contract_not_made: reason}", "{contract_warning: reason}"),
    "ESX-C-25": Edit(ENGLAND, "requirements, support, from, to", "requirements, support, from"),
    "ESX-C-26": Edit(SHOWN, "if last > _months_after", "if last >= _months_after"),
    "ESX-C-28": Edit(ESSEX, "understood, ", ""),
    "ESX-C-29": Edit(RECORDING, "    if foreign:", "    if len(foreign) > 1:"),
    "ESX-C-48": Edit(ENGLAND, "requirements, support, from, to", "requirements, support, from"),
    "ESX-C-49": Edit(ENGLAND, "requirements, support, from, to", "support, from, to"),
    "ESX-C-50": Edit(ENGLAND, "requirements, support, from, to", "requirements, from, to"),
    "ESX-C-54": Edit(RECORDING, "if page.kind.kind == BREACH:", "if page.kind.kind == WARNING:"),
    "ESX-C-55": Edit(ESSEX, "{essex_explanation: still_useful}", "{contract_warning: reason}"),
    "ESX-C-58": Edit(RECORDING, "if any(each.kind == WARNING for", "if any(each.kind == ENDED for"),
    "ESX-C-59": Edit(
        RECORDING, "if page.terms.ends_from_review and", "if not page.terms.ends_from_review and"
    ),
    "SC-D8": Edit(
        f"{POLICY}/essex/records/essex.yaml",
        "choice: [accepted, no_fault, not_satisfactory, none]",
        "choice: [no_fault, not_satisfactory, none]",
    ),
}
