"""How to break the rules behind what a school's compliance page proves; see `breakers.py`."""

from __future__ import annotations

from tests.prove.breakers import POLICY, Breaker, Edit

SITE = "supportfirst/casework"
POLICIES = f"{SITE}/queries/attendance_policy.py"
CHECKS = f"{SITE}/queries/compliance_checks.py"

BREAKERS: dict[str, Breaker] = {
    "ESX-R-09": Edit(POLICIES, "return self.stands != PRESENT", "return not self.stands"),
    "ESX-R-10": Edit(CHECKS, "            not policy.address,\n", "            False,\n"),
    "WID-01": Edit(POLICIES, "review < self.today", "review <= self.today"),
    "WID-28": Edit(
        f"{SITE}/queries/agreements.py",
        "return [each for each in self.pairs if each.signed is None]",
        "return list(self.pairs)",
    ),
    "HAL-40": Edit(
        f"{POLICY}/halton/entries/policy.yaml",
        "Your child attends {school} while you seek a place at another school.",
        "Tell us where your child goes next.",
    ),
    "HAL-41": Edit(POLICIES, "[each for each in self.fields if not each.words]", "[]"),
}
