"""The worklist: one page for every school of somebody's, a row explained, a file, and acting on several."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.access.rights import Right, holds
from supportfirst.casework.actions.export_worklist import export_worklist
from supportfirst.casework.actions.handle_worklist_rows import handle_worklist_rows, rows_to_act_on
from supportfirst.casework.actions.read_list import read_lists
from supportfirst.casework.actions.read_worklist_row import read_worklist_row
from supportfirst.casework.queries.assessment_gaps import assessment_gaps
from supportfirst.casework.queries.marks_to_look_at import marks_to_look_at
from supportfirst.casework.queries.worklist import Place, Row, Worklist, worklist
from supportfirst.casework.queries.worklist_acts import kind_asked, kinds_for
from supportfirst.casework.queries.worklist_filters import STANDINGS, Filters
from supportfirst.casework.web.forms import GovukForm
from supportfirst.casework.web.middleware import Request
from supportfirst.casework.web.views.worklist_forms import ActForm

START = "from"  # where a page begins, in its address
NAMES = ("school", "year", "group", "standing", "rule")
MOST_CALLED = 100  # a name stands in no address, and so there is no next page of those who bear it
LONGEST_NAME = 100


class FiltersForm(GovukForm):
    """The list narrowed, each choice with its “not”."""

    mark_optional = False
    school = forms.ChoiceField(label="School", required=False)
    not_school = forms.BooleanField(label="Not at this school", required=False)
    year = forms.ChoiceField(label="Year group", required=False)
    not_year = forms.BooleanField(label="Not in this year group", required=False)
    group = forms.ChoiceField(label="Class", required=False)
    not_group = forms.BooleanField(label="Not in this class", required=False)
    standing = forms.ChoiceField(label="Standing", required=False)
    not_standing = forms.BooleanField(label="Not standing so", required=False)
    rule = forms.ChoiceField(label="Rule", required=False)
    not_rule = forms.BooleanField(label="Not by this rule", required=False)

    def __init__(self, found: Worklist) -> None:
        held = found.filters
        super().__init__(
            initial={
                **{name: str(getattr(held, name) or "") for name in NAMES},
                **{f"not_{name}": getattr(held, f"not_{name}") for name in NAMES},
            }
        )
        self._offer("school", "All schools", [(str(key), name) for key, name in found.schools])
        self._offer("year", "All year groups", [(each, _year_in_words(each)) for each in found.years])
        self._offer("group", "All classes", [(str(key), name) for key, name in found.classes])
        self._offer("standing", "However it stands", list(STANDINGS.items()))
        self._offer("rule", "Every rule", list(found.rules))

    def _offer(self, name: str, everything: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", everything), *choices]


class NameForm(GovukForm):
    """A name is sent in the body of the request, so that none stands in an address."""

    mark_optional = False
    called = forms.CharField(
        label="Name",
        required=False,
        max_length=LONGEST_NAME,
        help_text="One name or a part of one, of children on this list",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    not_called = forms.BooleanField(label="Not of this name", required=False)

    def clean_called(self) -> str:
        called: str = self.cleaned_data["called"]
        if called and not any(map(str.isalpha, called)):
            raise forms.ValidationError("Enter letters of the name")
        return called


def _year_in_words(year: str) -> str:
    return f"Year {year}" if year.isdigit() else year


def filters_of(request: Request) -> Filters:
    """What the address asks for; what can't be read narrows nothing."""
    given = request.GET
    standing = given.get("standing", "")
    return Filters(
        school=_id_of(given.get("school", "")),
        year=given.get("year", "")[:200],
        group=_id_of(given.get("group", "")),
        standing=standing if standing in STANDINGS else "",
        rule=given.get("rule", "")[:200],
        not_school="not_school" in given,
        not_year="not_year" in given,
        not_group="not_group" in given,
        not_standing="not_standing" in given,
        not_rule="not_rule" in given,
    )


def address_of(filters: Filters, **more: str) -> str:
    """The filters as the end of an address; "" where nothing is narrowed."""
    asked = {name: str(getattr(filters, name)) for name in NAMES if getattr(filters, name)}
    asked |= {f"not_{name}": "on" for name in asked if getattr(filters, f"not_{name}")}
    asked |= more
    return f"?{urlencode(asked)}" if asked else ""


