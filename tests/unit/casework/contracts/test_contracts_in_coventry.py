"""The contract in Coventry: who writes it, after what, for how long, and what follows where nobody came."""

from __future__ import annotations

from datetime import date

import pytest

from supportfirst.casework.store.models import CaseEvent, Task
from tests.factories.site import a_user, an_adult
from tests.factories.site_cases import an_event
from tests.factories.site_registers import form_of
from tests.factories.site_support import day_of
from tests.unit.casework.contracts.conftest import browser
from tests.unit.casework.contracts.test_child_contracts import FRIDAY, MADE, TEN, World, words_of

pytestmark = pytest.mark.django_db
__all__ = ["browser"]
END = date(2027, 1, 1)  # six weeks after Friday 20 November 2026
TERMS = {"to": END, "review_on": END, "supervising_officer": "Nadia Shah"}


class Coventry(World):
    """`client` is the officer's, `school_client` that of the school."""

    def __init__(self, browser):
        super().__init__(browser, "coventry")
        self.school_client = self.client
        self.officer = a_user("authority_officer", authority=self.held.school.authority, name="Nadia Shah")
        self.client = browser(self.officer, TEN)
        session = self.client.session
        session["demo"] = True  # without the second step
        session.save()

    def accepted(self):
        by = self.held.officer
        tried = {"early_help": "taken", "interventions": ["Mentoring", "Breakfast club"], "attachments": True}
        form = an_event(self.pupil, "attendance_intervention", by=by, more=tried)
        an_event(self.pupil, "intervention_form_sent", by=by, about=str(form.event), form="stage_3_contract")
        said = {"satisfied": True, "route": "attendance_contract", "reason": "All was tried"}
        an_event(self.pupil, "laao_decision", by=by, more=said)

    def contract(self, **typed):
        told = {
            name: value for name, value in MADE.items() if not name.endswith("signed_on") and name != "lead"
        }
        return self.record(
            "attendance_contract", **{"adults": [str(self.mother.pk)], **told, **TERMS, **typed}
        )

    def progress(self, told):
        here = self.place("pupil-contract-record", "contract_progress")
        typed = dict(told)
        day = day_of("on", typed.pop("on"))
        about = {"about": typed.pop("about")}
        fields = {f"field_{name}": value for name, value in typed.items()}
        return self.client.post(here, {**form_of(self.client.get(here)), **day, **about, **fields})

    def in_absence(self, **typed):
        return self.contract(parent_present="no", **typed)


@pytest.fixture
def coventry(browser):
    world = Coventry(browser)
    world.accepted()
    return world


def made():
    return CaseEvent.objects.filter(kind="attendance_contract").exists()


@pytest.mark.requirement("COV-99")
def test_no_contract_is_opened_but_from_an_accepted_form_of_stage_3(browser):
    world = Coventry(browser)

    answer = world.client.get(world.place("pupil-contract-record", "attendance_contract"))

    assert "the officer accepted the school's Stage 3 form" in words_of(answer)
    assert "form" not in answer.context or "field_requirements" not in answer.content.decode()
    world.accepted()
    assert world.contract().status_code == 302
    assert made()


@pytest.mark.requirement("COV-100", "SC-D3")
def test_the_officer_writes_the_contract_and_the_schools_help_stands_in_it(coventry):
    here = coventry.place("pupil-contract-record", "attendance_contract")
    told = words_of(coventry.school_client.get(here))
    assert "A contract is written by: Local Authority Attendance Officer" in told
    assert here not in coventry.school_client.get(coventry.place()).content.decode()
    sent = coventry.school_client.post(here, {"field_requirements": "Come in"})
    assert sent.status_code == 422
    assert not made()

    form = coventry.client.get(here).context["form"]

    assert form["field_support"].value() == "Mentoring\nBreakfast club"


@pytest.mark.requirement("COV-103")
def test_the_contract_keeps_its_parties_and_the_officer_who_supervises_it(coventry):
    assert coventry.contract().status_code == 302

    told = words_of(coventry.client.get(coventry.place()))

    assert f"Made with {coventry.mother.name}" in told
    assert f"Made with {coventry.held.school.name}" in told
    assert "The supervising officer: Nadia Shah" in told
    assert "voluntary, between school and parents" in told


