"""Papers about one child: for a parent, to share with one, and for the front door of social care."""

from __future__ import annotations

import io
import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from pypdf import PdfReader

from supportfirst.casework.store.models import (
    AuditEvent,
    CaseEvent,
    Marker,
    MarkerKind,
    NamedPerson,
    PupilFlag,
    Reliance,
)
from tests.factories.site import a_user, an_adult
from tests.factories.site_accounts import demo_client
from tests.factories.site_cases import an_event
from tests.factories.site_registers import FRIDAY, a_register_school, submit, words_of

pytestmark = pytest.mark.django_db
AFTER = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)
WEEK = [FRIDAY - timedelta(days=place) for place in (4, 3, 2, 1, 0)]
MARKS = ["//", "L/", "II", "OO", "NU"]


@pytest.fixture(autouse=True)
def friday(monkeypatch):
    monkeypatch.setattr("supportfirst.casework.web.middleware.now", lambda: AFTER)


@pytest.fixture
def held():
    """A week of marks of Ada: on time, late, ill, gone without leave, unexplained, late after the close."""
    school = a_register_school(names=[("Ada", "Byron")])
    for day, (morning, afternoon) in zip(WEEK, MARKS, strict=True):
        submit(school, morning, day=day)
        submit(school, afternoon, day=day, half=1)
    return school


def address(held, name, **asked):
    query = "&".join(f"{key}={value}" for key, value in asked.items())
    return reverse(name, args=[held.school.pk, held.pupils[0].pupil_id]) + (f"?{query}" if query else "")


def pdf_of(answer) -> PdfReader:
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    return PdfReader(io.BytesIO(answer.content))


