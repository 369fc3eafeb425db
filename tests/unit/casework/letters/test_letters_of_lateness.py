"""Letters that a body asks for about lateness, and good news, each through the pages."""

from __future__ import annotations

import uuid
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse

from supportfirst.casework.actions.change_letter import approve_letter
from supportfirst.casework.bridge.assessing import reasons_of
from supportfirst.casework.store.models import Assessed, Letter, LetterState
from tests.factories.site import a_pupil
from tests.factories.site_accounts import demo_client
from tests.factories.site_cases import put_marks
from tests.factories.site_letters import (
    AFTER,
    FORM,
    PRAISE,
    a_parent,
    letter_school,
    new_address,
    of_letter,
    the_lead,
)
from tests.factories.site_registers import FRIDAY, RegisterSchool, words_of

pytestmark = pytest.mark.django_db
LATE, LATENESS = "widnes.late_letter", "widnes.lateness"


def school_days(count):
    """So many days of school that end on the Friday, the last of them first, without the half-term."""
    found, day = [], FRIDAY
    while len(found) < count:
        if day.weekday() < 5 and not (day.month == 10 and day.day >= 24):
            found.append(day)
        day -= timedelta(days=1)
    return found


def one_child(pack):
    """A school whose one child in question has no marks yet."""
    held = letter_school(pack)
    child = a_pupil(held.school, held.group, forename="Bela", surname="Turing")
    return RegisterSchool(held.school, held.group, held.teacher, held.officer, [child])


def marked(child, symbols):
    """The marks of each day, the last first."""
    put_marks(child, dict(zip(school_days(len(symbols)), symbols, strict=True)))


def draft_to(held, kind, **slots):
    answer = demo_client(held.officer).post(
        new_address(held, kind), {"submission": str(uuid.uuid4()), **FORM, **slots}
    )
    assert answer.status_code == 302, words_of(answer)
    return list(Letter.objects.order_by("adult__title"))


def page_of(held, letter):
    return words_of(demo_client(held.officer).get(of_letter("letter", letter)))


@pytest.mark.requirement("WID-25")
def test_the_letter_about_lateness_is_proposed_at_the_number_of_late_marks_and_not_one_before(assess):
    held = letter_school("widnes-academy")
    late, less = (a_pupil(held.school, held.group, forename=each, surname="Noether") for each in ("Bo", "Cy"))
    marked(late, ["L/"] * 10 + ["//"] * 15)
    marked(less, ["L/"] * 9 + ["//"] * 16)
    assess(held)

    def due(child):
        address = reverse("child-letters", args=[held.school.pk, child.pupil_id])
        return [each.id for each in demo_client(held.officer).get(address).context["page"].due]

    assert "widnes.late_letter" in due(late)
    assert "widnes.late_letter" not in due(less)


def test_the_school_is_shown_for_whom_the_letter_is_due_until_it_has_gone_out(assess):
    held = one_child("widnes-academy")
    [child] = held.pupils
    a_parent(child)
    marked(child, ["L/"] * 10 + ["//"] * 15)
    assess(held)
    client = demo_client(held.officer)

    def due():
        here = reverse("letters-due", args=[held.school.pk, LATE])
        of_child = reverse("child-letters", args=[held.school.pk, child.pupil_id])
        own = [each.id for each in client.get(of_child).context["page"].due]
        return client.get(here).context["page"].pupils, LATE in own

    before = due()
    [letter] = draft_to(held, LATE, slot_support_ready="Breakfast club")
    Letter.objects.filter(pk=letter.pk).update(state=LetterState.SENT, sent_at=AFTER)

    assert before == ({child.pupil_id}, True)
    assert due() == (set(), False)
    Letter.objects.filter(pk=letter.pk).update(sent_at=AFTER - timedelta(days=150))  # a school year ago
    assert due() == ({child.pupil_id}, True)


def a_finding(text, rule):
    source = SimpleNamespace(title="Map", passage="Lateness", address="")
    held = SimpleNamespace(id=rule, title="Lateness", source=source, legal=False)
    return SimpleNamespace(rule=held, text=text, sentence=text, on=FRIDAY, parent_id=None, record_id=None)


def test_a_letter_is_due_by_a_rule_that_another_says_in_the_same_words(assess):
    """Two layers may say one thing alike: the row shows it once, and no letter is lost by that."""
    held = one_child("widnes-academy")
    [child] = held.pupils
    a_parent(child)
    marked(child, ["L/"] * 10 + ["//"] * 15)
    assess(held)
    [row] = Assessed.objects.filter(enrolment=child)
    mine = next(each for each in row.reasons if each["rule"] == LATENESS)
    of_two = [a_finding(mine["text"], name) for name in (LATENESS, "other.lateness")]

    [line] = reasons_of(SimpleNamespace(due=(), case=SimpleNamespace(holds=()), stages=(), crossed=of_two))

    assert (line["rule"], line["also"]) == ("other.lateness", [LATENESS])
    row.reasons = [line if each is mine else each for each in row.reasons]
    row.save(update_fields=["reasons"])
    here = reverse("letters-due", args=[held.school.pk, LATE])
    assert demo_client(held.officer).get(here).context["page"].pupils == {child.pupil_id}


@pytest.mark.requirement("HAL-18")
def test_a_child_who_comes_more_has_good_news_sent_home_and_it_is_kept():
    held = one_child("halton")
    [child] = held.pupils
    a_parent(child)
    marked(child, ["//"] * 10 + ["OO"] * 4 + ["//"] * 6)
    [letter] = draft_to(held, PRAISE, slot_days_gained="4 days")

    told = page_of(held, letter)
    assert "We write with good news. Bela is coming to" in told
    assert "Bela was in school 4 days more than in the weeks before" in told

    approve_letter(the_lead(held), held.school.pk, letter.pk)
    letter.refresh_from_db()
    assert letter.state == LetterState.APPROVED
