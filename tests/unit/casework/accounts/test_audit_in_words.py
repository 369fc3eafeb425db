"""The audit page says in words who did what to whom; names of children to those who may see them alone."""

from __future__ import annotations

import ast
from datetime import timedelta
from importlib import import_module
from pathlib import Path

import pytest
from django.db import transaction
from django.urls import reverse

from supportfirst.casework import actions
from supportfirst.casework.access.rights import RIGHTS, Right
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.read_list import read_list
from supportfirst.casework.queries.audit_trail import FEW, Asked, trail
from supportfirst.casework.queries.audit_verbs import VERBS
from supportfirst.casework.queries.audit_words import (
    detail_in_words,
    roles_in_words,
    thing_in_words,
    verb_in_words,
)
from supportfirst.casework.store.models import Role
from tests.factories.site_accounts import (
    TODAY,
    Land,
    acting,
    create_member,
    create_pupil,
    demo_client,
)
from tests.factories.site_registers import words_of
from tests.factories.site_rights import FurnishedLand

pytestmark = pytest.mark.django_db

ANOTHER_ID = "3657d9b9-8e1b-4d0f-9a51-0d8a1f3f6f10"
SAM = "11111111-2222-4333-8444-555555555555"
PEOPLE = {SAM: "Sam Ash, teacher"}


def done(user, verb, school=None, **held):
    with transaction.atomic():
        return audit(acting(user), verb, school=school, **held)


def verbs_written() -> set[str]:
    """Every verb that an action gives to the trail, read from the actions themselves."""
    found = set()
    for path in Path(actions.__path__[0]).glob("*.py"):
        module = import_module(f"supportfirst.casework.actions.{path.stem}")
        for call in (each for each in ast.walk(ast.parse(path.read_text())) if isinstance(each, ast.Call)):
            called = getattr(call.func, "id", getattr(call.func, "attr", ""))
            given = [each.value for each in call.keywords if each.arg == "verb"]
            if called in ("audit", "tell", "tell_others", "tell_of_pupils", "tell_of_adults", "tell_places"):
                given += call.args[1:2]
            for each in given:
                if isinstance(each, ast.Constant):
                    found.add(each.value)
                elif isinstance(each, ast.Name) and each.id.isupper():
                    found.add(getattr(module, each.id))
    return found


def test_every_verb_that_an_action_writes_has_words():
    written = verbs_written()

    assert {"amend_mark", "worklist.export", "set_traded", "change_adult", "begin_site"} <= written
    assert written - set(VERBS) == set()


@pytest.mark.parametrize(
    ("detail", "told"),
    [
        (
            {"day": "2026-11-20", "half": 0, "original": "N", "new": "I"},
            ("Morning of 20 November 2026: N became I",),
        ),
        (
            {"day": "2026-11-20", "half": 1, "original": "", "new": "N"},
            ("Afternoon of 20 November 2026: no mark became N",),
        ),
        ({"original": "L", "new": "U", "by_pack": False}, ("L became U", "By pack: no")),
        (
            {"day": "2026-11-20", "half": 0, "group": ANOTHER_ID, "counts": {"/": 28, "N": 2}},
            ("Morning of 20 November 2026", "How many: / 28, N 2"),
        ),
        ({"first_day": "2026-11-20", "last_day": "2026-11-24"}, ("20 November 2026 to 24 November 2026",)),
        ({"first_day": "2026-11-20", "last_day": "2026-11-20"}, ("20 November 2026",)),
        ({"last_day": "2026-11-20"}, ("Until 20 November 2026",)),
        ({"monday": "2026-11-16", "form": "csv"}, ("Week of 16 November 2026", "Form: csv")),
        (
            {"stands_in_for": SAM, "membership": ANOTHER_ID, "first_day": "2026-11-20"},
            ("From 20 November 2026", "In the place of Sam Ash, teacher"),
        ),
        ({"fields": ["date_of_birth", "legal_forename"]}, ("Changed: date of birth, legal forename",)),
        ({"asked": {}, "children": 0, "pupils": []}, ()),
        (
            {"asked": {"pupil": ANOTHER_ID, "to": "2026-11-20"}},
            ("Only done until 20 November 2026, one child",),
        ),
        (
            {"asked": {"standing": "on_hold", "not_standing": "True"}, "children": 2},
            ("Only standing: on hold, all but this standing",),
        ),
        (
            {"fields": ["language"], "changed_at": ANOTHER_ID},
            ("By another school that has the child on its roll", "Changed: language"),
        ),
        ({"second_step": True}, ("Second step: yes",)),
        ({"what_nobody_thought_of": 7}, ("What nobody thought of: 7",)),
    ],
)
def test_a_detail_is_said_in_words_and_no_id_is(detail, told):
    assert detail_in_words(detail, PEOPLE) == told


