"""Acting on several children at once, the export, and the pages of the worklist."""

from __future__ import annotations

import csv
import io
import re
import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere, Refused
from supportfirst.casework.actions.assess_school import assess_school
from supportfirst.casework.actions.export_worklist import export_worklist, inert
from supportfirst.casework.actions.handle_worklist_rows import handle_worklist_rows
from supportfirst.casework.actions.run_jobs import Worker
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.queries.worklist_filters import Filters
from supportfirst.casework.store.models import Assessed, AuditEvent, CaseEvent, Enrolment, Job, School
from supportfirst.casework.web.views import jobs as job_views
from supportfirst.casework.web.views import worklist as views
from tests.factories.site import NINE, a_pupil, a_school, an_actor, an_adult, an_authority
from tests.factories.site_cases import a_reason, an_assessment, an_event, put_weeks

pytestmark = pytest.mark.django_db
TODAY = NINE.date()
CONTACT = {"channel": "phone"}


def children(school: School, *names: str) -> list[Enrolment]:
    made = [a_pupil(school, forename=name) for name in names]
    for enrolment in made:
        an_assessment(enrolment)
    return made


def record(actor: Actor, chosen: list[Enrolment], **over: Any) -> int:
    asked = {"kind": "contact", "submission": uuid.uuid4(), "on": TODAY, "data": CONTACT, **over}
    kind = asked.pop("kind")
    return handle_worklist_rows(actor, [each.pupil_id for each in chosen], kind, **asked)


def test_each_child_gets_one_event_and_one_line_of_the_trail() -> None:
    school = a_school()
    ada, bo, cy = children(school, "Ada", "Bo", "Cy")
    actor = an_actor("attendance_officer", school)

    count = record(actor, [ada, bo])

    assert count == 2
    events = CaseEvent.objects.all()
    assert {event.pupil_id for event in events} == {ada.pupil_id, bo.pupil_id}
    assert {(event.kind, event.happened_on, event.data["channel"]) for event in events} == {
        ("contact", TODAY, "phone")
    }
    lines = AuditEvent.objects.filter(verb="record_event")
    assert {line.pupil_id for line in lines} == {ada.pupil_id, bo.pupil_id}
    assert Assessed.objects.get(enrolment=cy).stale_since is None
    assert Assessed.objects.get(enrolment=ada).stale_since == NINE
    assert Job.objects.get().about == {"enrolments": sorted([ada.pk, bo.pk])}


@pytest.mark.parametrize(("kind", "recorded"), [("contact", 0), ("meeting", 1)])
def test_of_two_who_record_the_same_at_once_the_second_records_nothing(
    monkeypatch: pytest.MonkeyPatch, kind: str, recorded: int
) -> None:
    school = a_school()
    ada, bo = children(school, "Ada", "Bo")
    first, second = an_actor("attendance_officer", school), an_actor("attendance_lead", school)

    def waits(*schools: uuid.UUID) -> None:
        take_turn(*schools)
        if not CaseEvent.objects.exists():
            an_event(ada, kind, by=first.user, on=TODAY)

    monkeypatch.setattr("supportfirst.casework.actions.handle_worklist_rows.take_turn", waits)

    if not recorded:
        with pytest.raises(Refused, match="Somebody else has just recorded the same"):
            record(second, [ada, bo])
    else:
        record(second, [ada])

    assert CaseEvent.objects.filter(recorded_by=second.user).count() == recorded


def test_the_same_submission_twice_is_recorded_once() -> None:
    school = a_school()
    chosen = children(school, "Ada", "Bo")
    actor, submission = an_actor("attendance_officer", school), uuid.uuid4()

    for _ in range(2):
        record(actor, chosen, submission=submission)

    assert CaseEvent.objects.count() == 2
    assert AuditEvent.objects.filter(verb="record_event").count() == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"data": {"channel": "smoke"}},
        {"data": {}},
        {"on": date(2026, 11, 21)},
        {"kind": "penalty_notice_issued"},
        {"kind": "unheard_of"},
    ],
)
def test_what_can_t_be_recorded_for_one_is_recorded_for_none(wrong: dict[str, Any]) -> None:
    school = a_school()
    chosen = children(school, "Ada", "Bo")
    actor = an_actor("attendance_officer", school)

    with pytest.raises(Refused):
        record(actor, chosen, **wrong)

    assert not CaseEvent.objects.exists()
    assert not AuditEvent.objects.exists()
    assert not Job.objects.exists()


def test_nothing_is_recorded_where_one_child_is_another_school_s_or_has_gone_from_the_list() -> None:
    school = a_school()
    (ada,) = children(school, "Ada")
    (stranger,) = children(a_school(), "Stranger")
    gone = a_pupil(school)
    an_assessment(gone, listed=False)
    actor = an_actor("attendance_officer", school)

    for other in (stranger, gone):
        with pytest.raises(Refused, match="1 of the children"):
            record(actor, [ada, other])

    assert not CaseEvent.objects.exists()


def test_who_may_only_look_can_not_act() -> None:
    school = a_school()
    chosen = children(school, "Ada")

    with pytest.raises(Refused, match="not act"):
        record(an_actor("senco", school), chosen)


