"""How children really miss school: in spells, on Fridays, for a week in June, less and less.

A child's marks begin as all present; each shape then writes over some of them, illness first
and the rarer shapes after. The shares are of the order that the published statistics show.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

Session = tuple[date, str]
Marks = dict[Session, str]
PRESENT = {"AM": "/", "PM": "\\"}
WINTER = (11, 12, 1, 2)
SHAPES = ("steady", "often ill", "fridays", "holiday", "late", "drifting", "refusing", "odd days")
WEIGHTS = {
    "primary": (66, 12, 3, 10, 4, 3, 0.5, 1.5),
    "secondary": (58, 11, 6, 6, 6, 7, 3, 3),
    "special": (48, 30, 3, 4, 4, 5, 4, 2),
}


def shape_of(kind: str, draw: Random) -> str:
    return draw.choices(SHAPES, WEIGHTS[kind])[0]


def all_present(sessions: list[Session]) -> Marks:
    return {session: PRESENT[session[1]] for session in sessions}


def marks_of(shape: str, sessions: list[Session], draw: Random) -> Marks:
    """One child's marks over the sessions on which they were on roll."""
    marks = all_present(sessions)
    days = sorted({day for day, _ in sessions})
    fall_ill(marks, days, draw, chance=0.018 if shape == "often ill" else 0.009)
    visit_the_dentist(marks, sessions, draw)
    SHAPE_MAKERS[shape](marks, days, draw)
    return marks


def write(marks: Marks, days: list[date], code: str, halves: str = "AM PM") -> None:
    """The code on each of these days and halves on which the child was expected."""
    for day in days:
        for half in halves.split():
            if (day, half) in marks:
                marks[day, half] = code


def fall_ill(marks: Marks, days: list[date], draw: Random, *, chance: float) -> None:
    """Spells of one to five days or so, likelier in winter; some begin at midday."""
    place = 0
    while place < len(days):
        if draw.random() < chance * (1.8 if days[place].month in WINTER else 0.8):
            length = min(1 + int(draw.expovariate(0.55)), 12)
            write(marks, days[place : place + length], "I")
            if draw.random() < 0.15 and (days[place], "AM") in marks:
                marks[days[place], "AM"] = "/"
            place += length + 8
        else:
            place += 1


def visit_the_dentist(marks: Marks, sessions: list[Session], draw: Random) -> None:
    for session in draw.sample(sessions, k=min(draw.randrange(4), len(sessions))):
        marks[session] = "M"


def _steady(_marks: Marks, _days: list[date], _draw: Random) -> None:
    """Nothing more."""


def _fridays(marks: Marks, days: list[date], draw: Random) -> None:
    fridays = [day for day in days if day.weekday() == 4]
    away = [day for day in fridays if draw.random() < 0.4]
    write(marks, away, "O", "PM" if draw.random() < 0.5 else "AM PM")


def _holiday(marks: Marks, days: list[date], draw: Random) -> None:
    """A week or two in term time; a few are agreed."""
    length = draw.choice((5, 5, 6, 8, 10))
    last = max(len(days) - length, 1)
    first = draw.choice((draw.randrange(last), max(len(days) - draw.randrange(12, 45), 0) % last))
    write(marks, days[first : first + length], "C" if draw.random() < 0.08 else "G")


def _late(marks: Marks, days: list[date], draw: Random) -> None:
    for day in days:
        if draw.random() < 0.22 and marks.get((day, "AM")) == "/":
            marks[day, "AM"] = "U" if draw.random() < 0.2 else "L"


def _drifting(marks: Marks, days: list[date], draw: Random) -> None:
    """Odd days that come closer and closer together."""
    for place, day in enumerate(days):
        if draw.random() < 0.03 + 0.22 * place / len(days):
            write(marks, [day], draw.choice(("O", "O", "I")))


def _refusing(marks: Marks, days: list[date], draw: Random) -> None:
    """From some day on hardly there; then a part-time timetable, mornings only."""
    begins = draw.randrange(len(days) // 3, max(len(days) - 20, len(days) // 3 + 1)) if len(days) > 30 else 0
    returns = begins + draw.randrange(25, 70)
    for day in days[begins:returns]:
        if draw.random() < 0.85:
            write(marks, [day], draw.choice(("O", "I", "O")))
    for day in days[returns : returns + 30]:
        write(marks, [day], "C2", "PM")


def _odd_days(marks: Marks, days: list[date], draw: Random) -> None:
    write(marks, [day for day in days if draw.random() < 0.12], "O")


SHAPE_MAKERS: dict[str, Callable[[Marks, list[date], Random], None]] = {
    "steady": _steady,
    "often ill": _steady,  # its illness is in the chance
    "fridays": _fridays,
    "holiday": _holiday,
    "late": _late,
    "drifting": _drifting,
    "refusing": _refusing,
    "odd days": _odd_days,
}


def leave_unresolved(marks: Marks, last: date, draw: Random) -> None:
    """In the last fortnight some absences still have no reason."""
    for session, code in marks.items():
        if session[0] > last - timedelta(days=14) and code in "OI" and draw.random() < 0.35:
            marks[session] = "N"


def exactly_ninety(sessions: list[Session], year_from: date) -> Marks:
    """Present for exactly nine tenths of the possible sessions of the year that begins on `year_from`."""
    marks = all_present(sessions)
    of_year = [session for session in sessions if session[0] >= year_from]
    for session in of_year[: len(of_year) % 10]:
        marks[session] = "Y1"  # no transport: not a possible session
    possible = of_year[len(of_year) % 10 :]
    for session in possible[5 : 5 + len(possible) // 10]:
        marks[session] = "I"
    return marks


def unauthorised_week(sessions: list[Session], first: date) -> Marks:
    """Away without leave for six days from a day on: more than ten sessions in ten school weeks."""
    marks = all_present(sessions)
    days = sorted({day for day, _ in sessions if day >= first})
    write(marks, days[:6], "G")
    return marks
