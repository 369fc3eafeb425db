"""Take in what the preview of a file of registers showed: asked for by whoever confirms, done by the worker.

New marks become register documents, one a session; corrections become amendments that bear the file's name
and line, and the name and title of whoever confirmed. All of it or nothing, once, and only if it is still so.
A mark whose code takes a permission waits where whoever confirmed may not give it and no plan has it: the
rest is stored, and the file stays open for somebody who may authorise absences.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from django.db import transaction

from supportfirst.casework.access.actor import Actor, actor_of
from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import may
from supportfirst.casework.actions.ask_job import Asked, JobRefused, Watch, Write, ask_job
from supportfirst.casework.actions.assess_school import ask_reassessment
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.read_register_file import found_upload, telling
from supportfirst.casework.actions.retest_reliances import ask_to_count
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.bridge.code_numbers import number_of
from supportfirst.casework.bridge.pupil_years import locked, place_of
from supportfirst.casework.bridge.register_preview import MOST_LISTED, as_outcome
from supportfirst.casework.bridge.register_rows import Entry, packed
from supportfirst.casework.bridge.relied_on import Hand
from supportfirst.casework.bridge.written_marks import record_many_marks
from supportfirst.casework.queries.register_files import (
    STORE_REGISTERS,
    is_busy,
    register_file_of,
    registers_school,
)
from supportfirst.casework.store.chaining import append
from supportfirst.casework.store.models import (
    Amendment,
    Enrolment,
    RegisterDocument,
    School,
    Source,
    Upload,
    UploadKind,
)

if TYPE_CHECKING:
    from supportfirst.casework.bridge.register_files import Comparison, Difference, Key, Read

LONGEST_REASON = 300


class FileNotReady(Refused):
    """A file that can't be taken in as it stands; the message says what to do."""


@transaction.atomic
def confirm_register_file(
    actor: Actor, school_id: UUID, upload_id: UUID, fingerprint: str, *, corrections: bool
) -> Upload:
    """Have the file taken in. Confirmed twice, it is taken in once. Raises FileNotReady, NotThere."""
    school = registers_school(actor, school_id)
    take_turn(school.pk)
    row = register_file_of(school, upload_id)
    if row.stored_at is not None or is_busy(row) or _is_again(row, fingerprint):
        return row
    _check(row, fingerprint)
    _check_permission(row.outcome["counts"], granted=may(actor, Right.AUTHORISE_ABSENCE, school))
    if corrections and not may(actor, Right.CORRECT_MARK, school):
        raise FileNotReady("You may add marks but not correct them. Choose to take in the new marks alone.")
    about = {"upload": str(row.pk), "fingerprint": fingerprint, "corrections": corrections}
    row.job = ask_job(STORE_REGISTERS, about, at=actor.at, school=school, asked_by=actor.user)
    row.save(update_fields=["job"])
    audit(actor, "confirm_register_file", school=school, thing=str(row.pk), corrections=corrections)
    return row


def _check(row: Upload, fingerprint: str) -> None:
    if row.kind != UploadKind.REGISTER or not row.outcome.get("usable") or row.removed_at is not None:
        raise FileNotReady("There is nothing in this file that could be taken in. Send another one.")
    if row.outcome["counts"]["corrected"] > MOST_LISTED:
        raise FileNotReady("The file corrects too many marks to be looked at. Send it a term at a time.")
    if row.outcome.get("fingerprint") != fingerprint:
        raise FileNotReady(
            "The preview changed since you looked. Read it again, and confirm what it says now."
        )


def _is_again(row: Upload, fingerprint: str) -> bool:
    """Whether this was confirmed before, and taken in but for the marks that wait."""
    return any(each["fingerprint"] == fingerprint for each in row.outcome.get("earlier", []))


