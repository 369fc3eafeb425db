"""Rows of case files that concern nobody who is known: told, because nobody would see them missing."""

from __future__ import annotations

from datetime import date

from supportfirst.attendance.casefiles.strays import stray_events, stray_parents
from supportfirst.attendance.vocabulary.casework import CaseEvent, Parent

ADA, BEN = "N999200000001", "W999200125001"


def contact(id: str, upn: str, *parents: str) -> CaseEvent:  # noqa: A002
    return CaseEvent(id=id, upn=upn, kind="contact", on=date(2026, 1, 5), parents=parents)


def test_it_names_the_event_of_a_pupil_whom_nobody_knows():
    [warning] = stray_events([contact("h1", ADA), contact("h2", BEN)], {ADA}, None, file="history.json")

    assert warning.warning
    assert warning.problem == (
        "1 event (h2): of a pupil who is in no register and no pupils file given here, "
        "so nothing is judged by it"
    )


def test_it_counts_many_and_names_the_first_five():
    events = [contact(f"h{number}", BEN) for number in range(1, 8)]

    [warning] = stray_events(events, {ADA}, None, file="history.json")

    assert warning.problem.startswith("7 events (h1, h2, h3, h4, h5 and 2 more): each of a pupil who")


def test_it_names_the_event_whose_parent_is_another_childs():
    parents = [Parent("P1", ADA), Parent("P2", BEN)]

    [warning] = stray_events(
        [contact("h1", ADA, "P1"), contact("h2", ADA, "P2")], {ADA, BEN}, parents, file="history.json"
    )

    assert warning.problem.startswith("1 event (h2): names a parent whom the parents file does not give")


def test_it_says_nothing_of_parents_where_no_parents_file_was_given():
    assert not list(stray_events([contact("h1", ADA, "P1")], {ADA}, None, file="history.json"))


def test_it_names_the_parents_of_a_pupil_whom_nobody_knows():
    parents = [Parent("P1", ADA), Parent("P2", BEN)]

    [warning] = stray_parents(parents, {ADA}, file="parents.csv")

    assert warning.problem.startswith("1 row (P2): of a pupil")
