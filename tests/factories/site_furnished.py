"""What every page of registers asks of a school before it shows anything."""

from __future__ import annotations

from supportfirst.casework.store.models import PackAdoption, School
from tests.factories.site import USUAL_DAY, add_terms
from tests.factories.site_accounts import BEGAN


def furnish(school: School) -> School:
    """The times of an ordinary day, terms and a pack, as pages of registers ask for them."""
    for name, value in USUAL_DAY.items():
        setattr(school, name, value)
    school.save()
    add_terms(school)
    PackAdoption.objects.create(school=school, pack="coventry", first_day=BEGAN)
    return school
