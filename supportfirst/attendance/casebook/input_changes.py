"""Each input of a sheet that is no longer as it was, in a sentence that names it.

The two sides are the parts of a sheet as JSON values (`sheet_inputs`). Whatever differs is told:
where no sentence fits, the name of the part is told all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from supportfirst.attendance.casebook.chronology import ABOUT, STRUCK_OUT
from supportfirst.attendance.casebook.sheet_calendar import calendar_from, runs_in_words
from supportfirst.attendance.casebook.sheet_parts import Held, SheetDamaged
from supportfirst.attendance.vocabulary.moments import as_datetime, end_of_day, read_moment

Part = Mapping[str, Any]


def input_changes(name: str, was: Part, now: Part) -> list[str]:
    """Sentences for one of INPUTS; none where both sides are equal. `was` has been read without damage."""
    if was == now:
        return []
    told = list(_given(name, was, now)) or list(_TELLERS[name](was, now))
    return [f"{name}: {each}" for each in told] or [f"{name}: it is not as it was"]


def _given(name: str, was: Part, now: Part) -> Iterator[str]:
    if was.get("given", True) != now.get("given", True):
        yield (
            "no file was given then, and one is now"
            if now["given"]
            else "a file was given then, and none is now"
        )


# --- the register ----------------------------------------------------------------------

Entry = Sequence[Any]  # [day, half, code, when it was recorded or None]


def _register(was: Part, now: Part) -> Iterator[str]:
    before, after = _by_session(was["marks"]), _by_session(now["marks"])
    if before and not after:
        yield f"it has no mark of this pupil now; it had {len(was['marks'])}"
        return
    for session in sorted({*before, *after}):
        old, new = before.get(session, []), after.get(session, [])
        if old != new:
            yield f"{session} {_mark_change(date.fromisoformat(session[:10]), old, new)}"
    if not any(before.get(session, []) != after.get(session, []) for session in {*before, *after}):
        yield "its marks stand in another order"


def _by_session(marks: Sequence[Entry]) -> dict[str, list[tuple[str, str | None]]]:
    found: dict[str, list[tuple[str, str | None]]] = {}
    for day, half, code, recorded_at in marks:
        found.setdefault(f"{day} {half}", []).append((code, recorded_at))
    return found


def _mark_change(
    day: date, old: Sequence[tuple[str, str | None]], new: Sequence[tuple[str, str | None]]
) -> str:
    """The mark that stands is the one that is told; the others where that one is as it was."""
    if not old:
        return f"was unmarked, is now {_shown(_stands(day, new))}"
    if not new:
        return f"was {_shown(_stands(day, old))}, is now unmarked"
    before, after = _stands(day, old), _stands(day, new)
    if before[0] != after[0]:
        return f"was {before[0]}, is now {_shown(after)}"
    if before != after:
        return f"is {after[0]} as it was; it was {_moment(before[1])}, and is now {_moment(after[1])}"
    olds, news = (" then ".join(map(_shown, each)) for each in (old, new))
    return f"is {after[0]} as it was; what stands behind it was {olds}, is now {news}"


def _stands(day: date, marks: Sequence[tuple[str, str | None]]) -> tuple[str, str | None]:
    """The one recorded last, as the rows of the measures have it; of equals the later in the files."""
    return max(reversed(marks), key=lambda mark: end_of_day(day) if mark[1] is None else read_moment(mark[1]))


def _shown(mark: tuple[str, str | None]) -> str:
    return f"{mark[0]} ({_moment(mark[1])})" if mark[1] is not None else mark[0]


def _moment(text: str | None) -> str:
    """“recorded 2026-03-09 14:05” in London's time."""
    if text is None:
        return "recorded without a moment"
    return f"recorded {as_datetime(read_moment(text)):%Y-%m-%d %H:%M}"


# --- the calendar ----------------------------------------------------------------------


def _calendar(was: Part, now: Part) -> Iterator[str]:
    try:
        before, after = (set(calendar_from(Held(each, "calendar")).sessions) for each in (was, now))
    except SheetDamaged:  # told where it is read
        return
    for told, sessions in (("no longer", before - after), ("now", after - before)):
        for run in runs_in_words(sessions):
            yield f"the school is {told} open on {run}"


# --- the pupil, the school, the parents ------------------------------------------------


