"""The certificate of attendance: what stands on it, as it was known at a moment, as a page and as PDF."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from supportfirst.casework.actions.decide_alarm import Decision, decide_alarm
from supportfirst.casework.actions.export_certificate import show_certificate
from supportfirst.casework.actions.merge_pupils import merge_pupils
from supportfirst.casework.bridge.assessing import assess_rows
from supportfirst.casework.bridge.codes_in_force import loaded
from supportfirst.casework.bridge.school_age import school_age_law
from supportfirst.casework.queries.certificate import certificate
from supportfirst.casework.store.models import AuditEvent, CalendarSpan, Enrolment, Marker, MarkerKind, Retest
from supportfirst.casework.store.packed_json import unpacked_json
from tests.factories.site import NINE, a_pupil, a_user, an_adult
from tests.factories.site_accounts import demo_client
from tests.factories.site_registers import FRIDAY, a_register_school, amend, submit, words_of

pytestmark = pytest.mark.django_db
MONDAY = FRIDAY - timedelta(days=4)
WEEK = [MONDAY + timedelta(days=place) for place in range(5)]
OCTOBER = date(2026, 10, 12)
BEFORE, AFTER = NINE + timedelta(hours=5), NINE + timedelta(hours=8)


@pytest.fixture(autouse=True)
def friday(monkeypatch):
    monkeypatch.setattr("supportfirst.casework.web.middleware.now", lambda: AFTER)


@pytest.fixture
def held():
    """A week of marks of the first child: on time, late twice, ill, gone without leave, unexplained."""
    school = a_register_school()
    for day, (morning, afternoon) in zip(WEEK, ["//", "L/", "II", "OO", "NU"], strict=True):
        submit(school, morning, day=day)
        submit(school, afternoon, day=day, half=1)
    return school


def address(held, name="certificate", **given):
    return reverse(name, args=[held.school.pk, held.pupils[0].pupil.pk]), given


def client_of(held):
    return demo_client(held.officer)


def confirm(held):
    """Somebody has decided that what was changed since leaves every certificate as it was made."""
    for alarm in Retest.objects.filter(decision=""):
        actor = held.acting(held.officer, AFTER)
        shown = {"shown": alarm.version, "submission": uuid4()}
        decide_alarm(actor, held.school.pk, alarm.pk, Decision.CONFIRMED, "It was right then.", **shown)


def text_of(data: bytes) -> str:
    pages = PdfReader(io.BytesIO(data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def pdf_of(held, **given) -> bytes:
    answer = client_of(held).get(*address(held, "certificate-pdf", **given))
    assert answer["Content-Type"] == "application/pdf", answer.content
    return answer.content


def made_at(held, moment, **given):
    return certificate(
        held.acting(held.officer, AFTER), held.school.pk, held.pupils[0].pupil.pk, known_at=moment, **given
    )


def test_the_paper_says_of_each_session_what_the_register_says(held):
    told = text_of(pdf_of(held, first=MONDAY))

    assert "Ada Byron" in told
    assert f"Week beginning {MONDAY:%-d %B %Y}" in told
    assert "Tuesday 17 November 2026 L late: came after" in told
    assert "Wednesday 18 November 2026 I ill" in told
    assert "19 November 2026 all day O" in told
    assert "20 November 2026 morning N" in told[told.index("Reasons not yet established") :]
    for word in ("Signed", "Name", "Title", "Date", "true extract from the attendance register"):
        assert word in told


def test_the_totals_are_those_of_the_assessment(held):
    school, ada = held.school, held.pupils[0]

    [row] = assess_rows(school, FRIDAY, known_at=AFTER, only=[ada.pk]).rows
    totals = made_at(held, AFTER, first=date(2026, 9, 1), last=FRIDAY).totals

    assert (totals.possible, totals.attended, totals.unauthorised) == (
        row.sessions_possible,
        row.sessions_attended,
        row.sessions_unauthorised,
    )
    measures = unpacked_json(row.document)["measures"]
    assert totals.authorised == measures["sessions_authorised_absence"]
    assert totals.late == measures["sessions_late"]
    assert totals.unmarked == measures["sessions_unmarked"]


def test_totals_stand_on_paper_and_page_alike(held):
    page = words_of(client_of(held).get(*address(held, first=MONDAY)))
    paper = text_of(pdf_of(held, first=MONDAY))

    for told in ("Sessions possible 10", "Attended 4", "Authorised absence 2", "Unauthorised absence 4"):
        assert told in page
        assert told in paper


def test_a_later_change_does_not_change_what_an_earlier_moment_shows(held):
    before = pdf_of(held, first=MONDAY, known_at=BEFORE.isoformat())
    amend(held, 0, original="O", new="I", day=WEEK[3], at=BEFORE + timedelta(hours=1))

    confirm(held)
    again = pdf_of(held, first=MONDAY, known_at=BEFORE.isoformat())
    now = pdf_of(held, first=MONDAY)

    assert again == before  # byte for byte
    assert "Unauthorised absence 4" in text_of(again)
    assert "Unauthorised absence 3" in text_of(now)


@pytest.mark.parametrize("seconds", [-5, 0])
def test_a_register_that_began_before_the_moment_and_is_kept_after_it_is_not_on_it(held, seconds):
    forgotten, seal = MONDAY - timedelta(days=3), made_at(held, AFTER).seal
    made = pdf_of(held, first=forgotten)

    late = submit(held, "/", day=forgotten, at=AFTER + timedelta(seconds=seconds))

    confirm(held)
    assert late.recorded_at > AFTER
    assert made_at(held, AFTER).seal == seal
    assert pdf_of(held, first=forgotten, known_at=AFTER.isoformat()) == made  # byte for byte


def test_an_amendment_that_began_before_the_moment_and_is_kept_after_it_is_not_on_it(held):
    made = pdf_of(held, first=MONDAY)

    late = amend(held, 0, original="O", new="I", day=WEEK[3], at=AFTER - timedelta(seconds=5))

    confirm(held)
    assert late.recorded_at > AFTER
    assert pdf_of(held, first=MONDAY, known_at=AFTER.isoformat()) == made


def test_a_certificate_that_was_refused_moves_no_moment(held):
    client_of(held).get(*address(held, known_on="2026-12-01"))
    client_of(held).get(*address(held, last="2026-12-01"))

    assert amend(held, 0, original="O", new="I", day=WEEK[3], at=BEFORE).recorded_at == BEFORE


def test_the_paper_says_what_its_moment_does_not_bind(held):
    made = pdf_of(held, first=MONDAY, known_at=BEFORE.isoformat())
    child = held.pupils[0].pupil
    child.legal_surname = "Lovelace"
    child.save()

    again = text_of(pdf_of(held, first=MONDAY, known_at=BEFORE.isoformat()))
    page = words_of(client_of(held).get(*address(held, first=MONDAY)))

    assert ("Ada Byron" in text_of(made), "Ada Lovelace" in again) == (True, True)
    for told in (again, page):
        assert "The marks are those that the register and its amendments held at this moment." in told
        assert "Everything else is as it was held when this certificate was made: the name" in told


def test_by_default_it_begins_with_the_school_year_of_its_last_day(held):
    assert made_at(held, AFTER).first == date(2026, 9, 1)
    assert made_at(held, AFTER, last=date(2026, 9, 1)).first == date(2026, 9, 1)
    assert made_at(held, AFTER, last=date(2026, 8, 15)).first == date(2025, 9, 1)


def test_on_which_day_the_school_year_begins_is_the_packs_to_say(held, monkeypatch):
    law = replace(school_age_law(loaded("england"), FRIDAY), year_begins=(10, 5))
    monkeypatch.setattr("supportfirst.casework.bridge.school_age.school_age_law", lambda *_: law)

    assert made_at(held, AFTER).first == date(2026, 10, 5)


@pytest.fixture
def merged(held):
    """The child came back under another UPN: a row with marks of October, and one that has none."""
    ada, school = held.pupils[0], held.school
    Enrolment.objects.filter(pk=ada.pk).update(first_day=MONDAY)
    earlier = a_pupil(school, held.group, forename="Ada", surname="Byron")
    empty = a_pupil(school, held.group, forename="Ada", surname="Byron", first_day=WEEK[1])
    there = replace(held, pupils=[earlier])
    submit(there, "/", day=OCTOBER)
    submit(there, "O", day=OCTOBER, half=1)
    for gone in (earlier, empty):
        actor = held.acting(held.officer, BEFORE)
        ids = (held.school.pk, ada.pupil_id)
        merge_pupils(actor, *ids, gone.pupil.upn, "The same passport", submission=uuid4())
    return earlier, empty


def test_a_child_of_two_rows_has_the_marks_of_both_and_no_stay_that_never_was(held, merged):
    a_pupil(held.school, pupil=held.pupils[0].pupil, first_day=FRIDAY, last_day=WEEK[3])  # never on roll

    told = text_of(pdf_of(held, first=OCTOBER, last=FRIDAY))

    assert "12 October 2026 afternoon O" in told
    assert "19 November 2026 all day O" in told
    assert "from 2 September 2025 to 15 November 2026; from 16 November 2026 Period" in told
    totals = made_at(held, AFTER, first=OCTOBER).totals
    assert (totals.possible, totals.attended, totals.unauthorised) == (12, 5, 5)


def test_the_address_of_a_row_that_was_merged_gives_the_certificate_of_the_kept_child(held, merged):
    kept = pdf_of(held, first=OCTOBER)

    for gone in merged:
        address_of_gone = reverse("certificate-pdf", args=[held.school.pk, gone.pupil_id])
        assert client_of(held).get(address_of_gone, {"first": OCTOBER}).content == kept
    lines = AuditEvent.objects.filter(verb="export_certificate")
    assert set(lines.values_list("pupil", flat=True)) == {held.pupils[0].pupil_id}


def test_a_mark_that_was_struck_out_is_no_mark_from_then_on(held):
    amend(held, 0, original="O", new="", day=WEEK[3], at=BEFORE + timedelta(hours=1))

    assert made_at(held, BEFORE, first=MONDAY).totals.unmarked == 0
    assert made_at(held, AFTER, first=MONDAY).totals.unmarked == 1


@pytest.mark.requirement("SC-B14")
def test_a_register_that_closes_later_than_the_guidance_is_told_on_the_certificate(held):
    told = "The morning register closes 45 minutes after start; guidance maximum 30."

    assert told in text_of(pdf_of(held, first=MONDAY))
    assert told in words_of(client_of(held).get(*address(held, first=MONDAY)))


def test_registers_that_close_in_time_need_no_warning(held):
    held.school.morning_closes = time(9, 15)
    held.school.afternoon_closes = time(13, 30)
    held.school.save()

    assert "guidance maximum" not in text_of(pdf_of(held, first=MONDAY))


def test_no_adult_and_no_address_is_on_it(held):
    adult = an_adult(held.pupils[0], legal_forename="Philippa", address="12 Hidden Lane, Example Town")
    Marker.objects.create(kind=MarkerKind.CONFIDENTIAL_ADDRESS, adult=adult, first_day=MONDAY)

    page = words_of(client_of(held).get(*address(held, first=MONDAY)))
    told = text_of(pdf_of(held, first=MONDAY)) + page

    assert "Hidden Lane" not in told
    assert "Philippa" not in told
    assert "ZZ99" not in told


def test_no_other_childs_mark_is_on_it(held):
    submit(held, "", "V", day=MONDAY)

    assert "V Educational visit" not in text_of(pdf_of(held, first=MONDAY))
    assert made_at(held, AFTER, first=MONDAY).totals.possible == 10


def test_the_seal_is_found_in_the_ledger_and_a_false_one_is_not(held, capsys):
    seal = made_at(held, AFTER, first=MONDAY).seal
    amend(held, 0, original="O", new="I", day=WEEK[3], at=AFTER)

    call_command("verify_ledger", seal=seal)
    assert "the ledger has these rows" in capsys.readouterr().out
    serial, _, digest = seal.split()[1].partition(".")
    false = seal.replace(f"{serial}.{digest}", f"{serial}.{'0' * len(digest)}")
    with pytest.raises(SystemExit):
        call_command("verify_ledger", seal=false)
    assert "not of this ledger" in capsys.readouterr().out


def test_each_making_is_told_to_the_trail_with_what_was_made(held):
    client_of(held).get(*address(held))
    pdf_of(held)

    lines = AuditEvent.objects.filter(verb="export_certificate", pupil=held.pupils[0].pupil)
    assert [each.detail["form"] for each in lines.order_by("serial")] == ["page", "pdf"]
    assert "Ada" not in str([each.detail for each in lines])


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"first": "2026-11-20", "last": "2026-11-16"}, "comes after the last"),
        ({"last": "2026-12-01"}, "has not come yet"),
        ({"known_on": "2026-12-01"}, "The moment has not come yet"),
        ({"first": "2016-11-16"}, "more than 3 years"),
        ({"known_on": "2026-11-18", "last": "2026-11-19"}, "The last day comes after the moment"),
        ({"known_at": "9999-12-31T23:59:59-12:00"}, "The moment has not come yet"),
        ({"known_on": "2026-11-19", "known_time": "soon"}, "must be a time of day"),
    ],
)
def test_days_and_moments_that_cannot_be_are_refused_in_words(held, given, told):
    answer = client_of(held).get(*address(held, **given))

    assert answer.status_code == 422
    assert told in words_of(answer)


def test_the_moment_chosen_is_the_end_of_the_day_or_a_time_of_it(held):
    client = client_of(held)

    whole = client.get(*address(held, known_on="2026-11-19")).context["made"]
    part = client.get(*address(held, known_on="2026-11-19", known_time="9.30")).context["made"]

    assert whole.moment == "19 November 2026 at 11:59:59pm"
    assert part.moment == "19 November 2026 at 9:30:00am"
    assert part.known_at < whole.known_at < datetime.fromisoformat(AFTER.isoformat())


def test_a_school_without_a_calendar_is_told_so_in_words(held):
    CalendarSpan.objects.filter(school=held.school).delete()

    page = client_of(held).get(*address(held))

    assert page.status_code == 422
    assert "Nothing was made" in words_of(page)


@pytest.mark.parametrize("role", ["teacher", "pastoral", "governor", "analyst"])
def test_whoever_may_not_export_finds_no_certificate(held, role):
    client = demo_client(a_user(role, held.school))

    assert client.get(*address(held)).status_code == 404
    assert client.get(*address(held, "certificate-pdf")).status_code == 404


def test_the_paper_is_tagged_for_a_screen_reader(held):
    reader = PdfReader(io.BytesIO(pdf_of(held)))

    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == "en-GB"
    assert reader.metadata.title == "Certificate of attendance"


def test_what_is_written_is_never_run_as_markup(held):
    child = held.pupils[0].pupil
    child.legal_surname = "#panic() *b*"
    child.save()

    assert "#panic() *b*" in text_of(pdf_of(held))


def test_whoever_is_writing_for_the_school_is_waited_for_before_anything_is_read(held):
    actor = held.acting(held.officer, AFTER)

    with CaptureQueriesContext(connection) as asked:
        show_certificate(actor, held.school.pk, held.pupils[0].pupil.pk)

    first = next(each["sql"] for each in asked if each["sql"].startswith("SELECT"))
    assert 'FROM "store_school"' in first
    assert "FOR NO KEY UPDATE" in first or connection.vendor == "sqlite"  # there only one writes at a time
