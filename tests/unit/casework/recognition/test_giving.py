"""Giving certificates: who chose whom and on what basis is kept, once; the paper is tagged, and the same."""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from pypdf import PdfReader

from supportfirst.casework.store.models import (
    AuditEvent,
    Marker,
    MarkerKind,
    Reliance,
    RewardBatch,
    RewardGiven,
)
from tests.factories.site import a_user
from tests.factories.site_cases import NOON
from tests.factories.site_registers import amend, submit, words_of
from tests.factories.site_rewards import a_scheme, spoil

pytestmark = pytest.mark.django_db
SUMMER = date(2026, 6, 10)
ASSEMBLY = {"assembly_on-day": "27", "assembly_on-month": "11", "assembly_on-year": "2026"}


def address(held, scheme):
    return reverse("reward-of-day", args=[held.school.pk, scheme.pk, SUMMER])


def give(browser, held, scheme, *pupils, user=None, follow=True, **over):
    sent = {
        "submission": str(uuid4()),
        "pupils": [str(each.pupil_id) for each in pupils],
        **ASSEMBLY,
        **over,
    }
    return browser(user or held.officer).post(address(held, scheme), sent, follow=follow)


def given_to(batch):
    held = RewardGiven.objects.filter(batch=batch).values_list("pupil__legal_forename", flat=True)
    return sorted(held)


def text_of(data: bytes) -> str:
    return " ".join(" ".join(each.extract_text() for each in PdfReader(io.BytesIO(data)).pages).split())


@pytest.mark.requirement("WID-15")
def test_certificates_for_an_assembly_are_given_to_those_chosen_and_printed_together(browser, held):
    scheme = a_scheme(held)

    page = give(browser, held, scheme, held.pupils[0], held.pupils[2])

    batch = RewardBatch.objects.get()
    assert given_to(batch) == ["Ada", "Cleo"]
    assert (batch.assembly_on, batch.made_by) == (date(2026, 11, 27), held.officer)
    assert "Given by Lea Grant, Attendance lead" in words_of(page)
    answer = browser(held.officer).get(reverse("reward-batch-pdf", args=[held.school.pk, batch.pk]))
    pages = PdfReader(io.BytesIO(answer.content)).pages
    assert answer["Content-Type"] == "application/pdf"
    assert [
        ("Ada Byron" in each.extract_text(), "27 November 2026" in each.extract_text()) for each in pages
    ] == [
        (True, True),
        (False, True),
    ]
    assert "Cleo Noether" in pages[1].extract_text()


def test_a_batch_keeps_the_sentences_on_which_its_list_rested(browser, held):
    scheme = a_scheme(held, leaves_out=["I"])

    give(browser, held, scheme, held.pupils[0])

    batch = RewardBatch.objects.get()
    assert any("Left out" in each and "I (ill" in each for each in batch.basis)
    page = browser(held.officer).get(reverse("reward-batch", args=[held.school.pk, batch.pk]))
    assert "neither for nor against a child: I (ill" in words_of(page)


def test_sent_twice_it_is_given_once(browser, held):
    scheme, submission = a_scheme(held), str(uuid4())

    for _ in range(2):
        page = give(browser, held, scheme, held.pupils[0], submission=submission)

    assert page.status_code == 200
    assert RewardBatch.objects.count() == RewardGiven.objects.count() == 1
    assert AuditEvent.objects.filter(verb="give_rewards").count() == 1


def test_who_has_a_certificate_of_the_term_is_not_given_another(browser, held):
    scheme = a_scheme(held)
    give(browser, held, scheme, held.pupils[0])

    again = give(browser, held, scheme, held.pupils[0], held.pupils[1], follow=False)

    assert again.status_code == 422
    assert "1 child that was chosen is no longer to be chosen" in words_of(again)
    assert RewardGiven.objects.count() == 1
    assert "Given already to Ada Byron" in words_of(again)


@pytest.mark.parametrize("pair", ["O/", " /"])
def test_whom_the_marks_do_not_bear_out_is_given_none_whatever_is_sent(browser, held, pair):
    spoil(held.pupils[0], SUMMER, pair)

    page = give(browser, held, a_scheme(held), held.pupils[0], follow=False)

    assert page.status_code == 422
    assert not RewardBatch.objects.exists()


