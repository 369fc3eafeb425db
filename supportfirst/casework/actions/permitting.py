"""Whether somebody may write a code: an authorised absence takes permission, or a reason that is accepted.

Which codes a reason is enough for, the pack says. Whoever may authorise absences may write the others; so
may anybody where a plan that was authorised says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from supportfirst.attendance.packs.shape import Pack
from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import may
from supportfirst.casework.bridge.codes_in_force import RegisterRefused
from supportfirst.casework.bridge.day_values import needs_permission
from supportfirst.casework.bridge.register_permissions import without_permission
from supportfirst.casework.store.models import School


def check_permission(
    actor: Actor,
    school: School,
    pack: Pack,
    day: date,
    half: int,
    symbols: Mapping[int, str],
    *,
    where: str,
) -> None:
    """Raises RegisterRefused for a code, by enrolment, that needs a permission which nobody has given."""
    needing = {symbol for symbol in set(symbols.values()) if needs_permission(pack, symbol, day)}
    asked = {each: symbol for each, symbol in symbols.items() if symbol in needing}
    if not asked or may(actor, Right.AUTHORISE_ABSENCE, school):
        return
    lacking = without_permission(school, {(each, day, half): symbol for each, symbol in asked.items()})
    for enrolment, symbol in asked.items():
        if (enrolment, day, half) in lacking:
            raise RegisterRefused(
                what=f"“{symbol}” is an authorised absence that no reason alone is enough for",
                where=where,
                remedy="ask the head, or whoever may authorise absences, to plan or to write it; "
                "write the code for a reason not known yet meanwhile",
            )
