"""Files of registers that were sent: those of a school, and one with what it would do or did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import may, schools_for
from supportfirst.casework.bridge.register_preview import MOST_LISTED
from supportfirst.casework.bridge.school_days import SESSION_WORDS
from supportfirst.casework.store.models import Enrolment, Job, JobState, School, Upload, UploadKind

READ_REGISTERS, STORE_REGISTERS = "read_registers", "store_registers"
KINDS = (UploadKind.REGISTER, UploadKind.RECONCILE)
SHOWN = 200  # lines of a list on the page; all of them are in the file of differences
RECENT = 50
ASIDES = {
    "unknown": "Not a pupil here",
    "off_roll": "Not on roll",
    "closed": "No school that day",
    "to_come": "Day to come",
    "not_begun": "Session to come",
    "of_age": "Not a code for the child’s age",
}
REMEDIES = {
    "unknown": "Import the pupil first, or look for the right UPN; then send the file again",
    "off_roll": "If the pupil was here, put the days of the enrolment right; then send the file again",
    "closed": "If the school met, put its calendar right; then send the file again",
    "to_come": "Send the file again when the day has begun",
    "not_begun": "Read the file again when the session has begun",
    "of_age": "Put the code right in the file, or the date of birth here; then send the file again",
}


@dataclass(frozen=True, slots=True)
class Correction:
    """One mark: what stands, and what the file says."""

    pupil: str
    class_name: str
    day: date
    session: str
    line: int | None
    here: str
    told: str
    file: str


@dataclass(frozen=True, slots=True)
class Problem:
    """What of the file can't be used."""

    line: int
    column: str
    value: str
    problem: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Aside:
    """Marks that can't be placed, of one pupil or day."""

    what: str
    who: str
    first: date
    last: date
    marks: int
    line: int
    why: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Session:
    day: date
    session: str
    added: int
    corrected: int


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken in at a moment."""

    at: datetime
    added: int
    corrected: int
    sessions: int


@dataclass(frozen=True, slots=True)
class RegisterFile:
    """One file, and what it would do now or did. `busy`: it is being read or taken in."""

    school: School
    id: UUID
    name: str
    watched: bool
    reconcile: bool
    sent_at: datetime
    sent_by: str
    stored_at: datetime | None
    removed_at: datetime | None
    job: Job | None
    busy: bool
    outcome: Mapping[str, Any]
    corrections: Sequence[Correction]
    permission: Sequence[Correction]  # new and corrected marks for which nobody gave the permission they need
    only_here: Sequence[Correction]
    only_file: Sequence[Correction]
    asides: Sequence[Aside]
    may_correct: bool
    may_authorise: bool
    same_before: datetime | None  # when a file of the same content was taken in

    @property
    def counts(self) -> Mapping[str, int]:
        held: Mapping[str, int] = self.outcome.get("counts", {})
        return held

    @property
    def is_read(self) -> bool:
        return not self.busy and "counts" in self.outcome

    @property
    def failure(self) -> str:
        """Why it could not be read, as the job says it."""
        if self.job is None or self.job.state == JobState.CANCELLED:
            return "somebody cancelled it."
        return self.job.error or "nobody has read it yet."

    @property
    def read_at(self) -> datetime | None:
        told = self.outcome.get("read_at")
        return datetime.fromisoformat(told) if told else None

    @property
    def usable(self) -> bool:
        return bool(self.outcome.get("usable"))

    @property
    def too_many(self) -> bool:
        """Whether whoever looks would confirm more than the lists can show."""
        waits = self.waiting if self.may_authorise else 0
        return max(self.counts.get("corrected", 0), waits) > MOST_LISTED

    @property
    def may_store(self) -> bool:
        """Whether there is something in it that could be taken in by whoever looks."""
        counts, waits = self.counts, 0 if self.may_authorise else self.waiting
        added, corrected = counts.get("added", 0), counts.get("corrected", 0)
        waiting_new = min(waits, counts.get("permission_new", 0))
        wanted = added > waiting_new or (self.may_correct and corrected > waits - waiting_new)
        return self.is_read and not self.reconcile and self.stored_at is None and wanted

    @property
    def waiting(self) -> int:
        """How many marks need a permission that nobody has given."""
        return self.counts.get("permission", 0)

    @property
    def earlier(self) -> Sequence[Taken]:
        """What of it was taken in while marks that need a permission were left out."""
        return [
            Taken(datetime.fromisoformat(each["at"]), each["added"], each["corrected"], each["sessions"])
            for each in self.outcome.get("earlier", [])
        ]

    def problems(self, name: str, most: int = SHOWN) -> Sequence[Problem]:
        return [Problem(*each) for each in self.outcome.get(name, [])[:most]]

    @property
    def faults(self) -> Sequence[Problem]:
        return self.problems("faults")

    @property
    def refused(self) -> Sequence[Problem]:
        return self.problems("refused")

    @property
    def warnings(self) -> Sequence[Problem]:
        return self.problems("warnings")

    @property
    def sessions(self) -> Sequence[Session]:
        return [
            Session(date.fromisoformat(day), SESSION_WORDS[half], added, corrected)
            for day, half, added, corrected in self.outcome.get("sessions", [])[:SHOWN]
        ]


@dataclass(frozen=True, slots=True)
class RegisterFileLine:
    """A file in the list of a school's."""

    id: UUID
    name: str
    what: str
    sent_at: datetime
    sent_by: str
    state: str


