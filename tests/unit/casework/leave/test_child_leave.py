"""Leave of absence of one child, through its pages: asked for, decided by a named person, and refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from supportfirst.casework.bridge.child_assessment import child_then
from supportfirst.casework.store.models import CaseEvent, NamedPerson
from tests.factories.site import a_user, an_adult
from tests.factories.site_cases import an_event
from tests.factories.site_registers import a_register_school, form_of, submit, words_of
from tests.factories.site_support import day_of

pytestmark = pytest.mark.django_db
FRIDAY = date(2026, 11, 20)
ASKED = {
    "requested_on": FRIDAY,
    "form": "request_form",
    "first_day": date(2026, 12, 14),
    "last_day": date(2026, 12, 18),
    "justification": "The wedding is on a Wednesday, and we can't move it.",
    "exceptional": "A sister marries abroad.",
    "booked": "no",
    "evidence": "The invitation",
}
DECIDED = {
    "decision": "granted",
    "reasons": "The wedding is a single event of close family.",
    "exceptional": "A sister's wedding abroad",
    "cultural_needs": "The ceremony lasts three days.",
    "family_circumstances": "Nobody could look after her here.",
    "told_on": FRIDAY,
    "told_how": "letter",
}


class World:
    def __init__(self, browser, pack="widnes-academy"):
        self.browser, self.held = browser, a_register_school(pack=pack)
        self.pupil = self.held.pupils[0]
        self.mother = an_adult(self.pupil)
        self.head = a_user("head", self.held.school, name="Hilda Thorne", title="Head of School")

    def client(self, user=None, on=FRIDAY):
        return self.browser(user or self.held.officer, datetime(on.year, on.month, on.day, 10, tzinfo=UTC))

    def place(self, name="pupil-leave", *more):
        return reverse(name, args=[self.held.school.pk, self.pupil.pupil_id, *more])

    def page(self, on=FRIDAY):
        return words_of(self.client(on=on).get(self.place()))

    def send(self, client, here, typed):
        sent = form_of(client.get(here))
        for name, value in typed.items():
            if isinstance(value, date):
                sent |= day_of(f"field_{name}", value)
            else:
                sent[name if name in ("adults", "about") else f"field_{name}"] = value
        return client.post(here, sent)

    def record(self, kind, typed, on=FRIDAY):
        return self.send(self.client(on=on), self.place("pupil-leave-record", kind), typed)

    def ask(self, **over):
        return self.record("leave_request", {"adults": [str(self.mother.pk)], **ASKED, **over})

    def asked(self, **over):
        said = {name: str(value) for name, value in {**ASKED, **over}.items()}
        said["booked"] = False
        return an_event(self.pupil, "leave_request", by=self.held.officer, on=FRIDAY, **said)

    def refused(self, request):
        said = {"decision": "refused", "reasons": "It can be in the holidays.", "about": str(request.event)}
        return an_event(self.pupil, "leave_decision", by=self.head, on=FRIDAY, **said)

    def decide(self, request, user=None, on=FRIDAY, **over):
        here = self.place("pupil-leave-decision", request.event)
        client = self.client(user or self.head, on)
        typed = {name: value for name, value in {**DECIDED, **over}.items() if value is not None}
        blank = form_of(client.get(here)) or form_of(
            client.get(self.place("pupil-leave-record", "leave_told"))
        )
        for name, value in typed.items():
            blank |= day_of(f"field_{name}", value) if isinstance(value, date) else {f"field_{name}": value}
        return client.post(here, blank)


@pytest.fixture
def world(browser):
    return World(browser)


def decisions():
    return CaseEvent.objects.filter(kind="leave_decision")


# --- asked for ----------------------------------------------------------------------------


@pytest.mark.requirement("WID-39", "WID-122")
def test_a_request_is_kept_whole_and_says_that_nothing_was_booked(world):
    assert world.ask().status_code == 302

    event = CaseEvent.objects.get(kind="leave_request")
    assert event.adults == [str(world.mother.pk)]
    told = world.page()
    for words in (
        "Leave from 14 December 2026 to 18 December 2026",
        f"Asked by {world.mother.name}",
        "The day it was asked for: 20 November 2026",
        "Whether it was booked already: no",
        "What was shown with it: The invitation",
        "How it was asked for: request form",
    ):
        assert words in told
    assert not decisions().exists()


@pytest.mark.parametrize(
    ("left_out", "words"),
    [
        pytest.param(
            "justification", "why it must be in term time", marks=pytest.mark.requirement("WID-129")
        ),
        pytest.param("booked", "whether it was booked already", marks=pytest.mark.requirement("WID-122")),
        ("last_day", "the last day of the leave"),
    ],
)
def test_no_request_is_kept_without_what_the_policy_asks_for(world, left_out, words):
    client, here = world.client(), world.place("pupil-leave-record", "leave_request")

    answer = world.send(client, here, {name: value for name, value in ASKED.items() if name != left_out})

    assert answer.status_code == 422
    assert words in words_of(answer)
    assert not CaseEvent.objects.exists()


@pytest.mark.requirement("SC-B13")
def test_that_it_was_booked_is_recorded_and_is_no_bar(world):
    world.ask(booked="yes")

    told = world.page()
    assert "Whether it was booked already: yes" in told
    assert "refused" not in told
    assert world.decide(CaseEvent.objects.get()).status_code == 302
    assert decisions().get().data["decision"] == "granted"


@pytest.mark.parametrize(("days", "refused"), [(0, True), (-1, True), (1, False)])
@pytest.mark.requirement("WID-123", "SC-B13")
def test_a_request_of_the_first_day_or_later_is_refused_by_the_rule_and_no_other(world, days, refused):
    first = FRIDAY + timedelta(days=days)

    world.ask(first_day=first, last_day=FRIDAY + timedelta(days=4))

    assert decisions().exists() is refused
    told = world.page()
    assert ("refused by the rule" in told) is refused
    assert ("Leave is given in advance" in told) is refused
    if refused:
        register = reverse("register", args=[world.held.school.pk, FRIDAY, "morning", world.held.group.pk])
        assert (
            "Leave for this day was asked for and refused. If the child is away, G is proposed."
            in words_of(world.client().get(register))
        )


def test_the_same_form_twice_is_one_request_and_one_refusal(world):
    client, here = world.client(), world.place("pupil-leave-record", "leave_request")
    sent = form_of(client.get(here)) | {
        "field_form": "letter",
        "field_booked": "no",
        "field_justification": "W",
    }
    for name in ("requested_on", "first_day", "last_day"):
        sent |= day_of(f"field_{name}", FRIDAY)

    assert [client.post(here, sent).status_code for _ in range(2)] == [302, 302]
    assert CaseEvent.objects.count() == 2


# --- decided ------------------------------------------------------------------------------


@pytest.mark.requirement("WID-40")
def test_only_the_head_or_whoever_is_named_for_it_decides(world):
    request = world.asked()
    deputy = a_user("attendance_lead", world.held.school, name="Dee Larkin", title="Deputy")

    answer = world.decide(request, deputy)

    assert answer.status_code == 422
    assert "Only Head teacher" in words_of(answer)
    assert not decisions().exists()
    NamedPerson.objects.create(
        school=world.held.school,
        role="leave_delegate",
        name=deputy.name,
        title="Deputy",
        user=deputy,
        first_day=FRIDAY,
    )
    assert world.decide(request, deputy).status_code == 302
    assert decisions().get().recorded_by == deputy


def test_a_delegate_may_be_named_and_need_not_be(world):
    client = world.client(world.head)

    page = client.get(reverse("school-people", args=[world.held.school.pk]))

    assert "Decides on leave for the head teacher" in words_of(page)
    assert "Decides on leave for the head teacher" not in page.context["page"].missing


@pytest.mark.requirement("WID-124")
def test_each_request_is_decided_by_itself_on_its_own_reasons(world):
    first, second = world.asked(), world.asked(first_day=date(2027, 2, 1), last_day=date(2027, 2, 2))

    assert "the reasons for this decision" in words_of(world.decide(first, reasons=""))
    assert not decisions().exists()
    assert world.decide(first, about=str(second.event)).status_code == 302
    assert decisions().get().data["about"] == str(first.event)


@pytest.mark.requirement("WID-126", "SC-F1")
def test_leave_is_granted_with_exceptional_circumstances_alone(world):
    request = world.asked()

    answer = world.decide(request, exceptional="")

    assert answer.status_code == 422
    assert "the exceptional circumstances" in words_of(answer)
    assert not decisions().exists()
    assert world.decide(request, exceptional="", decision="refused").status_code == 302


@pytest.mark.requirement("WID-127")
def test_cultural_needs_and_circumstances_have_a_field_each_and_stand_in_the_decision(world):
    request = world.asked()

    for name in ("cultural_needs", "family_circumstances"):
        assert world.decide(request, **{name: ""}).status_code == 422
    world.decide(request)

    told = world.page()
    assert "How the family's cultural needs were considered: The ceremony lasts three days." in told
    assert "How the family's circumstances were considered: Nobody could look after her here." in told
    assert "The day the parent was told: 20 November 2026" in told
    assert "How the parent was told: letter" in told


@pytest.mark.requirement("WID-128")
def test_more_days_than_usual_are_granted_with_a_reason_alone(world):
    request = world.asked(first_day=date(2026, 12, 7), last_day=date(2026, 12, 14))

    answer = world.decide(request)

    assert "This is 6 school days; the school usually grants 5 at most. Say why more." in words_of(answer)
    assert not decisions().exists()
    assert world.decide(request, longer_because="The journey takes two days.").status_code == 302


def test_fewer_days_may_be_granted_and_those_after_them_are_refused(world):
    request = world.asked(first_day=date(2026, 12, 7), last_day=date(2026, 12, 14))

    assert world.decide(request, granted_to=date(2026, 12, 11)).status_code == 302
    register = [
        words_of(
            world.client(on=day).get(
                reverse("register", args=[world.held.school.pk, day, "morning", world.held.group.pk])
            )
        )
        for day in (date(2026, 12, 11), date(2026, 12, 14))
    ]
    assert ["G is proposed" in each for each in register] == [False, True]


@pytest.mark.requirement("WID-130")
def test_a_request_without_an_outcome_is_due_on_school_day_10_and_overdue_on_day_11(world):
    world.asked(first_day=date(2027, 1, 18), last_day=date(2027, 1, 19))

    assert "Decide by 4 December 2026" in world.page()
    assert "due today" in world.page(date(2026, 12, 4))
    told = world.page(date(2026, 12, 7))
    assert "overdue" in told
    assert "Nothing is decided by itself" in told


@pytest.mark.requirement("SC-B12")
def test_the_day_before_the_leave_comes_first_and_nothing_is_decided_when_it_passes(world):
    world.asked(first_day=date(2026, 11, 25), last_day=date(2026, 11, 26))

    assert "Decide by 24 November 2026" in world.page()
    assert "due by 24 November 2026 and is overdue" in world.page(date(2026, 11, 30))
    assert not decisions().exists()


# --- refused ------------------------------------------------------------------------------


@pytest.mark.requirement("WID-125")
def test_sessions_of_refused_days_are_proposed_as_g_and_count_towards_a_notice(world):
    world.refused(world.asked(first_day=date(2026, 11, 16), last_day=FRIDAY, requested_on=date(2026, 11, 2)))
    for each in range(5):
        for half in (0, 1):
            submit(world.held, "N" if each == 4 else "G", half=half, day=date(2026, 11, 16 + each))
    monday = date(2026, 11, 23)
    client = world.client(world.head, monday)

    page = client.get(world.place())
    assert words_of(page).count("N; G is proposed") == 2
    for half in ("morning", "afternoon"):
        here = reverse("mark", args=[world.held.school.pk, world.pupil.pupil_id, FRIDAY, half])
        sent = form_of(client.get(here))
        assert sent["new"] == "G"
        assert client.post(here, {**sent, "reason": "Leave that was refused"}).status_code == 302

    lines = child_lines(world, monday)
    assert "10 sessions of leave that was not granted (code G)" in lines


def child_lines(world, on):
    """What the worker would say of the child on a day."""
    moment = datetime(on.year, on.month, on.day, 18, tzinfo=UTC)
    [pupil] = child_then(world.pupil, moment).assessed().pupils
    return str(pupil.as_json(everything=False))


def test_a_parent_may_be_told_later_and_leave_that_nobody_asked_for_is_recorded(world):
    request = world.asked()
    world.refused(request)

    told = {"about": str(request.event), "told_on": FRIDAY, "told_how": "telephone"}
    assert world.record("leave_told", told).status_code == 302
    unasked = {"first_day": date(2026, 11, 9), "known_from": "The child told the teacher."}
    assert world.record("leave_not_requested", unasked).status_code == 302

    page = world.page()
    assert "How the parent was told: telephone" in page
    assert "Leave was taken that nobody had asked for" in page
    assert "How the school came to know: The child told the teacher." in page


def test_a_decision_on_another_childs_request_is_not_there(world):
    other = an_event(
        world.held.pupils[1],
        "leave_request",
        by=world.held.officer,
        requested_on="2026-11-02",
        first_day="2026-12-01",
    )

    assert world.client().get(world.place("pupil-leave-decision", other.event)).status_code == 404
    assert world.client().get(world.place("pupil-leave-decision", uuid4())).status_code == 404
    assert world.client().get(world.place("pupil-leave-record", "leave_decision")).status_code == 404