def _id_of(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def for_readers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Whoever sees the worklist of no school does not learn that there is one."""

    def guarded(request: Request, **held: Any) -> HttpResponse:
        if not any(holds(each, Right.SEE_WORKLIST) for each in request.actor.memberships):
            raise Http404
        return view(request, **held)

    return guarded


@for_readers
@require_http_methods(["GET", "HEAD", "POST"])
def show_worklist(request: Request) -> HttpResponse:
    """A POST narrows what the address asks for to a name, and changes nothing but the trail."""
    filters = filters_of(request)
    named = NameForm(request.POST if request.method == "POST" else None)
    if named.is_valid() and named.cleaned_data["called"]:
        return _show_called(request, named, replace(filters, **named.cleaned_data))
    begins = request.GET.get(START, "")
    found = worklist(request.actor, filters, Place.read(begins))
    read_lists(request.actor, "worklist", [(row.school_id, row.pupil) for row in found.rows])
    here = reverse("worklist")
    first = here + address_of(filters) if begins else ""
    following = here + address_of(filters, **{START: str(found.following)}) if found.following else ""
    may_export = any(holds(each, Right.EXPORT) for each in request.actor.memberships)
    held = {
        "links": _links(first, following),
        "export": reverse("worklist-export") + address_of(filters) if may_export else "",
        "refresh": here + address_of(filters, **({START: begins} if begins else {})),
    }
    return _page(request, found, named, held)


def _show_called(request: Request, named: NameForm, filters: Filters) -> HttpResponse:
    """Those of a name, without links that would have to bear it."""
    found = worklist(request.actor, filters, size=MOST_CALLED)
    read_lists(request.actor, "worklist", [(row.school_id, row.pupil) for row in found.rows])
    return _page(request, found, named, {"refresh": reverse("worklist") + address_of(filters)})


def _page(request: Request, found: Worklist, named: NameForm, held: dict[str, Any]) -> HttpResponse:
    shown = {
        "worklist": found,
        "gaps": assessment_gaps(request.actor),
        "filters": FiltersForm(found),
        "named": named,
        "here": reverse("worklist") + address_of(found.filters),
        "is_narrowed": found.filters != Filters(),
        "kinds": kinds_for([row for row in found.rows if row.may_act], request.actor.today),
        **held,
    }
    return render(request, "pages/worklist.html", shown, status=422 if named.errors else 200)


def _links(first: str, following: str) -> dict[str, Any]:
    """Of the pagination component: a page knows where the next begins, and how to begin again."""
    return {
        "previous": {"href": first, "text": "First page"} if first else None,
        "next": {"href": following} if following else None,
    }


@for_readers
@require_safe
def explain_row(request: Request, pupil_id: uuid.UUID) -> HttpResponse:
    page = read_worklist_row(request.actor, pupil_id)
    asked = marks_to_look_at(page.row.school_id, [page.row.pupil], request.actor.today)
    return render(request, "pages/worklist_row.html", {"page": page, "asked": asked})


@for_readers
@require_safe
def export(request: Request) -> HttpResponse:
    try:
        content = export_worklist(request.actor, filters_of(request))
    except Refused as refused:
        return _refused(request, refused)
    name = f"worklist-{request.actor.today.isoformat()}.csv"
    return HttpResponse(
        content,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@for_readers
@require_POST
def preview_act(request: Request) -> HttpResponse:
    """Who was ticked, and what is asked of what was done, before anything is recorded."""
    try:
        rows = rows_to_act_on(request.actor, _ticked(request))
        form = _form(request, rows)
    except Refused as refused:
        return _refused(request, refused)
    return _preview(request, rows, form, str(uuid.uuid4()))


@for_readers
@require_POST
def record_act(request: Request) -> HttpResponse:
    submission = _id_of(request.POST.get("submission", ""))
    try:
        if submission is None:
            raise Refused("This page was out of date. Tick the children again.")
        rows = rows_to_act_on(request.actor, _ticked(request))
        form = _form(request, rows, request.POST)
        if not form.is_valid():
            return _preview(request, rows, form, str(submission))
        count = handle_worklist_rows(
            request.actor,
            [row.pupil for row in rows],
            form.kind.kind,
            submission=submission,
            on=form.day,
            data=form.data_of_event(),
        )
    except Refused as refused:
        return _refused(request, refused)
    what = "1 child" if count == 1 else f"{count} children"
    messages.success(request, f"Recorded for {what}: {form.kind.title}.")
    if form.data_of_event().get("child_seen") is False:
        messages.warning(request, "Do what this page says for each of the children who were not seen.")
        return redirect("child-not-seen", rows[0].school_id, rows[0].pupil)
    return redirect("worklist")


def _ticked(request: Request) -> list[uuid.UUID]:
    found = (_id_of(text) for text in request.POST.getlist("pupil"))
    return list(dict.fromkeys(each for each in found if each is not None))


def _form(request: Request, rows: Sequence[Row], given: Any = None) -> ActForm:
    kind = kind_asked(rows, request.POST.get("kind", ""), request.actor.today)
    return ActForm(kind, request.actor.today, given)


def _preview(request: Request, rows: Sequence[Row], form: ActForm, submission: str) -> HttpResponse:
    context = {"rows": rows, "form": form, "kind": form.kind, "submission": submission}
    return render(request, "pages/worklist_act.html", context, status=422 if form.errors else 200)


def _refused(request: Request, refused: Refused) -> HttpResponse:
    return render(request, "pages/worklist_refused.html", {"why": str(refused)}, status=409)


urlpatterns = [
    path("worklist/", show_worklist, name="worklist"),
    path("worklist/export/", export, name="worklist-export"),
    path("worklist/act/", preview_act, name="worklist-act"),
    path("worklist/record/", record_act, name="worklist-record"),
    path("worklist/<uuid:pupil_id>/", explain_row, name="worklist-row"),
]