def test_no_certificate_is_given_before_its_term_is_over_and_the_page_says_when_it_will_be(browser, held):
    scheme = a_scheme(held)
    autumn = reverse("reward-of-day", args=[held.school.pk, scheme.pk, date(2026, 11, 20)])
    sent = {"submission": str(uuid4()), "pupils": [str(held.pupils[0].pupil_id)], **ASSEMBLY}

    preview = browser(held.officer).get(autumn)
    refused = browser(held.officer).post(autumn, sent)

    told = "The autumn term 2026 is not over: it ends on 18 December 2026. Certificates can be given once"
    assert preview.status_code == 200
    assert "Ada Byron" in words_of(preview)
    assert told in words_of(preview)
    assert b'name="pupils"' not in preview.content
    assert refused.status_code == 422
    assert told in words_of(refused)
    assert not RewardBatch.objects.exists()


def test_without_a_child_or_a_day_the_page_says_what_to_do(browser, held):
    scheme = a_scheme(held)

    nobody = give(browser, held, scheme, follow=False)
    no_day = give(browser, held, scheme, held.pupils[0], follow=False, **dict.fromkeys(ASSEMBLY, ""))

    assert (nobody.status_code, no_day.status_code) == (422, 422)
    assert "Choose at least one child." in words_of(nobody)
    assert "Enter day, month and year for “At which assembly?”" in words_of(no_day)
    assert str(held.pupils[0].pupil_id).encode() in no_day.content
    assert no_day.context["chosen"] == {held.pupils[0].pupil_id}
    assert not RewardBatch.objects.exists()


def test_who_may_not_give_sees_the_list_and_no_boxes(browser, held):
    scheme = a_scheme(held)
    senco = a_user("senco", held.school)

    page = browser(senco).get(address(held, scheme))
    refused = give(browser, held, scheme, held.pupils[0], user=senco, follow=False)

    assert "Ada Byron" in words_of(page)
    assert b'name="pupils"' not in page.content
    assert refused.status_code == 404


def test_the_same_rows_make_the_same_file_tagged_with_a_title_and_a_language(browser, held):
    give(browser, held, a_scheme(held), *held.pupils)
    file = reverse("reward-batch-pdf", args=[held.school.pk, RewardBatch.objects.get().pk])

    first, second = (browser(held.officer, at).get(file).content for at in (NOON, NOON + timedelta(hours=3)))

    assert first == second
    reader = PdfReader(io.BytesIO(first))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert reader.metadata.title == "Certificate of full attendance"
    assert b"pdfuaid" in reader.xmp_metadata.stream.get_data()
    kinds = [str(each.get_object()["/S"]) for each in elements(root["/StructTreeRoot"])]
    assert kinds.count("/H1") == 4
    assert "You came to school every time that you could, from 13 April 2026 to 21 July 2026" in text_of(
        first
    )
    assert "%" not in text_of(first)


def elements(node):
    """Every structure element below a node of the tree of tags."""
    below = node.get("/K", [])
    for each in below if isinstance(below, list) else [below]:
        child = each.get_object() if hasattr(each, "get_object") else each
        if hasattr(child, "get") and child.get("/S"):
            yield child
            yield from elements(child)


def test_a_child_who_has_died_since_is_left_out_of_the_file_and_has_a_paper_of_their_own(browser, held):
    give(browser, held, a_scheme(held), *held.pupils[:2])
    batch = RewardBatch.objects.get()
    Marker.objects.create(kind=MarkerKind.DECEASED, pupil=held.pupils[0].pupil, first_day=date(2026, 11, 18))
    client = browser(held.officer)

    together = client.get(reverse("reward-batch-pdf", args=[held.school.pk, batch.pk])).content
    ada = held.pupils[0].pupil_id
    alone = client.get(reverse("reward-pdf", args=[held.school.pk, batch.pk, ada])).content

    assert "Ada" not in text_of(together)
    assert "Bela Turing" in text_of(together)
    assert "Ada Byron" in text_of(alone)
    page = words_of(client.get(reverse("reward-batch", args=[held.school.pk, batch.pk])))
    assert "1 child is left out of that file" in page


def test_where_nobody_can_be_in_the_file_the_page_says_so_and_links_each_child_and_paper(browser, held):
    give(browser, held, a_scheme(held), held.pupils[0])
    batch = RewardBatch.objects.get()
    Marker.objects.create(kind=MarkerKind.DECEASED, pupil=held.pupils[0].pupil, first_day=date(2026, 11, 18))

    page = browser(held.officer).get(reverse("reward-batch", args=[held.school.pk, batch.pk]))

    ada, links = held.pupils[0].pupil_id, page.content.decode()
    assert "There is no file to print" in words_of(page)
    assert reverse("reward-batch-pdf", args=[held.school.pk, batch.pk]) not in links
    assert f'href="{reverse("pupil", args=[held.school.pk, ada])}"' in links
    assert f'href="{reverse("reward-pdf", args=[held.school.pk, batch.pk, ada])}"' in links


