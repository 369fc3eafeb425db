"""How to break the national casework behind what it proves; see `breakers.py`."""

from __future__ import annotations

from tests.prove.breakers import POLICY, Breaker, Edit, moved

LIMIT = "england/values/notice_limit"
AMOUNTS = "england/values/notice_amounts"
NOTICES = f"{POLICY}/england/facts/notices.yaml"
COUNTED = "    count: [penalty_notice]\n    where:\n"
NOT_EXCLUDED = "      - {field: ground, is_not: [excluded_public_place]}\n"

BREAKERS: dict[str, Breaker] = {
    "LAW-05": Edit(
        NOTICES,
        "length: penalty_notice.lower_days, counting: beginning with",
        "length: penalty_notice.lower_days, counting: after",
    ),
    "LAW-06": moved(LIMIT, "penalty_notice.limit_times", 3),
    "LAW-07": Edit(NOTICES, f"{COUNTED}{NOT_EXCLUDED}", COUNTED),
    "LAW-08": moved(LIMIT, "notice_to_improve.min_weeks", 2),
    "SC-B3": moved(AMOUNTS, "penalty_notice.post_days", 3),
    "SC-B5": moved(LIMIT, "notice_to_improve.max_weeks", 7),
    "SC-B6": moved(LIMIT, "notice_to_improve.early_issue", "no"),
}
