"""How to break what the site proves of rewards for attendance; see `breakers.py`."""

from __future__ import annotations

from tests.prove.breakers import Breaker, Edit

SITE = "supportfirst/casework"
PERIODS = f"{SITE}/bridge/reward_periods.py"

BREAKERS: dict[str, Breaker] = {
    "WID-15": Edit(
        f"{SITE}/actions/give_rewards.py",
        "        assembly_on=assembly_on,\n        basis=",
        "        assembly_on=actor.today,\n        basis=",
    ),
    "WID-16": Edit(PERIODS, "RewardInterval.WEEKLY: _weeks", "RewardInterval.WEEKLY: _terms"),
    "WID-23": Edit(f"{SITE}/queries/reward_counts.py", "    if now.missed:\n", "    if now.missed > 1:\n"),
    "WID-24": Edit(PERIODS, "yield Period(days[0], days[-1],", "yield Period(days[0], days[0],"),
    "HAL-20": Edit(
        f"{SITE}/actions/write_reward_scheme.py",
        "        scope=scheme.scope,\n        year_groups=list(scheme.year_groups),\n"
        "        type=scheme.type,\n        cost=scheme.cost,\n",
        '        scope="class",\n        year_groups=["1"],\n        type="sticker",\n        cost=1,\n',
    ),
    "HAL-21": Edit(PERIODS, "return periods[place - 1] if place else None", "return None"),
    "HAL-22": Edit(
        f"{SITE}/bridge/reward_sessions.py", "elif code.symbol in leaves_out:", "elif code.symbol in ():"
    ),
    "HAL-23": Edit(f"{SITE}/queries/reward_list.py", "targets.get(pupil, of_school),", "of_school,"),
    "SC-F7": Edit(
        f"{SITE}/queries/reward_basis.py",
        "“{reading.pack}” says: {reading.show} Source: {reading.source}.",
        "as it was set up.",
    ),
}
