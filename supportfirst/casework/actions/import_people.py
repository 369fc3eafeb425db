"""Take in what the preview of a file of people showed: asked for by whoever confirms, done by the worker.

All of it or nothing, once, and only if it is still as it was seen.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor, actor_of
from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import may
from supportfirst.casework.actions.ask_job import Asked, JobRefused, Watch, Write, ask_job
from supportfirst.casework.actions.assess_school import ask_reassessment
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.keeping_former import keep_former
from supportfirst.casework.actions.keeping_stood import keeps_what_stood
from supportfirst.casework.actions.retest_reliances import ask_retest
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.actions.telling_other_schools import Changed, tell_other_schools
from supportfirst.casework.bridge.class_places import put_in_class, reach_back
from supportfirst.casework.bridge.people_files import is_xml, read_people
from supportfirst.casework.bridge.transfer_destination import meant_for
from supportfirst.casework.outside.people_uploads import kept
from supportfirst.casework.queries.import_adults import AdultLine
from supportfirst.casework.queries.import_files import IMPORT_PEOPLE, import_row, is_busy
from supportfirst.casework.queries.import_preview import (
    IMPORTED,
    Preview,
    import_school,
    import_schools,
    preview_of,
)
from supportfirst.casework.queries.import_pupils import Kind, PupilLine, Stay
from supportfirst.casework.store.models import (
    Adult,
    AdultContact,
    ClassGroup,
    Enrolment,
    Link,
    Marker,
    MarkerKind,
    Pupil,
    PupilFlag,
    School,
)
from supportfirst.casework.store.models import Upload as Row


class ImportNotReady(Refused):
    """A file that can't be taken in as it stands; the message says what to do."""


class DestinationNotChecked(ImportNotReady):
    """A transfer file that does not say for which school it is: somebody has to."""


@transaction.atomic
def confirm_import(
    actor: Actor, school_id: UUID, upload_id: UUID, fingerprint: str, *, meant_for_us: bool = False
) -> Row:
    """Have the file taken in. Confirmed twice, it is taken in once. Raises ImportNotReady, NotThere.

    `meant_for_us`: that the confirming person says so, of a transfer file that does not.
    """
    school = import_school(actor, school_id)
    sure = _is_sure(school, upload_id)
    take_turn(school.pk)  # two who confirm at once: the second waits here, and finds it asked for
    row = import_row(school, upload_id)
    if row.stored_at is not None or is_busy(row):
        return row
    if row.removed_at is not None:
        raise ImportNotReady("The file was deleted when its time was over. Send it again to take it in.")
    if not (sure or meant_for_us):
        raise DestinationNotChecked(
            "The file does not say for which school it is. "
            "Ask whoever sent it, and tick that it is for this one."
        )
    about = {"upload": str(row.pk), "fingerprint": fingerprint}
    row.job = ask_job(IMPORT_PEOPLE, about, at=actor.at, school=school, asked_by=actor.user)
    row.outcome = {}
    row.save(update_fields=["job", "outcome"])
    said: dict[str, Any] = {} if sure else {"meant_for_us": True}
    audit(actor, "confirm_import", school=school, thing=str(row.pk), **said)
    return row


def _is_sure(school: School, upload_id: UUID) -> bool:
    """Whether nobody has to say for whom the file is; what is no transfer file is as sure as its sender."""
    upload = kept(school.pk, upload_id)
    if upload is None or not is_xml(upload.data):
        return True
    return meant_for(read_people(upload.data, name=upload.name), school).sure


