"""The preview of a file of people: what it would add and change, and what of it can't be used.

It is worked out anew each time from the kept file and the rows as they are, and stored nowhere: it shows
where adults live, and a marker that was set since must hide it. Its fingerprint tells whether somebody who
confirms has seen what would be written.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import holds_somewhere, schools_for
from supportfirst.casework.access.taken_over import kept_back
from supportfirst.casework.bridge.markers_held import death_of
from supportfirst.casework.bridge.people_files import PeopleFile, Problem, read_people
from supportfirst.casework.bridge.same_child import same_adult_as
from supportfirst.casework.bridge.transfer_destination import meant_for
from supportfirst.casework.outside.people_uploads import Upload, kept
from supportfirst.casework.queries.import_adults import AdultLine, adult_lines, id_of
from supportfirst.casework.queries.import_doubts import far_first_days, likely_doubles
from supportfirst.casework.queries.import_pupils import Change, Kind, PupilLine, only_elsewhere, pupil_lines
from supportfirst.casework.queries.merging import schools_of
from supportfirst.casework.queries.merging_adults import children_of
from supportfirst.casework.store.days_held import in_force, not_ended
from supportfirst.casework.store.models import (
    AdultContact,
    AuditEvent,
    ContactKind,
    Enrolment,
    Link,
    Pupil,
    School,
)

IMPORTED = "import_people"  # the verb of the audit trail


@dataclass(frozen=True, slots=True)
class Preview:
    """`fingerprint` is of every line; the same file and rows give the same."""

    name: str
    pupils: tuple[PupilLine, ...]
    adults: tuple[AdultLine, ...]
    refused: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    fingerprint: str
    unsure: str = ""  # why it can't be told whether the file is meant for this school
    unread: tuple[str, ...] = ()  # columns from which nothing would be stored

    @property
    def lines(self) -> tuple[PupilLine | AdultLine, ...]:
        return (*self.pupils, *self.adults)

    def of_kind(self, kind: Kind) -> list[PupilLine | AdultLine]:
        return [line for line in self.lines if line.kind == kind]

    @property
    def counts(self) -> dict[str, int]:
        """How many lines were added, changed and unchanged, and how many cells or rows refused."""
        found = Counter(line.kind.value.lower() for line in self.lines)
        return {kind.value.lower(): found[kind.value.lower()] for kind in Kind} | {
            "refused": len(self.refused)
        }

    @property
    def renamed(self) -> list[PupilLine]:
        """Pupils on roll whose legal names would become others."""
        return [line for line in self.pupils if line.kind == Kind.CHANGED and line.renames]

    @property
    def lacking(self) -> list[AdultLine]:
        """Adults with responsibility or care who would have no address."""
        return [line for line in self.adults if line.lacks_address]


@dataclass(frozen=True, slots=True)
class MissingAddress:
    """An adult who ought to have an address, and one of the children."""

    adult: str
    pupil: str
    why: str


def import_places(actor: Actor) -> list[tuple[UUID, str]]:
    """The schools where somebody may import, by name. Raises NotThere for whoever may nowhere."""
    if not holds_somewhere(actor, Right.IMPORT):
        raise NotThere
    return list(schools_for(actor, Right.IMPORT).values_list("pk", "name"))


def import_school(actor: Actor, school_id: UUID) -> School:
    """The school, for whoever may import there. Raises NotThere for everybody else."""
    school = schools_for(actor, Right.IMPORT).filter(pk=school_id).first()
    if school is None:
        raise NotThere
    return school


def import_upload(school: School, upload_id: UUID) -> Upload:
    upload = kept(school.pk, upload_id)
    if upload is None:
        raise NotThere
    return upload


def import_preview(school: School, upload: Upload, today: date) -> Preview:
    """What this file would do now."""
    return preview_of(school, upload, read_people(upload.data, name=upload.name), today)


def preview_of(school: School, upload: Upload, file: PeopleFile, today: date) -> Preview:
    """The same of a file that is read already. Of one for another school nothing is shown or taken in."""
    meant = meant_for(file, school)
    if meant.another:
        refused = Problem("another-schools", upload.name, 0, "DestSchool", "", meant.why, meant.remedy)
        return Preview(
            upload.name, (), (), (refused,), (), hashlib.sha256(repr(refused).encode()).hexdigest()
        )
    pupils = pupil_lines(school, file, today, upload.starts_on)
    theirs = only_elsewhere(
        school, {*(each.upn for each in file.adults), *(each.upn for each in file.pupils)}, today
    )
    theirs |= set(kept_back(school.pk, today).values_list("pupil__upn", flat=True))
    adults = adult_lines(school, file, today, {line.upn for line in pupils.lines} - theirs, theirs)
    doubles = likely_doubles(school, file, theirs)
    told = repr((hashlib.sha256(upload.data).hexdigest(), pupils.lines, adults.lines, doubles))
    return Preview(
        upload.name,
        tuple(pupils.lines),
        tuple(adults.lines),
        _in_order((*file.problems, *pupils.refused, *adults.refused)),
        _in_order((*file.warnings, *doubles, *far_first_days(pupils.lines, file, today))),
        hashlib.sha256(told.encode()).hexdigest(),
        "" if meant.sure else meant.why,
        file.unread,
    )


def import_schools(school: School, file: PeopleFile) -> list[UUID]:
    """The schools about whose children this file can write: those of its pupils, and of its adults' children.

    Whoever writes takes the turns of all of them first.
    """
    upns = {*(each.upn for each in file.pupils), *(each.upn for each in file.adults)}
    pupils = set(Pupil.objects.filter(upn__in=upns).values_list("pk", flat=True))
    if file.adults:
        adults = set(Link.objects.filter(pupil__in=pupils).values_list("adult", flat=True))
        by_number = same_adult_as(id_of(school, each.file_id) for each in file.adults)
        pupils |= children_of(*adults, *(UUID(each) for each in by_number.values()))
    return schools_of(*pupils)


def _in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda each: each.line))


def import_done(school: School, upload_id: UUID) -> dict[str, int] | None:
    """What came of a file that was confirmed; None where it was not."""
    event = AuditEvent.objects.filter(school=school, verb=IMPORTED, thing=str(upload_id)).first()
    return None if event is None else dict(event.detail["counts"])


def missing_addresses(school: School, today: date) -> list[MissingAddress]:
    """Adults with parental responsibility or day-to-day care of a pupil on roll, and no address today."""
    on_roll = Enrolment.objects.filter(in_force(today), school=school, pupil=OuterRef("pupil"))
    address = AdultContact.objects.filter(not_ended(today), adult=OuterRef("adult"), kind=ContactKind.ADDRESS)
    links = (
        Link.objects.filter(not_ended(today))
        .filter(Q(parental_responsibility=True) | Q(day_to_day_care=True))
        .filter(Exists(on_roll), ~Exists(address), ~death_of("adult"), adult__merged_into=None)
        .select_related("adult", "pupil")
        .order_by("pupil__legal_surname", "pupil__legal_forename", "contact_order", "pk")
    )
    return [MissingAddress(link.adult.name, link.pupil.name, _why(link)) for link in links]


def _why(link: Link) -> str:
    held = []
    if link.parental_responsibility:
        held.append("parental responsibility")
    if link.day_to_day_care:
        held.append("day-to-day care")
    return " and ".join(held)


__all__ = ["Change", "Kind", "Preview", "import_preview", "import_school", "missing_addresses"]
