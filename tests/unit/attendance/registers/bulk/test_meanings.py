"""What symbols mean on their days, in columns."""

from datetime import date

import numpy as np

from supportfirst.attendance.codes.codebook import CodeStanding
from supportfirst.attendance.registers.bulk.meanings import Meanings
from supportfirst.attendance.registers.readers import Faults
from tests.factories.codes import END_OF_F, END_OF_OLD, FIRST_DAY, START_OF_NEW
from tests.factories.registers import CODES

DAYS = [
    day.toordinal() + shift for day in (FIRST_DAY, END_OF_F, END_OF_OLD, START_OF_NEW) for shift in (-1, 0, 1)
]


def test_every_symbol_on_both_sides_of_every_change_agrees_with_the_code_book():
    symbols = ["", *CODES.symbols()]
    meanings = Meanings(codes=CODES, symbols=symbols, faults=Faults())
    pairs = [(number, day) for number in range(1, len(symbols)) for day in DAYS]
    symbol, day = (np.array(column) for column in zip(*pairs, strict=True))

    found = meanings.of(symbol, day, np.arange(len(pairs)))

    for (number, ordinal), code in zip(pairs, found.tolist(), strict=True):
        reading = CODES.read(symbols[number], date.fromordinal(ordinal))
        assert (code < 0) == (reading.standing is CodeStanding.NOT_YET)
        assert code < 0 or code == reading.number
    assert set(meanings.withdrawn_seen) == {"F", "H", "J", "Y"}