def import_people(asked: Asked, watch: Watch) -> Write:
    """The job IMPORT_PEOPLE. What is no longer as it was seen is not written, but shown anew."""
    if asked.school is None or asked.asked_by is None:
        raise JobRefused("Nobody confirmed this file.")
    school, user = asked.school, asked.asked_by
    upload_id = UUID(str(asked.about.get("upload")))
    upload = kept(school.pk, upload_id)
    if upload is None:
        raise JobRefused("The file is no longer kept. Send it again.")
    file = read_people(upload.data, name=upload.name)
    watch.progress(0, len(file.pupils) + len(file.adults))

    def write() -> Mapping[str, Any]:
        take_turn(school.pk, *import_schools(school, file))
        actor = actor_of(user, watch.now())
        if not may(actor, Right.IMPORT, school):
            raise JobRefused("Whoever confirmed the file may import nothing here any more.")
        held = Row.objects.select_for_update().get(pk=upload_id, school=school)
        if held.stored_at is not None:
            return dict(held.outcome)
        preview = preview_of(school, upload, file, actor.today)
        if preview.fingerprint != asked.about.get("fingerprint"):
            held.outcome = {"changed": True}
        else:
            held.outcome, held.stored_at = {"counts": _write(actor, school, held, preview)}, actor.at
        held.save(update_fields=["outcome", "stored_at"])
        return dict(held.outcome)

    return write


@keeps_what_stood
def _write(actor: Actor, school: School, row: Row, preview: Preview) -> dict[str, int]:
    """Everything that the preview showed, with its trail; what came of it, as counts."""
    writing = _Writing(actor, school)
    for pupil in preview.pupils:
        if pupil.kind != Kind.UNCHANGED:
            writing.write_pupil(pupil)
    writing.know_pupils(preview)
    for adult in preview.adults:
        if adult.kind != Kind.UNCHANGED:
            writing.write_adult(adult)
    tell_other_schools(actor, school, writing.changed, writing.taken)
    audit(actor, IMPORTED, school=school, thing=str(row.pk), counts=preview.counts)
    if writing.enrolments:
        ask_reassessment(school, writing.enrolments, actor.at, asked_by=actor.user)
        children = Enrolment.objects.filter(pk__in=writing.enrolments).values_list("pupil", flat=True)
        ask_retest(school, set(children), actor.at, asked_by=actor.user)
    return preview.counts


