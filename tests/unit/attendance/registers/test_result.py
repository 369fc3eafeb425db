"""The account of a file."""

from supportfirst.attendance.registers.result import ExtraColumns, cut


def test_a_long_value_is_cut_and_says_how_long_it_was():
    assert cut("x" * 1000) == "x" * 1000
    assert cut("x" * 2000).endswith("… (2,000 characters)")


def test_extra_columns_of_a_later_sheet_do_not_shift_the_first():
    extra = ExtraColumns()
    extra.keep([2, 3], [("House", ["Red", "Blue"])])
    extra.keep([12, 13], [("Form", ["7A", "7B"])])

    assert extra.of_line(3) == {"House": "Blue"}
    assert extra.of_line(13) == {"Form": "7B"}
    assert extra.of_line(99) == {}
