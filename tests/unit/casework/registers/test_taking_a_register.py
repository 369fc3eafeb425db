"""Taking a register on its page: everybody present by default, the rest named, nothing lost."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.urls import reverse

from supportfirst.casework.bridge.code_numbers import symbol_of
from supportfirst.casework.bridge.register_rows import entries_of
from supportfirst.casework.store.models import AuditEvent, Pupil, RegisterDocument
from tests.factories.site import a_user
from tests.factories.site_registers import (
    NAMES,
    ONE,
    QUARTER_TO_NINE,
    a_register_school,
    add_class,
    form_of,
    submit,
    words_of,
)

pytestmark = pytest.mark.django_db
TWENTY_TO_TEN = QUARTER_TO_NINE.replace(hour=9, minute=40)

SURNAMES = [
    *("Adeyemi", "Baker", "Chaudhry", "Dalton", "Evans", "Farouk", "Green", "Hughes", "Ivanov", "Jones"),
    *("Kaur", "Lewis", "Morgan", "Novak", "Owen", "Patel", "Quinn", "Roberts", "Singh", "Taylor"),
    *("Abbott", "Burton", "Carter", "Davies", "Underwood", "Vaughan", "Walker", "Xu", "Young", "Zielinski"),
]


def address(held, half="morning", day="2026-11-20", group=None, name="register"):
    return reverse(name, args=[held.school.pk, day, half, (group or held.group).pk])


def sent(browser, held, *, at=QUARTER_TO_NINE, half="morning", day="2026-11-20", **typed):
    """Open the page, change what is typed, send it."""
    client = browser(held.teacher, at)
    page = client.get(address(held, half, day))
    return client.post(address(held, half, day), {**form_of(page), **typed})


def kept():
    """The marks of every document, by first name, with minutes."""
    found = {}
    for document in RegisterDocument.objects.order_by("serial"):
        for entry in entries_of(document.pupils, document.marks, document.minutes):
            name = document.school.enrolments.get(pk=entry.enrolment).pupil.legal_forename
            found[name] = (symbol_of(entry.number), entry.minutes)
    return found


def test_one_submit_marks_everybody_present(browser):
    held = a_register_school()

    answer = sent(browser, held)

    assert answer.status_code == 302
    assert answer["Location"] == address(held, name="register-taken")
    assert kept() == {first: ("/", 0) for first, _ in NAMES}


def test_names_with_a_comma_between_are_away_or_late(browser):
    held = a_register_school()

    sent(browser, held, at=TWENTY_TO_TEN, exceptions="byron, turing I; Cleo L 8,franklin 9.12")

    assert kept() == {"Ada": ("N", 0), "Bela": ("I", 0), "Cleo": ("L", 8), "Dara": ("L", 27)}


def test_a_register_of_thirty_with_two_away_and_one_late_takes_six_keys_beyond_the_names(browser):
    held = a_register_school(names=[("Sam", surname) for surname in SURNAMES])
    typed = "dalton,patel,xu 9"  # where the page puts the cursor; Enter sends it

    answer = sent(browser, held, exceptions=typed)

    page = browser(held.teacher, ONE).get(address(held, "afternoon")).content.decode()
    assert re.search(r'<input[^>]* id="exceptions"[^>]* autofocus>', page)
    keys = len(typed) - sum(len(name) for name in ("dalton", "patel", "xu")) + len("\n")
    assert keys <= 6
    counted = words_of(browser(held.teacher).get(answer["Location"]))
    assert "Present 28 Of those present, late 1 Unauthorised absence 2" in counted


def test_thirty_pupils_ask_the_database_no_more_often_than_two(browser, django_assert_max_num_queries):
    held = a_register_school(names=[("Sam", surname) for surname in SURNAMES])
    submit(held, *["/"] * 12)
    client = browser(held.teacher)

    with django_assert_max_num_queries(25):
        client.get(address(held))


def test_the_list_names_them_as_well(browser):
    held = a_register_school()
    ada, bela, cleo, _ = (pupil.pk for pupil in held.pupils)

    sent(browser, held, **{f"mark-{ada}": "N", f"other-{bela}": "I", f"minutes-{cleo}": "12"})

    assert kept() == {"Ada": ("N", 0), "Bela": ("I", 0), "Cleo": ("L", 12), "Dara": ("/", 0)}


def test_what_is_typed_in_the_line_outweighs_the_list(browser):
    held = a_register_school()

    sent(
        browser,
        held,
        exceptions="byron I",
        **{f"mark-{held.pupils[0].pk}": "L", f"minutes-{held.pupils[0].pk}": "4"},
    )

    assert kept()["Ada"] == ("I", 0)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("smith", "Nobody in the class is called “smith”"),
        ("sam", "“sam” could be Sam Hill or Sam Hilton: write more of the name"),
    ],
)
def test_a_name_that_is_nobodys_or_two_pupils_is_told_and_nothing_is_kept(browser, typed, says):
    held = a_register_school(names=[("Sam", "Hill"), ("Sam", "Hilton")])

    answer = sent(browser, held, exceptions=typed)

    assert answer.status_code == 422
    assert says in words_of(answer)
    assert f'value="{typed}"' in answer.content.decode()
    assert RegisterDocument.objects.count() == 0


def test_a_whole_name_outweighs_the_beginning_of_another(browser):
    held = a_register_school(names=[("Sam", "Hill"), ("Sue", "Hilton")])

    sent(browser, held, exceptions="hill")

    assert kept() == {"Sam": ("N", 0), "Sue": ("/", 0)}


def test_a_child_is_found_by_the_name_that_they_are_called_by(browser):
    held = a_register_school()
    child = held.pupils[0].pupil
    child.preferred_forename = "Addie"
    child.save()

    sent(browser, held, exceptions="addie I")

    assert kept()["Ada"] == ("I", 0)


def test_minutes_that_are_no_number_are_told(browser):
    held = a_register_school()

    answer = sent(browser, held, **{f"minutes-{held.pupils[0].pk}": "ten"})

    assert answer.status_code == 422
    assert "Ada Byron: minutes late must be a whole number, such as 8" in words_of(answer)


def test_a_double_click_keeps_one_register(browser):
    held = a_register_school()
    client = browser(held.teacher)
    form = {**form_of(client.get(address(held))), "exceptions": "byron"}

    first, second = client.post(address(held), form), client.post(address(held), form)

    assert (first.status_code, second.status_code) == (302, 302)
    assert RegisterDocument.objects.count() == 1
    assert AuditEvent.objects.filter(verb="submit_register").count() == 1


def test_a_register_that_somebody_else_took_meanwhile_is_not_overwritten(browser):
    held = a_register_school()
    client = browser(held.teacher)
    form = {**form_of(client.get(address(held))), "exceptions": "byron I"}
    submit(held, "/", "/", "/", "/", by=held.officer)

    answer = client.post(address(held), form)

    assert answer.status_code == 422
    assert "1 of its marks differ from what stands" in words_of(answer)
    assert "correct each such mark on its own page" in words_of(answer)
    assert kept()["Ada"] == ("/", 0)


@pytest.mark.parametrize("broken", [{"submission": "7"}, {"submission": ""}])
def test_a_form_that_was_not_sent_whole_is_told(browser, broken):
    held = a_register_school()

    answer = sent(browser, held, **broken)

    assert answer.status_code == 422
    assert "Open the register again" in words_of(answer)


def test_a_form_that_shows_nobody_of_the_class_is_told(browser):
    held = a_register_school()

    answer = browser(held.teacher).post(address(held), {"mark-999999999": "/"})

    assert answer.status_code == 422
    assert "The form shows nobody of the class" in words_of(answer)


@pytest.mark.requirement("WID-119")
@pytest.mark.parametrize(("day", "symbol", "status"), [("2026-11-20", "H", 422), ("2026-11-20", "K", 302)])
def test_a_code_that_is_not_in_the_dated_set_is_refused(browser, day, symbol, status):
    held = a_register_school()
    ada = held.pupils[0].pk

    answer = sent(browser, held, day=day, **{f"other-{ada}": symbol})

    assert answer.status_code == status
    if status == 422:
        told = words_of(answer)
        assert "“H” (" in told
        assert "is not in force: its last day was 18 August 2024" in told
        assert "Use one of the codes in force on 20 November 2026: /, L, " in told
        assert RegisterDocument.objects.count() == 0


@pytest.mark.requirement("WID-93")
def test_every_absence_that_can_be_stored_is_authorised_or_not_by_its_code(browser):
    held = a_register_school()
    page = browser(held.teacher).get(address(held)).content.decode()
    symbols = sorted({*re.findall(r'value="([A-Z]\w?)"', page)})
    everything = a_register_school(names=[("Sam", symbol) for symbol in symbols])
    everything = replace(everything, teacher=a_user("head", everything.school))  # who may grant leave
    Pupil.objects.update(date_of_birth=None)  # a code that is not for an age is not against it
    typed = {f"other-{pupil.pk}": symbol for pupil, symbol in zip(everything.pupils, symbols, strict=True)}

    answer = sent(browser, held, exceptions="byron I, turing N, noether U")
    one_of_each = sent(browser, everything, **typed)
    unknown = {f"mark-{held.pupils[0].pk}": "absent"}
    refused = sent(browser, held, at=ONE, half="afternoon", exceptions="", **unknown)

    client = browser(held.teacher)
    assert "Authorised absence 1 Unauthorised absence 2 No mark 0" in words_of(client.get(answer["Location"]))
    told = words_of(browser(everything.teacher).get(one_of_each["Location"]))
    counted = re.findall(r"(?:resent|activity|absence|session) (\d+) ", told)
    assert {"C", "G", "I", "N", "O", "U"} <= set(symbols)
    assert sum(map(int, counted)) == len(symbols)
    assert "No mark 0" in told
    assert refused.status_code == 422


@pytest.mark.requirement("WID-44")
def test_the_schools_own_start_of_session_is_on_the_register(browser):
    held = a_register_school()
    client = browser(held.teacher)

    assert "The morning starts at 8:45am." in words_of(client.get(address(held)))
    assert "The afternoon starts at 1pm." in words_of(client.get(address(held, "afternoon")))
    held.school.day_starts = "08:50"
    held.school.save()
    assert "The morning starts at 8:50am." in words_of(client.get(address(held)))


def test_the_doors_lateness_and_close_are_on_the_register(browser):
    held = a_register_school()

    told = words_of(browser(held.teacher).get(address(held)))

    assert "Doors open at 8:40am." in told
    assert "Late after 8:55am." in told
    assert "The register closes at 9:30am." in told


ARRIVALS = [("8.55", "/", 0), ("8.56", "L", 11), ("9.30", "L", 45), ("9.31", "U", 46)]


@pytest.mark.parametrize(
    ("arrived", "symbol", "minutes"),
    [
        pytest.param(*ARRIVALS[0], marks=pytest.mark.requirement("WID-47")),
        pytest.param(*ARRIVALS[1], marks=pytest.mark.requirement("WID-47")),
        pytest.param(*ARRIVALS[2], marks=pytest.mark.requirement("WID-47")),
        pytest.param(*ARRIVALS[3], marks=pytest.mark.requirement("WID-48")),
    ],
)
def test_an_arrival_is_marked_by_the_schools_times(browser, arrived, symbol, minutes):
    held = a_register_school()

    sent(browser, held, at=TWENTY_TO_TEN, exceptions=f"byron {arrived}")

    assert kept()["Ada"] == (symbol, minutes)
    told = words_of(browser(held.teacher).get(address(held, name="register-taken")))
    assert ("Unauthorised absence 1 " in told) == (symbol == "U")


def test_an_arrival_is_not_guessed_where_the_school_has_set_no_times(browser):
    held = a_register_school(morning_closes=None)

    answer = sent(browser, held, exceptions="byron 9.12")

    assert answer.status_code == 422
    assert "must first say when the morning register closes" in words_of(answer)
    assert not RegisterDocument.objects.exists()


def test_after_submitting_the_counts_are_told(browser):
    held = a_register_school()

    answer = sent(browser, held, exceptions="byron, turing I, cleo L 8")
    told = words_of(browser(held.teacher).get(answer["Location"]))

    assert "Present 2 Of those present, late 1 Authorised absence 1 Unauthorised absence 1 No mark 0" in told
    assert "Cleo Noether: L, 8 minutes" in told


def test_a_register_without_marks_has_nothing_to_confirm(browser):
    held = a_register_school()

    answer = browser(held.teacher).get(address(held, name="register-taken"))

    assert answer["Location"] == address(held)


@pytest.mark.requirement("WID-52")
def test_a_class_teacher_reaches_only_own_classes_and_sees_what_is_missing(browser):
    held = a_register_school()
    other = add_class(held)
    client = browser(held.teacher, QUARTER_TO_NINE.replace(hour=10))

    assert client.get(address(held)).status_code == 200
    assert client.get(address(held, group=other)).status_code == 404
    assert client.post(address(held, group=other), {"mark-1": "/"}).status_code == 404
    own = words_of(client.get(reverse("registers", args=[held.school.pk])))
    assert "1 not taken." in own
    assert f"{held.group.name} Morning Not taken, due by 9:15am" in own
    assert other.name not in own
    all_ = words_of(
        browser(held.officer, QUARTER_TO_NINE.replace(hour=10)).get(
            reverse("registers", args=[held.school.pk])
        )
    )
    assert "2 not taken." in all_


def test_a_stranger_finds_no_such_register(browser):
    held = a_register_school()
    client = browser(a_user("head", a_register_school().school))

    for name in ("register", "register-taken"):
        assert client.get(address(held, name=name)).status_code == 404
    assert client.get(reverse("registers", args=[held.school.pk])).status_code == 404


@pytest.mark.parametrize(("half", "day"), [("evening", "2026-11-20"), ("morning", "2026-13-20")])
def test_an_address_of_no_session_has_no_page(browser, half, day):
    held = a_register_school()

    assert browser(held.teacher).get(address(held, half, day)).status_code == 404


@pytest.mark.parametrize(
    ("day", "says"),
    [
        ("2026-11-14", "No register: Saturday is not a school day."),
        ("2026-11-23", "This day has not come yet."),
    ],
)
def test_a_day_without_a_register_shows_no_form(browser, day, says):
    held = a_register_school()

    page = browser(held.teacher).get(address(held, day=day))

    assert says in words_of(page)
    assert "submission" not in form_of(page)


def test_the_page_has_no_inline_style_or_script_and_each_control_has_a_label(browser):
    held = a_register_school()

    page = browser(held.teacher).get(address(held)).content.decode()

    assert " style=" not in page
    assert "<style" not in page
    assert not re.search(r"<script(?![^>]*\ssrc=)", page)
    ids = re.findall(r'<(?:input|select)[^>]*\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids)) == 2 + 4 * 6  # finding a child, exceptions, and each row
    assert all(f'for="{each}"' in page for each in ids)


def test_an_enrolments_number_stands_in_no_address(browser):
    held = a_register_school()
    submit(held, "/", "N")
    page = browser(held.teacher).get(address(held)).content.decode()

    assert f"/{held.pupils[0].pk}/" not in page
    assert str(held.pupils[0].pupil_id) in page
