"""Every row of the site; one file for each kind of thing."""

from supportfirst.casework.store.models.accounts import Membership, Role, User
from supportfirst.casework.store.models.assessed import Assessed
from supportfirst.casework.store.models.chains import Chained, ChainHead
from supportfirst.casework.store.models.chronology import CaseEvent
from supportfirst.casework.store.models.jobs import Job, JobState
from supportfirst.casework.store.models.people import (
    Adult,
    AdultContact,
    ContactKind,
    Enrolment,
    Link,
    Marker,
    MarkerKind,
    Pupil,
    PupilFlag,
)
from supportfirst.casework.store.models.places import (
    Authority,
    CalendarSpan,
    ClassGroup,
    ClassTeacher,
    NamedPerson,
    PackAdoption,
    School,
    SpanKind,
    Trust,
)
from supportfirst.casework.store.models.registers import (
    Amendment,
    PupilYear,
    RegisterDocument,
    Source,
)
from supportfirst.casework.store.models.trail import AuditEvent

__all__ = [
    "Adult",
    "AdultContact",
    "Amendment",
    "Assessed",
    "AuditEvent",
    "Authority",
    "CalendarSpan",
    "CaseEvent",
    "ChainHead",
    "Chained",
    "ClassGroup",
    "ClassTeacher",
    "ContactKind",
    "Enrolment",
    "Job",
    "JobState",
    "Link",
    "Marker",
    "MarkerKind",
    "Membership",
    "NamedPerson",
    "PackAdoption",
    "Pupil",
    "PupilFlag",
    "PupilYear",
    "RegisterDocument",
    "Role",
    "School",
    "Source",
    "SpanKind",
    "Trust",
    "User",
]
