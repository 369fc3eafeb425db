"""Lists of a school and its children, each with a number of things: recognition, safety, compliance.

Each gives the list's address and how many things an answer of it shows.
"""

from __future__ import annotations

from datetime import date
from uuid import uuid4

from django.urls import reverse

from supportfirst.casework.store.models import AttendanceEvent, PupilFlag, RewardGiven, Role
from tests.factories.reliances import an_alarm
from tests.factories.safeguarding import a_concern
from tests.factories.site import a_class, a_pupil, an_adult
from tests.factories.site_accounts import NINE, create_member, create_school
from tests.factories.site_agreements import an_agreement
from tests.factories.site_cases import (
    a_reason,
    an_assessment,
    an_event,
    put_marks,
    put_weeks,
)
from tests.factories.site_letters import a_letter
from tests.factories.site_registers import FRIDAY
from tests.factories.site_rewards import a_batch, a_reward_scheme

MONDAY = date(2026, 11, 16)


def papers_relied_on(number, school):
    office = create_member(Role.ATTENDANCE_OFFICER, school)
    for _ in range(number):
        an_alarm(a_pupil(school), office)
    return reverse("relied-on-all"), lambda page: len(page.context["page"].rows)


def meetings_of_a_school(number, school):
    office = create_member(Role.ATTENDANCE_OFFICER, school)
    for place in range(number):
        pupil = a_pupil(school)
        said = {"meeting": "school_attendance_meeting", "planned_on": f"2026-11-{17 + place % 10}"}
        about = str(an_event(pupil, "meeting", by=office, **said).event)
        if place % 3 == 0:
            an_event(pupil, "meeting_outcome", by=office, about=about, result="cancelled")
    return reverse("meetings", args=[school.pk]), lambda page: len(page.context["page"].all)


def waiting_at_a_school(number, school):
    office = create_member(Role.ATTENDANCE_OFFICER, school)
    for place in range(number):
        pupil = a_pupil(school)
        if place % 2:
            an_event(pupil, "support_offered", by=office, service="mentoring")
        else:
            made = an_event(pupil, "service_referral", by=office, service="Family Hub")
            an_event(pupil, "service_answer", by=office, about=str(made.event), answer="waiting")
    return reverse("waiting", args=[school.pk]), lambda page: len(page.context["page"].all)


def numbers_without_names(number, school):
    for _ in range(number):
        an_assessment(a_pupil(school, a_class(school)))
    return reverse("numbers", args=[school.pk]), lambda page: page.context["page"].whole.pupils


def compliance_of_schools(number, school):
    for place in range(number - 1):
        create_school(school.authority, f"School {place}")
    return reverse("compliance-list"), lambda page: len(page.context["schools"])


def compliance_of_a_school(number, school):
    for _ in range(number):
        pupil = a_pupil(school, a_class(school))
        put_marks(pupil, {FRIDAY: "N "})
        an_adult(pupil)
        an_assessment(pupil, reasons=[a_reason("due", rule="england.return.attendance", overdue=False)])
    return reverse("compliance", args=[school.pk]), lambda page: len(page.context["page"].agreements.pairs)


def agreements_of_a_class(number, school):
    group = a_class(school)
    office = create_member(Role.ATTENDANCE_OFFICER, school)
    for place in range(number):
        pupil = a_pupil(school, group)
        adult = an_adult(pupil)
        if place % 2:
            an_agreement(pupil, adult, by=office)
    address = f"{reverse('agreements', args=[school.pk])}?group={group.pk}"
    return address, lambda page: len(page.context["page"].of_class.pairs)


def watched_closely(number, school):
    user = create_member(Role.HEAD, school)
    for _ in range(number):
        of = a_pupil(school, a_class(school))
        put_weeks(of, MONDAY, "II")
        PupilFlag.objects.create(pupil=of.pupil, name="social_worker", first_day=date(2026, 9, 1))
        a_concern(of, by=user)
    return reverse("safeguarding-watch", args=[school.pk]), lambda page: len(page.context["page"].decide)


def children_with_a_social_worker(number, school):
    user = create_member(Role.HEAD, school)
    for _ in range(number):
        of = a_pupil(school, a_class(school))
        an_assessment(of)
        PupilFlag.objects.create(pupil=of.pupil, name="social_worker", first_day=date(2026, 9, 1))
        an_event(of, "multi_agency_plan", by=user, plan="child_in_need", attendance_in_plan=True)
    return reverse("social-workers", args=[school.pk]), lambda page: len(page.context["page"].rows)


def events_for_parents(number, school):
    office = create_member(Role.ATTENDANCE_OFFICER, school)
    for _ in range(number):
        row = AttendanceEvent.objects.create(
            submission=uuid4(),
            authority=school.authority,
            kind="other",
            topic="Breakfast",
            happens_on=FRIDAY,
            made_by=office,
            made_at=NINE,
        )
        row.schools.set([school])
    return reverse("events", args=[school.pk]), lambda page: len(page.context["page"].events)


def children_to_reward(number, school):
    for _ in range(number):
        pupil = a_pupil(school, a_class(school))
        put_weeks(pupil, MONDAY, "//")
        an_adult(pupil)
    scheme = a_reward_scheme(school, by=create_member(Role.HEAD, school), interval="weekly")
    found = reverse("reward-of-day", args=[school.pk, scheme.pk, FRIDAY])
    return found, lambda page: len(page.context["parts"]["listed"])


def reward_schemes(number, school):
    for _ in range(number):
        a_reward_scheme(school, by=create_member(Role.HEAD, school))
    return reverse("rewards", args=[school.pk]), lambda page: len(page.context["page"].schemes)


def certificates_given(number, school):
    user = create_member(Role.HEAD, school)
    batch = a_batch(a_pupil(school, a_class(school)), by=user)
    for _ in range(number - 1):
        RewardGiven.objects.create(batch=batch, pupil=a_pupil(school, a_class(school)).pupil)
    address = reverse("reward-batch", args=[school.pk, batch.pk])
    return address, lambda page: len(page.context["page"].given)


def letters_of_a_school(number, school):
    office = create_member(Role.ATTENDANCE_OFFICER, school)
    for _ in range(number):
        pupil = a_pupil(school, a_class(school))
        a_letter(pupil, an_adult(pupil), by=office)
    return reverse("letters", args=[school.pk]), lambda page: len(page.context["lines"])


def children_due_a_letter(number, school):
    for _ in range(number):
        pupil = a_pupil(school, a_class(school))
        an_assessment(pupil, reasons=[a_reason("due", rule="coventry.stage_1_letter", overdue=False)])
    address = reverse("letters-due", args=[school.pk, "coventry.letter.below_target"])
    return address, lambda page: len(page.context["page"].children)


def contracts_of_a_child(number, school):
    """Each contract with its own parent, and with a review that follows it up."""
    office = create_member(Role.ATTENDANCE_OFFICER, school)
    child = a_pupil(school, a_class(school))
    for _ in range(number):
        made = an_event(child, "attendance_contract", by=office, adults=(an_adult(child),))
        an_event(child, "contract_review", by=office, about=str(made.event), outcome="working")
    address = reverse("pupil-contracts", args=[school.pk, child.pupil_id])
    return address, lambda page: len([each for each in page.context["page"].contracts if each.later])
