"""Changing a child's record: what is kept, what is told, and that twice is once."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from supportfirst.casework.bridge.school_files import parents_of
from supportfirst.casework.store.models import (
    Adult,
    AdultContact,
    AuditEvent,
    ExternalReference,
    Job,
    Link,
    Marker,
    PupilFlag,
)
from tests.factories.site import a_pupil, a_school, an_adult
from tests.unit.casework.people.conftest import Family, shown_on, words

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


def post(family: Family, address: str, /, *more, **sent):
    page = family.address(address, *more)
    return family.client.post(page, {"submission": str(uuid4()), **shown_on(family.client, page), **sent})


def answers(**over) -> dict[str, str]:
    """An adult's form, filled in."""
    return {
        "legal_forename": "Rosa",
        "legal_surname": "Quill",
        "natural_parent": "yes",
        "parental_responsibility": "",
        "day_to_day_care": "no",
        "lives_with_child": "",
        "contact_order": "1",
        **over,
    }


def test_a_changed_name_is_kept_and_told_without_a_word_of_it(family):
    names = {"legal_forename": "Adeline", "legal_surname": "Quill", "preferred_forename": "Addie"}

    assert post(family, "pupil-change", **names).status_code == 302

    family.pupil.refresh_from_db()
    assert (family.pupil.name, family.pupil.date_of_birth) == ("Addie Quill", None)
    line = AuditEvent.objects.get(verb="change_pupil")
    assert line.detail == {"fields": ["date_of_birth", "legal_forename", "preferred_forename"]}
    assert Job.objects.filter(kind="assess_school").exists()


def test_the_same_form_again_changes_nothing(family):
    names = {"legal_forename": "Adeline", "legal_surname": "Quill"}
    post(family, "pupil-change", **names)
    post(family, "pupil-change", **names)

    assert AuditEvent.objects.filter(verb="change_pupil").count() == 1


def test_a_name_left_out_is_asked_for(family):
    answer = post(family, "pupil-change", legal_forename="", legal_surname="Quill")

    assert answer.status_code == 422
    assert "Fill in “Legal forename”" in words(answer)


def test_a_flag_holds_from_a_day_then_no_longer(family):
    days = {"first_day-day": "1", "first_day-month": "9", "first_day-year": "2026"}
    post(family, "pupil-flags", name="ehcp", says="yes", **days)
    post(family, "pupil-flags", name="ehcp", says="yes", **days)
    (held,) = PupilFlag.objects.all()
    assert (held.name, held.holds, held.first_day, held.last_day) == ("ehcp", True, date(2026, 9, 1), None)

    post(family, "pupil-flags", name="ehcp", says="no_longer")

    (held,) = PupilFlag.objects.all()
    assert (held.holds, held.last_day) == (True, date(2026, 11, 19))
    assert AuditEvent.objects.filter(verb="set_flag").count() == 2


@pytest.mark.parametrize("says", ["no_longer", "never"])
def test_a_no_is_written_where_nothing_was(family, says):
    post(family, "pupil-flags", name="ehcp", says=says)

    assert list(PupilFlag.objects.values_list("name", "holds")) == [("ehcp", False)]


def test_what_was_written_wrongly_never_held(family):
    PupilFlag.objects.create(pupil=family.pupil, name="ehcp", first_day=date(2026, 9, 1))

    post(family, "pupil-flags", name="ehcp", says="never")

    assert list(PupilFlag.objects.values_list("name", "holds")) == [("ehcp", False)]


def test_a_flag_can_not_end_before_it_begins(family):
    PupilFlag.objects.create(pupil=family.pupil, name="ehcp", first_day=TODAY)

    answer = post(family, "pupil-flags", name="ehcp", says="no_longer")

    assert answer.status_code == 422
    assert "It would end before it began" in words(answer)


@pytest.mark.requirement("ESX-C-14")
def test_three_marks_are_kept_apart_and_any_one_makes_a_party_to_a_contract(family):
    sister = a_pupil(family.school, forename="Bea")
    for which in ("natural_parent", "parental_responsibility", "day_to_day_care"):
        adult = an_adult(
            family.enrolment,
            legal_forename=which.split("_")[0].capitalize(),
            natural_parent=False,
            parental_responsibility=False,
            day_to_day_care=False,
        )
        an_adult(sister, adult=adult, natural_parent=None, parental_responsibility=None, day_to_day_care=None)
        assert "Can be a party to a contract No, because none of the three holds" in family.page()
        assert str(adult.pk) not in {each.id for each in parents_of([family.enrolment], TODAY)}
        marks = dict.fromkeys(("natural_parent", "parental_responsibility", "day_to_day_care"), "no")

        sent = answers(legal_forename=adult.legal_forename, **{**marks, which: "yes"})
        assert post(family, "pupil-adult", adult.pk, **sent).status_code == 302

        link = Link.objects.get(pupil=family.pupil, adult=adult)
        held = {name: getattr(link, name) for name in marks}
        assert held == {name: name == which for name in marks}
        said = words(family.client.get(family.address()))
        assert f"Can be a party to a contract Yes, because of {which_words(which)}" in said
        assert str(adult.pk) in {each.id for each in parents_of([family.enrolment], TODAY)}
        of_sister = Link.objects.get(pupil=sister.pupil, adult=adult)
        assert {getattr(of_sister, name) for name in marks} == {None}


