"""What a school's pack asks of its staff, as it is put before them to read: stages, duties, and its print.

The fingerprint is of everything in the pack: where a word of it changes, it is to be read again, by all,
whether or not it concerns their role.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from supportfirst.attendance.packs.case_shape import Entry
from supportfirst.attendance.packs.shape import Pack, Rule, RuleKind, StepTerms
from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.bridge.procedure_words import as_procedure
from supportfirst.casework.store.models import Role, School

SCHOOL, AUTHORITY = "school", "local_authority"  # ids of the packs: whoever there does it
# What each role of the site is in the packs' own words; whoever is not named here reads all as others' work.
AT_SCHOOL: Mapping[str, str] = {
    Role.PASTORAL: "pastoral_lead",
    Role.ATTENDANCE_OFFICER: "attendance_officer",
    Role.ATTENDANCE_LEAD: "attendance_lead",
    Role.CHAMPION: "senior_attendance_champion",
    Role.SENCO: "senco",
    Role.DSL: "designated_safeguarding_lead",
    Role.HEAD: "head_teacher",
}
AT_AUTHORITY: Mapping[str, str] = {
    Role.AUTHORITY_OFFICER: "authority_attendance_officer",
    Role.PRINCIPAL_OFFICER: "authority_attendance_officer",
    Role.LEGAL_PANEL: "legal_panel",
    Role.CME_OFFICER: "cme_officer",
}
ALONE: Mapping[str, str] = {Role.TEACHER: "class_teacher", Role.GOVERNOR: "governor"}


@dataclass(frozen=True, slots=True)
class Procedure:
    title: str
    text: str
    source: str
    who: str = ""  # who is to do it, in words
    kinds: frozenset[str] = frozenset()  # the same as ids; of a stage nobody's

    def concerns(self, kinds: frozenset[str]) -> bool:
        return bool(self.kinds & kinds)


@dataclass(frozen=True, slots=True)
class Procedures:
    pack: str  # its id
    title: str
    fingerprint: str
    stages: Sequence[Procedure]
    steps: Sequence[Procedure]
    duties: Sequence[Procedure]


def procedures_of(school: School, on: date) -> Procedures:
    """Those in force on a day, in the order of the pack."""
    pack = pack_of(school, on)
    duties = [entry for entry in pack.entries.values() if entry.section == "duties" and on in entry.span]
    return Procedures(
        pack=pack.id,
        title=pack.title,
        fingerprint=pack.fingerprint,
        stages=_rules(pack, RuleKind.STAGE, on),
        steps=_rules(pack, RuleKind.STEP, on),
        duties=[_duty(pack, each) for each in duties],
    )


def kinds_of(roles: Iterable[str]) -> frozenset[str]:
    """As what the packs speak of somebody who has these roles; what the school does is not each teacher's."""
    found: set[str] = set()
    for role in roles:
        if role in AT_SCHOOL:
            found |= {AT_SCHOOL[role], SCHOOL}
        elif role in AT_AUTHORITY:
            found |= {AT_AUTHORITY[role], AUTHORITY}
        elif role in ALONE:
            found.add(ALONE[role])
    return frozenset(found)


def _duty(pack: Pack, duty: Entry) -> Procedure:
    given = duty.details.get("who")
    who = tuple(str(each) for each in given) if isinstance(given, tuple) else ()
    return Procedure(duty.title, duty.text, duty.source.title, _titles(pack, who), _kinds_of(pack, who))


def _rules(pack: Pack, kind: RuleKind, on: date) -> Sequence[Procedure]:
    return [
        Procedure(
            rule.title,
            as_procedure(rule.text, pack, on),
            rule.source.title,
            _titles(pack, _who(rule)),
            _kinds_of(pack, _who(rule)),
        )
        for rule in pack.rules
        if rule.kind is kind and on in rule.span
    ]


def _who(rule: Rule) -> Sequence[str]:
    return rule.terms.who if isinstance(rule.terms, StepTerms) else ()


def _titles(pack: Pack, who: Sequence[str]) -> str:
    """Who is to do something, as the pack calls them."""
    held = [pack.entries[each].title if each in pack.entries else each.replace("_", " ") for each in who]
    return ", ".join(held)


def _kinds_of(pack: Pack, who: Sequence[str]) -> frozenset[str]:
    """Roles of the national layer that are meant: a body's own title stands for the one that it fills.

    A body's own role that fills none is somebody in the school, or at the authority, as the pack says.
    """
    found: set[str] = set()
    for each in who:
        entry = pack.entries.get(each)
        details = entry.details if entry is not None else {}
        fills = details.get("fills")
        is_own = "." in each
        if is_own and isinstance(fills, tuple):
            found |= {str(role) for role in fills}
        elif is_own:
            found.add({"school": SCHOOL, "authority": AUTHORITY}.get(str(details.get("body")), each))
        else:
            found.add(each)
    return frozenset(found)