# --- the export ------------------------------------------------------------------------


def exported(actor: Actor, filters: Filters | None = None) -> list[dict[str, str]]:
    content = export_worklist(actor, filters or Filters())
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_the_export_holds_the_narrowed_list_and_the_trail_how_many() -> None:
    school = a_school(name="Oak")
    ada, bo = (a_pupil(school, forename=name, surname="Quill") for name in ("Ada", "Bo"))
    due = a_reason("due", title="Offer support", by="2026-12-01")
    an_assessment(ada, overdue=True, due_on=date(2026, 12, 1), missed=7, reasons=[due, a_reason()])
    an_assessment(bo)
    actor = an_actor("attendance_officer", school)

    rows = exported(actor, Filters(standing="overdue"))

    assert len(rows) == 1
    row = rows[0]
    assert (row["Name"], row["School"], row["Overdue"], row["Next due on"]) == (
        "Ada Quill",
        "Oak",
        "yes",
        "2026-12-01",
    )
    assert (row["Sessions attended"], row["Sessions possible"], row["Attendance %"]) == ("93", "100", "93.0")
    assert (row["Why"], row["Due"]) == ("Persistent absence", "Offer support by 2026-12-01")
    line = AuditEvent.objects.get(verb="worklist.export")
    assert (line.school_id, line.detail) == (
        school.pk,
        {"children": 1, "pupils": [str(ada.pupil_id)], "asked": {"standing": "overdue"}},
    )


def test_an_empty_export_is_in_the_trail_too() -> None:
    assert exported(an_actor("attendance_officer", a_school())) == []
    assert AuditEvent.objects.get(verb="worklist.export").detail == {
        "children": 0,
        "pupils": [],
        "asked": {},
    }


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_a_name_that_a_spreadsheet_would_run_is_made_inert(start: str) -> None:
    school = a_school()
    an_assessment(a_pupil(school, forename=f"{start}HYPERLINK(1)", surname="Quill"))

    assert exported(an_actor("head", school))[0]["Name"].startswith("'")
    assert inert("Ada-Mae =") == "Ada-Mae ="


def test_a_role_without_the_right_to_export_is_refused() -> None:
    school = a_school()
    children(school, "Ada")

    with pytest.raises(Refused):
        export_worklist(an_actor("senco", school), Filters())

    assert not AuditEvent.objects.exists()


# --- pages -----------------------------------------------------------------------------


def ask(actor: Actor, view: Any, address: str, data: Any = None, **kwargs: Any) -> HttpResponse:
    factory = RequestFactory()
    request: Any = factory.get(address) if data is None else factory.post(address, data)
    request.actor, request.at, request.user = actor, actor.at, actor.user
    request.session = SessionStore()
    request._messages = FallbackStorage(request)
    answer: HttpResponse = view(request, **kwargs)
    return answer


def page(answer: HttpResponse) -> str:
    return " ".join(answer.content.decode().split())


def test_the_page_shows_rows_with_their_reasons_and_no_upn() -> None:
    school = a_school(name="Oak School")
    ada = a_pupil(school, forename="Ada", surname="Quill")
    an_assessment(ada, stale_since=NINE, missed=7)

    shown = page(ask(an_actor("attendance_officer", school), views.show_worklist, reverse("worklist")))

    for words in ("Ada Quill", "Oak School", "93 of 100 sessions attended (93.0%)", "Persistent absence"):
        assert words in shown
    assert "Has missed a tenth of sessions." in shown
    assert "being re-assessed" in shown
    assert "Known at 20 November 2026, midday" in shown
    assert reverse("worklist-row", args=[ada.pupil_id]) in shown
    assert f'<a class="govuk-link" href="{reverse("pupil", args=[ada.school_id, ada.pupil_id])}">Ada' in shown
    assert ada.pupil.upn not in shown


def test_an_empty_list_says_what_to_do() -> None:
    actor = an_actor("attendance_officer", a_school())

    empty = page(ask(actor, views.show_worklist, reverse("worklist")))
    narrowed = page(ask(actor, views.show_worklist, reverse("worklist") + "?standing=due"))

    assert "Nobody at your schools needs anything" in empty
    assert "Nobody fits" in narrowed


def test_acting_goes_over_a_preview_and_is_told_of_afterwards() -> None:
    school = a_school()
    ada, bo = children(school, "Ada", "Bo")
    actor = an_actor("attendance_officer", school)
    ticked = {"pupil": [str(ada.pupil_id), str(bo.pupil_id)], "kind": "contact"}

    preview = page(ask(actor, views.preview_act, reverse("worklist-act"), ticked))
    recorded_before = CaseEvent.objects.count()
    submission = preview.split('name="submission" value="')[1].split('"')[0]
    filled = {**ticked, "submission": submission, "on": "2026-11-20", "field_channel": "phone"}
    first = ask(actor, views.record_act, reverse("worklist-record"), filled)
    second = ask(actor, views.record_act, reverse("worklist-record"), filled)

    assert "Ada" in preview
    assert "Record for 2 children" in preview
    assert recorded_before == 0
    assert (first.status_code, second.status_code) == (302, 302)
    assert CaseEvent.objects.count() == 2


