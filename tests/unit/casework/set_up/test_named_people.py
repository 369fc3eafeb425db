"""Who is named for what at a school; who is missing, told to school and authority; what naming opens."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from supportfirst.casework.store.models import AuditEvent, NamedPerson, PackAdoption
from tests.factories.site import a_class, a_pupil, a_school, a_user, an_authority
from tests.factories.site_cases import an_assessment
from tests.factories.site_registers import words_of
from tests.unit.casework.set_up.conftest import day_parts, form_of

pytestmark = pytest.mark.django_db

FRIDAY = date(2026, 11, 20)
LAAO, EHAC = "coventry.laao", "coventry.ehac"
AIO, EWO = "cambridgeshire.attendance_improvement_officer", "halton.education_welfare_officer"
CHAMPION, LEADER, GOVERNOR = (
    "senior_attendance_champion",
    "halton.senior_leader",
    "halton.attendance_governor",
)


def named(browser, user, school, role, *, first_day=FRIDAY, **fields):
    """The answer to the form of naming somebody."""
    client = browser(user)
    address = reverse("school-person", args=[school.pk, role])
    sent = form_of(client.get(address), **day_parts("first_day", first_day), **fields)
    return client.post(address, sent)


def of_school(browser, school, user=None):
    """What the school's own page of names says."""
    client = browser(user or a_user("head", school))
    return words_of(client.get(reverse("school-people", args=[school.pk])))


def of_authority(browser, school, role="principal_officer"):
    """What the authority's list says of the school's line."""
    client = browser(a_user(role, authority=school.authority))
    page = client.get(reverse("named-people"))
    return {each.school.pk: each for each in page.context["schools"]}[school.pk], words_of(page)


def missing_for(browser, school):
    line, _ = of_authority(browser, school)
    return [role.title for role in line.missing]


@pytest.mark.parametrize(
    ("pack", "role", "title"),
    [
        pytest.param(
            "halton", LEADER, "Senior leader for attendance", marks=pytest.mark.requirement("HAL-42")
        ),
        pytest.param("halton", GOVERNOR, "Governor for attendance", marks=pytest.mark.requirement("HAL-43")),
        pytest.param(
            "coventry", CHAMPION, "Senior attendance champion", marks=pytest.mark.requirement("COV-12")
        ),
    ],
)
def test_whom_the_school_must_name_is_missed_by_school_and_authority_until_named(browser, pack, role, title):
    school = a_school(pack=pack)
    head = a_user("head", school)
    assert title in of_school(browser, school).split("Nobody is named: ")[1].split(". The authority")[0]
    assert title in missing_for(browser, school)

    assert named(browser, head, school, role, name="Merle Ashdown", title="Deputy head").status_code == 302

    assert "Merle Ashdown, Deputy head, from 20 November 2026" in of_school(browser, school, head)
    assert title not in missing_for(browser, school)


def test_the_set_up_of_the_school_says_that_somebody_is_missing(browser):
    school = a_school(pack="halton")

    page = words_of(browser(a_user("head", school)).get(reverse("school-setup", args=[school.pk])))

    assert "Nobody is named: Education Welfare Officer; Senior leader for attendance" in page


def two_schools(pack):
    authority = an_authority(pack=pack)
    schools = [a_school(authority=authority, pack=pack) for _ in range(2)]
    cases = [a_pupil(school, a_class(school)) for school in schools]
    for case in cases:
        an_assessment(case)
    administrator = a_user("administrator", authority=authority)
    first, second = (a_user("authority_officer", authority=authority, name=f"Officer {n}") for n in (1, 2))
    return schools, cases, administrator, first, second


@pytest.mark.parametrize(
    ("pack", "role"),
    [
        pytest.param("halton", EWO, marks=pytest.mark.requirement("HAL-52")),
        pytest.param("coventry", LAAO, marks=pytest.mark.requirement("COV-13")),
        pytest.param("cambridgeshire", AIO, marks=pytest.mark.requirement("CAM-03")),
    ],
)
def test_an_officer_reaches_the_schools_they_are_named_for_and_a_school_with_none_is_listed(
    browser, pack, role
):
    schools, cases, administrator, officer, other = two_schools(pack)
    rows = [reverse("worklist-row", args=[case.pupil_id]) for case in cases]
    line, page = of_authority(browser, schools[1])
    assert line.lacks_an_officer

    named(browser, administrator, schools[0], role, account=str(officer.pk))

    client = browser(officer)
    assert [client.get(row).status_code for row in rows] == [200, 404]
    assert [row.pupil for row in client.get(reverse("worklist")).context["worklist"].rows] == [
        cases[0].pupil_id
    ]
    assert [browser(other).get(row).status_code for row in rows] == [404, 404]
    assert [
        browser(a_user("principal_officer", authority=schools[0].authority)).get(row).status_code
        for row in rows
    ] == [200, 200]
    line, page = of_authority(browser, schools[0])
    assert line.officers == ["Officer 1"]
    other_line, page = of_authority(browser, schools[1])
    assert other_line.lacks_an_officer
    assert page.index(schools[1].name) < page.index(schools[0].name)

    named(browser, administrator, schools[1], role, account=str(officer.pk))
    assert [browser(officer).get(row).status_code for row in rows] == [200, 200]