def which_words(name: str) -> str:
    return {"day_to_day_care": "day-to-day care"}.get(name, name.replace("_", " "))


def test_what_nobody_said_is_neither_yes_nor_no(family):
    an_adult(family.enrolment, natural_parent=None, parental_responsibility=None, day_to_day_care=False)

    shown = family.page()

    assert "Natural parent Not known Parental responsibility Not known Day-to-day care No" in shown
    assert "Cannot tell: nobody has said that one of the three holds" in shown


def test_an_adult_is_added_once(family):
    sent = {**answers(), "submission": str(uuid4())}
    for _ in range(2):
        assert family.client.post(family.address("pupil-adult-new"), sent).status_code == 302

    link = Link.objects.select_related("adult").get()
    assert (link.adult.name, link.natural_parent, link.parental_responsibility) == ("Rosa Quill", True, None)
    assert AuditEvent.objects.filter(verb="add_adult").count() == 1


def test_a_new_address_closes_the_one_before_it(family):
    adult = an_adult(family.enrolment, address="1 Old Street")

    post(family, "pupil-contact-new", adult.pk, kind="address", value="2 New Street", postcode="zz1 1aa")

    held = AdultContact.objects.filter(adult=adult, kind="address").order_by("pk")
    assert list(held.values_list("value", "postcode", "last_day")) == [
        ("1 Old Street", "ZZ99 3VZ", date(2026, 11, 19)),
        ("2 New Street", "ZZ1 1AA", None),
    ]
    assert "Former contacts" in family.page()


def test_the_same_contact_again_is_confirmed_and_not_doubled(family):
    adult = an_adult(family.enrolment, address=None, email=None, telephone="01632 960111")

    post(family, "pupil-contact-new", adult.pk, kind="telephone", value="01632  960111")

    (row,) = AdultContact.objects.all()
    assert row.confirmed_on == TODAY


@pytest.mark.requirement("WID-35")
def test_contacts_show_when_they_were_confirmed_and_old_ones_are_listed(family):
    adult = an_adult(family.enrolment, legal_forename="Rosa", address=None, email=None)
    row = AdultContact.objects.get()
    for confirmed, listed in ((None, True), (date(2026, 5, 20), True), (date(2026, 5, 21), False)):
        AdultContact.objects.update(confirmed_on=confirmed)
        old = words(family.client.get(reverse("old-contacts", args=[family.school.pk])))
        assert ("Rosa" in old) is listed
        day = f"Last confirmed {confirmed.day} {confirmed:%B %Y}" if confirmed else "Never confirmed"
        assert day in family.page()
    AdultContact.objects.update(confirmed_on=None)

    post(family, "pupil-contact", adult.pk, contact=row.pk, what="confirm")

    assert "Last confirmed 20 November 2026" in family.page()
    assert "Every contact was confirmed" in words(
        family.client.get(reverse("old-contacts", args=[family.school.pk]))
    )


def test_contacts_to_confirm_are_read_a_page_at_a_time_and_only_the_shown_are_noted_as_read(family):
    for place in range(51):
        an_adult(a_pupil(family.school, forename=f"Child{place:02}"), legal_forename=f"Rosa{place:02}")
    address = reverse("old-contacts", args=[family.school.pk])

    first = family.client.get(address)
    second = family.client.get(f"{address}?page=2")

    assert "Showing 1 to 50 of 51 parents and carers" in words(first)
    assert "51 parents and carers to ask" in words(second)
    assert len({*first.context["shown"].rows, *second.context["shown"].rows}) == 51
    assert "Pages of contacts to confirm" in second.content.decode()
    later, sooner = AuditEvent.objects.filter(thing="contacts").order_by("-serial")[:2]
    assert (sooner.detail["children"], later.detail["children"]) == (50, 1)