def _pupils(was: Part, now: Part) -> Iterator[str]:
    before, after = was["row"], now["row"]
    if before is None and after is not None:
        yield "the pupil had no row and has one now"
    elif after is None and before is not None:
        yield "the pupil had a row and has none now"
    elif before is not None and after is not None:
        yield from _fields(before, after, passed_over=("spells", "flags"))
        yield from _listed("time on roll", before["spells"], after["spells"])
        yield from _listed("flag", before["flags"], after["flags"])
    known, knows = set(was["flags_known"] or ()), set(now["flags_known"] or ())
    for flag in sorted(knows - known):
        yield f"the file speaks of the flag {flag} now, and did not"
    for flag in sorted(known - knows):
        yield f"the file spoke of the flag {flag}, and does not now"


def _school(was: Part, now: Part) -> Iterator[str]:
    yield from _fields(was["school"], now["school"])


def _parents(was: Part, now: Part) -> Iterator[str]:
    before, after = _by_id(was["parents"]), _by_id(now["parents"])
    for name in dict.fromkeys([*before, *after]):
        if name not in before:
            yield f"{name} added"
        elif name not in after:
            yield f"{name} removed"
        else:
            yield from (f"{name}: {each}" for each in _fields(before[name], after[name]))
    yield from _another_order(before, after)


def _by_id(items: Sequence[Part]) -> dict[str, Part]:
    return {str(item["id"]): item for item in items}


def _another_order(before: Part, after: Part) -> Iterator[str]:
    if before == after and list(before) != list(after):
        yield "the same, in another order"


def _listed(name: str, before: Sequence[Part], after: Sequence[Part]) -> Iterator[str]:
    """What left a list and what came to it; entries that stand in both are passed over."""
    for item in before:
        if item not in after:
            yield f"{name} no longer there: {_words(item)}"
    for item in after:
        if item not in before:
            yield f"{name} now there: {_words(item)}"


def _fields(before: Part, after: Part, *, passed_over: Sequence[str] = ()) -> Iterator[str]:
    for name in sorted({*before, *after} - set(passed_over)):
        if before.get(name) != after.get(name):
            yield f"{name} was {_words(before.get(name))}, is now {_words(after.get(name))}"


def _words(held: Any) -> str:
    """A value as a person says it: “yes”, “not known”, “name ehcp, first 2025-09-01”."""
    if held is None or held == "":
        return "not known"
    if isinstance(held, bool):
        return "yes" if held else "no"
    if isinstance(held, Mapping):
        told = [f"{name} {_words(each)}" for name, each in held.items() if each not in (None, "")]
        return ", ".join(told) or "all blank"
    if isinstance(held, list):
        return ", ".join(map(_words, held)) or "none"
    return str(held)


# --- the history -----------------------------------------------------------------------


def _history(was: Part, now: Part) -> Iterator[str]:
    before, after = _by_id(was["events"]), _by_id(now["events"])
    for name, event in before.items():
        if name not in after:
            yield f"event {name} ({_what(event)}) is no longer there"
        elif event != after[name]:
            yield from (f"event {name}: {each}" for each in _event_fields(event, after[name]))
    for name, event in after.items():
        if name not in before:
            yield _new_event(name, event)
    yield from _another_order(before, after)
    yield from _orders_of_shared(before, after)
    lost, lose = set(was["unread_kinds"]), set(now["unread_kinds"])
    for kind in sorted(lose - lost):
        yield f"an event of the kind {kind} can't be read now"
    for kind in sorted(lost - lose):
        yield f"the event of the kind {kind} that could not be read is no longer there unread"


def _orders_of_shared(before: Part, after: Part) -> Iterator[str]:
    """Within a day the order of the file counts, so it is told although nothing else may differ."""
    shared = [[name for name in each if name in before and name in after] for each in (before, after)]
    if before != after and shared[0] != shared[1]:
        yield "the events that were there stand in another order"


def _new_event(name: str, event: Part) -> str:
    told = f"({_what(event)}{_recorded(event)})"
    if event["corrects"]:
        return f"event {event['corrects']} corrected by {name} {told}"
    about = event["data"].get(ABOUT)
    if event["kind"] == STRUCK_OUT:
        return f"event {about} struck out by {name} {told}"
    return f"event {name} added {told}" + (f", about {about}" if about else "")


def _what(event: Part) -> str:
    return f"{event['kind']} of {event['on']}"


def _recorded(event: Part) -> str:
    return f", {_moment(event['recorded_at'])}" if event["recorded_at"] is not None else ""


def _event_fields(before: Part, after: Part) -> Iterator[str]:
    yield from _fields(before, after, passed_over=("data",))
    yield from _fields(before["data"], after["data"])


_TELLERS: Mapping[str, Callable[[Part, Part], Iterator[str]]] = {
    "register": _register,
    "calendar": _calendar,
    "pupils": _pupils,
    "school": _school,
    "parents": _parents,
    "history": _history,
}
