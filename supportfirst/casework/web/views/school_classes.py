"""A school's classes: adding, renaming, teachers and cover, moving a child; and the turn of the year."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods, require_POST

from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.actions.changed_meanwhile import ChangedMeanwhile
from supportfirst.casework.actions.move_pupil import move_pupil
from supportfirst.casework.actions.read_list import read_list
from supportfirst.casework.actions.roll_year_forward import roll_year_forward
from supportfirst.casework.actions.set_class_teacher import set_class_teacher
from supportfirst.casework.actions.undo_year_turn import undo_year_turn
from supportfirst.casework.actions.write_class import write_class
from supportfirst.casework.queries.school_classes import (
    ClassPage,
    class_page,
    classes_page,
    year_end,
)
from supportfirst.casework.queries.year_forward import YEAR_GROUPS
from supportfirst.casework.web.forms import DayField
from supportfirst.casework.web.middleware import Request
from supportfirst.casework.web.stale_forms import carry_shown, tell_changed
from supportfirst.casework.web.views.school_setup import SET_UP
from supportfirst.casework.web.views.setup_forms import SetUpForm

pages = require_http_methods(["GET", "HEAD", "POST"])
YEAR_CHOICES = [("", "Choose one"), *((each, each) for each in YEAR_GROUPS)]


class ClassForm(SetUpForm):
    name = forms.CharField(label="Name of the class", max_length=40)
    year_group = forms.ChoiceField(label="Year group", choices=YEAR_CHOICES)


class TeacherForm(SetUpForm):
    user = forms.ChoiceField(label="Who takes the register?")
    is_cover = forms.BooleanField(label="As cover", required=False)
    first_day = DayField(label="From which day?")
    last_day = DayField(
        label="Until which day?", required=False, help_text="Left empty: until further notice"
    )

    def __init__(self, *args: Any, page: ClassPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(str(each.pk), f"{each.name}, {each.title}") for each in page.takers]
        self.choose("user", [("", "Choose one"), *people])


class MoveForm(SetUpForm):
    pupil = forms.ChoiceField(label="Which child?")
    group = forms.ChoiceField(label="To which class?")
    first_day = DayField(label="From which day?", help_text="Today, or an earlier day")

    def __init__(self, *args: Any, page: ClassPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        children = [(str(each.pupil_id), each.pupil.name) for each in page.pupils]
        self.choose("pupil", [("", "Choose one"), *children])
        self.choose("group", [("", "Choose one"), *((str(each.pk), each.name) for each in page.others)])


@pages
def classes(request: Request, school_id: UUID) -> HttpResponse:
    page = classes_page(request.actor, school_id)
    form = ClassForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        held = form.cleaned_data
        group = write_class(
            request.actor,
            school_id,
            None,
            name=held["name"],
            year_group=held["year_group"],
            school_year=page.school_year,
        )
        messages.success(request, "The class is there. Enter who takes its register.")
        return redirect("school-class", school_id, group.pk)
    shown = {"page": page, "form": form}
    return render(request, "pages/classes.html", shown, status=422 if form.errors else 200)


@pages
def class_(request: Request, school_id: UUID, group_id: UUID) -> HttpResponse:
    """Three forms on one page; the button that was pressed says which one was sent."""
    page = class_page(request.actor, school_id, group_id)
    sent = request.POST.get("form", "") if request.method == "POST" else ""
    usual = {"name": page.group.name, "year_group": page.group.year_group, "first_day": request.actor.today}
    made: dict[str, SetUpForm] = {
        "name": ClassForm(request.POST if sent == "name" else None, initial=usual, auto_id="name-%s"),
        "teacher": TeacherForm(
            request.POST if sent == "teacher" else None, page=page, initial=usual, auto_id="teacher-%s"
        ),
        "move": MoveForm(
            request.POST if sent == "move" else None, page=page, initial=usual, auto_id="move-%s"
        ),
    }
    shown_now = {"name": page.group.name, "year_group": page.group.year_group}
    carry_shown(made["name"], shown_now, request.at, group_id)
    form = made.get(sent)
    if form is not None and form.is_valid() and _done(request, page, sent, form):
        return redirect("school-class", school_id, group_id)
    bad = request.method == "POST"
    if page.others:  # else nobody can be moved, and nobody is named
        read_list(request.actor, page.school, "class", [each.pupil_id for each in page.pupils])
    shown = {"page": page, "form": form, **{f"{name}_form": each for name, each in made.items()}}
    return render(request, "pages/class.html", shown, status=422 if bad else 200)


def _done(request: Request, page: ClassPage, sent: str, form: SetUpForm) -> bool:
    actor, held, school, group = request.actor, form.cleaned_data, page.school.pk, page.group.pk
    try:
        if sent == "name":
            write_class(
                actor,
                school,
                group,
                name=held["name"],
                year_group=held["year_group"],
                school_year=page.group.school_year,
                shown=held["shown"],
            )
        elif sent == "teacher":
            set_class_teacher(
                actor,
                school,
                group,
                user_id=UUID(held["user"]),
                is_cover=held["is_cover"],
                first_day=held["first_day"],
                last_day=held["last_day"],
            )
        else:
            move_pupil(actor, school, UUID(held["pupil"]), UUID(held["group"]), held["first_day"])
    except ChangedMeanwhile as refusal:
        tell_changed(form, refusal)
        return False
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, "The class is kept.")
    return True


@pages
def year(request: Request, school_id: UUID) -> HttpResponse:
    page = year_end(request.actor, school_id)
    refused = ""
    if request.method == "POST":
        try:
            plan = roll_year_forward(request.actor, school_id, page.plan.school_year)
        except Refused as refusal:
            refused = str(refusal)
        else:
            done = f"{plan.moving} moved up, {plan.leaving} left." if plan.classes else "It was done before."
            messages.success(request, f"{done} Now enter who takes the new classes.")
            return redirect("school-year-end", school_id)
    shown = {"page": page, "refused": refused}
    return render(request, "pages/year_end.html", shown, status=422 if refused else 200)


@require_POST
def undo(request: Request, school_id: UUID, turn_id: UUID) -> HttpResponse:
    try:
        undo_year_turn(request.actor, school_id, turn_id)
    except Refused as refusal:
        shown = {"page": year_end(request.actor, school_id), "refused": str(refusal)}
        return render(request, "pages/year_end.html", shown, status=422)
    messages.success(request, "The turn is undone: classes, year groups and last days are as before it.")
    return redirect("school-year-end", school_id)


urlpatterns: list[URLPattern] = [
    path(f"{SET_UP}classes/", classes, name="school-classes"),
    path(f"{SET_UP}classes/<uuid:group_id>/", class_, name="school-class"),
    path(f"{SET_UP}year-end/", year, name="school-year-end"),
    path(f"{SET_UP}year-end/<uuid:turn_id>/undo/", undo, name="school-year-undo"),
]