def text_of(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def mother_of(held, **over):
    return an_adult(held.pupils[0], legal_forename="Mina", legal_surname="Byron", **over)


# --- for a parent ------------------------------------------------------------------------


def test_a_parent_reads_days_first_what_happens_next_whom_to_call_and_how_to_say_a_mark_is_wrong(held):
    mother = mother_of(held, address="17 Lanternfish Lane")
    NamedPerson.objects.create(
        school=held.school, role="senior_attendance_champion", name="Kim Sorrel", first_day=date(2026, 9, 1)
    )
    client = demo_client(held.officer)

    page = words_of(client.get(address(held, "pupil-parents-see", parent=mother.pk)))
    reader = pdf_of(client.get(address(held, "pupil-parents-pdf", parent=mother.pk)))

    paper = text_of(reader)
    for told in (page, paper):
        assert "Ada has missed 3 days this school year: 6 of 10 half-day sessions" in told
        assert "The days this is about" in told
        assert "Kim Sorrel, Senior attendance champion" in told
        assert "A mark can be corrected" in told
        assert "you may bring somebody whom you trust" in told
        assert "The school has not written down its telephone here" in told
    assert paper.index("3 days") < paper.index("%") if "%" in paper else True
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    for hidden in ("Lanternfish", "Mina", held.pupils[0].pupil.upn):
        assert hidden not in paper


def test_what_the_school_asks_of_parents_and_pupils_is_linked_and_opens_for_whoever_shows_the_page(held):
    client, link = demo_client(held.officer), reverse("expectations", args=[held.school.pk])

    page = client.get(address(held, "pupil-parents-see"))

    assert f'href="{link}"' in page.content.decode()
    assert client.get(link).status_code == 200


def test_where_nobody_is_named_the_paper_says_so(held):
    paper = text_of(pdf_of(demo_client(held.officer).get(address(held, "pupil-parents-pdf"))))

    assert "The school has not written down yet whom to call about attendance" in paper


def test_what_concerns_one_parent_is_told_to_that_parent_alone(held):
    mother, father = mother_of(held), an_adult(held.pupils[0], legal_forename="Rufus", relationship="father")
    an_event(
        held.pupils[0],
        "penalty_notice",
        by=held.officer,
        adults=(mother,),
        ground="irregular",
        issued_on="2026-11-16",
    )
    client = demo_client(held.officer)

    told = {
        whom: words_of(client.get(address(held, "pupil-parents-see", **asked)))
        for whom, asked in {
            "mother": {"parent": mother.pk},
            "father": {"parent": father.pk},
            "any": {},
        }.items()
    }

    assert "A penalty notice was issued on 16 November 2026" in told["mother"]
    assert "penalty notice was issued" not in told["father"]
    assert "penalty notice was issued" not in told["any"]


def test_the_names_of_adults_are_on_the_page_of_the_choice_alone(held):
    mother = mother_of(held)
    an_adult(held.pupils[0], legal_forename="Rufus", legal_surname="Byron", relationship="father")
    client = demo_client(held.officer)

    usual = words_of(client.get(address(held, "pupil-parents-see")))
    choice = words_of(client.get(address(held, "pupil-parents-see", choose="yes")))
    chosen = words_of(client.get(address(held, "pupil-parents-see", parent=mother.pk)))

    assert "Mina" not in usual
    assert "Rufus" not in usual
    assert "Mina Byron" in choice
    assert "Rufus Byron" in choice
    assert "For Mina Byron." in chosen
    assert "Rufus" not in chosen


def test_it_is_made_for_nobody_whom_an_order_keeps_from_the_child(held):
    father = an_adult(held.pupils[0], legal_forename="Ignatius", legal_surname="Thorn")
    Marker.objects.create(kind="no_contact", pupil=held.pupils[0].pupil, against=father, first_day=FRIDAY)
    client = demo_client(held.officer)

    for name in ("pupil-parents-see", "pupil-parents-pdf"):
        assert client.get(address(held, name, parent=father.pk)).status_code == 404
        assert client.get(address(held, name, parent="nobody")).status_code == 404
    choice = client.get(address(held, "pupil-parents-see", choose="yes"))
    assert "Not for Ignatius Thorn" in words_of(choice)
    assert str(father.pk) not in choice.content.decode()
    assert "Thorn" not in words_of(client.get(address(held, "pupil-parents-see")))


def test_of_a_child_who_died_no_paper_is_made_for_the_family(held):
    mother_of(held)
    Marker.objects.create(kind="deceased", pupil=held.pupils[0].pupil, first_day=FRIDAY)
    client = demo_client(held.officer)

    for name in ("pupil-parents-pdf", "pupil-profile-pdf"):
        answer = client.get(address(held, name))
        assert answer.status_code == 422
        assert "speak with the head teacher first" in answer.content.decode()
    assert not AuditEvent.objects.filter(verb__startswith="export_").exists()


def test_a_death_is_for_good_whatever_day_stands_beside_it(held):
    """On the page of the child, on what a parent sees, and where a paper is made."""
    Marker.objects.create(
        kind=MarkerKind.DECEASED, pupil=held.pupils[0].pupil, first_day=WEEK[0], last_day=WEEK[1]
    )
    client = demo_client(held.officer)

    for name in ("pupil", "pupil-parents-see", "pupil-profile"):
        assert client.get(address(held, name)).context["page"].died
    assert client.get(address(held, "pupil-parents-pdf")).status_code == 422


def test_flags_notes_and_concerns_are_on_no_paper_for_a_parent(held):
    child = held.pupils[0]
    mother = mother_of(held)
    for name in ("social_worker", "looked_after", "child_protection"):
        PupilFlag.objects.create(pupil=child.pupil, name=name, first_day=date(2026, 9, 1))
    Marker.objects.create(kind="bereaved", pupil=child.pupil, first_day=FRIDAY)
    an_event(child, "written_note", by=held.officer, restricted=True, words="Whispered words")
    client = demo_client(held.officer)

    for name in ("pupil-parents-see", "pupil-parents-pdf", "pupil-profile", "pupil-profile-pdf"):
        for asked in ({"parent": mother.pk}, {}):
            answer = client.get(address(held, name, **asked))
            told = text_of(pdf_of(answer)) if name.endswith("pdf") else words_of(answer)
            for hidden in ("social worker", "virtual school", "looked after", "protection", "bereaved"):
                assert hidden not in told.lower()
            assert "Whispered" not in told
    choice = words_of(client.get(address(held, "pupil-parents-see", choose="yes")))
    assert "bereaved: take care" in choice


# --- the profile -------------------------------------------------------------------------


@pytest.mark.requirement("WID-09")
def test_the_profile_has_sessions_codes_percentage_and_lateness_and_is_logged_as_shared(held):
    mother = mother_of(held)
    client = demo_client(held.officer)

    paper = text_of(pdf_of(client.get(address(held, "pupil-profile-pdf"))))
    sent = {
        "reader": str(mother.pk),
        "how": "in_person",
        "on-day": "19",
        "on-month": "11",
        "on-year": "2026",
        "submission": str(uuid.uuid4()),
    }
    answers = [client.post(address(held, "pupil-profile"), sent, follow=True) for _ in range(2)]

    assert "Missed 3 days of 5 days: 6 of 10 half-day sessions. Attendance: 40.0%." in paper
    assert "Late, before or after the register closed 2" in paper
    assert "Absent without (unauthorised) 4" in paper
    for symbol, meaning in (("L", "late: came after"), ("I", "ill, other"), ("N", "reason for absence")):
        assert f"{symbol} {meaning}" in paper
    assert "16 November 2026 / \\ L \\ I I O O N U" in paper
    event = CaseEvent.objects.get(kind="profile_shared")
    assert (event.happened_on, event.adults, event.data["how"]) == (
        date(2026, 11, 19),
        [str(mother.pk)],
        "in_person",
    )
    assert "19 November 2026, by Otis Grant" in words_of(answers[0])
    assert "How it was shared: in person" in words_of(answers[1])
    assert "The attendance profile was shared" in words_of(client.get(address(held, "pupil")))


def test_a_profile_that_was_taken_out_is_kept_as_relying_on_its_marks(held):
    client = demo_client(held.officer)
    for name, kind in (
        ("pupil-profile-pdf", "profile"),
        ("pupil-front-door-pdf", "summary"),
        ("pupil-parents-pdf", "letter"),
    ):
        first = client.get(address(held, name))
        again = client.get(address(held, name))

        assert first.content == again.content  # of the same moment, byte for byte
        assert Reliance.objects.filter(kind=kind).count() == 1


def test_it_is_logged_for_nobody_to_whom_it_may_not_be_given(held):
    father = an_adult(held.pupils[0], legal_forename="Ignatius", legal_surname="Thorn")
    Marker.objects.create(kind="no_contact", pupil=held.pupils[0].pupil, against=father, first_day=FRIDAY)
    sent = {"reader": str(father.pk), "how": "post", "on": "2026-11-20", "submission": str(uuid.uuid4())}

    answer = demo_client(held.officer).post(address(held, "pupil-profile"), sent)

    assert answer.status_code == 422
    assert not CaseEvent.objects.exists()


def test_a_profile_without_a_mark_says_so():
    held = a_register_school()

    told = words_of(demo_client(held.officer).get(address(held, "pupil-profile")))

    assert "no percentage, since no session has counted yet" in told


# --- the front door ----------------------------------------------------------------------


@pytest.mark.requirement("HAL-150")
def test_the_summary_for_the_front_door_is_one_page_with_what_a_social_worker_needs(held):
    child = held.pupils[0]
    mother = mother_of(held, address="17 Lanternfish Lane")
    PupilFlag.objects.create(pupil=child.pupil, name="social_worker", first_day=date(2026, 9, 1))
    PupilFlag.objects.create(pupil=child.pupil, name="fsm", first_day=date(2026, 9, 1))
    for outcome in ("no_answer", "reached"):
        an_event(child, "contact", by=held.officer, adults=(mother,), channel="phone", outcome=outcome)

    reader = pdf_of(demo_client(held.officer).get(address(held, "pupil-front-door-pdf")))

    paper = text_of(reader)
    assert len(reader.pages) == 1
    assert "Ada Byron" in paper
    assert child.pupil.upn in paper
    assert (
        "Missed 3 days: 6 of 10 sessions. Attendance: 40.0%. Last session attended: 17 November 2026."
        in paper
    )
    assert "1 of 2 0 of 2" not in paper
    assert "0 of 2 0 of 2 2 of 2 2 of 2 2 of 2" in paper
    assert "18 November 2026, morning to 20 November 2026, afternoon: 6 sessions" in paper
    assert "2 1" in paper
    assert "2 attempts, 1 answered" in paper
    assert "has a social worker" in paper
    for hidden in ("meals", "Mina", "Lanternfish"):
        assert hidden not in paper
    line = AuditEvent.objects.get(verb="export_front_door")
    assert (line.pupil, line.detail["form"]) == (child.pupil, "pdf")


def test_it_stays_one_page_after_a_year_in_which_everything_happened():
    names = [("Wilhelmina-Alexandra", "Featherstonehaugh-Cholmondeley-Marjoribanks")]
    held = a_register_school(names=names, name="The Academy of Saint Bartholomew the Great and All Angels")
    codes = ["L", "I", "O", "/", "N", "U", "I", "/", "G", "/"]
    for place in range(60):
        day = date(2026, 9, 7) + timedelta(days=7 * (place // 5) + place % 5)
        if day <= FRIDAY and not date(2026, 10, 26) <= day <= date(2026, 10, 30):
            submit(held, codes[place % len(codes)], day=day)
    child = held.pupils[0]
    for name in ("child_protection", "looked_after", "child_in_need", "social_worker", "early_help"):
        PupilFlag.objects.create(pupil=child.pupil, name=name, first_day=date(2026, 9, 1))
    for channel in (
        "phone",
        "text",
        "email",
        "app",
        "letter",
        "face_to_face",
        "video",
        "home_visit",
        "other",
    ):
        an_event(child, "contact", by=held.officer, channel=channel, outcome="no_answer")

    reader = pdf_of(demo_client(held.officer).get(address(held, "pupil-front-door-pdf")))

    assert len(reader.pages) == 1
    assert "before these" in text_of(reader)


@pytest.mark.parametrize(
    ("role", "status"), [("dsl", 200), ("attendance_officer", 200), ("pastoral", 404), ("teacher", 404)]
)
def test_the_summary_is_for_those_who_may_export(held, role, status):
    client = demo_client(a_user(role, held.school))

    for name in ("pupil-front-door", "pupil-front-door-pdf"):
        assert client.get(address(held, name)).status_code == status