@dataclass(frozen=True, slots=True)
class FileToPermit:
    """A file with marks that need a permission."""

    id: UUID
    name: str
    marks: int


def registers_school(actor: Actor, school_id: UUID) -> School:
    """The school, for whoever may import there. Raises NotThere for everybody else."""
    school = schools_for(actor, Right.IMPORT).select_related("authority").filter(pk=school_id).first()
    if school is None:
        raise NotThere
    return school


def register_file_of(school: School, upload_id: UUID) -> Upload:
    """The row. Raises NotThere."""
    held = Upload.objects.select_related("job", "sent_by").filter(school=school, kind__in=KINDS)
    row = held.filter(pk=upload_id).first()
    if row is None:
        raise NotThere
    return row


def is_busy(row: Upload) -> bool:
    """Whether it is being read or taken in."""
    return row.job is not None and row.job.state in (JobState.WAITING, JobState.RUNNING)


def register_file(actor: Actor, school_id: UUID, upload_id: UUID, *, most: int = SHOWN) -> RegisterFile:
    """One file, with at most so many lines of each list. Raises NotThere."""
    school = registers_school(actor, school_id)
    row = register_file_of(school, upload_id)
    held: Mapping[str, Any] = row.outcome
    pupils = _Pupils(held, most)
    same = Upload.objects.filter(school=school, sha256=row.sha256, stored_at__isnull=False)
    return RegisterFile(
        school=school,
        id=row.pk,
        name=row.name,
        watched=row.watched,
        reconcile=row.kind == UploadKind.RECONCILE,
        sent_at=row.sent_at,
        sent_by=_sender(row.watched, row.sent_by.name if row.sent_by else ""),
        stored_at=row.stored_at,
        removed_at=row.removed_at,
        job=row.job,
        busy=is_busy(row),
        outcome=held,
        corrections=[pupils.changed(each) for each in held.get("corrected", [])[:most]],
        permission=[pupils.changed(each) for each in held.get("permission", [])[:most]],
        only_here=[
            pupils.correction(who, day, half, None, symbol, "", "no mark")
            for who, day, half, symbol in held.get("only_here", [])[:most]
        ],
        only_file=[
            pupils.correction(who, day, half, line, "no mark", "", symbol)
            for who, day, half, line, symbol in held.get("only_file", [])[:most]
        ],
        asides=[pupils.aside(each) for each in held.get("asides", [])[:most]],
        may_correct=may(actor, Right.CORRECT_MARK, school),
        may_authorise=may(actor, Right.AUTHORISE_ABSENCE, school),
        same_before=same.exclude(pk=row.pk).order_by("stored_at").values_list("stored_at", flat=True).first(),
    )


