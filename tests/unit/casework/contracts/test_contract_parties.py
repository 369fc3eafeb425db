"""Who signs a contract, who is given which paper, who is made aware of it, and where none is made."""

from __future__ import annotations

from datetime import date

import pytest

from supportfirst.casework.store.models import CaseEvent, Task
from tests.factories.site import an_adult
from tests.factories.site_cases import an_event
from tests.unit.casework.contracts.conftest import browser
from tests.unit.casework.contracts.test_child_contracts import FRIDAY, MADE, World, refused, words_of

pytestmark = pytest.mark.django_db
__all__ = ["browser"]
CENTRE = "Sample Family Centre"


@pytest.fixture
def essex(browser):
    return World(browser)


def draft(world, **typed):
    """A contract that nobody has signed yet."""
    unsigned = {name: value for name, value in MADE.items() if not name.endswith("signed_on")}
    made = world.record("attendance_contract", adults=[str(world.mother.pk)], **{**unsigned, **typed})
    assert made.status_code == 302, words_of(made)
    return CaseEvent.objects.filter(kind="attendance_contract").latest("serial")


def signs(world, contract, who, **typed):
    told = {"about": str(contract.event), "who": who, "how": "on_screen", **typed}
    return world.record("contract_signed", **told)


def gives(world, contract, who, paper="contract_copy", how="handed", **typed):
    told = {"about": str(contract.event), "who": who, "paper": paper, "how": how, **typed}
    return world.record("contract_paper_given", **told)


def mother_of(world):
    return f"parent:{world.mother.pk}"


@pytest.mark.requirement("ESX-C-27", "ESX-C-51")
def test_a_contract_is_a_draft_until_everybody_has_signed_it_with_a_day(essex):
    contract = draft(essex, partners=CENTRE)
    assert "draft, not signed by everybody" in essex.page()

    for who in (mother_of(essex), "school:", f"partner:{CENTRE}"):
        assert "20 November 2026 active" not in essex.page()
        assert signs(essex, contract, who).status_code == 302

    told = essex.page()
    assert "20 November 2026 active" in told
    assert f"Signed: {essex.mother.name}, 20 November 2026" in told
    assert f"Signed: {CENTRE}, 20 November 2026" in told


@pytest.mark.requirement("ESX-C-51")
def test_without_the_parents_day_a_contract_that_the_school_signed_stays_a_draft(essex):
    contract = draft(essex)
    signs(essex, contract, "school:")

    told = essex.page()

    assert "draft, not signed by everybody" in told
    assert f"Signature: {essex.mother.name}" in told


def test_nobody_signs_who_is_no_party(essex):
    father = an_adult(essex.pupil, relationship="father")
    contract = draft(essex)

    answer = signs(essex, contract, f"parent:{father.pk}")

    assert answer.status_code == 422
    assert "no party to the contract" in words_of(answer)


@pytest.mark.requirement("ESX-C-21")
def test_each_party_is_given_a_copy_and_who_is_not_is_listed(essex):
    contract = draft(essex, partners=CENTRE)
    gives(essex, contract, mother_of(essex))
    gives(essex, contract, f"partner:{CENTRE}", how="email")

    told = essex.page()
    given, _, missing = told.partition("Outstanding")

    assert f"Contract copy: {essex.mother.name}, handed on 20 November 2026" in given
    assert f"Contract copy: {CENTRE}, email on 20 November 2026" in given
    assert f"Contract copy: {essex.held.school.name}" in missing
    assert f"Contract copy: {CENTRE}" not in missing


@pytest.mark.requirement("ESX-C-20")
def test_everybody_with_parental_responsibility_is_made_aware_or_stands_as_outstanding(essex):
    father = an_adult(essex.pupil, legal_forename="Rufus", parental_responsibility=True)
    aunt = an_adult(essex.pupil, legal_forename="Ines", parental_responsibility=False)
    contract = draft(essex)

    missing = essex.page().partition("Outstanding")[2]
    assert f"Made aware of the support: {father.name}" in missing
    assert f"Made aware of the support: {aunt.name}" not in missing

    assert gives(essex, contract, f"parent:{father.pk}", "told_of_support", "spoken").status_code == 302

    given, _, missing = essex.page().partition("Outstanding")
    assert f"Made aware of the support: {father.name}, spoken on 20 November 2026" in given
    assert f"Made aware of the support: {father.name}" not in missing


@pytest.mark.requirement("SC-D11")
def test_the_policy_goes_on_paper_and_where_it_is_posted_says_on_which_day(essex):
    contract = draft(essex)
    form = words_of(essex.client.get(essex.place("pupil-contract-record", "contract_paper_given")))
    assert "The day it was posted, for a meeting by video" in form

    by_mail = gives(essex, contract, mother_of(essex), "attendance_policy", "email")
    assert by_mail.status_code == 422
    assert "given as a hard copy" in words_of(by_mail)
    assert gives(essex, contract, mother_of(essex), "attendance_policy", "posted").status_code == 422
    posted = {"posted_on": date(2026, 11, 19)}
    assert (
        gives(essex, contract, mother_of(essex), "attendance_policy", "posted", **posted).status_code == 302
    )

    assert f"Attendance policy: {essex.mother.name}, posted on 19 November 2026" in essex.page()


