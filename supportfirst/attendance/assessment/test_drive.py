"""`test-drive/1`: one policy, others, and the same registers; who would be where, and which groups more.

Only what the numbers decide is here: stages, prompts and lists. Nothing is decided about
any child by it; it is for people who are to decide about a policy.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from supportfirst.attendance.assessment.batch.drive import Drive, Standing
from supportfirst.attendance.assessment.batch.on_roll import OnRoll
from supportfirst.attendance.assessment.batch.ranks import CANNOT_TELL, MET, Ranks
from supportfirst.attendance.assessment.batch.several import ages_under, numeric, ranked_by_several
from supportfirst.attendance.assessment.binding import bind
from supportfirst.attendance.assessment.test_drive_cases import CaseCounts, compared
from supportfirst.attendance.matrix.rows import PupilRows
from supportfirst.attendance.measures.movement import HiddenMoves, Movement, hidden_moves
from supportfirst.attendance.measures.suppression import Hidden, hidden_counts
from supportfirst.attendance.packs.changed import ChangedValue
from supportfirst.attendance.packs.shape import Pack, Rule, RuleKind
from supportfirst.attendance.schooldays.school_calendar import SchoolCalendar
from supportfirst.attendance.vocabulary.errors import AttendanceError
from supportfirst.attendance.vocabulary.people import Pupil

SCHEMA = "test-drive/1"
KINDS = (RuleKind.PROMPT, RuleKind.LIST)
NEEDS_HISTORY = (
    "Steps, holds, evidence and routes rest on records of what people did; give a history file to count them."
)


class CodesReadApart(AttendanceError):
    """Two packs give register codes different meanings, so one reading of the marks can't serve both."""


@dataclass(frozen=True, slots=True)
class Policy:
    """A pack, with how it was changed where it was."""

    pack: Pack
    changed: Sequence[ChangedValue] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.pack.id,
            "title": self.pack.title,
            "fingerprint": self.pack.fingerprint,
            "changed": [change.as_json() for change in self.changed],
        }


@dataclass(slots=True)
class TestDrive:
    """The base policy against others, over one set of rows."""

    __test__ = False  # its name is the field's; it is no test

    on: date
    known_at: str | None
    known_at_complete: bool
    left_out: dict[str, int]
    rows: int
    on_roll: OnRoll
    base: Policy
    before: Standing
    others: Sequence[tuple[Policy, Standing]]
    suppress: int | None = None
    cases: Sequence[CaseCounts] | None = None  # of the base and then of each other; None: no history
    _counted: dict[tuple[int, int], Movement] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {
            "schema": SCHEMA,
            "as_of": self.on.isoformat(),
            "known_at": self.known_at,
            "known_at_complete": self.known_at_complete,
            "left_out": self.left_out,
            "pupils": self.rows,
            "on_roll": len(self.on_roll),
            "group_by": [table.by for table in self.on_roll.summary.tables],
            "suppress": self.suppress,
            "before": self.base.as_json(),
            "drives": [
                self._drive(place, policy, standing)
                for place, (policy, standing) in enumerate(self.others, start=1)
            ],
        }

    def _drive(self, place: int, policy: Policy, after: Standing) -> dict[str, Any]:
        drive = Drive(self.before, after, len(self.on_roll), self._counted)
        groups = Groups(self.on_roll, drive, self.suppress)
        lines = [_line(drive, groups, rule, self.suppress) for rule in _rules(drive, stages=False)]
        return {
            "after": policy.as_json(),
            "tracks": [_track(drive, groups, name, self.suppress) for name in _track_names(drive)],
            "lines": lines,
            "kinds": [_kind(drive, lines, kind, self.suppress) for kind in KINDS],
            "groups": list(groups.tables()),
            "casework": self._casework(place),
            "moved": None if self.suppress else list(_who_moved(drive, self.on_roll.pupils)),
        }

    def _casework(self, place: int) -> dict[str, Any]:
        if self.cases is None:
            return {"counted": False, "needs": NEEDS_HISTORY, "unknown_records": 0, "items": []}
        before, after = self.cases[0], self.cases[place]
        items = compared(before, after, self.suppress)
        return {"counted": True, "needs": "", "unknown_records": after.unknown_kinds, "items": items}


def drive_policies(
    *,
    rows: PupilRows,
    calendar: SchoolCalendar,
    pupils: Sequence[Pupil] | None,
    policies: Sequence[Policy],
    by: Sequence[str] = (),
    suppress: int | None = None,
    known_at: str | None = None,
) -> TestDrive:
    """The first policy against each of the others, over rows that were built with its codes.

    Raises CodesReadApart, PackLacksValue or PackValueUnusable.
    """
    base = policies[0]
    _refuse_other_codes(base.pack, [policy.pack for policy in policies[1:]])
    bindings = [numeric(bind(policy.pack, rows.on, calendar)) for policy in policies]
    known = {pupil.upn: pupil for pupil in pupils or ()}
    ranks = ranked_by_several(rows, bindings, lambda law: ages_under(law, rows, known), days=calendar.days)
    on_roll = OnRoll(rows, pupils, by)
    kept: dict[int, Ranks] = {}
    standings = [
        on_roll.standing(binding, lines, kept) for binding, lines in zip(bindings, ranks, strict=True)
    ]
    return TestDrive(
        on=rows.on,
        known_at=known_at,
        known_at_complete=rows.known_at_complete,
        left_out=rows.left_out_in_all,
        rows=len(rows),
        on_roll=on_roll,
        base=base,
        before=standings[0],
        others=list(zip(policies[1:], standings[1:], strict=True)),
        suppress=suppress,
    )


