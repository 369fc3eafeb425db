"""Taking in a file of registers: what is new, what is corrected, once, and only as it was seen."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from supportfirst.casework.actions.store_register_file import FileNotReady, confirm_register_file
from supportfirst.casework.bridge.pupil_years import rebuilt, stored
from supportfirst.casework.bridge.standing_marks import histories, standing
from supportfirst.casework.store.models import (
    Amendment,
    Assessed,
    AuditEvent,
    Job,
    RegisterDocument,
    Source,
)
from tests.factories.register_files import long_csv, read_file, take_in, work
from tests.factories.site import NINE, an_actor
from tests.factories.site_cases import an_assessment
from tests.factories.site_registers import FRIDAY, amend, submit

pytestmark = pytest.mark.django_db
THURSDAY = FRIDAY - timedelta(days=1)


def marks_of(held, day=THURSDAY, half=0):
    found = standing(held.school, day, half, [each.pk for each in held.pupils])
    return [
        (found[each.pk].new, found[each.pk].minutes) if each.pk in found else None for each in held.pupils
    ]


def test_a_file_that_is_only_read_stores_nothing(held, school, officer):
    row = read_file(officer, school, long_csv((held.pupils[0], THURSDAY, "AM", "/")))

    assert row.outcome["counts"]["added"] == 1
    assert not RegisterDocument.objects.exists()


def test_new_marks_become_one_document_a_session_by_whoever_confirmed(held, school, officer):
    ada, bela, *_ = held.pupils
    data = long_csv((ada, THURSDAY, "AM", "L", 7), (bela, THURSDAY, "AM", "I"), (ada, THURSDAY, "PM", "/"))

    row = take_in(officer, read_file(officer, school, data))

    documents = RegisterDocument.objects.order_by("half")
    assert [(each.half, each.source, each.recorded_by) for each in documents] == [
        (0, Source.FILE, held.officer),
        (1, Source.FILE, held.officer),
    ]
    assert marks_of(held)[:2] == [("L", 7), ("I", 0)]
    assert marks_of(held, half=1)[:2] == [("/", 0), None]
    assert row.outcome["stored"] == {"added": 3, "corrected": 0, "sessions": 2}
    assert rebuilt(school) == stored(school)


def test_a_correction_says_what_stood_the_file_its_line_and_who_confirmed(held, school, officer):
    submit(held, "N", day=THURSDAY)
    data = long_csv((held.pupils[0], THURSDAY, "AM", "I", "", "a fever"))

    take_in(officer, read_file(officer, school, data, "sims week 12.csv"))

    change = Amendment.objects.get()
    assert (change.original, change.new, change.source) == ("N", "I", Source.FILE)
    assert change.reason == "File “sims week 12.csv”, line 2: a fever"
    assert (change.name, change.title) == ("Otis Grant", "Attendance officer")
    assert rebuilt(school) == stored(school)


def test_the_preview_names_who_set_what_stands_and_when(held, school, officer):
    submit(held, "N", day=THURSDAY)

    row = read_file(officer, school, long_csv((held.pupils[0], THURSDAY, "AM", "I")))

    [correction] = row.outcome["corrected"]
    assert "“N”, set by Tess Marlow, Class teacher on 19 November 2026 at 8:45am" in correction


def test_a_mark_that_was_struck_out_comes_back_only_as_a_correction(held, school, officer):
    submit(held, "/", day=THURSDAY)
    amend(held, 0, original="/", new="", day=THURSDAY)

    row = read_file(officer, school, long_csv((held.pupils[0], THURSDAY, "AM", "/")))
    assert (row.outcome["counts"]["added"], row.outcome["counts"]["corrected"]) == (0, 1)
    take_in(officer, row)

    assert marks_of(held)[0] == ("/", 0)
    assert rebuilt(school) == stored(school)


def test_minutes_that_differ_are_a_correction_and_minutes_that_agree_are_not(held, school, officer):
    submit(held, "L", "L", day=THURSDAY, minutes={0: 5, 1: 5})
    ada, bela, *_ = held.pupils

    row = read_file(officer, school, long_csv((ada, THURSDAY, "AM", "L", 9), (bela, THURSDAY, "AM", "L", 5)))
    assert (row.outcome["counts"]["corrected"], row.outcome["counts"]["unchanged"]) == (1, 1)
    take_in(officer, row)

    assert marks_of(held)[:2] == [("L", 9), ("L", 5)]


def test_new_marks_alone_may_be_taken_and_corrections_left(held, school, officer):
    submit(held, "N", day=THURSDAY)
    ada, bela, *_ = held.pupils
    row = read_file(officer, school, long_csv((ada, THURSDAY, "AM", "I"), (bela, THURSDAY, "AM", "/")))

    take_in(officer, row, corrections=False)

    assert marks_of(held)[:2] == [("N", 0), ("/", 0)]
    assert not Amendment.objects.exists()


def test_whoever_may_not_correct_marks_may_only_add_them(held, school):
    submit(held, "N", day=THURSDAY)
    administrator = an_actor("administrator", school)
    row = read_file(administrator, school, long_csv((held.pupils[0], THURSDAY, "AM", "I")))

    with pytest.raises(FileNotReady, match="not correct"):
        take_in(administrator, row)

    assert not Amendment.objects.exists()


def test_confirming_twice_and_sending_the_same_file_again_store_nothing_more(held, school, officer):
    submit(held, "N", day=THURSDAY)
    data = long_csv((held.pupils[0], THURSDAY, "AM", "I"), (held.pupils[1], THURSDAY, "AM", "/"))
    row = take_in(officer, read_file(officer, school, data))
    before = (RegisterDocument.objects.count(), Amendment.objects.count())

    take_in(officer, row)
    second = read_file(officer, school, data)

    assert (RegisterDocument.objects.count(), Amendment.objects.count()) == before
    counts = second.outcome["counts"]
    assert (counts["added"], counts["corrected"], counts["unchanged"]) == (0, 0, 2)


def test_registers_that_changed_since_the_preview_stop_the_file_and_preview_it_anew(held, school, officer):
    submit(held, "N", day=THURSDAY)
    row = read_file(officer, school, long_csv((held.pupils[0], THURSDAY, "AM", "I")))
    confirm_register_file(officer, school.pk, row.pk, row.outcome["fingerprint"], corrections=True)
    amend(held, 0, original="N", new="M", day=THURSDAY)

    work(NINE)

    row.refresh_from_db()
    assert row.stored_at is None
    assert row.outcome["changed"]
    assert row.outcome["corrected"][0][4] == "M"
    assert marks_of(held)[0] == ("M", 0)


def test_a_preview_that_is_not_the_last_one_is_not_confirmed(held, school, officer):
    row = read_file(officer, school, long_csv((held.pupils[0], THURSDAY, "AM", "I")))

    with pytest.raises(FileNotReady, match="changed since you looked"):
        confirm_register_file(officer, school.pk, row.pk, "0" * 64, corrections=True)


def test_each_child_with_a_correction_gets_one_line_of_the_trail(held, school, officer):
    submit(held, "N", "N", day=THURSDAY)
    submit(held, "N", day=THURSDAY, half=1)
    ada, bela, *_ = held.pupils
    data = long_csv((ada, THURSDAY, "AM", "I"), (ada, THURSDAY, "PM", "I"), (bela, THURSDAY, "AM", "M"))

    take_in(officer, read_file(officer, school, data))

    lines = AuditEvent.objects.filter(verb="amend_from_file").order_by("pupil__legal_forename")
    assert [(each.pupil, each.detail) for each in lines] == [
        (ada.pupil, {"marks": 2}),
        (bela.pupil, {"marks": 1}),
    ]
    assert "Byron" not in str(list(AuditEvent.objects.values_list("detail", flat=True)))


def test_those_whose_marks_changed_are_assessed_again_and_no_others(held, school, officer):
    for pupil in held.pupils[:2]:
        an_assessment(pupil)
    Assessed.objects.update(stale_since=None)
    row = read_file(officer, school, long_csv((held.pupils[0], THURSDAY, "AM", "I")))
    confirm_register_file(officer, school.pk, row.pk, row.outcome["fingerprint"], corrections=True)
    before = set(Job.objects.filter(kind="assess_school").values_list("pk", flat=True))

    work(NINE)

    asked = Job.objects.filter(kind="assess_school").exclude(pk__in=before).get()
    assert asked.about == {"enrolments": [held.pupils[0].pk]}


def test_marks_that_belong_nowhere_are_counted_with_their_reason(held, school, officer):
    ada = held.pupils[0]
    ada.last_day = date(2026, 11, 18)
    ada.save()
    data = long_csv(
        ("Z999999999999", THURSDAY, "AM", "/"),
        (ada, THURSDAY, "AM", "/"),
        (held.pupils[1], date(2026, 11, 21), "AM", "/"),
        (held.pupils[1], date(2026, 11, 23), "AM", "/"),
        (held.pupils[1], THURSDAY, "AM", "Q9"),
        (held.pupils[1], THURSDAY, "PM", ""),
    )

    row = read_file(officer, school, data)

    counts = row.outcome["counts"]
    found = {name: counts[name] for name in ("off_roll", "closed", "to_come", "added", "blank")}
    assert found == {"off_roll": 1, "closed": 0, "to_come": 2, "added": 0, "blank": 1}
    assert counts["cells"] == sum(
        counts[name]
        for name in (
            *("added", "corrected", "unchanged", "refused", "blank", "repeated", "superseded", "left_out"),
            *("unknown", "off_roll", "closed", "to_come"),
        )
    )
    assert {line[0] for line in row.outcome["asides"]} >= {"off_roll", "to_come"}


def test_a_day_without_school_is_told_and_closed_marks_on_it_are_not_counted_as_wrong(held, school, officer):
    sunday = date(2026, 11, 15)
    ada, bela, *_ = held.pupils

    row = read_file(officer, school, long_csv((ada, sunday, "AM", "/"), (bela, sunday, "AM", "#")))

    assert (row.outcome["counts"]["closed"], row.outcome["counts"]["left_out"]) == (1, 1)


def test_the_history_of_a_mark_shows_what_a_file_changed(held, school, officer):
    submit(held, "N", day=THURSDAY)

    take_in(officer, read_file(officer, school, long_csv((held.pupils[0], THURSDAY, "AM", "I"))))

    entries = histories(school, THURSDAY, 0, [held.pupils[0].pk])[held.pupils[0].pk]
    assert [(each.new, each.source) for each in entries] == [("N", "Typed"), ("I", "File")]