def test_things_roles_and_verbs_are_said_as_people_say_them():
    assert thing_in_words(SAM, PEOPLE) == "Sam Ash, teacher"
    assert thing_in_words(ANOTHER_ID, PEOPLE) == ""
    assert thing_in_words("f" * 64, PEOPLE) == ""
    assert thing_in_words("mark_history", PEOPLE) == "mark history"
    assert thing_in_words("2026-11-20", PEOPLE) == "20 November 2026"
    assert roles_in_words("dsl,cme_officer") == (
        "Designated safeguarding lead, Children missing education officer"
    )
    assert verb_in_words("amend_mark") == "Corrected a mark"
    assert verb_in_words("something.new_here") == "Something new here"


def test_the_page_says_what_was_changed_and_leads_to_the_child():
    land = Land()
    ada = create_pupil(land.hill, "Ada")
    dsl = create_member(Role.DSL, land.hill, "Dee")
    told = {"day": "2026-11-20", "half": 0, "original": "N", "new": "I"}
    done(dsl, "amend_mark", land.hill, pupil=ada, thing=ANOTHER_ID, **told)

    page = demo_client(create_member(Role.HEAD, land.hill)).get(reverse("audit"))

    words = words_of(page)
    assert "Corrected a mark Morning of 20 November 2026: N became I" in words
    assert "Designated safeguarding lead" in words
    assert ANOTHER_ID not in words
    assert reverse("pupil", args=[land.hill.pk, ada.pk]) in page.content.decode()


def test_a_child_out_of_reach_is_no_name_on_the_page():
    land = Land()
    gone = create_pupil(land.far, "Zoe")
    head = create_member(Role.HEAD, land.hill)
    done(head, "read_record", land.hill, pupil=gone, thing="attendance")

    page = demo_client(head).get(reverse("audit"))

    assert "A child whom you may not see" in words_of(page)
    assert "Zoe" not in page.content.decode()


def test_a_leaver_is_named_to_those_who_may_still_read_the_record():
    land = Land()
    left = create_pupil(land.hill, "Lea", last_day=TODAY - timedelta(days=1))
    head = create_member(Role.HEAD, land.hill)
    done(head, "read_record", land.hill, pupil=left, thing="attendance")

    page = demo_client(head).get(reverse("audit"))

    assert "Lea Example" in words_of(page)
    assert demo_client(head).get(reverse("pupil", args=[land.hill.pk, left.pk])).status_code == 200


@pytest.mark.parametrize("number", [FEW, FEW + 1])
def test_a_line_names_a_few_children_and_counts_many(number):
    land = Land()
    pupils = [create_pupil(land.hill, f"Ada{each}") for each in range(number)]
    head = create_member(Role.HEAD, land.hill)
    read_list(acting(head), land.hill, "worklist", [each.pk for each in pupils])
    client = demo_client(head)

    words = words_of(client.get(reverse("audit")))
    narrowed = words_of(client.get(reverse("audit"), {"pupil": pupils[0].pk}))

    assert ("Ada0 Example" in words) is (number == FEW)
    assert (f"{number} children" in words) is (number > FEW)
    assert "Ada0 Example" in narrowed
    assert (f"among {number} children" in narrowed) is (number > FEW)
    assert ("Ada1 Example" in narrowed) is (number == FEW)


@pytest.mark.parametrize("number", [1, 12])
def test_lists_of_however_many_children_are_asked_for_in_as_many_queries(number, django_assert_num_queries):
    land = Land()
    head = create_member(Role.HEAD, land.hill)
    for line in range(number):
        pupils = [create_pupil(land.hill, f"Ada{line}") for _ in range(1 + line % FEW)]
        read_list(acting(head), land.hill, "worklist", [each.pk for each in pupils])

    # the lines; the people; merged rows; leavers; those on roll
    with django_assert_num_queries(5):
        lines = trail(acting(head), Asked()).lines

    assert len(lines) == number


@pytest.mark.parametrize("role", [Role.HEAD, Role.DSL, Role.ATTENDANCE_OFFICER, Role.TEACHER])
def test_the_childs_page_leads_to_who_has_looked_for_those_who_read_the_trail(role):
    land = FurnishedLand()
    client = demo_client(land.member(role))
    asked = f"{reverse('audit')}?pupil={land.pupil.pk}"

    page = client.get(land.address("pupil"))

    reads = Right.SEE_AUDIT in RIGHTS[role]
    assert ("Who has looked at this record" in words_of(page)) is reads
    assert (f'href="{asked}"' in page.content.decode()) is reads
    if reads:
        shown = words_of(client.get(asked))
        assert "Who has looked at this record, and what was done" in shown
        assert f"Only lines about {land.pupil.name}" in shown
        assert "Read a record" in shown
