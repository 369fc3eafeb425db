"""Plans and contracts of one child, through the pages that make them, go on with them and end them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from supportfirst.casework.store.models import CaseEvent, Task
from tests.factories.site import a_user, an_adult
from tests.factories.site_cases import an_event, put_marks
from tests.factories.site_registers import a_register_school, form_of, words_of
from tests.factories.site_support import day_of

pytestmark = pytest.mark.django_db
TEN = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
FRIDAY = date(2026, 11, 20)
MADE = {
    "parent_present": "yes",
    "ground": "support_did_not_work",
    "ground_because": "The mentor saw her six times, and nothing changed.",
    "adults_because": "She brings the child to school.",
    "lead": "Otis Grant",
    "parent_said": "Mornings are hard; a call would help.",
    "requirements": "Set out at eight\nRing us by nine",
    "support": "A call at half past seven",
    "understood": "Otis Grant read it aloud and asked her to say it back.",
    "signed_on": FRIDAY,
    "school_signed_on": FRIDAY,
    "from": FRIDAY,
    "to": date(2027, 5, 20),
    "review_on": date(2026, 12, 18),
}


class World:
    def __init__(self, browser, pack="essex"):
        self.held = a_register_school(pack=pack)
        self.pupil = self.held.pupils[0]
        self.mother = an_adult(self.pupil)
        self.client = browser(self.held.officer, TEN)

    def place(self, name="pupil-contracts", *more):
        return reverse(name, args=[self.held.school.pk, self.pupil.pupil_id, *more])

    def page(self):
        return words_of(self.client.get(self.place()))

    def record(self, kind, **typed):
        here = self.place("pupil-contract-record", kind)
        own = {name: typed.pop(name) for name in ("about", "adults", "who", "suggested") if name in typed}
        sent = {}
        for name, value in typed.items():
            sent |= day_of(f"field_{name}", value) if isinstance(value, date) else {f"field_{name}": value}
        form = form_of(self.client.get(here))
        form.pop("suggested", None)  # which of the boxes are ticked is said here
        return self.client.post(here, {**form, **own, **sent})

    def make(self, *, leave_out="", **typed):
        told = {name: value for name, value in {**MADE, **typed}.items() if name != leave_out}
        return self.record("attendance_contract", **{"adults": [str(self.mother.pk)], **told})

    def made(self, **data):
        lead = {"lead": "Otis Grant", "signed_on": "2026-11-02", "from": "2026-11-02", "to": "2027-05-02"}
        return an_event(
            self.pupil,
            "attendance_contract",
            by=self.held.officer,
            on=date(2026, 11, 2),
            adults=[self.mother],
            **lead,
            **data,
        )

    def followed(self, kind, about, **data):
        return an_event(self.pupil, kind, by=self.held.officer, on=FRIDAY, about=str(about.event), **data)


@pytest.fixture
def essex(browser):
    return World(browser)


def refused(answer, *words):
    told = words_of(answer)
    assert answer.status_code == 422, told
    assert all(each in told for each in words), told
    assert not CaseEvent.objects.exists()


# --- made --------------------------------------------------------------------------------


@pytest.mark.requirement("ESX-C-15")
def test_a_contract_keeps_its_parents_and_what_was_agreed_in_the_familys_own_words(essex):
    assert essex.make().status_code == 302

    event = CaseEvent.objects.get(kind="attendance_contract")
    assert event.adults == [str(essex.mother.pk)]
    assert event.data["adults_because"] == "She brings the child to school."
    assert event.data["requirements"] == ["Set out at eight", "Ring us by nine"]
    told = essex.page()
    assert f"Made with {essex.mother.name}" in told
    assert "signed" in told


@pytest.mark.parametrize(
    ("left_out", "words"),
    [
        pytest.param("ground", "why a contract is considered", marks=pytest.mark.requirement("ESX-C-03")),
        pytest.param("ground_because", "what shows it", marks=pytest.mark.requirement("ESX-C-03")),
        pytest.param(
            "support",
            "what the school and its partners will do",
            marks=pytest.mark.requirement("ESX-C-12", "ESX-C-50"),
        ),
        pytest.param("parent_said", "what the parents said", marks=pytest.mark.requirement("ESX-C-13")),
        pytest.param("lead", "the lead practitioner", marks=pytest.mark.requirement("ESX-C-22")),
        pytest.param("to", "its last day", marks=pytest.mark.requirement("ESX-C-25", "ESX-C-48")),
        pytest.param("understood", "understanding", marks=pytest.mark.requirement("ESX-C-28")),
        pytest.param("requirements", "what the parents will do", marks=pytest.mark.requirement("ESX-C-49")),
        pytest.param("review_on", "the day set for the review", marks=pytest.mark.requirement("ESX-C-06")),
    ],
)
def test_no_contract_is_made_without_what_the_policy_asks_for(essex, left_out, words):
    typed = {"lead": ""} if left_out == "lead" else {}

    refused(essex.make(leave_out=left_out, **typed), "can’t be made yet".replace("’", "'"), words)


def test_what_no_contract_is_made_without_is_not_called_optional(essex):
    form = words_of(essex.client.get(essex.place("pupil-contract-record", "attendance_contract")))

    assert "Its last day (optional)" not in form
    assert "is it made with? (optional)" not in form
    assert "The purpose (optional)" in form
    assert "The lead practitioner (optional)" not in form


@pytest.mark.requirement("ESX-C-22")
def test_somebody_of_another_school_can_not_lead_a_contract(essex):
    other = a_register_school(names=[("Ada", "Curie")])
    a_user("attendance_officer", other.school, name="Nadia Frost")

    assert essex.make(lead="Nadia Frost").status_code == 422
    assert not CaseEvent.objects.exists()


@pytest.mark.requirement("ESX-C-16")
def test_no_contract_is_made_in_essex_without_a_parent_there(essex):
    refused(essex.make(parent_present="no"), "without a parent there")


@pytest.mark.requirement("ESX-C-16")
def test_no_contract_is_made_on_the_day_of_a_meeting_to_which_no_parent_came(essex):
    meeting = an_event(essex.pupil, "meeting", by=essex.held.officer, on=FRIDAY, meeting="contract")
    essex.followed("meeting_outcome", meeting, result="parent_absent")

    answer = essex.make()

    assert "is recorded as one to which no parent came" in words_of(answer)
    assert not CaseEvent.objects.filter(kind="attendance_contract").exists()


@pytest.mark.requirement("ESX-C-17")
def test_one_contract_may_be_made_with_two_parents(essex):
    father = an_adult(essex.pupil, relationship="father")

    assert essex.make(adults=[str(essex.mother.pk), str(father.pk)]).status_code == 302

    told = essex.page()
    assert told.count("Made with") == 3, "two parents and the school"


@pytest.mark.requirement("ESX-C-18")
def test_two_contracts_run_at_once_each_with_its_own_requirements(essex):
    father = an_adult(essex.pupil, relationship="father")

    assert essex.make().status_code == 302
    assert essex.make(adults=[str(father.pk)], requirements="Fetch her on Fridays").status_code == 302

    told = essex.page()
    assert "Fetch her on Fridays" in told
    assert "Set out at eight" in told
    assert told.count("20 November 2026 active") == 2


@pytest.mark.requirement("ESX-C-09")
def test_the_school_is_party_to_a_contract_and_partners_may_be(essex):
    essex.make(partners="Sample Family Centre")

    told = essex.page()
    assert f"Made with {essex.held.school.name}" in told
    assert "Sample Family Centre" in told


@pytest.mark.requirement("ESX-C-09")
@pytest.mark.parametrize("whom", ["nobody", "a stranger"])
def test_a_contract_has_a_parent_of_this_child(essex, whom):
    stranger = an_adult(essex.held.pupils[1])
    adults = [] if whom == "nobody" else [str(stranger.pk)]

    asks = "Choose at least one parent" if whom == "nobody" else "is not offered, or no longer"

    refused(essex.make(adults=adults), asks)


@pytest.mark.requirement("ESX-C-29")
def test_a_parent_who_reads_no_english_has_a_translation_or_a_reason(essex):
    essex.mother.language = "Polish"
    essex.mother.save()

    refused(essex.make(), "Polish", "translation")
    assert essex.make(translation="Read by an interpreter").status_code == 302


@pytest.mark.requirement("ESX-C-26", "ESX-C-25")
@pytest.mark.parametrize(
    ("last", "said"),
    [
        (date(2027, 1, 1), "shorter than most"),
        (date(2027, 2, 19), "shorter than most"),
        (date(2027, 2, 20), ""),
        (date(2027, 11, 20), ""),
        (date(2028, 1, 20), "longer than most"),
    ],
)
def test_a_short_or_long_contract_is_taken_with_advice(essex, last, said):
    assert essex.make(to=last).status_code == 302

    told = essex.page()
    assert ("than most" in told) is bool(said)
    assert said in told


def test_a_contract_that_ends_before_it_begins_is_refused(essex):
    refused(essex.make(to=date(2026, 11, 1)), "before it begins")


@pytest.mark.requirement("ESX-C-06")
def test_the_review_is_asked_of_the_lead_and_shown_when_it_is_overdue(browser, essex):
    essex.make()

    task = Task.objects.get(kind="contract_review")
    assert (task.for_user, task.due_on) == (essex.held.officer, date(2026, 12, 18))
    later = browser(essex.held.officer, datetime(2026, 12, 21, 10, 0, tzinfo=UTC))
    told = words_of(later.get(reverse("tasks", args=[essex.held.school.pk])))
    assert "Review the attendance contract" in told
    assert "overdue" in told.casefold()


def test_the_same_contract_sent_twice_is_one(essex):
    here = essex.place("pupil-contract-record", "attendance_contract")
    sent = {**form_of(essex.client.get(here)), "adults": [str(essex.mother.pk)]}
    for name, value in MADE.items():
        sent |= day_of(f"field_{name}", value) if isinstance(value, date) else {f"field_{name}": value}

    assert [essex.client.post(here, sent).status_code for _ in range(2)] == [302, 302]

    assert CaseEvent.objects.count() == Task.objects.count() == 1


def test_a_contract_shows_what_the_register_says_since_it_began(essex):
    essex.made()
    put_marks(essex.pupil, {date(2026, 11, 2): "OO", date(2026, 11, 3): "I/"})

    assert "absent for 3 of" in essex.page()
    assert "of them 1 authorised and 2 unauthorised" in essex.page()


# --- not made ----------------------------------------------------------------------------


@pytest.mark.requirement("ESX-C-24")
def test_why_a_contract_is_not_appropriate_is_kept_with_its_author(essex):
    refused(essex.record("contract_not_made", why="not_appropriate"), "the reason in words")

    assert (
        essex.record("contract_not_made", why="not_appropriate", reason="She is in hospital").status_code
        == 302
    )

    told = essex.page()
    assert "She is in hospital" in told
    assert "20 November 2026, by Otis Grant" in told


# --- not kept ----------------------------------------------------------------------------


@pytest.mark.requirement("ESX-C-54")
def test_the_lead_asks_for_an_explanation_when_a_contract_is_not_kept(essex):
    contract = essex.made()

    assert essex.record("contract_non_compliance", about=str(contract.event)).status_code == 302

    task = Task.objects.get()
    assert (task.kind, task.for_user) == ("seek_explanation", essex.held.officer)


@pytest.mark.requirement("ESX-C-55", "SC-D8")
def test_an_explanation_is_judged_and_so_is_the_use_of_the_contract(essex):
    breach = essex.followed("contract_non_compliance", essex.made())
    told = {"about": str(breach.event), "explanation": "accepted"}
    form = words_of(essex.client.get(essex.place("pupil-contract-record", "essex_explanation")))
    assert all(each in form for each in ("Accepted", "No fault", "Not satisfactory"))

    answer = essex.record("essex_explanation", **told)
    assert answer.status_code == 422
    assert "whether the contract is still useful" in words_of(answer)

    assert essex.record("essex_explanation", **told, still_useful="yes").status_code == 302
    assert "accepted" in essex.page()
    assert not Task.objects.exists()


def test_a_contract_that_is_hard_to_keep_through_no_fault_goes_to_a_review_meeting(essex):
    breach = essex.followed("contract_non_compliance", essex.made())

    essex.record("essex_explanation", about=str(breach.event), explanation="no_fault", still_useful="yes")

    assert "no fault of the parent" in Task.objects.get(kind="contract_review").why


@pytest.mark.requirement("ESX-C-58")
@pytest.mark.parametrize("warned", [True, False])
def test_a_contract_not_kept_again_after_a_warning_goes_to_a_review_meeting(essex, warned):
    contract = essex.made()
    essex.followed("contract_non_compliance", contract)
    if warned:
        essex.followed("contract_warning", contract, reason="No call was answered.")

    essex.record("contract_non_compliance", about=str(contract.event))

    assert Task.objects.filter(kind="contract_review").exists() is warned


@pytest.mark.requirement("ESX-C-59")
def test_a_contract_ends_only_from_a_review_meeting_with_a_reason(essex):
    contract = essex.made()
    essex.followed("contract_warning", contract, reason="No call was answered.")
    told = {"about": str(contract.event), "reason": "Nobody came.", "from_review": "yes"}

    assert essex.record("contract_ended", **told).status_code == 422
    essex.followed("contract_review", contract, outcome="no_improvement")
    assert essex.record("contract_ended", **{**told, "from_review": "no"}).status_code == 422
    assert essex.record("contract_ended", **{**told, "reason": ""}).status_code == 422
    assert not CaseEvent.objects.filter(kind="contract_ended").exists()

    assert essex.record("contract_ended", **told).status_code == 302
    assert "ended" in essex.page()


def test_a_contract_does_not_end_before_a_warning(essex):
    contract = essex.made()
    essex.followed("contract_review", contract, outcome="no_improvement")

    answer = essex.record(
        "contract_ended", about=str(contract.event), reason="Nobody came.", from_review="yes"
    )

    assert answer.status_code == 422
    assert "before a warning" in words_of(answer)


@pytest.mark.parametrize("who", ["teacher"])
def test_a_teacher_does_not_read_contracts(browser, essex, who):
    assert browser(essex.held.teacher, TEN).get(essex.place()).status_code == 404
