"""People and their access: the list, inviting, ending, standing in, new passwords and second steps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST, require_safe

from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.access.rights import Right, holds
from supportfirst.casework.actions.end_membership import end_membership
from supportfirst.casework.actions.invite_user import invite_user
from supportfirst.casework.actions.reset_password import reset_password
from supportfirst.casework.actions.reset_totp import reset_totp
from supportfirst.casework.actions.stand_in import stand_in
from supportfirst.casework.queries.users import (
    UserRow,
    can_open_account,
    people,
    person,
    places_to_manage,
    role_named,
    roles_to_give,
)
from supportfirst.casework.web.forms import DayField, GovukForm
from supportfirst.casework.web.middleware import Request
from supportfirst.casework.web.views.signing_in import pages

LINK = "link_made"  # in the session until it was shown once, where no mail leaves: whose, and the link


class InviteForm(GovukForm):
    name = forms.CharField(label="Name", max_length=200)
    title = forms.CharField(label="Job title", max_length=200)
    email = forms.EmailField(label="E-mail address", max_length=254)
    place = forms.ChoiceField(label="Where")
    role = forms.ChoiceField(label="Role")
    first_day = DayField(label="First day", help_text="For example, 27 3 2025")

    def __init__(
        self, *args: Any, places: list[tuple[str, str]], roles: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.choose("place", places)
        self.choose("role", roles)

    def choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Choose one"), *choices]


class EndForm(GovukForm):
    last_day = DayField(
        label="Last day", required=False, help_text="Leave it empty to end the access now, at once"
    )


class StandInForm(GovukForm):
    user = forms.ChoiceField(label="Who stands in")
    first_day = DayField(label="First day")
    last_day = DayField(label="Last day")

    def __init__(self, *args: Any, people: list[UserRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["user"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", "Choose one"),
            *((str(each.id), f"{each.name}, {each.title}") for each in people if each.is_active),
        ]


def for_managers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Whoever manages people nowhere does not learn that there is such a page."""

    def guarded(request: Request, **held: Any) -> HttpResponse:
        if not any(holds(each, Right.MANAGE_USERS) for each in request.actor.memberships):
            raise Http404
        return view(request, **held)

    return guarded


@for_managers
@require_safe
def users(request: Request) -> HttpResponse:
    return render(request, "pages/users.html", {"people": people(request.actor)})


@for_managers
@require_safe
def user(request: Request, user_id: UUID) -> HttpResponse:
    row = person(request.actor, user_id)
    made_for, link = request.session.get(LINK, ("", ""))
    if made_for == str(user_id):
        del request.session[LINK]
    held = {
        "person": row,
        "is_self": user_id == request.actor.user.pk,
        "can_open": can_open_account(request.actor, user_id),
        "link": link if made_for == str(user_id) else "",
        "read_only": {"readonly": True},
    }
    return render(request, "pages/users_person.html", held)


@for_managers
@pages
def invite(request: Request) -> HttpResponse:
    form = InviteForm(
        request.POST or None,
        places=places_to_manage(request.actor),
        roles=roles_to_give(request.actor),
        initial={"first_day": localdate(request.at)},
    )
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        try:
            invited = invite_user(
                request.actor,
                place_id=UUID(told.pop("place")),
                role=role_named(told.pop("role")),
                link_to=link_on(request),
                **told,
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{invited.user.name} has been invited.")
            if invited.link:
                hand_over(request, invited.user.pk, invited.link)
            return redirect("user", user_id=invited.user.pk)
    held = {"form": form, "mail_leaves": settings.MESSAGES_LEAVE}
    return render(request, "pages/invite.html", held, status=422 if form.errors else 200)


@for_managers
@pages
def end(request: Request, user_id: UUID, membership_id: UUID) -> HttpResponse:
    row, held = of_person(request, user_id, membership_id)
    form = EndForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            end_membership(request.actor, membership_id, form.cleaned_data["last_day"])
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"The access of {row.name} as {held.role} has its end.")
            return redirect("user", user_id=user_id)
    shown = {"form": form, "person": row, "held": held}
    return render(request, "pages/users_end.html", shown, status=422 if form.errors else 200)


@for_managers
@pages
def add_stand_in(request: Request, user_id: UUID, membership_id: UUID) -> HttpResponse:
    row, held = of_person(request, user_id, membership_id)
    others = [each for each in people(request.actor) if each.id not in (user_id, request.actor.user.pk)]
    form = StandInForm(request.POST or None, people=others)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        chosen = UUID(told["user"])
        try:
            stand_in(
                request.actor,
                membership_id,
                user_id=chosen,
                first_day=told["first_day"],
                last_day=told["last_day"],
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{row.name} has a stand-in.")
            return redirect("user", user_id=chosen)
    shown = {"form": form, "person": row, "held": held}
    return render(request, "pages/users_stand_in.html", shown, status=422 if form.errors else 200)


@for_managers
@require_POST
def new_password(request: Request, user_id: UUID) -> HttpResponse:
    try:
        link = reset_password(request.actor, user_id, link_on(request))
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        hand_over(request, user_id, link)
    return redirect("user", user_id=user_id)


@for_managers
@require_POST
def new_second_step(request: Request, user_id: UUID) -> HttpResponse:
    try:
        found = reset_totp(request.actor, user_id)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"{found.name} sets up a second step at the next sign-in.")
    return redirect("user", user_id=user_id)


def of_person(request: Request, user_id: UUID, membership_id: UUID) -> tuple[UserRow, Any]:
    row = person(request.actor, user_id)
    for each in row.memberships:
        if each.id == membership_id:
            return row, each
    raise Http404


def hand_over(request: Request, user_id: UUID, link: str) -> None:
    """The link goes to its owner alone where mail leaves; only without a mail server is it shown, once.

    Whoever holds it sets the password, and signs in as that person.
    """
    if not settings.MESSAGES_LEAVE:
        request.session[LINK] = (str(user_id), link)
        return
    name = person(request.actor, user_id).name
    told = f"A link to set a password is on its way to {name} by e-mail. It is good for three days."
    messages.success(request, f"{told} If it does not come, look at the address and make another.")


def link_on(request: Request) -> Callable[[UUID, str], str]:
    """How a link to set a password is written out in full."""

    def link(user_id: UUID, token: str) -> str:
        return request.build_absolute_uri(reverse("set-password", args=[user_id, token]))

    return link


urlpatterns = [
    path("users/", users, name="users"),
    path("users/invite", invite, name="invite"),
    path("users/<uuid:user_id>/", user, name="user"),
    path("users/<uuid:user_id>/password", new_password, name="user-password"),
    path("users/<uuid:user_id>/second-step", new_second_step, name="user-second-step"),
    path("users/<uuid:user_id>/<uuid:membership_id>/end", end, name="user-end"),
    path("users/<uuid:user_id>/<uuid:membership_id>/stand-in", add_stand_in, name="user-stand-in"),
]