def test_a_file_of_a_whole_list_has_a_page_for_each_child_which_names_that_child_alone(browser, held):
    give(browser, held, a_scheme(held), *held.pupils)
    batch = reverse("reward-batch-pdf", args=[held.school.pk, RewardBatch.objects.get().pk])

    pages = [
        each.extract_text() for each in PdfReader(io.BytesIO(browser(held.officer).get(batch).content)).pages
    ]

    names = [each.pupil.name for each in held.pupils]
    assert [[each for each in names if each in page] for page in pages] == [[each] for each in sorted(names)]


def test_a_child_who_left_is_in_the_file_where_somebody_chose_them(browser, held):
    held.pupils[0].last_day = date(2026, 7, 31)
    held.pupils[0].save()
    give(browser, held, a_scheme(held), *held.pupils[:2])
    batch = reverse("reward-batch-pdf", args=[held.school.pk, RewardBatch.objects.get().pk])

    told = text_of(browser(held.officer).get(batch).content)

    assert "Ada Byron" in told
    assert "Bela Turing" in told


def test_the_trail_keeps_whose_certificates_were_taken_out(browser, held):
    give(browser, held, a_scheme(held), held.pupils[0])
    batch = RewardBatch.objects.get()

    browser(held.officer).get(reverse("reward-batch-pdf", args=[held.school.pk, batch.pk]))

    line = AuditEvent.objects.get(verb="export_rewards")
    assert (line.thing, line.detail["children"]) == (str(batch.pk), 1)


def test_another_schools_batch_answers_as_if_it_were_not_there(browser, held, halton):
    give(browser, held, a_scheme(held), held.pupils[0])
    batch = RewardBatch.objects.get()

    for school in (held.school, halton.school):
        found = browser(halton.officer).get(reverse("reward-batch", args=[school.pk, batch.pk]))
        assert found.status_code == 404


def test_a_batch_of_last_year_says_the_moment_at_which_it_was_given(browser, held):
    at = datetime(2026, 11, 20, 8, 45, tzinfo=NOON.tzinfo)

    give(browser, held, a_scheme(held), held.pupils[0])

    assert RewardBatch.objects.get().made_at == at


def test_a_mark_that_is_changed_afterwards_keeps_its_certificate_back_until_somebody_decides(browser, held):
    scheme = a_scheme(held)
    submit(held, "/", "/", "/", "/", day=SUMMER)
    give(browser, held, scheme, *held.pupils[:2])
    batch = RewardBatch.objects.get()
    amend(held, 0, original="/", new="O", day=SUMMER)
    client = browser(held.officer, NOON + timedelta(hours=6))
    ada, file = held.pupils[0].pupil_id, reverse("reward-batch-pdf", args=[held.school.pk, batch.pk])

    page = words_of(client.get(reverse("reward-batch", args=[held.school.pk, batch.pk])))
    alone = client.get(reverse("reward-pdf", args=[held.school.pk, batch.pk, ada]))

    assert "1 certificate is left out of that file: marks behind it were changed since" in page
    assert "Ada" not in text_of(client.get(file).content)
    assert "Bela Turing" in text_of(client.get(file).content)
    assert alone.status_code == 409
    assert "waits: what it relied on was changed after it was made" in words_of(alone)


def test_each_certificate_tells_of_the_sessions_that_it_relied_on(browser, held):
    give(browser, held, a_scheme(held), held.pupils[0])

    [relied] = Reliance.objects.filter(kind="recognition")

    assert (relied.pupil_id, relied.first_day, relied.last_day) == (
        held.pupils[0].pupil_id,
        date(2026, 4, 13),
        date(2026, 7, 21),
    )
    assert (relied.counts["possible"], relied.counts["attended"]) == (132, 132)
    assert relied.link == reverse("reward-batch", args=[held.school.pk, RewardBatch.objects.get().pk])


def test_a_list_of_which_nothing_can_be_given_asks_for_nothing(browser, held):
    """A form without a button would do nothing, and boxes that cannot be sent would mislead."""
    scheme = a_scheme(held)
    lead = browser(held.officer)
    asks = {}
    for day in ("2026-06-10", "2026-11-09"):
        page = lead.get(reverse("reward-of-day", args=[held.school.pk, scheme.pk, day])).content.decode()
        boxes, button = (
            'name="pupils"' in page,
            "Give certificates\n" in page or "Give certificates</b" in page,
        )
        asks[day] = (boxes, button, page.count('<form method="post" novalidate>'))
    assert asks == {"2026-06-10": (True, True, 1), "2026-11-09": (False, False, 0)}