@pytest.mark.requirement("ESX-C-10", "SC-D13")
@pytest.mark.parametrize("kind", ["independent", "non-maintained special"])
def test_a_school_of_an_excluded_type_is_told_why_it_makes_no_contract(essex, kind):
    essex.held.school.type = kind
    essex.held.school.save()

    answer = essex.client.get(essex.place())
    offered = essex.place("pupil-contract-record", "attendance_contract")

    assert f"No attendance contract is made here: the school is of the type “{kind}”" in words_of(answer)
    assert offered not in answer.content.decode()
    refused(essex.make(), "No attendance contract is made here")


def test_a_school_of_another_type_is_offered_a_contract(essex):
    answer = essex.client.get(essex.place())

    assert essex.place("pupil-contract-record", "attendance_contract") in answer.content.decode()
    assert "No attendance contract is made here" not in words_of(answer)


@pytest.mark.requirement("SC-D6", "ESX-C-33")
def test_refusing_to_sign_ends_a_draft_as_explored_and_asks_nothing_of_anybody(essex):
    draft(essex)
    before = set(Task.objects.values_list("pk", flat=True))

    assert essex.record("contract_not_made", why="refused", reason="They do not wish to").status_code == 302

    told = essex.page()
    assert "explored, not agreed" in told
    assert "An attendance contract was explored and not agreed: the parent refused." in told
    assert set(Task.objects.values_list("pk", flat=True)) == before
    kinds = set(CaseEvent.objects.values_list("kind", flat=True))
    assert kinds == {"attendance_contract", "contract_not_made"}


@pytest.mark.requirement("SC-D15")
@pytest.mark.parametrize(
    ("why", "said"),
    [
        ("not_appropriate", "No attendance contract, since it would not be appropriate."),
        ("parent_absent", "No attendance contract, since no parent came."),
        ("refused", "An attendance contract was explored and not agreed: the parent refused."),
        ("", "An attendance contract was made."),
    ],
)
def test_the_page_says_which_of_four_answers_applies(essex, why, said):
    if why:
        essex.record("contract_not_made", why=why, reason="As they told us")
    else:
        essex.make()

    told = essex.page()

    assert said in told
    assert told.count("No attendance contract, since") == (1 if "since" in said else 0)


@pytest.mark.requirement("ESX-C-56")
def test_through_no_fault_a_review_is_arranged_and_a_new_version_takes_the_place_of_the_old(essex):
    contract = essex.made()
    breach = essex.followed("contract_non_compliance", contract)

    essex.record("essex_explanation", about=str(breach.event), explanation="no_fault", still_useful="yes")
    assert Task.objects.get(kind="contract_review").due_on == date(2026, 11, 23)
    assert essex.make(replaces=str(contract.event), requirements="Ring us by ten").status_code == 302

    told = essex.page()
    assert "Ring us by ten" in told
    assert "2 November 2026 replaced by another contract" in told
    assert "20 November 2026 active" in told


@pytest.mark.requirement("ESX-C-52", "ESX-C-53")
def test_eleven_suggestions_can_be_picked_beside_words_of_ones_own_and_none_must_be(essex):
    here = essex.place("pupil-contract-record", "attendance_contract")
    form = essex.client.get(here).context["form"]
    assert len(form.fields["suggested"].choices) == 11
    assert "The number of sessions of a parenting programme (optional)" in words_of(essex.client.get(here))
    parenting = "A formal parenting programme, with a stated number of sessions"

    assert essex.make().status_code == 302
    assert (
        essex.make(requirements="Ring us", suggested=["parenting"], programme_sessions="6").status_code == 302
    )

    own, picked = CaseEvent.objects.filter(kind="attendance_contract").order_by("serial")
    assert own.data["requirements"] == ["Set out at eight", "Ring us by nine"]
    assert (picked.data["requirements"], picked.data["programme_sessions"]) == (["Ring us", parenting], 6)


@pytest.mark.requirement("SC-D7")
@pytest.mark.parametrize(
    ("pack", "title", "law"),
    [
        ("essex", "Attendance contract", "Anti-social Behaviour Act 2003 section 19(2)"),
        ("halton", "Parenting Contract or Attendance Improvement Plan", "Anti-social Behaviour Act 2003"),
    ],
)
def test_the_page_uses_the_bodys_own_name_and_names_its_law(browser, pack, title, law):
    assert f"{title}: {law}." in World(browser, pack).page()


@pytest.mark.requirement("SC-D9")
def test_the_route_is_shown_and_an_end_without_a_warning_has_its_reason(essex):
    contract = essex.made()
    assert "Only the review meeting ends it" in essex.page()
    essex.followed("contract_review", contract, outcome="no_improvement")
    end = {"about": str(contract.event), "reason": "Nobody came.", "from_review": "yes"}

    assert essex.record("contract_ended", **end).status_code == 422
    answer = essex.record("contract_ended", **end, no_warning_because="They moved away.")

    assert answer.status_code == 302
    assert "They moved away." in essex.page()


@pytest.mark.requirement("SC-D10")
@pytest.mark.parametrize("offered", [1, 2])
def test_one_missed_meeting_is_enough_and_no_other_offer_is_pointed_out(essex, offered):
    for _ in range(offered):
        an_event(essex.pupil, "meeting", by=essex.held.officer, on=FRIDAY, meeting="contract")

    assert essex.record("contract_not_made", why="parent_absent", reason="Nobody came").status_code == 302

    assert ("You may go on; the Attendance Compliance Team will expect" in essex.page()) is (offered == 1)
