"""Every professional group around a child has a role with its own view; a parent's page is of one child."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from django.urls import reverse

from supportfirst.casework.access.rights import OF_AUTHORITY, OF_SERVICE, RIGHTS, Right
from supportfirst.casework.queries import service_children
from supportfirst.casework.store.models import (
    AuditEvent,
    ClassTeacher,
    Marker,
    Membership,
    NamedPerson,
    PupilFlag,
    Role,
    User,
)
from tests.factories.site import a_class, a_pupil, a_school, a_user, an_adult, an_authority
from tests.factories.site_accounts import demo_client
from tests.factories.site_cases import a_reason, an_assessment, an_event, put_marks
from tests.unit.casework.people.conftest import words

pytestmark = pytest.mark.django_db

FRIDAY = date(2026, 11, 20)
BEGAN = date(2026, 9, 1)
EVERY_FLAG = sorted({flag for flags in OF_SERVICE.values() for flag in flags})
PAIRS = [(role, flag) for role, flags in OF_SERVICE.items() for flag in sorted(flags)]
OTHERS = [(role, flag) for role in OF_SERVICE for flag in EVERY_FLAG if flag not in OF_SERVICE[role]]
# Coventry's list of who works with a child: each group, its roles, and the page that is theirs.
OF_SCHOOLS = [
    *(Role.TEACHER, Role.PASTORAL, Role.ATTENDANCE_OFFICER, Role.ATTENDANCE_LEAD),
    *(Role.CHAMPION, Role.SENCO, Role.DSL, Role.HEAD),
]
GROUPS = [
    *((role, "pupil") for role in (Role.AUTHORITY_OFFICER, Role.PRINCIPAL_OFFICER, Role.CME_OFFICER)),
    *((role, "pupil") for role in OF_SCHOOLS),
    *((role, "service-child") for role in OF_SERVICE),
]


@dataclass
class City:
    """Two schools of an authority, with a child of every flag at the first; and a school elsewhere."""

    def __post_init__(self) -> None:
        self.authority = an_authority()
        self.school = a_school(authority=self.authority, name="Oak School", telephone="024 7600 0000")
        self.group = a_class(self.school, name="5B")
        self.far = a_school(name="Far School")
        self.ada = a_pupil(self.school, self.group, forename="Ada", surname="Quill")
        self.bo = a_pupil(self.school, self.group, forename="Boadicea", surname="Thorn")
        self.stranger = a_pupil(self.far, a_class(self.far), forename="Zenobia", surname="Marsh")

    def flag(self, of, *names: str, **held) -> None:
        for name in names:
            PupilFlag.objects.create(pupil=of.pupil, name=name, **{"first_day": BEGAN, **held})

    def member(self, role: Role) -> User:
        if role in OF_AUTHORITY:
            return a_user(role, authority=self.authority)
        user = a_user(role, self.school)
        if role == Role.TEACHER:
            ClassTeacher.objects.create(group=self.group, user=user, first_day=BEGAN)
        return user


@pytest.fixture
def city() -> City:
    return City()


def page_of(of, name: str = "service-child") -> str:
    return reverse(name, args=[of.school_id, of.pupil_id])


def listed(client) -> str:
    answer = client.get(reverse("service"))
    assert answer.status_code == 200
    return words(answer)


@pytest.mark.requirement("COV-06")
@pytest.mark.parametrize(("role", "view"), GROUPS)
def test_each_professional_group_sees_its_own_children_in_its_own_view_and_no_others(city, role, view):
    city.flag(city.ada, *EVERY_FLAG)
    city.flag(city.stranger, *EVERY_FLAG)
    client = demo_client(city.member(role))

    own = client.get(page_of(city.ada, view))

    assert "Ada Quill" in words(own)
    assert client.get(page_of(city.stranger, view)).status_code == 404
    if role in OF_SERVICE:
        assert client.get(page_of(city.bo, view)).status_code == 404
        assert client.get(page_of(city.ada, "pupil")).status_code == 404
    else:
        assert client.get(reverse("service")).status_code == 404
        assert client.get(page_of(city.ada, "service-child")).status_code == 404


@pytest.mark.requirement("COV-06")
@pytest.mark.parametrize(("role", "flag"), PAIRS)
def test_a_service_lists_the_children_whom_it_works_with_and_says_why(city, role, flag):
    city.flag(city.ada, flag)
    city.flag(city.bo, "young_carer")
    city.flag(city.stranger, flag)
    client = demo_client(city.member(role))

    shown = listed(client)

    assert (
        f"Ada Quill Oak School, 5B Not assessed yet Cannot tell yet {service_children.flag_words(flag)}"
        in shown
    )
    assert "Boadicea" not in shown
    assert "Zenobia" not in shown
    assert client.get(page_of(city.ada)).status_code == 200


@pytest.mark.requirement("COV-06")
@pytest.mark.parametrize(("role", "flag"), OTHERS)
def test_a_service_does_not_see_the_children_of_another(city, role, flag):
    city.flag(city.ada, flag)
    client = demo_client(city.member(role))

    assert "Ada" not in listed(client)
    assert client.get(page_of(city.ada)).status_code == 404


@pytest.mark.requirement("COV-06")
def test_the_page_that_a_parent_is_shown_names_no_other_child(city):
    sister = a_pupil(city.school, city.group, forename="Seraphina", surname="Quill")
    mother = an_adult(city.ada)
    an_adult(sister, adult=mother)
    for each in (city.ada, sister, city.bo):
        an_assessment(each)
        put_marks(each, {FRIDAY: "/N"})
    client = demo_client(city.member(Role.ATTENDANCE_OFFICER))
    assert "Seraphina" in words(client.get(page_of(city.ada, "pupil")))

    shown = client.get(page_of(city.ada, "pupil-parents-see")).content.decode()

    assert "Ada Quill" in shown
    for hidden in ("Seraphina", "Boadicea", str(sister.pupil_id), str(city.bo.pupil_id)):
        assert hidden not in shown


@pytest.mark.parametrize(
    ("held", "is_seen"),
    [
        ({}, True),
        ({"first_day": None}, True),
        ({"first_day": FRIDAY, "last_day": FRIDAY}, True),
        ({"last_day": date(2026, 11, 19)}, False),
        ({"first_day": date(2026, 11, 21)}, False),
        ({"holds": False}, False),
        ({"holds": False, "first_day": None}, False),
    ],
)
def test_a_child_is_seen_on_the_days_on_which_the_flag_holds(city, held, is_seen):
    city.flag(city.ada, "looked_after", **held)
    client = demo_client(city.member(Role.VIRTUAL_SCHOOL))

    assert ("Ada Quill" in listed(client)) is is_seen
    assert client.get(page_of(city.ada)).status_code == (200 if is_seen else 404)


def test_a_child_who_left_the_roll_is_not_seen(city):
    city.flag(city.ada, "looked_after")
    city.ada.last_day = date(2026, 11, 19)
    city.ada.save()
    client = demo_client(city.member(Role.VIRTUAL_SCHOOL))

    assert "No school has written down a child" in listed(client)
    assert client.get(page_of(city.ada)).status_code == 404


def test_each_service_of_somebody_with_two_holds_at_its_own_place_alone(city):
    second = a_pupil(a_school(authority=city.authority), forename="Cleo", surname="Reed")
    user = a_user(Role.VIRTUAL_SCHOOL, city.school)
    Membership.objects.create(user=user, role=Role.HEALTH, school=second.school, first_day=BEGAN)
    city.flag(city.ada, "camhs")
    city.flag(city.bo, "camhs", "looked_after")
    city.flag(second, "looked_after")

    shown = listed(demo_client(user))

    assert "Boadicea Thorn Oak School, 5B Not assessed yet Cannot tell yet Looked after" in shown
    assert "CAMHS" not in shown
    assert "Ada" not in shown
    assert "Cleo" not in shown


def test_the_only_right_of_a_service_is_to_see_its_own_children():
    assert {role for role in Role if Right.SEE_OWN_SERVICE in RIGHTS[role]} == set(OF_SERVICE)
    assert all(RIGHTS[role] == {Right.SEE_OWN_SERVICE} for role in OF_SERVICE)


def test_the_list_and_the_page_say_how_a_child_attends_and_what_is_due_and_on_hold(city):
    city.flag(city.ada, "child_in_need")
    reasons = [
        a_reason("due", title="Offer early help", by="2026-11-27", overdue=False),
        a_reason("hold", title="Bereavement", until=None, lift="the head teacher says so"),
        a_reason("stage", title="Stage 2"),
        a_reason("line", title="Persistent absence"),
    ]
    an_assessment(city.ada, missed=10, reasons=reasons)
    NamedPerson.objects.create(
        school=city.school, role="senior_attendance_champion", name="Kim Sorrel", first_day=BEGAN
    )
    client = demo_client(city.member(Role.SOCIAL_CARE))

    shown = listed(client)
    assert "90 of 100 sessions attended (90.0%) Known at 20 November 2026, midday Stage 2 On hold" in shown
    page = words(client.get(page_of(city.ada)))
    for told in (
        "You see this child because of: Child in need.",
        "90 of 100 sessions attended (90.0%). As known at 20 November 2026, midday.",
        "Stage 2.",
        "Offer early help, by 27 November 2026",
        "Bereavement. To lift it: the head teacher says so",
        "Kim Sorrel, Senior attendance champion",
        "Telephone of the school: 024 7600 0000",
    ):
        assert told in page


def test_neither_page_holds_a_parent_an_address_a_note_or_what_was_done(city):
    city.flag(city.ada, "social_worker")
    an_adult(city.ada, legal_forename="Rosa", address="17 Lanternfish Lane", telephone="01632 960777")
    office = city.member(Role.ATTENDANCE_OFFICER)
    an_event(city.ada, "note", by=office, restricted=True, note="Whispered words")
    an_event(city.ada, "note", by=office, note="Spoken words")
    client = demo_client(city.member(Role.SOCIAL_CARE))

    for shown in (client.get(page_of(city.ada)), client.get(reverse("service"))):
        text = shown.content.decode()
        assert "Ada Quill" in text
        for hidden in ("Rosa", "Lanternfish", "960777", "Whispered", "Spoken", city.ada.pupil.upn):
            assert hidden not in text


def test_markers_are_honoured(city):
    for each in (city.ada, city.bo):
        city.flag(each, "early_help")
        an_assessment(each, reasons=[a_reason("due", title="Ring home", by="2026-11-20", overdue=False)])
    father = an_adult(city.ada, legal_forename="Ignatius")
    Marker.objects.create(kind="bereaved", pupil=city.ada.pupil, first_day=BEGAN)
    Marker.objects.create(kind="no_contact", pupil=city.ada.pupil, against=father, first_day=BEGAN)
    Marker.objects.create(kind="deceased", pupil=city.bo.pupil, first_day=BEGAN)
    client = demo_client(city.member(Role.EARLY_HELP))

    shown = listed(client)
    assert "Ada Quill bereaved: take care" in shown
    assert "Boadicea" not in shown
    ada, bo = words(client.get(page_of(city.ada))), words(client.get(page_of(city.bo)))
    assert "bereaved: take care" in ada
    assert "Ask the school before you tell anybody where the child is" in ada
    assert "Ignatius" not in ada
    assert "This child has died" in bo
    assert "Ring home" not in bo


def test_both_readings_are_in_the_trail_with_the_children(city):
    city.flag(city.ada, "camhs")
    nurse = city.member(Role.HEALTH)
    client = demo_client(nurse)

    client.get(reverse("service"))
    client.get(page_of(city.ada))
    client.get(page_of(city.bo))

    held = AuditEvent.objects.filter(actor=nurse, verb__in=("read_list", "read_record"))
    lists, record = held.get(verb="read_list"), held.get(verb="read_record")
    assert str(city.ada.pupil_id) in str(lists.detail)
    assert (record.pupil, record.school) == (city.ada.pupil, city.school)


def test_the_list_goes_on_over_pages(city, monkeypatch):
    monkeypatch.setattr(service_children, "PAGE", 1)
    for each in (city.ada, city.bo):
        city.flag(each, "ehcp")
    client = demo_client(city.member(Role.SEND_TEAM))

    first, second = (words(client.get(reverse("service"), {"page": number})) for number in (1, 2))

    assert "Ada Quill" in first
    assert "Next page" in first
    assert "Boadicea Thorn" in second
    assert "Next page" not in second
    assert "Ada Quill" not in second
    for wrong in ("0", "x", "-1", "9" * 30):
        assert client.get(reverse("service"), {"page": wrong}).status_code == 404


@pytest.mark.parametrize("role", list(OF_SERVICE))
def test_the_first_page_leads_to_the_list_and_to_nothing_else(city, role):
    text = words(demo_client(city.member(role)).get("/"))

    assert "Children you work with" in text
    for other in ("Worklist", "Registers", "Find a child", "numbers"):
        assert other not in text


@pytest.mark.parametrize("role", sorted(OF_AUTHORITY))
def test_roles_of_the_authority_and_its_partners_are_offered_to_its_administrators_alone(city, role):
    offered = f'<option value="{role}">'
    of_school = demo_client(a_user(Role.ADMINISTRATOR, city.school))
    of_authority = demo_client(a_user(Role.ADMINISTRATOR, authority=city.authority))

    assert offered not in of_school.get(reverse("invite")).content.decode()
    assert offered in of_authority.get(reverse("invite")).content.decode()
    sent = {"name": "N", "title": "t", "email": "n@example.org", "place": str(city.school.pk), "role": role}
    assert of_school.post(reverse("invite"), sent).status_code == 422
    assert not User.objects.filter(email="n@example.org").exists()
