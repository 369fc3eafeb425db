"""Situations of an invented child under different bodies, as files: what `explain` is read aloud for.

Different bodies and states: from a first concern to a notice, a hold, a school that trades and one that does
not, and a case that ended well.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from tests.factories.desks import ADA, Desk, as_csv, register_of

LEAD = {"name": "R. Hartley", "title": "attendance lead"}
OFFICER = {"name": "T. Lindqvist", "title": "attendance officer of the authority"}
PUPIL_COLUMNS = "upn,forename,surname,date_of_birth,school,start_date"
PARENT_COLUMNS = "parent_id,upn,relationship,parental_responsibility,day_to_day_care"


@dataclass(frozen=True)
class Situation:
    title: str
    pack: str
    on: str
    marks: str
    history: list[dict[str, Any]] = field(default_factory=list)
    traded: bool = True

    def options(self, desk: Desk) -> list[str]:
        """The files written, and the options that name them, the pack and the day."""
        pupils = as_csv(PUPIL_COLUMNS, [(ADA, "Ada", "Example", "2014-01-15", "Hill School", "2025-09-01")])
        files = desk.school(register_of(ADA=self.marks), pupils=pupils)
        span = {"from": "2025-09-01", "to": "2026-08-31", "traded": self.traded}
        school = {"schema": "school/1", "name": "Hill School", "type": "academy", "traded": [span]}
        parents = [("P1", ADA, "mother", "yes", "yes"), ("P2", ADA, "father", "yes", "no")]
        history = {"schema": "history/1", "events": [{"upn": ADA, **event} for event in self.history]}
        written = (
            ("school", desk.write("school.json", json.dumps(school))),
            ("parents", desk.write("parents.csv", as_csv(PARENT_COLUMNS, parents))),
            ("history", desk.write("history.json", json.dumps(history))),
        )
        named = [f"--{name}={file}" for name, file in written]
        return [*files, *named, "--pack", self.pack, "--on", self.on]


def made(id: str, kind: str, on: str, *, by: dict[str, str] = LEAD, **data: Any) -> dict[str, Any]:  # noqa: A002
    return {"id": id, "kind": kind, "on": on, "by": by, "data": data}


def to_parent(event: dict[str, Any], parent: str = "P1") -> dict[str, Any]:
    return {**event, "parents": [parent]}


def notice(id: str, on: str, **data: Any) -> dict[str, Any]:  # noqa: A002
    told = {"ground": "irregular", "issued_on": on, "posted_on": on, **data}
    return to_parent({"id": id, "kind": "penalty_notice", "on": on, "by": OFFICER, "data": told})


OFFERED = made("h1", "early_help_offer", "2025-09-22", how="letter", in_writing=True, answer="declined")
SITUATIONS = (
    Situation("A first concern", "halton", "2025-09-26", "/ 30, O 2, / 8"),
    Situation(
        "Early help holds a sanction back",
        "cambridgeshire",
        "2025-10-24",
        "/ 40, O 12, / 26",
        [made("e1", "early_help_assessment", "2025-09-08", submitted_on="2025-09-08")],
    ),
    Situation(
        "Two steps are overdue",
        "essex",
        "2025-11-28",
        "/ 60, O 12, / 48",
        [
            OFFERED,
            to_parent(
                made(
                    "c1",
                    "attendance_contract",
                    "2025-10-06",
                    **{
                        "from": "2025-10-06",
                        "to": "2026-01-30",
                        "review_on": "2025-11-10",
                        "signed_on": "2025-10-06",
                        "parent_present": True,
                    },
                )
            ),
            made(
                "l1",
                "leave_request",
                "2025-11-03",
                requested_on="2025-11-03",
                first_day="2025-12-08",
                last_day="2025-12-12",
            ),
        ],
    ),
    Situation(
        "Evidence is missing",
        "halton",
        "2025-11-14",
        "/ 40, O 12, / 38",
        [
            OFFERED,
            made(
                "m1",
                "stage_move",
                "2025-09-30",
                track="halton stages",
                to="halton.stage_1",
                reason="absence goes on",
            ),
            made(
                "m2",
                "stage_move",
                "2025-10-20",
                track="halton stages",
                to="halton.stage_2",
                reason="the letter and the visit did not help",
            ),
            made(
                "k1",
                "contact",
                "2025-09-30",
                channel="phone",
                outcome="reached",
                reason_found="worries about lunch",
            ),
        ],
    ),
    Situation(
        "A paper is answered by a reason",
        "essex",
        "2025-11-14",
        "/ 40, O 12, / 38",
        [
            OFFERED,
            made(
                "r1",
                "reason_given",
                "2025-11-03",
                item="essex.evidence.nti",
                reason="the family took up help at once",
            ),
            made(
                "m1",
                "stage_move",
                "2025-11-10",
                track="essex referral",
                to="essex.referral.preparing",
                reason="the head teacher's decision",
            ),
        ],
    ),
    Situation(
        "A second notice, at one amount",
        "coventry",
        "2025-11-07",
        "/ 40, O 12, / 28",
        [
            OFFERED,
            notice("n1", "2025-03-03", covers_from="2025-01-06", covers_to="2025-02-14"),
            made("o1", "penalty_notice_outcome", "2025-03-20", about="n1", outcome="paid"),
            notice(
                "n2",
                "2025-10-27",
                number="second",
                covers_from="2025-09-29",
                covers_to="2025-10-06",
                received_on="2025-10-29",
            ),
        ],
    ),
    Situation(
        "A third notice is barred",
        "coventry",
        "2025-11-07",
        "/ 40, O 12, / 28",
        [
            OFFERED,
            notice("n1", "2024-11-04", covers_from="2024-09-09", covers_to="2024-10-18"),
            made("o1", "penalty_notice_outcome", "2024-11-20", about="n1", outcome="paid"),
            notice("n2", "2025-03-03", covers_from="2025-01-06", covers_to="2025-02-14"),
            made("o2", "penalty_notice_outcome", "2025-03-20", about="n2", outcome="paid"),
        ],
    ),
    Situation(
        "Leave in term time",
        "coventry",
        "2025-10-24",
        "/ 50, G 10, / 18",
        [
            made(
                "l1",
                "leave_request",
                "2025-10-01",
                requested_on="2025-10-01",
                first_day="2025-10-06",
                last_day="2025-10-10",
            )
        ],
    ),
    Situation(
        "Halton, a school that buys the traded service",
        "halton",
        "2025-11-14",
        "/ 40, O 12, / 38",
        [
            OFFERED,
            made(
                "m2",
                "stage_move",
                "2025-09-30",
                track="halton stages",
                to="halton.stage_1",
                reason="absence goes on",
            ),
            made(
                "m3",
                "stage_move",
                "2025-10-20",
                track="halton stages",
                to="halton.stage_2",
                reason="it did not help",
            ),
        ],
    ),
    Situation(
        "Halton, a school that does not",
        "halton",
        "2025-11-14",
        "/ 40, O 12, / 38",
        [
            OFFERED,
            made(
                "m2",
                "stage_move",
                "2025-09-30",
                track="halton stages",
                to="halton.stage_1",
                reason="absence goes on",
            ),
            made(
                "m3",
                "stage_move",
                "2025-10-20",
                track="halton stages",
                to="halton.stage_2",
                reason="it did not help",
            ),
        ],
        traded=False,
    ),
    Situation(
        "Widnes Academy, inside Halton, at 16 days",
        "widnes-academy",
        "2025-12-12",
        "/ 40, O 12, / 38, I 20, / 38",
        [OFFERED],
    ),
    Situation(
        "It got better, and the case is closed",
        "halton",
        "2026-02-06",
        "/ 40, O 12, / 148",
        [
            OFFERED,
            made(
                "m1",
                "stage_move",
                "2025-09-30",
                track="halton stages",
                to="halton.stage_1",
                reason="absence goes on",
            ),
            made("v1", "review", "2026-01-30", outcome="improved"),
            made(
                "m2",
                "stage_move",
                "2026-02-02",
                track="halton stages",
                to="none",
                reason="attends every day since October",
            ),
        ],
    ),
)
