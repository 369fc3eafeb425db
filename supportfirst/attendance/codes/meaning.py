"""What a register code can mean in the statistics.

Possible sessions are attendance plus both absences, exactly; everything else (dual
registered, not required, closed, not yet on roll) is in neither the top nor the bottom
of a percentage.
"""

from __future__ import annotations

from enum import StrEnum


class StatisticalClass(StrEnum):
    PRESENT = "present"
    APPROVED_ACTIVITY = "approved educational activity"
    AUTHORISED = "authorised absence"
    UNAUTHORISED = "unauthorised absence"
    NOT_POSSIBLE = "not a possible session"
    ADMINISTRATIVE = "administrative"

    @property
    def is_attendance(self) -> bool:
        return self in (StatisticalClass.PRESENT, StatisticalClass.APPROVED_ACTIVITY)

    @property
    def is_absence(self) -> bool:
        return self in (StatisticalClass.AUTHORISED, StatisticalClass.UNAUTHORISED)

    @property
    def is_possible(self) -> bool:
        return self.is_attendance or self.is_absence
