"""How to break the papers of plans and contracts, one for each requirement they prove."""

from __future__ import annotations

from tests.prove.breakers import POLICY, Breaker, Edit

PAPER = f"{POLICY}/essex/letters/contract.yaml"
INVITATION = f"{POLICY}/essex/letters/contract_invitation.yaml"

BREAKERS: dict[str, Breaker] = {
    "ESX-C-01": Edit(
        PAPER,
        "This is a plan to help {child}.",
        "A written agreement between parent and school, and partners where they help.",
    ),
    "ESX-C-04": Edit(PAPER, "so that nobody has to think about legal steps", "so that all goes well"),
    "ESX-C-08": Edit(PAPER, "It is made under {value:essex.contract_legal_basis}.", ""),
    "ESX-C-11": Edit(
        "supportfirst/casework/bridge/letter_values.py",
        "each.statistical is StatisticalClass.UNAUTHORISED)",
        "each.statistical is StatisticalClass.AUTHORISED)",
    ),
    "ESX-C-23": Edit(
        f"{POLICY}/essex/rules/papers.yaml",
        "signed by a parent?, holds: essex.contract_agreed",
        "signed by a parent?, fails: essex.contract_agreed",
    ),
    "ESX-C-31": Edit(INVITATION, "as partners", "together"),
    "ESX-C-32": Edit(PAPER, "nobody can be sued for that", "that is a pity"),
    "ESX-C-33": Edit(PAPER, "no crime not to sign this", "a pity not to sign this"),
}
