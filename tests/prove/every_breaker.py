"""The breakers of every requirement, gathered from the file of each body."""

from __future__ import annotations

from collections.abc import Mapping

from tests.prove import (
    breakers,
    breakers_cambridgeshire,
    breakers_contract_leave,
    breakers_contract_papers,
    breakers_contract_plans,
    breakers_contract_stages,
    breakers_coventry,
    breakers_day,
    breakers_day_files,
    breakers_day_follow_ups,
    breakers_day_messages,
    breakers_day_partners,
    breakers_day_people,
    breakers_day_planned,
    breakers_day_school,
    breakers_engage_arranging,
    breakers_engage_closing,
    breakers_engage_contact,
    breakers_engage_letters,
    breakers_engage_letters_site,
    breakers_engage_letters_wait,
    breakers_engage_meetings,
    breakers_engage_rearranging,
    breakers_engage_support,
    breakers_england,
    breakers_essex,
    breakers_halton,
    breakers_pupil_compliance,
    breakers_pupil_papers,
    breakers_pupil_recognition,
    breakers_pupil_safeguarding,
)
from tests.prove.breakers import Breaker

FILES = (
    breakers,
    breakers_england,
    breakers_essex,
    breakers_cambridgeshire,
    breakers_halton,
    breakers_coventry,
    breakers_day,
    breakers_day_files,
    breakers_day_follow_ups,
    breakers_day_messages,
    breakers_day_partners,
    breakers_day_people,
    breakers_day_planned,
    breakers_day_school,
    breakers_pupil_compliance,
    breakers_pupil_recognition,
    breakers_pupil_papers,
    breakers_pupil_safeguarding,
    breakers_engage_letters,
    breakers_engage_letters_site,
    breakers_engage_letters_wait,
    breakers_engage_arranging,
    breakers_engage_closing,
    breakers_engage_contact,
    breakers_engage_meetings,
    breakers_engage_rearranging,
    breakers_engage_support,
    breakers_contract_leave,
    breakers_contract_papers,
    breakers_contract_plans,
    breakers_contract_stages,
)


def _gathered() -> Mapping[str, Breaker]:
    found: dict[str, Breaker] = {}
    for file in FILES:
        for id_, breaker in file.BREAKERS.items():
            assert id_ not in found, f"{id_} has two breakers"
            found[id_] = breaker
    return found


BREAKERS = _gathered()
