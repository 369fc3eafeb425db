"""Who may do what: one table of roles and rights. Every list, page, button and its refusal come from it.

A role's rights hold at the places of the membership that bears it (`access.scope`): one school, or all
schools of an authority or a trust. A class teacher's reach the classes that they teach, and no others; a
partner service's reach the children whom it works with.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from supportfirst.casework.store.models import Membership, Role


class Right(StrEnum):
    """One thing that somebody may do. The text is what the page of roles says."""

    TAKE_REGISTER = "take a register"
    RECORD_LATE = "sign pupils in late, out and back in"
    CORRECT_MARK = "correct a mark"
    AUTHORISE_ABSENCE = "authorise an absence"
    SEE_REGISTERS = "see which registers are in"
    SEE_PUPIL = "see a named pupil's record"
    SEE_CONTACTS = "see parents and how to reach them"
    EDIT_PEOPLE = "change pupils, parents and families"
    LOG_CONTACT = "log a contact or a discussion"
    SEND_MESSAGE = "send messages to parents"
    SEE_WORKLIST = "see the worklist"
    ACT_ON_CASE = "act on a case"
    SEE_NUMBERS = "see numbers without names"
    SEE_RESTRICTED = "read restricted notes"
    SEE_WATCH_LIST = "see whom the school watches closely"
    IMPORT = "import registers and people"
    EXPORT = "export"
    MANAGE_SCHOOL = "change a school's times, calendar and people"
    MANAGE_USERS = "invite people and end their access"
    SEE_AUDIT = "read the audit trail"
    SEE_OWN_SERVICE = "see the children whom one's own service works with"
    GIVE_REWARDS = "give rewards, and set a pupil's own target"
    SET_REWARDS = "set up and end reward schemes"


_OFFICE = frozenset(
    {
        Right.TAKE_REGISTER,
        Right.RECORD_LATE,
        Right.CORRECT_MARK,
        Right.SEE_REGISTERS,
        Right.SEE_PUPIL,
        Right.SEE_CONTACTS,
        Right.EDIT_PEOPLE,
        Right.LOG_CONTACT,
        Right.SEND_MESSAGE,
        Right.SEE_WORKLIST,
        Right.ACT_ON_CASE,
        Right.SEE_NUMBERS,
        Right.IMPORT,
        Right.EXPORT,
        Right.GIVE_REWARDS,
    }
)
_LEADING = _OFFICE | {Right.AUTHORISE_ABSENCE, Right.SET_REWARDS}
_SUPPORT = frozenset(
    {
        Right.SEE_REGISTERS,
        Right.SEE_PUPIL,
        Right.SEE_CONTACTS,
        Right.LOG_CONTACT,
        Right.SEE_WORKLIST,
        Right.SEE_NUMBERS,
    }
)

_PARTNER = frozenset({Right.SEE_OWN_SERVICE})

RIGHTS: dict[Role, frozenset[Right]] = {
    Role.TEACHER: frozenset({Right.TAKE_REGISTER, Right.SEE_PUPIL, Right.LOG_CONTACT}),
    Role.PASTORAL: _SUPPORT
    | {
        Right.TAKE_REGISTER,
        Right.RECORD_LATE,
        Right.SEND_MESSAGE,
        Right.ACT_ON_CASE,
        Right.GIVE_REWARDS,
    },
    Role.ATTENDANCE_OFFICER: _OFFICE,
    Role.ATTENDANCE_LEAD: _LEADING | {Right.SEE_WATCH_LIST},
    Role.CHAMPION: _LEADING | {Right.MANAGE_SCHOOL, Right.SEE_WATCH_LIST},
    Role.SENCO: _SUPPORT,
    Role.DSL: _SUPPORT | {Right.SEE_RESTRICTED, Right.SEE_WATCH_LIST, Right.SEE_AUDIT, Right.EXPORT},
    Role.HEAD: _LEADING | {Right.MANAGE_SCHOOL, Right.SEE_RESTRICTED, Right.SEE_WATCH_LIST, Right.SEE_AUDIT},
    Role.GOVERNOR: frozenset({Right.SEE_NUMBERS}),
    Role.AUTHORITY_OFFICER: _SUPPORT | {Right.ACT_ON_CASE, Right.EXPORT},
    Role.PRINCIPAL_OFFICER: _SUPPORT | {Right.ACT_ON_CASE, Right.EXPORT, Right.SEE_AUDIT},
    Role.LEGAL_PANEL: frozenset({Right.SEE_PUPIL, Right.SEE_CONTACTS, Right.SEE_WORKLIST, Right.SEE_NUMBERS}),
    Role.CME_OFFICER: _SUPPORT | {Right.EXPORT},
    Role.SEND_TEAM: _PARTNER,
    Role.EARLY_HELP: _PARTNER,
    Role.VIRTUAL_SCHOOL: _PARTNER,
    Role.SOCIAL_CARE: _PARTNER,
    Role.HEALTH: _PARTNER,
    Role.ANALYST: frozenset({Right.SEE_NUMBERS}),
    Role.ADMINISTRATOR: frozenset(
        {
            Right.SEE_REGISTERS,
            Right.SEE_PUPIL,
            Right.SEE_CONTACTS,
            Right.EDIT_PEOPLE,
            Right.IMPORT,
            Right.EXPORT,
            Right.MANAGE_SCHOOL,
            Right.MANAGE_USERS,
            Right.SEE_AUDIT,
        }
    ),
}

# Their rights reach the pupils of the classes that they teach, by name in `ClassTeacher`.
OF_OWN_CLASSES = frozenset({Role.TEACHER})

# A partner service's right reaches the children who have one of these flags today, by the names that the
# packs know. A flag that nobody wrote down shows nobody.
OF_SERVICE: dict[Role, frozenset[str]] = {
    Role.SEND_TEAM: frozenset({"ehcp", "sen_support"}),
    Role.EARLY_HELP: frozenset({"early_help"}),
    Role.VIRTUAL_SCHOOL: frozenset({"looked_after"}),
    Role.SOCIAL_CARE: frozenset({"social_worker", "child_in_need", "child_protection"}),
    Role.HEALTH: frozenset({"camhs"}),
}

# Roles of an authority's own staff and of its partners, which its administrators alone give, at one school
# or at all.
OF_AUTHORITY = frozenset(
    {
        Role.AUTHORITY_OFFICER,
        Role.PRINCIPAL_OFFICER,
        Role.LEGAL_PANEL,
        Role.CME_OFFICER,
        *OF_SERVICE,
    }
)

# A second step at sign-in: roles that reach many schools, or open doors to others.
SECOND_STEP = OF_AUTHORITY | {Role.ANALYST, Role.ADMINISTRATOR}


def roles_with(right: Right) -> tuple[str, ...]:
    """The names of the roles that hold a right: whom to ask where it is missing."""
    return tuple(role.label for role, rights in RIGHTS.items() if right in rights)


def rights_of(membership: Membership) -> frozenset[Right]:
    return RIGHTS[Role(membership.role)]


def holds(membership: Membership, right: Right) -> bool:
    return right in rights_of(membership)


def must_take_second_step(membership: Membership) -> bool:
    """Administrators, the authority's own roles, and whoever reaches all schools of an authority or trust."""
    return membership.school_id is None or Role(membership.role) in SECOND_STEP


@dataclass(frozen=True, slots=True)
class RoleRow:
    """One role on the page of roles."""

    role: str
    rights: tuple[str, ...]  # in the order of `Right`
    own_classes_only: bool
    flags: tuple[str, ...]  # of a partner service: whom it sees; of others, empty
    second_step: bool


def rights_table() -> tuple[RoleRow, ...]:
    """The table as the generated page shows it: every role, in the order of `Role`."""
    return tuple(
        RoleRow(
            role.label,
            tuple(right.value for right in Right if right in RIGHTS[role]),
            role in OF_OWN_CLASSES,
            tuple(sorted(OF_SERVICE.get(role, ()))),
            role in SECOND_STEP,
        )
        for role in Role
    )
