"""Setting up the second step: a secret as text, as a link for apps and as a picture, proved by one code."""

from __future__ import annotations

import io

import qrcode  # type: ignore[import-untyped]
import qrcode.image.svg  # type: ignore[import-untyped]
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.access.totp import address_for_apps, new_secret, put_away, taken_out
from supportfirst.casework.actions.set_up_totp import set_up_totp
from supportfirst.casework.web.middleware import Request, lacks_second_step
from supportfirst.casework.web.views.signing_in import CodeForm, pages

SECRET = "totp_secret"  # noqa: S105  the session's name for the secret that is not proved yet


@pages
@sensitive_post_parameters()
def set_up(request: Request) -> HttpResponse:
    if request.actor.user.totp_secret:
        return redirect("home")
    secret = _secret_of(request)
    if secret is None:
        secret = new_secret()
        request.session[SECRET] = put_away(secret)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            set_up_totp(request.actor, secret, form.cleaned_data["code"])
        except Refused as refused:
            form.add_error("code", str(refused))
        else:
            del request.session[SECRET]
            messages.success(request, "The second step is set up. You will be asked for a code from now on.")
            return redirect("home")
    held = {
        "form": form,
        "secret": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        "address": address_for_apps(secret, request.actor.user.email),
        "must": lacks_second_step(request),
    }
    return render(request, "pages/totp_setup.html", held, status=422 if form.errors else 200)


def _secret_of(request: Request) -> str | None:
    """The secret that is being set up: sealed in the session, which lies in the database."""
    kept = request.session.get(SECRET)
    return taken_out(kept) if kept else None


@require_safe
def picture(request: Request) -> HttpResponse:
    """The QR code of the secret that is being set up; nothing once it is."""
    secret = _secret_of(request)
    if secret is None or request.actor.user.totp_secret:
        raise Http404
    drawn = qrcode.make(
        address_for_apps(secret, request.actor.user.email),
        image_factory=qrcode.image.svg.SvgPathFillImage,
    )
    file = io.BytesIO()
    drawn.save(file)
    return HttpResponse(file.getvalue(), content_type="image/svg+xml")


urlpatterns = [
    path("second-step", set_up, name="totp-setup"),
    path("second-step/code.svg", picture, name="totp-picture"),
]