def files_to_permit(actor: Actor, school: School) -> Sequence[FileToPermit]:
    """The files whose marks wait for the permission of whoever looks, oldest first."""
    if not (may(actor, Right.AUTHORISE_ABSENCE, school) and may(actor, Right.IMPORT, school)):
        return []
    held = Upload.objects.filter(
        school=school,
        kind=UploadKind.REGISTER,
        stored_at__isnull=True,
        removed_at__isnull=True,
        outcome__counts__permission__gt=0,
    )
    rows = held.order_by("sent_at", "pk").values_list("pk", "name", "outcome__counts")
    return [FileToPermit(pk, name, counts["permission"]) for pk, name, counts in rows[:RECENT]]


def register_files(actor: Actor, school_id: UUID) -> tuple[School, Sequence[RegisterFileLine]]:
    """The latest files of a school, newest first. Raises NotThere."""
    school = registers_school(actor, school_id)
    held = Upload.objects.filter(school=school, kind__in=KINDS).order_by("-sent_at", "pk")
    rows = held.values_list(
        *("pk", "name", "kind", "sent_at", "watched", "sent_by__name", "stored_at", "job__state"),
        *("outcome__usable", "outcome__counts", "outcome__earlier"),
    )
    return school, [
        RegisterFileLine(
            pk, name, UploadKind(kind).label, sent_at, _sender(watched, by or ""), _state(kind, *state)
        )
        for pk, name, kind, sent_at, watched, by, *state in rows[:RECENT]
    ]


def _sender(watched: bool, name: str) -> str:  # noqa: FBT001  a column of a row
    return "the watched folder" if watched else name or "nobody named"


def _state(
    kind: str,
    stored_at: datetime | None,
    job: str | None,
    usable: Any,
    counts: Mapping[str, int] | None,
    earlier: Any,
) -> str:
    waits = (counts or {}).get("permission", 0)
    if stored_at is not None:
        return "Taken in"
    if job in (JobState.WAITING, JobState.RUNNING):
        return "Being read"
    if earlier and counts and not waits:
        return "Taken in"
    if job in (JobState.FAILED, JobState.CANCELLED) and counts is None:
        return "Not read"
    if not usable:
        return "Can’t be used"
    if kind == UploadKind.RECONCILE:
        return "Compared"
    marks = f"{waits} mark{'' if waits == 1 else 's'}"
    if earlier:
        return f"Taken in, but for {marks} that must be permitted by whoever may authorise absences"
    must = f"; {marks} must be permitted by whoever may authorise absences" if waits else ""
    return f"Waits for you to confirm{must}"


def _mark(symbol: str, minutes: int) -> str:
    if not symbol:
        return "no mark"
    return f"{symbol}, {minutes} minutes" if minutes else symbol


class _Pupils:
    """The names of the children of an outcome, in one query."""

    def __init__(self, outcome: Mapping[str, Any], most: int) -> None:
        wanted = {
            line[0]
            for name in ("corrected", "permission", "only_here", "only_file")
            for line in outcome.get(name, [])[:most]
        } | {line[6] for line in outcome.get("asides", [])[:most] if line[6] is not None}
        held = Enrolment.objects.filter(pk__in=wanted).select_related("pupil", "group")
        self._held = {each.pk: each for each in held}

    def changed(self, told: Sequence[Any]) -> Correction:
        who, day, half, line, was, minutes, by, will, late = told
        return self.correction(who, day, half, line, _mark(was, minutes), by, _mark(will, late))

    def correction(
        self, who: int, day: str, half: int, line: int | None, here: str, told: str, file: str
    ) -> Correction:
        stay = self._held[who]
        group = stay.group.name if stay.group else ""
        words = SESSION_WORDS[half]
        return Correction(stay.pupil.name, group, date.fromisoformat(day), words, line, here, told, file)

    def aside(self, told: Sequence[Any]) -> Aside:
        kind, about, line, first, last, marks, enrolment, why = told
        name = self._held[enrolment].pupil.name if enrolment in self._held else ""
        days = date.fromisoformat(first), date.fromisoformat(last)
        who = f"{name} ({about})" if name else about if kind == "unknown" else ""
        return Aside(ASIDES[kind], who, *days, marks, line, why, REMEDIES[kind])
