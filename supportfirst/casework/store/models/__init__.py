"""Every row of the site; one file for each kind of thing."""

from supportfirst.casework.store.models.accounts import Membership, Role, User
from supportfirst.casework.store.models.assessed import Assessed
from supportfirst.casework.store.models.chains import Chained, ChainHead
from supportfirst.casework.store.models.changes import Merge, YearTurn
from supportfirst.casework.store.models.chronology import CaseEvent
from supportfirst.casework.store.models.compliance import HomeSchoolAgreement, PolicyRecord
from supportfirst.casework.store.models.decision_sheets import DecisionSheet
from supportfirst.casework.store.models.former import FormerField, FormerValue
from supportfirst.casework.store.models.integrity import IntegrityFinding
from supportfirst.casework.store.models.jobs import Job, JobState
from supportfirst.casework.store.models.letter_mails import LetterMail, MailState
from supportfirst.casework.store.models.letters import Delivery, Letter, LetterDelivery, LetterState
from supportfirst.casework.store.models.messages import Channel, Direction, Message, MessageState
from supportfirst.casework.store.models.people import (
    Adult,
    AdultContact,
    ClassPlace,
    ContactKind,
    Enrolment,
    ExternalReference,
    Link,
    Marker,
    MarkerKind,
    Pupil,
    PupilFlag,
)
from supportfirst.casework.store.models.places import (
    Acknowledgement,
    Authority,
    CalendarSpan,
    ClassGroup,
    ClassTeacher,
    NamedPerson,
    PackAdoption,
    School,
    SpanKind,
    TradedSpan,
    Trust,
)
from supportfirst.casework.store.models.planned import PlannedAbsence, PlannedKind
from supportfirst.casework.store.models.reaching import AttendanceEvent, DirectoryEntry
from supportfirst.casework.store.models.registers import (
    Amendment,
    PupilYear,
    RegisterDocument,
    Source,
)
from supportfirst.casework.store.models.reliances import Decision, Reliance, Retest, Standing
from supportfirst.casework.store.models.rewards import (
    PupilTarget,
    RewardBatch,
    RewardGiven,
    RewardInterval,
    RewardMeasure,
    RewardScheme,
    RewardScope,
)
from supportfirst.casework.store.models.safeguarding import (
    SafeguardingProcedure,
    SafeguardingReader,
    SafeguardingRecord,
)
from supportfirst.casework.store.models.school_weeks import SchoolWeek
from supportfirst.casework.store.models.stood import StoodBefore
from supportfirst.casework.store.models.tasks import Confided, Task
from supportfirst.casework.store.models.trail import AuditEvent
from supportfirst.casework.store.models.uploads import Upload, UploadKind

__all__ = [
    "Acknowledgement",
    "Adult",
    "AdultContact",
    "Amendment",
    "Assessed",
    "AttendanceEvent",
    "AuditEvent",
    "Authority",
    "CalendarSpan",
    "CaseEvent",
    "ChainHead",
    "Chained",
    "Channel",
    "ClassGroup",
    "ClassPlace",
    "ClassTeacher",
    "Confided",
    "ContactKind",
    "Decision",
    "DecisionSheet",
    "Delivery",
    "Direction",
    "DirectoryEntry",
    "Enrolment",
    "ExternalReference",
    "FormerField",
    "FormerValue",
    "HomeSchoolAgreement",
    "IntegrityFinding",
    "Job",
    "JobState",
    "Letter",
    "LetterDelivery",
    "LetterMail",
    "LetterState",
    "Link",
    "MailState",
    "Marker",
    "MarkerKind",
    "Membership",
    "Merge",
    "Message",
    "MessageState",
    "NamedPerson",
    "PackAdoption",
    "PlannedAbsence",
    "PlannedKind",
    "PolicyRecord",
    "Pupil",
    "PupilFlag",
    "PupilTarget",
    "PupilYear",
    "RegisterDocument",
    "Reliance",
    "Retest",
    "RewardBatch",
    "RewardGiven",
    "RewardInterval",
    "RewardMeasure",
    "RewardScheme",
    "RewardScope",
    "Role",
    "SafeguardingProcedure",
    "SafeguardingReader",
    "SafeguardingRecord",
    "School",
    "SchoolWeek",
    "Source",
    "SpanKind",
    "Standing",
    "StoodBefore",
    "Task",
    "TradedSpan",
    "Trust",
    "Upload",
    "UploadKind",
    "User",
    "YearTurn",
]
