"""Rows of the Department for Education's published attendance statistics, as counts and percentages.

One row is one place, phase and period. Whatever file it comes from, it ends up as sessions by
code, the percentages as they were printed, and what a reader needs to find it again. The
columns say their code (`reason_i_authorised_illness`), so only the old census needs a table.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

DATA = Path(__file__).parents[1] / "tests" / "data" / "published"
DAY_FILE = "dfe_daily_2024-09-09_13"
WEEK_FILE = "dfe_weekly_2024_w37_w49_four_las"
YEAR_FILES = ("dfe_ytd_2022-23", "dfe_ytd_2023-24", "dfe_ytd_2024-25")
CENSUS_FILE = "dfe_census_absence_nat_reg_la_2006-07_2018-19"
FILES = (DAY_FILE, WEEK_FILE, *YEAR_FILES, CENSUS_FILE)

PRESENT_AM, PRESENT_PM = "/", "\\"
REST_OF_AUTHORISED = (
    "F"  # withdrawn in 2013 and so in no column of these files: it stands for codes not printed
)
CENSUS_AUTHORISED = {
    "illness": "I",
    "appointments": "M",
    "religious": "R",
    "study": "S",
    "traveller": "T",
    "holiday": "H",
    "ext_holiday": "F",
    "excluded": "E",
    "other": "C",
}
CENSUS_UNAUTHORISED = {"holiday": "G", "late": "U", "other": "O", "noyet": "N"}


@dataclass(frozen=True, slots=True)
class CensusPart:
    """Pupils of one row who are, or are not, persistently absent."""

    enrolments: int
    possible: int
    authorised: int
    unauthorised: int


@dataclass(frozen=True, slots=True)
class PublishedRow:
    file: str
    line: int  # of the file, the heading being line 1
    period: str  # 2024-09-09, 202425 Week 37, 202425, 200607
    level: str  # National, Regional, Local authority
    place: str
    phase: str
    suppressed: bool  # the counts are withheld
    codes: Mapping[str, int] = field(default_factory=dict)  # sessions by code, present by half
    authorised: int = 0
    unauthorised: int = 0
    possible: int = 0
    printed: Mapping[str, str] = field(default_factory=dict)  # percentages by column, as they were printed
    weight: float | None = None  # total_enrolments
    persistent: CensusPart | None = None  # the census alone
    others: CensusPart | None = None
    unprinted: int = 0  # authorised sessions that no printed code accounts for

    @property
    def key(self) -> str:
        return f"{self.period} · {self.place} · {self.phase}"

    @property
    def marks(self) -> int:
        return sum(self.codes.values())

    @property
    def is_weighted_total(self) -> bool:
        """Before 2025/26 the printed Total of a region or of England is its phases' rates, weighted."""
        return self.file != CENSUS_FILE and self.phase == "Total"


def read_rows(file: str, folder: Path = DATA) -> list[PublishedRow]:
    """Every row of a file, in order, from `<file>.csv.gz`."""
    text = gzip.decompress((folder / f"{file}.csv.gz").read_bytes()).decode("utf-8-sig")
    make = _census_row if file == CENSUS_FILE else _rates_row
    return [make(file, line, cells) for line, cells in enumerate(csv.DictReader(io.StringIO(text)), start=2)]


def as_number(text: str) -> float | None:
    """A printed figure; None for c (suppressed), z, x, a colon or nothing."""
    try:
        return float(text)
    except ValueError:
        return None


def _whole(text: str) -> int:
    return int(as_number(text) or 0)


