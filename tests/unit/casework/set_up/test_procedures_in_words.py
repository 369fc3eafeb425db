"""What staff confirm that they have read has no holes, has the pack's figures, and begins with their own."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from supportfirst.attendance.packs.load import pack_names
from supportfirst.casework.bridge.codes_in_force import loaded
from supportfirst.casework.bridge.procedure_words import as_procedure
from supportfirst.casework.store.models import Acknowledgement
from tests.factories.site import a_school, a_user
from tests.factories.site_registers import words_of
from tests.unit.casework.set_up.conftest import form_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
FOLD = '<details class="govuk-details'


def shown(browser, school, role: str) -> tuple[str, str]:
    """What a role reads at once, and what is folded."""
    page = browser(a_user(role, school)).get(reverse("procedures", args=[school.pk])).content.decode()
    first, _, folded = page.split("<main")[1].rpartition(FOLD)
    return first, folded


@pytest.mark.parametrize("pack", pack_names())
def test_no_procedure_of_any_pack_has_a_hole(browser, pack):
    school = a_school(pack=pack)
    page = browser(a_user("head", school)).get(reverse("procedures", args=[school.pk]))

    told = page.context["page"].told
    assert told.steps
    for each in (*told.stages, *told.steps, *told.duties):
        for mark in ("…", "{", "}", "  ", " ."):
            assert mark not in each.text, each


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Absent {absence} this year. Talk with the family.", "Talk with the family."),
        (
            "{unauthorised_10_school_weeks.current} unauthorised sessions in"
            " {penalty_notice.window_school_weeks} school weeks. Ask.",
            "So many unauthorised sessions in 10 school weeks. Ask.",
        ),
        (
            "Decide by {leave.decide_by} and tell the parent.",
            "Decide by the day to decide and tell the parent.",
        ),
        ("It ended on {improve.period_to}. Record it; tell them.", "Record it; tell them."),
        ("Marks: {unexplained.sessions}; write the code of each.", "Write the code of each."),
        ("Learn why; {n_unresolved} are left.", "Learn why."),
        (
            "Only with sessions that reach the national threshold: {sessions_absent} in all.",
            "Only with sessions that reach the national threshold.",
        ),
        ("{days_absent} days missed.", ""),
    ],
)
def test_a_sentence_about_one_child_says_what_holds_of_all(text, said):
    assert as_procedure(text, loaded("england"), TODAY) == said


def test_the_packs_own_figures_stand_in_the_sentences(browser):
    _, folded = shown(browser, a_school(), "teacher")

    assert "£80 until the last day at the lower amount, then £160 until the last day to pay" in folded


def test_a_teacher_reads_first_what_is_a_teachers_and_neither_court_nor_payment(browser):
    school = a_school(pack="widnes-academy")

    first, folded = shown(browser, school, "teacher")

    for others in ("Pay the notice in full", "Take the absence to court, or withdraw the notice"):
        assert others not in first
        assert others in folded
    assert "Pay the notice in full (Parent or carer)" in folded


@pytest.mark.parametrize(
    ("role", "own", "others"),
    [
        ("attendance_officer", "Find the reason of each unexplained mark", "Take the absence to court"),
        ("head", "Consider, case by case, whether a penalty notice is right", "Pay the notice in full"),
        ("authority_officer", "Take the absence to court", "Find the reason of each unexplained mark"),
    ],
)
def test_each_role_reads_first_what_concerns_it(browser, role, own, others):
    first, folded = shown(browser, a_school(), role)

    assert own in first
    assert own not in folded
    assert others in folded
    assert others not in first


def test_a_bodys_own_title_is_the_role_that_it_fills(browser):
    school = a_school(pack="widnes-academy")

    first, _ = shown(browser, school, "authority_officer")
    head, _ = shown(browser, school, "head")

    assert "Tell the school the outcome" in first
    assert "Decide on the request for leave, and tell the parent" in head


def test_two_roles_confirm_the_same_pack(browser):
    school = a_school()
    for role in ("teacher", "head"):
        client = browser(a_user(role, school))
        address = reverse("procedures", args=[school.pk])
        client.post(address, form_of(client.get(address), read="on"))

    assert Acknowledgement.objects.count() == 2
    assert set(Acknowledgement.objects.values_list("fingerprint", flat=True)) == {
        loaded(school.authority.pack).fingerprint
    }
    assert "You confirmed on 20 November 2026" in words_of(client.get(address))
