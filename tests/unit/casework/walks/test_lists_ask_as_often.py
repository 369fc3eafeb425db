"""A list of thirty things asks the database as often as a list of three, whole page and all."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from supportfirst.casework.access.actor import actor_of
from supportfirst.casework.actions.ask_task import ask_task
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.keep_people_file import keep_people_file
from supportfirst.casework.store.models import PupilFlag, Role
from tests.factories.people_files import pupils_csv
from tests.factories.register_files import long_csv, read_file
from tests.factories.school_lists import (
    agreements_of_a_class,
    certificates_given,
    children_due_a_letter,
    children_to_reward,
    children_with_a_social_worker,
    compliance_of_a_school,
    compliance_of_schools,
    contracts_of_a_child,
    events_for_parents,
    letters_of_a_school,
    meetings_of_a_school,
    numbers_without_names,
    papers_relied_on,
    reward_schemes,
    waiting_at_a_school,
    watched_closely,
)
from tests.factories.site import a_class, a_pupil, an_adult
from tests.factories.site_accounts import NINE, create_authority, create_member, create_school, demo_client
from tests.factories.site_cases import (
    a_message,
    a_plan,
    an_assessment,
    an_event,
    put_marks,
    put_weeks,
)
from tests.factories.site_furnished import furnish
from tests.factories.site_registers import FRIDAY, QUARTER_TO_NINE, RegisterSchool, submit

pytestmark = pytest.mark.django_db
FEW, MANY = 3, 30
MONDAY = date(2026, 11, 16)


def registers(number, school):
    user = create_member(Role.HEAD, school)
    for _ in range(number):
        group = a_class(school)
        pupil = a_pupil(school, group)
        submit(RegisterSchool(school, group, user, user, [pupil]), "/", at=QUARTER_TO_NINE)
    return reverse("registers", args=[school.pk]), lambda page: len(page.context["found"].registers) // 2


def morning(number, school):
    for _ in range(number):
        pupil = a_pupil(school, a_class(school))
        put_marks(pupil, {FRIDAY: "N "})
        an_adult(pupil)
        an_adult(pupil, relationship="father")
    return reverse("morning", args=[school.pk]), lambda page: len(page.context["page"].told.to_call)


def message_send(number, school):
    for _ in range(number):
        pupil = a_pupil(school, a_class(school))
        put_marks(pupil, {FRIDAY: "N "})
        an_adult(pupil, telephone="07700 900123")
    return reverse("message-send", args=[school.pk]), lambda page: len(page.context["page"].addressed)


def messages(number, school):
    for _ in range(number):
        pupil = a_pupil(school, a_class(school))
        a_message(pupil, adult=an_adult(pupil), state="waiting")
    return reverse("messages", args=[school.pk]), lambda page: len(page.context["page"].lines)


def worklist(number, school):
    user = create_member(Role.HEAD, school)
    for place in range(number):
        pupil = a_pupil(school, a_class(school))
        an_assessment(pupil)
        if place % 2:
            an_event(pupil, "contact", by=user, at=NINE - timedelta(minutes=1))
    return reverse("worklist"), lambda page: page.context["worklist"].counts.listed


def worklist_export(number, school):
    worklist(number, school)
    return reverse("worklist-export"), lambda page: page.content.count(b"\r\n") - 1


def absence_reports(number, school):
    user = create_member(Role.HEAD, school)
    for _ in range(number):
        pupil = a_pupil(school, a_class(school))
        an_event(
            pupil,
            "absence_reported",
            by=user,
            on=FRIDAY,
            first_day="2026-11-20",
            reporter="Mrs X",
            reason="ill",
        )
    return reverse("absence-reports", args=[school.pk]), lambda page: len(page.context["page"].reports)


def audit_trail(number, school):
    for minute in range(number):
        user = create_member(Role.HEAD, school)
        at = actor_of(user, NINE - timedelta(minutes=minute))
        audit(at, "export", school=school, pupil=a_pupil(school).pupil)
    return reverse("audit"), lambda page: len(page.context["page"].lines)


def children_of_a_service(number, school):
    for _ in range(number):
        pupil = a_pupil(school, a_class(school))
        an_assessment(pupil)
        PupilFlag.objects.create(pupil=pupil.pupil, name="looked_after")
    return reverse("service"), lambda page: len(page.context["page"].children)


def one_register(number, school):
    group = a_class(school)
    for _ in range(number):
        a_pupil(school, group)
    address = reverse("register", args=[school.pk, "2026-11-20", "morning", group.pk])
    return address, lambda page: len(page.context["page"].pupils)


def files_of_registers(number, school):
    for _ in range(number):
        a_file_of_registers(school, a_pupil(school, a_class(school)))
    return reverse("register-files", args=[school.pk]), lambda page: len(page.context["sent"])


def a_file_of_registers(school, *pupils):
    for pupil in pupils:
        put_marks(pupil, {FRIDAY: "N "})
    data = long_csv(*((pupil, FRIDAY, "AM", "I") for pupil in pupils))
    return read_file(actor_of(create_member(Role.ATTENDANCE_OFFICER, school), NINE), school, data)


def one_file_of_registers(number, school):
    row = a_file_of_registers(school, *(a_pupil(school, a_class(school)) for _ in range(number)))
    found = reverse("register-file", args=[school.pk, row.pk])
    return found, lambda page: len(page.context["file"].corrections)


def a_week_of_registers(number, school):
    group = a_class(school)
    for _ in range(number):
        put_marks(a_pupil(school, group), {FRIDAY: "//"})
    found = f"{reverse('register-weeks', args=[school.pk])}?group={group.pk}&day={FRIDAY}"
    return found, lambda page: len(page.context["found"].pupils)


def missing_addresses(number, school):
    for _ in range(number):
        an_adult(a_pupil(school, a_class(school)), address=None)
    return reverse("import-upload", args=[school.pk]), lambda page: len(page.context["missing"])


def old_contacts(number, school):
    for _ in range(number):
        an_adult(a_pupil(school, a_class(school)), telephone=None, email=None)
    return reverse("old-contacts", args=[school.pk]), lambda page: len(page.context["page"].contacts)


def import_preview(number, school):
    rows = [
        {"upn": f"A{place:012}", "forename": f"Child{place}", "surname": "Farthing"}
        for place in range(number)
    ]
    officer = actor_of(create_member(Role.ATTENDANCE_OFFICER, school), NINE)
    kept = keep_people_file(officer, school.pk, "pupils.csv", pupils_csv(*rows), FRIDAY)
    found = reverse("import-preview", args=[school.pk, kept])
    return found, lambda page: len(page.context["preview"].lines) + len(page.context["preview"].refused)


def files_of_people(number, school):
    officer = actor_of(create_member(Role.ATTENDANCE_OFFICER, school), NINE)
    for _ in range(number):
        keep_people_file(officer, school.pk, "pupils.csv", pupils_csv(), FRIDAY)
    return reverse("import-upload", args=[school.pk]), lambda page: len(page.context["sent"])


def plans(number, school):
    user = create_member(Role.HEAD, school)
    for _ in range(number):
        a_plan(a_pupil(school, a_class(school)), by=user)
    return reverse("plans", args=[school.pk]), lambda page: len(page.context["page"].rows)


def punctuality(number, school):
    for _ in range(number):
        put_marks(a_pupil(school, a_class(school)), {FRIDAY: "L/"})
    return reverse("punctuality", args=[school.pk]), lambda page: len(page.context["page"].pupils)


def people(number, school):
    for _ in range(number):
        create_member(Role.TEACHER, school)
    # without the reader
    return reverse("users"), lambda page: len(page.context["people"]) - 1


def schools_to_import_to(number, school):
    for place in range(number - 1):
        create_school(school.authority, f"School {place}")
    return reverse("imports"), lambda page: len(page.context["schools"])


def schools_with_registers(number, school):
    for place in range(number - 1):
        create_school(school.authority, f"School {place}")
    return reverse("my-registers"), lambda page: len(page.context["schools"])


def first_page(number, school):
    for place in range(number - 1):
        create_school(school.authority, f"School {place}")
    return reverse("home"), lambda page: len(page.context["schools"])


def schools_administered(number, school):
    for place in range(number - 1):
        create_school(school.authority, f"School {place}")
    return reverse("schools"), lambda page: len(page.context["page"].schools)


def exceptions(number, school):
    for _ in range(number):
        put_marks(a_pupil(school, a_class(school)), {FRIDAY: "N "})
    return reverse("exceptions", args=[school.pk]), lambda page: len(page.context["page"].to_ask)


def alerts(number, school):
    for _ in range(number):
        put_weeks(a_pupil(school, a_class(school)), MONDAY, "II")
    return reverse("alerts", args=[school.pk]), lambda page: len(page.context["page"].children)


def patterns(number, school):
    for _ in range(number):
        pupil = a_pupil(school, a_class(school))
        put_weeks(pupil, MONDAY - timedelta(days=7), "//", 2)
        put_marks(pupil, {MONDAY - timedelta(days=7): "II", MONDAY: "II"})
    address = f"{reverse('patterns', args=[school.pk])}?first=2026-11-09&last=2026-11-20"
    return address, lambda page: page.context["absent"].total


def agencies(number, school):
    user = create_member(Role.HEAD, school)
    for place in range(number):
        said = {"agency": f"Agency {place}", "person": "Somebody"}
        an_event(a_pupil(school, a_class(school)), "agency_liaison", by=user, on=FRIDAY, **said)
    return reverse("liaisons", args=[school.pk]), lambda page: len(page.context["page"].rows)


def tasks(number, school):
    officer = actor_of(create_member(Role.ATTENDANCE_OFFICER, school), NINE)
    for place in range(number):
        pupil = a_pupil(school, a_class(school)).pupil
        ask_task(officer, school, pupil, "parent_contact", f"Task {place}.", FRIDAY)
    return reverse("tasks", args=[school.pk]), lambda page: len(page.context["page"].rows)


def named_at_schools(number, school):
    for place in range(number - 1):
        create_school(school.authority, f"School {place}")
    return reverse("named-people"), lambda page: len(page.context["schools"])


def classes(number, school):
    for place in range(number):
        a_class(school, name=f"Class {place}", teacher=create_member(Role.TEACHER, school))
    return reverse("school-classes", args=[school.pk]), lambda page: len(page.context["page"].classes)


def year_of_classes(number, school):
    for place in range(number):
        a_pupil(school, a_class(school, name=f"Class {place}", school_year=2025))
    address = reverse("school-year-end", args=[school.pk])
    return address, lambda page: len(page.context["page"].plan.classes)


LISTS = [
    absence_reports,
    agencies,
    alerts,
    a_week_of_registers,
    audit_trail,
    files_of_registers,
    one_file_of_registers,
    agreements_of_a_class,
    certificates_given,
    children_due_a_letter,
    children_of_a_service,
    children_to_reward,
    children_with_a_social_worker,
    compliance_of_a_school,
    compliance_of_schools,
    contracts_of_a_child,
    classes,
    events_for_parents,
    exceptions,
    first_page,
    files_of_people,
    import_preview,
    letters_of_a_school,
    meetings_of_a_school,
    message_send,
    messages,
    missing_addresses,
    morning,
    named_at_schools,
    numbers_without_names,
    old_contacts,
    one_register,
    patterns,
    people,
    plans,
    punctuality,
    papers_relied_on,
    registers,
    reward_schemes,
    schools_administered,
    schools_to_import_to,
    schools_with_registers,
    tasks,
    waiting_at_a_school,
    watched_closely,
    worklist,
    worklist_export,
    year_of_classes,
]


def reader(furnished, school):
    """A head, of all the authority's schools where the list is of schools; an administrator for people."""
    if furnished is people:
        return create_member(Role.ADMINISTRATOR, school)
    if furnished is schools_administered:
        return create_member(Role.ADMINISTRATOR, school.authority)
    if furnished is children_of_a_service:
        return create_member(Role.VIRTUAL_SCHOOL, school)
    of_schools = furnished in (
        compliance_of_schools,
        first_page,
        named_at_schools,
        schools_to_import_to,
        schools_with_registers,
    )
    return create_member(Role.HEAD, school.authority if of_schools else school)


@pytest.mark.parametrize("furnished", LISTS, ids=lambda each: each.__name__)
def test_a_page_asks_as_often_for_thirty_things_as_for_three(furnished):
    found = []
    for number in (FEW, MANY):
        school = furnish(create_school(create_authority(f"Authority of {number}")))
        address, count = furnished(number, school)
        client = demo_client(reader(furnished, school))
        with CaptureQueriesContext(connection) as captured:
            page = client.get(address)
        assert page.status_code == 200
        assert count(page) == number
        found.append(len(captured))
    assert found[0] == found[1]
