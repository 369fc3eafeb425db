"""build_history: invented chronologies of every kind of record that a pack knows, from one seed.

Half the events follow up, correct or strike out an earlier one, and some lie after the day, so that what a
pack makes of records is tried from many sides.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from supportfirst.attendance.packs.case_shape import FieldKind, RecordField
from supportfirst.attendance.packs.shape import Pack
from supportfirst.attendance.vocabulary.casework import CaseEvent, Parent

LATER, EARLIER = 10, 500  # days after and before the day asked about
STAGE_MOVE, STRUCK_OUT = "stage_move", "struck_out"


def build_history(random: Random, pack: Pack, upns: Sequence[str], on: date, *, most: int) -> list[CaseEvent]:
    """At most so many events for each pupil, in the order of a file; parents are `UPN-1` and `UPN-2`."""
    events: list[CaseEvent] = []
    for upn in upns:
        own: list[CaseEvent] = []
        for number in range(random.randint(0, most)):
            own.append(_event(random, pack, upn, on, f"{upn}-e{number}", own))
        events += own
    return events


def build_parents(random: Random, upns: Sequence[str]) -> list[Parent]:
    """None, one or two parents for each pupil, what is known of them often left blank."""
    told = (True, True, False, None)
    return [
        Parent(
            f"{upn}-{place}",
            upn,
            parental_responsibility=random.choice(told),
            day_to_day_care=random.choice(told),
        )
        for upn in upns
        for place in range(1, random.randint(1, 3))
    ]


def _event(
    random: Random, pack: Pack, upn: str, on: date, name: str, earlier: Sequence[CaseEvent]
) -> CaseEvent:
    kinds = sorted(pack.records)
    kind = random.choice([*kinds, STAGE_MOVE, STAGE_MOVE, STAGE_MOVE])
    followed = [kind for kind in kinds if any(each.kind in pack.records[kind].about for each in earlier)]
    if followed and random.random() < 0.5:
        kind = random.choice(followed)
    shape = pack.records[kind]
    data = {
        field.name: _held(random, field, on)
        for field in shape.fields.values()
        if field.required or random.random() < 0.7
    }
    about = [each.id for each in earlier if each.kind in shape.about or kind == STRUCK_OUT]
    if about:
        data["about"] = random.choice(about)
    if kind == STAGE_MOVE and pack.moves:
        move = random.choice(list(pack.moves.values()))
        data |= {"track": move.track, "to": move.end or "none", "reason": "agreed"}
    same = [each.id for each in earlier if each.kind == kind]
    return CaseEvent(
        id=name,
        upn=upn,
        kind=kind,
        on=_day(random, on),
        by_name=random.choice(("A. Officer", "")),
        by_title="Officer",
        parents=tuple(f"{upn}-{place}" for place in range(1, random.randint(1, 3)))
        if shape.for_parent
        else (),
        corrects=random.choice(same) if same and random.random() < 0.1 else "",
        data=data,
    )


def _held(random: Random, field: RecordField, on: date) -> Any:
    match field.kind:
        case FieldKind.DATE:
            return _day(random, on)
        case FieldKind.YES_NO:
            return random.random() < 0.5
        case FieldKind.NUMBER:
            return random.randint(0, 12)
        case FieldKind.CHOICE:
            return random.choice(field.choices)
        case FieldKind.LIST:
            return ("school_letter", "phone")[: random.randint(0, 2)]
        case FieldKind.TEXT:
            return "invented"


def _day(random: Random, on: date) -> date:
    return on + timedelta(days=random.randint(-EARLIER, LATER))
