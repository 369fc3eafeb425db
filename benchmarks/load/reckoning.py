"""What stands in the database after the load, against what was acknowledged. Run alone, beside the site.

Reads as JSON how many marks each acknowledged submission had; prints as JSON what it found.
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
    unacknowledged: int = 0  # kept, but the answer was lost with a kill
    jobs: dict[str, int] = field(default_factory=dict)

    @property
    def sound(self) -> bool:
        ended = set(self.jobs) <= {"done"}
        return self.chains_hold and ended and not self.lost and not self.doubled


def main() -> None:
    django.setup()
    print(json.dumps(asdict(reckon(json.load(sys.stdin)))))


def reckon(acknowledged: dict[str, int]) -> Reckoned:
    from supportfirst.casework.queries.ledger_check import check_ledger
    from supportfirst.casework.store.models import Job, RegisterDocument, Source

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
    found.chains_hold = check_ledger().holds
    found.jobs = dict(Counter(Job.objects.values_list("state", flat=True)))
    return found


def _doubled(rows: list[object]) -> int:
    from supportfirst.casework.bridge.register_rows import enrolments_of

    entries: Counter[tuple[object, ...]] = Counter()
    for row in rows:
        for enrolment in enrolments_of(row.pupils):  # type: ignore[attr-defined]
            entries[row.day, row.half, enrolment] += 1  # type: ignore[attr-defined]
    return sum(many > 1 for many in entries.values())


if __name__ == "__main__":
    main()
