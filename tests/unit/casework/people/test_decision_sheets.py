"""A prompt that is acted on or declined keeps its sheet, which comes to the same or names what changed."""

from __future__ import annotations

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from supportfirst.attendance.cli.main import app
from supportfirst.attendance.cli.running import run
from supportfirst.casework.bridge.assessing import assess_rows
from supportfirst.casework.store.models import Assessed, AuditEvent, DecisionSheet, NamedPerson, Reliance
from supportfirst.casework.web import middleware
from tests.factories.site import a_user, an_adult
from tests.factories.site_accounts import demo_client
from tests.factories.site_cases import an_event
from tests.factories.site_registers import FRIDAY, QUARTER_TO_NINE, a_register_school, amend, submit
from tests.unit.casework.people.conftest import words

pytestmark = pytest.mark.django_db
NOW = QUARTER_TO_NINE + timedelta(hours=8)
WHY = "The family moved house; we look again in a week"


class Case:
    """Two weeks in which Ada was away without leave on most days, assessed."""

    def __init__(self) -> None:
        self.world = a_register_school(names=(("Ada", "Byron"), ("Bela", "Turing")))
        for place in range(10):
            day = FRIDAY - timedelta(days=place + 2 * (place // 5))
            for half in (0, 1):
                submit(self.world, "U" if place < 7 else "/", "/", day=day, half=half)
        self.ada = self.world.pupils[0]
        self.mother = an_adult(self.ada, legal_forename="Rosa")
        self.school = self.world.school
        self.assess()
        self.officer = a_user("attendance_officer", self.school)
        self.client = demo_client(self.officer)

    def assess(self) -> None:
        Assessed.objects.filter(school=self.school).delete()
        Assessed.objects.bulk_create(assess_rows(self.school, FRIDAY, known_at=NOW).rows)

    def address(self, name: str, *more) -> str:
        return reverse(name, args=[self.school.pk, self.ada.pupil_id, *more])

    @property
    def keys(self) -> list[str]:
        document = Assessed.objects.get(enrolment=self.ada).document
        return [line["id"] for part in ("steps_due", "stages", "prompts") for line in document.get(part, ())]

    def decide(self, key: str, decided: str = "declined", client=None, **held):
        newest = DecisionSheet.objects.filter(rule=key).order_by("-decided_at").first()
        seen = str(newest.pk) if newest is not None else ""
        given = {"decided": decided, "reason": WHY, "seen": seen, "submission": str(uuid4()), **held}
        return (client or self.client).post(self.address("prompt", key), given)

    def sheet(self, asked: str = "", client=None) -> str:
        row = DecisionSheet.objects.get()
        answer = (client or self.client).get(self.address("decision-sheet", row.pk) + asked)
        assert answer.status_code == 200
        return words(answer)


@pytest.fixture
def case(monkeypatch) -> Case:
    monkeypatch.setattr(middleware, "now", lambda: NOW)
    return Case()


def test_a_prompt_that_is_declined_keeps_its_sheet_with_who_when_and_why(case):
    key = case.keys[0]

    answer = case.decide(key)

    assert answer.status_code == 302
    row = DecisionSheet.objects.get()
    assert (row.rule, row.decided, row.reason, row.decided_by) == (key, "declined", WHY, case.officer)
    shown = case.sheet()
    assert f"Declined by {case.officer.name}, {case.officer.title}, " in shown
    assert WHY in shown
    assert "the sheet comes to the same, byte for byte" in shown
    assert row.seal in shown
    page = words(case.client.get(case.address("pupil")))
    assert f"declined by {case.officer.name}" in page


def test_the_sheet_names_the_input_that_changed_since(case, monkeypatch):
    case.decide(case.keys[0])
    assert "The same: nothing that the decision rested on has changed." in case.sheet("?again=today")

    amend(case.world, 0, original="U", new="I", half=1, at=NOW + timedelta(minutes=5))
    an_event(case.ada, "concern", by=case.officer, on=FRIDAY, at=NOW + timedelta(minutes=6), ground="other")

    monkeypatch.setattr(middleware, "now", lambda: NOW + timedelta(hours=1))
    shown = case.sheet("?again=today")
    assert "register: 2026-11-20 PM was U, is now I" in shown
    assert "history:" in shown
    assert "the sheet comes to the same, byte for byte" in shown  # from what it holds, it still does


def test_marks_of_later_days_change_nothing_behind_it(case, monkeypatch):
    case.decide(case.keys[0])
    later = NOW + timedelta(days=3)
    monkeypatch.setattr(middleware, "now", lambda: later)
    submit(case.world, "U", "/", day=FRIDAY + timedelta(days=3), half=0, at=later)

    assert "nothing that the decision rested on has changed" in case.sheet("?again=today")


def test_it_is_put_into_words_for_an_officer_and_for_a_parent(case):
    case.decide(case.keys[0])

    for_officer, for_parent = case.sheet(), case.sheet("?for=parent")

    assert "In words for an officer" in for_officer
    assert "The figures" in for_officer
    assert "In words for a parent" in for_parent
    assert "half-day sessions" in for_parent
    assert "The figures" not in for_parent


def test_the_file_is_the_one_that_the_command_line_judges_again(case, tmp_path, capsys):
    case.decide(case.keys[0])
    row = DecisionSheet.objects.get()
    answer = case.client.get(case.address("decision-sheet-file", row.pk))
    file = tmp_path / "sheet.json"
    file.write_bytes(answer.content)

    assert json.loads(answer.content)["seal"]["chain"] == row.seal
    assert run(app, ["rerun", str(file)]) == 0
    assert "The same, byte for byte." in capsys.readouterr().out


def test_declining_needs_a_reason_and_acting_does_not(case):
    first, second = case.keys[:2]

    refused = case.decide(first, reason="  ")
    assert refused.status_code == 422
    assert "Say why nothing is done about it." in words(refused)
    assert case.decide(first, decided="", reason="x").status_code == 422
    assert not DecisionSheet.objects.exists()

    assert case.decide(second, decided="acted on", reason="").status_code == 302
    assert DecisionSheet.objects.get().decided == "acted on"


def test_sent_twice_it_is_decided_once(case):
    again = str(uuid4())

    case.decide(case.keys[0], submission=again)
    case.decide(case.keys[0], submission=again, reason="Another reason")

    assert DecisionSheet.objects.get().reason == WHY


def test_a_row_rests_once_each_of_its_lines_was_decided_on(case):
    reasons = Assessed.objects.get(enrolment=case.ada).reasons
    *most, last = [line["rule"] for line in reasons if line["kind"] in ("due", "stage", "line")]

    for key in most:
        case.decide(key)
    assert Assessed.objects.get(enrolment=case.ada).acted_at is None
    case.decide(last)

    assert Assessed.objects.get(enrolment=case.ada).acted_at == NOW


def test_a_change_behind_it_waits_for_a_person_and_keeps_its_file_back(case):
    case.decide(case.keys[0])
    row = DecisionSheet.objects.get()
    amend(case.world, 0, original="U", new="I", half=1, at=NOW + timedelta(minutes=5))

    shown = case.sheet()

    assert "This decision sheet waits: what it relied on was changed after it was made" in shown
    assert "20 November 2026, afternoon: U became I" in shown
    assert "Decide whether this decision stands" in shown
    file = case.client.get(case.address("decision-sheet-file", row.pk))
    assert (file.status_code, file["Location"]) == (302, case.address("decision-sheet", row.pk))


def test_what_is_restricted_is_on_no_sheet_for_who_may_not_read_it(case):
    lead = a_user("dsl", case.school)
    told = {"on": FRIDAY, "at": NOW - timedelta(hours=1), "restricted": True}
    an_event(case.ada, "contact", by=lead, channel="phone", reason_found="Whispered words", **told)
    case.assess()
    case.decide(case.keys[0])
    file = case.address("decision-sheet-file", DecisionSheet.objects.get().pk)

    for asked in ("", "?for=parent", "?again=today"):
        shown = case.sheet(asked)
        assert "It holds a restricted record" in shown or "The sheet holds a restricted record" in shown
        assert "Whispered" not in shown
        assert "The figures" not in shown
    assert case.client.get(file).status_code == 302
    assert not AuditEvent.objects.filter(verb="export_sheet").exists()
    assert "The figures" in case.sheet(client=demo_client(lead))
    assert "Whispered words" in demo_client(lead).get(file).content.decode()


def test_a_line_that_does_not_stand_any_more_is_not_decided_on(case):
    document = Assessed.objects.get(enrolment=case.ada).document
    key = next(line["id"] for line in document["prompts"] if line["rule"] == "england.persistent_absence")
    for place in range(7):
        day = FRIDAY - timedelta(days=place + 2 * (place // 5))
        for half in (0, 1):
            amend(case.world, 0, original="U", new="/", day=day, half=half, at=NOW - timedelta(hours=1))

    refused = case.decide(key)

    assert refused.status_code == 422
    assert "the line does not stand as it is shown. Nothing was decided." in words(refused)
    assert not DecisionSheet.objects.exists()


def test_of_two_who_decide_at_once_the_second_is_told(case):
    key = case.keys[0]
    head = demo_client(a_user("head", case.school))
    case.decide(key)

    refused = case.decide(key, decided="acted on", client=head, seen="")

    assert refused.status_code == 422
    assert "A colleague has decided on it meanwhile." in words(refused)
    assert f"Declined by {case.officer.name}" in words(refused)
    assert DecisionSheet.objects.count() == 1
    assert case.decide(key, decided="acted on", client=head).status_code == 302  # having seen it


def test_whoever_was_named_later_changes_no_sheet_of_before(case, monkeypatch):
    case.decide(case.keys[0])
    NamedPerson.objects.create(
        school=case.school, role="attendance_lead", name="Later Lead", first_day=FRIDAY + timedelta(days=5)
    )
    monkeypatch.setattr(middleware, "now", lambda: NOW + timedelta(days=7))

    assert "nothing that the decision rested on has changed" in case.sheet("?again=today")


def test_it_relies_on_marks_and_its_seal_stands_in_the_trail(case):
    case.decide(case.keys[0])

    row = DecisionSheet.objects.get()
    relied = Reliance.objects.get(kind="sheet")
    assert (relied.thing, relied.rule, relied.content) == (str(row.pk), row.rule, row.seal)
    assert AuditEvent.objects.get(verb="decide_prompt").detail["seal"] == row.seal
    case.client.get(case.address("decision-sheet-file", row.pk))
    assert AuditEvent.objects.filter(verb="export_sheet", pupil=case.ada.pupil).count() == 1


@pytest.mark.parametrize(
    ("role", "decides", "reads"), [("head", True, True), ("senco", False, True), ("teacher", False, False)]
)
def test_who_may_decide_and_who_may_read(case, role, decides, reads):
    case.decide(case.keys[0])
    client = demo_client(a_user(role, case.school))
    sheet = case.address("decision-sheet", DecisionSheet.objects.get().pk)

    assert (client.get(case.address("prompt", case.keys[0])).status_code == 200) is decides
    assert (case.decide(case.keys[1], client=client).status_code == 302) is decides
    assert (client.get(sheet).status_code == 200) is reads


def test_what_is_no_prompt_of_the_child_is_not_there(case):
    assert case.decide("england.nothing").status_code == 404
    assert case.client.get(case.address("decision-sheet", uuid4())).status_code == 404
