"""The meetings of a school: what is to come, what nobody said anything of, what waits for the next offer."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.http import HttpResponse, QueryDict
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from supportfirst.casework.queries.school_meetings import Narrowed, SchoolMeetings, school_meetings
from supportfirst.casework.web.forms import DayField, GovukForm
from supportfirst.casework.web.middleware import Request
from supportfirst.casework.web.readings import show_children


class NarrowForm(GovukForm):
    """What to show. It is sent with the address, so that it can be kept as a bookmark."""

    mark_optional = False

    kind = forms.ChoiceField(label="Kind of meeting", required=False)
    person = forms.ChoiceField(label="Who is invited, or arranged it", required=False)
    first = DayField(label="From", required=False)
    last = DayField(label="To", required=False)

    def __init__(self, given: QueryDict, page: SchoolMeetings) -> None:
        super().__init__(given)
        for name, everything, choices in (
            ("kind", "Every kind", page.kinds),
            ("person", "Everybody", page.people),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", everything), *choices]

    def narrowed(self) -> Narrowed:
        return Narrowed(**self.cleaned_data) if self.is_valid() else Narrowed()


@require_safe
def meetings(request: Request, school_id: UUID) -> HttpResponse:
    page = school_meetings(request.actor, school_id)
    form = NarrowForm(request.GET, page)
    groups = page.groups(form.narrowed())
    named = [row.pupil for _, rows in groups for row in rows]
    held = {"page": page, "form": form, "groups": groups}
    return show_children(request, "meetings", held, named, "meetings", school=page.school)


urlpatterns: list[URLPattern] = [
    path("schools/<uuid:school_id>/meetings/", meetings, name="meetings"),
]