@pytest.mark.requirement("COV-106", "SC-D5", "SC-D14")
def test_it_runs_for_six_weeks_that_are_proposed_and_says_how_many_school_days_that_is(coventry):
    form = coventry.client.get(coventry.place("pupil-contract-record", "attendance_contract")).context["form"]
    assert form["field_to"].value() == END

    other = coventry.contract(to=date(2027, 2, 1), review_on=date(2027, 2, 1))
    assert other.status_code == 422
    assert "runs for 6 weeks, to 1 January 2027" in words_of(other)
    assert not made()

    assert coventry.contract().status_code == 302
    before = inside(coventry)
    contract = CaseEvent.objects.get(kind="attendance_contract")
    longer = {
        "about": str(contract.event),
        "extended_to": date(2027, 1, 22),
        "reason": "Holidays",
    }
    assert coventry.record("contract_extended", **longer).status_code == 302
    assert 0 < before < inside(coventry) < before + 16


def inside(world):
    [shown] = world.client.get(world.place()).context["page"].contracts
    return shown.days_inside


@pytest.mark.requirement("COV-107")
def test_the_review_comes_at_the_end_of_the_period_and_not_before(coventry):
    answer = coventry.contract(review_on=date(2026, 12, 31))

    assert "The review comes at the end" in words_of(answer)
    assert answer.status_code == 422
    assert not made()
    assert coventry.contract().status_code == 302


@pytest.mark.requirement("SC-D1", "SC-D2")
def test_made_without_the_parent_it_is_implemented_and_only_hoped_for(coventry):
    assert coventry.in_absence().status_code == 302

    told = words_of(coventry.client.get(coventry.place()))

    assert "implemented without parent's agreement" in told
    assert "Expectation, not agreed: Set out at eight" in told
    assert "20 November 2026 signed" not in told


def test_made_with_the_parent_it_is_no_mere_expectation(coventry):
    coventry.contract()

    assert "Expectation, not agreed" not in words_of(coventry.client.get(coventry.place()))


@pytest.mark.requirement("COV-109")
def test_made_without_the_parents_it_is_to_be_delivered_to_each_and_the_result_is_kept(coventry):
    father = an_adult(coventry.pupil, legal_forename="Rufus")
    both = [str(coventry.mother.pk), str(father.pk)]

    assert coventry.in_absence(adults=both).status_code == 302

    tasks = Task.objects.filter(kind="deliver_contract")
    assert [each.why[:28] for each in tasks] == ["Deliver the contract by hand"] * 2
    contract = CaseEvent.objects.get(kind="attendance_contract")
    coventry.record("delivery_tried", about=str(contract.event), result="given")
    assert "20 November 2026: The school took a paper to the family's home" in words_of(
        coventry.client.get(coventry.place())
    )


@pytest.mark.requirement("COV-111")
def test_progress_on_an_action_lies_in_the_period(coventry):
    coventry.contract()
    contract = CaseEvent.objects.get(kind="attendance_contract")
    told = {"about": str(contract.event), "action": "Set out at eight", "progress": "On four days of five"}

    before = {**told, "on": date(2026, 11, 19)}
    assert coventry.progress(before).status_code == 422
    assert coventry.progress({**told, "on": FRIDAY}).status_code == 302

    assert "On four days of five" in words_of(coventry.client.get(coventry.place()))


@pytest.mark.requirement("LAW-09", "SC-D1")
@pytest.mark.parametrize(("pack", "taken"), [("essex", 422), ("coventry", 302)])
def test_whether_a_contract_is_made_without_the_parent_is_the_bodys_own_with_its_source(
    browser, coventry, pack, taken
):
    world = coventry if pack == "coventry" else World(browser)
    made_so = world.in_absence() if pack == "coventry" else world.make(parent_present="no")

    assert made_so.status_code == taken

    told = words_of(world.client.get(world.place()))
    said = {"essex": "no contract without a parent", "coventry": "listed as expectations, not agreed"}
    source = {"essex": "developing an attendance contract", "coventry": "Irregular Attendance Stage 3"}
    assert said[pack] in told
    assert source[pack] in told
