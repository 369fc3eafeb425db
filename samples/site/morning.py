"""The morning on which the sample stops: most registers are in, some parents have rung, and some have not.

A site whose last day is over would have nobody to call. So the last marked day ends at twenty to ten, and
the sample's clock starts there.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time
from random import Random
from zoneinfo import ZoneInfo

from samples.days import LAST_MARKED
from samples.people import Child
from samples.schools import School

LONDON = ZoneInfo("Europe/London")
MOMENT = datetime.combine(LAST_MARKED, time(9, 40), tzinfo=LONDON)
NOT_IN = 11  # one class in so many has no register yet
NOT_HEARD_OF = 0.6  # of those away, whose parents have not rung yet
UNWELL, NO_REASON, AFTER_CLOSE = "I", "N", "U"
REASONS = ("A temperature in the night", "Sick since yesterday evening", "A bad cough", "An upset stomach")


def classes_not_in(school: School) -> set[str]:
    """The first by name is one of them: whoever signs in as a teacher has a register to take."""
    names = sorted({child.class_name for child in school.children if child.leaving is None})
    return set(names[::NOT_IN])


def stop_in_the_morning(school: School, seed: int) -> None:
    """Take away what has not happened by then. Who came long after the close is still on the way."""
    waiting = classes_not_in(school)
    for child, marks in zip(school.children, school.marks, strict=True):
        marks.pop((LAST_MARKED, "PM"), None)
        morning = (LAST_MARKED, "AM")
        if child.class_name in waiting:
            marks.pop(morning, None)
        elif marks.get(morning) == AFTER_CLOSE or (
            marks.get(morning) == UNWELL and Random(f"{seed}/morning/{child.upn}").random() < NOT_HEARD_OF
        ):
            marks[morning] = NO_REASON


def reports_of(school: School) -> Iterator[tuple[Child, dict[str, str]]]:
    """What the office wrote down before the close, of those of whom it heard."""
    for child, marks in zip(school.children, school.marks, strict=True):
        if marks.get((LAST_MARKED, "AM")) == UNWELL:
            draw = Random(f"report/{child.upn}")
            yield (
                child,
                {
                    "first_day": LAST_MARKED.isoformat(),
                    "last_day": LAST_MARKED.isoformat(),
                    "method": draw.choice(("phone", "phone", "text")),
                    "reported_at": f"08:{draw.randrange(5, 29):02}",
                    "reporter": draw.choice(("The mother", "The father", "The grandmother")),
                    "reason": draw.choice(REASONS),
                },
            )