@pytest.mark.requirement("CAM-03")
def test_a_school_has_one_officer_at_a_time_and_the_one_before_loses_its_cases(browser):
    schools, cases, administrator, officer, other = two_schools("cambridgeshire")
    row = reverse("worklist-row", args=[cases[0].pupil_id])
    named(browser, administrator, schools[0], AIO, account=str(officer.pk), first_day=date(2026, 9, 1))

    named(browser, administrator, schools[0], AIO, account=str(other.pk))

    assert browser(officer).get(row).status_code == 404
    assert browser(other).get(row).status_code == 200
    days = NamedPerson.objects.order_by("first_day").values_list("user", "last_day")
    assert list(days) == [(officer.pk, FRIDAY - timedelta(days=1)), (other.pk, None)]


def test_an_officer_reaches_every_school_of_an_authority_that_names_none(browser):
    _, cases, _, officer, _ = two_schools("halton")

    rows = [reverse("worklist-row", args=[case.pupil_id]) for case in cases]

    assert [browser(officer).get(row).status_code for row in rows] == [200, 200]


def test_that_the_last_naming_ended_opens_nothing(browser):
    schools, cases, administrator, officer, other = two_schools("halton")
    named(browser, administrator, schools[0], EWO, account=str(officer.pk), first_day=date(2026, 9, 1))
    client = browser(administrator)
    address = reverse("school-person-end", args=[schools[0].pk, EWO])
    sent = form_of(client.get(address), **day_parts("last_day", date(2026, 11, 19)))
    assert client.post(address, sent).status_code == 302

    for somebody in (officer, other):
        client = browser(somebody)
        rows = [reverse("worklist-row", args=[case.pupil_id]) for case in cases]
        assert [client.get(row).status_code for row in rows] == [404, 404]
        assert "No school is yours" in words_of(client.get(reverse("named-people")))
    assert of_authority(browser, schools[0])[0].lacks_an_officer


def test_a_school_that_takes_on_another_pack_opens_nothing_by_that(browser):
    schools, cases, administrator, officer, other = two_schools("halton")
    named(browser, administrator, schools[0], EWO, account=str(officer.pk), first_day=date(2026, 9, 1))
    PackAdoption.objects.create(school=schools[0], pack="essex", first_day=date(2026, 11, 19))
    rows = [reverse("worklist-row", args=[case.pupil_id]) for case in cases]

    assert [browser(officer).get(row).status_code for row in rows] == [200, 404]
    assert [browser(other).get(row).status_code for row in rows] == [404, 404]


def test_a_school_may_note_its_officer_and_may_not_put_aside_the_authoritys(browser):
    schools, cases, administrator, officer, _ = two_schools("halton")
    head = a_user("head", schools[0])
    named(browser, head, schools[0], EWO, name="Somebody Else")
    row = reverse("worklist-row", args=[cases[1].pupil_id])
    assert browser(officer).get(row).status_code == 200  # a name without an account shuts nobody out

    named(browser, administrator, schools[0], EWO, account=str(officer.pk))
    address = reverse("school-person", args=[schools[0].pk, EWO])
    answer = browser(head).post(
        address,
        {
            "name": "A Third",
            "shown": browser(head).get(address).context["form"]["shown"].value(),
            "submission": "0b2f0d9e-6d0c-4b39-8a3d-6f0c8f6f1a11",
            **day_parts("first_day", FRIDAY),
        },
    )

    assert answer.status_code == 422
    assert "Your authority names this officer" in words_of(answer)


def test_a_school_opens_its_cases_to_no_account_of_its_choice(browser):
    schools, _, _, officer, _ = two_schools("halton")
    head = browser(a_user("head", schools[0]))
    address = reverse("school-person", args=[schools[0].pk, EWO])

    assert "account" not in head.get(address).context["form"].fields
    sent = form_of(head.get(address), name="X", account=str(officer.pk), **day_parts("first_day", FRIDAY))
    head.post(address, sent)

    assert NamedPerson.objects.get().user is None


@pytest.mark.requirement("COV-14")
def test_cases_show_the_coordinator_as_the_contact_for_early_help(browser):
    schools, cases, administrator, _, _ = two_schools("coventry")
    row = reverse("worklist-row", args=[cases[0].pupil_id])
    lead = a_user("attendance_lead", schools[0])
    assert "Contact for early help" not in words_of(browser(lead).get(row))

    named(browser, administrator, schools[0], EHAC, name="Ruth Penhale", title="EHAC, north")

    assert "Contact for early help: Ruth Penhale, EHAC, north." in words_of(browser(lead).get(row))
    assert "Ruth Penhale, EHAC, north, from" in of_school(browser, schools[0])
    other = reverse("worklist-row", args=[cases[1].pupil_id])
    assert "Contact for early help" not in words_of(browser(a_user("attendance_lead", schools[1])).get(other))


def test_the_same_form_twice_names_once(browser):
    school = a_school(pack="halton")
    client = browser(a_user("head", school))
    address = reverse("school-person", args=[school.pk, LEADER])
    sent = form_of(client.get(address), name="Merle", **day_parts("first_day", FRIDAY))

    for _ in range(2):
        assert client.post(address, sent).status_code == 302

    assert NamedPerson.objects.count() == 1
    assert AuditEvent.objects.filter(verb="name_person").count() == 1


def test_who_is_asked_for_goes_with_the_pack_of_the_day(browser):
    school = a_school(pack="halton")
    PackAdoption.objects.create(school=school, pack="coventry", first_day=date(2026, 11, 1))

    page = of_school(browser, school)

    assert "Local Authority Attendance Officer (LAAO)" in page
    assert "Governor for attendance" not in page


def test_a_name_of_another_role_than_the_packs_is_not_there(browser):
    school = a_school(pack="coventry")

    client = browser(a_user("head", school))

    assert client.get(reverse("school-person", args=[school.pk, "head_teacher"])).status_code == 404
    assert client.get(reverse("school-person", args=[school.pk, AIO])).status_code == 404
