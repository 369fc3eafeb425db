"""What stands in the database after the load, against what was acknowledged. Run alone, beside the site.

Reads as JSON how many marks each acknowledged submission had, and about which children a message was
acknowledged; prints as JSON what it found.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import asdict, dataclass, field

import django
from django.db import connection

MARKS = "SELECT count(*), sum(octet_length(marks)) FROM store_registerdocument"
# the table, its indexes, and what was put aside for being long
BYTES = "SELECT pg_total_relation_size('store_registerdocument')"


@dataclass(slots=True)
class Reckoned:
    registers: int = 0
    marks: int = 0
    bytes_a_mark: float = 0.0
    lost: int = 0  # acknowledged, and not there, or not whole
    doubled: int = 0  # registers of which a pupil has two entries
    chains_hold: bool = False  # each chain walked, and every pupil's year made again, byte for byte
    messages_lost: int = 0  # acknowledged, and not there, or not dealt with by the worker
    messages_doubled: int = 0  # families who got two, or were noted as written to twice
    unacknowledged: int = 0  # kept, but the answer was lost with a kill
    jobs: dict[str, int] = field(default_factory=dict)
    answered: list[float] = field(
        default_factory=list
    )  # seconds from a change to the worker's answer, ascending

    @property
    def sound(self) -> bool:
        ended = set(self.jobs) <= {"done"}
        kept = not (self.lost or self.doubled or self.messages_lost or self.messages_doubled)
        return self.chains_hold and ended and kept


def main() -> None:
    django.setup()
    told = json.load(sys.stdin)
    print(json.dumps(asdict(reckon(told["registers"], told["messages"]))))


def reckon(acknowledged: dict[str, int], written_about: list[str]) -> Reckoned:
    from supportfirst.casework.queries.assessment_gaps import ASSESS_SCHOOL
    from supportfirst.casework.queries.ledger_check import check_ledger
    from supportfirst.casework.store.models import Job, JobState, RegisterDocument, Source

    found = Reckoned()
    with connection.cursor() as cursor:
        cursor.execute(MARKS)
        found.registers, found.marks = (int(each) for each in cursor.fetchone())
        cursor.execute(BYTES)
        found.bytes_a_mark = cursor.fetchone()[0] / found.marks
    typed = RegisterDocument.objects.filter(source=Source.TYPED)
    kept = {str(row.submission): row for row in typed.iterator()}
    found.lost = sum(
        submission not in kept or len(kept[submission].marks) != marks
        for submission, marks in acknowledged.items()
    )
    found.doubled = _doubled(list(kept.values()))
    found.unacknowledged = len(kept.keys() - acknowledged.keys())
    _reckon_messages(found, written_about)
    found.chains_hold = check_ledger().holds
    found.jobs = dict(Counter(Job.objects.values_list("state", flat=True)))
    answers = Job.objects.filter(kind=ASSESS_SCHOOL, state=JobState.DONE, finished_at__isnull=False)
    moments = answers.values_list("asked_at", "finished_at")
    found.answered = sorted((ended - asked).total_seconds() for asked, ended in moments if ended is not None)
    return found


def _reckon_messages(found: Reckoned, written_about: list[str]) -> None:
    from supportfirst.casework.store.models import CaseEvent, Message, MessageState

    ended = Message.objects.filter(state__in=(MessageState.SENT, MessageState.KEPT))
    reached = {str(pupil) for pupil in ended.values_list("pupil", flat=True)}
    found.messages_lost = len(set(written_about) - reached)
    messages = Counter(Message.objects.values_list("pupil", flat=True))
    contacts = Counter(CaseEvent.objects.filter(kind="contact").values_list("pupil", flat=True))
    found.messages_doubled = sum(many > 1 for counted in (messages, contacts) for many in counted.values())


def _doubled(rows: list[object]) -> int:
    from supportfirst.casework.bridge.register_rows import enrolments_of

    entries: Counter[tuple[object, ...]] = Counter()
    for row in rows:
        for enrolment in enrolments_of(row.pupils):  # type: ignore[attr-defined]
            entries[row.day, row.half, enrolment] += 1  # type: ignore[attr-defined]
    return sum(many > 1 for many in entries.values())


if __name__ == "__main__":
    main()
