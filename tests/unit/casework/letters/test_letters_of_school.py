"""Letters of a school: those that are due by the pack, drafted and approved by the worker, printed, sent."""

from __future__ import annotations

import io
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from pypdf import PdfReader

from supportfirst.casework.actions.make_letters import make_letters
from supportfirst.casework.bridge.letter_rows import as_content
from supportfirst.casework.store.models import CaseEvent, Job, Letter, LetterState
from tests.factories.site import a_pupil, a_user
from tests.factories.site_accounts import demo_client
from tests.factories.site_cases import put_marks
from tests.factories.site_letters import AFTER, FORM, a_parent, letter_school, worked
from tests.factories.site_registers import FRIDAY, RegisterSchool, words_of

pytestmark = pytest.mark.django_db
READY = {"slot_support_ready": "Breakfast club from 8 am\nA quiet start to the day"}


def a_quiet_school(pack="widnes-academy", **over):
    """A school without marks; `officer` is its attendance lead."""
    held = letter_school(pack, **over)
    children = [a_pupil(held.school, held.group, forename="Bela", surname="Turing")]
    return RegisterSchool(held.school, held.group, held.teacher, held.officer, children)


def missed(held, child, half_days, symbol="O"):
    """So many sessions missed, the last on the Friday; every other of the six weeks attended."""
    days, day = {}, FRIDAY
    while len(days) < 30:
        if day.weekday() < 5 and not (day.month == 10 and day.day >= 24):
            days[day] = "//"
        day -= timedelta(days=1)
    for day in sorted(days, reverse=True):
        take = min(2, half_days)
        days[day] = symbol * take + "/" * (2 - take) if take < 2 else symbol * 2
        half_days -= take
        if not half_days:
            break
    put_marks(child, days)


def due_for(held, child):
    address = reverse("child-letters", args=[held.school.pk, child.pupil_id])
    return [each.id for each in demo_client(held.officer).get(address).context["page"].due]


# --- due -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "letter"),
    [
        pytest.param(4, "widnes.letter_1", marks=pytest.mark.requirement("WID-68")),
        pytest.param(7, "widnes.letter_2", marks=pytest.mark.requirement("WID-70")),
        pytest.param(10, "widnes.letter_3", marks=pytest.mark.requirement("WID-75")),
        pytest.param(13, "widnes.formal_warning", marks=pytest.mark.requirement("WID-80")),
    ],
)
def test_each_letter_of_the_map_is_proposed_at_its_days_and_not_half_a_day_before(days, letter, assess):
    held = a_quiet_school()
    [child] = held.pupils
    other = a_pupil(held.school, held.group, forename="Cleo", surname="Noether")
    missed(held, child, 2 * days)
    missed(held, other, 2 * days - 1)
    assess(held)

    assert letter in due_for(held, child)
    assert letter not in due_for(held, other)


# --- in bulk ---------------------------------------------------------------------------------


@pytest.fixture
def batch(assess):
    """Three children for whom the first letter of the map is due; the third has an adult without a title."""
    held = a_quiet_school()
    names = [("Cleo", "Noether"), ("Dara", "Franklin")]
    children = [
        *held.pupils,
        *(a_pupil(held.school, held.group, forename=first, surname=last) for first, last in names),
    ]
    for child in children:
        missed(held, child, 8)
        a_parent(child)
    a_parent(children[0], title="Mr", legal_forename="Rufus")
    a_parent(children[2], title="", legal_forename="Nell")
    assess(held)
    return RegisterSchool(held.school, held.group, held.teacher, held.officer, children)


def due_address(held, letter="widnes.letter_1"):
    return reverse("letters-due", args=[held.school.pk, letter])


def ask(held, **over):
    form = {"submission": str(uuid.uuid4()), **FORM, **READY, **over}
    form.setdefault("pupils", [str(each.pupil_id) for each in held.pupils])
    return demo_client(held.officer).post(due_address(held), form)


def listed(held, state):
    address = reverse("letters", args=[held.school.pk]) + f"?state={state}"
    return demo_client(held.officer).get(address)


def do(held, what, letters, state):
    address = reverse("letters", args=[held.school.pk]) + f"?state={state}"
    form = {"do": what, "letters": [str(each.pk) for each in letters], "submission": str(uuid.uuid4())}
    return demo_client(held.officer).post(address, form)


