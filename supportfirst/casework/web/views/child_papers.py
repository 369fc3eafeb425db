"""Papers about one child's attendance: for a parent, to share, and for the front door of social care."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from supportfirst.attendance.vocabulary.errors import AttendanceError
from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.access.rights import Right
from supportfirst.casework.actions.export_front_door import export_front_door
from supportfirst.casework.actions.export_parent_page import export_parent_page
from supportfirst.casework.actions.export_profile import export_profile
from supportfirst.casework.actions.giving_papers import IssueBlocked
from supportfirst.casework.actions.share_profile import NOW, share_profile
from supportfirst.casework.queries.attendance_profile import Profile, attendance_profile
from supportfirst.casework.queries.front_door import FrontDoor, front_door
from supportfirst.casework.queries.issuing import sees_alarms
from supportfirst.casework.queries.marks_to_look_at import marks_to_look_at
from supportfirst.casework.queries.parents_see import parents_see
from supportfirst.casework.web.forms import DayField, GovukForm
from supportfirst.casework.web.middleware import Request
from supportfirst.casework.web.readings import show_child
from supportfirst.casework.web.views.pupil_forms import OnceForm, said

FRONT_DOOR, PROFILE = "front-door summary", "attendance profile"
PLAIN = "text/plain; charset=utf-8"


class ReaderForm(GovukForm):
    parent = forms.ChoiceField(
        label="For whom?",
        required=False,
        help_text="What concerns one parent alone is told to that parent only.",
    )

    def __init__(self, *args: Any, readers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["parent"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Any parent of the child"), *readers]


def _asked(request: Request) -> UUID | None:
    typed = request.GET.get("parent", "")
    try:
        return UUID(typed) if typed else None
    except ValueError as error:
        raise Http404 from error


@require_safe
def seen_by_parents(request: Request, school_id: UUID, pupil_id: UUID) -> HttpResponse:
    page = parents_see(request.actor, school_id, pupil_id, _asked(request))
    readers = [(str(adult), name) for adult, name in page.readers]
    form = ReaderForm(initial={"parent": str(page.chosen or "")}, readers=readers)
    held = {
        "page": page,
        "reader_form": form,
        "content": page.content(),
        # names of adults, and what is to be minded, are on no page that a parent may look at
        "choosing": "choose" in request.GET or page.died,
    }
    thing, right = "what a parent sees", Right.SEE_CONTACTS
    return show_child(request, "parents_see", held, page.enrolment.pupil, thing, right=right)


@require_safe
def parents_pdf(request: Request, school_id: UUID, pupil_id: UUID) -> HttpResponse:
    parent = _asked(request)
    link = reverse("pupil-parents-see", args=[school_id, pupil_id]) + (f"?parent={parent}" if parent else "")
    return _pdf(
        *(request, school_id, pupil_id, "attendance"),
        lambda: export_parent_page(request.actor, school_id, pupil_id, parent, link=link),
    )


class ShareForm(OnceForm):
    reader = forms.ChoiceField(
        label="With whom was it shared?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose with whom it was shared"},
    )
    how = forms.ChoiceField(
        label="How?", widget=forms.RadioSelect, error_messages={"required": "Choose how it was shared"}
    )
    which = forms.ChoiceField(
        label="Which profile was it?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose which profile was shared"},
        required=False,
    )
    on = DayField(label="On which day?", help_text="For example, 27 3 2027")
    said = forms.CharField(label="What was said about it?", max_length=500, required=False)

    def __init__(self, *args: Any, page: Profile, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        asked = next(each for each in page.kind.fields if each.name == "how")
        self._offer("reader", [(str(adult), name) for adult, name in page.readers])
        taken = [(each.fingerprint, f"The one taken out on {each.moment}") for each in page.taken_out]
        self._offer("which", [*taken, (NOW, "The profile as it stands now, on this page")])
        self.fields["which"].initial = taken[0][0] if taken else NOW
        self._offer("how", [(each, _plain(each)) for each in asked.choices])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day > self.today:
            raise forms.ValidationError("The day has not come yet. Give the day on which it was shared.")
        return day


def _plain(name: str) -> str:
    return {"email": "E-mail", "app": "School’s app"}.get(name, name.replace("_", " ").capitalize())


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: Request, school_id: UUID, pupil_id: UUID) -> HttpResponse:
    page = attendance_profile(request.actor, school_id, pupil_id)
    begins = {"submission": uuid4(), "on": request.actor.today}
    sent = request.POST if request.method == "POST" else None
    form = ShareForm(sent, page=page, today=request.actor.today, initial=begins)
    if form.is_valid():
        held = form.cleaned_data
        data = {"how": held["how"], "said": held["said"]}
        try:
            share_profile(
                request.actor,
                school_id,
                pupil_id,
                UUID(held["reader"]),
                data,
                on=held["on"],
                submission=held["submission"],
                which=held["which"],
                link=request.path,
            )
        except IssueBlocked as blocked:
            return _waits(request, school_id, pupil_id, blocked)
        except AttendanceError as refusal:
            form.add_error(None, said(refusal))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "It is logged with whom the profile was shared, how and when.")
            return redirect("pupil-profile", school_id, pupil_id)
    shown = {"page": page, "form": form, "content": page.content(), "asked": _to_look_at(page)}
    return show_child(request, "profile", shown, page.enrolment.pupil, PROFILE, right=Right.SEE_CONTACTS)


@require_safe
def profile_pdf(request: Request, school_id: UUID, pupil_id: UUID) -> HttpResponse:
    link = reverse("pupil-profile", args=[school_id, pupil_id])
    return _pdf(
        *(request, school_id, pupil_id, "attendance-profile"),
        lambda: export_profile(request.actor, school_id, pupil_id, link=link),
    )


@require_safe
def front_door_page(request: Request, school_id: UUID, pupil_id: UUID) -> HttpResponse:
    page = front_door(request.actor, school_id, pupil_id)
    held = {"page": page, "content": page.content(), "asked": _to_look_at(page)}
    return show_child(request, "front_door", held, page.enrolment.pupil, FRONT_DOOR, right=Right.EXPORT)


@require_safe
def front_door_pdf(request: Request, school_id: UUID, pupil_id: UUID) -> HttpResponse:
    link = reverse("pupil-front-door", args=[school_id, pupil_id])
    return _pdf(
        *(request, school_id, pupil_id, "attendance-summary"),
        lambda: export_front_door(request.actor, school_id, pupil_id, link=link),
    )


def _to_look_at(page: Profile | FrontDoor) -> int:
    return marks_to_look_at(page.school.pk, [page.enrolment.pupil.pk], page.last, page.first)


def _waits(request: Request, school_id: UUID, pupil_id: UUID, blocked: IssueBlocked) -> HttpResponse:
    """Why nothing is given out, and where it is decided."""
    held = {"issue": blocked.issue, "sees_alarm": sees_alarms(request.actor, blocked.issue)}
    held |= {"school": school_id, "pupil": pupil_id}
    return render(request, "pages/paper_waits.html", held, status=409)


def _pdf(
    request: Request, school_id: UUID, pupil_id: UUID, name: str, make: Callable[[], bytes]
) -> HttpResponse:
    """A paper to take away; where it is refused, why, in words."""
    try:
        data = make()
    except IssueBlocked as blocked:
        return _waits(request, school_id, pupil_id, blocked)
    except Refused as refused:
        return HttpResponse(str(refused), status=422, content_type=PLAIN)
    except AttendanceError as refusal:
        return HttpResponse(said(refusal), status=422, content_type=PLAIN)
    answer = HttpResponse(data, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return answer


_CHILD = "schools/<uuid:school_id>/pupils/<uuid:pupil_id>/"
urlpatterns: list[URLPattern] = [
    path(f"{_CHILD}parents-see/", seen_by_parents, name="pupil-parents-see"),
    path(f"{_CHILD}parents-see/attendance.pdf", parents_pdf, name="pupil-parents-pdf"),
    path(f"{_CHILD}profile/", profile, name="pupil-profile"),
    path(f"{_CHILD}profile/attendance-profile.pdf", profile_pdf, name="pupil-profile-pdf"),
    path(f"{_CHILD}front-door/", front_door_page, name="pupil-front-door"),
    path(f"{_CHILD}front-door/attendance-summary.pdf", front_door_pdf, name="pupil-front-door-pdf"),
]
