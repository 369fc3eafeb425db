"""Nobody waits long for the worker: it stores few pupils at a time, and no row that is in hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from supportfirst.casework.actions import assess_school as module
from supportfirst.casework.actions.assess_school import ask_reassessment
from supportfirst.casework.actions.run_jobs import Worker
from supportfirst.casework.store.models import Assessed, Job, JobState
from tests.factories.site import a_pupil, a_school

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)


def working(at: datetime = AT) -> Worker:
    return Worker(now=lambda: at)


def test_of_many_pupils_the_first_are_stored_and_the_rest_come_behind_other_schools(monkeypatch):
    monkeypatch.setattr(module, "MOST_AT_ONCE", 2)
    school, other = a_school(), a_school()
    pupils = sorted(a_pupil(school).pk for _ in range(5))
    ask_reassessment(school, pupils, AT - timedelta(seconds=2))
    ask_reassessment(other, [a_pupil(other)], AT - timedelta(seconds=1))

    first = working().run_next()
    stored = list(Assessed.objects.values_list("enrolment", flat=True))
    second = working().run_next()
    while working().run_next():
        pass

    assert first is not None
    assert second is not None
    assert stored == pupils[:2]
    assert second.school == other
    assert set(Assessed.objects.filter(school=school).values_list("enrolment", flat=True)) == set(pupils)
    assert not Job.objects.exclude(state=JobState.DONE).exists()


def test_a_pupil_of_whom_somebody_writes_just_then_is_left_alone_and_asked_for_again(monkeypatch):
    school = a_school()
    ada, bo = a_pupil(school), a_pupil(school)
    ask_reassessment(school, [ada, bo], AT)
    working().run_next()
    later = AT + timedelta(minutes=1)
    whole = module._take_free
    monkeypatch.setattr(
        module,
        "_take_free",
        lambda rows: {pk: row for pk, row in whole(rows).items() if pk != ada.pk},
    )

    ask_reassessment(school, [ada, bo], later)
    working(later).run_next()

    assert Assessed.objects.get(enrolment=bo).known_at == later
    assert Assessed.objects.get(enrolment=ada).known_at == AT
    assert Assessed.objects.get(enrolment=ada).stale_since == later
    assert Job.objects.get(state=JobState.WAITING).about == {"enrolments": [ada.pk]}


def test_what_is_stored_of_a_pupil_is_small_and_comes_back_whole():
    from supportfirst.casework.store.packed_json import packed_json, unpacked_json

    told = {"measures": {"days": [1, 2.5, None, True]}, "text": "Zoë’s marks " * 400}

    held = packed_json(told)

    assert unpacked_json(held) == told
    assert len(held) < 300