def _check_permission(counts: Mapping[str, int], *, granted: bool) -> None:
    """Raises FileNotReady where all that the file would change waits for a permission.

    Nobody gives it for more marks than the page can list.
    """
    waits = counts.get("permission", 0)
    if granted and waits > MOST_LISTED:
        raise FileNotReady("Too many marks of the file need your permission. Send it a term at a time.")
    if not granted and waits and waits == counts["added"] + counts["corrected"]:
        raise FileNotReady(
            "All that this file would change needs the permission of whoever may authorise absences. "
            "Ask the head, or whoever may, to open this page and confirm it."
        )


def store_register_file(asked: Asked, watch: Watch) -> Write:
    """The job STORE_REGISTERS. What no longer is as it was seen is not written, but previewed anew."""
    from supportfirst.casework.bridge.register_files import (
        compare,
        read_file,
        what_waits,
    )  # the reader is the worker's

    school, row, data = found_upload(asked)
    if asked.asked_by is None:
        raise JobRefused("Nobody confirmed this file.")
    user, corrections = asked.asked_by, bool(asked.about.get("corrections"))
    today = actor_of(user, watch.now()).today
    read, codes = read_file(school, data, row.name, today, telling(watch))

    def write() -> Mapping[str, Any]:
        take_turn(school.pk)
        actor = actor_of(user, watch.now())
        _check_rights(actor, school, corrections=corrections)
        held = Upload.objects.select_for_update().get(pk=row.pk)
        if held.stored_at is not None:
            return {"stored": held.outcome.get("stored")}
        found = compare(school, read, codes, actor.at)
        earlier = list(held.outcome.get("earlier", []))
        if earlier:
            found = what_waits(found)
        outcome = _told(found, earlier, actor)
        if outcome["fingerprint"] != asked.about.get("fingerprint"):
            held.outcome = {**outcome, "changed": True}
            held.save(update_fields=["outcome"])
            return {"changed": True}
        storing = _Storing(actor, school, held, len(earlier))
        stored, rest = storing.store(found, corrections=corrections)
        if rest is None:
            held.outcome, held.stored_at = {**outcome, "stored": stored}, actor.at
        else:
            done = {**stored, "at": actor.at.isoformat(), "fingerprint": outcome["fingerprint"]}
            held.outcome = _told(rest, [*earlier, done], actor)
        held.save(update_fields=["outcome", "stored_at"])
        return {"stored": stored}

    return write


def _told(found: Comparison, earlier: Sequence[Mapping[str, Any]], actor: Actor) -> dict[str, Any]:
    held = {**as_outcome(found, both_ways=False), "read_at": actor.at.isoformat()}
    return {**held, "earlier": earlier} if earlier else held


def _check_rights(actor: Actor, school: School, *, corrections: bool) -> None:
    """Raises JobRefused where whoever confirmed may no longer do so."""
    if not may(actor, Right.IMPORT, school) or (corrections and not may(actor, Right.CORRECT_MARK, school)):
        raise JobRefused("Whoever confirmed the file may take in no registers here any more.")


