"""How to break what the site proves of a child's safety; see `breakers.py`."""

from __future__ import annotations

from tests.prove.breakers import Breaker, Edit

SITE = "supportfirst/casework"

BREAKERS: dict[str, Breaker] = {
    "WID-112": Edit(
        f"{SITE}/queries/safeguarding_watch.py",
        "            WatchGroup(key, words, sorted(found[key], key=",
        "            WatchGroup(key, words, sorted((), key=",
    ),
    "WID-113": Edit(
        f"{SITE}/queries/child_concerns.py",
        "    return RaisePage(enrolment, signs_on(enrolment.school, actor.today), kind,",
        "    return RaisePage(enrolment, Signs({}, {}), kind,",
    ),
    # Both halves of the row at once: everybody finds the page, and the reference is gone from it.
    "WID-114": Edit(
        f"{SITE}/queries/child_concerns.py",
        "    if not sees_all and not rows:\n        raise NotThere\n",
        '    for row in rows:\n        row.data.pop("reference", None)\n',
    ),
    "HAL-73": Edit(
        f"{SITE}/web/views/morning.py",
        '            if held["child_seen"] == NOT_SEEN:',
        "            if False:",
    ),
    "HAL-74": Edit(
        f"{SITE}/queries/child_concerns.py",
        "        there=bool(concerns),",
        "        there=bool(held),",
    ),
    "HAL-152": Edit(
        f"{SITE}/actions/raise_concern.py",
        "    if NEGLECT in chosen and page.signs.neglect_reasons and not why:",
        "    if False:",
    ),
}
