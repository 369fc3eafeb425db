"""Signing in and out: password, second step, the lock after failures, passwords set by a link."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from axes.handlers.proxy import AxesProxyHandler
from django import forms
from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import localtime
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from supportfirst.casework.access.locks import open_again_at, unlocked_at
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.actions.reset_password import set_password, whose_link
from supportfirst.casework.actions.sign_in import sign_in, use_code
from supportfirst.casework.actions.sign_out import sign_out
from supportfirst.casework.web.forms import GovukForm
from supportfirst.casework.web.middleware import Request

PENDING = "password_was_right"  # in the session: who, until when, and where to go then
PENDING_FOR = timedelta(minutes=10)
BY_LINK = "password_by_link"  # in the session: whose one-time link was opened, and what it bore
WRONG_CODES = "wrong_codes"  # in the session: how many since the password was right
KNOWN = "known_browser"  # a signed cookie: the name that signed in from here last, as a fingerprint
KNOWN_FOR = timedelta(days=90)
AFTER_LINK = "/.,;:!?)>]\"'"  # what readers of mail take to be a part of a link that a sentence ends with
NOBODY = UUID(int=0)
pages = require_http_methods(["GET", "HEAD", "POST"])


class SignInForm(GovukForm):
    email = forms.EmailField(
        label="E-mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "spellcheck": "false"}),
    )
    password = forms.CharField(label="Password", max_length=200, strip=False, widget=forms.PasswordInput)
    next = forms.CharField(required=False, widget=forms.HiddenInput)


class CodeForm(GovukForm):
    code = forms.CharField(
        label="Code of six digits",
        help_text="From the authenticator app on your telephone",
        max_length=20,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "class": "govuk-input--width-10",
            }
        ),
    )


class PasswordForm(GovukForm):
    password = forms.CharField(
        label="New password",
        help_text=" ".join(password_validators_help_texts()),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.user)
        return password


@pages
@sensitive_post_parameters()
def sign_in_page(given: HttpRequest) -> HttpResponse:
    request = cast(Request, given)
    if request.user.is_authenticated:
        return redirect("home")
    form = SignInForm(request.POST or None, initial={"next": request.GET.get("next", "")})
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"].lower()
        pause = open_again_at(email, timezone.now())  # by the clock of the failures themselves
        if pause is not None and not _is_known(request, email):
            return _locked_page(request, pause, None, timezone.now())
        user = authenticate(request, username=email, password=form.cleaned_data["password"])
        target = safe_target(request, form.cleaned_data["next"])
        if user is None:
            form.add_error(None, "The e-mail address or the password is not right.")
        elif user.totp_secret:
            request.session.flush()
            until = (request.at + PENDING_FOR).timestamp()
            request.session[PENDING] = [str(user.pk), until, target, email]
            return redirect("sign-in-code")
        else:
            sign_in(request, user, request.at)
            return _remembered(redirect(target), email)
    return render(request, "pages/sign_in.html", {"form": form}, status=422 if form.errors else 200)


@pages
@sensitive_post_parameters()
def code_page(given: HttpRequest) -> HttpResponse:
    """The second step. Its failures count towards the same lock as those of the password."""
    request = cast(Request, given)
    user_id, until, target, email = request.session.get(PENDING, ["", 0, "", ""])
    if not user_id or request.at.timestamp() > until:
        return redirect("sign-in")
    form = CodeForm(request.POST or None)
    credentials = {"username": email}
    if request.method == "POST" and form.is_valid():
        if not AxesProxyHandler.is_allowed(request, credentials):
            return locked_out(request, None, credentials)
        user = use_code(UUID(user_id), form.cleaned_data["code"], request.at)
        if user is not None:
            sign_in(request, user, request.at)
            return _remembered(redirect(target), email)
        user_login_failed.send(__name__, credentials=credentials, request=request)
        request.session[WRONG_CODES] = request.session.get(WRONG_CODES, 0) + 1
        if request.session[WRONG_CODES] >= settings.CODES_FOR_ONE_PASSWORD:
            request.session.flush()
            return redirect("sign-in")
        form.add_error("code", "The code is not right, or was used before. Wait for the next one.")
    return render(request, "pages/totp_code.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def sign_out_page(request: Request) -> HttpResponse:
    sign_out(request, request.actor)
    return redirect("sign-in")


def open_link(request: HttpRequest, user_id: UUID, token: str) -> HttpResponse:
    """Move what a link bears out of the address, before anything can be said about it.

    An address stands in logs, in the browser's list of where it was, and on the screen; a link works until
    a password is set with it. Whether it is any good, the next page says.
    """
    request.session[BY_LINK] = [str(user_id), token.rstrip(AFTER_LINK)]
    return redirect("new-password")


@pages
@sensitive_post_parameters()
def new_password_page(given: HttpRequest) -> HttpResponse:
    request = cast(Request, given)
    user_id, token = request.session.get(BY_LINK, [str(NOBODY), ""])
    try:
        user = whose_link(UUID(user_id), token, request.at)
        form = PasswordForm(request.POST or None, user=user)
        if request.method == "POST" and form.is_valid():
            set_password(user.pk, token, form.cleaned_data["password"], request.at)
            del request.session[BY_LINK]
            return redirect("sign-in")
    except NotThere:
        return _link_over(request)
    return render(
        request, "pages/password.html", {"form": form, "person": user}, status=422 if form.errors else 200
    )


def _link_over(request: HttpRequest) -> HttpResponse:
    """The same for a link used, too old or made up, so that nobody learns by it who has an account."""
    days = settings.PASSWORD_RESET_TIMEOUT // (24 * 60 * 60)
    return render(request, "pages/link_over.html", {"days": days}, status=410)


def locked_out(
    request: HttpRequest, _answer: HttpResponse | None = None, credentials: Any = None
) -> HttpResponse:
    """The page of a locked name, which says when to try again. The lock is on this name from this address."""
    email = (credentials or {}).get("username") or ""
    now = cast(Request, request).at
    return _locked_page(request, unlocked_at(request, email), settings.AXES_FAILURE_LIMIT, now)


def _locked_page(
    request: HttpRequest, ends: datetime | None, failures: int | None, now: datetime
) -> HttpResponse:
    """`failures`: how many from this network; None where it was from many."""
    # the minute after, since the page says no seconds
    shown = localtime(ends + timedelta(minutes=1)) if ends else None
    held = {"try_again_at": shown, "failures": failures}
    answer = render(request, "pages/sign_in_locked.html", held, status=429)
    if ends is not None:
        answer["Retry-After"] = str(max(1, int((ends - now).total_seconds())))
    return answer


def _remembered(answer: HttpResponse, email: str) -> HttpResponse:
    """So that guessing at the name elsewhere does not slow its owner down."""
    answer.set_signed_cookie(
        KNOWN,
        _fingerprint(email),
        max_age=KNOWN_FOR,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
    return answer


def _is_known(request: HttpRequest, email: str) -> bool:
    told = request.get_signed_cookie(KNOWN, default="", max_age=KNOWN_FOR)
    return constant_time_compare(told or "", _fingerprint(email))


def _fingerprint(email: str) -> str:
    return salted_hmac(KNOWN, email, algorithm="sha256").hexdigest()


def safe_target(request: HttpRequest, asked: str) -> str:
    """Where to go after signing in: a path of this site, or the first page."""
    is_ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, request.is_secure())
    return asked if asked.startswith("/") and is_ours else "/"


urlpatterns = [
    path("sign-in", sign_in_page, name="sign-in"),
    path("sign-in/code", code_page, name="sign-in-code"),
    path("sign-out", sign_out_page, name="sign-out"),
    # all that begins as a link does: what a reader of mail wrote behind it must not be logged as a fault
    path("set-password/<uuid:user_id>/<path:token>", open_link, name="set-password"),
    path("set-password", new_password_page, name="new-password"),
]
