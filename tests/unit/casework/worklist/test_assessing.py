"""A school assessed from its rows says what the command line says of the same data as files."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from supportfirst.attendance.cli.assessing import Asked as FilesAsked
from supportfirst.attendance.cli.assessing import run_assessment
from supportfirst.attendance.cli.inputs import Told
from supportfirst.casework.actions.assess_school import ask_reassessment, assess_school
from supportfirst.casework.actions.run_jobs import Worker
from supportfirst.casework.bridge.code_numbers import symbol_of
from supportfirst.casework.bridge.school_files import calendar_lines, school_of, spells_of, standing_events
from supportfirst.casework.store.models import (
    Assessed,
    Enrolment,
    Job,
    JobState,
    Link,
    Marker,
    NamedPerson,
    PupilFlag,
    PupilYear,
    School,
    TradedSpan,
)
from tests.factories.site import a_class, a_pupil, a_school, a_user, an_adult
from tests.factories.site_cases import an_event, put_marks, put_weeks

pytestmark = pytest.mark.django_db
FRIDAY = date(2026, 11, 20)
AT = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
AUTUMN = date(2026, 9, 7)  # a Monday
WEEKS = 6


class Watching:
    """What a job is given, with a clock that stands still."""

    def __init__(self, at: datetime = AT) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def progress(self, done: int, total: int | None) -> None: ...


def a_busy_school() -> tuple[School, list[Enrolment]]:
    """Five children: well, often absent, unexplained, one with a case, and one who came and left before."""
    school = a_school(attendance_target=97)
    TradedSpan.objects.create(school=school, buys=True)
    NamedPerson.objects.create(
        school=school, role="senior_attendance_champion", name="Kim Sorrel", first_day=date(2025, 9, 1)
    )
    group = a_class(school)
    children = [a_pupil(school, group, forename=name) for name in ("Ada", "Bo", "Cy", "Di", "Ed")]
    ada, bo, cy, di, ed = children
    put_weeks(ada, AUTUMN, "/\\", WEEKS)
    put_weeks(bo, AUTUMN, "OO", WEEKS)
    put_weeks(cy, AUTUMN, "/N", WEEKS)
    put_weeks(di, AUTUMN, "OU", WEEKS)
    put_weeks(ed, AUTUMN, "I/", WEEKS)
    put_weeks(ed, date(2025, 9, 8), "/I", 20)
    earlier = a_pupil(
        school, pupil=ed.pupil, first_day=date(2024, 9, 2), last_day=date(2025, 7, 22), year_group="3"
    )
    put_weeks(earlier, date(2025, 3, 3), "U/", 2)
    PupilFlag.objects.create(pupil=di.pupil, name="social_worker", first_day=date(2026, 9, 1))
    for child in children:  # as the file says it: of whom nothing is written, nothing is known
        PupilFlag.objects.create(pupil=child.pupil, name="fsm", holds=False)
        if child is not di:
            PupilFlag.objects.create(pupil=child.pupil, name="social_worker", holds=False)
    mother, father = an_adult(di), an_adult(di, relationship="father", parental_responsibility=None)
    an_adult(bo, natural_parent=False, parental_responsibility=False, day_to_day_care=False)
    Marker.objects.create(kind="confidential_address", adult=mother, first_day=date(2026, 1, 1))
    officer = a_user("attendance_officer", school)
    an_event(di, "contact", by=officer, on=date(2026, 10, 1), channel="phone", outcome="reached")
    meeting = an_event(
        di,
        "meeting",
        by=officer,
        on=date(2026, 10, 5),
        adults=(mother, father),
        meeting="attendance_meeting",
        planned_on="2026-10-12",
    )
    an_event(
        di, "meeting_outcome", by=officer, on=date(2026, 10, 12), about=str(meeting.event), result="held"
    )
    wrong = an_event(bo, "concern", by=officer, on=date(2026, 10, 2), ground="no_engagement")
    an_event(bo, "concern_ended", by=officer, on=date(2026, 10, 3), about=str(wrong.event))
    an_event(bo, "concern", by=officer, on=date(2026, 10, 4), strikes_out=wrong.event)
    return school, children


def written(folder: Path, school: School) -> FilesAsked:
    """The same rows as the files of a command line, written from the database and by no part of the bridge
    that the assessment itself goes through for marks, pupils and parents."""
    spells = spells_of(school)
    write_csv(folder / "register.csv", marks_as_rows(school))
    (folder / "calendar.csv").write_text(calendar_lines(school))
    write_csv(folder / "pupils.csv", [pupil_row(school, spell) for spell in spells])
    write_csv(folder / "flags.csv", [])
    write_csv(folder / "parents.csv", [parent_row(link) for link in Link.objects.order_by("pk")])
    held = school_of(school, FRIDAY)
    told = {
        "schema": "school/1",
        "urn": school.urn,
        "name": school.name,
        "type": school.type,
        "phase": school.phase,
        "times": dict(held.times),
        "register_closes": {"AM": "09:15", "PM": "13:30"},
        "attendance_target": 97,
        "traded": True,
        "roles": {"senior_attendance_champion": "Kim Sorrel"},
    }
    (folder / "school.json").write_text(json.dumps(told))
    events = {"schema": "history/1", "events": standing_events(school, spells)}
    (folder / "history.json").write_text(json.dumps(events))
    return FilesAsked(
        register=[str(folder / "register.csv")],
        calendar=str(folder / "calendar.csv"),
        pack="coventry",
        on=FRIDAY.isoformat(),
        pupils=str(folder / "pupils.csv"),
        school=str(folder / "school.json"),
        parents=str(folder / "parents.csv"),
        history=str(folder / "history.json"),
    )


def write_csv(path: Path, rows: list[dict[str, Any]]) -> None:
    with path.open("w", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]) if rows else ["upn"])
        writer.writeheader()
        writer.writerows(rows)


def marks_as_rows(school: School) -> list[dict[str, Any]]:
    rows = []
    for year in PupilYear.objects.filter(enrolment__school=school).select_related("enrolment__pupil"):
        first = date(year.school_year, 8, 1)
        for place, number in enumerate(bytes(year.marks)):
            if number:
                rows.append(
                    {
                        "upn": year.enrolment.pupil.upn,
                        "date": first + timedelta(days=place // 2),
                        "session": ("AM", "PM")[place % 2],
                        "code": symbol_of(number),
                    }
                )
    return rows


def pupil_row(school: School, spell: Enrolment) -> dict[str, Any]:
    social = PupilFlag.objects.filter(pupil=spell.pupil, name="social_worker", holds=True).first()
    return {
        "upn": spell.pupil.upn,
        "forename": spell.pupil.legal_forename,
        "surname": spell.pupil.legal_surname,
        "date_of_birth": spell.pupil.date_of_birth,
        "school": school.name,
        "phase": school.phase,
        "year_group": spell.year_group,
        "class": spell.group.name if spell.group else "",
        "start_date": spell.first_day,
        "leaving_date": spell.last_day or "",
        "fsm": "no",
        "social_worker": "yes" if social else "",
        "social_worker_from": social.first_day if social else "",
    }


def parent_row(link: Link) -> dict[str, Any]:
    def yes_no(value: bool | None) -> str:
        return {True: "yes", False: "no", None: ""}[value]

    return {
        "parent_id": link.adult_id,
        "upn": "" if link.natural_parent is False else link.pupil.upn,
        "title": link.adult.title,
        "legal_name": f"{link.adult.legal_forename} {link.adult.legal_surname}",
        "relationship": link.relationship,
        "parental_responsibility": yes_no(link.parental_responsibility),
        "day_to_day_care": yes_no(link.day_to_day_care),
        "language": link.adult.language,
        "address_confidential": yes_no(link.adult.markers.exists()),
    }


def by_the_files(folder: Path, school: School) -> Mapping[str, Any]:
    assessment = run_assessment(written(folder, school), everything=False, told=Told())
    document = json.loads(json.dumps(assessment.as_json(everything=False)))
    return {pupil["upn"]: pupil for pupil in document["pupils"]}


def by_the_rows(school: School) -> Mapping[str, Any]:
    rows = Assessed.objects.filter(school=school).select_related("enrolment__pupil")
    return {row.enrolment.pupil.upn: row.document for row in rows}


def work(school: School, only: list[Enrolment] | None = None, at: datetime = AT) -> Job:
    with transaction.atomic():
        ask_reassessment(school, only, at)
    done = Worker(now=lambda: at, kinds={"assess_school": assess_school}).run_next()
    assert done is not None
    assert done.state == JobState.DONE, done.error
    return done


def test_stored_documents_equal_those_of_the_command_line(tmp_path: Path) -> None:
    school, children = a_busy_school()

    job = work(school)

    stored, told = by_the_rows(school), by_the_files(tmp_path, school)
    assert stored == told
    assert job.outcome["assessed"] == len(children) == len(stored)
    assert any(pupil["steps_due"] for pupil in stored.values())  # a case was judged, and not only figures


def test_some_pupils_alone_come_out_as_with_the_whole_school() -> None:
    school, children = a_busy_school()
    work(school)
    whole = by_the_rows(school)
    Assessed.objects.update(document={})

    work(school, [children[1], children[3]], at=AT + timedelta(minutes=1))

    chosen = {child.pupil.upn for child in (children[1], children[3])}
    for upn, document in by_the_rows(school).items():
        assert document == (whole[upn] if upn in chosen else {})


def test_a_row_says_why_with_rule_source_and_day_and_stands_on_the_list() -> None:
    school, (ada, bo, *_) = a_busy_school()

    work(school)

    well, absent = Assessed.objects.get(enrolment=ada), Assessed.objects.get(enrolment=bo)
    assert (well.listed, absent.listed) == (False, True)
    assert (absent.sessions_possible, absent.sessions_attended) == (60, 0)
    assert absent.urgency < well.urgency
    assert absent.pack == "coventry"
    assert (absent.on, absent.known_at) == (FRIDAY, AT)
    for reason in absent.reasons:
        assert reason["rule"]
        assert reason["title"]
        assert reason["text"]
        assert reason["source"]["title"]
        assert reason["on"] == FRIDAY.isoformat()


def test_what_is_overdue_is_on_the_row_by_its_earliest_day() -> None:
    school, (_, bo, cy, *_) = a_busy_school()
    officer = a_user("attendance_officer", school)
    asked = {"requested_on": "2026-10-01", "first_day": "2026-10-15"}
    later = {"requested_on": "2026-11-18", "first_day": "2026-12-15"}
    for child, leave in ((bo, asked), (bo, later), (cy, later)):
        an_event(child, "leave_request", by=officer, on=date(2026, 11, 18), **leave)

    work(school)

    late, soon = Assessed.objects.get(enrolment=bo), Assessed.objects.get(enrolment=cy)
    assert (late.overdue, late.due_on) == (True, date(2026, 10, 14))
    assert (soon.overdue, soon.due_on) == (False, date(2026, 12, 2))
    assert late.urgency < soon.urgency
    due = [(line["by"], line["overdue"]) for line in late.reasons if line["rule"] == "england.leave.decide"]
    assert due == [("2026-10-14", True), ("2026-12-02", False)]


def test_a_change_marks_the_row_until_the_worker_has_answered() -> None:
    school, (ada, bo, *_) = a_busy_school()
    work(school)
    later = AT + timedelta(minutes=1)

    put_marks(ada, {date(2026, 10, 5): "OO"})
    with transaction.atomic():
        ask_reassessment(school, [ada], later)
    stale = list(Assessed.objects.exclude(stale_since=None).values_list("enrolment", flat=True))
    Worker(now=lambda: later, kinds={"assess_school": assess_school}).run_next()

    row = Assessed.objects.get(enrolment=ada)
    assert stale == [ada.pk]
    assert (row.stale_since, row.sessions_attended, row.known_at) == (None, 58, later)
    assert Assessed.objects.get(enrolment=bo).known_at == AT


def test_askings_for_several_pupils_become_one_job_for_all_of_them() -> None:
    school, (ada, bo, cy, *_) = a_busy_school()

    jobs = [ask_reassessment(school, which, AT) for which in ([ada], [bo.pk], [ada, cy])]

    assert len({job.pk for job in jobs}) == 1
    assert Job.objects.get().about == {"enrolments": sorted([ada.pk, bo.pk, cy.pk])}


@pytest.mark.parametrize("whole_first", [True, False])
def test_an_asking_for_the_whole_school_is_never_narrowed(whole_first: bool) -> None:
    school = a_school()
    ada = a_pupil(school)

    for only in (None, [ada]) if whole_first else ([ada], None):
        ask_reassessment(school, only, AT)

    assert Job.objects.get().about == {}


def test_a_change_while_the_worker_works_stays_marked() -> None:
    school, (ada, *_) = a_busy_school()
    work(school)
    later = AT + timedelta(minutes=1)

    def with_a_change_in_between(asked: Any, watch: Any) -> Callable[[], Mapping[str, Any]]:
        write = assess_school(asked, watch)
        ask_reassessment(school, [ada], later + timedelta(seconds=1))
        return write

    ask_reassessment(school, [ada], later)
    Worker(now=lambda: later, kinds={"assess_school": with_a_change_in_between}).run_next()

    assert Assessed.objects.get(enrolment=ada).stale_since == later + timedelta(seconds=1)
    assert Job.objects.filter(state=JobState.WAITING).count() == 1


def test_what_was_read_later_is_not_overwritten_by_what_was_read_before() -> None:
    school, (ada, *_) = a_busy_school()
    write_early = assess_school(asked_of(school), Watching(AT))
    put_marks(ada, {date(2026, 10, 5): "OO"})
    assess_school(asked_of(school), Watching(AT + timedelta(seconds=5)))()

    write_early()

    assert Assessed.objects.get(enrolment=ada).sessions_attended == 58


def asked_of(school: School) -> Any:
    from supportfirst.casework.actions.ask_job import Asked

    return Asked("assess_school", {}, school, None, AT)


def test_who_left_is_no_longer_kept() -> None:
    school, (ada, bo, *_) = a_busy_school()
    work(school)
    Enrolment.objects.filter(pk__in=[ada.pk, bo.pk]).update(last_day=FRIDAY - timedelta(days=1))

    work(school, [ada], at=AT + timedelta(minutes=1))
    only_ada_gone = set(Assessed.objects.values_list("enrolment", flat=True))
    work(school, at=AT + timedelta(minutes=2))

    assert ada.pk not in only_ada_gone
    assert bo.pk in only_ada_gone
    assert Assessed.objects.filter(enrolment__in=[ada, bo]).count() == 0


def test_a_line_keeps_the_day_on_which_it_was_first_seen() -> None:
    school, (_, bo, *_) = a_busy_school()
    work(school)
    reasons = Assessed.objects.get(enrolment=bo).reasons
    Assessed.objects.filter(enrolment=bo).update(
        reasons=[{**each, "since": "2026-11-18", "or_before": False} for each in reasons]
    )

    work(school, at=AT + timedelta(days=3))

    row = Assessed.objects.get(enrolment=bo)
    assert row.on == FRIDAY + timedelta(days=3)
    assert {reason["since"] for reason in row.reasons} == {"2026-11-18"}
