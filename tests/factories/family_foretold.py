"""What must come of a step of a walk with families, and whether the answer to it was that."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse

from tests.factories.site_registers import words_of

# A refusal tells what can be done: one of these words begins a sentence, or follows a colon or a comma.
VERBS = (
    "Ask|Use|Leave|Draft|Withdraw|Choose|Give|Invite|Record|Offer|Write|Say|Enter|Supply|Have|have|first|"
    "Fill in|Make|Read|Look|Go|Check|Try|You can|What you can do|you may|Or|use|leave|add|say|offer"
)
WAY_FORWARD = re.compile(rf"(?:^|[.:;,?] (?:and |or )?)({VERBS})\b")
SAYS_WHY = ("There is a problem", "! Warning")  # where a page says why it refused
MOST_OF_WHY = 500


@dataclass(frozen=True, slots=True)
class Foretold:
    """What must come of a step: `rule` words that the answer bears where it is refused."""

    does: str  # done, refused, nothing
    rule: Sequence[str] = ()


DONE, NOTHING, NOT_TRIED = Foretold("done"), Foretold("nothing"), Foretold("not tried")


def refused(*rule: str) -> Foretold:
    return Foretold("refused", rule)


def judge(answer: HttpResponse, told: Foretold, about: object) -> None:
    """Fails where the answer is another than was foretold, or a refusal without its rule or a way forward."""
    if told.does == "done":
        assert answer.status_code in (200, 302), (about, words_of(answer))
        return
    if told.does == "nothing":
        assert answer.status_code == 404, (about, answer.status_code)
        return
    assert answer.status_code in (200, 409, 422), (about, told, answer.status_code)
    words = words_of(answer)
    found = next((found for mark in SAYS_WHY if (found := re.search(f"{mark} (.*)", words))), None)
    why = found[1][:MOST_OF_WHY] if found is not None else ""
    for each in told.rule:
        assert each.casefold() in why.casefold(), (each, why, words[:3000])
    assert WAY_FORWARD.search(why), (why, words[:3000])
