"""The frame sentences of what a parent is told of a case; what stands inside them is the packs' own wording.

They are kept in one place so that they can be read through as one letter, and later be moved to
a layer of the policy. No legal word, no word of the office.
"""

from __future__ import annotations

YOURS = "What we ask of you"
OURS = "What the school and others do"
SUPPORT = "Time for the help to work"
OFFERS = "What else could help"
MAY_FOLLOW = "What may follow"
DECIDED = "What has been decided"
WHO_HELPS = "Who can help"

BY = "Please do this by {day}."
BY_PASSED = "The day for this was {day}. It is not too late to talk to us."
THEY_BY = "{who}, by {day}:"
THEY_LATE = "{who}; it should have been done by {day}, and you may ask when it will be:"
THEY = "{who}, as soon as they can:"
CLOSED = (
    "On {day} it was agreed that no further steps are needed for now. Help is still there if you want it."
)
NOTHING_DECIDED = (
    "Nothing of this has been decided. A person, never a computer, decides, and hears you first."
)
NOTHING_MORE = "Beyond this nothing has been decided."
ASK = (
    "Your school is the first to ask: it can tell you who helps, and arrange it. If something makes coming "
    "to school hard, please say so. You may bring somebody whom you trust to any meeting."
)
ASK_WITH = "Those who can help: {who}. Your school can put you in touch with them."
OTHER_PARENT = (
    "Some of what we hold is for one parent alone, and is told to that parent only. "
    "If you think that something is missing here, please ask us."
)

# By kind of record, then by what became of it; "" is any other outcome, or none yet.
DECISIONS = {
    "penalty_notice": {
        "": "A penalty notice was issued on {day}.",
        "paid": "The penalty notice of {day} is paid. Nobody will go to court for the days that it covers.",
        "withdrawn": "The penalty notice of {day} was withdrawn. You need not pay it.",
    },
    "prosecution": {
        "": "The local authority took the absence to court on {day}.",
        "withdrawn": "The local authority went to court on {day}, and took the case back.",
        "discontinued": "The local authority went to court on {day}, and did not go on with the case.",
        "acquitted": "The case that went to court on {day} ended in your favour.",
    },
}
