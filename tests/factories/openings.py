"""How a table says which rights open an address; and the lines of letters, which stand beside the others.

The table itself is `site_rights.OPENS`.
"""

from __future__ import annotations

from dataclasses import dataclass

from supportfirst.casework.access.rights import Right

Ways = tuple[frozenset[Right], ...]  # any one of these sets, held whole


@dataclass(frozen=True, slots=True)
class Opening:
    """Who may get an address and who may post to it. `None`: the address does not know the method."""

    get: Ways | None
    post: Ways | None = None
    # Whoever sees the page but may not do this is told so (409), since they know that it is there.
    told: frozenset[Right] = frozenset()


def any_of(*rights: Right) -> Ways:
    return tuple(frozenset({each}) for each in rights)


def all_of(*rights: Right) -> Ways:
    return (frozenset(rights),)


ANYBODY: Ways = (frozenset(),)
PUBLIC = frozenset(
    {"accessibility", "colours", "demo", "new-password", "set-password", "sign-in", "sign-in-code"}
    | {"emailed-letter", "letter-by-email", "notify-callback"}
)
WHOEVER_WRITES_LETTERS = all_of(Right.SEE_PUPIL, Right.SEE_CONTACTS, Right.ACT_ON_CASE)
LETTERS: dict[str, Opening] = {
    "child-letter-new": Opening(WHOEVER_WRITES_LETTERS, WHOEVER_WRITES_LETTERS),
    "child-letters": Opening(WHOEVER_WRITES_LETTERS),
    "emailed-letter": Opening(ANYBODY, ANYBODY),
    "letter": Opening(WHOEVER_WRITES_LETTERS),
    "letter-approve": Opening(None, WHOEVER_WRITES_LETTERS),
    "letter-by-email": Opening(ANYBODY),
    "letter-delivery": Opening(None, WHOEVER_WRITES_LETTERS),
    "letter-docx": Opening(WHOEVER_WRITES_LETTERS),
    "letter-email": Opening(None, WHOEVER_WRITES_LETTERS),
    "letter-edit": Opening(WHOEVER_WRITES_LETTERS, WHOEVER_WRITES_LETTERS),
    "letter-pdf": Opening(WHOEVER_WRITES_LETTERS),
    "letter-withdraw": Opening(None, WHOEVER_WRITES_LETTERS),
    "letters": Opening(WHOEVER_WRITES_LETTERS, WHOEVER_WRITES_LETTERS),
    "letters-due": Opening(WHOEVER_WRITES_LETTERS, WHOEVER_WRITES_LETTERS),
    "notify-callback": Opening(None, ANYBODY),
}
