"""`python -m benchmarks.child_pages PERSON`: how dear the page of a full child is, now and as it stood.

The gate of `benchmarks.pages`, which has made the site and names a person of it. The child has two years of
marks and two hundred events. Judged are ratios of process CPU time in paired rounds (paired.py): one page
over a fixed number of plain readings of the very rows that it is made from, by the same library out of the
same database. So neither the machine nor the length of the child's record moves the ratio, and work that is
done twice for one page does. One process, Django's test client; nothing is written but the audit trail.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from uuid import UUID

from benchmarks.full_child import Full, fill
from benchmarks.kernel import Gated, judge
from benchmarks.paired import Paired, compare

READINGS = 10
MOST_NOW, MOST_PAST = 2.0, 3.0  # the gates: times the readings
ROUNDS = 12  # the first is dropped
TRIES = 4  # a gate that a neighbour's noise broke is measured again; every try is shown


def main(person: str) -> int:
    child = fill(person)
    print(
        f"\nThe page of a full child over {READINGS} readings of its rows: process CPU time, paired rounds."
    )
    print(f"{'':52}{'ratio':>8}  {'median':<23}{'ms':>9}")
    ask = browser_of(person)
    return judge(
        [
            _steadiest("a child's page / readings of its rows", ask, child, child.page, MOST_NOW),
            _steadiest("the same as it stood / readings of its rows", ask, child, child.past, MOST_PAST),
        ]
    )


def browser_of(person: str) -> Callable[[str], object]:
    """Asks for a page as that person; anything but the page is a fault."""
    from django.test import Client

    client = Client(HTTP_HOST="127.0.0.1")
    signed_in = client.post("/demo", {"person": person})
    assert signed_in.status_code == 302, "the person can't sign in"

    def ask(address: str) -> object:
        answer = client.get(address)
        assert answer.status_code == 200, f"{address}: {answer.status_code}"
        return answer

    return ask


def read_rows(school: UUID, pupil: UUID) -> list[object]:
    """Every event, year of marks and assessment of a child, so many times over."""
    from supportfirst.casework.store.models import Assessed, CaseEvent, PupilYear

    found: list[object] = []
    for _ in range(READINGS):
        found += CaseEvent.objects.filter(pupil=pupil)
        found += PupilYear.objects.filter(enrolment__pupil=pupil)
        found += Assessed.objects.filter(enrolment__pupil=pupil, school=school)
    return found


def _steadiest(name: str, ask: Callable[[str], object], child: Full, address: str, most: float) -> Gated:
    """The lowest of up to TRIES; no further try once the gate is kept."""
    tries: list[Paired] = []
    while len(tries) < TRIES and not (tries and tries[-1].quietest <= most):
        rows, page = (lambda: read_rows(child.school, child.pupil)), (lambda: ask(address))
        tries.append(compare(rows, page, rounds=ROUNDS))
        print(f"{name:52}{tries[-1].show():33}{1000 * tries[-1].work_seconds:9.0f}", flush=True)
    return Gated(name, min(tries, key=lambda found: found.quietest), most)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