def _rates_row(file: str, line: int, cells: Mapping[str, str]) -> PublishedRow:
    """A row of the daily, weekly or year-to-date file."""
    printed = {name: text for name, text in cells.items() if name.endswith("_perc")}
    place = cells["la_name"] or cells["region_name"] or cells["country_name"]
    about = (file, line, _period(cells), cells["geographic_level"], place, cells["school_type"])
    if as_number(cells["possible_sessions"]) is None:
        return PublishedRow(*about, suppressed=True, printed=printed)
    codes = dict(_codes_of(cells))
    authorised = _whole(cells["authorised_absence"])
    rest = authorised - sum(
        _whole(count) for name, count in cells.items() if name.startswith("reason") and "_authorised_" in name
    )
    if rest:
        codes[REST_OF_AUTHORISED] = codes.get(REST_OF_AUTHORISED, 0) + rest
    return PublishedRow(
        *about,
        suppressed=False,
        codes=codes,
        authorised=authorised,
        unauthorised=_whole(cells["unauthorised_absence"]),
        possible=_whole(cells["possible_sessions"]),
        printed=printed,
        weight=as_number(cells["total_enrolments"]),
        unprinted=rest,
    )


def _period(cells: Mapping[str, str]) -> str:
    week = cells.get("time_identifier", "")
    if cells.get("attendance_date"):
        return cells["attendance_date"]
    return f"{cells['time_period']} {week}" if week.startswith("Week") else cells["time_period"]


def _codes_of(cells: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    yield PRESENT_AM, _whole(cells["reason_present_am"])
    yield PRESENT_PM, _whole(cells["reason_present_pm"])
    for name, count in cells.items():
        kind, _, rest = name.partition("_")
        code = rest.partition("_")[0]
        if kind == "reason" and code != "present" and _whole(count):
            yield code.upper(), _whole(count)


def _census_row(file: str, line: int, cells: Mapping[str, str]) -> PublishedRow:
    place = cells["la_name"] or cells["region_name"] or cells["country_name"]
    about = (file, line, cells["time_period"], cells["geographic_level"], place, cells["school_type"])
    printed = {name: text for name, text in cells.items() if "percent" in name}
    authorised, unauthorised = _whole(cells["sess_authorised"]), _whole(cells["sess_unauthorised"])
    possible = _whole(cells["sess_possible"])
    by_reason = _census_codes(cells, "sess_auth_", CENSUS_AUTHORISED, authorised)
    without_leave = _census_codes(cells, "sess_unauth_", CENSUS_UNAUTHORISED, unauthorised)
    persistent = CensusPart(
        _whole(cells["enrolments_pa_10_exact"]),
        _whole(cells["sess_possible_pa_10_exact"]),
        _whole(cells["sess_authorised_pa_10_exact"]),
        _whole(cells["sess_unauthorised_pa_10_exact"]),
    )
    others = CensusPart(
        _whole(cells["enrolments"]) - persistent.enrolments,
        possible - persistent.possible,
        authorised - persistent.authorised,
        unauthorised - persistent.unauthorised,
    )
    reasons = sum(_whole(cells[f"sess_auth_{name}"]) for name in CENSUS_AUTHORISED)
    present = {PRESENT_AM: possible - authorised - unauthorised}
    return PublishedRow(
        *about,
        suppressed=False,
        codes={**by_reason, **without_leave, **present},
        authorised=authorised,
        unauthorised=unauthorised,
        possible=possible,
        printed=printed,
        persistent=persistent,
        others=others,
        unprinted=authorised - reasons,
    )


def _census_codes(
    cells: Mapping[str, str], prefix: str, table: Mapping[str, str], total: int
) -> dict[str, int]:
    """Sessions by code that add up to `total`.

    Schools that gave no reasons are in the total alone, so the rest is put under the code of
    “other”; in six rows the reasons add up to more, and the last of them are cut.
    """
    codes: dict[str, int] = {}
    left = total
    for name, code in table.items():
        count = min(_whole(cells[prefix + name]), left)
        codes[code] = count
        left -= count
    codes[table["other"]] += left
    return {code: count for code, count in codes.items() if count}


def day_of(row: PublishedRow) -> date:
    """The day of a daily row."""
    return date.fromisoformat(row.period)