class _Writing:
    """One import being written."""

    def __init__(self, actor: Actor, school: School) -> None:
        self._actor = actor
        self._school = school
        self._pupils: dict[str, Pupil] = {}
        self._classes: dict[tuple[int, str], ClassGroup] = {}
        self.enrolments: set[int] = set()
        self.changed: list[Changed] = []
        self.taken: list[Enrolment] = []  # new stays that have not ended

    def know_pupils(self, preview: Preview) -> None:
        """Find the pupils of the adults' lines."""
        upns = {line.upn for line in preview.adults}
        self._pupils = {pupil.upn: pupil for pupil in Pupil.objects.filter(upn__in=upns)}
        touched = {line.upn for line in preview.adults if line.kind != Kind.UNCHANGED}
        stays = Enrolment.objects.filter(school=self._school, pupil__upn__in=touched)
        self.enrolments |= set(stays.values_list("pk", flat=True))

    def write_pupil(self, line: PupilLine) -> None:
        if line.pupil_id is None:
            pupil = Pupil.objects.create(upn=line.upn, **line.values)
        else:
            pupil = Pupil.objects.get(pk=line.pupil_id)
            self._change(pupil, pupil, line.values)
        for stay in line.stays:
            self._write_stay(pupil, stay)
        self._write_flags(pupil, line)
        stays = Enrolment.objects.filter(school=self._school, pupil=pupil)
        self.enrolments |= set(stays.values_list("pk", flat=True))
        self._tell(pupil, line)

    def _write_flags(self, pupil: Pupil, line: PupilLine) -> None:
        """Yes with its days, or no: what is not written is not known. What stands already stays as it is."""
        named = PupilFlag.objects.filter(pupil=pupil, name__in=line.flag_names)
        for flag in line.flags:  # what ends by the file keeps the moment from which it was known
            if flag.last is not None:
                open_now = named.filter(name=flag.name, holds=True, first_day=flag.first, last_day=None)
                open_now.update(last_day=flag.last, ended_at=self._actor.at)
        known = {(row.name, row.holds, row.first_day, row.last_day): row.pk for row in named}
        held = {flag.name for flag in line.flags}
        wanted = dict.fromkeys(
            [(flag.name, True, flag.first, flag.last) for flag in line.flags]
            + [(name, False, None, None) for name in line.flag_names if name not in held]
        )
        named.exclude(pk__in=[known[each] for each in wanted if each in known]).delete()
        PupilFlag.objects.bulk_create(
            PupilFlag(
                pupil=pupil,
                name=name,
                holds=holds,
                first_day=first,
                last_day=last,
                recorded_at=self._actor.at,
            )
            for name, holds, first, last in wanted
            if (name, holds, first, last) not in known
        )

    def _write_stay(self, pupil: Pupil, stay: Stay) -> None:
        values = dict(stay.values)
        if stay.class_name:
            values["group"] = self._class(stay)
        if stay.id is None:
            new = Enrolment.objects.create(pupil=pupil, school=self._school, **values)
            if new.last_day is None or new.last_day >= self._actor.today:
                self.taken.append(new)
        else:
            held = Enrolment.objects.get(pk=stay.id)
            if "group" in values:  # it is so from the day of the file on: older registers keep their class
                put_in_class(held, values.pop("group"), self._actor.today)
            _set(held, values)
            reach_back(held)

    def _class(self, stay: Stay) -> ClassGroup:
        """The class of that name and year; a new one where there is none."""
        key = (stay.school_year, stay.class_name.casefold())
        if key not in self._classes:
            held = ClassGroup.objects.filter(school=self._school, school_year=stay.school_year)
            self._classes[key] = held.filter(
                name__iexact=stay.class_name
            ).first() or ClassGroup.objects.create(
                school=self._school,
                name=stay.class_name,
                year_group=str(stay.values.get("year_group", "")),
                school_year=stay.school_year,
            )
        return self._classes[key]

    def write_adult(self, line: AdultLine) -> None:
        pupil = self._pupils[line.upn]
        if line.is_new:
            Adult.objects.create(pk=line.adult_id, **line.values)
        else:
            self._change(pupil, Adult.objects.get(pk=line.adult_id), line.values)
        self._write_link(pupil, line)
        today = self._actor.today
        for contact in line.contacts:
            AdultContact.objects.filter(pk__in=contact.closes).update(last_day=today - timedelta(days=1))
            AdultContact.objects.create(
                adult_id=line.adult_id,
                kind=contact.kind,
                value=contact.value,
                postcode=contact.postcode,
                first_day=today,
                confirmed_on=today,
            )
        if line.confide:
            Marker.objects.create(
                kind=MarkerKind.CONFIDENTIAL_ADDRESS,
                adult_id=line.adult_id,
                school=self._school,
                first_day=today,
            )
        self._tell(pupil, line)

    def _write_link(self, pupil: Pupil, line: AdultLine) -> None:
        if line.link_id is not None:
            self._change(pupil, Link.objects.get(pk=line.link_id), line.link)
            return
        order = 1 + Link.objects.filter(pupil=pupil).count()
        Link.objects.create(pupil=pupil, adult_id=line.adult_id, **{"contact_order": order, **line.link})

    def _change(self, pupil: Pupil, row: Pupil | Adult | Link, values: Mapping[str, Any]) -> None:
        """Change a row, and keep what it said before."""
        keep_former(self._actor, self._school, pupil.pk, row, values)
        _set(row, values)

    def _tell(self, pupil: Pupil, line: PupilLine | AdultLine) -> None:
        """A line of the trail for each child: which fields, and no word of what they hold."""
        what = "import_pupil" if isinstance(line, PupilLine) else "import_adult"
        thing = str(pupil.pk if isinstance(line, PupilLine) else line.adult_id)
        fields = sorted({change.what for change in line.changes})
        audit(self._actor, what, school=self._school, pupil=pupil, thing=thing, fields=fields)
        adult = line.adult_id if isinstance(line, AdultLine) else None
        self.changed.append(Changed(what, pupil.pk, adult, fields))


def _set(row: Any, values: Mapping[str, Any]) -> None:
    """Change some fields of a row, and no others."""
    if values:
        for name, value in values.items():
            setattr(row, name, value)
        row.save(update_fields=list(values))