@pytest.mark.requirement("WID-62")
def test_letters_are_drafted_for_all_due_reviewed_approved_printed_and_marked_sent(batch):
    page = words_of(listed(batch, "draft"))
    assert "Widnes 4-day step (Stage 1 letter): due for 3 children" in page

    answer = ask(batch)
    worked()
    job = Job.objects.get(kind="make_letters")
    assert answer.url == reverse("job", args=[job.pk])
    assert job.outcome == {"made": 3, "left_out": [str(batch.pupils[2].pupil_id)]}
    assert (job.state, job.done, job.total) == ("done", 3, 3)

    drafts = list(Letter.objects.all())
    assert "Ms Mina Byron" in words_of(listed(batch, "draft"))
    do(batch, "approve", drafts, "draft")
    worked()
    assert set(Letter.objects.values_list("state", flat=True)) == {LetterState.APPROVED}

    printed = do(batch, "print", drafts, "approved")
    reader = PdfReader(io.BytesIO(printed.content))
    text = " ".join(" ".join(each.extract_text() for each in reader.pages).split())
    assert all(each.reference in text for each in drafts)

    do(batch, "posted", drafts, "approved")
    assert set(Letter.objects.values_list("state", flat=True)) == {LetterState.SENT}
    assert CaseEvent.objects.filter(kind="letter_sent").count() == 3
    worked()
    assert "widnes.letter_1" not in due_for(batch, batch.pupils[0])  # the step is done


def test_what_is_supplied_once_stands_in_every_letter(batch):
    ask(batch)
    worked()

    for each in Letter.objects.all():
        told = str(as_content(each.content))
        assert "Breakfast club from 8 am" in told
        assert "Friday 27 November 2026" in told


def test_what_is_missing_on_the_form_is_asked_for_before_the_job(batch):
    answer = ask(batch, slot_helper="")

    assert answer.status_code == 422
    assert "Enter who in school helps the family" in words_of(answer)
    assert not Job.objects.filter(kind="make_letters").exists()


def test_a_child_for_whom_it_is_not_due_is_not_among_them(batch):
    calm = a_pupil(batch.school, batch.group, forename="Ezra", surname="Curie")
    a_parent(calm)

    ask(batch, pupils=[str(calm.pupil_id), str(batch.pupils[0].pupil_id)])
    worked()

    assert not Letter.objects.filter(enrolment=calm).exists()
    assert Letter.objects.filter(enrolment=batch.pupils[0]).count() == 2


class Killed(BaseException):
    """What nothing catches, as little as a worker survives the end of its process."""


@pytest.mark.parametrize("at", range(4))
def test_a_worker_that_ends_at_any_child_and_begins_again_writes_to_each_adult_once(batch, at):
    ask(batch)
    job = Job.objects.get(kind="make_letters")

    class Watch:
        def __init__(self, end):
            self.left = end

        def now(self):
            return AFTER

        def progress(self, done, total):
            if self.left == 0:
                raise Killed
            self.left -= 1

    with pytest.raises(Killed):
        make_letters(job, Watch(at))
    outcome = make_letters(job, Watch(-1))()

    assert outcome["made"] == 3
    pairs = list(Letter.objects.values_list("enrolment", "adult"))
    assert len(pairs) == len(set(pairs)) == 3


def test_whoever_may_not_send_it_approves_nothing_in_bulk(batch):
    ask(batch)
    worked()
    office = a_user("attendance_officer", batch.school)
    address = reverse("letters", args=[batch.school.pk])
    letters = [str(each.pk) for each in Letter.objects.all()]

    demo_client(office).post(address, {"do": "approve", "letters": letters})
    worked()

    job = Job.objects.get(kind="approve_letters")
    assert job.outcome["approved"] == 0
    assert set(Letter.objects.values_list("state", flat=True)) == {LetterState.DRAFT}


@pytest.mark.parametrize("what", ["approve", "print", "posted", "burn", ""])
def test_nothing_ticked_or_nothing_asked_is_said(batch, what):
    answer = do(batch, what, [], "draft")

    assert answer.status_code == 422
    assert "Choose" in words_of(answer)


def test_a_letter_that_tells_of_a_meeting_is_opened_child_by_child(batch):
    page = words_of(demo_client(batch.officer).get(due_address(batch, "widnes.letter_2")))

    assert "No child is due for it" in page
