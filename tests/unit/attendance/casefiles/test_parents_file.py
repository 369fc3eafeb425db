"""Parents files: a row is one parent of one pupil; blank is not known."""

import pytest

from supportfirst.attendance.casefiles.parents_file import parse_parents
from supportfirst.attendance.casefiles.placed_json import CaseFileUnreadable
from supportfirst.attendance.vocabulary.casework import Parent
from tests.factories.registers import ADA, BEN

ALL = (
    "parent_id,upn,title,legal_name,relationship,parental_responsibility,"
    "day_to_day_care,language,address_confidential"
)


def read(text):
    return parse_parents(text.encode(), name="parents.csv")


def told(found):
    return [(problem.line, problem.column, problem.kind) for problem in found.problems]


def test_every_column_of_the_contract_it_reads():
    found = read(f"{ALL}\nP1,{ADA.lower()},Ms,Jo Example,mother,yes,Y,Polish,no\n")

    assert found.parents == [
        Parent("P1", ADA, "Ms", "Jo Example", "mother", True, True, "Polish", False),
    ]
    assert (found.problems, found.warnings) == ([], [])


def test_columns_it_takes_in_any_order_and_spelling_and_with_any_usual_separator():
    found = read(f"UPN;Day-to-day care;Parent ID\n{ADA};FALSE;P1\n")

    assert found.parents == [Parent("P1", ADA, day_to_day_care=False)]


@pytest.mark.parametrize("cell", ["", " ", "-"])
def test_a_blank_cell_is_not_known(cell):
    [parent] = read(f"parent_id,upn,parental_responsibility\nP1,{ADA},{cell}\n").parents

    assert parent.parental_responsibility is None


def test_a_column_that_is_not_there_is_not_known():
    [parent] = read(f"parent_id,upn\nP1,{ADA}\n").parents

    assert (parent.parental_responsibility, parent.day_to_day_care, parent.address_confidential) == (
        None,
        None,
        None,
    )


def test_a_parent_of_several_children_has_a_row_for_each():
    found = read(f"parent_id,upn\nP1,{ADA}\nP1,{BEN}\n")

    assert [(parent.id, parent.upn) for parent in found.parents] == [("P1", ADA), ("P1", BEN)]
    assert found.problems == []


def test_a_parent_who_stands_twice_for_a_child_is_told_and_the_first_row_stands():
    found = read(f"parent_id,upn,day_to_day_care\nP1,{ADA},yes\nP1,{ADA.lower()},no\n")

    assert [parent.day_to_day_care for parent in found.parents] == [True]
    assert told(found) == [(3, "parent_id", "repeated-parent")]


def test_a_cell_that_is_neither_yes_nor_no_is_told_and_not_known():
    found = read(f"parent_id,upn,parental_responsibility,day_to_day_care\nP1,{ADA},perhaps,yes\n")

    assert [(p.parental_responsibility, p.day_to_day_care) for p in found.parents] == [(None, True)]
    assert told(found) == [(2, "parental_responsibility", "not-yes-or-no")]


@pytest.mark.parametrize(
    ("row", "place"),
    [
        (f",{ADA}", (2, "parent_id", "missing")),
        ("P1,", (2, "upn", "missing")),
        ("P1", (2, "upn", "missing")),
        (f'P1,"{ADA}', (2, "", "unreadable-row")),
        (f"P1,{ADA},Ms", (2, "", "too-many-cells")),
        (f"P\x01,{ADA}", (2, "parent_id", "unshowable-character")),
    ],
)
def test_a_row_that_cannot_be_used_is_told_and_costs_no_other(row, place):
    found = read(f"parent_id,upn\n{row}\n\nP2,{BEN}\n")

    assert [parent.id for parent in found.parents] == ["P2"]
    assert told(found)[0] == place


def test_a_column_that_nothing_reads_and_one_that_stands_twice_are_warnings():
    found = read(f"parent_id,upn,parental_responsibilty,upn\nP1,{ADA},yes,{BEN}\n")

    assert [(each.column, each.kind) for each in found.warnings] == [
        ("parental_responsibilty", "unknown-column"),
        ("upn", "repeated-column"),
    ]
    assert [parent.upn for parent in found.parents] == [ADA]


def test_a_file_of_a_spreadsheet_in_windows_1252_is_read_with_a_warning():
    found = parse_parents(f"parent_id,upn,legal_name\nP1,{ADA},Zoë\n".encode("cp1252"), name="p.csv")

    assert [parent.legal_name for parent in found.parents] == ["Zoë"]
    assert [each.kind for each in found.warnings] == ["encoding"]


def test_a_file_with_headings_alone_is_a_warning():
    found = read("parent_id,upn\n")

    assert ([each.kind for each in found.warnings], found.problems) == (["no-parents"], [])


@pytest.mark.parametrize("text", ["", "\n\n", "upn,forename\n", '{"parents": []}', "\x00"])
def test_a_file_without_its_headings_it_refuses(text):
    with pytest.raises(CaseFileUnreadable, match="head the columns parent_id, upn"):
        read(text)