def test_a_contact_that_ended_stays_as_a_former_one(family):
    adult = an_adult(family.enrolment, address=None, email=None, telephone="01632 960111")
    row = AdultContact.objects.get()

    for _ in range(2):
        post(family, "pupil-contact", adult.pk, contact=row.pk, what="end")

    row.refresh_from_db()
    assert row.last_day == date(2026, 11, 19)
    assert AuditEvent.objects.filter(verb="end_contact").count() == 1


def test_who_died_or_is_kept_away_is_not_to_be_asked(family):
    father = an_adult(family.enrolment, legal_forename="Ignatius")
    Marker.objects.create(kind="no_contact", pupil=family.pupil, against=father, first_day=TODAY)
    gone = an_adult(family.enrolment, legal_forename="Gwen")
    Marker.objects.create(kind="deceased", adult=gone, first_day=TODAY)

    old = words(family.client.get(reverse("old-contacts", args=[family.school.pk])))

    assert "Ignatius" not in old
    assert "Gwen" not in old


def day(value: date) -> dict[str, str]:
    return {"first_day-day": value.day, "first_day-month": value.month, "first_day-year": value.year}


def test_a_marker_is_set_once_honoured_at_once_and_lifted_with_a_reason(family):
    mother = an_adult(family.enrolment, address="17 Lanternfish Lane")
    sent = {"kind": "confidential_address", "about": str(mother.pk), "against": "", **day(TODAY)}
    for _ in range(2):
        assert post(family, "pupil-markers", **sent).status_code == 302
    assert "Lanternfish" not in family.page()
    (row,) = Marker.objects.all()

    assert post(family, "pupil-markers", marker=row.pk, because="").status_code == 422
    post(family, "pupil-markers", marker=row.pk, because="The order was discharged")

    row.refresh_from_db()
    assert row.last_day == date(2026, 11, 19)
    assert "discharged" in row.note
    assert "Lanternfish" in family.page()


def test_an_order_names_whom_it_is_against(family):
    mother, father = an_adult(family.enrolment), an_adult(family.enrolment, legal_forename="Ignatius")
    sent = {"kind": "no_contact", "about": str(mother.pk), **day(TODAY)}
    assert post(family, "pupil-markers", against=str(mother.pk), **sent).status_code == 422

    post(family, "pupil-markers", against=str(father.pk), **sent)

    assert (Marker.objects.get().adult, Marker.objects.get().against) == (mother, father)


@pytest.mark.requirement("SC-F9")
def test_of_another_system_the_number_is_kept_and_nothing_else(family):
    for words_of_it in ("Disclosure made on Monday", "see the file", "no number"):
        answer = post(family, "pupil-references", system="CPOMS", number=words_of_it)
        assert answer.status_code == 422
        assert "This is more than a reference number" in words(answer)
    for _ in range(2):
        assert post(family, "pupil-references", system="CPOMS", number="C-10442").status_code == 302

    (row,) = ExternalReference.objects.all()
    held = {field.name for field in ExternalReference._meta.concrete_fields}
    assert held == {"id", "pupil", "school", "system", "number", "noted_by", "noted_at"}
    assert "CPOMS: C-10442" in family.page()
    told = family.page(name="pupil-references")
    assert "Reference number only. This is not the safeguarding record" in told
    post(family, "pupil-references", reference=row.pk)
    assert not ExternalReference.objects.exists()


@pytest.mark.parametrize("role", ["teacher", "pastoral", "dsl", "senco", "authority_officer"])
def test_who_may_not_edit_finds_no_form(family, role):
    an_adult(family.enrolment)
    for name in ("pupil-change", "pupil-flags", "pupil-markers", "pupil-references", "pupil-adult-new"):
        assert family.as_(role).get(family.address(name)).status_code == 404


def test_another_childs_adult_contact_and_marker_are_not_there(family):
    stranger = an_adult(a_pupil(a_school()))
    contact = AdultContact.objects.filter(adult=stranger).first()
    marker = Marker.objects.create(kind="bereaved", adult=stranger, first_day=TODAY)
    mine = an_adult(family.enrolment)

    assert family.client.get(family.address("pupil-adult", stranger.pk)).status_code == 404
    assert post(family, "pupil-contact", mine.pk, contact=contact.pk, what="end").status_code == 404
    assert post(family, "pupil-markers", marker=marker.pk, because="x").status_code == 404
    sent = {**answers(), "submission": str(stranger.pk)}
    assert family.client.post(family.address("pupil-adult-new"), sent).status_code == 404
    assert Adult.objects.get(pk=stranger.pk).legal_forename == "Rowan"
