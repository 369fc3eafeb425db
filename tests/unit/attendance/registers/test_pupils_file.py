"""Pupils files: spells, flags, and cells that cannot be read."""

from datetime import date

import pytest

from supportfirst.attendance.registers.pupils_file import parse_pupils
from supportfirst.attendance.vocabulary.people import Flag, Pupil, Spell
from tests.factories.registers import ADA, BEN

CORE = (
    "upn,forename,surname,date_of_birth,sex,year_group,class,school,phase,start_date,leaving_date,ethnicity"
)


def read(text):
    return parse_pupils(text.encode(), name="pupils.csv")


def kinds(found):
    return [(problem.kind, problem.line, problem.column) for problem in found.problems]


def test_every_column_of_the_contract_it_reads():
    found = read(
        f"{CORE}\n{ADA},Ada,Example,05/04/2012,Female,9,9A,Sample School,Secondary,2023-09-04,,WBRI\n"
    )

    assert found.pupils == [
        Pupil(
            ADA,
            "Ada",
            "Example",
            date(2012, 4, 5),
            "F",
            "WBRI",
            (Spell(date(2023, 9, 4), None, "Sample School", "Secondary", "9", "9A"),),
        )
    ]
    assert (found.problems, found.warnings) == ([], [])


def test_names_of_columns_in_exports_it_knows():
    found = read(
        "Legal Forename,Unique Pupil Number,DOB,Reg Group,Date of admission\n"
        f"Ada,{ADA},05/04/2012,9A,04/09/2023\n"
    )

    [pupil] = found.pupils
    assert (pupil.upn, pupil.forename, pupil.date_of_birth) == (ADA, "Ada", date(2012, 4, 5))
    assert pupil.spells == (Spell(start=date(2023, 9, 4), class_name="9A"),)


@pytest.mark.parametrize(
    ("apart", "names"), [(False, ("Addie", "Example", "")), (True, ("", "Example", "Addie"))]
)
def test_a_preferred_name_stands_in_for_a_legal_one_unless_they_are_kept_apart(apart, names):
    data = f"upn,preferred_forename,surname\n{ADA},Addie,Example\n".encode()

    [pupil] = parse_pupils(data, name="pupils.csv", preferred_apart=apart).pupils

    assert (pupil.forename, pupil.surname, pupil.preferred_forename) == names


def test_several_rows_of_a_pupil_are_spells_oldest_first():
    found = read(
        f"upn,school,start_date,leaving_date\n{ADA},New,2025-01-06,\n{BEN},New,,\n{ADA},Old,2023-09-04,2024-12-20\n"
    )

    ada, ben = found.pupils
    assert [spell.school for spell in ada.spells] == ["Old", "New"]
    assert ben.spells == (Spell(school="New"),)
    assert found.problems == []


def test_overlapping_spells_are_a_problem_that_names_both_lines():
    found = read(f"upn,start_date,leaving_date\n{ADA},2023-09-04,2024-12-20\n{ADA},2024-12-20,\n")

    assert kinds(found) == [("spells-overlap", 3, "start_date")]
    assert "line 2" in found.problems[0].problem
    assert found.pupils[0].spells == (Spell(date(2023, 9, 4), date(2024, 12, 20)),)


def test_a_pupil_without_dates_has_one_open_spell():
    assert read(f"upn\n{ADA}\n").pupils == [Pupil(ADA, spells=(Spell(),))]


@pytest.mark.parametrize("yes", ["yes", "Y", "1", "TRUE", "true", "1.0"])
def test_a_flag_with_its_days_it_reads(yes):
    found = read(f"upn,FSM,fsm_from,fsm_to\n{ADA},{yes},01/09/2024,2025-07-31\n")

    assert found.pupils[0].flags == (Flag("fsm", date(2024, 9, 1), date(2025, 7, 31)),)


@pytest.mark.parametrize("no", ["no", "N", "0", "false", "", "-"])
def test_a_flag_that_is_not_set_it_leaves_out(no):
    found = read(f"upn,fsm,fsm_from,fsm_to\n{ADA},{no},,\n")

    assert (found.pupils[0].flags, found.problems) == ((), [])


