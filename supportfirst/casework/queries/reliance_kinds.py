"""Every kind of thing that may rely on a child's marks, in words; whoever registers one adds its line here.

A kind is what leaves the site, or decides something, about one child. Lists and registers of a class name
many children and are of the day; the trail keeps who took one out, and no alarm is raised about them.
"""

from __future__ import annotations

KINDS = {
    "certificate": "certificate of attendance",
    "recognition": "certificate of recognition",
    "profile": "attendance profile",
    "sheet": "decision sheet",
    "letter": "letter",
    "referral": "referral",
    "meeting": "paper for a meeting",
    "notice": "notice",
    "summary": "attendance summary",
}

UNTIL = "until somebody decides whether it stands"
ON_SCREEN = f"Its page can still be read; nothing is given out of it as a file or sent {UNTIL}."
# What waiting keeps back of each kind; of the others, all of it.
KEPT_BACK = {
    "recognition": f"It is left out of the certificates that are printed {UNTIL}.",
    "profile": ON_SCREEN,
    "sheet": f"Those who decide can still read its page; its file is not given out {UNTIL}.",
    "letter": ON_SCREEN,
    "summary": ON_SCREEN,
}


def kept_back(kind: str) -> str:
    return KEPT_BACK.get(kind, f"It is not printed, exported or sent {UNTIL}.")


# What its counts are called, in the order in which they are shown.
COUNTS = {
    "possible": "Sessions possible",
    "attended": "Attended",
    "authorised": "Authorised absence",
    "unauthorised": "Unauthorised absence",
    "late": "Late, before or after the register closed",
    "not_counted": "Marked, and not a possible session",
    "unmarked": "Without a mark",
}