@dataclass(frozen=True, slots=True)
class _Storing:
    """One file being taken in, within the transaction of its job."""

    actor: Actor
    school: School
    row: Upload
    before: int  # how often marks of it were taken in already

    def store(self, found: Comparison, *, corrections: bool) -> tuple[dict[str, int], Comparison | None]:
        """What was stored, as counts; and what waits for a permission, None where nothing does."""
        from supportfirst.casework.bridge.register_files import what_waits

        chosen = found if corrections else replace(found, corrected=[])
        granted = may(self.actor, Right.AUTHORISE_ABSENCE, self.school)
        taken = chosen if granted else chosen.only(lambda key: key not in found.needing)
        left = len(chosen.added) + len(chosen.corrected) - len(taken.added) - len(taken.corrected)
        changed = {key[0] for key, _ in taken.added} | {each.enrolment for each in taken.corrected}
        self._years(taken.added, taken.corrected)
        sessions = self._documents(taken.added)
        pupils = self._amendments(taken.corrected)
        if changed:
            ask_reassessment(self.school, changed, self.actor.at, asked_by=self.actor.user)
        stored = {"added": len(taken.added), "corrected": len(taken.corrected), "sessions": sessions}
        audit(
            self.actor,
            "store_register_file",
            school=self.school,
            thing=str(self.row.pk),
            counts={**stored, "pupils": len(changed), "pupils_corrected": pupils, "left": left},
        )
        if not left:
            return stored, None
        keys = {key for key, _ in taken.added} | {each.key for each in taken.corrected}
        rest = what_waits(found.only(lambda key: key not in keys))
        return stored, replace(rest, unchanged=found.unchanged + len(keys))

    def _number(self, of: str) -> UUID:
        """The number of a row that is made: of the file's own, and of how often it was taken in before."""
        return uuid5(self.row.pk, f"{self.before} {of}" if self.before else of)

    def _years(self, added: Sequence[tuple[Key, Read]], corrected: Sequence[Difference]) -> None:
        """Every mark into its pupil's year, the years locked first and in one order."""
        marks: dict[int, dict[int, dict[int, int]]] = defaultdict(lambda: defaultdict(dict))
        told = [(key, read.symbol) for key, read in added]
        told += [(each.key, each.read.symbol) for each in corrected]
        for (enrolment, day, half), symbol in told:
            year, offset = place_of(day, half)
            marks[year][enrolment][offset] = number_of(symbol)
        reasons = {each.key: self._reason(each.read) for each in corrected}
        hand = Hand(self.school, self.actor.at, self.actor.user, Source.FILE, reasons=reasons)
        for year in sorted(marks):
            raised = record_many_marks(hand, locked(marks[year], year), marks[year])
            ask_to_count(self.school, raised, self.actor.at)

    def _documents(self, added: Sequence[tuple[Key, Read]]) -> int:
        """One document a session, whose number is made of the file's and the session's; how many."""
        entries: dict[tuple[date, int], list[Entry]] = defaultdict(list)
        for (enrolment, day, half), read in added:
            entries[day, half].append(Entry(enrolment, number_of(read.symbol), read.minutes))
        for (day, half), held in sorted(entries.items()):
            document = RegisterDocument(
                submission=self._number(f"{day} {half}"),
                recorded_at=self.actor.at,
                school=self.school,
                day=day,
                half=half,
                recorded_by=self.actor.user,
                source=Source.FILE,
                **packed(held)._asdict(),
            )
            append(document, self.school.pk)
        return len(entries)

    def _amendments(self, corrected: Sequence[Difference]) -> int:
        """One amendment a mark, and one line of the trail a child; how many children."""
        pupils: dict[int, list[Difference]] = defaultdict(list)
        user = self.actor.user
        for each in corrected:
            pupils[each.enrolment].append(each)
            amendment = Amendment(
                submission=self._number(f"{each.enrolment} {each.day} {each.half}"),
                recorded_at=self.actor.at,
                school=self.school,
                enrolment_id=each.enrolment,
                day=each.day,
                half=each.half,
                original=each.stands,
                new=each.read.symbol,
                minutes=each.read.minutes or None,
                reason=self._reason(each.read),
                recorded_by=user,
                name=user.name,
                title=user.title,
                source=Source.FILE,
            )
            append(amendment, self.school.pk)
        for stay in Enrolment.objects.filter(pk__in=pupils).select_related("pupil").order_by("pk"):
            marks = len(pupils[stay.pk])
            thing = str(self.row.pk)
            audit(
                self.actor, "amend_from_file", school=self.school, pupil=stay.pupil, thing=thing, marks=marks
            )
        return len(pupils)

    def _reason(self, read: Read) -> str:
        said = f": {read.reason}" if read.reason else ""
        return f"File “{self.row.name}”, line {read.line}{said}"[:LONGEST_REASON]