def test_a_flag_outside_the_list_it_knows_by_its_days():
    found = read(f"upn,House,Service child,Service child from\n{ADA},Red,yes,2024-09-01\n")

    assert found.pupils[0].flags == (Flag("service_child", date(2024, 9, 1)),)


def test_rows_that_repeat_a_spell_only_add_flags():
    found = read(
        "upn,start_date,flag,flag_from,flag_to,ehcp_reviewed_on\n"
        f"{ADA},2023-09-04,Looked after,2024-01-01,,2024-03-01\n"
        f"{ADA},2023-09-04,ehcp,,,2025-03-01\n"
        f"{ADA},,young carer,2025-01-01,2025-02-01,\n"
    )

    [pupil] = found.pupils
    assert len(pupil.spells) == 1
    assert [flag.name for flag in pupil.flags] == ["looked_after", "ehcp", "young_carer"]
    assert pupil.ehcp_reviewed_on == date(2025, 3, 1)
    assert found.problems == []


def test_bad_cells_are_problems_and_the_rest_of_the_row_is_kept():
    found = read(
        "upn,forename,date_of_birth,start_date,fsm,ehcp,ehcp_from,camhs,camhs_from,camhs_to\n"
        f"{ADA},Ada,31/02/2012,04/09/23,perhaps,yes,soon,yes,2025-02-01,2025-01-01\n"
    )

    assert {(kind, column) for kind, _, column in kinds(found)} == {
        ("no-such-date", "date_of_birth"),
        ("short-year", "start_date"),
        ("unreadable-flag", "fsm"),
        ("unreadable-date", "ehcp_from"),
        ("flag-ends-before-start", "camhs_to"),
    }
    assert found.pupils == [Pupil(ADA, "Ada", unclear_flags=frozenset({"fsm", "ehcp", "camhs"}))]


def test_the_flags_that_it_has_columns_for_it_names_blank_or_not():
    found = read(f"upn,fsm,ehcp,ehcp_from,service_child_from\n{ADA},,,,\n")

    assert found.flag_columns == {"fsm", "ehcp", "service_child"}
    assert (found.pupils[0].flags, found.pupils[0].unclear_flags) == ((), frozenset())


def test_a_file_without_columns_of_flags_speaks_of_none():
    assert read(f"upn,forename\n{ADA},Ada\n").flag_columns == frozenset()


def test_in_rows_of_flags_it_speaks_of_those_that_stand_in_a_row_of_any_pupil():
    found = read(f"upn,flag,flag_from,flag_to\n{ADA},Looked after,2024-01-01,\n{BEN},ehcp,soon,\n{BEN},,,\n")

    assert found.flag_columns == {"looked_after", "ehcp"}
    assert [pupil.unclear_flags for pupil in found.pupils] == [frozenset(), {"ehcp"}]


def test_a_leaving_date_before_the_start_is_not_used():
    found = read(f"upn,start_date,leaving_date\n{ADA},2024-09-04,2023-09-04\n")

    assert kinds(found) == [("leaves-before-start", 2, "leaving_date")]
    assert found.pupils[0].spells == (Spell(date(2024, 9, 4)),)


def test_rows_that_disagree_about_a_pupil_keep_the_first_and_say_so():
    found = read(f"upn,forename,date_of_birth\n{ADA},Ada,2012-04-05\n{ADA},Ada,2012-04-06\n")

    assert kinds(found) == [("pupil-disagrees", 3, "date_of_birth")]
    assert found.pupils[0].date_of_birth == date(2012, 4, 5)


def test_a_row_without_a_upn_is_a_problem_and_a_doubtful_upn_a_warning():
    found = read("upn,forename\n,Ada\nA801200005001,Ben\n")

    assert kinds(found) == [("missing-upn", 2, "upn")]
    assert [pupil.upn for pupil in found.pupils] == ["A801200005001"]
    assert [(warning.kind, warning.warning) for warning in found.warnings] == [("upn-check-letter", True)]


def test_a_file_without_a_upn_column_is_one_problem():
    for text in ("", "name,age\nAda,9\n"):
        found = read(text)

        assert [problem.line for problem in found.problems] == [0]
        assert found.pupils == []
