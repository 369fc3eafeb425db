"""Invented children: names, UPNs with true check letters, dates of birth that fit a year group.

The authority number 999 is nobody's, so no UPN made here can be a real child's.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

CHECK_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_GIRLS = (
    "Amara Beatrix Carys Daniela Elowen Farida Greta Hana Imogen Juno Keziah Leonie Maryam Nadia "
    "Orla Perpetua Quilla Rosalind Saoirse Tabitha Ursula Verity Wren Ximena Yasmin Zoë"
)
GIRLS = _GIRLS.split()
_BOYS = (
    "Ambrose Bartholomew Caspian Dashiell Emeka Finlay Gulliver Hamza Ivo Jago Kit Lorcan Mateusz "
    "Nikhil Osric Piran Quentin Rafferty Silas Tariq Ulric Vaughan Wilfred Xander Yusuf Zachary"
)
BOYS = _BOYS.split()
_SURNAMES = (
    "Abernathy Brackenbury Chaudhury Dunmore Eastlake Fairweather Greenhalgh Hollowood Inglesby "
    "Jankowski Kettlewell Lightbown Mossop Nwosu O’Rourke Pettigrew Quarmby Ravenscroft Sowerby "
    "Thistlethwaite Underhill Venkatesan Winterbottom Yarwood Zawadzki Larkspur Meadowcroft "
    "Pemberton-Ashe"
)
SURNAMES = _SURNAMES.split()
DAYS_OF_BIRTH = 365


@dataclass(slots=True)
class Child:
    upn: str
    forename: str
    surname: str
    sex: str
    date_of_birth: date
    year_group: str  # R, 1, 2 … in September 2026, or in the last year here
    class_name: str
    start: date
    leaving: date | None = None
    flags: dict[str, tuple[date | None, date | None]] = field(default_factory=dict)
    ehcp_reviewed_on: date | None = None


def upn(school_number: int, intake: int, serial: int) -> str:
    """Letter, authority 999, school, year of intake, serial; the letter is the check of the rest."""
    digits = f"999{school_number:04d}{intake % 100:02d}{serial:03d}"
    total = sum(int(digit) * weight for weight, digit in enumerate(digits, start=2))
    return CHECK_LETTERS[total % len(CHECK_LETTERS)] + digits


def name(draw: Random) -> tuple[str, str, str]:
    """Forename, surname, sex."""
    sex = draw.choice("FM")
    return draw.choice(GIRLS if sex == "F" else BOYS), draw.choice(SURNAMES), sex


def born_for(age_at_start_of_year: int, september: int, draw: Random) -> date:
    """A date of birth of somebody this old on 31 August before the school year of `september`."""
    return date(september - age_at_start_of_year - 1, 9, 1) + timedelta(days=draw.randrange(DAYS_OF_BIRTH))
