"""What is due for a child, what holds it back, and what the authority would ask for if it were referred."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django.utils.html import escape

from supportfirst.attendance.casebook.worked_cases import assessed
from supportfirst.attendance.packs.worked_cases import WorkedCase, read_cases
from supportfirst.casework.store.models import AuditEvent
from supportfirst.casework.store.packed_json import packed_json
from tests.factories.packs import shipped_pack
from tests.factories.site_accounts import NINE
from tests.factories.site_cases import an_assessment, an_event
from tests.unit.casework.people.conftest import Family, words
from tests.unit.casework.people.test_child_boundaries import POLICY, stand_on

pytestmark = pytest.mark.django_db


def a_case(pack: str, part: str, status: str, *, noted: bool = False) -> WorkedCase:
    """The first worked case of a pack that has an item which stands so, with a note where asked."""
    for case in read_cases(POLICY / pack)[0]:
        pupil = assessed(shipped_pack(pack), case, everything=False).as_json(everything=False)
        if any(each["status"] == status and (each["notes"] or not noted) for each in pupil[part]):
            return case
    raise AssertionError(f"{pack} has no case with {part} {status}")


def document_of(case: WorkedCase):
    return assessed(shipped_pack(case.pack), case, everything=False).as_json(everything=False)


def test_a_step_due_says_who_and_by_when_and_leads_to_its_reasons_and_to_the_record(family):
    case = a_case("halton", "steps_due", "due")
    stand_on(family, case)
    due = [each for each in document_of(case)["steps_due"] if each["status"] == "due"]

    answer = family.client.get(family.address())

    told, body = words(answer), answer.content.decode()
    for each in due:
        assert f"{each['title']} {each['text']}" in told
        assert " or ".join(each["who"]) in told
        anchor = each["id"].replace("@", "--").replace(".", "-")
        assert f'{family.address("pupil-reasons")}#{anchor}"' in body
        assert f'id="{anchor}"' in family.client.get(family.address("pupil-reasons")).content.decode()


def test_where_a_line_is_written_is_folded_once_a_line_and_its_sentence_is_not(family):
    stand_on(family, a_case("halton", "steps_due", "due", noted=True))

    body = family.client.get(family.address()).content.decode()
    begins = body.index('id="due"')
    due = body[begins : body.index("If this were referred today", begins)]
    folds = re.findall(r'<details class="sf-more">(.*?)</details>', due, re.DOTALL)
    open_part = re.sub(r'<details class="sf-more">.*?</details>', "", due, flags=re.DOTALL)

    assert len(folds) == due.count(">The reasons<") > 0
    assert all(fold.count("Source: ") == 1 and "Where this is written" in fold for fold in folds)
    assert "Source: " not in open_part
    page = family.client.get(family.address()).context["page"]
    assert all(str(escape(step.line.text)) in open_part for step in page.due.steps)
    notes = [note for step in page.due.steps for note in step.line.notes]
    assert notes
    assert not any(str(escape(note)) in open_part for note in notes)


def test_a_hold_says_until_when_and_what_lifts_it(family):
    case = a_case("halton", "holds", "in_force")
    stand_on(family, case)
    [hold, *_] = [each for each in document_of(case)["holds"] if each["status"] == "in_force"]

    told = words(family.client.get(family.address()))

    part = told[told.index("On hold", told.index("What is due")) :]
    assert hold["title"] in part
    assert f"To lift it: {hold['lift']}" in part
    assert hold["owner"] in part


def test_the_page_of_a_referral_lists_what_is_there_and_what_is_missing_of_every_route(family):
    case = a_case("essex", "evidence", "missing")
    stand_on(family, case)
    document = document_of(case)

    told = words(family.client.get(family.address("pupil-referral")))
    short = words(family.client.get(family.address()))

    assert all(each["title"] in told for each in document["routes"])
    missing = [
        each for each in document["evidence"] if each["status"] == "missing" and each["outcome"] == "not_met"
    ]
    assert missing
    for each in missing:
        assert each["title"] in told
        assert each["text"] in told
        assert each["title"] in short[short.index("If this were referred today") :]
    assert f"Missing: {len(missing)}" in told


def test_a_record_that_met_an_item_is_named_with_its_day_and_a_confidential_one_is_only_a_record():
    open_family, kept_family = Family("attendance_officer"), Family("attendance_officer")
    shown = []
    for family, restricted in ((open_family, False), (kept_family, True)):
        case = a_case("essex", "evidence", "met")
        document = document_of(case)
        met = next(each for each in document["evidence"] if each["status"] == "met" and each["records"])
        head = family.as_("head")
        event = an_event(
            family.enrolment, "support_offered", by=family.teacher, restricted=restricted, at=NINE
        )
        met["records"] = [str(event.event)]
        an_assessment(family.enrolment, document=packed_json(document), pack="essex")
        shown.append(words(family.client.get(family.address("pupil-referral"))))
        assert "16 November 2026" in words(head.get(family.address("pupil-referral")))

    assert "16 November 2026" in shown[0]
    assert "16 November 2026" not in shown[1]
    assert "There: a record." in shown[1]


def test_those_who_do_not_see_the_worklist_see_neither(family):
    stand_on(family, a_case("essex", "evidence", "missing"))
    teacher = family.as_("teacher")

    for name in ("pupil-referral", "pupil-reasons"):
        assert teacher.get(reverse(name, args=[family.school.pk, family.pupil.pk])).status_code == 404


def test_reading_what_a_referral_would_need_is_kept_in_the_trail(family):
    stand_on(family, a_case("essex", "evidence", "missing"))

    family.client.get(family.address("pupil-referral"))

    line = AuditEvent.objects.filter(verb="read_record").latest("recorded_at")
    assert (line.pupil_id, line.thing) == (family.pupil.pk, "what a referral would need")
