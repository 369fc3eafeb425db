"""What is odd about a file's pupils and refuses nothing: likely doubles, first days that can't be meant.

Whoever confirms reads it first. Of a child who is on another school's roll alone nothing is compared: what a
likeness would give away is the other school's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from supportfirst.casework.bridge.people_files import PeopleFile, Problem, Pupil
from supportfirst.casework.queries.import_pupils import PupilLine, school_year_of, shown
from supportfirst.casework.store import models
from supportfirst.casework.store.folded_names import words_of

Likeness = tuple[str, str, date]  # forename and surname as they are looked for, and the day of birth


def likely_doubles(school: models.School, file: PeopleFile, theirs: Collection[str]) -> Sequence[Problem]:
    """Pupils of one name and birth date under two UPNs, in the file or with the school. One query.

    theirs: UPNs of which the school is shown nothing.
    """
    like = {pupil.upn: likeness for pupil in file.pupils if (likeness := _of_file(pupil)) is not None}
    by_likeness: dict[Likeness, list[str]] = {}
    for upn, likeness in like.items():
        by_likeness.setdefault(likeness, []).append(upn)
    held: dict[Likeness, list[str]] = {}
    born = {likeness[2] for likeness in like.values()}
    rows = models.Pupil.objects.filter(
        enrolments__school=school, date_of_birth__in=born, merged_into=None
    ).distinct()
    for row in rows.order_by("upn"):
        if row.upn not in theirs and row.date_of_birth is not None:
            likeness = (
                _plain(row.legal_forename),
                _plain(row.legal_surname),
                row.date_of_birth,
            )
            held.setdefault(likeness, []).append(row.upn)
    found = []
    for upn, likeness in like.items():
        earlier = by_likeness[likeness][: by_likeness[likeness].index(upn)]
        known = [each for each in held.get(likeness, ()) if each != upn and each not in like]
        if earlier:
            found.append(_double(file, upn, f"{earlier[0]}, further up in this file"))
        elif known:
            found.append(_double(file, upn, f"{known[0]}, who is in the records of this school"))
    return found


def _of_file(pupil: Pupil) -> Likeness | None:
    """None where the file does not say enough to tell two children apart."""
    if not (pupil.forename and pupil.surname and pupil.date_of_birth):
        return None
    return _plain(pupil.forename), _plain(pupil.surname), pupil.date_of_birth


def _plain(name: str) -> str:
    """“O'Rourke”, “ORourke” and “O Rourke” alike."""
    return "".join(words_of(name))


def _double(file: PeopleFile, upn: str, other: str) -> Problem:
    return Problem(
        "likely-double",
        "",
        file.lines.get(upn, 0),
        "upn",
        upn,
        f"it has the name and the birth date of {other}: this may be one child with two UPNs",
        "find out which UPN is right, or the child will stand in the records twice",
        warning=True,
    )


def far_first_days(lines: Sequence[PupilLine], file: PeopleFile, today: date) -> Sequence[Problem]:
    """First days that would be stored and lie beyond the next school year, or before the child was born."""
    born = {pupil.upn: pupil.date_of_birth for pupil in file.pupils}
    return [
        Problem(
            "far-first-day",
            "",
            file.lines.get(line.upn, 0),
            "upn",
            line.upn,
            f"the first day, {shown(day)}, is {why}",
            "put it right if it is not meant",
            warning=True,
        )
        for line in lines
        for day in _first_days(line)
        for why in _why_far(day, born.get(line.upn), today)
    ]


def _first_days(line: PupilLine) -> list[date]:
    return [day for stay in line.stays if (day := stay.values.get("first_day")) is not None]


def _why_far(day: date, born: date | None, today: date) -> Iterator[str]:
    if school_year_of(day) > school_year_of(today) + 1:
        yield "later than the next school year"
    if born is not None and day < born:
        yield f"before the birth date, {shown(born)}"