def _refuse_other_codes(base: Pack, others: Sequence[Pack]) -> None:
    for pack in others:
        if pack.codes != base.codes:
            raise CodesReadApart(
                what=f"it reads register codes otherwise than {base.id} does",
                where=f"pack {pack.id}",
                remedy="put both packs over one national layer, for example in one copied policy folder",
            )


def _rules(drive: Drive, *, stages: bool) -> list[Rule]:
    """The rules of either pack, the first pack's first."""
    found = {**drive.after.rules, **drive.before.rules}
    order = [*drive.before.rules, *(name for name in drive.after.rules if name not in drive.before.rules)]
    return [found[name] for name in order if (found[name].kind is RuleKind.STAGE) is stages]


def _track_names(drive: Drive) -> list[str]:
    return list(dict.fromkeys([*drive.before.tracks, *drive.after.tracks]))


def _in(before: bool, after: bool) -> str:  # noqa: FBT001  (two equals, side by side)
    return "both" if before and after else "before" if before else "after"


# --- lines -------------------------------------------------------------------------------


def _line(drive: Drive, groups: Groups, rule: Rule, threshold: int | None) -> dict[str, Any]:
    movement = drive.line(rule.id)
    over = movement.in_or_out(int(MET))
    figures: dict[str, int | None] = {
        "before": over.before(1),
        "after": over.after(1),
        "newly": over.into(1),
        "no_longer": over.out_of(1),
        "cannot_tell_before": movement.before(int(CANNOT_TELL)),
        "cannot_tell_after": movement.after(int(CANNOT_TELL)),
    }
    gone = _hidden_of_line(figures, over, threshold)
    if groups.hides_total(rule.id):
        gone = list(figures)
    return {
        "rule": rule.id,
        "title": rule.title,
        "kind": rule.kind.value,
        "track": rule.track,
        "legal": rule.legal,
        "in": _in(rule.id in drive.before.rules, rule.id in drive.after.rules),
        **{name: None if name in gone else count for name, count in figures.items()},
        "suppressed": gone,
    }


def _hidden_of_line(figures: dict[str, int | None], over: Movement, threshold: int | None) -> list[str]:
    if threshold is None:
        return []
    moves = hidden_moves(over, threshold=threshold)
    gone = {
        "before": bool(moves.before),
        "after": bool(moves.after),
        "newly": (0, 1) in moves.moves,
        "no_longer": (1, 0) in moves.moves,
    }
    for name in ("cannot_tell_before", "cannot_tell_after"):
        count = figures[name] or 0
        gone[name] = _is_small(count, over.pupils, threshold)
    return [name for name, hides in gone.items() if hides]


def _is_small(count: int, of: int, threshold: int) -> bool:
    return 0 < count < threshold or 0 < of - count < threshold


def _kind(
    drive: Drive, lines: Sequence[dict[str, Any]], kind: RuleKind, threshold: int | None
) -> dict[str, Any]:
    """How often lines of a kind are crossed, and by how many pupils."""
    mine = [line for line in lines if line["kind"] == kind.value]
    hides = any(line["suppressed"] for line in mine)
    before, after = drive.with_any(line["rule"] for line in mine)
    if threshold is not None:
        hides = hides or any(_is_small(count, drive.pupils, threshold) for count in (before, after))
    return {
        "kind": kind.value,
        "before": None if hides else sum(line["before"] for line in mine),
        "after": None if hides else sum(line["after"] for line in mine),
        "pupils_before": None if hides else before,
        "pupils_after": None if hides else after,
    }


# --- tracks ------------------------------------------------------------------------------


def _track(drive: Drive, groups: Groups, name: str, threshold: int | None) -> dict[str, Any]:
    names, movement = drive.track(name)
    gone = hidden_moves(movement, threshold=threshold) if threshold else HiddenMoves()
    known = {rule.id: rule for rule in _rules(drive, stages=True)}
    kept_back = any(groups.hides_total(stage) for stage in names)
    return {
        "track": name,
        "in": _in(name in drive.before.tracks, name in drive.after.tracks),
        "stages": [
            {
                "stage": stage,
                "title": known[stage].title if stage in known else stage,
                "before": None if kept_back or place in gone.before else movement.before(place),
                "after": None if kept_back or place in gone.after else movement.after(place),
            }
            for place, stage in enumerate(names)
            if stage in known or movement.before(place) or movement.after(place)
        ],
        "moved": None if kept_back or gone else movement.moved,
        "moves": [
            {
                "from": names[old],
                "to": names[new],
                "pupils": None if kept_back or (old, new) in gone.moves else count,
            }
            for (old, new), count in sorted(movement.counts.items())
            if old != new
        ],
    }