def test_a_field_that_was_left_out_is_asked_for_again_and_nothing_recorded() -> None:
    school = a_school()
    (ada,) = children(school, "Ada")
    actor = an_actor("attendance_officer", school)
    filled = {
        "pupil": str(ada.pupil_id),
        "kind": "contact",
        "submission": str(uuid.uuid4()),
        "on": "2026-11-21",
    }

    answer = ask(actor, views.record_act, reverse("worklist-record"), filled)

    assert answer.status_code == 422
    assert "Say the channel" in page(answer)
    assert "The day has not come yet" in page(answer)
    assert not CaseEvent.objects.exists()


@pytest.mark.parametrize("data", [{}, {"pupil": "not-an-id", "kind": "contact"}])
def test_nobody_ticked_is_told_what_to_do(data: dict[str, str]) -> None:
    answer = ask(an_actor("attendance_officer", a_school()), views.preview_act, reverse("worklist-act"), data)

    assert answer.status_code == 409
    assert "Tick at least one child" in page(answer)


def test_a_role_that_may_not_export_is_told_so() -> None:
    answer = ask(an_actor("senco", a_school()), views.export, reverse("worklist-export"))

    assert answer.status_code == 409
    assert "not export" in page(answer)


def test_a_file_is_sent_under_the_day_s_name() -> None:
    answer = ask(an_actor("head", a_school()), views.export, reverse("worklist-export"))

    assert answer["Content-Disposition"] == 'attachment; filename="worklist-2026-11-20.csv"'
    assert answer["Content-Type"] == "text/csv; charset=utf-8"


def test_a_row_explained_shows_reasons_sources_and_marks_and_is_in_the_trail() -> None:
    school = a_school()
    ada = a_pupil(school, forename="Ada", surname="Quill")
    put_weeks(ada, date(2026, 9, 7), "OU", 6)
    mother = an_adult(ada, legal_forename="Rowan", legal_surname="Quill")
    actor = an_actor("attendance_officer", school)
    asked = {"requested_on": "2026-10-01", "first_day": "2026-10-15"}
    an_event(ada, "leave_request", by=actor.user, at=NINE - timedelta(days=4), **asked)
    views_job(school)

    shown = page(
        ask(actor, views.explain_row, reverse("worklist-row", args=[ada.pupil_id]), pupil_id=ada.pupil_id)
    )

    for words in (
        "Ada Quill",
        "0 of 60 sessions attended (0.0%)",
        "Decide on the request for leave",
        "By 14 October 2026.",
        "A parent asked for leave of absence, 16 November 2026",
        "guide to absence statistics",
        "Has the pupil missed a tenth or more",
        "Mon 7 Sep 2026 AM: O",
        "Coventry",
    ):
        assert words in shown
    assert mother.name in shown
    assert str(mother.pk) not in re.sub(r"<[^>]+>", " ", shown)
    line = AuditEvent.objects.get(verb="read_record")
    assert (line.pupil_id, line.thing, line.school_id) == (ada.pupil_id, "worklist", school.pk)


def views_job(school: School) -> None:
    from supportfirst.casework.actions.assess_school import ask_reassessment

    ask_reassessment(school, None, NINE)
    Worker(now=lambda: NINE, kinds={"assess_school": assess_school}).run_next()


def test_a_row_of_another_school_is_not_there_and_leaves_no_line() -> None:
    (stranger,) = children(a_school(), "Stranger")
    actor = an_actor("attendance_officer", a_school())

    with pytest.raises(NotThere):
        ask(actor, views.explain_row, "/", pupil_id=stranger.pupil_id)

    assert not AuditEvent.objects.exists()


def test_a_job_s_page_shows_its_progress_and_a_button_that_ends_it() -> None:
    school = a_school()
    actor = an_actor("head", school)
    job = Job.objects.create(
        kind="assess_school", school=school, state="running", run_after=NINE, asked_at=NINE, done=3, total=12
    )

    shown = page(ask(actor, job_views.show_job, "/", job_id=job.pk))
    ended = ask(actor, job_views.cancel, "/", {}, job_id=job.pk)

    for words in ("Assessment of a school", "Running", "3 of 12 (25%)", "Cancel this job", "Refresh"):
        assert words in shown
    assert ended.status_code == 302
    assert Job.objects.get().cancel_asked
    assert "it will end at its next step" in page(ask(actor, job_views.show_job, "/", job_id=job.pk))


def test_an_officer_of_the_authority_acts_over_several_schools_at_once() -> None:
    authority = an_authority()
    one, two = a_school(authority=authority), a_school(authority=authority)
    chosen = [*children(one, "Ada"), *children(two, "Bo")]

    count = record(an_actor("authority_officer", authority=authority), chosen)

    assert count == 2
    assert set(Job.objects.values_list("school", flat=True)) == {one.pk, two.pk}
    assert set(AuditEvent.objects.values_list("school", flat=True)) == {one.pk, two.pk}