def _who_moved(drive: Drive, pupils: Sequence[Pupil]) -> Iterator[dict[str, Any]]:
    """Each pupil who stands elsewhere, by the order of the rows."""
    found: dict[int, dict[str, list[Any]]] = {}

    def of(place: int) -> dict[str, list[Any]]:
        return found.setdefault(place, {"tracks": [], "newly": [], "no_longer": []})

    for track in _track_names(drive):
        for place, old, new in drive.moved_on(track):
            of(place)["tracks"].append({"track": track, "before": old, "after": new})
    for rule in _rules(drive, stages=False):
        newly, no_longer = drive.changed_lines(rule.id)
        for place in newly:
            of(place)["newly"].append(rule.id)
        for place in no_longer:
            of(place)["no_longer"].append(rule.id)
    for place in sorted(found):
        pupil = pupils[place]
        yield {"upn": pupil.upn, "name": f"{pupil.forename} {pupil.surname}".strip(), **found[place]}


# --- groups ------------------------------------------------------------------------------


class Groups:
    """How many of each group are at each stage and over each line, and what small numbers hide of it."""

    def __init__(self, on_roll: OnRoll, drive: Drive, threshold: int | None) -> None:
        self.summary = on_roll.summary
        rules = [*_rules(drive, stages=True), *_rules(drive, stages=False)]
        self.rules = rules if self.summary.tables else []
        self.before = {rule.id: on_roll.counts(drive.before, rule.id) for rule in self.rules}
        self.after = {rule.id: on_roll.counts(drive.after, rule.id) for rule in self.rules}
        self.hidden = self._hidden(threshold)

    def _hidden(self, threshold: int | None) -> Hidden:
        if threshold is None or not self.rules:
            return Hidden()
        counts, also = {}, {}
        for rule in self.rules:
            old, new = self.before[rule.id], self.after[rule.id]
            counts[_name(rule.id, "before")], counts[_name(rule.id, "after")] = old, new
            # two numbers whose difference is small would give away how few came or went
            close = {
                at
                for at, (was, now) in enumerate(zip(old, new, strict=True))
                if 0 < abs(now - was) < threshold
            }
            also[_name(rule.id, "after")] = close
        found = hidden_counts(self.summary, counts, threshold=threshold, also=also)
        return Hidden(found.rows, {**found.counts, **self._whole_tracks(found)})

    def _whole_tracks(self, found: Hidden) -> dict[str, frozenset[int]]:
        """A group that hides one stage hides all of the track: they add up to the group."""
        gone: dict[str, frozenset[int]] = {}
        for track in {rule.track for rule in self.rules if rule.kind is RuleKind.STAGE}:
            stages = [rule for rule in self.rules if (rule.kind, rule.track) == (RuleKind.STAGE, track)]
            names = [_name(rule.id, side) for rule in stages for side in ("before", "after")]
            places = frozenset[int]().union(*(found.counts.get(name, frozenset()) for name in names))
            gone.update(dict.fromkeys(names, places))
        return gone

    def hides_total(self, rule: str) -> bool:
        return any(self.hidden.of(0, _name(rule, side)) for side in ("before", "after"))

    def tables(self) -> Iterator[dict[str, Any]]:
        """A table for each name grouped by; a share is of the group's pupils on roll."""
        place = 0
        for table in self.summary.tables:
            shown = []
            for group, totals in zip(table.groups, table.totals, strict=True):
                place += 1
                shown.append(self._group(group, totals.enrolments, place))
            yield {"by": table.by, "groups": shown}

    def _group(self, group: str, pupils: int, place: int) -> dict[str, Any]:
        return {
            "group": group,
            "pupils": None if place in self.hidden.rows else pupils,
            "lines": [self._of_group(rule, pupils, place) for rule in self.rules],
        }

    def _of_group(self, rule: Rule, pupils: int, place: int) -> dict[str, Any]:
        told: dict[str, Any] = {"rule": rule.id, "kind": rule.kind.value}
        for side, counts in (("before", self.before), ("after", self.after)):
            gone = self.hidden.of(place, _name(rule.id, side))
            count, everyone = counts[rule.id][place], counts[rule.id][0]
            told[side] = None if gone else count
            told[f"{side}_percent"] = None if gone or not pupils else 100 * count / pupils
            all_hidden = gone or self.hidden.of(0, _name(rule.id, side)) or not everyone or not pupils
            share_of_all = everyone / self.summary.total.enrolments if everyone else 0
            told[f"{side}_times_all"] = None if all_hidden else count / pupils / share_of_all
        return told


def _name(rule: str, side: str) -> str:
    return f"{rule}.{side}"
